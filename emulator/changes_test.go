package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
)

// verdictChanges returns the changes of a run's only tenant that are of verdicts,
// one line each, sorted.
func verdictChanges(r result) []string {
	out := []string{}
	for _, c := range r.Tenants[0].Changes {
		if c.Kind == finding.DriftVerdict {
			out = append(out, fmt.Sprintf("%s %s %s->%s", c.Check, c.Resource, c.From, c.To))
		}
	}
	slices.Sort(out)
	return out
}

// TestSeriesChanges replays the dates of one tenant over the same state: every
// verdict that differs between two of them is one change, and there is no other.
func TestSeriesChanges(t *testing.T) {
	series, err := filepath.Glob(filepath.Join(recordings, "series", "*"))
	if err != nil || len(series) == 0 {
		t.Skip("no recorded series lies beside the checkout")
	}
	slices.Sort(series)
	data := t.TempDir()
	var before map[string]finding.Verdict
	for _, dir := range series {
		r := mustScan(t, "-data", data, "-tenant", absolute(t, dir))
		now, want := map[string]finding.Verdict{}, []string{}
		for _, v := range r.Tenants[0].Verdicts {
			now[v.Check] = v.Verdict
			if was, known := before[v.Check]; known && was != v.Verdict {
				want = append(want, fmt.Sprintf("%s tenant %q->%q", v.Check, was, v.Verdict))
			}
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, verdictChanges(r)); diff != "" {
			t.Errorf("%s: changes of verdicts (-want +got):\n%s", filepath.Base(dir), diff)
		}
		before = now
	}
}

// TestChangesOfARun changes one setting with an entry in the audit log, then one
// without, then nothing.
func TestChangesOfARun(t *testing.T) {
	dir, data := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Kalastajatorppa"), t.TempDir()
	scan := func(asOf, invitations, entries string) []changeSummary {
		t.Helper()
		put := func(file string, change func(string) string) {
			t.Helper()
			path := filepath.Join(dir, filepath.FromSlash(file))
			raw, err := os.ReadFile(path)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(change(string(raw))), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		replaced := func(property, value string) func(string) string {
			return func(content string) string {
				before, rest, ok := strings.Cut(content, `"`+property+`":"`)
				if !ok {
					t.Fatalf("there is no %s", property)
				}
				_, rest, _ = strings.Cut(rest, `"`)
				return before + `"` + property + `":"` + value + `"` + rest
			}
		}
		put("tenant.json", replaced("asOf", asOf))
		put("v1.0/policies/authorizationPolicy.json", replaced("allowInvitesFrom", invitations))
		put("v1.0/auditLogs/directoryAudits.json", func(string) string { return `{"value":[` + entries + `]}` })
		r := mustScan(t, "-data", data, "-tenant", dir)
		return r.Tenants[0].Changes
	}
	if got := scan("2026-10-01T00:00:00Z", "adminsAndGuestInviters", ""); len(got) != 0 {
		t.Errorf("a first scan changed something: %+v", got)
	}
	const entry = `{"id":"Directory_1","activityDateTime":"2026-10-01T05:30:00Z","activityDisplayName":"Update authorization policy","category":"AuthorizationPolicy",` +
		`"operationType":"Update","result":"success","loggedByService":"Core Directory","initiatedBy":{"app":null,"user":{"id":"77777777-0000-4000-8000-000000000001",` +
		`"userPrincipalName":"sanni@kalastajatorppa.example","ipAddress":"192.0.2.7"}},"targetResources":[{"id":"authorizationPolicy","displayName":"Authorization Policy","type":"Policy","modifiedProperties":[]}]}`
	attributed := scan("2026-10-01T06:00:00Z", "everyone", entry)
	want := []changeSummary{{
		Kind: finding.DriftVerdict, Check: "guest-invitations", Resource: "tenant", From: []byte(`"pass"`), To: []byte(`"fail"`), At: "2026-10-01T05:30:00Z",
		FirstSeen: "2026-10-01T06:00:00Z", Actor: "sanni@kalastajatorppa.example", IP: "192.0.2.7", Activity: "Update authorization policy", Attributed: true,
	}}
	if diff := cmp.Diff(want, attributed); diff != "" {
		t.Errorf("with an entry (-want +got):\n%s", diff)
	}
	unattributed := scan("2026-10-01T12:00:00Z", "adminsAndGuestInviters", entry)
	want = []changeSummary{{
		Kind: finding.DriftVerdict, Check: "guest-invitations", Resource: "tenant", From: []byte(`"fail"`), To: []byte(`"pass"`),
		At: "2026-10-01T12:00:00Z", FirstSeen: "2026-10-01T12:00:00Z",
	}}
	if diff := cmp.Diff(want, unattributed); diff != "" {
		t.Errorf("without an entry (-want +got):\n%s", diff)
	}
	if got := scan("2026-10-01T18:00:00Z", "adminsAndGuestInviters", entry); len(got) != 0 {
		t.Errorf("nothing changed: %+v", got)
	}
}
