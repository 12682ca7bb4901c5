package scan

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// set changes one field of the tenant's document.
func (w *world) set(t *testing.T, field string, value any) {
	t.Helper()
	if _, err := w.client.Doc("tenants/"+w.id.String()).Update(t.Context(), []cloud.Update{{Path: field, Value: value}}); err != nil {
		t.Error(err)
	}
}

func verdicts(s store.Scan) map[string]finding.Verdict {
	out := map[string]finding.Verdict{}
	for _, v := range s.Verdicts {
		out[v.Check] = v.Verdict
	}
	return out
}

// TestUnreadableResources has one resource refused, or answered in a form that
// is not Graph's, after a scan that read it.
func TestUnreadableResources(t *testing.T) {
	tests := []struct {
		name, content string
		resource      snapshot.Resource
	}{
		{"singleton refused", "", snapshot.AuthorizationPolicy.Resource()},
		{"collection refused", "", snapshot.ConditionalAccessPolicies.Resource()},
		{"large collection refused", "", snapshot.ServicePrincipals.Resource()},
		{"singleton is a list", `[1,2]`, snapshot.AuthorizationPolicy.Resource()},
		{"singleton is a text", `"nothing"`, snapshot.AuthorizationPolicy.Resource()},
		{"setting is an object", `{"id":"authorizationPolicy","allowInvitesFrom":{"a":1},"defaultUserRolePermissions":[7]}`, snapshot.AuthorizationPolicy.Resource()},
		{"collection is a number", `{"value":7}`, snapshot.ConditionalAccessPolicies.Resource()},
		{"collection of texts", `{"value":["a","b"]}`, snapshot.RoleAssignments.Resource()},
		{"collection of the wrong things", `{"value":[{"id":7,"state":[]}]}`, snapshot.ConditionalAccessPolicies.Resource()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.mustScan(t, w.claim(t))
			w.taken()
			findings, before := must(w.tenant(t).Findings(t.Context()))(t), verdicts(w.last(t))
			w.change(t, string(tt.resource), tt.content)
			w.mustScan(t, w.claim(t))
			scan := w.last(t)
			if scan.State != document.Done {
				t.Fatalf("the scan is %s: %s", scan.State, scan.Error)
			}
			after := verdicts(scan)
			told := 0
			for _, c := range w.checks {
				if !slices.Contains(c.Reads, tt.resource) || before[c.ID] == finding.NotApplicable {
					continue
				}
				if after[c.ID] == finding.Pass && before[c.ID] != finding.Pass {
					t.Errorf("%s passes now", c.ID)
				}
				if after[c.ID] == finding.Unknown {
					told++
				} else if tt.content == "" {
					t.Errorf("%s: got %s, want %s", c.ID, after[c.ID], finding.Unknown)
				}
			}
			if told == 0 {
				t.Error("no check says that it could not tell")
			}
			unread := slices.ContainsFunc(scan.Unread, func(u store.Unread) bool { return u.Resource == string(tt.resource) && u.Reason != "" })
			if tt.content == "" && !unread {
				t.Errorf("got unread resources %v, want %s among them", scan.Unread, tt.resource)
			}
			for _, f := range must(w.tenant(t).Findings(t.Context()))(t) {
				if reads(w.checks, f.Check, tt.resource) && f.State == finding.Resolved {
					t.Errorf("finding of %s was resolved by what could not be read: %s", f.Check, f.Reason)
				}
			}
			if tt.content == "" {
				if diff := cmp.Diff(findings, must(w.tenant(t).Findings(t.Context()))(t)); diff != "" {
					t.Errorf("findings (-before +after):\n%s", diff)
				}
			}
		})
	}
}

func reads(checks []*check.Check, id string, r snapshot.Resource) bool {
	return slices.ContainsFunc(checks, func(c *check.Check) bool { return c.ID == id && slices.Contains(c.Reads, r) })
}

func TestTokenRefused(t *testing.T) {
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	w.taken()
	findings := must(w.tenant(t).Findings(t.Context()))(t)
	w.entra.RemoveTenant(w.entraID)
	w.reader = w.newReader(t)
	before := w.data.Stats()
	w.mustScan(t, w.claim(t))
	scan := w.last(t)
	if !scan.Failed() || !strings.HasPrefix(scan.Error, "no token for the tenant: AADSTS") || len(scan.Verdicts) != 0 {
		t.Errorf("got state %s, error %q and %d verdicts", scan.State, scan.Error, len(scan.Verdicts))
	}
	if n := w.data.Stats().Writes - before.Writes; n != 5 {
		t.Errorf("got %d writes, want the claim, the lease, the end, and that the consent is lost with its entry in the trail", n)
	}
	if diff := cmp.Diff(findings, must(w.tenant(t).Findings(t.Context()))(t)); diff != "" {
		t.Errorf("findings (-before +after):\n%s", diff)
	}
	if len(w.taken()) != 0 {
		t.Error("a message was published about a scan without verdicts")
	}
	// Once consent is back, so are the verdicts.
	w.entra.AddTenant(w.entraID, nil)
	w.mustScan(t, w.claim(t))
	if got := w.last(t); got.State != document.Done || len(got.Verdicts) == 0 {
		t.Errorf("with consent again: got %s with %d verdicts", got.State, len(got.Verdicts))
	}
}

