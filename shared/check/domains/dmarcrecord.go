package domains

import (
	"slices"
	"strconv"
	"strings"
)

// dmarcRecord is a DMARC record (RFC 7489).
type dmarcRecord struct {
	policy     string // "none", "quarantine" or "reject"
	subdomains string // as policy; what holds for domains below
	missing    string // as policy; what holds for domains below that do not exist (RFC 9091)
	percent    int    // how much of the mail the policy is for
	testing    bool   // newer receivers do less than the policy says
	aggregate  []string
	failure    []string
}

// parseDMARC reads a record. ok is false where receivers take no notice of it.
// As RFC 7489, section 6.3, has it, unknown tags and faulty values of optional
// tags are passed over.
func parseDMARC(text string) (r dmarcRecord, ok bool) {
	list, first, _, ok := tags(text)
	if !ok || first != "v" || list["v"] != "DMARC1" {
		return dmarcRecord{}, false
	}
	r.aggregate, r.failure = addresses(list["rua"]), addresses(list["ruf"])
	var valid bool
	r.policy, valid = dmarcPolicy(list["p"])
	r.subdomains, r.missing, r.percent = r.policy, r.policy, 100
	if sp, has := list["sp"]; has {
		var fine bool
		r.subdomains, fine = dmarcPolicy(sp)
		r.missing, valid = r.subdomains, valid && fine
	}
	if !valid {
		// Section 6.6.3: with somewhere to report to it counts as "none".
		r.policy, r.subdomains, r.missing = "none", "none", "none"
		return r, len(r.aggregate) > 0
	}
	if np, fine := dmarcPolicy(list["np"]); fine {
		r.missing = np
	}
	if n, err := strconv.Atoi(list["pct"]); err == nil && n >= 0 && n <= 100 && len(list["pct"]) <= 3 {
		r.percent = n
	}
	r.testing = strings.EqualFold(list["t"], "y")
	return r, true
}

func dmarcPolicy(text string) (policy string, ok bool) {
	policy = strings.ToLower(text)
	return policy, policy == "none" || policy == "quarantine" || policy == "reject"
}

// addresses returns the mail addresses of a list of report URIs, in lower case.
func addresses(list string) []string {
	var out []string
	for uri := range strings.SplitSeq(list, ",") {
		const scheme = "mailto:"
		uri = strings.ToLower(strings.Trim(uri, fold))
		address, isMail := strings.CutPrefix(uri, scheme)
		address, size, limited := strings.Cut(address, "!")
		at := strings.LastIndexByte(address, '@')
		if !isMail || at < 1 || at == len(address)-1 || limited && !sizeLimit(size) {
			continue
		}
		out = append(out, address)
	}
	return out
}

// sizeLimit reports whether a text is the largest size a report may have, such as "10m".
func sizeLimit(text string) bool {
	digits := strings.TrimRight(text, "kmgt")
	_, err := strconv.ParseUint(digits, 10, 63)
	return err == nil && len(text)-len(digits) <= 1
}

// isDMARC reports whether a TXT record says that it is a DMARC record.
func isDMARC(text string) bool {
	version, _, _ := strings.Cut(text, ";")
	list, first, _, ok := tags(version)
	return ok && first == "v" && list["v"] == "DMARC1"
}

// dmarcState is what was found where a DMARC record should be.
type dmarcState int

const (
	dmarcUnknown dmarcState = iota
	dmarcNone
	dmarcSeveral
	dmarcInvalid
	dmarcFound
)

// dmarc returns the DMARC record that holds for the domain and the name it
// stands at: the domain itself, or the registered domain above it.
func (z zone) dmarc() (record dmarcRecord, at string, state dmarcState) {
	names := []string{z.name}
	if z.above != z.name {
		names = append(names, z.above)
	}
	for _, name := range names {
		texts, known := z.records("_dmarc."+name, "TXT")
		if !known {
			return dmarcRecord{}, "", dmarcUnknown
		}
		found := slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return !isDMARC(t) })
		switch len(found) {
		case 0:
			continue
		case 1:
		default:
			return dmarcRecord{}, name, dmarcSeveral
		}
		record, ok := parseDMARC(found[0])
		if !ok {
			return dmarcRecord{}, name, dmarcInvalid
		}
		switch {
		case name != z.name:
			record.policy = record.subdomains
		case name != z.above:
			// RFC 7489, section 6.3: nobody looks below a subdomain.
			record.subdomains, record.missing = record.policy, record.policy
		}
		return record, name, dmarcFound
	}
	return dmarcRecord{}, "", dmarcNone
}
