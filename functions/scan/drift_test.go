package scan

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const (
	invitations = "v1.0/policies/authorizationPolicy"
	// invitationCheck is a check of one property there.
	invitationCheck = "guest-invitations"
)

// later lets the tenant's clock go on.
func (w *world) later(t *testing.T, d time.Duration) time.Time {
	t.Helper()
	raw := must(os.ReadFile(filepath.Join(w.dir, "tenant.json")))(t)
	var about struct {
		ID, DisplayName string
		AsOf            time.Time
		Settings        json.RawMessage
	}
	if err := json.Unmarshal(raw, &about); err != nil {
		t.Fatal(err)
	}
	recorded := must(w.tenant(t).About(t.Context()))(t).Recorded.Add(d)
	must(w.fleet.Put(t.Context(), fleet.NewTenant{
		Profile: tenant.Profile{Name: about.DisplayName, EntraID: about.ID}, Settings: about.Settings,
		Language: "en", Interval: time.Hour, Recorded: &recorded,
	}))(t)
	return recorded
}

// edit changes one recorded JSON file, in whichever version it lies.
func (w *world) edit(t *testing.T, resource string, change func(map[string]any)) {
	t.Helper()
	_, path, _ := strings.Cut(resource, "/")
	edited := false
	for _, version := range []string{"v1.0", "beta"} {
		file := filepath.Join(w.dir, version, filepath.FromSlash(path)+".json")
		raw, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		var content map[string]any
		if err := json.Unmarshal(raw, &content); err != nil {
			t.Fatal(err)
		}
		change(content)
		if raw, err = json.Marshal(content); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		edited = true
	}
	if !edited {
		t.Fatalf("%s is not recorded", resource)
	}
}

// setPolicy sets a property of the authorisation policy.
func (w *world) setPolicy(t *testing.T, property string, value any) {
	t.Helper()
	w.edit(t, invitations, func(content map[string]any) {
		list, isList := content["value"].([]any)
		if isList {
			content = list[0].(map[string]any)
		}
		content[property] = value
	})
}

// note adds an entry to the recorded audit log: somebody changed the authorisation
// policy.
func (w *world) note(t *testing.T, at time.Time, who string) {
	t.Helper()
	w.edit(t, "v1.0/auditLogs/directoryAudits", func(content map[string]any) {
		list, _ := content["value"].([]any)
		content["value"] = append([]any{map[string]any{
			"id": "Directory_" + at.Format(time.RFC3339) + who, "activityDateTime": at.Format(time.RFC3339), "activityDisplayName": "Update authorization policy",
			"category": "AuthorizationPolicy", "operationType": "Update", "result": "success", "loggedByService": "Core Directory",
			"initiatedBy":     map[string]any{"user": map[string]any{"id": "77777777-0000-4000-8000-000000000001", "userPrincipalName": who, "ipAddress": "192.0.2.7"}, "app": nil},
			"targetResources": []any{map[string]any{"id": "authorizationPolicy", "displayName": "Authorization Policy", "type": "Policy", "modifiedProperties": []any{}}},
		}}, list...)
	})
}

// moment returns a moment after all that was written so far.
func (w *world) moment() time.Time {
	w.clock.Add(time.Second)
	return w.clock.Now()
}

func (w *world) drift(t *testing.T, since time.Time) []store.Event {
	t.Helper()
	return must(w.tenant(t).ChangesSince(t.Context(), since))(t)
}

func (w *world) find(t *testing.T, check string) finding.Finding {
	t.Helper()
	for _, f := range must(w.tenant(t).Findings(t.Context()))(t) {
		if f.Check == check {
			return f
		}
	}
	t.Fatalf("there is no finding of %s", check)
	return finding.Finding{}
}

// told sums up drift of a check for comparison.
func told(events []store.Event, check string) []string {
	var out []string
	for _, e := range events {
		if e.Check == check {
			out = append(out, fmt.Sprintf("%s %s -> %s by %s", e.Kind, e.From, e.To, e.By.Actor))
		}
	}
	return out
}

// TestAttributed has one setting changed with an entry in the audit log, and one
// without.
func TestAttributed(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	if got := w.drift(t, time.Time{}); len(got) != 0 {
		t.Errorf("a first scan differs from an earlier one: %v", told(got, invitationCheck))
	}

	at := w.later(t, time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-20*time.Minute), "sanni@example.org")
	second := w.moment()
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff([]string{`verdict "pass" -> "fail" by sanni@example.org`}, told(w.drift(t, second), invitationCheck)); diff != "" {
		t.Errorf("attributed (-want +got):\n%s\n%s", diff, w.lines)
	}
	steps := must(w.tenant(t).Story(t.Context(), w.find(t, invitationCheck).ID))(t)
	if len(steps) != 1 || steps[0].Kind != finding.Opened || steps[0].By.Actor != "sanni@example.org" || steps[0].By.IP != "192.0.2.7" || !steps[0].By.At.Equal(at.Add(-20*time.Minute)) {
		t.Errorf("story: got %+v", steps)
	}

	w.later(t, time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	third := w.moment()
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff([]string{`verdict "fail" -> "pass" by `}, told(w.drift(t, third), invitationCheck)); diff != "" {
		t.Errorf("not attributed (-want +got):\n%s", diff)
	}
	if strings.Contains(w.lines.String(), "sanni") {
		t.Error("the log names who made a change")
	}
}

