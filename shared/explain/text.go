package explain

import (
	"net/netip"
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Characters beyond ASCII that English, Finnish and Swedish texts are set with.
// Everything else is refused: what cannot be seen, what turns the direction of
// writing, and letters of other scripts, some of which look like Latin ones.
const (
	typography = "–—‑‘’‚“”„«»‹›…•·°§€£×÷±≤≥→←½¼¾²³™®©\u00a0\u202f\u2009"
	letters    = "ŠšŽž"
)

// odd reports whether a character has no place in an explanation.
func odd(r rune) bool {
	switch {
	case r == '\n', r >= ' ' && r <= '~':
		return false
	case r >= 'À' && r <= 'ÿ': // the letters of Latin-1, with × and ÷ among them
		return false
	}
	return !strings.ContainsRune(typography+letters, r)
}

// markup is HTML, Markdown that leads somewhere, templates, chat marks, JSON.
var markup = regexp.MustCompile("<[\\pL/!?|]|\\|>|&#|&\\pL{2,8};|\\]\\s?[(\\[:]|!\\[|```|\\{\\{|\\}\\}|\\$\\{|\\{\\s*\"|\\[/?INST\\]|(?m:^\\s*#{1,6}\\s)|#{3}")

// calls are what a reader could follow or call, whatever the host.
var calls = regexp.MustCompile(`(?i)\w:\s?//|\bwww\d?\.|\b(mailto|javascript|vbscript)\s?:|\b(tel|sip|sms):\+?\d|\bdata:\w+/|\bfile:/|` +
	`\\\\\w|\bxn--|\w@\w|[(\[{]\s?(at|ät|dot|piste|punkt|snabel-?a)\s?[)\]}]|\b(dot|piste|punkt) (com|net|org|fi|se|eu)\b|` +
	`\w \. ?(com|net|org|io|fi|se|eu|ru)\b|` +
	`\+\d{1,3}[\s\x{a0}-]?\(?\d|\b0\d{1,3}[\s\x{a0}-]\d{2,4}[\s\x{a0}-]?\d{2}|\b[0-9a-f]{1,4}(:[0-9a-f]{0,4}){3,}`)

// dotted are words joined by dots: hosts, but also the names of permissions,
// types and versions.
var dotted = regexp.MustCompile(`[\pL\d_-]+(\.[\pL\d_-]+)+\S?`)

// permission is the name of a permission to Microsoft Graph, such as
// "RoleManagement.ReadWrite.Directory".
var permission = regexp.MustCompile(`^[A-Z]\w+\.(Read|ReadBasic|ReadWrite|Write|Create|Send|Manage|Invite|Export|AccessAsUser)(\.[A-Z]\w+)*$`)

// addressed reports whether a text holds an address of any kind. A word is a
// host when its last part is a top-level domain that exists, so that
// "microsoft.graph.singleUser" and "MS.AAD.3.1v1" are none.
func addressed(text string) bool {
	if calls.MatchString(text) {
		return true
	}
	for _, found := range dotted.FindAllString(text, -1) {
		name := strings.TrimRight(found, `.,;:!?)]}"'”’»…%&=<>*+|~`+"`")
		path := strings.HasSuffix(name, "/")
		name = strings.TrimRight(name, "/\\($")
		if strings.EqualFold(name, "microsoft.directory") && path { // what roles' permissions begin with
			continue
		}
		if !permission.MatchString(name) && host(name, path) {
			return true
		}
	}
	return false
}

func host(name string, path bool) bool {
	if addr, err := netip.ParseAddr(name); err == nil {
		// Controls have numbers such as 5.2.2.3.
		return path || addr.As4()[0] > 9
	}
	name = strings.ToLower(name)
	dot := strings.LastIndexByte(name, '.')
	// "example.com-sivu": Finnish joins words to a name with a hyphen.
	if stem, _, joined := strings.Cut(name[dot:], "-"); joined && len(stem) <= len(".com") {
		name = name[:dot] + stem
	}
	suffix, known := publicsuffix.PublicSuffix(name)
	return known && suffix != name
}
