package api

import (
	"net/http"
	"testing"
	"time"

	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// inhabited is a world in which there is one of everything.
type inhabited struct {
	*world
	mfa, app             string // findings
	accepted, ended      string // exceptions
	scanned              string
	asked, third, active string // grants
	invited, partner     string
	key, keyText         string
}

func inhabit(t *testing.T) *inhabited {
	t.Helper()
	ctx := t.Context()
	w := &inhabited{world: newWorld(t)}
	w.people(t)
	w.scan(t, 4)
	w.scan(t, 5)
	w.mfa, w.app = string(w.id("t-mfa", finding.TenantResource)), string(w.id("t-apps", "app-1"))
	f, err := w.one.Finding(ctx, finding.ID(w.mfa))
	must(t, err)
	hash, err := brief.Of("fi", testChecks()[0], f).Hash()
	must(t, err)
	w.explain(t, hash)
	list, err := exception.Accept(ctx, w.one, exception.Acceptance{Request: "first", Findings: []finding.ID{w.id("t-apps", "app-0"), w.id("t-apps", "app-2")}, Reason: "It is being replaced.", Owner: "Ville", Expires: start.AddDate(0, 1, 0)},
		member.Actor{Name: personOf(owner).Email, Account: owner}, w.Now())
	must(t, err)
	w.accepted, w.ended = list[0].ID, list[1].ID
	worse, err := w.one.Finding(ctx, list[1].Finding)
	must(t, err)
	worse.State, worse.Exception = finding.Open, nil
	w.scan(t, 5, finding.Ending{Exception: list[1], Finding: worse, Because: finding.GotWorse})
	scans, err := w.one.Scans(ctx, 1)
	must(t, err)
	w.scanned = store.ScanName(scans[0])
	w.grants(t)
	o, err := partner.Create(ctx, w.db, "partner-one", "Kumppani Oy", personOf(stranger), member.Actor{Service: true, Name: "operator@vahti.example"}, w.Now())
	must(t, err)
	w.partner = o.ID
	by := member.Actor{Account: owner, Name: personOf(owner).Email}
	i, err := member.Invite(ctx, w.one, member.Invitation{Email: "uusi@aallokko.example", Role: tenant.Analyst, Language: "fi"}, by, w.Now())
	must(t, err)
	w.invited = i.ID
	k, text, err := apikey.Create(ctx, w.one, apikey.Wish{Name: "script", Permissions: []tenant.Permission{tenant.Read}, Expires: start.AddDate(0, 1, 0)}, by, w.Now())
	must(t, err)
	w.key, w.keyText = k.ID, string(text)
	must(t, only(notice.NewSecret(ctx, w.one, by, w.Now())))
	must(t, (&notice.Desk{DB: w.db, Site: "https://vahti.example", Now: w.Now}).Test(ctx, w.one, "one"))
	must(t, trail.MoveAll(ctx, w.db, w.one))
	return w
}

// grants has one operator look under a grant, and another ask for one.
func (w *inhabited) grants(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	views := func(p grant.Purpose) []grant.View {
		for _, terms := range grant.Purposes() {
			if terms.Purpose == p {
				return terms.Views
			}
		}
		t.Fatalf("%s is no purpose", p)
		return nil
	}
	wish := grant.Wish{Request: "one", Purpose: grant.CustomerSupport, Reason: "The customer asked for help.", Goal: "A finding is explained.", Views: views(grant.CustomerSupport), Method: grant.Interface, Limit: time.Hour, Onboarded: start}
	by := grant.Operator{Account: operator, Name: "operator@vahti.example"}
	g, err := grant.Ask(ctx, w.one, wish, by, w.Now())
	must(t, err)
	must(t, only(grant.Start(ctx, w.one, g.ID, by, w.Now())))
	w.active = g.ID
	rec := w.do(t, ask{who: owner, path: "/settings/support"})
	rec = w.do(t, ask{who: owner, method: http.MethodPut, path: "/settings/support", header: map[string]string{"If-Match": rec.Header().Get("ETag")}, body: map[string]any{"value": map[string]bool{"approval": true}}})
	if rec.Code != http.StatusOK {
		t.Fatalf("support: got %d: %s", rec.Code, rec.Body)
	}
	wish.Request = "two"
	g, err = grant.Ask(ctx, w.one, wish, grant.Operator{Account: "operator2", Name: "operator2@vahti.example"}, w.Now())
	must(t, err)
	w.asked = g.ID
	wish.Request = "three"
	g, err = grant.Ask(ctx, w.one, wish, grant.Operator{Account: "operator3", Name: "operator3@vahti.example"}, w.Now())
	must(t, err)
	w.third = g.ID
}
