package document_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store/document"
)

var author = finding.Attribution{Attributed: true, At: since, Actor: "tuulikki@esimerkki.example", ActorID: "u-77", App: "Portal", IP: "192.0.2.7", Activity: "Update policy", Entry: "d-1"}

func TestStepsOfAStory(t *testing.T) {
	key := newKey(t)
	f := sample()
	stored, err := document.FromFinding(f, key)
	if err != nil {
		t.Fatal(err)
	}
	change := finding.Change{Kind: finding.Worsened, At: since, Slot: f.Slot, Finding: f, From: finding.Facts{"count": int64(2)}, By: author}
	name, d, err := document.FromChange(change, stored, since.Add(time.Hour), key)
	if err != nil {
		t.Fatal(err)
	}
	exceptionName, returned, err := document.FromException(finding.Returned, "e1", finding.Expired, stored, finding.Attribution{}, since, since, key)
	if err != nil {
		t.Fatal(err)
	}
	if name != "00000004" || exceptionName != "00000004-e1-returned" {
		t.Errorf("got names %s and %s", name, exceptionName)
	}
	if d.Kind != "worsened" || string(d.From) != `{"count":2}` || d.Reason != f.Reason || returned.Because != "expired" || returned.Exception != "e1" || returned.By != nil {
		t.Errorf("got %+v and %+v", d, returned)
	}
	if got, err := d.Attribution(stored.ID, name, key); err != nil || got != author {
		t.Errorf("who made it: got %v, %v, want %+v", got.Actor, err, author.Actor)
	}
	if got, err := returned.Attribution(stored.ID, exceptionName, key); err != nil || got.Attributed {
		t.Errorf("who made what nobody made: got %v, %v", got.Attributed, err)
	}
	for what, place := range map[string][2]string{"another step": {stored.ID, "00000005"}, "another finding": {"f2", name}} {
		if got, err := d.Attribution(place[0], place[1], key); err == nil || got.Attributed {
			t.Errorf("%s: got %v, want a refusal", what, got.Attributed)
		}
	}
	if raw := fmt.Sprintf("%v %s", d, d.By); strings.Contains(raw, "tuulikki") || strings.Contains(raw, "192.0.2.7") {
		t.Error("who made a change is stored in plain")
	}
}

func drift(n int, text func(int) string) []finding.Drift {
	var list []finding.Drift
	for i := range n {
		raw, _ := json.Marshal(text(i))
		list = append(list, finding.Drift{Kind: finding.DriftFacts, Check: fmt.Sprintf("check-%d", i), Resource: "r", Finding: finding.ID(fmt.Sprint("f", i)),
			From: json.RawMessage(`{"n":1}`), To: raw, FirstSeen: since, By: author})
	}
	return list
}

// TestDriftOfEverySize stores lists that one document holds and lists that none
// does, and reads them back whole and in order.
func TestDriftOfEverySize(t *testing.T) {
	key := newKey(t)
	draw := rand.New(rand.NewPCG(5, 6))
	noise := func(size int) func(int) string { // nothing compresses it
		return func(int) string {
			b := make([]byte, size)
			for i := range b {
				b[i] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"[draw.IntN(64)]
			}
			return string(b)
		}
	}
	tests := []struct {
		name  string
		list  []finding.Drift
		parts int
	}{
		{"none", nil, 0},
		{"one", drift(1, func(int) string { return "x" }), 1},
		{"many that compress", drift(100, func(int) string { return strings.Repeat("x", 50_000) }), 1},
		{"too much for one document", drift(100, noise(40_000)), 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts, err := document.SealDrift("s1", tt.list, key)
			if err != nil {
				t.Fatal(err)
			}
			if len(parts) != tt.parts {
				t.Errorf("got %d documents, want %d", len(parts), tt.parts)
			}
			var names []string
			for name, sealed := range parts {
				names = append(names, name)
				if len(sealed) > document.MaxSealed {
					t.Errorf("a document holds %d bytes", len(sealed))
				}
			}
			slices.Sort(names)
			var got []finding.Drift
			for _, name := range names {
				some, err := document.Drift{Sealed: parts[name]}.Drift(name, key)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, some...)
				if _, err := (document.Drift{Sealed: parts[name]}).Drift(name+"x", key); err == nil {
					t.Error("it can be read in another place")
				}
			}
			if diff := cmp.Diff(tt.list, got, cmp.Comparer(func(a, b json.RawMessage) bool { return bytes.Equal(a, b) })); diff != "" {
				t.Errorf("drift (-want +got):\n%.2000s", diff)
			}
		})
	}
}

