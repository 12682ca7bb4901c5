package signins

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// idProtection is where the admin centre shows risks.
const idProtection = "Microsoft Entra admin center > ID Protection > "

// open judges whether a risk is dealt with: it fails where nobody has looked at it
// and Microsoft has not taken it back. One that an administrator confirmed as a
// compromise has been looked at.
func open(state snapshot.Value[string]) finding.Verdict {
	if !state.Known() {
		return finding.Unknown
	}
	switch strings.ToLower(state.V) {
	case "atrisk":
		return finding.Fail
	case "none", "confirmedsafe", "remediated", "dismissed", "confirmedcompromised":
		return finding.Pass
	}
	return finding.Unknown
}

// disabled reports whether an account is known to be disabled: nobody signs in
// with it, whatever the risk.
func disabled(s *snapshot.Snapshot, id string) bool {
	return snapshot.UserByID(s, id).Disabled()
}

// resourceOf is the resource of a result about an entity, which Graph may have
// sent without an id.
func resourceOf(id string) string { return cmp.Or(id, finding.TenantResource) }

// unsure is the one result about entities of which something could not be told;
// none where there are none.
func unsure(reason, kind string, entities []finding.Subject) []check.Result {
	if len(entities) == 0 {
		return nil
	}
	return check.One(finding.Unknown, reason, finding.Evidence{
		Facts: finding.Facts{kind: len(entities)}, Subjects: finding.Subjects{kind: finding.List(entities...)},
	})
}

// A bundle is what was seen of one entity.
type bundle struct {
	subject     finding.Subject
	count       int
	kinds       []string // Microsoft's names, each once
	latest      string   // the name seen last, as Graph sent it
	first, last time.Time
}

// add counts something seen at a moment, which may be unknown.
func (b *bundle) add(kind snapshot.Value[string], at snapshot.Value[snapshot.Timestamp]) {
	b.count++
	b.see(at)
	if kind.V == b.latest {
		return
	}
	b.latest = kind.V
	if name := factName(kind); name != "" && !slices.Contains(b.kinds, name) {
		b.kinds = append(b.kinds, name)
	}
}

// see takes note of a moment.
func (b *bundle) see(at snapshot.Value[snapshot.Timestamp]) {
	if !at.Known() || !at.V.Readable {
		return
	}
	if b.first.IsZero() || at.V.Time.Before(b.first) {
		b.first = at.V.Time
	}
	if at.V.Time.After(b.last) {
		b.last = at.V.Time
	}
}

// factName is one of Microsoft's names as facts may hold it, "Authenticated SMTP"
// as "AuthenticatedSMTP"; empty where there is none.
func factName(v snapshot.Value[string]) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, v.V[:min(len(v.V), maxName)])
}

// maxName is the longest name that facts hold.
const maxName = 60

// moment is a time as facts hold it.
func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// bundles are what was seen, by entity and in the order of first sight.
type bundles struct {
	order []string
	of    map[string]*bundle
}

// at returns the bundle of an entity; name is asked where it is new.
func (b *bundles) at(id string, name func() string) *bundle {
	key := strings.ToLower(id)
	if found := b.of[key]; found != nil {
		return found
	}
	if b.of == nil {
		b.of = map[string]*bundle{}
	}
	made := &bundle{subject: finding.Subject{ID: id, Name: name()}}
	b.of[key] = made
	b.order = append(b.order, key)
	return made
}
