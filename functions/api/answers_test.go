package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestForeignIsAbsent compares what a stranger is answered about a tenant with what
// is answered about one that does not exist, byte by byte.
func TestForeignIsAbsent(t *testing.T) {
	w := inhabit(t)
	absent := tenanttest.ID(t).String()
	for _, r := range w.server.routes() {
		if !r.ofTenant() {
			continue
		}
		t.Run(r.id, func(t *testing.T) {
			theirs := w.sample(r, stranger)
			theirs.path = strings.ReplaceAll(theirs.path, planted, w.mfa)
			for _, who := range []string{stranger, owner, w.keyText, operator} {
				theirs.who = who
				none := theirs
				none.path = "!" + base + "/tenants/" + absent + theirs.path
				foreign := theirs
				if who != stranger {
					foreign.path = "!" + base + "/tenants/" + w.other.ID().String() + theirs.path
				}
				got, want := w.do(t, foreign), w.do(t, none)
				if got.Code != http.StatusNotFound || got.Body.String() != want.Body.String() || want.Code != got.Code {
					t.Errorf("%.6s: got %d %s, want as of one that is absent: %d %s", who, got.Code, got.Body, want.Code, want.Body)
				}
				got.Header().Del("RateLimit") // counts each request
				want.Header().Del("RateLimit")
				if diff := cmp.Diff(want.Header(), got.Header()); diff != "" {
					t.Errorf("%.6s: headers (-absent +foreign):\n%s", who, diff)
				}
			}
		})
	}
}

// TestPages walks every list one item at a time and compares it with the whole.
func TestPages(t *testing.T) {
	w := inhabit(t)
	for _, path := range []string{
		"/findings", "/findings?sort=check", "/findings?sort=state", "/findings?state=open", "/findings?q=administrator", "/findings/" + w.mfa + "/history",
		"/scores", "/exceptions", "/exceptions?active=true", "/checks", "/scans", "/members", "/invitations", "/instructions", "/trail", "/trail?order=oldest", "/trail?action=member.", "/grants", "/keys",
	} {
		t.Run(path, func(t *testing.T) {
			with := func(query string) string {
				if strings.Contains(path, "?") {
					return path + "&" + query
				}
				return path + "?" + query
			}
			whole := read[Page[json.RawMessage]](t, w.do(t, ask{who: owner, path: with("limit=100")}))
			if len(whole.Items) == 0 || whole.Next != "" {
				t.Fatalf("got %d items and next %q", len(whole.Items), whole.Next)
			}
			var got []json.RawMessage
			for cursor, pages := "", 0; ; pages++ {
				p := read[Page[json.RawMessage]](t, w.do(t, ask{who: owner, path: with("limit=1&cursor=" + cursor)}))
				got = append(got, p.Items...)
				if len(p.Items) > 1 || pages > 200 {
					t.Fatalf("page %d has %d items", pages, len(p.Items))
				}
				if p.Next == "" {
					break
				}
				cursor = p.Next
				for _, elsewhere := range []string{"/findings?severity=low&cursor=", "/scans?cursor=", "/keys?cursor=", "/trail?q=x&cursor="} {
					if rec := w.do(t, ask{who: owner, path: elsewhere + cursor}); rec.Code == http.StatusOK && elsewhere != path+"?cursor=" {
						t.Errorf("the cursor is good for %s", elsewhere)
					}
				}
				other := strings.Replace(cursor, cursor[3:4], "-", 1)
				if rec := w.do(t, ask{who: owner, path: with("cursor=" + other)}); other != cursor && rec.Code != http.StatusUnprocessableEntity {
					t.Errorf("a cursor that was changed: got %d", rec.Code)
				}
			}
			if diff := cmp.Diff(whole.Items, got); diff != "" {
				t.Errorf("in pages (-whole +pages):\n%s", diff)
			}
		})
	}
}

