package console

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// Accept implements decider.
func (m inMemory) Accept(ctx context.Context, a exception.Acceptance, by member.Actor, now time.Time) ([]finding.Exception, error) {
	if missing, err := m.missing(ctx, "Accept"); err != nil {
		return nil, err
	} else if missing || m.kept.about.State != tenant.Active {
		return nil, exception.ErrInactive
	}
	reason := utf8.RuneCountInString(strings.TrimSpace(a.Reason))
	switch {
	case by.Account == "":
		return nil, errors.New("nobody accepts")
	case a.Request == "":
		return nil, exception.ErrRequest
	case len(a.Findings) > exception.MaxTogether:
		return nil, exception.ErrTooMany
	case reason < exception.MinReason || reason > exception.MaxReason:
		return nil, exception.ErrReason
	case strings.TrimSpace(a.Owner) == "":
		return nil, exception.ErrOwner
	}
	if m.kept.about.Recorded != nil {
		now = *m.kept.about.Recorded
	}
	var made, fresh []finding.Exception
	for _, id := range a.Findings {
		name := a.Request + "-" + string(id)
		if i := slices.IndexFunc(m.kept.accepted, func(e finding.Exception) bool { return e.ID == name }); i >= 0 {
			made = append(made, m.kept.accepted[i])
			continue
		}
		f := findingOf(m.kept, id)
		switch {
		case f == nil:
			return nil, exception.ErrNotFound
		case f.Check != a.Check:
			return nil, exception.ErrMixed
		case f.State == finding.Excepted:
			return nil, exception.ErrOverlap
		case f.State != finding.Open:
			return nil, exception.ErrNotOpen
		case !a.Expires.After(now) || a.Expires.After(now.AddDate(0, 0, exception.MaxDays)):
			return nil, exception.ErrExpiry
		}
		fresh = append(fresh, finding.Exception{ID: name, Request: a.Request, Finding: id, Check: f.Check, Resource: f.Resource, Reason: strings.TrimSpace(a.Reason),
			Owner: strings.TrimSpace(a.Owner), By: by.Name, Created: now, Written: now, Expires: a.Expires, Severity: f.Severity, Accepted: f.Evidence, Scale: a.Scale})
		made = append(made, fresh[len(fresh)-1])
	}
	for _, e := range fresh {
		f := findingOf(m.kept, e.Finding)
		f.State, f.Exception = finding.Excepted, &e
		m.kept.accepted = slices.Insert(m.kept.accepted, 0, e)
		m.tell(finding.Accepted, e, by, now)
	}
	return made, nil
}

// Withdraw implements decider.
func (m inMemory) Withdraw(ctx context.Context, id string, by member.Actor, now time.Time) (finding.Exception, error) {
	if missing, err := m.missing(ctx, "Withdraw"); err != nil {
		return finding.Exception{}, err
	} else if missing {
		return finding.Exception{}, exception.ErrNone
	}
	i := slices.IndexFunc(m.kept.accepted, func(e finding.Exception) bool { return e.ID == id })
	if i < 0 {
		return finding.Exception{}, exception.ErrNone
	}
	e := &m.kept.accepted[i]
	switch {
	case e.Because == finding.Withdrawn:
		return *e, nil
	case !e.Active():
		return *e, exception.ErrEnded
	}
	e.Because, e.Ended, e.EndedBy = finding.Withdrawn, now, by.Name
	f := findingOf(m.kept, e.Finding)
	f.State, f.Exception = finding.Open, nil
	m.tell(finding.Returned, *e, by, now)
	return *e, nil
}

// tell adds a step of an exception to the story of its finding.
func (m inMemory) tell(kind finding.Kind, e finding.Exception, by member.Actor, now time.Time) {
	m.kept.story[e.Finding] = append(m.kept.story[e.Finding], store.Step{Kind: kind, At: now, Written: now, Exception: e.ID, Because: e.Because,
		By: finding.Attribution{Attributed: true, At: now, Actor: by.Name, IP: by.Address}})
}

