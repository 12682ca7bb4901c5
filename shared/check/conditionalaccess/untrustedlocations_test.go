package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestUntrustedLocations(t *testing.T) {
	places := named(`[{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"office","isTrusted":true,"ipRanges":[{"cidrAddress":"192.0.2.0/28"}]},
		{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"guest-wifi","isTrusted":false},
		{"@odata.type":"#microsoft.graph.countryNamedLocation","id":"nordics"}]`)
	but := func(ids string) string {
		return `,"locations":{"includeLocations":["All"],"excludeLocations":[` + ids + `]}`
	}
	run(t, UntrustedLocations, []verdictTest{
		{name: "all but trusted", policies: []string{policy("enabled", everyone, allApps, but(`"AllTrusted"`), block)}, want: finding.Pass},
		{name: "all but a trusted one", more: places, policies: []string{policy("enabled", everyone, allApps, but(`"office"`), block)}, want: finding.Pass},
		{name: "all but one that is not trusted", more: places, policies: []string{policy("enabled", everyone, allApps, but(`"AllTrusted","guest-wifi"`), block)}, want: finding.Fail, reason: "locations"},
		{name: "all but some countries", more: places, policies: []string{policy("enabled", everyone, allApps, but(`"nordics"`), block)}, want: finding.Fail},
		{name: "all but one, locations not read", policies: []string{policy("enabled", everyone, allApps, but(`"office"`), block)}, want: finding.Unknown},
		{name: "members here, guests there", want: finding.Pass, policies: []string{
			policy("enabled", noGuest, allApps, but(`"AllTrusted"`), block), policy("enabled", everyGuest, allApps, but(`"AllTrusted"`), block)}},
		{name: "service accounts only", policies: []string{policy("enabled", `"includeGroups":["service"]`, allApps, but(`"AllTrusted"`), block)}, want: finding.Fail},
		{name: "multifactor authentication there", policies: []string{policy("enabled", everyone, allApps, but(`"AllTrusted"`), askMFA)}, want: finding.Fail},
		{name: "no places at all", policies: []string{policy("enabled", everyone, allApps, "", block)}, want: finding.Fail},
		{name: "Office 365 only", policies: []string{policy("enabled", everyone, include("Office365"), but(`"AllTrusted"`), block)}, want: finding.Fail},
		{name: "report-only", policies: []string{policy(reportOnly, everyone, allApps, but(`"AllTrusted"`), block)}, want: finding.Fail},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
