package export

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// made is when the exports of these tests are made.
var made = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

const tenantID = "tabcdefghijklmnopqrstuvwxy"

func testChecks() []Check {
	return []Check{
		{ID: "t-mfa", Title: "Multifactor authentication is required", Category: "conditional-access", Severity: "critical", Because: "A password alone is guessed.",
			Risk: "An attacker signs in.", Portal: "Entra admin centre > New policy", Request: "PATCH https://graph.microsoft.com/v1.0/x", SCuBA: []string{"MS.AAD.3.2v2"}, NIS2: []string{"21(2)(j)"}, Since: "2026-11", Source: "CISA SCuBA"},
		{ID: "t-apps", Title: "No application is an administrator", Category: "applications", Severity: "high", Because: "Whoever has it owns the tenant.", Risk: "An attacker owns the tenant.", CIS: []string{"5.1.2"}, Since: "2026-11", Source: "CIS"},
		{ID: "t-guests", Title: "Guests cannot invite guests", Category: "guests", Severity: "medium", Because: "Nobody answers for them.", Since: "2026-11", Source: "Vahti"},
	}
}

// generated yields n findings that differ, none of which is kept: always the same ones.
func generated(n int) func(context.Context) iter.Seq2[*Finding, error] {
	return func(context.Context) iter.Seq2[*Finding, error] {
		return func(yield func(*Finding, error) bool) {
			draw := rand.New(rand.NewPCG(1, 2))
			checks := testChecks()
			for i := range n {
				if !yield(generate(draw, checks, i), nil) {
					return
				}
			}
		}
	}
}

func generate(draw *rand.Rand, checks []Check, i int) *Finding {
	c := checks[i%len(checks)]
	f := &Finding{
		ID: fmt.Sprintf("%08x%024x", i, draw.Uint64()), Check: c.ID, Title: c.Title, Category: c.Category, Severity: c.Severity, State: "open",
		Reason: "The application may grant itself any role.", Resource: fmt.Sprintf("%08x-%04x-4000-8000-%012x", draw.Uint32(), draw.Uint32()&0xFFFF, draw.Uint64()&0xFFFFFFFFFFFF),
		Facts: finding.Facts{"permissions": []string{"RoleManagement.ReadWrite.Directory", "Application.ReadWrite.All"}, "credentials": int64(draw.IntN(9)), "enabled": true},
		Subjects: finding.Subjects{"applications": {Total: 3, Shown: []finding.Subject{
			{ID: fmt.Sprintf("app-%d", draw.Uint32()), Name: fmt.Sprintf("Palkanlaskenta %d, pääte", draw.Uint32())}, {ID: "x", Name: `Reporting "live"`, Note: "has a secret"}}}},
		Since: made.Add(-time.Duration(draw.Int64N(int64(400 * 24 * time.Hour)))).Truncate(time.Microsecond), Opened: made.Add(-400 * 24 * time.Hour),
		Slot: "2026-11-01T12:00:00Z/1", Version: 1 + draw.IntN(5),
	}
	switch i % 7 {
	case 3:
		f.State = "resolved"
	case 5:
		f.State, f.Exception, f.Accepted = "excepted", fmt.Sprintf("e%d", i), "Ends with the old system in spring."
	}
	return f
}