// TestWorsened has an accepted finding get worse, and TestExpired another's date pass.
func TestWorsened(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsGuestInvitersAndAllMembers")
	w.mustScan(t, w.claim(t))
	f := w.find(t, invitationCheck)
	w.accept(t, f, 30)
	if got := w.find(t, invitationCheck).State; got != finding.Excepted {
		t.Fatalf("got state %s, want it excepted", got)
	}
	w.later(t, time.Hour)
	w.mustScan(t, w.claim(t))
	if got := w.find(t, invitationCheck).State; got != finding.Excepted {
		t.Errorf("after a scan that saw nothing new: got state %s, want it excepted", got)
	}

	w.later(t, time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.mustScan(t, w.claim(t))
	got := w.find(t, invitationCheck)
	if got.State != finding.Open {
		t.Errorf("got state %s, want it open again", got.State)
	}
	w.wantStory(t, got.ID, "opened", "excepted", "worsened", "returned worse")
	w.wantTrail(t, trail.ExceptionAccepted, trail.ExceptionWorse)
}

func TestExpired(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.mustScan(t, w.claim(t))
	f := w.find(t, invitationCheck)
	w.accept(t, f, 2)
	open := w.last(t).Open[f.Severity]
	w.later(t, 47*time.Hour)
	w.mustScan(t, w.claim(t))
	if got := w.last(t).Open[f.Severity]; got != open-1 {
		t.Errorf("got %d open, want %d without the one that is excepted", got, open-1)
	}
	w.taken()
	w.later(t, 2*time.Hour)
	w.mustScan(t, w.claim(t))
	if got := w.find(t, invitationCheck).State; got != finding.Open {
		t.Errorf("got state %s, want it open again", got)
	}
	named(t, w.taken(), []finding.Finding{f})
	w.wantStory(t, f.ID, "opened", "excepted", "returned expired")
	w.wantTrail(t, trail.ExceptionAccepted, trail.ExceptionExpired)
}

func (w *world) accept(t *testing.T, f finding.Finding, days int) {
	t.Helper()
	about := must(w.tenant(t).About(t.Context()))(t)
	must(exception.Accept(t.Context(), w.tenant(t), exception.Acceptance{
		Request: "wish-" + string(f.ID), Findings: []finding.ID{f.ID}, Reason: "Agreed with the board until the new portal is there.",
		Owner: "Sanni Example", Expires: about.Recorded.AddDate(0, 0, days),
	}, member.Actor{Service: true, Name: "sanni@example.org"}, w.clock.Now()))(t)
}

func (w *world) wantStory(t *testing.T, id finding.ID, want ...string) {
	t.Helper()
	var got []string
	for _, s := range must(w.tenant(t).Story(t.Context(), id))(t) {
		got = append(got, strings.TrimSpace(string(s.Kind)+" "+string(s.Because)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}

// wantTrail wants the actions in the audit trail, besides what it tells of consent.
func (w *world) wantTrail(t *testing.T, want ...trail.Action) {
	t.Helper()
	entries := must(trail.Read(t.Context(), w.operatorTenant(t)))(t)
	var got []trail.Action
	for _, e := range entries {
		if e.Target != "consent" {
			got = append(got, e.Action)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
}

// TestLightPass has a dangerous setting changed between two scans.
func TestLightPass(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	w.taken()
	full := w.last(t)
	at := full.Slot.At
	minute := 100
	pass := func() {
		t.Helper()
		minute += 5
		w.clock.Add(5 * time.Minute)
		err := w.scan(t.Context(), queue.Scan{Tenant: w.id, Slot: tenant.NewSlot(at, minute), Light: true}, serve.Push{ID: "1"})
		if err != nil {
			t.Fatalf("%v\n%s", err, w.lines)
		}
	}
	pass()
	before, asked := w.data.Stats(), w.graph.Stats(w.entraID)
	pass()
	if after := w.data.Stats(); after.Writes != before.Writes {
		t.Errorf("a pass that found nothing wrote %d documents", after.Writes-before.Writes)
	}
	if n := w.graph.Stats(w.entraID).Requests - asked.Requests; n != 1 {
		t.Errorf("a pass that found nothing asked Graph %d times, want once", n)
	}

	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-time.Minute), "sanni@example.org")
	asked = w.graph.Stats(w.entraID)
	since := w.moment()
	pass()
	f := w.find(t, invitationCheck)
	if f.State != finding.Open {
		t.Errorf("got state %s, want the finding opened\n%s", f.State, w.lines)
	}
	if diff := cmp.Diff([]string{`verdict "pass" -> "fail" by sanni@example.org`}, told(w.drift(t, since), invitationCheck)); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
	named(t, w.taken(), []finding.Finding{f})
	if n := w.graph.Stats(w.entraID).Requests - asked.Requests; n > 5 {
		t.Errorf("the pass asked Graph %d times", n)
	}
	light := w.last(t)
	if !light.Light || len(light.Verdicts) != len(full.Verdicts) {
		t.Errorf("got %d verdicts of a light pass (%v), want all %d", len(light.Verdicts), light.Light, len(full.Verdicts))
	}

	w.later(t, time.Hour)
	since = w.moment()
	w.mustScan(t, w.claim(t))
	if got := told(w.drift(t, since), invitationCheck); len(got) != 0 {
		t.Errorf("the full scan tells again what the light pass told: %v", got)
	}
}
