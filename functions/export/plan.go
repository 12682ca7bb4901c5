package export

import (
	"cmp"
	"errors"
	"mime"
	"net/http"
	"slices"
	"time"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/gate"
)

// The fields of a form, each of which may come in the address as well.
const (
	fieldKind     = "kind"   // any number; none: every kind
	fieldFormat   = "format" // any number; none: NDJSON alone
	fieldFrom     = "from"   // a day, or a moment as RFC 3339 has it
	fieldTo       = "to"     // a day, which is meant wholly, or a moment, which is not
	fieldLanguage = "language"
)

// Why a form is refused.
var (
	errMedia = errors.New("send a form")
	errDate  = errors.New("give the period as days, such as 2026-11-01, or as moments, such as 2026-11-01T12:00:00Z")
)

// plan reads what is to be exported.
func (s *server) plan(r *http.Request, e gate.Entry, what part) (export.Plan, error) {
	if r.ContentLength != 0 {
		if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
			return export.Plan{}, errMedia
		}
	}
	if err := r.ParseForm(); err != nil {
		if tooMuch := (*http.MaxBytesError)(nil); errors.As(err, &tooMuch) {
			return export.Plan{}, tooMuch
		}
		return export.Plan{}, errForm // the error may quote what was sent
	}
	known := []string{fieldFrom, fieldTo, fieldLanguage}
	if what == everything {
		known = append(known, fieldKind, fieldFormat)
	}
	for field := range r.Form {
		if !slices.Contains(known, field) {
			return export.Plan{}, errForm
		}
	}
	p := export.Plan{Tenant: e.Tenant.ID().String(), At: s.now(), Address: s.address, Language: text.Language(r.Form.Get(fieldLanguage))}
	if p.Language == "" {
		about, err := e.Tenant.About(r.Context())
		if err != nil {
			return p, err
		}
		p.Language = text.Language(cmp.Or(about.Language, string(text.English)))
	}
	for _, k := range r.Form[fieldKind] {
		p.Kinds = append(p.Kinds, export.Kind(k))
	}
	for _, f := range r.Form[fieldFormat] {
		p.Formats = append(p.Formats, export.Format(f))
	}
	if what == trailAlone {
		p.Kinds, p.Formats = []export.Kind{export.Trail}, []export.Format{export.CSV}
	}
	var err1, err2 error
	p.From, err1 = moment(r.Form.Get(fieldFrom), 0)
	p.To, err2 = moment(r.Form.Get(fieldTo), 24*time.Hour)
	if err1 != nil || err2 != nil {
		return p, errDate
	}
	return p.Clean()
}

// moment reads a bound of a period: a day, with what is added to one, or a moment.
func moment(text string, day time.Duration) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t.Add(day), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	return t.UTC(), err
}
