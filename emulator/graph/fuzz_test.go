package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// FuzzSelect compares the selection of members from raw JSON with one from what encoding/json decodes.
func FuzzSelect(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a":1,"b":[1,{"x":"}"}],"c":"\\\""}`, ` { "a" : { "b" : null } , "A" : true } `, `{"a":1,"a":2}`,
		`{"\u0061":"escaped","b@odata.type":"x","@odata.id":1}`, `[1]`, `"a"`, `{"a":-1.5e9,"é":"ä"}`, `{"a":"\ud800"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sh := &shape{selected: []string{"a", "é"}}
		out := sh.append(nil, data) // whatever it is given, it must not fail
		if !json.Valid(data) {
			return
		}
		if !json.Valid(out) {
			t.Fatalf("%q became %q, which is not JSON", data, out)
		}
		got, want := decode(t, out), decode(t, data)
		if object, ok := want.(map[string]any); ok {
			for k := range object {
				if base := keyBase([]byte(quoteless(t, k))); base != "" && !containsFold(sh.selected, base) {
					delete(object, k)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", data, diff)
		}
	})
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// quoteless is a key as it would stand in JSON, without its quotes.
func quoteless(t *testing.T, key string) string {
	t.Helper()
	data, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(data[1 : len(data)-1])
}

// FuzzWalk compares members and elements with encoding/json.
func FuzzWalk(f *testing.F) {
	f.Add([]byte(`{"a":[1,"]",{"b":"{"}],"c":{}}`))
	f.Add([]byte(`[ [], "x\\", -0.1 , null ]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		spans, isArray := elements(data)
		var keys []string
		isObject := members(data, func(key, _ []byte) bool {
			keys = append(keys, keyText(key))
			return true
		})
		if !json.Valid(data) {
			return
		}
		switch want := decode(t, data).(type) {
		case []any:
			if !isArray || len(spans) != len(want) {
				t.Fatalf("%q: got %d elements, %v, want %d", data, len(spans), isArray, len(want))
			}
			for i, s := range spans {
				if diff := cmp.Diff(want[i], decode(t, data[s.off:s.off+int64(s.n)])); diff != "" {
					t.Errorf("%q element %d (-want +got):\n%s", data, i, diff)
				}
			}
		case map[string]any:
			if !isObject || len(keys) < len(want) {
				t.Fatalf("%q: got keys %q, %v, want %d", data, keys, isObject, len(want))
			}
			for k, v := range want {
				raw, ok := member(data, k)
				if !ok {
					t.Fatalf("%q: no member %q", data, k)
				}
				if diff := cmp.Diff(v, decode(t, raw)); diff != "" {
					t.Errorf("%q member %q (-want +got):\n%s", data, k, diff)
				}
			}
		default:
			if isArray || isObject {
				t.Errorf("%q: got array %v, object %v", data, isArray, isObject)
			}
		}
	})
}

// FuzzFilter checks that a filter that parses is what it says: its text parses to the same and selects the same.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{
		"userType eq 'Guest' and not(accountEnabled eq true)",
		"(a eq 1 or b ne 2) and c/d/any(x:x/y in ('a','b') or startsWith(x/z,'q'))",
		"createdDateTime ge 2024-01-01T00:00:00Z and createdDateTime lt 2024-01-01",
		"id eq 00000003-0000-0000-c000-000000000000 or displayName eq 'O''Hara'",
		"assignedLicenses/$count ne 0", "tags/all(t:length(t) gt -1.5)", "tags/any()", "not not flag",
		"microsoft.graph.countryNamedLocation/countriesAndRegions/any(c: c eq 'FI')", "a eq null", "(((a)))",
	} {
		f.Add(s)
	}
	entity := []byte(`{"id":"x","a":1,"b":2.5,"flag":true,"c":{"d":[{"y":"a","z":"qq"}]},"tags":["t",null,3],
		"createdDateTime":"2024-01-01T00:00:00Z","assignedLicenses":[{}],"displayName":"O'Hara"}`)
	f.Fuzz(func(t *testing.T, text string) {
		first, fail := parseFilter(text)
		if fail != nil {
			if fail.status != 400 {
				t.Errorf("%q: got status %d", text, fail.status)
			}
			return
		}
		printed := first.root.String()
		second, fail := parseFilter(printed)
		if fail != nil {
			if len(printed) <= maxFilter {
				t.Fatalf("%q was printed as %q, which is refused: %s", text, printed, fail.message)
			}
			return
		}
		if again := second.root.String(); again != printed {
			t.Errorf("%q was printed as %q and then as %q", text, printed, again)
		}
		if a, b := first.matches(entity), second.matches(entity); a != b {
			t.Errorf("%q gives %v, printed as %q it gives %v", text, a, printed, b)
		}
	})
}

// FuzzResolve asks for paths: nothing outside the versions' folders is ever answered.
func FuzzResolve(f *testing.F) {
	for _, s := range []string{
		"users", "users/u1", "users('u1')", "users/u1/displayName", "users/$count", "users/delta", "../tenant", "..%2Ftenant",
		"servicePrincipals(appId='00000003-0000-0000-c000-000000000000')/displayName", "groups/", "//", "%zz",
		"policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Sms/state", "odd/0", "oddValue/value",
		"directoryRoles/role-1/members/microsoft.graph.user", "policies/authorizationPolicy/authorizationPolicy",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	tr := newTree("testdata/small", newCache(cacheBytes))
	tr.refresh(time.Now(), 0)
	f.Fuzz(func(t *testing.T, path string, beta bool) {
		version := versions[0]
		if beta {
			version = versions[1]
		}
		segments, fail := splitPath(path)
		if fail != nil {
			return
		}
		tg, fail := tr.resolve(version, segments)
		if fail != nil {
			switch fail.status {
			case 400, 403, 404:
			default:
				t.Errorf("%q: got status %d", path, fail.status)
			}
			return
		}
		if tg.list == nil && !json.Valid(tg.object) {
			t.Errorf("%q: got %q", path, tg.object)
		}
		if tg.list != nil {
			if _, err := tg.list.read(0, tg.list.count()); err != nil {
				t.Errorf("%q: %v", path, err)
			}
		}
	})
}

// FuzzQuery reads query strings; those that are understood are carried on to a nextLink that is understood too.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{
		"$select=id,displayName&$top=5", "$expand=policy($expand=rules($select=id);$select=id),x&$filter=a%20eq%20'b'",
		"select=*&count=true", "$orderby=a/b desc,c", "$deltatoken=latest", "%24top=1", "$top=1&$top=2", "$expand=a(",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, fail := parseQuery(raw)
		if fail != nil {
			return
		}
		for _, option := range q.carried {
			if _, fail := parseQuery(option); fail != nil && len(option) <= maxQuery {
				t.Errorf("%q carries %q, which is refused: %s", raw, option, fail.message)
			}
		}
	})
}

// FuzzGet asks with any path and query: the answer is always JSON, or a number.
func FuzzGet(f *testing.F) {
	for _, s := range []string{
		"users?$select=id&$top=1", "users?$skiptoken=AAAAAAAAAAAB", "users/delta?$deltatoken=x", "users/delta?$skiptoken=a.1",
		"roleManagement/directory/roleAssignments?$expand=principal($select=id)&$orderby=id desc", "users/$count",
		"groups?$filter=groupTypes/any(c:c eq 'Unified')&$count=true", "policies/authorizationPolicy?$expand=*",
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	rec, err := Load("testdata/small")
	if err != nil {
		f.Fatal(err)
	}
	s := Open(Config{})
	if err := s.Add(rec); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, link string, beta bool) {
		version := versions[0]
		if beta {
			version = versions[1]
		}
		path, query, _ := strings.Cut(link, "?")
		a, fail := s.get(t.Context(), s.tenant(smallTenant), version, path, query, beta)
		if fail != nil {
			a = fail.answer(s.now(), "r", "c")
		}
		if !json.Valid(a.body) || a.status < 200 || a.status == 500 {
			t.Errorf("%q: got %d %q", link, a.status, a.body)
		}
	})
}

// FuzzBatch sends any body as a batch.
func FuzzBatch(f *testing.F) {
	f.Add([]byte(`{"requests":[{"id":"1","method":"GET","url":"/users?$top=1"},{"id":"2","method":"GET","url":"groups","dependsOn":["1"]}]}`))
	f.Add([]byte(`{"requests":[{"id":"1","method":"PATCH","url":"/users/u1","headers":{"a":"b"},"body":{}}]}`))
	f.Add([]byte(`{"requests":null}`))
	rec, err := Load("testdata/small")
	if err != nil {
		f.Fatal(err)
	}
	s := Open(Config{Authenticate: func(string) (string, bool) { return smallTenant, true }})
	if err := s.Add(rec); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/v1.0/$batch", bytes.NewReader(body))
		r.Header.Set("Authorization", "Bearer x")
		w := httptest.NewRecorder()
		s.handle(w, r)
		if !json.Valid(w.Body.Bytes()) || w.Code != 200 && w.Code != 400 {
			t.Errorf("%q: got %d %q", body, w.Code, w.Body)
		}
	})
}
