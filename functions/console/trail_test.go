package console

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/trail"
)

// entries puts entries of its own into the trail, the last one newest.
func (h *house) entries(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		e := trail.Entry{At: wall.Add(time.Duration(i-n) * time.Hour), Action: trail.ExportMade, By: trail.Member, Actor: h.ana.account.Email, Account: string(h.ana.account.ID),
			Address: "192.0.2.7", Target: fmt.Sprintf("exports/%03d", i), Reason: "For the auditors."}
		if err := trail.Of(h.tenant).Add(t.Context(), fmt.Sprintf("own-%03d", i), e); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAccessPeriods: no more is summed up than a year, also of a period with one bound.
func TestAccessPeriods(t *testing.T) {
	h := newHouse(t)
	tests := []struct {
		name, query string
		refused     bool
	}{
		{"a leap year", "from=2024-01-01&to=2024-12-31", false},
		{"a day more", "from=2024-01-01&to=2025-01-01", true},
		{"until then", "to=2024-12-31", false},
		{"since lately", "from=2026-01-01", false},
		{"since long", "from=2025-01-01", true},
		{"to come", "from=2030-01-01", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := h.get(t, h.path("/trail/accesses?")+tt.query, h.mia)
			if got := strings.Contains(w.Body.String(), "Choose at most 366 days."); got != tt.refused || w.Code != http.StatusOK {
				t.Errorf("got %d, refused %v, want %v", w.Code, got, tt.refused)
			}
		})
	}
}

func TestTrailPages(t *testing.T) {
	h := newHouse(t)
	h.grants(t)
	h.told(t)
	hashes := regexp.MustCompile(`\b[0-9A-Za-z]{26,}\b`)
	plain := func(body string) string { return hashes.ReplaceAllString(h.plain(body), "DRAWN") }
	for _, test := range []struct {
		name, path string
		form       url.Values // nil for none
		who        newcomer
	}{
		{"trail-sv", "/trail?lang=sv", url.Values{"group": {"support-policy."}, "from": {"2026-11-22"}, "to": {"2026-11-22"}, "actor": {"MIA@aallokko.example"}}, h.aku},
		{"trail-grants", "/trail", url.Values{"group": {"grant."}, "text": {"OTTO@VAHTI.EXAMPLE"}}, h.mia},
		{"accesses", "/trail/accesses", nil, h.mia},
		{"verification-fi", "/trail/verification?lang=fi", nil, h.mia},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := h.get(t, h.path(test.path), test.who)
			if test.form != nil {
				w = h.post(t, h.path(test.path), test.form, test.who)
			}
			if w.Code != http.StatusOK {
				t.Fatalf("got %v", w.Code)
			}
			golden(t, test.name+".html", plain(w.Body.String()))
			wellFormed(t, w.Body.String())
		})
	}
}

// TestTrailPaging goes through a filtered trail by its forms.
func TestTrailPaging(t *testing.T) {
	h := newHouse(t)
	h.entries(t, 2*entriesOnPage+20)
	form := url.Values{"group": {"export."}, "text": {"192.0.2.7"}}
	cursor := regexp.MustCompile(`name="cursor" value="([^"]+)"`)
	targets := regexp.MustCompile(`<code>(exports/\d+)</code>`)
	var seen []string
	for range 10 {
		w := h.post(t, h.path("/trail"), form, h.aku)
		body := w.Body.String()
		if w.Code != http.StatusOK {
			t.Fatalf("got %v", w.Code)
		}
		page := targets.FindAllStringSubmatch(body, -1)
		if len(page) > entriesOnPage {
			t.Errorf("%d entries on a page", len(page))
		}
		for _, one := range page {
			seen = append(seen, one[1])
		}
		next := cursor.FindStringSubmatch(body)
		if next == nil {
			break
		}
		form.Set("cursor", html.UnescapeString(next[1]))
	}
	if len(seen) != 2*entriesOnPage+20 || seen[0] != "exports/119" || seen[len(seen)-1] != "exports/000" {
		t.Errorf("got %d entries from %q to %q", len(seen), seen[0], seen[len(seen)-1])
	}
	form.Set("text", "another search") // which the cursor is not of
	if w := h.post(t, h.path("/trail"), form, h.aku); w.Code != http.StatusNotFound {
		t.Errorf("another search's cursor: got %v, want 404", w.Code)
	}
}

