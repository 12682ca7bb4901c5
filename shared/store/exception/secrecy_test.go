package exception_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/trail"
)

// TestNothingPersonalIsStoredInPlain looks at every byte of every document.
func TestNothingPersonalIsStoredInPlain(t *testing.T) {
	w := newWorld(t, nil)
	by := finding.Attribution{Attributed: true, Actor: "kalle@esimerkki.example", ActorID: "a-99", App: "Kallen Sovellus", IP: "198.51.100.9", Entry: "d-5"}
	w.mustScan(t, guests(1), users(map[string]int{"ulla@esimerkki.example": 1}))
	if err := w.full(t.Context(), w.claim(t), judged{[]finding.Judged{guests(2), users(map[string]int{"ulla@esimerkki.example": 2})}, by}); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Minute)
	made := w.accept(t, wish("q", w.id("guests", finding.TenantResource)))
	if _, err := exception.Withdraw(t.Context(), w.tenant, made[0].ID, maija, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.accept(t, wish("q2", w.id("users", "ulla@esimerkki.example")))
	w.mustScan(t, guests(0), users(map[string]int{"ulla@esimerkki.example": 3}))
	secrets := []string{"kalle", "a-99", "Sovellus", "198.51.100.9", "d-5", "ulla", "Turku", "Pontus", "maija", "192.0.2.7", "Tuulikki", "u-77"}
	kinds := map[string]int{}
	for _, c := range []*cloud.Client{w.vahti(), handle.Audit(w.db.Handle())} {
		for _, group := range []string{"tenants", "scans", "findings", "history", "changes", "exceptions", "trail", "entries", "outbox"} {
			docs, err := c.CollectionGroup(group).Documents(t.Context()).GetAll()
			if err != nil {
				t.Fatal(err)
			}
			kinds[group] += len(docs)
			for _, d := range docs {
				var raw bytes.Buffer
				fmt.Fprint(&raw, d.Ref.Path)
				for name, v := range d.Data() {
					fmt.Fprintf(&raw, " %s=%s %v", name, v, v)
				}
				for _, s := range secrets {
					if bytes.Contains(bytes.ToLower(raw.Bytes()), []byte(strings.ToLower(s))) {
						t.Errorf("%s holds %q in plain", d.Ref.Path, s)
					}
				}
			}
		}
	}
	for _, group := range []string{"tenants", "findings", "history", "changes", "exceptions", "entries", "outbox"} {
		if kinds[group] == 0 {
			t.Errorf("no document of %s was looked at", group)
		}
	}
	steps, err := w.tenant.Story(t.Context(), w.id("guests", finding.TenantResource))
	if err != nil || len(steps) < 2 || steps[1].By != by {
		t.Errorf("who made it is not read back: %v", err)
	}
	for _, v := range []any{maija, wish("q"), made[0], store.Event{Drift: finding.Drift{Resource: "ulla"}}, trail.Entry{Actor: "maija"}} {
		if text := fmt.Sprintf("%v %+v %#v", v, v, v); strings.Contains(text, "maija") || strings.Contains(text, "ulla") || strings.Contains(text, "Pontus") {
			t.Errorf("%T shows somebody: %s", v, text)
		}
	}
}
