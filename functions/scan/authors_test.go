package scan

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// TestUnknownBefore has a check tell again what it could not tell the scan before:
// nobody is named for what may be as old as that.
func TestUnknownBefore(t *testing.T) {
	last := store.Scan{Slot: tenant.NewSlot(start, 1), Verdicts: []store.Verdict{
		{Check: "could-not-tell", Verdict: finding.Unknown}, {Check: "told", Verdict: finding.Pass},
	}}
	s := snapshot.New(start.Add(time.Hour), snapshot.Settings{})
	snapshot.DirectoryAudits.Set(s, []snapshot.DirectoryAudit{{
		ID: "1", ActivityDateTime: snapshot.Some(snapshot.Timestamp{Time: start.Add(30 * time.Minute), Readable: true}),
		ActivityDisplayName: "Update authorization policy", InitiatedBy: snapshot.AuditInitiator{User: snapshot.Some(snapshot.AuditUser{UserPrincipalName: "sanni@example.org"})},
	}})
	w := &work{scanner: &scanner{now: func() time.Time { return start.Add(time.Hour) }}, m: queue.Scan{Slot: tenant.NewSlot(start.Add(time.Hour), 1)}}
	in := reading{snap: s}
	in.tell()
	a := w.authors(in, last)
	for _, check := range []string{"could-not-tell", "told", "new"} {
		a.reads[check] = []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()}
		by := a.of(finding.Change{Kind: finding.Opened, Finding: finding.Finding{Check: check, Resource: finding.TenantResource}})
		if want := check == "told"; by.Attributed != want {
			t.Errorf("%s: attributed %v, want %v", check, by.Attributed, want)
		}
	}
	// The last scan's message came late: it saw what was done until then.
	last.Claimed = start.Add(45 * time.Minute)
	a = w.authors(in, last)
	a.reads["told"] = []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()}
	if by := a.of(finding.Change{Kind: finding.Opened, Finding: finding.Finding{Check: "told", Resource: finding.TenantResource}}); by.Attributed {
		t.Error("a change is attributed that the last scan had seen already")
	}
}

// TestOtherSettings has the customer declare something else at the time of a change:
// what then differs may come of that, and nobody is named.
func TestOtherSettings(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	file := filepath.Join(w.dir, "tenant.json")
	about := map[string]any{}
	if err := json.Unmarshal(must(os.ReadFile(file))(t), &about); err != nil {
		t.Fatal(err)
	}
	about["settings"] = map[string]any{"language": "sv"}
	if err := os.WriteFile(file, must(json.Marshal(about))(t), 0o600); err != nil {
		t.Fatal(err)
	}
	who := ""
	for _, setting := range []string{"everyone", "adminsAndGuestInviters"} {
		at := w.later(t, time.Hour)
		w.setPolicy(t, "allowInvitesFrom", setting)
		w.note(t, at.Add(-20*time.Minute), "sanni@example.org")
		since := w.moment()
		w.mustScan(t, w.claim(t))
		got := told(w.drift(t, since), invitationCheck)
		if len(got) != 1 || !strings.HasSuffix(got[0], " by "+who) {
			t.Errorf("%s: got %q, want an author %q", setting, got, who)
		}
		who = "sanni@example.org" // with the same settings as before
	}
}

// TestAuthorAfterACrash has a scan stop after it recorded findings: whoever repeats it
// tells the verdict's author as the first told the findings'.
func TestAuthorAfterACrash(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	at := w.later(t, time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-20*time.Minute), "sanni@example.org")
	since := w.moment()
	m := w.claim(t)
	w.publish = func(context.Context, queue.Message) error { return errors.New("killed") }
	if err := w.try(t, m); err == nil {
		t.Fatal("the scan was not stopped")
	}
	w.publish = w.take
	w.edit(t, "v1.0/auditLogs/directoryAudits", func(content map[string]any) { content["value"] = []any{} })
	w.clock.Add(time.Minute)
	w.mustScan(t, m)
	if diff := cmp.Diff([]string{`verdict "pass" -> "fail" by sanni@example.org`}, told(w.drift(t, since), invitationCheck)); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
}