// TestTrailKeepsAddressesClean: what is searched for may name people, and addresses
// are logged.
func TestTrailKeepsAddressesClean(t *testing.T) {
	h := newHouse(t)
	h.entries(t, entriesOnPage+1)
	body := h.post(t, h.path("/trail"), url.Values{"actor": {h.ana.account.Email}}, h.aku).Body.String()
	if !strings.Contains(body, "exports/050") || !strings.Contains(body, `name="cursor"`) {
		t.Fatal("the search found nothing")
	}
	for _, link := range regexp.MustCompile(`(?:href|action)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if strings.Contains(link[1], "ana@") || strings.Contains(link[1], "ana%40") {
			t.Errorf("the address %q names somebody", link[1])
		}
	}
}

// TestOperatorsReadTheTrail takes support access to the audit trail, and the look
// stands there afterwards.
func TestOperatorsReadTheTrail(t *testing.T) {
	h := newHouse(t)
	if w := h.get(t, h.path("/trail"), h.otto); w.Code != http.StatusNotFound {
		t.Errorf("without support access: got %v, want 404", w.Code)
	}
	h.supported(t, h.tenant, h.otto, grant.SecurityIncident, grant.TrailView)
	for _, path := range []string{"/trail", "/trail/accesses", "/trail/verification"} {
		if w := h.get(t, h.path(path), h.otto); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Support access.") {
			t.Errorf("%s: got %v, want the page with its note", path, w.Code)
		}
	}
	h.told(t)
	body := h.post(t, h.path("/trail"), url.Values{"group": {"grant.viewed"}}, h.aku).Body.String()
	for _, want := range []string{"<code>trail</code>", "<code>trail/accesses</code>", "<code>trail/verification</code>", "looked under support access", "of Vahti"} {
		if !strings.Contains(body, want) {
			t.Errorf("the trail lacks %q", want)
		}
	}
}

// TestActionsHaveWords wants words for every action there is.
func TestActionsHaveWords(t *testing.T) {
	for _, a := range trail.Actions() {
		if got := (locale{lang: text.English}).action(a); got == string(a) {
			t.Errorf("%s has no words", a)
		}
	}
	for _, f := range []trail.Flaw{trail.EntryRemoved, trail.EntryChanged, trail.EntryAdded, trail.EntryUnsealed, trail.LinkRemoved, trail.LinkChanged} {
		if got := (locale{lang: text.Finnish}).flaw(f); got == string(f) {
			t.Errorf("%s has no words", f)
		}
	}
}

func TestPeriod(t *testing.T) {
	day := func(s string) time.Time { at, _ := time.Parse(time.DateOnly, s); return at }
	tests := []struct {
		name, first, last string
		from, to          time.Time
		refused           bool
	}{
		{"none", "", "", time.Time{}, time.Time{}, false},
		{"one day", "2026-11-22", "2026-11-22", day("2026-11-22"), day("2026-11-23"), false},
		{"from a day on", "2026-11-22", "", day("2026-11-22"), time.Time{}, false},
		{"backwards", "2026-11-22", "2026-11-21", time.Time{}, time.Time{}, true},
		{"no day", "22.11.2026", "", time.Time{}, time.Time{}, true},
		{"no last day", "", "x", time.Time{}, time.Time{}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			from, to, err := period(test.first, test.last)
			if (err != nil) != test.refused || err == nil && (!from.Equal(test.from) || !to.Equal(test.to)) {
				t.Errorf("got %v to %v, %v", from, to, err)
			}
		})
	}
}

// TestTamperedTrail seals the trail, removes an entry behind the service's back, and
// verifies it on the page.
func TestTamperedTrail(t *testing.T) {
	h := newHouse(t)
	h.entries(t, 3)
	h.later(trail.Settled + time.Minute)
	if sealed, err := trail.Of(h.tenant).Seal(t.Context(), h.now()); err != nil || sealed.Entries < 3 {
		t.Fatalf("sealed %d entries, %v", sealed.Entries, err)
	}
	if body := h.get(t, h.path("/trail/verification"), h.aku).Body.String(); !strings.Contains(body, "The trail is as it was written.") {
		t.Fatal("the page does not say that the trail is sound")
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", h.at.all)
	client, err := firestore.NewClientWithDatabase(t.Context(), testProject, "audit")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	if _, err := client.Collection("tenants").Doc(h.tenant.ID().String()).Collection("entries").Doc("own-001").Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := h.get(t, h.path("/trail/verification"), h.aku)
	for _, want := range []string{"The trail is not as it was written.", "An entry was removed.", "<code>own-001</code>", "Link 1."} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	wellFormed(t, w.Body.String())
}
