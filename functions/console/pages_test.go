package console

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

var update = flag.Bool("update", false, "write what the pages look like now to testdata")

// golden compares with a file in testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it should change:\n%s", file, diff)
	}
}

// fleetOf is tenants in every situation a list can show, and their IDs.
func fleetOf(t *testing.T) (memory, []tenant.ID) {
	recorded := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	recording := sampleTenant()
	recording.profile.Name = "Recorded Ltd"
	recording.about.Recorded = &recorded
	recording.about.Slot = tenant.NewSlot(recorded, 2)
	recording.scans = []store.Scan{sampleScan(tenant.NewSlot(recorded, 2))}

	fresh := &kept{about: store.About{State: tenant.Active}, profile: tenant.Profile{Name: "Brand New Oy"}}

	failed := sampleTenant()
	failed.profile.Name = "Failing Oy"
	bad := store.Scan{Slot: tenant.NewSlot(wall, 1), State: "failed", Error: "no token for the tenant: AADSTS7000229", Claimed: wall.Add(-2 * time.Minute), Ended: wall.Add(-time.Minute)}
	light := sampleScan(sampleSlot)
	light.Light, light.Requests, light.Duration = true, 2, 700*time.Millisecond
	light.Claimed, light.Ended = wall.Add(-10*time.Minute), wall.Add(-10*time.Minute)
	failed.scans = append(failed.scans, light, bad)

	clean := sampleTenant()
	clean.profile.Name = "Tidy Oy"
	clean.findings = nil
	done := sampleScan(sampleSlot)
	done.Open = nil
	done.Verdicts = done.Verdicts[1:3]
	clean.scans = []store.Scan{done, {Slot: tenant.NewSlot(wall, 1), State: "claimed", Claimed: wall}}

	ended := sampleTenant()
	ended.profile.Name = "Leaving Oy"
	ended.about.State = tenant.Terminated
	erased := &kept{about: store.About{State: tenant.Erased}}
	invited := &kept{about: store.About{State: tenant.Invited}, profile: tenant.Profile{Name: "Invited Oy"}}

	m, ids := memory{}, []tenant.ID{}
	for _, k := range []*kept{sampleTenant(), recording, fresh, failed, clean, ended, erased, invited, nil} {
		id := tenanttest.ID(t)
		ids = append(ids, id)
		if k != nil {
			m[id] = k
		}
	}
	return m, ids
}

func TestPages(t *testing.T) {
	m, ids := fleetOf(t)
	s := newSite(t, m)
	var replace []string
	for i, id := range ids {
		replace = append(replace, id.String(), fmt.Sprintf("TENANT%d", i))
	}
	plain := strings.NewReplacer(replace...)
	tests := []struct{ name, path string }{
		{"tenants", "/"},
		{"tenants-fi", "/?lang=fi"},
		{"tenant", "/tenants/" + ids[0].String()},
		{"tenant-sv", "/tenants/" + ids[0].String() + "?lang=sv"},
		{"tenant-fresh", "/tenants/" + ids[2].String()},
		{"tenant-failed", "/tenants/" + ids[3].String()},
		{"finding", "/tenants/" + ids[0].String() + "/findings/0mfa"},
		{"finding-fi", "/tenants/" + ids[0].String() + "/findings/0mfa?lang=fi"},
		{"finding-custom", "/tenants/" + ids[0].String() + "/findings/0invitations"},
		{"finding-resolved", "/tenants/" + ids[0].String() + "/findings/0expiry"},
		{"finding-accepted", "/tenants/" + ids[0].String() + "/findings/0accepted"},
		{"timeline", "/tenants/" + ids[0].String() + "/timeline"},
		{"timeline-fi", "/tenants/" + ids[0].String() + "/timeline?lang=fi"},
		{"timeline-empty", "/tenants/" + ids[2].String() + "/timeline"},
		{"not-found", "/nothing"},
		{"admin-finding-sv", "/tenants/" + ids[0].String() + "/findings/0app0?lang=sv"},
		{"admin-finding-accepted", "/tenants/" + ids[0].String() + "/findings/0accepted"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			who := auditorOf(ids...)
			if strings.HasPrefix(test.name, "admin-") {
				who = adminOf(ids...)
			}
			body := s.getAs(t, test.path, who).Body.String()
			golden(t, test.name+".html", plain.Replace(body))
			wellFormed(t, body)
		})
	}
}

