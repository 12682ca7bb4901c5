package trail_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/trail"
)

// canaries stand in what is personal of every entry of this test.
var canaries = []string{"maija", "a-77", "192.0.2.7", "pontus", "g-77", "kanarialintu"}

func canary(n int) trail.Entry {
	e := entry(n)
	e.Account, e.Grant, e.Purpose, e.Action = "a-77", "g-77", "kanarialintu", trail.GrantViewed
	e.Before, e.After = json.RawMessage(`{"a":"kanarialintu"}`), json.RawMessage(`{"b":"Kanarialintu"}`)
	return e
}

func tells(text string) string {
	for _, c := range canaries {
		if strings.Contains(strings.ToLower(text), c) {
			return c
		}
	}
	return ""
}

// TestNothingPersonalIsStoredInPlain looks at every byte of every document.
func TestNothingPersonalIsStoredInPlain(t *testing.T) {
	w := newWorld(t)
	w.write(t, "waits", canary(0))
	for n := range 3 {
		for _, b := range []trail.Book{w.book, trail.Service(w.db)} {
			if err := b.Add(t.Context(), name(n), canary(n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.seal(t)
	if _, err := trail.Service(w.db).Seal(t.Context(), w.Now()); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	db := w.db.Handle()
	for _, c := range []*cloud.Client{handle.Vahti(db), handle.Audit(db), handle.People(db)} {
		for _, group := range []string{"trail", "entries", "chain", "anchors"} {
			docs, err := c.CollectionGroup(group).Documents(t.Context()).GetAll()
			if err != nil {
				t.Fatal(err)
			}
			kinds[group] += len(docs)
			for _, d := range docs {
				text := d.Ref.Path
				for field, v := range d.Data() {
					text += fmt.Sprintf(" %s=%s %v", field, v, v)
				}
				if c := tells(text); c != "" {
					t.Errorf("%s holds %q in plain", d.Ref.Path, c)
				}
			}
		}
	}
	for group, least := range map[string]int{"trail": 1, "entries": 6, "chain": 2, "anchors": 2} {
		if kinds[group] < least {
			t.Errorf("%d documents of %s were looked at, want %d", kinds[group], group, least)
		}
	}
}

// TestAnnex3Section5NothingPersonalIsPrinted prints and logs everything the package hands out, and
// the errors of a book that is damaged.
func TestAnnex3Section5NothingPersonalIsPrinted(t *testing.T) {
	w := newWorld(t)
	if err := w.book.Add(t.Context(), name(0), canary(0)); err != nil {
		t.Fatal(err)
	}
	page, err := w.book.List(t.Context(), trail.Query{})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := w.book.Accesses(t.Context(), start, start.AddDate(0, 1, 0))
	if err != nil || len(sum.List) != 1 {
		t.Fatalf("got %d accesses, %v", len(sum.List), err)
	}
	draft, err := trail.NewDraft(w.tenant.Handle(), w.key, "d", canary(1))
	if err != nil {
		t.Fatal(err)
	}
	query := trail.Query{Actor: "maija@esimerkki.example", Text: "kanarialintu"}
	e := canary(0)
	var log bytes.Buffer
	lines := slog.New(slog.NewJSONHandler(&log, nil))
	for _, v := range []any{e, &e, page, page.Records[0], &page.Records[0], sum, sum.List[0], &sum.List[0], query, &query, draft, w.book} {
		text := fmt.Sprintf("%v %+v %#v %s %d %x %q", v, v, v, v, v, v, v)
		if c := tells(text); c != "" {
			t.Errorf("%T shows %q", v, c)
		}
		lines.Info("shown", "it", v)
		if plain, err := json.Marshal(v); err == nil && tells(string(plain)) != "" {
			t.Errorf("%T as JSON shows %q", v, tells(string(plain)))
		}
	}
	if c := tells(log.String()); c != "" || log.Len() == 0 {
		t.Errorf("the log shows %q", c)
	}
	tamper{t, w}.set(w.entries().Doc(name(0)), "sealed", []byte(`{"actor":"maija","reason":"kanarialintu"}`))
	for what, err := range map[string]error{
		"read":   second(trail.Read(t.Context(), w.tenant)),
		"cursor": second(w.book.List(t.Context(), trail.Query{Actor: "maija", Text: "kanarialintu", Cursor: "kanarialintu"})),
		"period": second(w.book.List(t.Context(), trail.Query{Actor: "maija", From: start, To: start})),
	} {
		if err == nil || tells(err.Error()) != "" {
			t.Errorf("%s: got %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
