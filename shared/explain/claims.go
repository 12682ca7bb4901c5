package explain

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A claim is a way of saying that the problem is gone, that it may be left, or
// that its severity is another: what only a check or a person decides. "Until
// it has been fixed" says no such thing and "it has been fixed" does, so what
// makes a sentence harmless stands beside what makes it a claim.
type claim struct {
	says   *phrase
	unless *phrase // in the same clause; may be nil
	within *phrase // in the same sentence; may be nil
}

// sentence is a sentence in small letters, each word between single spaces.
type sentence struct {
	whole   string
	clauses []string
}

// claimed reports whether any sentence makes a claim, in whatever language:
// models slip into others.
func claimed(sentences []sentence) bool {
	for _, s := range sentences {
		for _, list := range [][]claim{englishClaims, finnishClaims, swedishClaims} {
			if slices.ContainsFunc(list, s.makes) {
				return true
			}
		}
	}
	return false
}

func (s sentence) makes(c claim) bool {
	// What a clause says the sentence says too, unless the pattern asks for the
	// clause's own beginning or end; most sentences end here.
	if !strings.ContainsAny(c.says.String(), "^$") && !c.says.MatchString(s.whole) {
		return false
	}
	if c.within != nil && c.within.MatchString(s.whole) {
		return false
	}
	for _, clause := range append(s.clauses, s.whole) {
		if c.says.MatchString(clause) && (c.unless == nil || !c.unless.MatchString(clause)) {
			return true
		}
	}
	return false
}

// A phrase is a pattern over words. It is compiled when it is first looked for:
// there are many, and a process that explains nothing needs none.
type phrase struct {
	source   string
	compiled func() *regexp.Regexp
}

// pattern returns the phrase that the parts make together: "W" stands for any word,
// and a space at either end for the border of a word. Of nothing there is none.
func pattern(parts ...string) *phrase {
	source := strings.ReplaceAll(strings.Join(parts, ""), "W", `\S+`)
	if source == "" {
		return nil
	}
	return &phrase{source, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })}
}

// String returns the phrase as it is written.
func (p *phrase) String() string { return p.source }

// MatchString reports whether a text holds the phrase.
func (p *phrase) MatchString(text string) bool { return p.compiled().MatchString(text) }

var (
	sentenceEnd = regexp.MustCompile(`[.!?;]+(\s|$)|\n`)
	clauseEnd   = regexp.MustCompile(`[,:()–—]+(\s|$)|\s[(–—-]+`)
)

// sentencesOf cuts a text into sentences and clauses.
func sentencesOf(text string) []sentence {
	var out []sentence
	for _, part := range sentenceEnd.Split(text, -1) {
		s := sentence{whole: normal(part)}
		if s.whole == "" {
			continue
		}
		for _, c := range clauseEnd.Split(part, -1) {
			if c = normal(c); c != "" && c != s.whole {
				s.clauses = append(s.clauses, c)
			}
		}
		out = append(out, s)
	}
	return out
}

// contractions are written out, so that patterns need to know one form.
var contractions = strings.NewReplacer(" can't ", " cannot ", " won't ", " will not ", "n't ", " not ", "'ve ", " have ", "'re ", " are ", "'ll ", " will ",
	" i'm ", " i am ", " it's ", " it is ", " that's ", " that is ", " this's ", " this is ", " there's ", " there is ", " what's ", " what is ",
	" everything's ", " everything is ", " problem's ", " problem is ", " issue's ", " issue is ", " finding's ", " finding is ")

// normal returns the words of a text in small letters with a single space around
// each; empty when there are none.
func normal(text string) string {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
	if len(fields) == 0 {
		return ""
	}
	return contractions.Replace(" " + strings.Join(fields, " ") + " ")
}
