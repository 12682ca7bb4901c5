package grant_test

import (
	"errors"
	"testing"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// TestSection11WhoMayWhat asks those to decide who may not.
func TestSection11WhoMayWhat(t *testing.T) {
	w := newStaffed(t)
	w.approval(t)
	g := w.ask(t, wish("q1"), "risto")
	// Risto is a member of the customer's, too.
	own := operator("risto")
	made, err := member.Invite(t.Context(), w.Tenant, member.Invitation{Email: own.Name, Role: tenant.Admin, Language: "fi"}, membertest.Actor("olga"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := member.Accept(t.Context(), w.DB, made.Token, member.Account{ID: own.Account, Email: own.Name, Name: "Risto"}, "", w.Now()); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for name, by := range map[string]member.Actor{"an analyst": membertest.Actor("aapo"), "an auditor": membertest.Actor("aino"), "a stranger": membertest.Actor("ville"), "the operator": {Account: own.Account, Name: own.Name}} {
		_, err1 := grant.Approve(ctx, w.Tenant, g.ID, by, w.Now())
		_, err2 := grant.Refuse(ctx, w.Tenant, g.ID, by, w.Now())
		if !errors.Is(err1, member.ErrForbidden) || !errors.Is(err2, member.ErrForbidden) {
			t.Errorf("%s decides: got %v and %v", name, err1, err2)
		}
	}
	if _, err := grant.Revoke(ctx, w.Tenant, g.ID, membertest.Actor("aapo"), w.Now()); !errors.Is(err, member.ErrForbidden) {
		t.Errorf("an analyst revokes: got %v", err)
	}
	if _, err := grant.Start(ctx, w.Tenant, g.ID, own, w.Now()); !errors.Is(err, grant.ErrState) {
		t.Errorf("beginning without approval: got %v", err)
	}
	if err := w.see(ctx, "r1", grant.FindingsView, "risto"); !errors.Is(err, grant.ErrNoGrant) {
		t.Errorf("looking without approval: got %v", err)
	}
	if _, err := grant.Approve(ctx, w.Tenant, g.ID, membertest.Actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	if err := w.see(ctx, "r1", grant.FindingsView, "risto"); !errors.Is(err, grant.ErrNoGrant) {
		t.Errorf("looking before it begins: got %v", err)
	}
	if _, err := grant.Refuse(ctx, w.Tenant, g.ID, membertest.Actor("olga"), w.Now()); !errors.Is(err, grant.ErrState) {
		t.Errorf("refusing what was approved: got %v", err)
	}
	for name, do := range map[string]func(grant.Operator) error{
		"starts":   func(o grant.Operator) error { _, err := grant.Start(ctx, w.Tenant, g.ID, o, w.Now()); return err },
		"finishes": func(o grant.Operator) error { _, err := grant.Finish(ctx, w.Tenant, g.ID, o, w.Now()); return err },
		"reports": func(o grant.Operator) error {
			_, err := grant.Report(ctx, w.Tenant, g.ID, "Nothing was found there.", o, w.Now())
			return err
		},
	} {
		for _, o := range []grant.Operator{operator("saara"), {}} {
			if err := do(o); !errors.Is(err, grant.ErrNone) {
				t.Errorf("another operator %s: got %v, want %v", name, err, grant.ErrNone)
			}
		}
	}
	if _, err := grant.Start(ctx, w.Tenant, g.ID, own, w.Now()); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		by string
		v  grant.View
	}{"another operator": {"saara", grant.FindingsView}, "another view": {"risto", grant.MembersView}, "no view": {"risto", ""}} {
		if err := w.see(ctx, "r2", tt.v, tt.by); !errors.Is(err, grant.ErrNoGrant) {
			t.Errorf("%s: got %v, want %v", name, err, grant.ErrNoGrant)
		}
		if _, err := grant.Allows(ctx, w.Tenant, operator(tt.by).Account, tt.v, w.Now()); !errors.Is(err, grant.ErrNoGrant) {
			t.Errorf("%s is allowed: got %v", name, err)
		}
	}
	foreign := w.NewTenant(t, 2)
	if _, err := grant.Allows(ctx, foreign, own.Account, grant.FindingsView, w.Now()); !errors.Is(err, grant.ErrNoGrant) {
		t.Errorf("another tenant: got %v", err)
	}
	if got, err := grant.Allows(ctx, w.Tenant, own.Account, grant.SummaryView, w.Now()); err != nil || got.ID != g.ID {
		t.Errorf("the operator: got %v, %v", got.ID, err)
	}
	for _, id := range []string{"", "a/b", "nothing"} {
		_, err1 := grant.Get(ctx, w.Tenant, id, w.Now())
		_, err2 := grant.Revoke(ctx, w.Tenant, id, membertest.Actor("olga"), w.Now())
		if !errors.Is(err1, grant.ErrNone) || !errors.Is(err2, grant.ErrNone) {
			t.Errorf("grant %q: got %v and %v", id, err1, err2)
		}
		if err := grant.Expire(ctx, w.Tenant, "nothing", w.Now()); err != nil {
			t.Errorf("ending what is none: %v", err)
		}
	}
	for _, m := range []grant.Method{grant.Database, grant.Log, grant.Metadata} {
		x := wish("by " + string(m))
		x.Method, x.Views = m, []grant.View{grant.TimelineView}
		made := w.ask(t, x, "saara")
		_, err1 := grant.Approve(ctx, w.Tenant, made.ID, membertest.Actor("olga"), w.Now())
		_, err2 := grant.Start(ctx, w.Tenant, made.ID, operator("saara"), w.Now())
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if err := w.see(ctx, "r3", grant.TimelineView, "saara"); !errors.Is(err, grant.ErrNoGrant) {
			t.Errorf("a grant for the %s shows a page: got %v", m, err)
		}
	}
}
