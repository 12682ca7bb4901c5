package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"vahti.ai/vahti/shared/internal/jsonscan"
)

// page is one answer of a collection.
type page struct {
	value json.RawMessage // the entities, as sent
	count int             // how many
	next  string          // where the next page is, empty on the last
}

var (
	// errCut says that the JSON ends too early: the answer was cut off.
	errCut = errors.New("the answer ends too early")
	// errGarbled says that the answer is no JSON.
	errGarbled = errors.New("the answer is no JSON")
	// errShape says that the answer is JSON of another shape than documented.
	errShape = errors.New("the answer has another shape than documented")
)

// parsePage takes a collection's answer apart without decoding its entities.
// The error is one of the three above.
func parsePage(body []byte) (page, error) {
	if p, ok := scanPage(body); ok {
		return p, nil
	}
	return decodePage(body)
}

// The properties of a page.
const (
	valueProperty = "value"
	nextProperty  = "@odata.nextLink"
)

// scanPage takes a page apart in one pass over its bytes. ok is false where it is
// none, or where it is unusual, such as in the case of its properties.
func scanPage(body []byte) (p page, ok bool) {
	x := jsonscan.New(body)
	var linked bool
	for x.Open('{'); x.More('}'); {
		switch name := x.Name(); {
		case name == valueProperty && p.value == nil:
			x.Peek()
			from := x.Pos()
			p.count = x.Objects()
			p.value = body[from:x.Pos()]
		case name == nextProperty && !linked:
			if linked = true; !x.Null() {
				p.next = x.Text()
			}
		case strings.EqualFold(name, valueProperty), strings.EqualFold(name, nextProperty):
			return page{}, false
		default:
			x.Skip()
		}
	}
	if !x.End() || p.value == nil {
		return page{}, false
	}
	return p, true
}

// decodePage is parsePage by encoding/json.
func decodePage(body []byte) (page, error) {
	var in struct {
		Value json.RawMessage `json:"value"`
		Next  *string         `json:"@odata.nextLink"`
	}
	if err := unmarshal(body, &in); err != nil {
		return page{}, err
	}
	n, ok := countObjects(in.Value)
	if !ok {
		return page{}, errShape
	}
	p := page{value: in.Value, count: n}
	if in.Next != nil {
		p.next = *in.Next
	}
	return p, nil
}

// parseObject checks that an answer is a singleton: an object, neither a
// collection nor an error in disguise.
func parseObject(body []byte) error {
	var in struct {
		Value json.RawMessage `json:"value"`
		Error json.RawMessage `json:"error"`
	}
	if err := unmarshal(body, &in); err != nil {
		return err
	}
	if !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) || in.Value != nil || in.Error != nil {
		return errShape
	}
	return nil
}

func unmarshal(body []byte, into any) error {
	err := json.Unmarshal(body, into)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(body)):
		return errCut
	case errors.As(err, &syntax):
		return errGarbled
	default:
		return errShape
	}
}

// countObjects counts the elements of a JSON array that is known to be valid.
// ok is false where it is no array, or an element is no object: a null would
// become an entity with nothing in it.
func countObjects(raw []byte) (n int, ok bool) {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if quoted {
			switch c {
			case '\\':
				i++
			case '"':
				quoted = false
			}
			continue
		}
		switch c {
		case ' ', '\t', '\r', '\n', ',':
			continue
		case ']', '}':
			depth--
			continue
		}
		switch {
		case depth == 0 && c != '[', depth == 1 && c != '{':
			return 0, false
		case depth == 1:
			n++
		}
		switch c {
		case '[', '{':
			depth++
		case '"':
			quoted = true
		}
	}
	return n, len(raw) > 0
}
