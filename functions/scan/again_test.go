package scan

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// conditional is in what is asked for of the policies of conditional access, alone or
// in a batch.
const conditional = "conditionalAccess/policies"

// TestLightPassTriesAgain has Graph fail for what the log says has changed: the pass
// ends without a word of it, and the next one finds it.
func TestLightPassTriesAgain(t *testing.T) {
	enabled, disabled := scanned(t)
	tests := []struct {
		name string
		fail http.HandlerFunc
	}{
		{"503", answers(http.StatusServiceUnavailable, "")},
		{"504 with a long wait", answers(http.StatusGatewayTimeout, "120")},
		{"429 that says nothing", answers(http.StatusTooManyRequests, "")},
		{"no answer", hangs},
		{"the connection ends", resets},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
			g := w.behind(t)
			w.mustScan(t, w.claim(t))
			before, verdicts := must(keptOf(t.Context(), w.objects(t)))(t), w.verdicts(t)
			w.taken()
			at := must(w.tenant(t).About(t.Context()))(t).Recorded
			w.disable(t, "disabled")
			w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", w.policies(t)...)
			since := w.moment()
			w.part = 1500 * time.Millisecond
			g.failing(tt.fail, conditional)
			for range 2 {
				w.reader = w.newReader(t) // as on another instance
				w.pass(t)
				if diff := cmp.Diff(verdicts, w.verdicts(t)); diff != "" {
					t.Errorf("verdicts of a pass that read nothing (-before +after):\n%s", diff)
				}
			}
			if g.failed() == 0 {
				t.Fatal("the pass asked for nothing")
			}
			if got := w.drift(t, since); len(got) != 0 || len(w.taken()) != 0 {
				t.Errorf("got %d changes of what could not be read, want none", len(got))
			}
			after := must(keptOf(t.Context(), w.objects(t)))(t)
			r := snapshot.Resource(policies)
			if diff := cmp.Diff(before.Resources[r], after.Resources[r]); diff != "" || after.Unread[r].Reason != "" {
				t.Errorf("what is kept of it (-before +after), unread because of %q:\n%s", after.Unread[r].Reason, diff)
			}
			// Something else is done meanwhile, and hours pass.
			at2 := w.later(t, 3*time.Hour)
			w.setPolicy(t, "allowInvitesFrom", "everyone")
			w.note(t, at2.Add(-time.Minute), "pekka@example.org")
			w.reader = w.newReader(t)
			w.pass(t)
			if got := told(w.drift(t, since), invitationCheck); len(got) != 1 {
				t.Errorf("what could be read: got %q, want one change", got)
			}
			w.later(t, 3*time.Hour)
			w.part = time.Minute
			g.failing(nil)
			w.reader = w.newReader(t)
			w.pass(t)
			for check, verdict := range w.verdicts(t) {
				if enabled[check] != disabled[check] && verdict != disabled[check] {
					t.Errorf("%s: got %s by the pass that could read it, want %s", check, verdict, disabled[check])
				}
			}
			w.wantAuthor(t, since, "sanni@example.org", "pekka@example.org")
			if x := watchedOf(must(w.tenant(t).Memory(t.Context()))(t)); !x.open.IsZero() {
				t.Errorf("the entry still counts as not handled: since %v", x.open)
			}
		})
	}
}

// policies returns the ids of the policies of conditional access.
func (w *world) policies(t *testing.T) (ids []string) {
	t.Helper()
	w.edit(t, policies, func(content map[string]any) {
		for _, p := range content["value"].([]any) {
			ids = append(ids, p.(map[string]any)["id"].(string))
		}
	})
	return ids
}

// wantAuthor wants somebody named for verdicts that differ because of the policies of
// conditional access, and another one for none.
func (w *world) wantAuthor(t *testing.T, since time.Time, who, not string) {
	t.Helper()
	named := 0
	for _, e := range w.drift(t, since) {
		if !reads(w.checks, e.Check, snapshot.Resource(policies)) {
			continue
		}
		if e.By.Actor == who {
			named++
		}
		if e.By.Actor == not {
			t.Errorf("%s is told of %s", e.Check, not)
		}
	}
	if named == 0 {
		t.Errorf("no change of the policies is told of %s", who)
	}
}

