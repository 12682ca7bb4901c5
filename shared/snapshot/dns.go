package snapshot

import "strings"

// DNSAnswer is what public DNS says about one name and record type, or what the
// web says about a domain's mail policy.
type DNSAnswer struct {
	Name string `json:"name"` // lower case, no final dot
	// Type is the record's type in capitals, or "HTTPS" for the mail policy that
	// a domain serves over the web, whose text is then the one value.
	Type string `json:"type"`
	// Status is "found", "none" when the name has no such record or does not
	// exist, and "failed" when no server could be asked: nothing may rest on it.
	Status string `json:"status"`
	// Values holds the records in the presentation form of zone files, aliases
	// followed, the strings of a TXT joined.
	Values []string `json:"values"`
}

// The states of a DNSAnswer.
const (
	DNSFound  = "found"
	DNSNone   = "none"
	DNSFailed = "failed"
)

// DNS returns the answer about a name and type among a domain's; known is false
// where it was not asked or no server answered.
func DNS(answers []DNSAnswer, name, kind string) (values []string, known bool) {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	for _, a := range answers {
		if a.Name == name && a.Type == kind {
			return a.Values, a.Status != DNSFailed
		}
	}
	return nil, false
}
