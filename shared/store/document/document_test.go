package document_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// newKey returns the key of a new tenant.
func newKey(t *testing.T) *seal.Key {
	t.Helper()
	const project = "document-test"
	server, err := standin.Open(standin.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	addr, err := server.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	options, err := endpoint.Options("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	key, err := seal.NewKeys(client, project, time.Now).Create(t.Context(), tenanttest.ID(t))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

var (
	opened = time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	since  = time.Date(2026, 11, 1, 12, 30, 15, 0, time.UTC)
)

func sample() finding.Finding {
	return finding.Finding{
		ID: "finding1", Check: "guest-invitations", Resource: "9d3f-resource-id", Severity: finding.High, State: finding.Open,
		Reason: "Everyone may invite guests.",
		Evidence: finding.Evidence{
			Facts: finding.Facts{"count": int64(3), "enabled": false, "list": []string{"a", "b"}, "who": "everyone", "share": 0.25},
			Subjects: finding.Subjects{
				"users": finding.List(finding.Subject{ID: "u-77", Name: "Tuulikki Esimerkki", Note: "invited by Pontus"}),
			},
		},
		Since: since, Opened: opened, Slot: "2026-11-01T12:30:15Z/1", Version: 4,
	}
}

func TestRoundTrip(t *testing.T) {
	key := newKey(t)
	without := sample()
	without.Evidence = finding.Evidence{}
	resolved := sample()
	resolved.State, resolved.Resource = finding.Resolved, finding.TenantResource
	tests := []struct {
		name string
		in   finding.Finding
	}{
		{"open with everything", sample()},
		{"resolved, about the tenant", resolved},
		{"without evidence", without},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := document.FromFinding(tt.in, key)
			if err != nil {
				t.Fatal(err)
			}
			got, err := d.Finding(key)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.in, got); diff != "" {
				t.Errorf("finding (-want +got):\n%s", diff)
			}
			bare, err := d.WithoutSubjects()
			if err != nil {
				t.Fatal(err)
			}
			want := tt.in
			want.Resource, want.Evidence.Subjects = "", nil
			if diff := cmp.Diff(want, bare); diff != "" {
				t.Errorf("without subjects (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTimesAreRead(t *testing.T) {
	d, err := document.FromFinding(sample(), newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("UTC+2", 2*60*60)
	d.Since, d.Opened = d.Since.In(zone), d.Opened.In(zone)
	got, err := d.WithoutSubjects()
	if err != nil {
		t.Fatal(err)
	}
	if got.Since.Location() != time.UTC || got.Opened.Location() != time.UTC || !got.Since.Equal(since) || !got.Opened.Equal(opened) {
		t.Errorf("got %v and %v, want %v and %v", got.Since, got.Opened, since, opened)
	}
}

// TestNamesAreSealed looks for people and things in every byte that is stored.
func TestNamesAreSealed(t *testing.T) {
	d, err := document.FromFinding(sample(), newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	stored := fmt.Sprintf("%v %s %s", d, d.Facts, d.Sealed)
	for _, secret := range []string{"Tuulikki", "Esimerkki", "Pontus", "u-77", "9d3f-resource-id", "subjects", "users"} {
		if strings.Contains(stored, secret) {
			t.Errorf("%q is stored in plain", secret)
		}
	}
	if !strings.Contains(stored, "everyone") {
		t.Error("the facts are not among what was searched")
	}
}

func TestSealedPartsBelongToTheirPlace(t *testing.T) {
	own, foreign := newKey(t), newKey(t)
	d, err := document.FromFinding(sample(), own)
	if err != nil {
		t.Fatal(err)
	}
	moved := d
	moved.ID = "finding2"
	bent := d
	bent.Sealed = append([]byte{}, d.Sealed...)
	bent.Sealed[len(bent.Sealed)-1] ^= 1
	cut := d
	cut.Sealed = nil
	tests := []struct {
		name string
		doc  document.Finding
		key  *seal.Key
	}{
		{"another tenant's key", d, foreign},
		{"another finding's place", moved, own},
		{"a changed byte", bent, own},
		{"nothing sealed", cut, own},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.doc.Finding(tt.key)
			if err == nil || got.Resource != "" || got.Evidence.Subjects != nil {
				t.Errorf("got resource %q and error %v, want a refusal", got.Resource, err)
			}
		})
	}
	if _, err := d.Finding(own); err != nil {
		t.Errorf("the honest form is refused: %v", err)
	}
}

func TestSealedPartOfAnotherForm(t *testing.T) {
	key := newKey(t)
	d, err := document.FromFinding(sample(), key)
	if err != nil {
		t.Fatal(err)
	}
	if d.Sealed, err = key.Seal([]byte(`["Tuulikki"]`), "findings/"+d.ID); err != nil {
		t.Fatal(err)
	}
	_, err = d.Finding(key)
	if err == nil || strings.Contains(err.Error(), "Tuulikki") {
		t.Errorf("got error %v, want one that quotes nothing", err)
	}
}

func TestBadDocumentsAreRefused(t *testing.T) {
	tests := []struct {
		name string
		bend func(*document.Finding)
	}{
		{"no state", func(d *document.Finding) { d.State = "" }},
		{"unknown state", func(d *document.Finding) { d.State = "opened" }},
		{"no severity", func(d *document.Finding) { d.Severity = "" }},
		{"unknown severity", func(d *document.Finding) { d.Severity = "HIGH" }},
		{"no facts", func(d *document.Finding) { d.Facts = nil }},
		{"facts of another form", func(d *document.Finding) { d.Facts = []byte(`["a"]`) }},
	}
	key := newKey(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := document.FromFinding(sample(), key)
			if err != nil {
				t.Fatal(err)
			}
			tt.bend(&d)
			if _, err := d.WithoutSubjects(); err == nil {
				t.Error("WithoutSubjects accepts it")
			}
			if _, err := d.Finding(key); err == nil {
				t.Error("Finding accepts it")
			}
		})
	}
}

func TestFactsThatCannotBeStored(t *testing.T) {
	f := sample()
	f.Evidence.Facts = finding.Facts{"share": math.NaN()}
	if _, err := document.FromFinding(f, newKey(t)); err == nil {
		t.Error("got no error for a fact that JSON cannot hold")
	}
}

func TestDecodeFacts(t *testing.T) {
	tests := []struct {
		name, raw string
		want      finding.Facts
		bad       bool
	}{
		{name: "whole number", raw: `{"n":3}`, want: finding.Facts{"n": int64(3)}},
		{name: "negative", raw: `{"n":-90}`, want: finding.Facts{"n": int64(-90)}},
		{name: "larger than float64 can tell", raw: `{"n":9007199254740993}`, want: finding.Facts{"n": int64(9007199254740993)}},
		{name: "the largest", raw: `{"n":9223372036854775807}`, want: finding.Facts{"n": int64(math.MaxInt64)}},
		{name: "beyond int64", raw: `{"n":9223372036854775808}`, want: finding.Facts{"n": float64(1 << 63)}},
		{name: "fraction", raw: `{"n":0.5}`, want: finding.Facts{"n": 0.5}},
		{name: "list", raw: `{"l":["a","b"]}`, want: finding.Facts{"l": []string{"a", "b"}}},
		{name: "empty list", raw: `{"l":[]}`, want: finding.Facts{"l": []string{}}},
		{name: "list that was nil", raw: `{"l":null}`, want: finding.Facts{"l": []string(nil)}},
		{name: "switch", raw: `{"b":true}`, want: finding.Facts{"b": true}},
		{name: "none", raw: `{}`, want: finding.Facts{}},
		{name: "facts that were nil", raw: `null`, want: nil},
		{name: "beyond float64", raw: `{"n":1e999}`, bad: true},
		{name: "list of numbers", raw: `{"l":[1]}`, bad: true},
		{name: "object within", raw: `{"o":{}}`, bad: true},
		{name: "more after", raw: `{} {}`, bad: true},
		{name: "cut", raw: `{"n":`, bad: true},
		{name: "nothing", raw: ``, bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got finding.Facts
			err := document.DecodeFacts([]byte(tt.raw), &got)
			if (err != nil) != tt.bad {
				t.Fatalf("got error %v, want one: %v", err, tt.bad)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzDecodeFacts holds that whatever is accepted can be stored again and reads
// back the same.
func FuzzDecodeFacts(f *testing.F) {
	for _, seed := range []string{
		`null`, `{}`, `{"n":3,"f":0.1,"b":true,"s":"P90D","l":["a"],"none":null}`, `{"n":1e30}`, `{"n":-0}`, `{"n":9223372036854775808}`,
		`{"a":{"b":1}}`, `[1]`, `{"l":[null]}`, `{"n":1}x`, `{"\u0000":"\ud800"}`, `{"n":1E400}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var facts finding.Facts
		if err := document.DecodeFacts(raw, &facts); err != nil {
			if facts != nil {
				t.Error("facts were filled in spite of an error")
			}
			return
		}
		for name, v := range facts {
			switch v.(type) {
			case bool, string, int64, float64, []string:
			default:
				t.Errorf("fact %q has the type %T", name, v)
			}
		}
		again, err := json.Marshal(facts)
		if err != nil {
			t.Fatalf("accepted facts cannot be stored: %v", err)
		}
		var back finding.Facts
		if err := document.DecodeFacts(again, &back); err != nil {
			t.Fatalf("stored facts cannot be read: %v", err)
		}
		if !facts.Equal(back) {
			t.Errorf("got %v, want %v", back, facts)
		}
	})
}

func TestNextDue(t *testing.T) {
	due := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) time.Time { return due.Add(d) }
	tests := []struct {
		name     string
		interval time.Duration
		began    time.Time
		want     time.Time
	}{
		{"on time", time.Hour, at(0), at(time.Hour)},
		{"a little late", time.Hour, at(20 * time.Second), at(time.Hour)},
		{"intervals missed", time.Hour, at(3*time.Hour + time.Second), at(4 * time.Hour)},
		{"just before it is due: the schedule stands", time.Hour, at(-time.Nanosecond), at(0)},
		{"asked for early: the schedule stands", time.Hour, at(-59 * time.Minute), at(0)},
		{"interval made shorter", time.Hour, at(-5*time.Hour - time.Minute), at(-5 * time.Hour)},
		{"no interval is a day", 0, at(time.Hour), at(24 * time.Hour)},
		{"negative interval is a day", -time.Hour, at(time.Hour), at(24 * time.Hour)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := document.Tenant{Due: due, Interval: tt.interval}.NextDue(tt.began)
			if !got.Equal(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got, want := (document.Tenant{Interval: time.Hour}).NextDue(due), due.Add(time.Hour); !got.Equal(want) {
		t.Errorf("never due before: got %v, want %v", got, want)
	}
}

// TestNextDueProperty holds that the next time lies on the grid, in the future,
// and within one interval.
func TestNextDueProperty(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	base := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	const years = int64(20 * 365 * 24 * time.Hour)
	for range 20_000 {
		interval := time.Duration(1 + draw.Int64N(int64(400*24*time.Hour)))
		due := base.Add(time.Duration(draw.Int64N(2*years) - years))
		began := base.Add(time.Duration(draw.Int64N(2*years) - years))
		next := document.Tenant{Due: due, Interval: interval}.NextDue(began)
		if !next.After(began) || next.Sub(began) > interval {
			t.Fatalf("due %v every %v, began %v: got %v, want within one interval after", due, interval, began, next)
		}
		if next.Sub(due)%interval != 0 {
			t.Fatalf("due %v every %v, began %v: got %v, which is off the grid", due, interval, began, next)
		}
	}
}
