package browser

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"

	"vahti.ai/vahti/shared/check/text"
)

// Element is a value that brings its own HTML, in which everything of others is
// escaped. A [Moment] is one; the console's words in another language are the other.
type Element interface {
	HTML() template.HTML
}

// Say puts values into the places of a text, as templates do with their function t:
// strings, numbers and elements. The answer is a string, or HTML where a value is an
// element; then everything else in it is escaped. Other values are an error, which the
// page's tests meet.
func Say(to string, values ...any) (any, error) {
	plain := make([]string, len(values))
	elements := false
	for i, v := range values {
		switch v := v.(type) {
		case Element:
			plain[i], elements = string(v.HTML()), true
		case string:
			plain[i] = v
		case int:
			plain[i] = strconv.Itoa(v)
		default:
			return nil, fmt.Errorf("say %q: a value is a %T", to, v)
		}
	}
	if !elements {
		return Fill(to, plain), nil
	}
	for i, v := range values {
		if _, ok := v.(Element); !ok {
			plain[i] = template.HTMLEscapeString(plain[i])
		}
	}
	return template.HTML(Fill(template.HTMLEscapeString(to), plain)), nil //nolint:gosec // everything that is not an element was escaped
}

// place is where a value goes into a text.
var place = regexp.MustCompile(`\{[1-9]?\}`)

// Places counts the places for values in a text.
func Places(of string) int { return len(place.FindAllStringIndex(of, -1)) }

// Fill puts values into a text's places, which package text describes. Places within
// values are none, and one without a value stays.
func Fill(to string, values []string) string {
	next := 0
	return place.ReplaceAllStringFunc(to, func(p string) string {
		i := next
		if p == text.Place {
			next++
		} else {
			i = int(p[1] - '1')
		}
		if i >= len(values) {
			return p
		}
		return values[i]
	})
}