func TestGraphIsDown(t *testing.T) {
	w := newWorld(t)
	m := w.claim(t)
	reader := w.reader
	base := w.base
	w.base = "http://127.0.0.1:1" // nobody listens there
	w.reader, w.part = w.newReader(t), 300*time.Millisecond
	before := w.data.Stats()
	if err := w.try(t, m); err == nil {
		t.Fatal("got no error, want the message to come back")
	} else if strings.Contains(err.Error(), w.entraID) {
		t.Errorf("the error names the tenant: %v", err)
	}
	if n := w.data.Stats().Writes - before.Writes; n != 3 || w.last(t).State != document.Claimed {
		t.Errorf("got %d writes and state %s, want the lease, its end and the claim's failure", n, w.last(t).State)
	}
	if n := len(must(w.tenant(t).Findings(t.Context()))(t)); n != 0 {
		t.Errorf("got %d findings of a tenant that was never read", n)
	}
	w.base, w.reader, w.part = base, reader, time.Minute
	w.mustScan(t, m)
	if got := w.last(t); got.State != document.Done || got.Slot != m.Slot {
		t.Errorf("once it is up: got %v %s", got.Slot, got.State)
	}
}

func TestSettingsOfAnotherForm(t *testing.T) {
	w := newWorld(t)
	key := must(w.tenant(t).Key(t.Context()))(t)
	box := must(key.Seal([]byte(`{"language":"klingon"}`), "settings"))(t)
	if _, err := w.client.Doc("tenants/"+w.id.String()+"/settings/current").Set(t.Context(), document.Settings{Sealed: box}); err != nil {
		t.Fatal(err)
	}
	w.mustScan(t, w.claim(t))
	if got := w.last(t); !got.Failed() || got.Error != "the tenant's settings are not in the expected form" {
		t.Errorf("got state %s and error %q", got.State, got.Error)
	}
	if n := w.graph.Stats(w.entraID).Requests; n != 0 {
		t.Errorf("Graph was asked %d times", n)
	}
}

// TestChangedTenant follows a setting from bad to good and back.
func TestChangedTenant(t *testing.T) {
	w := newWorld(t)
	const policy = "v1.0/policies/authorizationPolicy"
	good := string(must(os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(policy)+".json")))(t))
	bad := strings.NewReplacer(
		`"allowedToCreateApps": false`, `"allowedToCreateApps": true`, `"allowedToCreateApps":false`, `"allowedToCreateApps":true`).Replace(good)
	good = strings.NewReplacer(
		`"allowedToCreateApps": true`, `"allowedToCreateApps": false`, `"allowedToCreateApps":true`, `"allowedToCreateApps":false`).Replace(good)
	if good == bad {
		t.Fatal("the recording has no such setting")
	}
	type step struct {
		state   finding.State
		kind    finding.Kind
		version int
	}
	for i, s := range []struct {
		content string
		want    step
	}{
		{bad, step{finding.Open, finding.Opened, 1}},
		{bad, step{finding.Open, finding.Opened, 1}},
		{good, step{finding.Resolved, finding.Closed, 2}},
		{good, step{finding.Resolved, finding.Closed, 2}},
		{bad, step{finding.Open, finding.Reopened, 3}},
	} {
		w.change(t, policy, s.content)
		w.mustScan(t, w.claim(t))
		messages := w.taken()
		var f *finding.Finding
		for _, have := range must(w.tenant(t).Findings(t.Context()))(t) {
			if have.Check == "id-app-registration" {
				f = &have
			}
		}
		if f == nil {
			t.Fatalf("step %d: there is no finding about applications", i)
		}
		steps := must(w.tenant(t).History(t.Context(), f.ID))(t)
		got := step{f.State, steps[len(steps)-1].Kind, f.Version}
		if got != s.want || len(steps) != f.Version {
			t.Errorf("step %d: got %v with %d entries of history, want %v", i, got, len(steps), s.want)
		}
		told := slices.ContainsFunc(messages, func(m queue.FindingsChanged) bool { return slices.Contains(m.Findings, f.ID) })
		if changed := f.Slot == w.last(t).Slot.String(); told != changed {
			t.Errorf("step %d: told of it %v, want %v", i, told, changed)
		}
	}
}
