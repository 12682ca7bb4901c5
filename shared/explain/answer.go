package explain

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules an answer can break. Their texts are kept with the finding in place
// of the explanation, so they are constant.
var (
	errForm     = errors.New("not JSON of the asked form")
	errLength   = errors.New("empty or too long")
	errLanguage = errors.New("another language than asked for")
	errLink     = errors.New("contains a link or an address")
	errClaim    = errors.New("claims that the problem is gone or changes its severity")
)

// Limits of an answer, in characters and steps.
const (
	maxText  = 1200
	maxSteps = 8
)

// parse reads an answer. Models wrap JSON in code fences now and then, which is
// no reason to throw the answer away.
func parse(raw string) (Answer, error) {
	raw = strings.TrimSpace(raw)
	if rest, ok := strings.CutPrefix(raw, "```json"); ok {
		raw = strings.TrimSuffix(strings.TrimSpace(rest), "```")
	}
	d := json.NewDecoder(bytes.NewReader([]byte(raw)))
	d.DisallowUnknownFields()
	var a Answer
	if err := d.Decode(&a); err != nil || d.More() {
		return Answer{}, errForm
	}
	return a, nil
}

// check decides whether an answer may be shown to people who read language.
func (a Answer) check(language string) error {
	texts := append([]string{a.Summary, a.Why}, a.Steps...)
	if len(a.Steps) == 0 || len(a.Steps) > maxSteps {
		return errLength
	}
	for _, t := range texts {
		if strings.TrimSpace(t) == "" || utf8.RuneCountInString(t) > maxText || !utf8.ValidString(t) {
			return errLength
		}
		if link.MatchString(t) {
			return errLink
		}
		for _, r := range t {
			if unicode.IsControl(r) && r != '\n' {
				return errForm
			}
		}
	}
	whole := strings.Join(texts, " ")
	if a.Language != language || spoken(whole) != language {
		return errLanguage
	}
	for _, c := range claims {
		if c.MatchString(whole) {
			return errClaim
		}
	}
	return nil
}

// link finds what a reader could follow or mistake for an address to trust.
var link = regexp.MustCompile(`(?i)(\w+://|www\.|mailto:|javascript:|\]\(|<[a-z/!]|[a-z0-9-]+\.(com|net|org|io|fi|se|eu|ru|cn|info|biz|xyz|app|dev|link|example)\b|[^\s@]+@[^\s@]+\.[a-z])`)

// claims find sentences by which advice would act on risk: that something has
// been mended, may be ignored, or has another severity.
var claims = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(has|have|had|was|were|is|are)\s+(now\s+|already\s+|been\s+|since\s+)*(fixed|resolved|closed|mended|remediated|corrected|solved)\b`),
	regexp.MustCompile(`(?i)\b(no|nothing)\s+(further\s+|more\s+|to\s+)?(action|do|change)s?\s*(is|are)?\s*(needed|required|necessary)?\b.*\b(needed|required|necessary)\b`),
	regexp.MustCompile(`(?i)\b(you can|can safely|may)\s+(be\s+)?ignore`),
	regexp.MustCompile(`(?i)\b(severity|risk)\s+(is|has been|was)\s+(now\s+)?(lowered|raised|changed|only)`),
	regexp.MustCompile(`(?i)\b(on|ovat|oli)\s+(nyt\s+|jo\s+)*(korjattu|ratkaistu|suljettu)\b`),
	regexp.MustCompile(`(?i)\bvoi(t|daan)?\s+(jättää\s+)?(huomiotta|ohittaa)`),
	regexp.MustCompile(`(?i)\b(har|är|blev|blivit)\s+(nu\s+|redan\s+|blivit\s+|har\s+)*(åtgärdat|åtgärdats|åtgärdad|löst|lösts|stängts|stängt|stängd)`),
	regexp.MustCompile(`(?i)\bkan\s+(du\s+)?(ignorera|bortse)`),
}

// words are frequent words of each language that the others do not have.
var words = map[string][]string{
	"en": {"the", "and", "is", "of", "to", "that", "with", "for", "this", "not", "are", "can", "users", "should", "be", "when", "your"},
	"fi": {"ja", "on", "ei", "että", "ovat", "se", "tämä", "kun", "voi", "jos", "mukaan", "sekä", "käyttäjät", "asetus", "tai", "joka", "myös", "ole"},
	"sv": {"och", "är", "att", "det", "en", "som", "för", "inte", "med", "av", "på", "kan", "till", "den", "användare", "när", "har"},
}

// spoken guesses the language of a text by its frequent words; empty when it
// cannot tell.
func spoken(text string) string {
	count := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		for language, list := range words {
			for _, known := range list {
				if w == known {
					count[language]++
				}
			}
		}
	}
	best, second := "", ""
	for _, language := range []string{"en", "fi", "sv"} {
		switch {
		case best == "" || count[language] > count[best]:
			best, second = language, best
		case second == "" || count[language] > count[second]:
			second = language
		}
	}
	if count[best] < 3 || count[best] <= count[second] {
		return ""
	}
	return best
}
