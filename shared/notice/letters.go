package notice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// alert writes one letter to each reader about what is told at once.
func (d *Desk) alert(ctx context.Context, h house, name string, items []Item) error {
	now := slices.DeleteFunc(slices.Clone(items), func(i Item) bool { return !i.AtOnce })
	readers, err := d.readers(ctx, h.Tenant, letter.FindingsAlert)
	if err != nil {
		return err
	}
	l := letter.Letter{
		Kind: letter.FindingsAlert, Tenant: h.name, Link: d.Site + "/tenants/" + h.ID().String(),
		Count: len(now), Of: h.ID().String(), Critical: critical(now), Hold: Hold(h.notify, d.Now(), critical(now)),
	}
	for _, r := range readers {
		l.Language = h.language(r)
		l.Sections = d.sections(now, l.Language)
		if err := d.send(ctx, l, alertName(h.ID(), name), r); err != nil {
			return err
		}
	}
	return nil
}

// alertName is what letters about one piece of news are called, before their readers.
func alertName(of tenant.ID, news string) string { return "findings-" + of.String() + "-" + news }

func letterName(name string, r reader) string { return name + "-" + r.account }

// language is in which a reader is written to: their own, or the tenant's where that is
// not known.
func (h house) language(r reader) string { return cmp.Or(r.language, h.about.Language) }

// send writes a letter to one reader.
func (d *Desk) send(ctx context.Context, l letter.Letter, name string, r reader) error {
	l.Name, l.To, l.Reader, l.Partner = letterName(name, r), r.email, r.account, r.partner
	return letter.Put(ctx, d.DB, l, d.Now())
}

// rowsInSection is how many rows a section of a letter has; the rest is counted.
const rowsInSection = 25

// sections are items as a letter lists them: by what became of them, then by severity
// and check, with how many findings a check has.
func (d *Desk) sections(items []Item, language string) []letter.Section {
	var out []letter.Section
	w := wordsOf(language)
	for _, kind := range []finding.Kind{finding.Opened, finding.Reopened, finding.Worsened, finding.Changed, finding.Closed} {
		type group struct {
			check    string
			severity finding.Severity
		}
		counts := map[group]int{}
		total := 0
		for _, i := range items {
			if i.Change == kind {
				counts[group{i.Check, i.Severity}]++
				total++
			}
		}
		if total == 0 {
			continue
		}
		groups := make([]group, 0, len(counts))
		for g := range counts {
			groups = append(groups, g)
		}
		slices.SortFunc(groups, func(a, b group) int {
			return cmp.Or(cmp.Compare(slices.Index(finding.Severities(), a.severity), slices.Index(finding.Severities(), b.severity)), cmp.Compare(a.check, b.check))
		})
		s := letter.Section{Heading: fmt.Sprintf("%s (%d)", w.change(kind), total)}
		left := 0
		for at, g := range groups {
			if at >= rowsInSection {
				left += counts[g]
				continue
			}
			text := cmp.Or(d.Title(g.check, language), w.own)
			if n := counts[g]; n > 1 {
				text = fmt.Sprintf("%s (%d)", text, n)
			}
			s.Rows = append(s.Rows, letter.Row{Mark: w.severity(g.severity), Tone: string(g.severity), Text: text})
		}
		if left > 0 {
			s.Rows = append(s.Rows, letter.Row{Text: fmt.Sprintf(w.more, left)})
		}
		out = append(out, s)
	}
	return out
}

// words are what a letter's lists say in one language.
type words struct {
	opened, reopened, worsened, changed, closed string
	critical, high, medium, low, info           string
	own, more, atOnce                           string
}

func wordsOf(language string) words {
	switch language {
	case "fi":
		return words{"Uutta", "Palannut", "Pahentunut", "Muuttunut", "Korjaantunut", "Kriittinen", "Korkea", "Keskitaso", "Matala", "Tiedoksi",
			"Oma tarkistuksenne", "Lisäksi %d muuta.", "Heti kerrottuja lisäksi: %d."}
	case "sv":
		return words{"Nytt", "Tillbaka", "Förvärrat", "Ändrat", "Åtgärdat", "Kritisk", "Hög", "Medel", "Låg", "För kännedom",
			"En egen kontroll", "Ytterligare %d.", "Dessutom meddelade genast: %d."}
	}
	return words{"New", "Back again", "Worse", "Changed", "Resolved", "Critical", "High", "Medium", "Low", "Info",
		"A check of your own", "And %d more.", "Told at once besides: %d."}
}

func (w words) change(k finding.Kind) string {
	switch k {
	case finding.Opened:
		return w.opened
	case finding.Reopened:
		return w.reopened
	case finding.Worsened:
		return w.worsened
	case finding.Closed:
		return w.closed
	}
	return w.changed
}

func (w words) severity(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return w.critical
	case finding.High:
		return w.high
	case finding.Medium:
		return w.medium
	case finding.Low:
		return w.low
	}
	return w.info
}

// Failing tells the tenant's owners and admins that letters to one of its people come
// back.
func (d *Desk) Failing(ctx context.Context, u letter.Untold) error {
	id, err := u.Customer()
	if err != nil {
		return err
	}
	t, err := d.DB.Tenant(id)
	if err != nil {
		return err
	}
	return d.admins(ctx, t, letter.MailFailed, "/members", string(letter.MailFailed)+"-"+id.String()+"-"+u.Name)
}

// admins writes a letter of a kind that owners and admins get, about the service itself,
// for after the quiet hours: nobody can mend it in a minute.
func (d *Desk) admins(ctx context.Context, t *store.Tenant, kind letter.Kind, path, name string) error {
	h, err := enter(ctx, t)
	if errors.Is(err, errUnwatched) {
		return nil
	}
	if err != nil {
		return err
	}
	readers, err := d.readers(ctx, t, kind)
	if err != nil {
		return err
	}
	l := letter.Letter{Kind: kind, Tenant: h.name, Link: d.Site + "/tenants/" + h.ID().String() + path, Of: h.ID().String(), Hold: Hold(h.notify, d.Now(), false)}
	for _, r := range readers {
		l.Language = h.language(r)
		if err := d.send(ctx, l, name, r); err != nil {
			return err
		}
	}
	return nil
}
