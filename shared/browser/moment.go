package browser

import (
	"fmt"
	"html/template"
	"time"

	"vahti.ai/vahti/shared/check/text"
)

// Moment is a time as machines and people read it; its zero value is no time.
type Moment struct {
	ISO, Text string
}

// On is the moment of t in a language, in UTC; the zero Moment for the zero time.
func On(l text.Language, t time.Time) Moment {
	if t.IsZero() {
		return Moment{}
	}
	t = t.UTC()
	return Moment{t.Format(time.RFC3339), date(l, t)}
}

// HTML implements [Element].
func (m Moment) HTML() template.HTML {
	return template.HTML(`<time datetime="` + template.HTMLEscapeString(m.ISO) + `">` + template.HTMLEscapeString(m.Text) + `</time>`) //nolint:gosec // both parts are escaped
}

func date(l text.Language, t time.Time) string {
	switch month := int(t.Month()) - 1; l {
	case text.Finnish:
		return fmt.Sprintf("%d. %skuuta %d klo %d.%02d UTC", t.Day(), finnishMonths[month], t.Year(), t.Hour(), t.Minute())
	case text.Swedish:
		return fmt.Sprintf("%d %s %d kl. %02d:%02d UTC", t.Day(), swedishMonths[month], t.Year(), t.Hour(), t.Minute())
	}
	return t.Format("2 January 2006, 15:04 MST")
}

// The months, the Finnish ones without the "kuu" that each ends in.
var (
	finnishMonths = [12]string{"tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"}
	swedishMonths = [12]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
)
