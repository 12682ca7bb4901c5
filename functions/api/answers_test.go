package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
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

// TestTags reads, reads again by the tag, changes by it, and fails to by an old one.
func TestTags(t *testing.T) {
	w := inhabit(t)
	for _, path := range []string{"", "/findings/" + w.mfa, "/exceptions/" + w.accepted, "/checks/t-mfa", "/scans/" + w.scanned, "/members/" + analyst, "/settings/declared", "/settings/interval", "/grants/" + w.active, "/keys/" + w.key, "!" + documentPath} {
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

// TestEveryAnswer looks at what all answers have in common.
func TestEveryAnswer(t *testing.T) {
	w := inhabit(t)
	rec := w.do(t, ask{who: owner, path: "/findings"})
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
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
