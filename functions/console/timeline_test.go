package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// manyEvents are n events, three of them written together each time, every tenth
// time of another kind.
func manyEvents(n int) (out []store.Event) {
	for i := range n {
		at := wall.Add(-time.Duration(i/3) * time.Minute)
		kind, from, to := finding.DriftVerdict, `"pass"`, `"fail"`
		if i/3%10 == 9 {
			kind, from, to = finding.DriftFinding, `"open"`, `"resolved"`
		}
		d := finding.Drift{Kind: kind, Check: fmt.Sprintf("check-%04d", i), Resource: finding.TenantResource, From: json.RawMessage(from), To: json.RawMessage(to)}
		out = append(out, store.Event{Drift: d, At: at, Written: at})
	}
	return out
}

// TestTimelinePages follows the way to older events until there are none: each
// event stands on one page, in order.
func TestTimelinePages(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	k.events = manyEvents(1000)
	s := newSite(t, memory{id: k})
	older := regexp.MustCompile(`<a href="([^"]+)" rel="next">`)
	tests := []struct {
		name, query  string
		of           func(store.Event) bool
		pages        int
		atMostOnPage int
	}{
		{"everything", "", func(store.Event) bool { return true }, 20, 52},
		{"one kind", "?kind=finding", func(e store.Event) bool { return e.Kind == finding.DriftFinding }, 3, 102},
		{"a kind there is none of", "?kind=facts", func(store.Event) bool { return false }, 3, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var want, got []string
			for _, e := range k.events {
				if test.of(e) {
					want = append(want, e.Check)
				}
			}
			path, pages := "/tenants/"+id.String()+"/timeline"+test.query, 0
			for path != "" {
				w := s.get(t, path, id)
				if w.Code != http.StatusOK {
					t.Fatalf("%s: got %v", path, w.Code)
				}
				pages++
				body := w.Body.String()
				on := regexp.MustCompile(`check-\d{4}`).FindAllString(body, -1)
				if len(on) > test.atMostOnPage {
					t.Errorf("page %d holds %d events", pages, len(on))
				}
				got = append(got, on...)
				path = ""
				if m := older.FindStringSubmatch(body); m != nil {
					path = strings.ReplaceAll(m[1], "&amp;", "&")
				}
				if pages > 100 {
					t.Fatal("the way to older events does not end")
				}
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if pages != test.pages {
				t.Errorf("got %d pages, want %d", pages, test.pages)
			}
		})
	}
}

// TestTimelineLinks: the links of a page keep the language and the kind.
func TestTimelineLinks(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	k.events = manyEvents(200)
	body := newSite(t, memory{id: k}).get(t, "/tenants/"+id.String()+"/timeline?lang=fi&kind=verdict", id).Body.String()
	for _, want := range []string{
		"/timeline?lang=fi\">Kaikki", "/timeline?kind=verdict&amp;lang=fi\" aria-current=\"true\">",
		"before=" + url.QueryEscape(k.events[101].Written.Format(time.RFC3339Nano)) + "&amp;kind=verdict&amp;lang=fi",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// testPagedTimeline fills a tenant's timeline and follows it page by page through
// the store.
func testPagedTimeline(t *testing.T, db *store.DB, c promise) {
	kept, err := db.Tenant(c.full)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := kept.Timeline(t.Context(), 1000, time.Time{})
	if err != nil || len(whole) < 3 {
		t.Fatalf("got %d events, %v", len(whole), err)
	}
	var paged []store.Event
	var before time.Time
	for range len(whole) + 1 {
		events, err := kept.Timeline(t.Context(), 1, before)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			break
		}
		paged, before = append(paged, events...), events[len(events)-1].Written
	}
	if diff := gocmp.Diff(whole, paged); diff != "" {
		t.Errorf("page by page (-want +got):\n%s", diff)
	}
}

func TestLine(t *testing.T) {
	at := func(hours int) time.Time { return wall.Add(time.Duration(hours) * time.Hour) }
	tests := []struct {
		name   string
		points []store.Score
		now    time.Time
		want   string
	}{
		{"one, just now", []store.Score{{At: wall, Score: 50}}, wall, ""},
		{"one, earlier", []store.Score{{At: wall, Score: 50}}, at(4), "0,50.0 1000,50.0"},
		{"two", []store.Score{{At: wall, Score: 0}, {At: at(1), Score: 100}}, at(4), "0,100.0 250,100.0 250,0.0 1000,0.0"},
		{"a clock that stands before the last", []store.Score{{At: wall, Score: 25}, {At: at(2), Score: 75}}, wall, "0,75.0 1000,75.0 1000,25.0 1000,25.0"},
		{"a whole recording at one moment", []store.Score{{At: wall, Score: 25}, {At: wall, Score: 75}}, wall, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := line(test.points, test.now); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
