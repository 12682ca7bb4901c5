package browsertest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vahti.ai/vahti/shared/check/text"
)

// Silent looks for words in the templates of the package under test, templates/*.html,
// outside of what they have a locale say.
func Silent(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob("templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d templates, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source := regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAllString(string(raw), "")
		for _, attribute := range regexp.MustCompile(`(?:aria-label|title|alt|placeholder)="([^"]+)"`).FindAllStringSubmatch(source, -1) {
			t.Errorf("%s: an attribute says %q", file, attribute[1])
		}
		rest := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(source, "")
		rest = strings.ReplaceAll(rest, "Vahti", "")
		if word := regexp.MustCompile(`\pL+`).FindString(rest); word != "" {
			t.Errorf("%s says %q without a translation", file, word)
		}
	}
}

// NoEnglish looks in a page for what the tables translate. What is marked as being in a
// language of its own may be in English. least is how many texts a page has.
func NoEnglish(t *testing.T, name, body string, tables []*text.Table, least int) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	texts := visible(doc)
	if len(texts) < least {
		t.Errorf("%s: only %d texts were looked at", name, len(texts))
	}
	for _, seen := range texts {
		for _, table := range tables {
			for english := range table.Texts() {
				if speaks(seen, english) {
					t.Errorf("%s says %q", name, seen)
				}
			}
		}
		if month := regexp.MustCompile(`\b(November|October|August|minutes?|hours?|days?) `).FindString(seen); month != "" {
			t.Errorf("%s says %q", name, seen)
		}
	}
}

// speaks reports whether what a page shows holds an English text: a word as a whole, a
// sentence or what stands between its places anywhere.
func speaks(seen, english string) bool {
	if !strings.Contains(english, " ") {
		return seen == english
	}
	for fragment := range strings.SplitSeq(english, text.Place) {
		fragment = strings.Trim(fragment, " .,:;")
		if strings.Contains(fragment, " ") && strings.Contains(seen, fragment) {
			return true
		}
	}
	return false
}

// visible returns what people see or hear of a page, apart from code and what is
// marked as being in a language of its own.
func visible(n *html.Node) (texts []string) {
	if n.Type == html.ElementNode {
		if n.Data == "code" {
			return nil
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "lang" && n.Data != "html":
				return nil
			case a.Key == "aria-label" || a.Key == "alt":
				texts = append(texts, a.Val)
			}
		}
	}
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
		texts = append(texts, strings.TrimSpace(n.Data))
	}
	for child := range n.ChildNodes() {
		texts = append(texts, visible(child)...)
	}
	return texts
}