// TestCursorOfAnotherTenant uses a cursor in a tenant that it was not made for.
func TestCursorOfAnotherTenant(t *testing.T) {
	w := inhabit(t)
	by := member.Actor{Account: stranger, Name: personOf(stranger).Email}
	must(t, only(member.Invite(t.Context(), w.other, member.Invitation{Email: personOf(owner).Email, Role: "auditor", Language: "fi"}, by, w.Now())))
	i, err := member.Invite(t.Context(), w.other, member.Invitation{Email: personOf(owner).Email, Role: "auditor", Language: "fi"}, by, w.Now())
	must(t, err)
	must(t, only(member.Accept(t.Context(), w.db, i.Token, personOf(owner), "", w.Now())))
	p := read[Page[Finding]](t, w.do(t, ask{who: owner, path: "/findings?limit=1"}))
	rec := w.do(t, ask{who: owner, path: "!" + base + "/tenants/" + w.other.ID().String() + "/findings?limit=1&cursor=" + p.Next})
	if p.Next == "" || rec.Code != http.StatusUnprocessableEntity {
		t.Errorf("got %d: %s", rec.Code, rec.Body)
	}
	seen := map[string]bool{}
	for cursor := ""; ; {
		p := read[Page[TenantItem]](t, w.do(t, ask{who: owner, path: "!" + base + "/tenants?limit=1&cursor=" + cursor}))
		for _, one := range p.Items {
			seen[one.ID+" "+one.Role] = true
		}
		if cursor = p.Next; cursor == "" {
			break
		}
	}
	if !seen[w.one.ID().String()+" owner"] || !seen[w.other.ID().String()+" auditor"] || len(seen) != 2 {
		t.Errorf("tenants: got %v", seen)
	}
}

// TestOnce sends what makes something twice by one name.
func TestOnce(t *testing.T) {
	w := inhabit(t)
	named := func(path string, body any, key string) ask {
		return ask{who: owner, method: http.MethodPost, path: path, body: body, header: map[string]string{"Idempotency-Key": key}}
	}
	tests := []struct {
		name, list string
		ask        ask
		once       string // what only the first answer has
	}{
		{"exceptions", "/exceptions", named("/exceptions", acceptance(w.app, string(w.id("t-apps", "app-3"))), "accept-two"), ""},
		{"invitations", "/invitations", named("/invitations", map[string]any{"email": "kesa@aallokko.example", "role": "analyst", "language": "sv"}, "invite-one"), ""},
		{"keys", "/keys", named("/keys", map[string]any{"name": "nightly", "permissions": []string{"read", "decide"}, "expires": start.AddDate(0, 3, 0)}, "make-one"), "text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(read[Page[any]](t, w.do(t, ask{who: owner, path: tt.list})).Items)
			first := w.do(t, tt.ask)
			want := read[map[string]any](t, first)
			between := len(read[Page[any]](t, w.do(t, ask{who: owner, path: tt.list})).Items)
			again := w.do(t, tt.ask)
			got := read[map[string]any](t, again)
			after := len(read[Page[any]](t, w.do(t, ask{who: owner, path: tt.list})).Items)
			if between <= before || after != between || again.Code != http.StatusCreated {
				t.Errorf("got %d, then %d and %d items, the repeat answered %d", before, between, after, again.Code)
			}
			if tt.once != "" && (want[tt.once] == nil || got[tt.once] != nil) {
				t.Errorf("%s: first %v, again %v; it is shown once", tt.once, want[tt.once] != nil, got[tt.once] != nil)
			}
			delete(want, tt.once)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("again (-first +again):\n%s", diff)
			}
			for _, h := range []string{"ETag", "Location"} {
				if first.Header().Get(h) != again.Header().Get(h) {
					t.Errorf("%s: got %q, want %q", h, again.Header().Get(h), first.Header().Get(h))
				}
			}
			if at := first.Header().Get("Location"); at != "" {
				read[map[string]any](t, w.do(t, ask{who: owner, path: "!" + at}))
			}
			// Another may choose the same name.
			other := tt.ask
			other.who = second
			if rec := w.do(t, other); rec.Code == http.StatusUnprocessableEntity && strings.Contains(rec.Body.String(), string(reusedKey)) {
				t.Errorf("another's name counts: %s", rec.Body)
			}
		})
	}
}

// TestOnceByScript has a key accept a finding; the trail names the key.
func TestOnceByScript(t *testing.T) {
	w := inhabit(t)
	by := member.Actor{Account: owner, Name: personOf(owner).Email}
	_, text, err := apikey.Create(t.Context(), w.one, apikey.Wish{Name: "decider", Permissions: testPermissions(), Expires: start.AddDate(0, 1, 0)}, by, w.Now())
	must(t, err)
	a := ask{who: string(text), method: http.MethodPost, path: "/exceptions", body: acceptance(w.app), header: map[string]string{"Idempotency-Key": "accept-by-key"}}
	first := read[Exceptions](t, w.do(t, a))
	again := read[Exceptions](t, w.do(t, a))
	if diff := cmp.Diff(first, again); diff != "" || len(first.Items) != 1 || !strings.HasPrefix(first.Items[0].By, "key ") {
		t.Errorf("by %q (-first +again):\n%s", first.Items[0].By, diff)
	}
}