// wellFormed looks for what every page must have and for what none may.
func wellFormed(t *testing.T, body string) {
	t.Helper()
	for _, want := range []string{`<html lang="`, `<main id="main"`, `<header class="top">`, `<footer`, `href="#main"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := strings.Count(body, "<h1"); n != 1 {
		t.Errorf("%d first headings, want 1", n)
	}
	if bad := regexp.MustCompile(`(?i)<script|\son\w+=|\sstyle=|<img|<iframe|<link [^>]*href="http|ZgotmplZ|%!`).FindString(body); bad != "" {
		t.Errorf("the page holds %q", bad)
	}
	for _, form := range regexp.MustCompile(`<form[^>]*>`).FindAllString(body, -1) {
		if !regexp.MustCompile(`^<form method="(post" action="/(tenants/|export/tenants/|partners/|support|signout)|get" action="/tenants/)`).MatchString(form) {
			t.Errorf("the page holds the form %q", form)
		}
	}
	seen := map[string]bool{}
	for _, id := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if seen[id[1]] {
			t.Errorf("the id %q stands twice", id[1])
		}
		seen[id[1]] = true
	}
	var open []string
	for _, tag := range regexp.MustCompile(`<(/?)(ul|ol|li|dl|div|section|p|details|summary|table|thead|tbody|tr|main|nav|header|footer|aside|form|fieldset|legend|label|button|textarea|h1|h2|h3|a|span|svg)\b[^>]*>`).FindAllStringSubmatch(body, -1) {
		switch {
		case tag[1] == "":
			open = append(open, tag[2])
		case len(open) == 0 || open[len(open)-1] != tag[2]:
			t.Fatalf("</%s> closes nothing; open are %v", tag[2], open)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%v stay open", open)
	}
}

func TestRefreshOnlyBeforeTheFirstScan(t *testing.T) {
	m, ids := fleetOf(t)
	s := newSite(t, m)
	for i, id := range ids {
		for _, path := range []string{"/", "/tenants/" + id.String()} {
			got := strings.Contains(s.get(t, path, id).Body.String(), `<meta http-equiv="refresh" content="5">`)
			if want := i == 2; got != want {
				t.Errorf("tenant %d, %s: refresh is %v, want %v", i, path, got, want)
			}
		}
	}
}

// TestEscaping puts what an attacker could name things in every text that comes
// from outside.
func TestEscaping(t *testing.T) {
	const evil = `"'><script>alert(1)</script><img src=x onerror=alert(2)>{{.}}`
	id := tenanttest.ID(t)
	k := sampleTenant()
	k.profile.Name = evil
	for i := range k.findings {
		f := &k.findings[i]
		f.Reason = evil
		f.Evidence.Facts = finding.Facts{evil: evil, "list": []string{evil}}
		f.Evidence.Subjects = finding.Subjects{evil: finding.List(finding.Subject{ID: evil, Name: evil, Note: evil})}
	}
	findingOf(k, "0app1").Resource = evil
	findingOf(k, "0app2").Check = evil
	who := finding.Attribution{Attributed: true, Actor: evil, App: evil, IP: evil, Activity: evil}
	k.story["0mfa"] = []store.Step{{Kind: finding.Changed, Reason: evil, Slot: evil, From: finding.Facts{evil: evil}, To: finding.Facts{}, By: who},
		{Kind: finding.Accepted, Exception: evil, By: who}}
	covers := finding.Exception{ID: evil, Finding: "0mfa", Reason: evil, Owner: evil, By: evil, Expires: wall}
	k.accepted = []finding.Exception{covers}
	findingOf(k, "0mfa").State, findingOf(k, "0mfa").Exception = finding.Excepted, &covers
	quoted, _ := json.Marshal(evil)
	listed, _ := json.Marshal(finding.Subjects{evil: finding.List(finding.Subject{Name: evil})})
	facts, _ := json.Marshal(finding.Facts{evil: evil})
	k.events = []store.Event{
		{Drift: finding.Drift{Kind: finding.DriftVerdict, Check: evil, Resource: evil, From: quoted, To: quoted, By: who}},
		{Drift: finding.Drift{Kind: finding.DriftKind(evil), Check: evil, Resource: evil, Finding: finding.ID(evil), From: quoted, To: quoted, By: who, Because: finding.EndReason(evil)}},
		{Drift: finding.Drift{Kind: finding.DriftSubjects, Check: evil, Resource: evil, From: listed, To: listed}},
		{Drift: finding.Drift{Kind: finding.DriftFacts, Check: evil, Resource: evil, From: []byte("null"), To: facts}},
	}
	k.advice["0mfa"] = store.Advice{Facts: explained("en", *findingOf(k, "0mfa")), Written: true, Language: evil, Summary: evil, Why: evil, Steps: []string{evil}}
	scan := &k.scans[0]
	for i := range scan.Verdicts {
		scan.Verdicts[i].Reason = evil
	}
	scan.Verdicts = append(scan.Verdicts, store.Verdict{Check: evil, Verdict: finding.Verdict(evil), Reason: evil})
	scan.Unread = []store.Unread{{Resource: evil, Reason: evil}}
	k.scans = append(k.scans, store.Scan{Slot: sampleSlot, State: "failed", Error: evil, Claimed: wall, Ended: wall})
	s := newSite(t, memory{id: k})
	for _, path := range []string{"/", "/tenants/" + id.String(), "/tenants/" + id.String() + "/findings/0mfa", "/tenants/" + id.String() + "/findings/0app0", "/tenants/" + id.String() + "/timeline"} {
		w := s.getAs(t, path, adminOf(id))
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, "&lt;script&gt;") {
			t.Errorf("%s: got %v, want a page with the text escaped", path, w.Code)
		}
		for _, raw := range []string{"<script", "<img", `"'>`} {
			if strings.Contains(body, raw) {
				t.Errorf("%s: the page holds %q unescaped", path, raw)
			}
		}
	}
}

