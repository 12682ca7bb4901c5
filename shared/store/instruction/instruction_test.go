package instruction_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

func newStaffed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.Staff(t)
	return w
}

func wish(s instruction.Setting, value, expected string) instruction.Wish {
	return instruction.Wish{Setting: s, Value: json.RawMessage(value), Expected: expected, Source: instruction.Console}
}

func (w *world) give(t *testing.T, s instruction.Setting, value string) instruction.Instruction {
	t.Helper()
	i, err := instruction.Give(t.Context(), w.Tenant, wish(s, value, ""), membertest.Actor("anna"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func (w *world) list(t *testing.T, limit int) []instruction.Instruction {
	t.Helper()
	var out []instruction.Instruction
	for cursor := ""; ; {
		page, next, err := instruction.List(t.Context(), w.Tenant, cursor, limit)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page...)
		if cursor = next; next == "" {
			return out
		}
	}
}

// TestSection10Instructions follows a setting through its changes.
func TestSection10Instructions(t *testing.T) {
	w := newStaffed(t)
	s := instruction.Declared()
	if value, version, err := instruction.Read(t.Context(), w.Tenant, s); value != nil || version != instruction.Unset || err != nil {
		t.Errorf("before: got %s, %q, %v", value, version, err)
	}
	first := w.give(t, s, `{ "note": "<Tuulikki>" }`)
	w.Add(time.Minute)
	for range 2 {
		i := w.give(t, s, `{"note":"<Tuulikki>"}`) // the same again
		if i.Number != 0 || i.Version != first.Version {
			t.Errorf("the same value again: got number %d", i.Number)
		}
	}
	second, err := instruction.Give(t.Context(), w.Tenant, wish(s, `{"note":"none"}`, first.Version), membertest.Actor("olga"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := instruction.Give(t.Context(), w.Tenant, wish(s, `{"note":"other"}`, first.Version), membertest.Actor("olga"), w.Now()); !errors.Is(err, instruction.ErrChanged) {
		t.Errorf("upon a version that is gone: got %v, want %v", err, instruction.ErrChanged)
	}
	if i, err := instruction.Give(t.Context(), w.Tenant, wish(s, `{"note":"none"}`, first.Version), membertest.Actor("olga"), w.Now()); err != nil || i.Number != 0 {
		t.Errorf("the same wish again: got number %d, %v", i.Number, err)
	}
	want := []instruction.Instruction{
		{Number: 2, Setting: "current", Source: instruction.Console, At: membertest.Start.Add(time.Minute), Account: "aolga", By: "olga@esimerkki.example",
			Before: json.RawMessage(`{"note":"<Tuulikki>"}`), After: json.RawMessage(`{"note":"none"}`), Version: second.Version},
		{Number: 1, Setting: "current", Source: instruction.Console, At: membertest.Start, Account: "aanna", By: "anna@esimerkki.example",
			After: json.RawMessage(`{"note":"<Tuulikki>"}`), Version: first.Version},
	}
	if diff := cmp.Diff(want, w.list(t, 1)); diff != "" {
		t.Errorf("instructions (-want +got):\n%s", diff)
	}
	stored, err := w.Tenant.Settings(t.Context())
	if err != nil || string(stored) != `{"note":"none"}` {
		t.Errorf("scans read the settings as %s, %v", stored, err)
	}
	value, version, err := instruction.Read(t.Context(), w.Tenant, s)
	if err != nil || string(value) != `{"note":"none"}` || version != second.Version {
		t.Errorf("read back: got %s, %q, %v", value, version, err)
	}
	entries := w.Entries(t)
	if len(entries) != 2 || entries[0].Before != nil || !strings.Contains(string(entries[0].After), "Tuulikki") || entries[1].Actor != "olga@esimerkki.example" ||
		entries[1].Action != "setting.changed" || entries[1].Target != "instructions/999999997" {
		t.Errorf("got %d entries of the trail, %s", len(entries), entries[1].Target)
	}
}

// TestSetMeanwhile holds that who has seen that a setting was never set does not
// overwrite what somebody else set since.
func TestSetMeanwhile(t *testing.T) {
	w := newStaffed(t)
	s := instruction.Declared()
	_, seen, err := instruction.Read(t.Context(), w.Tenant, s)
	if err != nil {
		t.Fatal(err)
	}
	for i, tt := range []struct {
		name, value string
		want        error
	}{
		{"the first", `{"note":"mine"}`, nil},
		{"the same at once", `{"note":"mine"}`, nil},
		{"the second", `{"note":"theirs"}`, instruction.ErrChanged},
	} {
		if _, err := instruction.Give(t.Context(), w.Tenant, wish(s, tt.value, seen), membertest.Actor("olga"), w.Now()); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
		if list := w.list(t, 10); len(list) != 1 || string(list[0].After) != `{"note":"mine"}` {
			t.Errorf("after %d: got %d instructions", i, len(list))
		}
	}
	docs, err := handle.Doc(w.Tenant.Handle()).Collection("instructions").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 1 || docs[0].Data()["before"] != nil {
		t.Errorf("got %d documents, %v; the first instruction names a version before it", len(docs), err)
	}
}

// TestEverySetting gives each setting a value and looks where it arrives.
func TestEverySetting(t *testing.T) {
	w := newStaffed(t)
	own, err := instruction.Document("channels")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		setting       instruction.Setting
		value, before string
	}{
		{instruction.Language(), `"sv"`, `"fi"`},
		{instruction.Interval(), `7200`, `3600`},
		{instruction.Interval(), `1800`, `7200`},
		{instruction.Support(), `{"approval":true}`, ``},
		{own, `{"mail":["a@b.example"]}`, ``},
	} {
		i := w.give(t, tt.setting, tt.value)
		if string(i.Before) != tt.before || string(i.After) != tt.value {
			t.Errorf("%s: got %s, then %s", tt.setting.Name, i.Before, i.After)
		}
		if value, version, err := instruction.Read(t.Context(), w.Tenant, tt.setting); err != nil || string(value) != tt.value || version != i.Version {
			t.Errorf("%s: read %s, %v", tt.setting.Name, value, err)
		}
	}
	about, err := w.Tenant.About(t.Context())
	if err != nil || about.Language != "sv" {
		t.Errorf("the tenant's language is %q, %v", about.Language, err)
	}
	var needed bool
	err = handle.Transact(t.Context(), w.DB.Handle(), func(ctx context.Context, tx *cloud.Transaction) error {
		key, err := w.Tenant.Key(ctx)
		if err != nil {
			return err
		}
		needed, err = instruction.ApprovalNeeded(tx, w.Tenant.Handle(), key)
		return err
	})
	if err != nil || !needed {
		t.Errorf("approval of support access: got %v, %v, want it needed", needed, err)
	}
	for i, got := range w.list(t, 0) {
		if got.Number != 5-i {
			t.Errorf("instruction %d has the number %d", i, got.Number)
		}
	}
}

func TestRefused(t *testing.T) {
	w := newStaffed(t)
	if _, err := fleet.New(w.DB, w.Now).Put(t.Context(), fleet.NewTenant{Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: "00000000-0000-0000-0000-000000000001"},
		Language: "fi", Plan: tenant.Standard, Interval: 4 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		by    string
		value string
		set   instruction.Setting
		want  error
	}{
		{"by an analyst", "aapo", `{}`, instruction.Declared(), member.ErrForbidden},
		{"by an auditor", "aino", `"sv"`, instruction.Language(), member.ErrForbidden},
		{"by a stranger", "ville", `"sv"`, instruction.Language(), member.ErrForbidden},
		{"no JSON", "anna", `{`, instruction.Declared(), instruction.ErrValue},
		{"nothing", "anna", ``, instruction.Declared(), instruction.ErrValue},
		{"too large", "anna", `"` + strings.Repeat("x", instruction.MaxValue) + `"`, instruction.Declared(), instruction.ErrLarge},
		{"an unknown language", "anna", `"de"`, instruction.Language(), instruction.ErrLanguage},
		{"a number for a language", "anna", `7`, instruction.Language(), instruction.ErrLanguage},
		{"an interval outside the plan", "anna", `900`, instruction.Interval(), instruction.ErrPlan},
		{"an interval of nothing", "anna", `0`, instruction.Interval(), instruction.ErrPlan},
		{"an interval in parts", "anna", `14400.5`, instruction.Interval(), instruction.ErrInterval},
		{"an interval of ages", "anna", `99999999999`, instruction.Interval(), instruction.ErrInterval},
		{"an interval backwards", "anna", `-14400`, instruction.Interval(), instruction.ErrInterval},
		{"no approval said", "anna", `{}`, instruction.Support(), instruction.ErrSupport},
		{"a text for approval", "anna", `{"approval":"yes"}`, instruction.Support(), instruction.ErrSupport},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := instruction.Give(t.Context(), w.Tenant, wish(tt.set, tt.value, ""), membertest.Actor(tt.by), w.Now()); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	nowhere := wish(instruction.Declared(), `{}`, "")
	nowhere.Source = "rumour"
	if _, err := instruction.Give(t.Context(), w.Tenant, nowhere, membertest.Actor("anna"), w.Now()); !errors.Is(err, instruction.ErrSource) {
		t.Errorf("from nowhere: got %v", err)
	}
	for _, name := range []string{"", "a/b", "current", "instructions", "support", ".."} {
		if _, err := instruction.Document(name); err == nil {
			t.Errorf("a setting can be called %q", name)
		}
	}
	if _, _, err := instruction.List(t.Context(), w.Tenant, "a/b", 3); !errors.Is(err, instruction.ErrCursor) {
		t.Errorf("a forged page: got %v", err)
	}
	if list := w.list(t, 0); len(list) != 0 {
		t.Errorf("what was refused left %d instructions", len(list))
	}
}

// TestAtTheSameMoment has several people change a setting upon the same version.
// One does; numbers have no gap.
func TestAtTheSameMoment(t *testing.T) {
	w := newStaffed(t)
	first := w.give(t, instruction.Declared(), `0`)
	errs := make([]error, 4)
	var all sync.WaitGroup
	for n := range errs {
		all.Go(func() {
			_, errs[n] = instruction.Give(t.Context(), w.Tenant, wish(instruction.Declared(), fmt.Sprint(n+1), first.Version), membertest.Actor("anna"), w.Now())
		})
	}
	all.Wait()
	good := 0
	for _, err := range errs {
		if err == nil {
			good++
		} else if !errors.Is(err, instruction.ErrChanged) {
			t.Errorf("got %v, want %v", err, instruction.ErrChanged)
		}
	}
	list := w.list(t, 0)
	if good != 1 || len(list) != 2 || list[0].Number != 2 || string(list[0].Before) != "0" {
		t.Errorf("%d changed it, %d instructions", good, len(list))
	}
}

// TestCrash stops a change at each of its writes and repeats it.
func TestCrash(t *testing.T) {
	for at, hooks := 1, 1; at <= hooks; at++ {
		w := newStaffed(t)
		v := w.give(t, instruction.Interval(), `7200`).Version
		give := func(ctx context.Context) error {
			_, err := instruction.Give(ctx, w.Tenant, wish(instruction.Interval(), `1800`, v), membertest.Actor("anna"), w.Now())
			return err
		}
		n, err := w.Dying(t, at, give)
		if hooks = max(hooks, n); err == nil {
			t.Fatalf("dead at hook %d of %d: it went on", at, n)
		}
		if err := give(t.Context()); err != nil {
			t.Errorf("dead at hook %d: the repeat: %v", at, err)
		}
		if list := w.list(t, 0); len(list) != 2 || string(list[0].After) != "1800" {
			t.Errorf("dead at hook %d: %d instructions", at, len(list))
		}
		if got := w.Actions(t); len(got) != 2 {
			t.Errorf("dead at hook %d: the trail tells %v", at, got)
		}
	}
}

func TestNothingPersonalIsStoredInPlain(t *testing.T) {
	w := newStaffed(t)
	i := w.give(t, instruction.Declared(), `{"breakGlass":"tuulikki@esimerkki.example"}`)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%v %+v %#v %v", i, i, i, wish(instruction.Declared(), `"tuulikki"`, ""))
	for _, c := range []string{"instructions", "settings", "trail"} {
		docs, err := w.doc().Collection(c).Documents(t.Context()).GetAll()
		if err != nil || len(docs) == 0 {
			t.Fatalf("%d documents of %s, %v", len(docs), c, err)
		}
		for _, d := range docs {
			for name, v := range d.Data() {
				fmt.Fprintf(&b, " %s=%s %v", name, v, v)
			}
		}
	}
	for _, s := range []string{"tuulikki", "anna@", "192.0.2"} {
		if strings.Contains(b.String(), s) {
			t.Errorf("%q shows", s)
		}
	}
	if _, err := w.doc().Collection("instructions").Doc("999999998").Update(t.Context(), []cloud.Update{{Path: "sealed", Value: []byte("open")}}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := instruction.List(t.Context(), w.Tenant, "", 0); err == nil {
		t.Error("an instruction that was tampered with is read")
	}
}

// world is one tenant with people in it.
type world struct{ *membertest.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{membertest.New(t)}
}

func (w *world) doc() *cloud.DocumentRef { return handle.Doc(w.Tenant.Handle()) }