// TestKeysRest: keys of somebody who is suspended say so.
func TestKeysRest(t *testing.T) {
	w := inhabit(t)
	made := member.Actor{Account: admin, Name: personOf(admin).Email}
	k, _, err := apikey.Create(t.Context(), w.one, apikey.Wish{Name: "of the admin", Permissions: []tenant.Permission{tenant.Read}, Expires: start.AddDate(0, 1, 0)}, made, w.Now())
	must(t, err)
	for _, rests := range []bool{false, true} {
		if rests {
			must(t, only(member.Suspend(t.Context(), w.one, admin, member.Actor{Account: owner, Name: personOf(owner).Email}, w.Now())))
		}
		one := read[Key](t, w.do(t, ask{who: owner, path: "/keys/" + k.ID}))
		list := read[Page[Key]](t, w.do(t, ask{who: owner, path: "/keys"}))
		for _, got := range append(list.Items, one) {
			if want := rests && got.ID == k.ID; got.Resting != want || got.Valid == want {
				t.Errorf("%s rests %v and is valid %v, want that it rests %v", got.Name, got.Resting, got.Valid, want)
			}
		}
	}
	revoke := ask{who: owner, method: http.MethodDelete, path: "/keys/" + k.ID}
	revoke.header = map[string]string{"If-Match": w.do(t, ask{who: owner, path: "/keys/" + k.ID}).Header().Get("ETag")}
	if rec := w.do(t, revoke); rec.Code != http.StatusOK {
		t.Errorf("a resting key, revoked as it was read: got %d: %s", rec.Code, rec.Body)
	}
}

// TestConfigureByScript: a key that carries it changes settings and has the webhook
// called, which the audit trail and the instructions tell by the key; one that was
// revoked, or does not carry it, changes nothing.
func TestConfigureByScript(t *testing.T) {
	w := inhabit(t)
	by := member.Actor{Account: owner, Name: personOf(owner).Email}
	k, text, err := apikey.Create(t.Context(), w.one, apikey.Wish{Name: "configurer", Permissions: []tenant.Permission{tenant.Read, tenant.Configure}, Expires: start.AddDate(0, 1, 0)}, by, w.Now())
	must(t, err)
	put := func(path string, body any) ask {
		return ask{who: string(text), method: http.MethodPut, path: path, body: body, header: map[string]string{"If-Match": "*"}}
	}
	for name, a := range map[string]ask{
		"a setting":   put("/settings/language", map[string]any{"value": "sv"}),
		"the webhook": put("/webhook", map[string]any{"address": "https://hooks.example/x"}),
		"called":      {who: string(text), method: http.MethodPost, path: "/webhook/activation"},
	} {
		if rec := w.do(t, a); rec.Code != http.StatusOK {
			t.Errorf("%s: got %d: %s", name, rec.Code, rec.Body)
		}
	}
	if rec := w.do(t, ask{who: string(text), method: http.MethodPost, path: "/webhook/secret"}); rec.Code != http.StatusForbidden {
		t.Errorf("a secret, for which a person proves lately who they are: got %d", rec.Code)
	}
	must(t, trail.MoveAll(t.Context(), w.db, w.one))
	all, err := trail.Read(t.Context(), w.one)
	must(t, err)
	n := 0
	for _, e := range all {
		if e.Account == k.ID && e.By == trail.Key && (e.Action == trail.SettingChanged || e.Action == trail.NotificationRedirected) {
			n++
		}
	}
	if n != 3 {
		t.Errorf("the audit trail tells of %d changes by the key, want 3", n)
	}
	reads := member.Actor{Key: w.key, Name: "key " + w.key}
	gone := member.Actor{Key: k.ID, Name: "key " + k.ID}
	must(t, only(apikey.Revoke(t.Context(), w.one, k.ID, by, w.Now())))
	for name, by := range map[string]member.Actor{"a key to read": reads, "a revoked key": gone, "no key": {Key: "none"}, "a key and a person": {Key: k.ID, Account: owner}} {
		_, err := instruction.Give(t.Context(), w.one, instruction.Wish{Setting: instruction.Language(), Value: []byte(`"en"`), Source: instruction.API}, by, w.Now())
		if !errors.Is(err, member.ErrForbidden) {
			t.Errorf("%s: got %v, want %v", name, err, member.ErrForbidden)
		}
	}
}

