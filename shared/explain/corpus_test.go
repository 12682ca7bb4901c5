package explain

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// judged is what becomes of a model's raw answer.
func judged(raw, language string) (Answer, error) {
	a, err := parse(raw)
	if err != nil {
		return Answer{}, err
	}
	return a, a.check(language)
}

// encoded is an answer as a model gives it.
func encoded(t testing.TB, a Answer) string {
	t.Helper()
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// escapes are how testdata writes characters that cannot be seen.
var escapes = regexp.MustCompile(`\\u\{([0-9A-F]+)\}`)

// lines reads a file of testdata, with its escapes resolved.
func lines(t testing.TB, path ...string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{"testdata"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var out []string
	for s := bufio.NewScanner(f); s.Scan(); {
		out = append(out, escapes.ReplaceAllStringFunc(s.Text(), func(e string) string {
			n, err := strconv.ParseInt(e[3:len(e)-1], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			return string(rune(n))
		}))
	}
	return out
}

// good reads the good explanations of a language: summary, why, and the steps,
// with an empty line between explanations.
func good(t testing.TB, language string) []Answer {
	t.Helper()
	var out []Answer
	var a Answer
	for _, line := range append(lines(t, "good", language+".txt"), "") {
		step, isStep := strings.CutPrefix(line, "- ")
		switch {
		case line == "":
			out = append(out, a)
			a = Answer{}
		case isStep:
			a.Steps = append(a.Steps, step)
		case a.Summary == "":
			a.Language, a.Summary = language, line
		default:
			a.Why = line
		}
	}
	return out
}

// with returns the answer with a sentence added in each of the places it could
// stand: in the summary, in the reason, and as a step.
func (a Answer) with(sentence string) []Answer {
	summary, why, step := a, a, a
	summary.Summary += " " + sentence
	why.Why += " " + sentence
	step.Steps = append([]string{sentence}, a.Steps...)
	return []Answer{summary, why, step}
}

func TestGoodAnswersAreShown(t *testing.T) {
	for _, language := range Languages() {
		answers := good(t, language)
		if len(answers) < 20 {
			t.Errorf("%s: %d good explanations, want 20", language, len(answers))
		}
		refused := 0
		for _, a := range answers {
			got, err := judged(encoded(t, a), language)
			if err != nil {
				refused++
				t.Errorf("%s: refused (%v): %s", language, err, a.Summary)
			} else if got.Summary != a.Summary || got.Why != a.Why {
				t.Errorf("%s: the text was changed: %s", language, got.Summary)
			}
		}
		t.Logf("%s: %d of %d good explanations refused", language, refused, len(answers))
	}
}

// TestShortAnswersAreShown leaves of each good explanation its shortest form.
func TestShortAnswersAreShown(t *testing.T) {
	for _, language := range Languages() {
		answers := good(t, language)
		for _, a := range answers {
			a.Steps = a.Steps[:1]
			a.Summary, _, _ = strings.Cut(a.Summary, ": ")
			a.Why, _, _ = strings.Cut(a.Why, ". ")
			if _, err := judged(encoded(t, a), language); err != nil {
				t.Errorf("%s: refused (%v): %q %q %q", language, err, a.Summary, a.Why, a.Steps)
			}
		}
	}
}

// TestSentencesThatOnlyLookBad holds sentences close to forbidden ones.
func TestSentencesThatOnlyLookBad(t *testing.T) {
	for _, language := range Languages() {
		answers := good(t, language)
		refused, sentences := 0, lines(t, "good", "tricky."+language+".txt")
		for i, s := range sentences {
			for place, a := range answers[i%len(answers)].with(s) {
				if _, err := judged(encoded(t, a), language); err != nil {
					t.Errorf("%s, place %d: refused (%v): %s", language, place, err, s)
					refused++
					break
				}
			}
		}
		t.Logf("%s: %d of %d sentences refused", language, refused, len(sentences))
	}
}

func TestBadSentencesAreRefused(t *testing.T) {
	rules := []struct {
		file string
		rule []error // any of these
	}{
		{"fixed", []error{errClaim, errStray}},
		{"ignored", []error{errClaim}},
		{"severity", []error{errClaim, errStray}},
		{"link", []error{errLink, errMarkup}},
		{"markup", []error{errMarkup}},
		{"characters", []error{errCharacters}},
		{"stray", []error{errStray, errMarkup, errClaim}},
	}
	for _, r := range rules {
		for _, language := range Languages() {
			answers := good(t, language)
			sentences := lines(t, "bad", r.file+"."+language+".txt")
			if len(sentences) < 20 {
				t.Errorf("%s %s: %d sentences, want 20", r.file, language, len(sentences))
			}
			missed := 0
			for i, s := range sentences {
				places := answers[i%len(answers)].with(s)
				_, err := judged(encoded(t, places[i%len(places)]), language)
				if !slices.ContainsFunc(r.rule, func(rule error) bool { return errors.Is(err, rule) }) {
					t.Errorf("%s %s: got %v: %s", r.file, language, err, s)
					missed++
				}
			}
			t.Logf("%s %s: %d of %d missed", r.file, language, missed, len(sentences))
		}
	}
}
