package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TrustedLocation asks that the tenant knows its own networks.
var TrustedLocation = &check.Check{
	ID:       "ca-trusted-location",
	Title:    "A trusted named location is defined",
	Category: check.ConditionalAccess,
	Severity: finding.Low,
	Because:  "Policies and Microsoft's risk detection judge better when they know which networks are the company's own.",
	Controls: check.Controls{CIS: []string{"5.2.2.14"}, ISO27001: []string{"A.5.9", "A.8.20"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CA-034"},
	Reads:    []snapshot.Resource{snapshot.NamedLocations.Resource()},
	Licence:  check.EntraP1,
	Risk:     "A sign-in from an attacker's network looks like one from the office, to policies and to risk detection alike.",
	Fix: check.Fix{
		Portal: "Microsoft Entra admin center > Entra ID > Conditional Access > Named locations > IP ranges location: the company's public addresses, " +
			"Mark as trusted location.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/namedLocations
{
  "@odata.type": "#microsoft.graph.ipNamedLocation",
  "displayName": "Office",
  "isTrusted": true,
  "ipRanges": [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/28"}]
}`,
	},
	LessIsWorse: []string{"namedLocations", "ipLocations", "trusted"},
	Texts:       []*text.Table{trustedLocationTexts},
	Since:       "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.14; Microsoft Graph documentation, ipNamedLocation resource type. Countries cannot be trusted, and a " +
		"location without an address range is none",
	Run: func(s *snapshot.Snapshot) []check.Result {
		all := snapshot.NamedLocations.Of(s)
		networks, trusted, unsaid := 0, 0, false
		for i := range all {
			if !isNetwork(&all[i]) {
				continue
			}
			networks++
			switch t := all[i].IsTrusted; {
			case !t.Known():
				unsaid = true
			case t.V:
				trusted++
			}
		}
		e := finding.Evidence{Facts: finding.Facts{"namedLocations": len(all), "ipLocations": networks, "trusted": trusted}}
		switch {
		case trusted > 0:
			return check.One(finding.Pass, "A trusted named location with address ranges is defined.", e)
		case unsaid:
			return check.One(finding.Unknown, "Graph did not say whether a named location is trusted.", e)
		}
		return check.One(finding.Fail, "No named location with address ranges is trusted.", e)
	},
}

// isNetwork reports whether a named location is one of address ranges, which
// nothing else has.
func isNetwork(l *snapshot.NamedLocation) bool {
	if l.Type != "" && !strings.EqualFold(strings.TrimPrefix(l.Type, "#"), "microsoft.graph.ipNamedLocation") {
		return false
	}
	return slices.ContainsFunc(l.IPRanges, func(r snapshot.IPRange) bool { return r.CIDRAddress != "" })
}
