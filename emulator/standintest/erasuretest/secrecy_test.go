package erasuretest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/request"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// secrets are texts that name people, and that appear nowhere else.
var secrets = struct {
	subjectUPN, subjectName, subjectID, resource, actorUPN, actorID, actorIP, entry string
	operator, operatorIP, reason, goal, owner, keyName, invitee, colleague, agent   string
	identityTenant, identityObject, ip, session, setting, answered, link, verdict   string
}{
	"quillia.subject@aallokko.example", "Quillia Ääkkönen-Subject", "7f0c7aa1-1111-4c1f-9d55-0d3f6c1b2a11", "7f0c7aa1-2222-4c1f-9d55-0d3f6c1b2a12",
	"zenobia.actor@aallokko.example", "7f0c7aa1-3333-4c1f-9d55-0d3f6c1b2a13", "203.0.113.181", "7f0c7aa1-4444-4c1f-9d55-0d3f6c1b2a14",
	"osmo.operator@vahti.example", "198.51.100.183", "because Quaintrell asked for it", "answer Quaintrell at last", "Ville Vastaava-Quux", "Raportti of Xanthippe",
	"ylva.invitee@aallokko.example", "kaarlo.colleague@partner.example", "Browser of Quasimodo/7",
	"7f0c7aa1-5555-4c1f-9d55-0d3f6c1b2a15", "7f0c7aa1-6666-4c1f-9d55-0d3f6c1b2a16", "203.0.113.187", "203.0.113.189", "breakglass.zuzu@aallokko.example",
	"answered to Wilhelmiina", "https://vahti.example/x?token=qqlinkqq12345", "7f0c7aa1-7777-4c1f-9d55-0d3f6c1b2a17",
}