// TestTags reads, reads again by the tag, changes by it, and fails to by an old one.
func TestTags(t *testing.T) {
	w := inhabit(t)
	for _, path := range []string{"", "/findings/" + w.mfa, "/exceptions/" + w.accepted, "/checks/t-mfa", "/scans/" + w.scanned, "/members/" + analyst, "/invitations/" + w.invited, "/settings/declared", "/settings/interval", "/grants/" + w.active, "/keys/" + w.key, "!" + documentPath} {
		rec := w.do(t, ask{who: owner, path: path})
		tag := rec.Header().Get("ETag")
		if rec.Code != http.StatusOK || tag == "" {
			t.Errorf("%s: got %d, tag %s", path, rec.Code, tag)
		}
		for _, header := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
			again := w.do(t, ask{who: owner, path: path, header: map[string]string{"If-None-Match": header}})
			if again.Code != http.StatusNotModified || again.Body.Len() > 0 || again.Header().Get("ETag") != tag {
				t.Errorf("%s by %s: got %d, %d bytes", path, header, again.Code, again.Body.Len())
			}
		}
		if again := w.do(t, ask{who: owner, path: path, header: map[string]string{"If-None-Match": `"x"`}}); again.Code != http.StatusOK {
			t.Errorf("%s by another tag: got %d", path, again.Code)
		}
	}
	put := func(tag, value string) int {
		return w.do(t, ask{who: owner, method: http.MethodPut, path: "/settings/language", header: map[string]string{"If-Match": tag}, body: map[string]any{"value": value}}).Code
	}
	tag := w.do(t, ask{who: owner, path: "/settings/language"}).Header().Get("ETag")
	if got := []int{put(tag, "sv"), put(tag, "en")}; !slices.Equal(got, []int{http.StatusOK, http.StatusPreconditionFailed}) {
		t.Errorf("settings: got %v", got)
	}
	rec := w.do(t, ask{who: owner, path: "/members/" + analyst})
	patch := ask{who: owner, method: http.MethodPatch, path: "/members/" + analyst, header: map[string]string{"If-Match": rec.Header().Get("ETag")}, body: map[string]any{"role": "admin"}}
	if got := []int{w.do(t, patch).Code, w.do(t, patch).Code}; !slices.Equal(got, []int{http.StatusOK, http.StatusPreconditionFailed}) {
		t.Errorf("members: got %v", got)
	}
	list := read[Page[Instruction]](t, w.do(t, ask{who: owner, path: "/instructions"}))
	if i := list.Items[0]; i.Setting != "language" || string(i.After) != `"sv"` || i.Source != "api" || i.By != personOf(owner).Email {
		t.Errorf("the instruction: got %+v", i)
	}
}

// TestMembersAreNotOverwritten: of many who change one member, each having read the same
// of it, one does, and the others are told that it was changed.
func TestMembersAreNotOverwritten(t *testing.T) {
	w := inhabit(t)
	for name, change := range map[string]ask{
		"changed": {who: owner, method: http.MethodPatch, path: "/members/" + analyst, body: map[string]any{"role": "admin"}},
		"removed": {who: owner, method: http.MethodDelete, path: "/members/" + auditor},
	} {
		t.Run(name, func(t *testing.T) {
			change.header = map[string]string{"If-Match": w.do(t, ask{who: owner, path: change.path}).Header().Get("ETag")}
			other := ask{who: second, method: http.MethodPatch, path: change.path, header: change.header, body: map[string]any{"role": "owner"}}
			codes := make([]int, 8)
			var all sync.WaitGroup
			for i := range codes {
				all.Go(func() { codes[i] = w.do(t, []ask{change, other}[i%2]).Code })
			}
			all.Wait()
			slices.Sort(codes)
			if want := append([]int{http.StatusOK}, slices.Repeat([]int{http.StatusPreconditionFailed}, 7)...); !slices.Equal(codes, want) {
				t.Errorf("got %v, want %v", codes, want)
			}
		})
	}
}

