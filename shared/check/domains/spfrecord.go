package domains

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// spfRecord is an SPF record (RFC 7208).
type spfRecord struct {
	terms    []spfTerm
	redirect string // the modifier's domain, empty where there is none
}

// spfTerm is a mechanism: who a message comes from, and what then holds of it.
type spfTerm struct {
	qualifier byte         // '+', '-', '~' or '?'
	name      string       // in lower case, such as "include"
	domain    string       // in lower case; empty where it is the record's own
	network   netip.Prefix // of ip4 and ip6
}

// parseSPF reads a record strictly: one that breaks the grammar anywhere is what
// receivers call a permanent error, and protects nothing.
func parseSPF(text string) (record spfRecord, ok bool) {
	if !isSPF(text) {
		return spfRecord{}, false
	}
	explained := false
	for term := range strings.SplitSeq(text[len(spfVersion):], " ") {
		if term == "" {
			continue
		}
		name, value, modifier := modifierOf(term)
		switch {
		case !modifier:
			t, ok := parseSPFTerm(term)
			if !ok {
				return spfRecord{}, false
			}
			record.terms = append(record.terms, t)
		case name == "redirect":
			if record.redirect != "" || !domainSpec(value) {
				return spfRecord{}, false
			}
			record.redirect = strings.ToLower(value)
		case name == "exp":
			if explained || !domainSpec(value) {
				return spfRecord{}, false
			}
			explained = true
		case !macros(value, nil):
			return spfRecord{}, false
		}
	}
	return record, true
}

const spfVersion = "v=spf1"

// isSPF reports whether a TXT record says that it is an SPF record.
func isSPF(text string) bool {
	n := len(spfVersion)
	return len(text) >= n && strings.EqualFold(text[:n], spfVersion) && (len(text) == n || text[n] == ' ')
}

// modifierOf splits a modifier such as "redirect=example.com"; ok is false for
// a mechanism.
func modifierOf(term string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(term, "=")
	if !ok || name == "" || !letter(name[0]) {
		return "", "", false
	}
	for i := range len(name) {
		if c := name[i]; !letter(c) && !digit(c) && c != '-' && c != '_' && c != '.' {
			return "", "", false
		}
	}
	return strings.ToLower(name), value, true
}

// cidr is the network that may stand after a and mx.
var cidr = regexp.MustCompile(`^(.*?)(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?$`)

func parseSPFTerm(term string) (t spfTerm, ok bool) {
	t.qualifier = '+'
	if strings.IndexByte("+-~?", term[0]) >= 0 {
		t.qualifier, term = term[0], term[1:]
	}
	end := strings.IndexAny(term, ":/")
	if end < 0 {
		end = len(term)
	}
	t.name = strings.ToLower(term[:end])
	rest := term[end:]
	value, has := strings.CutPrefix(rest, ":")
	switch t.name {
	case "all":
		return t, rest == ""
	case "include", "exists":
		t.domain = strings.ToLower(value)
		return t, has && domainSpec(value)
	case "ptr":
		t.domain = strings.ToLower(value)
		return t, rest == "" || has && domainSpec(value)
	case "a", "mx":
		m := cidr.FindStringSubmatch(rest)
		if m == nil || bits(m[2]) > 32 || bits(m[3]) > 128 {
			return t, false
		}
		value, has = strings.CutPrefix(m[1], ":")
		t.domain = strings.ToLower(value)
		return t, m[1] == "" || has && domainSpec(value)
	case "ip4", "ip6":
		if !has {
			return t, false
		}
		t.network, ok = network(value, t.name == "ip4")
		return t, ok
	}
	return t, false
}