// TestUnknownIsNoPass has a scan that could tell nothing, in words the console
// knows and in some it does not.
func TestUnknownIsNoPass(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	k.findings = nil
	for i := range k.scans[0].Verdicts {
		k.scans[0].Verdicts[i].Verdict = finding.Unknown
	}
	k.scans[0].Verdicts[2].Verdict = "passed"
	k.scans[0].Verdicts[3].Verdict = ""
	s := newSite(t, memory{id: k})
	body := s.get(t, "/tenants/"+id.String(), id).Body.String()
	for _, bad := range []string{"verdict-pass", "verdict-fail", "bar-pass", "bar-fail"} {
		if strings.Contains(body, bad) {
			t.Errorf("the page shows %q though nothing could be told", bad)
		}
	}
	total := len(k.scans[0].Verdicts)
	for _, want := range []string{
		fmt.Sprintf("0 of %d checks pass", total),
		fmt.Sprintf(`<span class="n">%d</span> could not tell`, total),
		`Missing: <code>v1.0/roleManagement/directory/roleAssignments</code>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if got := strings.Count(body, `<span class="verdict verdict-unknown">Could not tell</span>`); got != total {
		t.Errorf("%d checks say that they could not tell, want %d", got, total)
	}
}

func TestLook(t *testing.T) {
	about := store.About{State: tenant.Active, Slot: sampleSlot}
	failed := func(minutes int) store.Scan {
		return store.Scan{Slot: sampleSlot, State: "failed", Error: "Why.", Claimed: wall.Add(time.Duration(minutes) * time.Minute), Ended: wall}
	}
	done := sampleScan(sampleSlot)
	older := tenant.NewSlot(sampleSlot.At.Add(-time.Hour), 1)
	tests := []struct {
		name                       string
		state                      tenant.State
		scans                      []store.Scan
		pending, underway, stopped bool
		last, judged               bool // whether there is a scan to show, and an earlier one for its verdicts
		total                      int
	}{
		{name: "never scanned", state: tenant.Active, pending: true},
		{name: "never scanned, not active", state: tenant.Invited},
		{name: "claimed for the first time", state: tenant.Active, scans: []store.Scan{{Slot: sampleSlot, State: "claimed", Claimed: wall}}, pending: true, underway: true},
		{name: "scanned", state: tenant.Active, scans: []store.Scan{done}, last: true, total: 9},
		{name: "scanned, the next claimed", state: tenant.Active, scans: []store.Scan{done, {Slot: sampleSlot, State: "claimed", Claimed: wall}}, underway: true, last: true, total: 9},
		{name: "scanned, an older one given up", state: tenant.Active, scans: []store.Scan{done, {Slot: older, State: "abandoned", Claimed: wall}}, last: true, total: 9},
		{name: "failed", state: tenant.Active, scans: []store.Scan{failed(0)}, last: true},
		{name: "failed after a good one", state: tenant.Active, scans: []store.Scan{done, failed(0)}, last: true, judged: true, total: 9},
		{name: "failed many times after a good one", state: tenant.Active, scans: []store.Scan{done, failed(1), failed(2), failed(3), failed(4), failed(5)}, last: true, judged: true, total: 9},
		{name: "terminated", state: tenant.Terminated, scans: []store.Scan{done, {Slot: sampleSlot, State: "claimed", Claimed: wall}}, stopped: true, last: true, total: 9},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			about.State = test.state
			o, err := locale{lang: text.English}.look(t.Context(), inMemory{&kept{scans: test.scans}}, about, wall, few)
			if err != nil {
				t.Fatal(err)
			}
			if o.Pending != test.pending || o.Underway != test.underway || o.Ended != test.stopped ||
				(o.Last != nil) != test.last || (o.Judged != nil) != test.judged || o.Tally.Total != test.total {
				t.Errorf("got %+v", o)
			}
			if o.Last != nil && o.Last.Failed != (o.Last.Reason.Text != "") {
				t.Errorf("got %+v, want a reason exactly where it failed", *o.Last)
			}
		})
	}
}

// TestManyResolved lists the last of many resolved findings and counts them all.
func TestManyResolved(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	k.findings = nil
	for i := range 1000 {
		f := sampleExpiry()
		f.ID, f.Since = finding.ID(fmt.Sprintf("0old%04d", i)), f.Since.Add(time.Duration(i)*time.Second)
		k.findings = append(k.findings, f)
	}
	body := newSite(t, memory{id: k}).get(t, "/tenants/"+id.String(), id).Body.String()
	links := regexp.MustCompile(`/findings/(0old\d+)`).FindAllStringSubmatch(body, -1)
	if len(links) != resolvedShown || links[0][1] != "0old0999" || links[resolvedShown-1][1] != "0old0800" {
		t.Errorf("got %d resolved findings, want the last %d", len(links), resolvedShown)
	}
	if !strings.Contains(body, `<span class="count">1000</span>`) || !strings.Contains(body, "200 of 1000 shown") {
		t.Error("the page does not say how many there are")
	}
}
