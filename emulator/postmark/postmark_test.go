package postmark

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func open(t *testing.T, cfg Config) (*Server, string) {
	t.Helper()
	cfg.Token = "token"
	s, err := Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	base, err := s.Serve()
	if err != nil {
		t.Fatal(err)
	}
	return s, base
}

// ask asks the API and returns status and answer.
func ask(t *testing.T, method, address, token, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Postmark-Server-Token", token)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = answer.Body.Close() }()
	raw, _ := io.ReadAll(answer.Body)
	var out map[string]any
	if !bytes.HasPrefix(raw, []byte("[")) && json.Unmarshal(raw, &out) != nil {
		t.Fatalf("%s is no JSON", raw)
	}
	return answer.StatusCode, out
}

const mailing = `{"From":"Vahti <a@vahti.example>","To":"b@customer.example","Subject":"S","TextBody":"see https://vahti.example/x?a=1&b=2 <now>","HtmlBody":"<p>\"H\"</p>","Metadata":{"letter":"one"},"Headers":[{"Name":"X","Value":"Y"}]}`

func TestSend(t *testing.T) {
	s, base := open(t, Config{})
	tests := []struct {
		name, token, body string
		status, code      int
	}{
		{"in order", "token", mailing, 200, 0},
		{"no token", "", mailing, 401, 10},
		{"another token", "other", mailing, 401, 10},
		{"no JSON", "token", `{`, 422, 403},
		{"nobody", "token", `{"From":"a@b.example","To":"","TextBody":"x"}`, 422, 300},
		{"no body", "token", `{"From":"a@b.example","To":"c@d.example"}`, 422, 300},
		{"metadata too long", "token", `{"From":"a@b.example","To":"c@d.example","TextBody":"x","Metadata":{"k":"` + strings.Repeat("x", 81) + `"}}`, 422, 300},
		{"inactive", "token", `{"From":"a@b.example","To":"Gone <GONE@d.example>","TextBody":"x"}`, 422, 406},
	}
	s.Deactivate("gone@d.example")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, answer := ask(t, http.MethodPost, base+"/email", tt.token, tt.body)
			if status != tt.status || answer["ErrorCode"] != float64(tt.code) {
				t.Errorf("got %d, %v, want %d, %d", status, answer["ErrorCode"], tt.status, tt.code)
			}
		})
	}
	if got := len(s.Sent()); got != 1 {
		t.Errorf("%d were sent, want 1", got)
	}
	_, found := ask(t, http.MethodGet, base+"/messages/outbound?count=1&offset=0&metadata_letter=one", "token", "")
	if found["TotalCount"] != float64(1) {
		t.Errorf("found %v", found)
	}
	_, found = ask(t, http.MethodGet, base+"/messages/outbound?count=1&offset=0&metadata_letter=two", "token", "")
	if found["TotalCount"] != float64(0) {
		t.Errorf("found %v", found)
	}
}

func TestFaults(t *testing.T) {
	for fault, want := range map[Fault]struct{ status, sent int }{Busy: {429, 0}, Broken: {500, 0}, Upkeep: {503, 0}, Lost: {0, 1}, LostTo: {500, 1}, Unheard: {0, 0}, Slow: {200, 1}, Unsigned: {422, 0}} {
		s, base := open(t, Config{Fate: func() Fault { return fault }, Slowness: time.Millisecond})
		if status, _ := ask(t, http.MethodPost, base+"/email", "token", mailing); status != want.status || len(s.Sent()) != want.sent {
			t.Errorf("%s: got %d, %d sent, want %d, %d", fault, status, len(s.Sent()), want.status, want.sent)
		}
	}
}

func TestBatchAndSuppressions(t *testing.T) {
	s, base := open(t, Config{})
	if status, _ := ask(t, http.MethodPost, base+"/email/batch", "token", "["+mailing+","+mailing+`,{"From":"x"}]`); status != 200 || len(s.Sent()) != 2 {
		t.Errorf("got %d, %d sent", status, len(s.Sent()))
	}
	const one = `{"Suppressions":[{"EmailAddress":"B@customer.example"}]}`
	ask(t, http.MethodPost, base+"/message-streams/outbound/suppressions", "token", one)
	if status, _ := ask(t, http.MethodPost, base+"/email", "token", mailing); status != 422 {
		t.Errorf("to whom nothing is sent: got %d", status)
	}
	if _, dump := ask(t, http.MethodGet, base+"/message-streams/outbound/suppressions/dump", "token", ""); len(dump["Suppressions"].([]any)) != 1 { //nolint:forcetypeassert // a test's own
		t.Errorf("dump: %v", dump)
	}
	ask(t, http.MethodPost, base+"/message-streams/outbound/suppressions/delete", "token", one)
	if status, _ := ask(t, http.MethodPost, base+"/email", "token", mailing); status != 200 {
		t.Errorf("written to again: got %d", status)
	}
}

// TestWebhook is called until it answers, and not after 403.
func TestWebhook(t *testing.T) {
	s, base := open(t, Config{Backoff: time.Millisecond})
	var mu sync.Mutex
	answers, calls := []int{500, 401, 200}, 0
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		var body map[string]any
		mu.Lock()
		defer mu.Unlock()
		if json.NewDecoder(r.Body).Decode(&body) != nil || user != "u" || password != "p" || body["RecordType"] != "Delivery" || body["Metadata"].(map[string]any)["letter"] != "one" { //nolint:forcetypeassert // a test's own
			t.Errorf("got %v", body)
		}
		w.WriteHeader(answers[min(calls, len(answers)-1)])
		calls++
	}))
	defer hook.Close()
	s.Hook(hook.URL, "u", "p")
	ask(t, http.MethodPost, base+"/email", "token", mailing)
	for _, want := range []int{3, 4} {
		if err := s.Play(s.Sent()[0].ID, DeliveryEvent); err != nil {
			t.Fatal(err)
		}
		s.calls.Wait()
		mu.Lock()
		if calls != want {
			t.Errorf("%d calls, want %d", calls, want)
		}
		answers = []int{0, 0, 0, 403}
		mu.Unlock()
	}
	if err := s.Play("none", DeliveryEvent); err == nil {
		t.Error("of no message: got no error")
	}
}

// TestPage shows the message as it was sent, escaped and in a sandbox, and plays what
// its buttons say.
func TestPage(t *testing.T) {
	s, base := open(t, Config{})
	ask(t, http.MethodPost, base+"/email", "token", mailing)
	page := httptest.NewServer(s.Page("/mail"))
	defer page.Close()
	answer, err := http.Get(page.URL + "/mail") //nolint:noctx // a test's own
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	for _, want := range []string{`<a href="https://vahti.example/x?a=1&amp;b=2">`, "&lt;now&gt;", `srcdoc="&lt;p&gt;&#34;H&#34;&lt;/p&gt;"`, "sandbox=", "<dt>X</dt><dd>Y</dd>", "To b@customer.example"} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("the page lacks %s:\n%s", want, raw)
		}
	}
	id := s.Sent()[0].ID
	for event, want := range map[string]int{"Bounce": 200, "Nonsense": 404} {
		answer, err := http.PostForm(page.URL+"/mail/"+id, url.Values{"event": {event}}) //nolint:noctx // a test's own
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%s: got %d, want %d", event, answer.StatusCode, want)
		}
	}
	if got := s.Sent()[0].Events; len(got) != 1 || got[0] != "Bounce" || s.inactive("b@customer.example") == "" {
		t.Errorf("events %v", got)
	}
}