func bits(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// network returns the network of ip4 or ip6.
func network(text string, four bool) (of netip.Prefix, ok bool) {
	address, length, has := strings.Cut(text, "/")
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Is4() != four || ip.Zone() != "" {
		return netip.Prefix{}, false
	}
	if !has {
		return netip.PrefixFrom(ip, ip.BitLen()), true
	}
	n, err := strconv.Atoi(length)
	if err != nil || n < 0 || n > ip.BitLen() || strconv.Itoa(n) != length {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(ip, n), true
}

// topLabel is what a name may end in: no number alone.
var topLabel = regexp.MustCompile(`^(?:[a-zA-Z0-9]*[a-zA-Z][a-zA-Z0-9]*|[a-zA-Z0-9]+-[a-zA-Z0-9-]*[a-zA-Z0-9])$`)

// domainSpec reports whether a text is a domain as RFC 7208, section 7.1, has
// it: letters and macros, ending in a macro or in a dot and a label.
func domainSpec(text string) bool {
	end := 0 // where the last macro ends
	if text == "" || !macros(text, &end) {
		return false
	}
	if end == len(text) {
		return true
	}
	plain := strings.TrimSuffix(text[end:], ".")
	dot := strings.LastIndexByte(plain, '.')
	return dot >= 0 && topLabel.MatchString(plain[dot+1:])
}

// hasMacro reports whether only a message tells which domain is meant.
func hasMacro(domain string) bool { return strings.Contains(domain, "%") }

// macro is one macro: a letter, how it is shortened, and where it is split.
var macro = regexp.MustCompile(`^%\{[slodiphcrtvSLODIPHCRTV][0-9]*[rR]?[.+,/_=-]*\}`)

// macros reports whether a text is visible ASCII with well-formed macros, and
// says where the last one that stands for a value ends.
func macros(text string, end *int) bool {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c < '!' || c > '~':
			return false
		case c != '%':
			i++
		case len(text) > i+1 && strings.IndexByte("%_-", text[i+1]) >= 0:
			i += 2
		default:
			m := macro.FindString(text[i:])
			if m == "" {
				return false
			}
			i += len(m)
			if end != nil {
				*end = i
			}
		}
	}
	return true
}

// nobody reports whether the record lets nobody send and says nothing else.
func (r spfRecord) nobody() bool {
	return len(r.terms) == 1 && r.terms[0].name == "all" && r.terms[0].qualifier == '-'
}

// all returns what the record says of everybody it does not name; ok is false
// where it does not say, or another record does.
func (r spfRecord) all() (qualifier byte, ok bool) {
	i := slices.IndexFunc(r.terms, func(t spfTerm) bool { return t.name == "all" })
	if i < 0 {
		return 0, false
	}
	return r.terms[i].qualifier, true
}

// effective returns the mechanisms up to "all", after which none is looked at.
func (r spfRecord) effective() []spfTerm {
	i := slices.IndexFunc(r.terms, func(t spfTerm) bool { return t.name == "all" })
	if i < 0 {
		return r.terms
	}
	return r.terms[:i]
}

// open reports whether the record lets the whole internet send in another way
// than by "+all".
func (r spfRecord) open() bool {
	return slices.ContainsFunc(r.effective(), func(t spfTerm) bool {
		return t.qualifier == '+' && (t.name == "ip4" || t.name == "ip6") && t.network.Bits() == 0
	})
}

// spfState is what was found where an SPF record should be.
type spfState int

const (
	spfUnknown spfState = iota // DNS gave no answer, or was not asked
	spfNone
	spfSeveral
	spfInvalid
	spfFound
)

