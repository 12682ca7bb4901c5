package apikey_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

func newStaffed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.Staff(t)
	return w
}

func wish(permissions ...tenant.Permission) apikey.Wish {
	return apikey.Wish{Name: "Raportti Tuulikille", Permissions: permissions, Expires: membertest.Start.AddDate(0, 3, 0)}
}

func (w *world) create(t *testing.T, permissions ...tenant.Permission) (apikey.Key, apikey.Text) {
	t.Helper()
	k, text, err := apikey.Create(t.Context(), w.Tenant, wish(permissions...), membertest.Actor("anna"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return k, text
}

func TestLife(t *testing.T) {
	w := newStaffed(t)
	k, text := w.create(t, tenant.Export, tenant.Read, tenant.Read)
	want := apikey.Key{ID: k.ID, Name: "Raportti Tuulikille", By: "anna@esimerkki.example", Account: "aanna",
		Permissions: []tenant.Permission{tenant.Export, tenant.Read}, Created: membertest.Start, Expires: membertest.Start.AddDate(0, 3, 0)}
	if diff := cmp.Diff(want, k); diff != "" {
		t.Errorf("made (-want +got):\n%s", diff)
	}
	w.Add(90 * time.Minute)
	got, err := apikey.Verify(t.Context(), w.DB, text, w.Now())
	wantOpens := apikey.Verified{Tenant: w.Tenant.ID(), State: tenant.Active, Key: k.ID, Account: "aanna", Permissions: want.Permissions}
	if diff := cmp.Diff(wantOpens, got, cmp.Comparer(func(a, b tenant.ID) bool { return a == b })); diff != "" || err != nil {
		t.Errorf("opens (-want +got), %v:\n%s", err, diff)
	}
	if !got.Allows(tenant.Read) || got.Allows(tenant.Decide) || got.Allows(tenant.ManageKeys) {
		t.Errorf("it allows other things than %v", got.Permissions)
	}
	w.Add(time.Minute)
	for range 2 {
		k, err = apikey.Revoke(t.Context(), w.Tenant, k.ID, membertest.Actor("olga"), w.Now())
		if err != nil || !k.Revoked.Equal(w.Now()) || k.Valid(w.Now()) || !k.Used.Equal(membertest.Start.Add(time.Hour)) {
			t.Errorf("revoked: got %+v, used %v, revoked %v, %v", k, k.Used, k.Revoked, err)
		}
	}
	if _, err := apikey.Verify(t.Context(), w.DB, text, w.Now()); !errors.Is(err, apikey.ErrInvalid) {
		t.Errorf("a revoked key: got %v", err)
	}
	read, err := apikey.Get(t.Context(), w.Tenant, k.ID)
	if diff := cmp.Diff(k, read); diff != "" || err != nil {
		t.Errorf("read back (-want +got), %v:\n%s", err, diff)
	}
	if diff := cmp.Diff([]string{"key.created anna", "key.revoked olga"}, w.Actions(t)); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	w := newStaffed(t)
	long := wish(tenant.Read)
	long.Expires = membertest.Start.Add(365*24*time.Hour + time.Second)
	past := wish(tenant.Read)
	past.Expires = membertest.Start
	nameless := wish(tenant.Read)
	nameless.Name = " \t"
	lines := wish(tenant.Read)
	lines.Name = "a\nb"
	tests := []struct {
		name string
		wish apikey.Wish
		by   member.Actor
		want error
	}{
		{"by an analyst", wish(tenant.Read), membertest.Actor("aapo"), member.ErrForbidden},
		{"by an auditor", wish(tenant.Read), membertest.Actor("aino"), member.ErrForbidden},
		{"by a stranger", wish(tenant.Read), membertest.Actor("ville"), member.ErrForbidden},
		{"by partner's staff", wish(tenant.Read), member.Actor{Account: "amika", Via: member.Standing{Organisation: "msp"}}, member.ErrForbidden},
		{"too long a life", long, membertest.Actor("anna"), apikey.ErrExpiry},
		{"over already", past, membertest.Actor("anna"), apikey.ErrExpiry},
		{"no name", nameless, membertest.Actor("anna"), apikey.ErrName},
		{"a name of two lines", lines, membertest.Actor("anna"), apikey.ErrName},
		{"no permission", wish(), membertest.Actor("anna"), apikey.ErrPermissions},
		{"an unknown permission", wish("fly"), membertest.Actor("anna"), apikey.ErrPermissions},
		{"a key that makes keys", wish(tenant.Read, tenant.ManageKeys), membertest.Actor("olga"), apikey.ErrPermissions},
		{"a key that makes members", wish(tenant.ManageMembers), membertest.Actor("olga"), apikey.ErrPermissions},
		{"an owner's", wish(tenant.Contract), membertest.Actor("olga"), apikey.ErrPermissions},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, text, err := apikey.Create(t.Context(), w.Tenant, tt.wish, tt.by, w.Now()); !errors.Is(err, tt.want) || text != "" {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	k, _ := w.create(t, tenant.Read)
	if _, err := apikey.Revoke(t.Context(), w.Tenant, k.ID, membertest.Actor("aapo"), w.Now()); !errors.Is(err, member.ErrForbidden) {
		t.Errorf("an analyst revokes: got %v", err)
	}
	for _, id := range []string{"", "../x", strings.Repeat("a", 16)} {
		_, err1 := apikey.Revoke(t.Context(), w.Tenant, id, membertest.Actor("anna"), w.Now())
		_, err2 := apikey.Get(t.Context(), w.Tenant, id)
		if !errors.Is(err1, apikey.ErrNone) || !errors.Is(err2, apikey.ErrNone) {
			t.Errorf("key %q: got %v and %v", id, err1, err2)
		}
	}
}

// TestInvalid holds that whatever is wrong with a key the answer is one, at one
// cost.
func TestInvalid(t *testing.T) {
	w := newStaffed(t)
	other := w.NewTenant(t, 2)
	k, good := w.create(t, tenant.Read)
	expired, late := w.create(t, tenant.Read)
	w.Add(time.Hour)
	if _, err := w.doc().Collection("keys").Doc(expired.ID).Update(t.Context(), expires(w.Now())); err != nil {
		t.Fatal(err)
	}
	again := func(id tenant.ID, key string, flip byte) apikey.Text {
		_, _, secret, err := apikey.Parse(good)
		if err != nil {
			t.Fatal(err)
		}
		secret[31] ^= flip
		return apikey.Write(id, key, secret)
	}
	tests := []struct {
		name  string
		text  apikey.Text
		reads int64
	}{
		{"empty", "", 0},
		{"the prefix alone", "vahti_", 0},
		{"another kind of token", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", 0},
		{"cut", good[:len(good)-1], 0},
		{"longer", good + "a", 0},
		{"a wrong checksum", good[:len(good)-1] + map[bool]apikey.Text{true: "b", false: "a"}[good[len(good)-1] == 'a'], 0},
		{"capitals", apikey.Text(strings.ToUpper(string(good))), 0},
		{"a space before", " " + good, 0},
		{"a line break after", good + "\n", 0},
		{"another secret", again(w.Tenant.ID(), k.ID, 1), 2},
		{"another key", again(w.Tenant.ID(), strings.Repeat("a", 16), 0), 2},
		{"another tenant", again(other.ID(), k.ID, 0), 2},
		{"no such tenant", again(tenantid.New(), k.ID, 0), 2},
		{"expired this moment", late, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.Data.ResetStats()
			v, err := apikey.Verify(t.Context(), w.DB, tt.text, w.Now())
			if err == nil || err.Error() != apikey.ErrInvalid.Error() || !v.Tenant.IsZero() || v.Permissions != nil {
				t.Errorf("got %v, %v, want %v", v.Permissions, err, apikey.ErrInvalid)
			}
			if s := w.Data.Stats(); s.Reads != tt.reads || s.Writes != 0 {
				t.Errorf("%d reads and %d writes, want %d and none", s.Reads, s.Writes, tt.reads)
			}
		})
	}
	// Who has the secret of one that has ended is told apart, for the audit trail alone.
	for _, tt := range tests {
		_, err := apikey.Verify(t.Context(), w.DB, tt.text, w.Now())
		ended := (*apikey.Ended)(nil)
		if got, want := errors.As(err, &ended), tt.text == late; got != want || got && (ended.Tenant != w.Tenant.ID() || ended.Key == "") {
			t.Errorf("%s: it has ended: %v, want %v", tt.name, got, want)
		}
	}
	if _, err := apikey.Verify(t.Context(), w.DB, good, w.Now()); err != nil {
		t.Errorf("the good one: %v", err)
	}
	if _, err := w.doc().Update(t.Context(), state(tenant.Erased)); err != nil {
		t.Fatal(err)
	}
	if _, err := apikey.Verify(t.Context(), w.DB, good, w.Now()); !errors.Is(err, apikey.ErrInvalid) {
		t.Errorf("of an erased tenant: got %v", err)
	}
}

// TestUseIsNotedHourly has many use a key at once.
func TestUseIsNotedHourly(t *testing.T) {
	w := newStaffed(t)
	k, text := w.create(t, tenant.Read)
	for _, step := range []struct {
		name string
		add  time.Duration
		most int64 // writes
		used time.Time
	}{
		{"the first time", 0, 1, membertest.Start},
		{"within the hour", 59 * time.Minute, 0, membertest.Start},
		{"an hour later", time.Minute, 1, membertest.Start.Add(time.Hour)},
	} {
		w.Add(step.add)
		w.Data.ResetStats()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := apikey.Verify(t.Context(), w.DB, text, w.Now()); err != nil {
					t.Errorf("%s: %v", step.name, err)
				}
			})
		}
		all.Wait()
		if n := w.Data.Stats().Writes; n > step.most {
			t.Errorf("%s: %d writes, want at most %d", step.name, n, step.most)
		}
		if got, err := apikey.Get(t.Context(), w.Tenant, k.ID); err != nil || !got.Used.Equal(step.used) {
			t.Errorf("%s: used %v, %v, want %v", step.name, got.Used, err, step.used)
		}
	}
	// Whoever may not write can verify all the same.
	w.Add(2 * time.Hour)
	_, err := w.Dying(t, 1, func(context.Context) error {
		_, err := apikey.Verify(t.Context(), w.DB, text, w.Now())
		return err
	})
	if err != nil {
		t.Errorf("when the use cannot be noted: %v", err)
	}
}

func TestList(t *testing.T) {
	w := newStaffed(t)
	made := map[string]bool{}
	for range 7 {
		k, _ := w.create(t, tenant.Read)
		made[k.ID] = true
	}
	got := map[string]bool{}
	for cursor := ""; ; {
		list, next, err := apikey.List(t.Context(), w.Tenant, cursor, 3)
		if err != nil || len(list) > 3 {
			t.Fatalf("a page of %d, %v", len(list), err)
		}
		for _, k := range list {
			got[k.ID] = true
		}
		if cursor = next; next == "" {
			break
		}
	}
	if diff := cmp.Diff(made, got); diff != "" {
		t.Errorf("listed (-want +got):\n%s", diff)
	}
	if _, _, err := apikey.List(t.Context(), w.Tenant, "a/b", 3); !errors.Is(err, apikey.ErrCursor) {
		t.Errorf("a forged page: got %v", err)
	}
}

// TestCrash stops Create and Revoke at each of their writes.
func TestCrash(t *testing.T) {
	for at := 1; at <= 2; at++ {
		w := newStaffed(t)
		var text apikey.Text
		_, err := w.Dying(t, at, func(ctx context.Context) (err error) {
			_, text, err = apikey.Create(ctx, w.Tenant, wish(tenant.Read), membertest.Actor("anna"), w.Now())
			return err
		})
		list, _, errList := apikey.List(t.Context(), w.Tenant, "", 0)
		if err == nil || text != "" || errList != nil || len(list) != len(w.Actions(t)) {
			t.Errorf("created, dead at hook %d: %v, %d keys, %v", at, err, len(list), errList)
		}
		k, text := w.create(t, tenant.Read)
		w.Add(time.Minute)
		revoke := func(ctx context.Context) error {
			_, err := apikey.Revoke(ctx, w.Tenant, k.ID, membertest.Actor("anna"), w.Now())
			return err
		}
		if _, err := w.Dying(t, at, revoke); err == nil {
			t.Errorf("dead at hook %d: it went on", at)
		}
		if err := revoke(t.Context()); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"key.created anna", "key.revoked anna"}, w.Actions(t)); diff != "" {
			t.Errorf("revoked, dead at hook %d, audit trail (-want +got):\n%s", at, diff)
		}
		if _, err := apikey.Verify(t.Context(), w.DB, text, w.Now()); !errors.Is(err, apikey.ErrInvalid) {
			t.Errorf("a revoked key: got %v", err)
		}
	}
}