// TestAnothersDeed has a person's display name changed while a finding opens on the
// person's mailbox: who changed the name is not named for it, who let a group into a
// role is.
func TestAnothersDeed(t *testing.T) {
	const anna, group = "11111111-aaaa-4aaa-8aaa-000000000001", "11111111-aaaa-4aaa-8aaa-000000000002"
	last := store.Scan{Slot: tenant.NewSlot(start, 1)}
	for _, c := range all.Checks() {
		last.Verdicts = append(last.Verdicts, store.Verdict{Check: c.ID, Verdict: finding.Pass})
	}
	s := snapshot.New(start.Add(time.Hour), snapshot.Settings{})
	entry := func(id, activity, who, kind, target string, properties ...snapshot.AuditProperty) snapshot.DirectoryAudit {
		return snapshot.DirectoryAudit{
			ID: id, ActivityDateTime: snapshot.Some(snapshot.Timestamp{Time: start.Add(30 * time.Minute), Readable: true}), ActivityDisplayName: activity,
			InitiatedBy:     snapshot.AuditInitiator{User: snapshot.Some(snapshot.AuditUser{UserPrincipalName: who})},
			TargetResources: []snapshot.AuditTarget{{ID: target, Type: kind, ModifiedProperties: properties}},
		}
	}
	snapshot.DirectoryAudits.Set(s, []snapshot.DirectoryAudit{
		entry("1", "Update user", "bob@example.org", "User", anna, snapshot.AuditProperty{DisplayName: "AccountEnabled"}),
		entry("2", "Add member to group", "sanni@example.org", "User", anna, snapshot.AuditProperty{DisplayName: "Group.ObjectID", NewValue: group}),
	})
	w := &work{scanner: &scanner{now: func() time.Time { return start.Add(time.Hour) }}, m: queue.Scan{Slot: tenant.NewSlot(start.Add(time.Hour), 1)}}
	in := reading{snap: s, checks: all.Checks()}
	in.tell()
	a := w.authors(in, last)
	for check, want := range map[string]string{
		"mail-external-forwarding": "", "risk-users": "", "role-emergency-sign-ins": "", "role-cloud-only": "sanni@example.org",
	} {
		if by := a.of(finding.Change{Kind: finding.Opened, Finding: finding.Finding{Check: check, Resource: anna}}); by.Actor != want {
			t.Errorf("%s: named for it is %q, want %q", check, by.Actor, want)
		}
	}
}

// TestHandledEntryExplainsNothingNew has a setting changed with an entry minutes before
// a light pass, and again without any before the next full scan: whoever made the first
// change did not make the second.
func TestHandledEntryExplainsNothingNew(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	at := w.later(t, time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-time.Minute), "sanni@example.org")
	since := w.moment()
	w.pass(t)
	if diff := cmp.Diff([]string{`verdict "pass" -> "fail" by sanni@example.org`}, told(w.drift(t, since), invitationCheck)); diff != "" {
		t.Errorf("drift of the pass (-want +got):\n%s", diff)
	}
	w.later(t, time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	since = w.moment()
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff([]string{`verdict "fail" -> "pass" by `}, told(w.drift(t, since), invitationCheck)); diff != "" {
		t.Errorf("drift of the scan (-want +got):\n%s", diff)
	}
}

// TestOthersThanThoseShown has the facts of a finding change that shows only some of
// whom it is about: who changed somebody it does not show is not named.
func TestOthersThanThoseShown(t *testing.T) {
	last := store.Scan{Slot: tenant.NewSlot(start, 1), Verdicts: []store.Verdict{{Check: "c", Verdict: finding.Fail}}}
	s := snapshot.New(start.Add(time.Hour), snapshot.Settings{})
	snapshot.DirectoryAudits.Set(s, []snapshot.DirectoryAudit{{
		ID: "1", ActivityDateTime: snapshot.Some(snapshot.Timestamp{Time: start.Add(30 * time.Minute), Readable: true}), ActivityDisplayName: "Update user",
		InitiatedBy:     snapshot.AuditInitiator{User: snapshot.Some(snapshot.AuditUser{UserPrincipalName: "bob@example.org"})},
		TargetResources: []snapshot.AuditTarget{{ID: "somebody", Type: "User", ModifiedProperties: []snapshot.AuditProperty{{DisplayName: "AccountEnabled"}}}},
	}})
	w := &work{scanner: &scanner{now: func() time.Time { return start.Add(time.Hour) }}, m: queue.Scan{Slot: tenant.NewSlot(start.Add(time.Hour), 1)}}
	in := reading{snap: s}
	in.tell()
	a := w.authors(in, last)
	a.reads["c"] = []snapshot.Resource{snapshot.Users.Resource()}
	for _, tt := range []struct {
		name  string
		shown finding.Subjects
		want  string
	}{
		{"nobody is shown", nil, "bob@example.org"},
		{"others are shown", finding.Subjects{"people": {Total: 700, Shown: []finding.Subject{{ID: "anna"}}}}, ""},
	} {
		by := a.of(finding.Change{Kind: finding.Worsened, From: finding.Facts{"failing": 699}, FromSubjects: tt.shown, Finding: finding.Finding{
			Check: "c", Resource: finding.TenantResource, Evidence: finding.Evidence{Facts: finding.Facts{"failing": 700}, Subjects: tt.shown},
		}})
		if by.Actor != tt.want {
			t.Errorf("%s: named is %q, want %q", tt.name, by.Actor, tt.want)
		}
	}
}