// TestAnnex3Section6EverythingPersonalIsSealed writes what names people in every way that the service
// has, reads none of it back in plain, and searches every byte of every store.
func TestAnnex3Section6EverythingPersonalIsSealed(t *testing.T) {
	w := erasuretest.New(t)
	ctx, s, now := t.Context(), secrets, w.Now()
	one := w.Tenant(t, 1)
	owner := w.Staff(t, one, 1)
	owner.Address = s.ip
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	// What a scan finds, and who did it.
	for due, err := range w.Fleet.Due(ctx, time.Time{}) {
		must(err)
		m, _, err := w.Fleet.Claim(ctx, due)
		must(err)
		scan, err := record.Begin(ctx, one, m.Slot, w.Now)
		must(err)
		key, err := one.Key(ctx)
		must(err)
		subjects := finding.Subjects{"users": {Total: 1, Shown: []finding.Subject{{ID: s.subjectID, Name: s.subjectName + " " + s.subjectUPN}}}}
		by := finding.Attribution{Attributed: true, At: now, Actor: s.actorUPN, ActorID: s.actorID, IP: s.actorIP, Entry: s.entry}
		f := finding.Finding{ID: finding.ID(key.Hash("finding", "ca-legacy-authentication", s.resource)), Check: "ca-legacy-authentication", Resource: s.resource,
			Severity: finding.High, State: finding.Open, Reason: "It is so.", Since: now, Opened: now, Slot: m.Slot.String(), Version: 1,
			Evidence: finding.Evidence{Facts: finding.Facts{"count": int64(1)}, Subjects: subjects}}
		_, err = scan.Commit(ctx, key, record.Batch{Changes: []finding.Change{{Kind: finding.Opened, At: now, Slot: m.Slot.String(), Finding: f, By: by}}})
		must(err)
		must(scan.Finish(ctx, record.Result{Drift: []finding.Drift{{Kind: finding.DriftVerdict, Check: "x", Resource: s.verdict, FirstSeen: now, By: by}}}))
	}
	_, err := exception.Accept(ctx, one, exception.Acceptance{Request: "request-1", Check: "ca-legacy-authentication", Resources: []string{s.resource}, Reason: s.reason, Owner: s.owner,
		Expires: now.Add(48 * time.Hour)}, member.Actor{Account: owner.Account, Name: owner.Name, Address: s.ip}, now)
	must(err)
	// People and what they decide.
	invited, err := member.Invite(ctx, one, member.Invitation{Email: s.invitee, Role: tenant.Auditor, Language: "fi"}, owner, now)
	must(err)
	must(letter.Put(ctx, w.DB, letter.Letter{Name: "invitation-" + invited.ID, Kind: letter.Invitation, To: s.invitee, Tenant: erasuretest.Name(1), By: owner.Name, Link: s.link, Until: now}, now))
	_, err = partner.Create(ctx, w.DB, "request-2", "Quantico Partners", w.Person(t, s.colleague), member.Actor{Service: true, Name: s.operator, Address: s.operatorIP}, now)
	must(err)
	_, err = instruction.Give(ctx, one, instruction.Wish{Setting: instruction.Declared(), Value: []byte(`{"declared":{"emergencyAccounts":["` + s.setting + `"]}}`), Source: instruction.Console}, owner, now)
	must(err)
	_, _, err = apikey.Create(ctx, one, apikey.Wish{Name: s.keyName, Permissions: []tenant.Permission{tenant.Read}, Expires: now.Add(48 * time.Hour)}, owner, now)
	must(err)
	operator := grant.Operator{Account: "op1", Name: s.operator, Address: s.operatorIP}
	g, err := grant.Ask(ctx, one, grant.Wish{Request: "request-3", Purpose: grant.CustomerSupport, Reason: s.reason + ".", Goal: s.goal + ".", Views: []grant.View{grant.FindingsView},
		Method: grant.Interface, Limit: time.Hour}, operator, now)
	must(err)
	_, err = grant.Start(ctx, one, g.ID, operator, now)
	must(err)
	claim, _, err := request.Begin(ctx, one, request.Name{Account: owner.Account, Key: "request-key-1"}, []byte(s.answered), now)
	must(err)
	must(claim.Done(ctx, request.Answer{Body: []byte(`{"text":"` + s.answered + `"}`)}))
	_, err = contract.Terminate(ctx, one, contract.Termination{Request: "request-4", Why: contract.ByCustomer}, owner, now)
	must(err)
	// Signing in, with what does not succeed.
	a, err := w.People.ByEmail(ctx, erasuretest.Owner(1))
	must(err)
	in, _, err := w.People.Enrol(ctx, a.ID, account.From{Address: s.session, Agent: s.agent})
	must(err)
	_, err = w.People.Link(ctx, in.Session, account.Identity{Tenant: s.identityTenant, Object: s.identityObject}, account.From{Address: s.session, Agent: s.agent})
	must(err)
	if _, _, err := w.People.Entra(ctx, account.Identity{Tenant: s.identityTenant, Object: s.identityTenant}, account.From{Address: s.session}); err == nil {
		t.Error("a stranger signed in")
	}
	must(trail.Service(w.DB).Add(ctx, "signin-failed", trail.Entry{At: now, Actor: s.invitee, Address: s.session, Action: trail.SignInFailed, Target: "accounts"}))
	must(trail.MoveAll(ctx, w.DB, one))
	must(w.Eraser(t).Run(ctx)) // which writes letters

	texts := strings.Fields(strings.ReplaceAll(fmt.Sprintf("%q", []string{
		s.subjectUPN, s.subjectID, s.resource, s.actorUPN, s.actorID, s.actorIP, s.entry, s.operator, s.operatorIP, s.invitee, s.colleague, s.identityTenant, s.identityObject, s.ip,
		s.session, s.setting, s.link, s.verdict, erasuretest.Owner(1), erasuretest.Shared, erasuretest.Entra(1)}), `"`, ""))
	for i := range texts {
		texts[i] = strings.Trim(texts[i], "[]")
	}
	texts = append(texts, s.subjectName, s.reason, s.goal, s.owner, s.keyName, s.agent, s.answered, "Quantico Partners", erasuretest.Name(1), "Person of "+erasuretest.Owner(1))
	w.Stop()
	defer w.Start(t)
	for _, hit := range erasuretest.Search(t, w.Dir, nil, texts...) {
		t.Errorf("plain in %s, %s, under %q", hit.File, hit.Bucket, hit.Key)
	}
	for _, text := range texts {
		if strings.Contains(w.Log.String(), text) {
			t.Errorf("the log holds %q", text)
		}
	}
	if hits := erasuretest.Search(t, w.Dir, nil, one.ID().String()); len(hits) < 20 {
		t.Errorf("the search finds the tenant's ID in %d places: what was written is not there", len(hits))
	}
}

func TestForms(t *testing.T) {
	const text = "quillia.subject@aallokko.example"
	forms := erasuretest.Forms(text)
	if len(forms) < 9 {
		t.Fatalf("got %d forms", len(forms))
	}
	for _, coded := range []string{
		"cXVpbGxpYS5zdWJqZWN0QGFhbGxva2tvLmV4YW1wbGU=",         // at the beginning
		"eHF1aWxsaWEuc3ViamVjdEBhYWxsb2trby5leGFtcGxlIQ==",     // after one byte
		"eHhxdWlsbGlhLnN1YmplY3RAYWFsbG9ra28uZXhhbXBsZSEhISE=", // after two
		"q\x00u\x00i\x00l\x00l\x00i\x00a\x00.\x00s\x00u\x00b\x00j\x00e\x00c\x00t\x00@\x00a\x00a\x00l\x00l\x00o\x00k\x00k\x00o\x00.\x00e\x00x\x00a\x00m\x00p\x00l\x00e\x00",
	} {
		if !slices.ContainsFunc(forms, func(f []byte) bool { return strings.Contains(coded, string(f)) }) {
			t.Errorf("no form finds it in %q", coded)
		}
	}
	if !slices.ContainsFunc(erasuretest.Forms("Ääkkönen"), func(f []byte) bool { return string(f) == `\u00c4\u00e4kk\u00f6nen` }) {
		t.Error("the escaped form is missing")
	}
}
