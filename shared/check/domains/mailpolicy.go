package domains

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mtaSTS is a mail policy (RFC 8461).
type mtaSTS struct {
	mode string   // "enforce", "testing" or "none"
	mx   []string // names and patterns, in lower case
}

// stsID is what tells one policy from the next.
var stsID = regexp.MustCompile(`^[A-Za-z0-9]{1,32}$`)

// isSTS reports whether a TXT record announces a mail policy.
func isSTS(text string) bool {
	list, first, _, ok := tags(text)
	return ok && first == "v" && list["v"] == "STSv1" && stsID.MatchString(list["id"])
}

// maxAge is the longest time for which a policy may be kept, in seconds.
const maxAge = 31557600

// parseMTASTS reads a policy; ok is false where mail servers would take no
// notice of it. Of a field that stands there twice the first counts.
func parseMTASTS(text string) (p mtaSTS, ok bool) {
	fields := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.Trim(line, " \t") == "" {
			continue
		}
		name, value, has := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		if !has || name == "" {
			return mtaSTS{}, false
		}
		if name == "mx" {
			p.mx = append(p.mx, strings.ToLower(value))
			continue
		}
		if _, twice := fields[name]; !twice {
			fields[name] = value
		}
	}
	age, err := strconv.Atoi(fields["max_age"])
	if fields["version"] != "STSv1" || err != nil || age < 0 || age > maxAge || len(fields["max_age"]) > 10 {
		return mtaSTS{}, false
	}
	p.mode = fields["mode"]
	switch p.mode {
	case "enforce", "testing":
		return p, len(p.mx) > 0
	case "none":
		return p, true
	}
	return mtaSTS{}, false
}

// names reports whether the policy names a mail host.
func (p mtaSTS) names(host string) bool {
	return slices.ContainsFunc(p.mx, func(pattern string) bool {
		if suffix, wild := strings.CutPrefix(pattern, "*"); wild && strings.HasPrefix(suffix, ".") {
			_, rest, _ := strings.Cut(host, ".")
			return rest == suffix[1:]
		}
		return host == pattern
	})
}

// isTLSReports reports whether a TXT record says where reports on the
// encryption of mail go (RFC 8460).
func isTLSReports(text string) (says, valid bool) {
	version, _, _ := strings.Cut(text, ";")
	if strings.TrimRight(version, fold) != "v=TLSRPTv1" {
		return false, false
	}
	list, _, _, ok := tags(text)
	if !ok {
		return true, false
	}
	for uri := range strings.SplitSeq(list["rua"], ",") {
		uri = strings.ToLower(strings.Trim(uri, fold))
		if len(addresses(uri)) > 0 || len(uri) > len("https://") && strings.HasPrefix(uri, "https://") {
			return true, true
		}
	}
	return true, false
}