// TestNothingShows looks for a key's secret and for people in what is stored and
// in what is printed.
func TestNothingShows(t *testing.T) {
	w := newStaffed(t)
	k, text := w.create(t, tenant.Read)
	secret := string(text[strings.LastIndex(string(text), "_")+1:])
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "text", text, "key", k, "wish", wish(tenant.Read))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb, text)
	}
	fmt.Fprintf(&b, "%v %+v %#v %v %+v %#v", k, k, k, wish(tenant.Read), wish(tenant.Read), wish(tenant.Read))
	for _, c := range []string{"keys", "trail"} {
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
	for _, s := range []string{secret, fmt.Sprintf("%x", secret), "Tuulikki", "anna@", "192.0.2"} {
		if strings.Contains(b.String(), s) {
			t.Errorf("%q shows", s)
		}
	}
}

// FuzzParse holds that what is accepted is written the same way.
func FuzzParse(f *testing.F) {
	good := apikey.Write(tenantid.New(), strings.Repeat("a", 16), make([]byte, 32))
	f.Add(string(good))
	f.Add(string(good[:len(good)-1]))
	f.Add("vahti___")
	f.Fuzz(func(t *testing.T, text string) {
		id, key, secret, err := apikey.Parse(apikey.Text(text))
		if err != nil {
			return
		}
		if again := string(apikey.Write(id, key, secret)); again != text || len(secret) != 32 {
			t.Errorf("%q is accepted and written as %q", text, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := apikey.Write(tenantid.New(), strings.Repeat("a", 16), make([]byte, 32))
	for b.Loop() {
		if _, _, _, err := apikey.Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

// state and expires are updates of a stored document.
func state(s tenant.State) []cloud.Update { return []cloud.Update{{Path: "state", Value: string(s)}} }

func expires(at time.Time) []cloud.Update { return []cloud.Update{{Path: "expires", Value: at}} }

// world is one tenant with people in it.
type world struct{ *membertest.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{membertest.New(t)}
}

func (w *world) doc() *cloud.DocumentRef { return handle.Doc(w.Tenant.Handle()) }

// TestRest holds that the keys rest whose makers may not do what they carry, or whose
// makers' accounts are locked.
func TestRest(t *testing.T) {
	w := newStaffed(t)
	k, _ := w.create(t, tenant.Export)
	rests := func() bool {
		t.Helper()
		list := []apikey.Key{k}
		if err := apikey.Rest(t.Context(), w.DB, w.Tenant, list); err != nil {
			t.Fatal(err)
		}
		covered, err := apikey.Covered(t.Context(), w.DB, w.Tenant.ID(), k.Account, nil, k.Permissions)
		if err != nil || covered == list[0].Resting {
			t.Errorf("it rests: %v, and is covered: %v, %v", list[0].Resting, covered, err)
		}
		return list[0].Resting
	}
	if rests() {
		t.Error("the key of an admin rests")
	}
	w.Locked(t, k.Account)
	if !rests() {
		t.Error("the key of somebody who is locked does not rest")
	}
	w.SignsIn(t, k.Account)
	if rests() {
		t.Error("it rests once the account is unlocked")
	}
	if _, err := member.Suspend(t.Context(), w.Tenant, k.Account, membertest.Actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	if !rests() {
		t.Error("the key of somebody who is suspended does not rest")
	}
}
