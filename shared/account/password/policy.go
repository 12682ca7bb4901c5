package password

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Why a password is refused, in words for the person who chose it.
var (
	ErrShort    = errors.New("choose a password of at least 12 characters")
	ErrLong     = errors.New("choose a password of at most 256 characters")
	ErrText     = errors.New("the password holds bytes that are no characters")
	ErrListed   = errors.New("this password, or one much like it, is among those that became public; choose another")
	ErrPersonal = errors.New("choose a password that does not hold your name or e-mail address")
	ErrService  = errors.New("choose a password that does not hold the name of this service")
	ErrPattern  = errors.New("choose a password that is not a pattern of repeated or neighbouring characters")
)

// The limits of a password's length, in characters. NIST asks for 8 beside a second
// factor and 15 where there is none; a second factor is always asked for here.
const (
	MinLength = 12
	MaxLength = 256
)

// minWord is how long a name or word must be, in characters, for a password not to
// hold it: shorter ones are in many passwords by chance.
const minWord = 4

// About is what is known of whoever chooses a password, and where.
type About struct {
	Email   string
	Name    string
	Service []string // names of the service
}

// String keeps who chooses out of formatted errors.
func (About) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (About) GoString() string { return "[person]" }

// Check refuses a password that can be guessed, with the reason, one of this
// package's errors. Any characters may be in it and none must be.
func Check(plain string, about About) error {
	if !utf8.ValidString(plain) {
		return ErrText
	}
	if len(plain) > MaxLength*utf8.UTFMax {
		return ErrLong
	}
	// Normalising can make one character of many, and many of one.
	typed := min(utf8.RuneCountInString(plain), utf8.RuneCountInString(norm.NFC.String(plain)))
	plain = norm.NFKC.String(plain)
	switch {
	case min(typed, utf8.RuneCountInString(plain)) < MinLength:
		return ErrShort
	case typed > MaxLength:
		return ErrLong
	}
	low := strings.ToLower(plain)
	switch {
	case patterned([]rune(low)):
		return ErrPattern
	case holds(low, about.personal()):
		return ErrPersonal
	case holds(low, about.Service):
		return ErrService
	case slices.ContainsFunc(forms(low), listed):
		return ErrListed
	}
	return nil
}

// personal are the words that tell of the person: the address and its parts, and
// the parts of the name.
func (a About) personal() []string {
	local, domain, _ := strings.Cut(a.Email, "@")
	words := []string{a.Email, local}
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	words = append(words, strings.FieldsFunc(local, notLetter)...)
	if labels := strings.Split(domain, "."); len(labels) >= 2 {
		words = append(words, labels[len(labels)-2])
	}
	return append(words, strings.FieldsFunc(a.Name, notLetter)...)
}

// holds reports whether a text in lower case holds one of the words.
func holds(low string, words []string) bool {
	spoken := plainLetters(low)
	for _, w := range words {
		w = strings.ToLower(norm.NFKC.String(w))
		if utf8.RuneCountInString(w) >= minWord && (strings.Contains(low, w) || strings.Contains(spoken, w)) {
			return true
		}
	}
	return false
}

// plainLetters undoes the usual exchange of letters for digits and signs.
func plainLetters(low string) string {
	return strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i").Replace(low)
}

// The most characters that are taken for decoration around a word, and the shortest
// word that is looked up so.
const (
	maxDecoration = 6
	minCore       = 6
)

// forms are the ways in which a password is looked up in the list: as it is, and
// without what people put around a word to please a rule.
func forms(low string) []string {
	decoration := func(r rune) bool { return !unicode.IsLetter(r) }
	out := []string{low, plainLetters(low)}
	for _, core := range []string{strings.TrimRightFunc(low, decoration), strings.TrimFunc(low, decoration)} {
		n := utf8.RuneCountInString(core)
		if n >= minCore && utf8.RuneCountInString(low)-n <= maxDecoration {
			out = append(out, core, plainLetters(core))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// The bounds of a pattern.
const (
	minDistinct = 5  // different characters a password has at least
	stepsOf100  = 70 // of 100 steps from character to character, those that may be to a neighbour
)

// patterned reports whether a password is a short piece repeated, or a walk along
// the alphabet, the digits or a keyboard.
func patterned(text []rune) bool {
	distinct := map[rune]bool{}
	for _, r := range text {
		distinct[r] = true
	}
	if len(distinct) < minDistinct {
		return true
	}
	for unit := 1; unit < MinLength && unit <= len(text)/2; unit++ {
		if repeats(text, unit) {
			return true
		}
	}
	near := 0
	for i := 1; i < len(text); i++ {
		if neighbours(text[i-1], text[i]) {
			near++
		}
	}
	return 100*near > stepsOf100*(len(text)-1)
}

// repeats reports whether a text is its first unit characters over and over.
func repeats(text []rune, unit int) bool {
	for i := unit; i < len(text); i++ {
		if text[i] != text[i-unit] {
			return false
		}
	}
	return true
}

// neighbours reports whether two characters are the same or next to each other in
// their alphabet or on a row of a keyboard.
func neighbours(a, b rune) bool {
	if d := a - b; d >= -1 && d <= 1 {
		return true
	}
	for _, row := range []string{"1234567890", "qwertyuiopå", "asdfghjklöä", "zxcvbnm,.-"} {
		keys := []rune(row)
		i, j := slices.Index(keys, a), slices.Index(keys, b)
		if i >= 0 && j >= 0 && (i-j == 1 || j-i == 1) {
			return true
		}
	}
	return false
}