// TestEveryAnswer looks at what all answers have in common.
func TestEveryAnswer(t *testing.T) {
	w := inhabit(t)
	rec := w.do(t, ask{who: owner, path: "/findings"})
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'", "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
	} {
		if got := rec.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if rec.Header().Get("RateLimit") == "" || rec.Header().Get("RateLimit-Policy") == "" {
		t.Errorf("no rate limit in %v", rec.Header())
	}
	plainText := rec.Body.Bytes()
	rec = w.do(t, ask{who: owner, path: "/findings", header: map[string]string{"Accept-Encoding": "br, gzip;q=0.5"}})
	r, err := gzip.NewReader(rec.Body)
	must(t, err)
	unpacked, err := io.ReadAll(r)
	must(t, err)
	if rec.Header().Get("Content-Encoding") != "gzip" || !bytes.Equal(unpacked, plainText) {
		t.Errorf("compressed: got %v, %d bytes", rec.Header(), len(unpacked))
	}
	for _, accept := range []string{"", "identity", "gzip;q=0", "gzip; q=0.000"} {
		if rec := w.do(t, ask{who: owner, path: "/findings", header: map[string]string{"Accept-Encoding": accept}}); rec.Header().Get("Content-Encoding") != "" {
			t.Errorf("%q: compressed", accept)
		}
	}
	if rec := w.do(t, ask{who: owner, method: http.MethodHead, path: "/findings"}); rec.Code != http.StatusOK || rec.Body.Len() > 0 {
		t.Errorf("HEAD: got %d, %d bytes", rec.Code, rec.Body.Len())
	}
	big := w.do(t, ask{who: owner, method: http.MethodPost, path: "/exceptions", body: strings.Repeat("x", maxBody+1)})
	if big.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: got %d", big.Code)
	}
	holdsProblem(t, big, tooLarge)
}

// TestOperatorIsSeen looks for the entry of each look of an operator's.
func TestOperatorIsSeen(t *testing.T) {
	w := inhabit(t)
	for i := range 3 {
		w.do(t, ask{who: operator, path: "/findings/" + w.mfa})
		w.do(t, ask{who: operator, path: "/keys"})
		must(t, trail.MoveAll(t.Context(), w.db, w.one))
		p := read[Page[TrailEntry]](t, w.do(t, ask{who: owner, path: "/trail?action=grant.viewed"}))
		if len(p.Items) != i+1 || p.Items[0].Target != "findings/"+w.mfa || p.Items[0].Grant != w.active || p.Items[0].Kind != "operator" {
			t.Fatalf("after %d looks: got %s", i+1, fmt.Sprint(p.Items))
		}
	}
}

// TestOperatorSeesWhoAccepted: why and by whom a finding is accepted is for an operator
// whose support access covers exceptions, and then in the trail.
func TestOperatorSeesWhoAccepted(t *testing.T) {
	w := inhabit(t)
	paths := []string{"/findings/" + string(w.id("t-apps", "app-0")), "/findings/" + string(w.id("t-apps", "app-0")) + "/history", "/timeline"}
	tell := func(path string) (told bool) {
		t.Helper()
		rec := w.do(t, ask{who: operator, path: path})
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: got %d: %s", path, rec.Code, rec.Body)
		}
		return strings.Contains(rec.Body.String(), personOf(owner).Email)
	}
	for _, path := range paths {
		if !tell(path) {
			t.Errorf("%s: under a support access that covers exceptions it is not shown who accepted", path)
		}
	}
	must(t, trail.MoveAll(t.Context(), w.db, w.one))
	if n := len(read[Page[TrailEntry]](t, w.do(t, ask{who: owner, path: "/trail?action=grant.viewed"})).Items); n != 2*len(paths) {
		t.Errorf("the trail tells of %d looks, want one more for the exceptions of each", n)
	}
	by := grant.Operator{Account: operator, Name: "operator@vahti.example"}
	must(t, only(grant.Finish(t.Context(), w.one, w.active, by, w.Now())))
	must(t, only(grant.Report(t.Context(), w.one, w.active, "The finding was explained.", by, w.Now())))
	wish := grant.Wish{Request: "narrow", Purpose: grant.CustomerSupport, Reason: "The customer asked for help.", Goal: "A finding is explained.",
		Views: []grant.View{grant.FindingsView, grant.TimelineView}, Method: grant.Interface, Limit: time.Hour, Onboarded: start}
	g, err := grant.Ask(t.Context(), w.one, wish, by, w.Now())
	must(t, err)
	must(t, only(grant.Approve(t.Context(), w.one, g.ID, member.Actor{Account: owner, Name: personOf(owner).Email}, w.Now())))
	must(t, only(grant.Start(t.Context(), w.one, g.ID, by, w.Now())))
	for _, path := range paths {
		if tell(path) {
			t.Errorf("%s: under a support access that does not cover exceptions it is shown who accepted", path)
		}
	}
}