// TestDriftThatNoDocumentHolds keeps that there was a change, without the values.
func TestDriftThatNoDocumentHolds(t *testing.T) {
	key := newKey(t)
	draw := rand.New(rand.NewPCG(7, 8))
	list := drift(1, func(int) string {
		b := make([]byte, 3<<20)
		for i := range b {
			b[i] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"[draw.IntN(64)]
		}
		return string(b)
	})
	parts, err := document.SealDrift("s1", list, key)
	if err != nil || len(parts) != 1 {
		t.Fatalf("got %d documents, %v, want 1", len(parts), err)
	}
	got, err := document.Drift{Sealed: parts["s1"]}.Drift("s1", key)
	if err != nil || len(got) != 1 || got[0].Check != list[0].Check || got[0].By != author || string(got[0].To) != "null" {
		t.Errorf("got %d records, %v", len(got), err)
	}
}

func TestExceptionRoundTrip(t *testing.T) {
	key := newKey(t)
	f := sample()
	in := finding.Exception{ID: "e1", Request: "q1", Finding: f.ID, Check: f.Check, Resource: f.Resource, Reason: "Tuulikki needs it until spring.",
		Owner: "Pontus Esimerkki", By: "maija@esimerkki.example", Created: opened, Written: since, Expires: since.AddDate(0, 3, 0),
		Severity: f.Severity, Accepted: f.Evidence, Scale: finding.Scale{LessIsWorse: []string{"left"}, Neutral: []string{"seen"}}}
	d, err := document.FromAcceptance(in, false, key)
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Exception(key)
	if diff := cmp.Diff(in, got); diff != "" || err != nil {
		t.Errorf("exception (-want +got), %v:\n%s", err, diff)
	}
	if d.Lapses == nil || !d.Lapses.Equal(in.Expires) {
		t.Errorf("it lapses at %v, want %v", d.Lapses, in.Expires)
	}
	if still, err := document.FromAcceptance(in, true, key); err != nil || still.Lapses != nil {
		t.Errorf("of a recorded tenant: it lapses at %v, %v, want never by itself", still.Lapses, err)
	}
	stored := fmt.Sprintf("%v %s %s", d, d.Facts, d.Sealed)
	for _, secret := range []string{"Tuulikki", "Pontus", "maija", "u-77", f.Resource} {
		if strings.Contains(stored, secret) {
			t.Errorf("%q is stored in plain", secret)
		}
	}
	tests := []struct {
		name string
		bend func(*document.Exception)
	}{
		{"another place", func(d *document.Exception) { d.ID = "e2" }},
		{"no state", func(d *document.Exception) { d.State = "" }},
		{"ended without a reason", func(d *document.Exception) { d.State = document.ExceptionEnded }},
		{"active with a reason to end", func(d *document.Exception) { d.Because = "expired" }},
		{"no severity", func(d *document.Exception) { d.Severity = "" }},
		{"facts of another form", func(d *document.Exception) { d.Facts = []byte("[]") }},
		{"sealed by nobody", func(d *document.Exception) { d.Sealed = []byte("open") }},
		{"ended by somebody unsealed", func(d *document.Exception) { d.EndedBy = []byte("maija") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bent := d
			tt.bend(&bent)
			if _, err := bent.Exception(key); err == nil {
				t.Error("it is taken")
			}
		})
	}
}

func TestExceptedIsNeverStored(t *testing.T) {
	key := newKey(t)
	f := sample()
	f.State = finding.Excepted
	if _, err := document.FromFinding(f, key); err == nil {
		t.Error("an excepted finding is stored")
	}
	d, err := document.FromFinding(sample(), key)
	if err != nil {
		t.Fatal(err)
	}
	d.State = string(finding.Excepted)
	if _, err := d.WithoutSubjects(); err == nil {
		t.Error("a stored finding that says it is excepted is read")
	}
}