// testSource has n findings and some of every kind.
func testSource(n int) Source {
	one := func(list ...Record) func(context.Context) iter.Seq2[Record, error] {
		return func(context.Context) iter.Seq2[Record, error] { return each(list) }
	}
	at := made.Add(-time.Hour)
	who := finding.Attribution{Attributed: true, At: at, Actor: "tuulikki@esimerkki.example", App: "Azure Portal", IP: "192.0.2.1", Activity: "Update policy", Entry: "x1"}
	return Source{
		Tenant: Tenant{ID: tenantID, Name: "Esimerkki Oy", EntraID: "00000000-0000-0000-0000-000000000001", State: "active", Language: "fi", Onboarded: at, Permissions: []string{"Policy.Read.All"}, Consented: at,
			Agreements: []Agreement{{Version: "2026-05-28", Page: "https://vahti.example/agreement", At: at, Account: "a1", Email: "olga@esimerkki.example", Address: "192.0.2.1"}, {Version: "2026-09-01", At: at, Account: "a2", Email: "otso@esimerkki.example"}},
			Paused:     at, Terminated: at, Erase: at, Subscription: "paid", Plan: "premium", Seats: 12, People: 15, Until: at},
		Checks:   testChecks(),
		Findings: generated(n),
		Worst: func(ctx context.Context) iter.Seq2[*Finding, error] {
			return func(yield func(*Finding, error) bool) {
				for f, err := range generated(n)(ctx) {
					if f.State != "resolved" && !yield(f, err) {
						return
					}
				}
			}
		},
		Scores:  func(context.Context) iter.Seq2[Score, error] { return each(testScores(40)) },
		Entries: func(context.Context) iter.Seq2[*Entry, error] { return each(testEntries()) },
		More: map[Kind]func(context.Context) iter.Seq2[Record, error]{
			History:      one(&Step{Finding: "f1", Version: 2, Kind: "worsened", At: at, Written: at, Slot: "s", Reason: "r", From: finding.Facts{"a": int64(1)}, To: finding.Facts{"a": int64(2)}, By: who}),
			Changes:      one(&Change{At: at, Written: at, Slot: "s", Kind: "verdict", Check: "t-mfa", Resource: "tenant", From: json.RawMessage(`"pass"`), To: json.RawMessage(`"fail"`), By: who}),
			Exceptions:   one(&Exception{ID: "e1", Finding: "f1", Check: "t-mfa", Resource: "tenant", Reason: "r", Owner: "o", By: "b", Created: at, Written: at, Expires: made, Severity: "high", Facts: finding.Facts{"x": 1.5}}),
			Scans:        one(&Scan{Name: "s", Slot: "s", State: "done", Claimed: at, Ended: made, Requests: 7, Seconds: 1.25, Verdicts: []Verdict{{"t-mfa", "fail", "r"}}, Unread: []Unread{}, Open: map[string]int{"high": 1}}),
			Explanations: one(&Explanation{Finding: "f1", Facts: "h", Language: "fi", Written: true, Summary: "s", Why: "w", Steps: []string{"1"}}),
			Members:      one(&Member{ID: "a1", Kind: "person", State: "active", Role: "owner", Email: "olga@esimerkki.example", Name: "Olga", Since: at, Confirmed: at, Changed: at}),
			Invitations:  one(&Invitation{State: "open", Email: "aino@esimerkki.example", Role: "auditor", Language: "fi", Created: at, Expires: made}),
			Reviews:      one(&Review{Number: 1, State: "planned", Due: made}),
			Grants:       one(&Grant{ID: "g1", State: "ended", Operator: "tuki@vahti.example", Purpose: "billing", Reason: "r", Goal: "g", Views: []string{"summary"}, Method: "interface", Minutes: 60, Asked: at}),
			Settings:     one(Setting{"language", json.RawMessage(`"fi"`)}),
			Preferences:  one(&Preference{Account: "a1", Muted: []string{"digest"}, Wanted: []string{}, Digest: "weekly"}),
			Messages:     one(&Message{Name: "m1", Kind: "findings.changed", State: "taken", At: at, Done: made, Tries: 1, Body: json.RawMessage(`{"total":1}`)}),
			Instructions: one(&Instruction{Number: 1, Setting: "language", Source: "console", At: at, Account: "a1", By: "olga@esimerkki.example", After: json.RawMessage(`"fi"`)}),
			Keys:         one(&APIKey{ID: "k1", Name: "SIEM", By: "olga@esimerkki.example", Account: "a1", Permissions: []string{"export"}, Created: at, Expires: made}),
			Chain:        one(testLinks()...),
		},
	}
}

func testScores(n int) []Score {
	out := make([]Score, n)
	for i := range out {
		out[i] = Score{At: made.Add(time.Duration(i-n) * 24 * time.Hour), Score: float64(300+i*17%600) / 10}
	}
	return out
}

func testEntries() []*Entry {
	var out []*Entry
	for i := range 3 {
		e := &Entry{Name: fmt.Sprintf("entry-%d", i), At: made.Add(time.Duration(i) * time.Minute), Arrived: made.Add(time.Duration(i)*time.Minute + time.Second), Action: "key.used", Target: "keys/k1",
			Kind: "key", Actor: "key k1", Account: "k1", Address: "192.0.2.7", After: json.RawMessage(`{"a":1}`), Tenant: tenantID, Sealed: []byte{0, 1, byte(i)}}
		e.Digest = entryDigest(e)
		out = append(out, e)
	}
	return out
}

// testLinks seal the first two entries, one each.
func testLinks() []Record {
	var out []Record
	previous := ""
	for i, e := range testEntries()[:2] {
		l := &Link{Number: int64(i + 1), Made: made.Add(time.Hour), Previous: previous, Through: e.Arrived, ThroughName: e.Name, Oldest: e.At, Newest: e.At, Names: []string{e.Name}, Digests: []string{e.Digest}, Sound: true}
		l.Digest, _ = linkDigest(l)
		previous = l.Digest
		out = append(out, l)
	}
	return out
}

func testPlan() Plan {
	return Plan{Tenant: tenantID, Formats: Formats(), Language: text.English, At: made, Address: "https://vahti.example"}
}

// testKey is always the same.
func testKey(t testing.TB) *Key {
	t.Helper()
	k, err := ParseKey([]byte("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----\n"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}