// TestAuthorBeforeThePass has a check that a light pass cannot judge differ in the next
// full scan by what was done before a later pass: it is told of who did that.
func TestAuthorBeforeThePass(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	w.enlarge(t, policies, lightPages+1)
	at := w.later(t, time.Hour)
	since := w.moment()
	w.disable(t, "disabled")
	w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", w.policies(t)...)
	w.pass(t)
	at = w.later(t, 5*time.Hour)
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-time.Minute), "pekka@example.org")
	w.pass(t)
	if got := told(w.drift(t, since), invitationCheck); len(got) != 1 {
		t.Fatalf("what the pass judges: got %q, want one change", got)
	}
	w.later(t, 5*time.Hour)
	w.mustScan(t, w.claim(t))
	w.wantAuthor(t, since, "sanni@example.org", "pekka@example.org")
	if x := watchedOf(must(w.tenant(t).Memory(t.Context()))(t)); len(x.skipped) != 0 {
		t.Errorf("after a full scan %d checks still count as not judged", len(x.skipped))
	}
	if strings.Contains(w.lines.String(), "without their authors") {
		t.Error("the log was not read back")
	}
}

// TestAuthorNobodyKnows has the log not read back to where it would tell: nobody is
// named rather than the wrong one.
func TestAuthorNobodyKnows(t *testing.T) {
	s := snapshot.New(start.Add(10*time.Hour), snapshot.Settings{})
	s.Since = start.Add(8 * time.Hour)
	snapshot.DirectoryAudits.Set(s, []snapshot.DirectoryAudit{{
		ID: "1", ActivityDateTime: snapshot.Some(snapshot.Timestamp{Time: start.Add(9 * time.Hour), Readable: true}),
		ActivityDisplayName: "Update authorization policy", InitiatedBy: snapshot.AuditInitiator{User: snapshot.Some(snapshot.AuditUser{UserPrincipalName: "sanni@example.org"})},
	}})
	last := store.Scan{Slot: tenant.NewSlot(start.Add(8*time.Hour), 1), Verdicts: []store.Verdict{{Check: "a", Verdict: finding.Pass}}}
	w := &work{scanner: &scanner{now: func() time.Time { return s.Now }}, m: queue.Scan{Slot: tenant.NewSlot(s.Now, 1)}}
	in := reading{snap: s}
	in.tell()
	for _, tt := range []struct {
		name     string
		skipped  time.Time // zero for never
		pastFrom time.Time // zero where it was not read
		want     bool
	}{
		{"judged by the last pass", time.Time{}, time.Time{}, true},
		{"skipped within what was read", start.Add(7*time.Hour + time.Minute), time.Time{}, true},
		{"skipped before", start.Add(3 * time.Hour), time.Time{}, false},
		{"read back to that", start.Add(3 * time.Hour), start.Add(3 * time.Hour), true},
	} {
		in.watched.skipped, in.past, in.pastFrom = nil, nil, tt.pastFrom
		if !tt.skipped.IsZero() {
			in.watched.skipped = map[string]time.Time{"a": tt.skipped}
		}
		if !tt.pastFrom.IsZero() {
			in.past = snapshot.DirectoryAudits.Of(s)
		}
		a := w.authors(in, last)
		a.reads["a"] = []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()}
		by := a.of(finding.Change{Kind: finding.Opened, Finding: finding.Finding{Check: "a", Resource: finding.TenantResource}})
		if by.Attributed != tt.want {
			t.Errorf("%s: attributed %v, want %v", tt.name, by.Attributed, tt.want)
		}
	}
}

var requirementsAsked = regexp.MustCompile(`users/([^/"?]+)/authentication/requirements`)

