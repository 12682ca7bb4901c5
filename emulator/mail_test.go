package main

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	// article is a message in the inbox: its ID and what is in it.
	article = regexp.MustCompile(`(?s)<article id="([^"]+)"><h2>[^<]*</h2><p>To ([^,]+),(.*?)</article>`)
	stops   = regexp.MustCompile(`href="http://localhost:\d+(/mail/unsubscribe\?token=[^"]+)"`)
)

// message is one message in the inbox.
type message struct{ id, to, body string }

// kindOf finds what a message is about.
var kindOf = regexp.MustCompile(`<dt>(?:Tag|kind)</dt><dd>([^<]*)</dd>`)

// awaits reads the inbox until it holds what is asked for.
func (v visitor) awaits(t *testing.T, what string, enough func([]message) bool) []message {
	t.Helper()
	var last []message
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		_, _, page := v.get(t, mailPath)
		last = nil
		for _, m := range article.FindAllStringSubmatch(page, -1) {
			last = append(last, message{m[1], m[2], m[3]})
		}
		if enough(last) {
			return last
		}
	}
	var kinds []string
	for _, m := range last {
		if kind := kindOf.FindStringSubmatch(m.body); kind != nil {
			kinds = append(kinds, kind[1])
		}
	}
	t.Fatalf("no %s among %d messages: %v", what, len(last), kinds)
	return nil
}

// about are the messages of a kind, whatever their language.
func about(all []message, kind string) (out []message) {
	for _, m := range all {
		if strings.Contains(m.body, "<dd>"+kind+"</dd>") {
			out = append(out, m)
		}
	}
	return out
}

// TestMail takes a tenant from its first scan to the letters about it: each reader has
// one, one of them turns the kind off, and another's address bounces, which the others
// hear of.
func TestMail(t *testing.T) {
	r := start(t, "-tenant", "emulator/tenants/aalto-pienyritys")
	v := r.visitor(t)
	all := v.awaits(t, "letter about findings", func(all []message) bool { return len(about(all, "findings-alert")) >= 3 })
	alerts := about(all, "findings-alert")
	readers := map[string]int{}
	for _, m := range alerts {
		readers[m.to]++
		if strings.Contains(m.body, "HTML") && !strings.Contains(m.body, `sandbox="`) {
			t.Error("a letter's HTML is shown outside a sandbox")
		}
	}
	if len(readers) != 3 || len(alerts) != 3 {
		t.Errorf("letters to %d readers: %d, want 3 of each", len(readers), len(alerts))
	}
	link := stops.FindStringSubmatch(alerts[0].body)
	if link == nil {
		t.Fatal("the letter has no link that turns its kind off")
	}
	status, _, body := v.get(t, html.UnescapeString(link[1]))
	if status != http.StatusOK || !strings.Contains(body, "vakavat löydökset") {
		t.Fatalf("the link: got %d", status)
	}
	if status, _, body = v.do(t, http.MethodPost, html.UnescapeString(link[1]), nil); status != http.StatusOK || !strings.Contains(body, "Viestit on lopetettu") {
		t.Errorf("the button: got %d", status)
	}
	if status, _, _ = v.do(t, http.MethodPost, mailPath+"/"+alerts[1].id, url.Values{"event": {"Bounce"}}); status != http.StatusOK {
		t.Fatalf("the bounce: got %d", status)
	}
	v.awaits(t, "letter about the bounce", func(all []message) bool { return len(about(all, "mail-failed")) >= 1 })
}
