package scan

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	graphstandin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

var policies = string(snapshot.ConditionalAccessPolicies.Resource())

// rewrite changes the manifest of what is kept.
func (w *world) rewrite(t *testing.T, change func(*manifest)) {
	t.Helper()
	m := must(keptOf(t.Context(), w.objects(t)))(t)
	change(&m)
	if err := w.objects(t).Replace(t.Context(), manifestName, m.generation, must(json.Marshal(m))(t)); err != nil {
		t.Fatal(err)
	}
}

// enlarge has a resource count as one that took many requests: it is read once a
// day, unless it is touched.
func (w *world) enlarge(t *testing.T, r string, requests int) {
	t.Helper()
	w.rewrite(t, func(m *manifest) {
		k, kept := m.Resources[snapshot.Resource(r)]
		if !kept {
			t.Fatalf("%s is not kept", r)
		}
		k.Read.Requests = requests
		m.Resources[snapshot.Resource(r)] = k
	})
}

// disable sets the state of every policy of conditional access.
func (w *world) disable(t *testing.T, state string) {
	t.Helper()
	w.edit(t, policies, func(content map[string]any) {
		for _, p := range content["value"].([]any) {
			p.(map[string]any)["state"] = state
		}
	})
}

// wrote adds an entry to the recorded audit log: sanni did something to objects of
// a kind.
func (w *world) wrote(t *testing.T, at time.Time, activity, kind string, ids ...string) {
	t.Helper()
	var targets []any
	for _, id := range ids {
		targets = append(targets, map[string]any{"id": id, "type": kind, "modifiedProperties": []any{}})
	}
	w.edit(t, "v1.0/auditLogs/directoryAudits", func(content map[string]any) {
		list, _ := content["value"].([]any)
		content["value"] = append([]any{map[string]any{
			"id": fmt.Sprintf("Directory_%d", len(list)), "activityDateTime": at.Format(time.RFC3339), "activityDisplayName": activity,
			"result": "success", "loggedByService": "Core Directory", "targetResources": targets,
			"initiatedBy": map[string]any{"user": map[string]any{"id": "77777777-0000-4000-8000-000000000001", "userPrincipalName": "sanni@example.org"}, "app": nil},
		}}, list...)
	})
}

// pass makes a light pass about the tenant's moment.
func (w *world) pass(t *testing.T) {
	t.Helper()
	w.clock.Add(5 * time.Minute)
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	m := queue.Scan{Tenant: w.id, Slot: tenant.NewSlot(*at, int(w.clock.Now().Unix()/60)), Light: true}
	if err := w.scan(t.Context(), m, serve.Push{ID: "1"}); err != nil {
		t.Fatalf("%v\n%s", err, w.lines)
	}
}

// verdicts returns the last verdicts by check.
func (w *world) verdicts(t *testing.T) map[string]finding.Verdict {
	t.Helper()
	out := map[string]finding.Verdict{}
	for _, v := range must(w.tenant(t).LastVerdicts(t.Context()))(t) {
		out[v.Check] = v.Verdict
	}
	return out
}

// scanned returns the verdicts on a tenant that is in order, and those on one whose
// policies of conditional access are all disabled.
func scanned(t *testing.T) (enabled, disabled map[string]finding.Verdict) {
	t.Helper()
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	enabled = w.verdicts(t)
	w.disable(t, "disabled")
	w.mustScan(t, w.claim(t))
	disabled = w.verdicts(t)
	if cmp.Equal(enabled, disabled) {
		t.Fatal("no verdict depends on the policies")
	}
	return enabled, disabled
}

// TestNotKept has what a scan read of touched resources not kept: the next scan,
// for which the log tells nothing new, judges by what it reads itself.
func TestNotKept(t *testing.T) {
	_, disabled := scanned(t)
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	w.enlarge(t, policies, 50)

	at := w.later(t, time.Hour)
	w.disable(t, "disabled")
	w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", "any")
	w.publish = func(ctx context.Context, m queue.Message) error { // after judging, before it is kept
		w.rewrite(t, func(*manifest) {})
		return w.take(ctx, m)
	}
	w.mustScan(t, w.claim(t))
	if !strings.Contains(w.lines.String(), "reading not kept") {
		t.Fatal("what was read was kept")
	}
	if diff := cmp.Diff(disabled, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts of the scan (-want +got):\n%s", diff)
	}
	w.publish = w.take
	w.pass(t)
	w.later(t, time.Hour)
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff(disabled, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts of the next scan (-want +got):\n%s", diff)
	}
	at = w.later(t, time.Hour)
	w.disable(t, "enabled")
	w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", "any")
	w.pass(t)
	if got := w.verdicts(t); cmp.Equal(got, disabled) {
		t.Error("no light pass is made although everything was read anew")
	}
}

