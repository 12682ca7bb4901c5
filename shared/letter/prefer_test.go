package letter_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// house is a tenant and one who reads its letters.
type house struct {
	db     *store.DB
	tenant *store.Tenant
	reader letter.Reader
	watch  func() error
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{}
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: func(string, bool) error {
		if h.watch == nil {
			return nil
		}
		return h.watch()
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	keys := standintest.Keys(t, "letter-test")
	ctx := context.WithoutCancel(t.Context())
	if _, err := keys.CreatePeople(ctx); err != nil {
		t.Fatal(err)
	}
	if h.db, err = store.Open(ctx, "letter-test", keys, store.VahtiDatabase, store.PeopleDatabase, store.AuditDatabase); err != nil {
		t.Fatal(err)
	}
	id, err := fleet.New(h.db, func() time.Time { return start }).Put(ctx, fleet.NewTenant{Profile: tenant.Profile{Name: "Customer Oy", EntraID: "00000000-0000-0000-0000-000000000001"}, Language: "fi", Interval: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if h.tenant, err = h.db.Tenant(id); err != nil {
		t.Fatal(err)
	}
	h.reader = letter.Reader{Tenant: id.String(), Account: "aaino", Name: "aino@customer.example", Address: "192.0.2.7"}
	return h
}

// settle tells what waits, and returns what the tenant's trail tells of preferences:
// who, why, and what they were and became.
func (h *house) settle(t *testing.T) (out []string) {
	t.Helper()
	for c, err := range letter.Changes(t.Context(), h.db) {
		if err == nil {
			err = c.Settle(t.Context(), h.db)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	all, err := trail.Read(t.Context(), h.tenant)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Action == trail.PreferencesChanged {
			out = append(out, fmt.Sprintf("%s %s %s %q: %s to %s", e.By, e.Actor, e.Address, e.Reason, e.Before, e.After))
		}
	}
	return out
}

const (
	everything = `{"digest":"","letters":["findings-alert","findings-digest","consent-lost","mail-failed","webhook-failed"],"lettersForPartner":[]}`
	alertsOnly = `{"digest":"weekly","letters":["findings-alert"],"lettersForPartner":[]}`
	partners   = `{"digest":"weekly","letters":["findings-alert"],"lettersForPartner":["findings-alert","findings-digest"]}`
	muted      = `{"digest":"weekly","letters":[],"lettersForPartner":["findings-digest"]}`
)

func TestPrefer(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	alert := []letter.Kind{letter.FindingsAlert}
	prefer := func(c letter.Choice, at time.Duration) error {
		change, err := h.reader.Prefer(ctx, h.db, c, start.Add(at))
		if err == nil {
			err = change.Tell(ctx, h.tenant)
		}
		return err
	}
	none, one := 0, 1
	for _, err := range []error{
		prefer(letter.Choice{Kinds: alert, Digest: letter.Weekly, Seen: &none}, 1),
		prefer(letter.Choice{Kinds: alert, Digest: letter.Weekly, Seen: &none}, 2), // the answer was lost
		prefer(letter.Choice{Kinds: []letter.Kind{letter.Digest, letter.FindingsAlert, letter.Digest}, Partner: true, Digest: letter.Weekly, Seen: &one}, 3),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if _, err := h.reader.Mute(ctx, h.db, letter.FindingsAlert, start.Add(4)); err != nil {
			t.Fatal(err)
		}
	}
	got, version, err := h.reader.Preferences(ctx, h.db)
	want := letter.Preferences{Muted: []letter.Kind{letter.ConsentLost, letter.FindingsAlert, letter.Digest, letter.MailFailed, letter.HookFailed}, Wanted: []letter.Kind{letter.Digest}, Digest: letter.Weekly}
	if diff := cmp.Diff(want, got); diff != "" || version != 3 || err != nil {
		t.Errorf("preferences in version %d, %v (-want +got):\n%s", version, err, diff)
	}
	told := []string{
		`member aino@customer.example 192.0.2.7 "": ` + everything + " to " + alertsOnly,
		`member aino@customer.example 192.0.2.7 "": ` + alertsOnly + " to " + partners,
		`member aino@customer.example 192.0.2.7 "by the link in a letter": ` + partners + " to " + muted,
	}
	for range 2 {
		if diff := cmp.Diff(told, h.settle(t)); diff != "" {
			t.Errorf("the audit trail (-want +got):\n%s", diff)
		}
	}
	for name, tt := range map[string]struct{ got, want error }{
		"a required kind":    {prefer(letter.Choice{Kinds: []letter.Kind{letter.Invitation}}, 5), letter.ErrPreferences},
		"an hourly digest":   {prefer(letter.Choice{Digest: "hourly"}, 5), letter.ErrPreferences},
		"seen before":        {prefer(letter.Choice{Seen: &one}, 5), letter.ErrPreferred},
		"of no tenant":       {errOf(letter.Reader{Account: "a"}.Mute(ctx, h.db, letter.Digest, start)), letter.ErrName},
		"a kind kept always": {errOf(h.reader.Mute(ctx, h.db, letter.SupportBegan, start)), letter.ErrPreferences},
	} {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, tt.got, tt.want)
		}
	}
	if got := h.settle(t); len(got) != 3 {
		t.Errorf("what was refused is told: %d entries", len(got))
	}
}

func errOf[T any](_ T, err error) error { return err }

func TestWants(t *testing.T) {
	tests := []struct {
		name    string
		p       letter.Preferences
		kind    letter.Kind
		partner bool
		want    bool
	}{
		{"a member who said nothing", letter.Preferences{}, letter.Digest, false, true},
		{"a member who turned it off", letter.Preferences{Muted: []letter.Kind{letter.Digest}}, letter.Digest, false, false},
		{"a member who asked for it for a partner", letter.Preferences{Muted: []letter.Kind{letter.Digest}, Wanted: []letter.Kind{letter.Digest}}, letter.Digest, false, false},
		{"a partner who said nothing", letter.Preferences{}, letter.FindingsAlert, true, false},
		{"a partner who asked for it", letter.Preferences{Wanted: []letter.Kind{letter.FindingsAlert}}, letter.FindingsAlert, true, true},
		{"a partner who asked for another", letter.Preferences{Wanted: []letter.Kind{letter.Digest}}, letter.FindingsAlert, true, false},
		{"what the agreement requires", letter.Preferences{}, letter.SupportBegan, true, true},
	}
	for _, tt := range tests {
		if got := tt.p.Wants(tt.kind, tt.partner); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestPreferDiesAnywhere stops a change, its telling and its settling at each hook: the
// repeat ends with one change and one entry.
func TestPreferDiesAnywhere(t *testing.T) {
	for at, hooks := 0, 0; at <= hooks; at++ {
		h := newHouse(t)
		seen := 0
		ctx, die := context.WithCancel(t.Context())
		h.watch = func() error {
			if seen++; seen != at {
				return nil
			}
			die()
			return status.Error(codes.PermissionDenied, "dead")
		}
		run := func(ctx context.Context) error {
			change, err := h.reader.Prefer(ctx, h.db, letter.Choice{Digest: letter.Weekly}, start)
			if err == nil {
				err = change.Tell(ctx, h.tenant)
			}
			for c, oneErr := range letter.Changes(ctx, h.db) {
				if err = errors.Join(err, oneErr); err == nil {
					err = c.Settle(ctx, h.db)
				}
			}
			return err
		}
		if err := run(ctx); (err == nil) != (at == 0) {
			t.Fatalf("dead at hook %d: got %v", at, err)
		}
		if at == 0 {
			if hooks = seen; hooks < 6 { // the change, its entry and its end, each before and after
				t.Fatalf("a whole run passed %d hooks", hooks)
			}
		}
		h.watch = nil
		if err := run(t.Context()); err != nil {
			t.Fatalf("the repeat after hook %d: %v", at, err)
		}
		if got := h.settle(t); len(got) != 1 {
			t.Errorf("dead at hook %d: %d entries of the trail, want 1", at, len(got))
		}
		die()
	}
}

// TestPreferAtOnce: of changes at the same moment each is told from what it replaced.
func TestPreferAtOnce(t *testing.T) {
	h := newHouse(t)
	var all sync.WaitGroup
	for _, kind := range letter.OptionalKinds() {
		all.Go(func() {
			if _, err := h.reader.Mute(t.Context(), h.db, kind, start); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if p, version, err := h.reader.Preferences(t.Context(), h.db); len(p.Kinds(false)) != 0 || version != 5 || err != nil {
		t.Errorf("got %d kinds in version %d, %v", len(p.Kinds(false)), version, err)
	}
	if got := h.settle(t); len(got) != 5 {
		t.Errorf("%d entries of the trail, want 5", len(got))
	}
}

// TestChangesAreSealed: what waits to be told names nobody in plain, one that was moved
// to another place is refused, and the listing goes on after it.
func TestChangesAreSealed(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	if _, err := h.reader.Prefer(ctx, h.db, letter.Choice{Digest: letter.Weekly}, start); err != nil {
		t.Fatal(err)
	}
	changes := handle.People(h.db.Handle()).Collection("preferencechanges")
	docs, err := changes.Documents(ctx).GetAll()
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d changes wait, %v", len(docs), err)
	}
	for name, v := range docs[0].Data() {
		if s := fmt.Sprintf("%s=%s %v", name, v, v); strings.Contains(s, "aino@") || strings.Contains(s, "192.0.2") || strings.Contains(s, "weekly") {
			t.Errorf("%s is in plain", name)
		}
	}
	if s := fmt.Sprintf("%v %+v %#v", h.reader, h.reader, h.reader); strings.Contains(s, "aino") {
		t.Errorf("a reader prints as %s", s)
	}
	moved := docs[0].Data()
	moved["name"] = "preferences-other"
	moved["at"] = start.Add(-time.Hour)
	if _, err := changes.Doc(h.reader.Tenant+"-preferences-other").Set(ctx, moved); err != nil {
		t.Fatal(err)
	}
	good, bad := 0, 0
	for _, err := range letter.Changes(ctx, h.db) {
		if err != nil {
			bad++
			continue
		}
		good++
	}
	if good != 1 || bad != 1 {
		t.Errorf("%d can be read and %d cannot, want one of each", good, bad)
	}
}
