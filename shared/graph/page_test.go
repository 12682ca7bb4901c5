package graph

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestParsePage(t *testing.T) {
	tests := []struct {
		name  string
		body  string
		count int
		next  string
		err   error
	}{
		{name: "empty", body: `{"value":[]}`},
		{name: "two", body: ` {"value": [ {"a":"]},{[\""} , {"b":[{},[1,"x"]]} ], "@odata.nextLink":"n"}`, count: 2, next: "n"},
		{name: "null link", body: `{"value":[{}],"@odata.nextLink":null}`, count: 1},
		{name: "nothing", err: errCut},
		{name: "cut", body: `{"value":[{"a":1}`, err: errCut},
		{name: "HTML", body: `<html></html>`, err: errGarbled},
		{name: "two documents", body: `{"value":[]}{"value":[]}`, err: errGarbled},
		{name: "no value", body: `{}`, err: errShape},
		{name: "null value", body: `{"value":null}`, err: errShape},
		{name: "object as value", body: `{"value":{}}`, err: errShape},
		{name: "numbers", body: `{"value":[1]}`, err: errShape},
		{name: "nulls", body: `{"value":[{},null]}`, err: errShape},
		{name: "lists", body: `{"value":[[]]}`, err: errShape},
		{name: "an array", body: `[]`, err: errShape},
		{name: "null", body: `null`, err: errShape},
		{name: "a number as link", body: `{"value":[],"@odata.nextLink":1}`, err: errShape},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parsePage([]byte(tt.body))
			if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			if p.count != tt.count || p.next != tt.next {
				t.Errorf("got %d entities and link %q, want %d and %q", p.count, p.next, tt.count, tt.next)
			}
		})
	}
}