// TestOwedParents has the log tell of a person who had a turn already: the light pass
// asks for that person alone, and the next full scan does so once more.
func TestOwedParents(t *testing.T) {
	w := newWorld(t)
	w.crowd(t, 260)
	g := w.behind(t)
	scan := func() map[string]bool {
		t.Helper()
		w.later(t, time.Hour)
		w.mustScan(t, w.claim(t))
		ids := map[string]bool{}
		for _, m := range requirementsAsked.FindAllStringSubmatch(g.log(), -1) {
			ids[m[1]] = true
		}
		return ids
	}
	early := scan()
	for range 4 { // until a round is over
		if len(scan()) < 50 {
			break
		}
	}
	byHash := func(a, b string) int {
		x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
		return bytes.Compare(x[:], y[:])
	}
	all := slices.SortedFunc(maps.Keys(early), byHash)
	if len(all) < 150 {
		t.Fatalf("the first scan asked for %d people only", len(all))
	}
	who := all[100]
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	w.wrote(t, at.Add(-time.Minute), "Enable Strong Authentication", "User", who)
	w.pass(t)
	if asked := requirementsAsked.FindAllStringSubmatch(g.log(), -1); len(asked) != 1 || asked[0][1] != who {
		t.Errorf("the pass asked for %d people, want the one that was touched", len(asked))
	}
	if asked := scan(); !asked[who] || len(asked) > 20 {
		t.Errorf("the next scan asked for %d people, for the one that was touched %v", len(asked), asked[who])
	}
	if asked := scan(); asked[who] || len(asked) == 0 {
		t.Errorf("the scan after it asked for %d people, for the one that was touched %v", len(asked), asked[who])
	}
}

// crowd puts a tenant of so many people in place of the recorded one.
func (w *world) crowd(t *testing.T, people int) {
	t.Helper()
	dir := t.TempDir()
	if err := synth.Write(dir, people, 1); err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"v1.0", "beta"} {
		if err := os.RemoveAll(filepath.Join(w.dir, version)); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, version), filepath.Join(w.dir, version)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSettle tells what is owed after a scan.
func TestSettle(t *testing.T) {
	r := snapshot.LegacyMFA.Resource()
	asked := map[snapshot.Resource][]string{r: {"a", "b"}}
	tests := []struct {
		name string
		turn snapshot.Turn
		read bool
		late bool
		want []string
	}{
		{"asked for", snapshot.Turn{Scanned: 5, Total: 300}, true, false, []string{"c"}},
		{"everybody had a turn", snapshot.Turn{Scanned: 300, Total: 300}, true, false, nil},
		{"the time was over", snapshot.Turn{Scanned: 5, Total: 300}, true, true, []string{"a", "b", "c"}},
		{"refused", snapshot.Turn{}, false, false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := reading{snap: snapshot.New(start, snapshot.Settings{}), touched: map[snapshot.Resource][]string{r: {"b", "c"}, snapshot.Users.Resource(): {"d"}}}
			in.snap.SetTurn(r, tt.turn)
			if tt.read {
				snapshot.LegacyMFA.Set(in.snap, "a", nil)
			}
			if tt.late {
				in.stats.Late = []snapshot.Resource{r}
			}
			x := watched{owed: map[snapshot.Resource][]string{r: {"a"}}}
			x.settle(&in, asked)
			if diff := cmp.Diff(tt.want, x.owed[r], cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("owed (-want +got):\n%s", diff)
			}
			if len(x.owed[snapshot.Users.Resource()]) > 0 {
				t.Error("what takes no turns is owed")
			}
		})
	}
	var many []string
	for i := range 2 * mostOwed {
		many = append(many, fmt.Sprint(i))
	}
	var x watched
	x.owe(map[snapshot.Resource][]string{r: many})
	if got := len(x.owed[r]); got != mostOwed {
		t.Errorf("%d are owed, want %d", got, mostOwed)
	}
}

// late returns the claims that dispatch would publish again, and whether it holds light
// passes back meanwhile.
func (w *world) late(t *testing.T) (late []queue.Scan, holdsBack bool) {
	t.Helper()
	open := &fleet.Open{}
	for m, err := range w.fleet.Late(t.Context(), open) {
		if err != nil {
			t.Fatal(err)
		}
		late = append(late, m)
	}
	return late, open.Scanning(w.id)
}