// testDecider holds a decider to its contract, over a reader that testReader has
// seen.
func testDecider(t *testing.T, r reader, c promise) {
	ctx := t.Context()
	if _, err := r.Decider(tenant.ID{}); !errors.Is(err, tenant.ErrZero) {
		t.Errorf("Decider of the zero ID: got %v, want %v", err, tenant.ErrZero)
	}
	full, err := r.Tenant(c.full)
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.Decider(c.full)
	if err != nil {
		t.Fatal(err)
	}
	by := member.Actor{Name: "liisa@aallokko.example", Account: "liisa", Address: "192.0.2.1"}
	wish := exception.Acceptance{Request: "one", Findings: []finding.ID{c.open.ID}, Check: c.open.Check, Reason: "It is to go in spring.", Owner: "Liisa Laine",
		Expires: slotOne.At.AddDate(0, 1, 0)}
	refused := []struct {
		name   string
		change func(*exception.Acceptance)
		want   error
	}{
		{"reason", func(a *exception.Acceptance) { a.Reason = "Because." }, exception.ErrReason},
		{"owner", func(a *exception.Acceptance) { a.Owner = " " }, exception.ErrOwner},
		{"past", func(a *exception.Acceptance) { a.Expires = slotOne.At }, exception.ErrExpiry},
		{"far", func(a *exception.Acceptance) { a.Expires = slotOne.At.AddDate(1, 0, 2) }, exception.ErrExpiry},
		{"request", func(a *exception.Acceptance) { a.Request = "" }, exception.ErrRequest},
		{"nothing there", func(a *exception.Acceptance) { a.Findings = []finding.ID{"0nosuch"} }, exception.ErrNotFound},
		{"resolved", func(a *exception.Acceptance) {
			a.Findings, a.Check = []finding.ID{c.resolved.ID}, c.resolved.Check
		}, exception.ErrNotOpen},
		{"of another check", func(a *exception.Acceptance) { a.Check = "another" }, exception.ErrMixed},
	}
	for _, test := range refused {
		a := wish
		test.change(&a)
		if _, err := d.Accept(ctx, a, by, time.Now()); !errors.Is(err, test.want) {
			t.Errorf("Accept, %s: got %v, want %v", test.name, err, test.want)
		}
	}
	var id string
	for range 2 {
		made, err := d.Accept(ctx, wish, by, time.Now())
		if err != nil || len(made) != 1 {
			t.Fatalf("Accept: got %v, %v", made, err)
		}
		id = made[0].ID
	}
	again := wish
	again.Request = "two"
	if _, err := d.Accept(ctx, again, by, time.Now()); !errors.Is(err, exception.ErrOverlap) {
		t.Errorf("Accept what is accepted: got %v, want %v", err, exception.ErrOverlap)
	}
	f, err := full.Finding(ctx, c.open.ID)
	if err != nil || f.State != finding.Excepted || f.Exception == nil || f.Exception.By != by.Name || f.Exception.Reason != wish.Reason {
		t.Fatalf("the accepted finding: got %v %#v, %v", f.State, f.Exception, err)
	}
	if all, err := full.Exceptions(ctx); err != nil || len(all) != 1 || all[0].ID != id {
		t.Errorf("Exceptions: got %v, %v; want one", all, err)
	}
	for range 2 {
		if e, err := d.Withdraw(ctx, id, by, time.Now()); err != nil || e.Because != finding.Withdrawn {
			t.Fatalf("Withdraw: got %v, %v", e.Because, err)
		}
	}
	if _, err := d.Withdraw(ctx, "none", by, time.Now()); !errors.Is(err, exception.ErrNone) {
		t.Errorf("Withdraw what there is not: got %v, want %v", err, exception.ErrNone)
	}
	if f, err = full.Finding(ctx, c.open.ID); err != nil || f.State != finding.Open {
		t.Errorf("the finding after: got %v, %v; want open", f.State, err)
	}
	story, err := full.Story(ctx, c.open.ID)
	var kinds []finding.Kind
	for _, s := range story {
		if s.Exception == id && s.By.Actor == by.Name && s.By.IP == by.Address {
			kinds = append(kinds, s.Kind)
		}
	}
	if err != nil || !slices.Equal(kinds, []finding.Kind{finding.Accepted, finding.Returned}) {
		t.Errorf("the story tells %v, %v; want that it was accepted and returned", kinds, err)
	}
}