func TestScanPage(t *testing.T) {
	tests := []struct {
		name, body string
		fast       bool
	}{
		{"as Graph sends it", `{"@odata.context":"x","@odata.nextLink":"n","value":[{"id":"a"}]}`, true},
		{"no link", `{"value":[]}`, true},
		{"another case", `{"Value":[{}]}`, false},
		{"a property twice", `{"value":[{}],"value":[]}`, false},
		{"a link twice", `{"value":[],"@odata.nextLink":null,"@odata.nextLink":"n"}`, false},
		{"no value", `{"@odata.nextLink":"n"}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, fast := scanPage([]byte(tt.body)); fast != tt.fast {
				t.Errorf("got %v, want %v", fast, tt.fast)
			}
		})
	}
}

func TestParseObject(t *testing.T) {
	tests := []struct {
		name string
		body string
		err  error
	}{
		{name: "object", body: " \n{\"a\":1}"},
		{name: "empty object", body: `{}`},
		{name: "null", body: `null`, err: errShape},
		{name: "text", body: `"x"`, err: errShape},
		{name: "array", body: `[{}]`, err: errShape},
		{name: "collection", body: `{"value":[{}]}`, err: errShape},
		{name: "error", body: `{"error":{"code":"x"}}`, err: errShape},
		{name: "cut", body: `{"a":`, err: errCut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := parseObject([]byte(tt.body)); !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Errorf("got error %v, want %v", err, tt.err)
			}
		})
	}
}

func FuzzParsePage(f *testing.F) {
	for _, seed := range []string{`{"value":[]}`, `{"value":[{"a":"\\\"]"},{}],"@odata.nextLink":"x"}`, `{"value":[1,null,[{}]]}`,
		`{"value":{"a":[]}}`, `{"value":"[{}]"}`, `null`, `{"Value":[{}],"value":[{},{}]}`, `{"value":[{"a":[{},{}]}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := parsePage(body)
		if parseObject(body) == nil && err == nil {
			t.Errorf("%q is a page and an object", body)
		}
		if fast, ok := scanPage(body); ok {
			slow, err := decodePage(body)
			if err != nil || string(fast.value) != string(slow.value) || fast.count != slow.count || fast.next != slow.next {
				t.Errorf("%q: got %+v, want %+v (%v)", body, fast, slow, err)
			}
		}
		if err != nil {
			if strings.Contains(err.Error(), string(body)) && len(body) > 20 {
				t.Errorf("the error quotes the body")
			}
			return
		}
		if !json.Valid(body) {
			t.Fatalf("%q is taken for JSON", body)
		}
		var entities []*map[string]json.RawMessage
		if err := json.Unmarshal(p.value, &entities); err != nil {
			t.Fatalf("%q: value %q is no list of objects", body, p.value)
		}
		if len(entities) != p.count {
			t.Errorf("%q: got %d entities, want %d", body, p.count, len(entities))
		}
		for _, e := range entities {
			if e == nil {
				t.Errorf("%q: a null is taken for an entity", body)
			}
		}
	})
}

func FuzzParseBatch(f *testing.F) {
	for _, seed := range []string{`{"responses":[{"id":"1","status":200,"headers":{"Retry-After":"1"},"body":{}}]}`, `{"responses":null}`, `{"responses":[null]}`, `{`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		out, err := parseBatch(body)
		if err == nil && out == nil {
			t.Errorf("%q: neither responses nor an error", body)
		}
		for _, r := range out {
			if a := r.answer(time.Time{}); a.retryAfter < 0 || a.retryAfter > maxRetryAfter {
				t.Errorf("%q: wait of %v", body, a.retryAfter)
			}
		}
	})
}

func FuzzErrorCode(f *testing.F) {
	for _, seed := range []string{odata("AadPremiumLicenseRequired"), `{"error":{}}`, `{"error":null}`, `[]`, `null`, `1`, `"x"`, `{"error":{"code":1,"details":[{}]}}`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if code := errorCode(body); code != "" && !json.Valid(body) {
			t.Errorf("%q: got code %q of what is no JSON", body, code)
		}
	})
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		header string
		date   time.Time
		want   time.Duration
		ok     bool
	}{
		{name: "absent"},
		{name: "seconds", header: "120", want: 2 * time.Minute, ok: true},
		{name: "spaces", header: " 3 ", want: 3 * time.Second, ok: true},
		{name: "fraction", header: "1.5", want: 1500 * time.Millisecond, ok: true},
		{name: "zero", header: "0"},
		{name: "negative", header: "-5"},
		{name: "not a number", header: "NaN"},
		{name: "endless", header: "Inf", want: maxRetryAfter, ok: true},
		{name: "huge", header: "99999999999999999999", want: maxRetryAfter, ok: true},
		{name: "date after ours", header: "Wed, 04 Mar 2026 10:00:30 GMT", want: 30 * time.Second, ok: true},
		{name: "date after theirs", header: "Wed, 04 Mar 2026 11:00:30 GMT", date: now.Add(time.Hour), want: 30 * time.Second, ok: true},
		{name: "date past", header: "Wed, 04 Mar 2026 09:00:00 GMT"},
		{name: "date far", header: "Wed, 04 Mar 2096 09:00:00 GMT", want: maxRetryAfter, ok: true},
		{name: "words", header: "soon"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := parseRetryAfter(tt.header, tt.date, now)
			if got != tt.want || ok != tt.ok {
				t.Errorf("got %v and %v, want %v and %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "120", "-1", "1e400", "NaN", "0x1p-2", "Wed, 04 Mar 2026 10:00:30 GMT", time.Now().Format(http.TimeFormat)} {
		f.Add(seed, int64(0))
	}
	f.Fuzz(func(t *testing.T, header string, at int64) {
		got, ok := parseRetryAfter(header, time.Unix(at, 0), time.Unix(0, 0))
		if got < 0 || got > maxRetryAfter || ok != (got > 0) {
			t.Errorf("%q: got %v and %v", header, got, ok)
		}
	})
}

func TestBackoffGrowsToItsCap(t *testing.T) {
	x := &session{}
	for n := range 100 {
		most := maxBackoff
		if n < 6 {
			most = firstBackoff << n
		}
		if d := x.backoff(n); d < most/2 || d > most {
			t.Errorf("failure %d: got %v, want between %v and %v", n, d, most/2, most)
		}
	}
}