// TestWaitsForMicrosoft has Microsoft ask to wait for longer than a part of a scan:
// the claim waits, no instance asks before, and then the scan goes on where it was.
func TestWaitsForMicrosoft(t *testing.T) {
	_, disabled := scanned(t)
	for _, tt := range []struct {
		name, word string
		class      graph.Class
	}{
		{"with some of it", conditional, graph.ClassProtection},
		{"with all of it", "/", graph.AllClasses},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			g := w.behind(t)
			w.mustScan(t, w.claim(t))
			at := must(w.tenant(t).About(t.Context()))(t).Recorded
			w.disable(t, "disabled")
			before := w.verdicts(t)
			if tt.class == graph.AllClasses {
				g.failing(answers(http.StatusTooManyRequests, "1800"), tt.word)
			} else {
				g.throttling("1800", tt.word)
			}
			m := w.claim(t)
			w.mustScan(t, m)
			if s := w.last(t); s.State != document.Claimed || len(w.asked) != 0 {
				t.Fatalf("the scan is %s and asked for %d further parts, want it to wait", s.State, len(w.asked))
			}
			about := must(w.tenant(t).About(t.Context()))(t)
			if left := about.Closed[string(tt.class)].Sub(w.clock.Now()); left < 20*time.Minute || left > 30*time.Minute {
				t.Errorf("what is kept of it: got %v, want half an hour from now", about.Closed)
			}
			if late, holdsBack := w.late(t); len(late) > 0 || holdsBack {
				t.Errorf("got %v published again and light passes held back %v, want neither", late, holdsBack)
			}
			met := g.failed()
			// Other instances: a message that comes again, and a light pass.
			w.reader = w.newReader(t)
			g.log()
			w.mustScan(t, m)
			if asked := g.log(); asked != "" {
				t.Errorf("a message that came too early asked for %s", asked)
			}
			w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", w.policies(t)...)
			w.pass(t)
			if got := g.failed(); got != met {
				t.Errorf("another instance asked %d times before it may", got-met)
			}
			if diff := cmp.Diff(before, w.verdicts(t)); diff != "" {
				t.Errorf("verdicts while it waits (-before +after):\n%s", diff)
			}
			g.failing(nil)
			w.clock.Add(30 * time.Minute)
			if late, holdsBack := w.late(t); len(late) != 1 || late[0] != m || !holdsBack {
				t.Errorf("when it is over: got %v published again and light passes held back %v, want the scan, and passes held back", late, holdsBack)
			}
			w.reader = w.newReader(t)
			w.mustScan(t, m)
			if s := w.last(t); s.State != document.Done || s.Parts != 1 {
				t.Errorf("the scan is %s after %d parts, want it done after one", s.State, s.Parts)
			}
			if diff := cmp.Diff(disabled, w.verdicts(t)); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWaitsNoLongerThanASlot has Microsoft ask to wait for longer than a slot lasts: the
// scan ends at once without what it waits for.
func TestWaitsNoLongerThanASlot(t *testing.T) {
	w := newWorld(t)
	g := w.behind(t)
	g.throttling("20000", conditional)
	w.mustScan(t, w.claim(t))
	s := w.last(t)
	if s.State != document.Done {
		t.Fatalf("the scan is %s", s.State)
	}
	unknown, told := 0, 0
	for _, v := range s.Verdicts {
		switch {
		case v.Verdict != finding.Unknown:
			told++
		case reads(w.checks, v.Check, snapshot.Resource(policies)):
			unknown++
		}
	}
	if unknown == 0 || told == 0 {
		t.Errorf("got %d verdicts, and %d that hang on what it waits for unknown, want some of each", told, unknown)
	}
}

// TestFailedPassThenScan has the next full scan find what a pass could not read,
// although it would not have asked for it by itself.
func TestFailedPassThenScan(t *testing.T) {
	_, disabled := scanned(t)
	w := newWorld(t)
	g := w.behind(t)
	w.mustScan(t, w.claim(t))
	w.enlarge(t, policies, lightPages)
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	w.disable(t, "disabled")
	w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", "any")
	w.part = 1500 * time.Millisecond
	g.failing(answers(http.StatusServiceUnavailable, ""), conditional)
	w.pass(t)
	w.part = time.Minute
	g.failing(nil)
	w.later(t, 3*time.Hour)
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff(disabled, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts of the scan (-want +got):\n%s", diff)
	}
}