// spf returns the SPF record at a name.
func (z zone) spf(name string) (spfRecord, spfState) {
	texts, known := z.records(name, "TXT")
	if !known {
		return spfRecord{}, spfUnknown
	}
	var found []string
	for _, t := range texts {
		if isSPF(t) {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 0:
		return spfRecord{}, spfNone
	case 1:
	default:
		return spfRecord{}, spfSeveral
	}
	record, ok := parseSPF(found[0])
	if !ok {
		return spfRecord{}, spfInvalid
	}
	return record, spfFound
}

// The limits of RFC 7208, section 4.6.4.
const (
	maxLookups     = 10
	maxVoidLookups = 2
)

// spfWalk follows an SPF record to the records it refers to, as a receiver
// does that finds the sender nowhere and comes from an IPv4 address.
type spfWalk struct {
	z              zone
	lookups, voids int
	broken         bool // a record it needs is missing or invalid
	unsure         bool // DNS gave no answer about a name it needs
	spfAllowed
}

// spfAllowed is whom a record lets send.
type spfAllowed struct {
	microsoft bool // it refers to a record of Microsoft's
	networks  []netip.Prefix
	macros    bool // who else there is only a message tells
}

// microsoftSPF are the records that name the servers of Microsoft 365.
var microsoftSPF = []string{"spf.protection.outlook.com", "spf.protection.office365.us", "spf.protection.partner.outlook.cn", "spf.protection.outlook.de"}

// microsoftNetworks are the networks from which Microsoft 365 sends most mail
// (Microsoft 365 URLs and IP address ranges). A record may name them in place of
// Microsoft's own, as services do that resolve every "include".
var microsoftNetworks = []netip.Prefix{netip.MustParsePrefix("40.92.0.0/15"), netip.MustParsePrefix("40.107.0.0/16")}

// namesMicrosoft reports whether the record lets Microsoft 365 send; known is
// false where that cannot be told.
func (w *spfWalk) namesMicrosoft() (names, known bool) {
	names = w.microsoft || !slices.ContainsFunc(microsoftNetworks, func(of netip.Prefix) bool {
		return !slices.ContainsFunc(w.networks, func(n netip.Prefix) bool { return n.Bits() <= of.Bits() && n.Contains(of.Addr()) })
	})
	return names, names || !w.unsure && !w.macros
}

func (w *spfWalk) walk(name string, record spfRecord) {
	for _, t := range record.effective() {
		if w.lookups > maxLookups {
			return
		}
		at := t.domain
		if at == "" {
			at = name
		}
		w.macros = w.macros || t.qualifier == '+' && hasMacro(at)
		switch t.name {
		case "include":
			said := w.spfAllowed
			w.microsoft = w.microsoft || slices.Contains(microsoftSPF, strings.TrimSuffix(at, "."))
			w.follow(at)
			if t.qualifier != '+' {
				w.spfAllowed = said
			}
		case "a", "exists":
			w.look(at, "A")
		case "mx":
			w.look(at, "MX")
		case "ptr":
			w.lookups++
		case "ip4", "ip6":
			if t.qualifier == '+' {
				w.networks = append(w.networks, t.network)
			}
		}
	}
	if _, all := record.all(); !all && record.redirect != "" && w.lookups <= maxLookups {
		w.macros = w.macros || hasMacro(record.redirect)
		w.follow(record.redirect)
	}
}

func (w *spfWalk) follow(name string) {
	w.lookups++
	if hasMacro(name) {
		return
	}
	switch record, state := w.z.spf(name); state {
	case spfFound:
		w.walk(name, record)
	case spfUnknown:
		w.unsure = true
	default:
		w.broken = true
	}
}

func (w *spfWalk) look(name, kind string) {
	w.lookups++
	if hasMacro(name) {
		return
	}
	switch values, known := w.z.records(name, kind); {
	case !known:
		w.unsure = true
	case len(values) == 0:
		w.voids++
	}
}

// ending returns what a record says in the end of those it does not name, also
// through another record; known is false where DNS gave no answer about that or
// only a message tells which record it is.
func (z zone) ending(record spfRecord) (qualifier byte, known bool) {
	for range maxLookups {
		if q, ok := record.all(); ok {
			return q, true
		}
		if record.redirect == "" {
			return '?', true
		}
		if hasMacro(record.redirect) {
			return 0, false
		}
		next, state := z.spf(record.redirect)
		if state == spfUnknown {
			return 0, false
		}
		if state != spfFound {
			return '?', true
		}
		record = next
	}
	return '?', true
}