// TestSuperseded has a light pass between the parts of a scan: what the parts before
// it read of the same counts no more.
func TestSuperseded(t *testing.T) {
	old := manifest{generation: 7, Resources: map[snapshot.Resource]keptResource{"list": {Fence: 4}, "other": {Fence: 1}, "lost": {Fence: 1}}}.
		holdsNewer(map[snapshot.Resource]bool{"list": true, "other": true})
	tests := []struct {
		name        string
		fence, kept int64
		entry       graph.Entry
		want        bool
	}{
		{"read before the pass", 3, 7, graph.Entry{Resource: "list", Raw: []byte("[]"), Fresh: true}, true},
		{"read after it", 5, 7, graph.Entry{Resource: "list", Raw: []byte("[]"), Fresh: true}, false},
		{"not read by it", 3, 7, graph.Entry{Resource: "other", Raw: []byte("[]"), Fresh: true}, false},
		{"a change to what is kept", 5, 7, graph.Entry{Resource: "other", Raw: []byte("[]"), Delta: true}, false},
		{"a change to what was kept", 5, 6, graph.Entry{Resource: "other", Raw: []byte("[]"), Delta: true}, true},
		{"read as a whole though nothing is kept", 3, 7, graph.Entry{Resource: "third", Fresh: true}, false},
		{"and on", 3, 7, graph.Entry{Resource: "third", Parent: "p", Raw: []byte("[]"), Fresh: true}, false},
		{"a part of what is not loaded", 3, 7, graph.Entry{Resource: "lost", Parent: "p", Raw: []byte("[]"), Fresh: true}, true},
		{"a probe of what is not loaded", 3, 7, graph.Entry{Resource: "lost", Last: true}, true},
		{"a change to what is not loaded", 3, 7, graph.Entry{Resource: "lost", Raw: []byte("[]"), Delta: true}, true},
		{"a link before the list", 3, 7, graph.Entry{Resource: "list", Link: "/v1.0/list/delta?x"}, false},
		{"the list after it", 3, 7, graph.Entry{Resource: "list", Raw: []byte("[]"), Fresh: true}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := old(tt.fence, tt.kept, tt.entry); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got := fenceOf(journalPrefix + "20261101T120000Z-1/00000012-000003"); got != 12 {
		t.Errorf("fence of a chunk: got %d, want 12", got)
	}
}

// TestPassBetweenParts has a setting changed after a scan's first part read it and a
// light pass see it: the scan's end does not go back to what the part read.
func TestPassBetweenParts(t *testing.T) {
	w := newWorldWith(t, graphstandin.Faults{})
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	since := w.moment()

	m := w.claim(t)
	w.stopAfter(t, m, snapshot.AuthorizationPolicy.Resource())
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-time.Minute), "sanni@example.org")
	w.clock.Add(time.Minute) // the lease is over
	w.pass(t)
	w.mustScan(t, m)
	if w.last(t).State != document.Done {
		t.Fatal("the scan is not done")
	}
	if diff := cmp.Diff([]string{`verdict "pass" -> "fail" by sanni@example.org`}, told(w.drift(t, since), invitationCheck)); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
	// What was done while the scan read, or little before, is handled once more.
	fresh := watchedOf(must(w.tenant(t).Memory(t.Context()))(t)).seen.Fresh(w.audits(t))
	again := slices.ContainsFunc(fresh, func(e snapshot.DirectoryAudit) bool { return e.ActivityDateTime.V.Time.Equal(at.Add(-time.Minute)) })
	if old := slices.ContainsFunc(fresh, func(e snapshot.DirectoryAudit) bool {
		age := at.Sub(e.ActivityDateTime.V.Time)
		return age > 2*graph.AuditOverlap && age < 20*time.Hour
	}); old || !again {
		t.Errorf("to be handled again: got old entries %v and new ones %v, want new ones alone", old, again)
	}
}

// audits returns the recorded audit log.
func (w *world) audits(t *testing.T) (out []snapshot.DirectoryAudit) {
	t.Helper()
	w.edit(t, "v1.0/auditLogs/directoryAudits", func(content map[string]any) {
		if err := json.Unmarshal(must(json.Marshal(content["value"]))(t), &out); err != nil {
			t.Fatal(err)
		}
	})
	return out
}

// stopAfter kills a scan once a resource was read and kept on the way.
func (w *world) stopAfter(t *testing.T, m queue.Scan, resource snapshot.Resource) {
	t.Helper()
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	instance := *w.scanner
	instance.delay = 0
	instance.log = slog.New(onRead{w.log.Handler(), resource, func() {
		for range 500 {
			names, err := w.objects(t).List(ctx, journalPrefix)
			if err == nil && len(names) > 0 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		kill()
	}})
	if err := instance.scan(ctx, m, serve.Push{ID: "1"}); err == nil {
		t.Fatal("the scan was not killed")
	}
}

// onRead is a log's handler that does something when a resource was read.
type onRead struct {
	slog.Handler
	resource snapshot.Resource
	do       func()
}

func (h onRead) WithAttrs(a []slog.Attr) slog.Handler {
	return onRead{h.Handler.WithAttrs(a), h.resource, h.do}
}

func (h onRead) Handle(ctx context.Context, r slog.Record) error {
	var resource string
	var done bool
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "resource":
			resource = a.Value.String()
		case "done":
			done = a.Value.Bool()
		}
		return true
	})
	if resource == string(h.resource) && done {
		h.do()
	}
	return h.Handler.Handle(ctx, r)
}
