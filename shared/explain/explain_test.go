package explain

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
)

func question() Question {
	return Question{Language: "en", Check: "c", Title: "What should hold", Risk: "What is at risk", Fix: "Portal > Settings & more",
		Facts: finding.Facts{"isEnabled": false, "days": int64(90), "roles": []string{"GlobalAdministrator"}}}
}

func TestPrompt(t *testing.T) {
	const want = `{
 "language": "en",
 "check": "c",
 "title": "What should hold",
 "risk": "What is at risk",
 "fix": "Portal > Settings & more",
 "facts": {
  "days": 90,
  "isEnabled": false,
  "roles": [
   "GlobalAdministrator"
  ]
 }
}
`
	got, err := question().Prompt()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFreeTextIsNotAsked offers facts that could name somebody.
func TestFreeTextIsNotAsked(t *testing.T) {
	for _, value := range []any{"Maija Meikäläinen", "maija@example.com", "Require MFA for all users", []string{"ok", "two words"}, map[string]any{}, nil, "a\nb"} {
		q := question()
		q.Facts = finding.Facts{"owner": value}
		asked := false
		_, err := Explain(t.Context(), func(context.Context, string) (string, error) { asked = true; return "", nil }, q)
		if asked || !errors.Is(err, ErrRefused) {
			t.Errorf("%v: asked %v, got %v; want %v before anything is sent", value, asked, err, ErrRefused)
		}
		if err != nil && strings.Contains(err.Error(), "Maija") {
			t.Errorf("the error holds the value: %v", err)
		}
	}
}

func TestHash(t *testing.T) {
	hash := func(change func(*Question)) string {
		t.Helper()
		q := question()
		change(&q)
		h, err := q.Hash()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	same := hash(func(*Question) {})
	if got := hash(func(q *Question) {
		q.Facts = finding.Facts{"roles": []string{"GlobalAdministrator"}, "days": 90.0, "isEnabled": false}
	}); got != same {
		t.Error("the same question has another hash")
	}
	for name, change := range map[string]func(*Question){
		"language": func(q *Question) { q.Language = "fi" },
		"check":    func(q *Question) { q.Check = "d" },
		"title":    func(q *Question) { q.Title = "x" },
		"risk":     func(q *Question) { q.Risk = "x" },
		"fix":      func(q *Question) { q.Fix = "x" },
		"facts":    func(q *Question) { q.Facts = finding.Facts{} },
	} {
		if hash(change) == same {
			t.Errorf("another %s has the same hash", name)
		}
	}
}

func TestExplain(t *testing.T) {
	errBusy := errors.New("busy")
	answer := encoded(t, sample(t, "en"))
	tests := []struct {
		name, raw string
		err       error
		want      error // nil: shown
		final     bool
	}{
		{name: "good", raw: answer},
		{name: "busy", err: errBusy, want: errBusy},
		{name: "declined", err: ErrRefused, want: ErrRefused, final: true},
		{name: "no JSON", raw: "Sorry.", want: errForm, final: true},
		{name: "another language", raw: encoded(t, sample(t, "sv")), want: errLanguage, final: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Explain(t.Context(), func(context.Context, string) (string, error) { return test.raw, test.err }, question())
			if !errors.Is(err, test.want) || errors.Is(err, ErrRefused) != test.final {
				t.Fatalf("got %v, want %v, final %v", err, test.want, test.final)
			}
			if (err == nil) != (got.Summary != "") {
				t.Errorf("got %+v beside the error %v", got, err)
			}
			if err != nil && strings.Contains(err.Error(), "Sorry") {
				t.Errorf("the error holds the model's text: %v", err)
			}
		})
	}
}
