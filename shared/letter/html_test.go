package letter_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/letter"
)

// remote finds whatever a mail program would fetch.
var remote = regexp.MustCompile(`(?i)<(img|script|iframe|object|embed|video|audio|link|form)\b|url\(|@import|@font-face|\bsrc=|background=`)

// TestHTML: every kind in every language is well formed, says what its text says,
// fetches nothing, and suits light and dark.
func TestHTML(t *testing.T) {
	for _, kind := range letter.Kinds() {
		for _, language := range []string{"en", "fi", "sv"} {
			l := sample(kind, language)
			l.Tenant, l.Unsubscribe = `Customer <script>alert(1)</script> & Co`, "https://vahti.example/mail/unsubscribe?token=x"
			m, err := l.Compose()
			if err != nil {
				t.Fatal(err)
			}
			what := string(kind) + " in " + language
			if remote.MatchString(m.HTML) {
				t.Errorf("%s fetches something: %s", what, remote.FindString(m.HTML))
			}
			for _, want := range []string{`<html lang="` + language + `"`, `name="color-scheme"`, "prefers-color-scheme: dark", "<h1", "max-width: 480px", "display:none"} {
				if !strings.Contains(m.HTML, want) {
					t.Errorf("%s lacks %s", what, want)
				}
			}
			if strings.Contains(m.HTML, "ZgotmplZ") || strings.Contains(m.HTML, "<script") {
				t.Errorf("%s is not escaped", what)
			}
			told := readable(t, m.HTML)
			for line := range strings.Lines(m.Text) {
				line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "- "), ":")
				for part := range strings.SplitSeq(line, ": ") {
					if !strings.HasPrefix(part, "https://vahti.example/mail/") && !strings.Contains(told, part) {
						t.Errorf("%s does not say %q", what, part)
					}
				}
			}
			if got := strings.Contains(m.HTML, "/mail/unsubscribe"); got != kind.Optional() {
				t.Errorf("%s can be turned off: %v", what, got)
			}
		}
	}
}

// readable is what a reader sees of HTML, which must be well formed but for what HTML
// leaves out.
func readable(t *testing.T, html string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(html))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta"}, xml.HTMLEntity
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			b.Write(text)
		}
	}
}

func TestOutbox(t *testing.T) {
	db := open(t)
	for range 2 {
		if err := letter.Put(t.Context(), db, sample(letter.Reset, "en"), start); err != nil {
			t.Fatal(err)
		}
	}
	due := func(at time.Time) *letter.Parcel {
		t.Helper()
		list, err := letter.Due(t.Context(), db, at, 10)
		if err != nil || len(list) > 1 {
			t.Fatal(len(list), err)
		}
		if len(list) == 0 {
			return nil
		}
		return list[0]
	}
	one, two := due(start), due(start)
	if mine, err := one.Claim(t.Context(), start); !mine || err != nil {
		t.Fatal(mine, err)
	}
	if mine, err := two.Claim(t.Context(), start); mine || err != nil {
		t.Errorf("claimed twice: %v, %v", mine, err)
	}
	if due(start.Add(time.Minute)) != nil {
		t.Error("it is due while it is claimed")
	}
	later := start.Add(6 * time.Minute)
	if again := due(later); again == nil || !again.Doubtful || again.Tries != 1 || again.To != "aino@customer.example" {
		t.Fatalf("after the lease: %+v", again)
	}
	if err := one.Sent(t.Context(), "receipt", later); err != nil {
		t.Fatal(err)
	}
	if err := letter.Put(t.Context(), db, sample(letter.Reset, "en"), later); err != nil {
		t.Fatal(err)
	}
	if due(later.Add(time.Hour)) != nil {
		t.Error("it is due after it was sent")
	}
	fate, found, err := letter.Find(t.Context(), db, two.Reference)
	if err != nil || !found || fate.Kind != letter.Reset {
		t.Errorf("found %v, %v, %v", fate, found, err)
	}
}

// TestKinds: what the agreement requires cannot be turned off.
func TestKinds(t *testing.T) {
	for _, kind := range []letter.Kind{letter.Invitation, letter.Reset, letter.VerifyEmail, letter.AccountChange, letter.SignInBlocked, letter.ReviewOpened, letter.SupportAsked, letter.SupportBegan, "breach"} {
		if kind.Optional() {
			t.Errorf("%s can be turned off", kind)
		}
	}
	for _, kind := range letter.OptionalKinds() {
		if !kind.Optional() {
			t.Errorf("%s cannot be turned off", kind)
		}
	}
}
