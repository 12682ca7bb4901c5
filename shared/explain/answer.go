package explain

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The rules an answer can break. Their texts are kept with the finding in place
// of the explanation, so they are constant.
var (
	errForm       = errors.New("not JSON of the asked form")
	errLength     = errors.New("empty or too long")
	errCharacters = errors.New("contains characters that have no place in a plain text")
	errLanguage   = errors.New("another language than asked for")
	errLink       = errors.New("contains a link or an address")
	errMarkup     = errors.New("contains markup")
	errStray      = errors.New("speaks of the model or the request instead of the finding")
	errClaim      = errors.New("claims that the problem is gone or may be left, or changes its severity")
)

// Limits of an answer: bytes as received, characters and steps as shown.
const (
	maxRaw   = 1 << 16
	maxText  = 1200
	maxWhole = 5000
	maxSteps = 8
)

// Rule returns the constant sentence for the rule an answer broke.
func Rule(err error) string {
	for _, rule := range []error{errForm, errLength, errCharacters, errLanguage, errLink, errMarkup, errStray, errClaim} {
		if errors.Is(err, rule) {
			return rule.Error()
		}
	}
	return "the model gave no answer"
}

// parse reads an answer: one JSON object with each of its properties once and
// nothing around it. Models wrap JSON in a code fence now and then, and set
// words in bold type; neither is a reason to throw the answer away.
func parse(raw string) (Answer, error) {
	if len(raw) > maxRaw || !utf8.ValidString(raw) {
		return Answer{}, errForm
	}
	d := json.NewDecoder(strings.NewReader(unfenced(raw)))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return Answer{}, errForm
	}
	var language, summary, why *string
	var steps []*string
	into := map[string]any{"language": &language, "summary": &summary, "why": &why, "steps": &steps}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return Answer{}, errForm
		}
		name, _ := key.(string)
		target, ok := into[name]
		if !ok || d.Decode(target) != nil {
			return Answer{}, errForm
		}
		delete(into, name)
	}
	if _, err := d.Token(); err != nil || len(into) > 0 || language == nil || summary == nil || why == nil {
		return Answer{}, errForm
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Answer{}, errForm
	}
	a := Answer{Language: *language, Summary: plain(*summary, emphasis), Why: plain(*why, emphasis)}
	for _, s := range steps {
		if s == nil {
			return Answer{}, errForm
		}
		a.Steps = append(a.Steps, plain(*s, number))
	}
	return a, nil
}

// unfenced returns what stands within a code fence, or everything.
func unfenced(raw string) string {
	raw = strings.TrimSpace(raw)
	for _, open := range []string{"```json\n", "```\n"} {
		if inner, ok := strings.CutPrefix(raw, open); ok {
			if inner, ok = strings.CutSuffix(inner, "```"); ok {
				return inner
			}
		}
	}
	return raw
}

// Pages show plain text: emphasis marks words as bold or as code, and number is
// that and what some models put in front of a step of a list that is numbered
// anyway.
var (
	emphasis = regexp.MustCompile("\\*\\*|`+")
	number   = regexp.MustCompile("^\\s*(\\d{1,2}[.)]|[-*•])\\s+|\\*\\*|`+")
)

// plain removes decoration until none is left. A block of code is more than
// decoration and is left to be refused.
func plain(text string, decoration *regexp.Regexp) string {
	for !strings.Contains(text, "```") {
		bare := strings.TrimSpace(decoration.ReplaceAllString(text, ""))
		if bare == text {
			return text
		}
		text = bare
	}
	return text
}

// check decides whether an answer may be shown to people who read language. It
// would rather refuse a good answer than show a bad one: without an
// explanation people read the check's own text.
func (a Answer) check(language string) error {
	texts := append([]string{a.Summary, a.Why}, a.Steps...)
	if len(a.Steps) == 0 || len(a.Steps) > maxSteps {
		return errLength
	}
	whole := 0
	for _, t := range texts {
		n := utf8.RuneCountInString(t)
		if whole += n; n == 0 || n > maxText || whole > maxWhole {
			return errLength
		}
	}
	if slices.ContainsFunc(texts, func(t string) bool { return strings.ContainsFunc(t, odd) }) {
		return errCharacters
	}
	if a.Language != language || !written(texts, language) {
		return errLanguage
	}
	for _, t := range texts {
		if err := checkText(t, language); err != nil {
			return err
		}
	}
	return nil
}

// checkText looks at what no text may hold, whatever the others say.
func checkText(text, language string) error {
	switch {
	case addressed(text):
		return errLink
	case markup.MatchString(text):
		return errMarkup
	}
	sentences := sentencesOf(text)
	switch {
	case strayed(text, sentences, language):
		return errStray
	case claimed(sentences):
		return errClaim
	}
	return nil
}
