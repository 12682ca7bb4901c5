package browser

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// page is what the driver sees of a page.
type page struct {
	forms   map[string]formOnPage // by id
	failure string                // the message that the service will not go on
}

type formOnPage struct {
	action, method string
	hidden         url.Values
	selected       map[string]string // chosen options, by the name of the field
	checked        []string          // values of boxes that are checked
	buttons        []button
}

type button struct{ name, value, upn string }

func readPage(r io.Reader) (page, error) {
	root, err := html.Parse(r)
	if err != nil {
		return page{}, fmt.Errorf("read page: %w", err)
	}
	p := page{forms: map[string]formOnPage{}}
	for n := range root.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "form":
			p.forms[attr(n, "id")] = readForm(n)
		case attr(n, "id") == "code":
			p.failure = strings.TrimSpace(text(n))
		}
	}
	return p, nil
}

func readForm(form *html.Node) formOnPage {
	f := formOnPage{
		action: attr(form, "action"), method: strings.ToLower(attr(form, "method")),
		hidden: url.Values{}, selected: map[string]string{},
	}
	for n := range form.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		name, value := attr(n, "name"), attr(n, "value")
		switch {
		case n.Data == "input" && attr(n, "type") == "hidden":
			f.hidden.Add(name, value)
		case n.Data == "input" && attr(n, "type") == "checkbox" && has(n, "checked"):
			f.checked = append(f.checked, value)
		case n.Data == "option" && has(n, "selected") && n.Parent.Data == "select":
			f.selected[attr(n.Parent, "name")] = value
		case n.Data == "button":
			f.buttons = append(f.buttons, button{name, value, attr(n, "data-upn")})
		}
	}
	return f
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
