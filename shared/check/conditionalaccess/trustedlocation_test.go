package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestTrustedLocation(t *testing.T) {
	const ip = `"@odata.type":"#microsoft.graph.ipNamedLocation"`
	run(t, TrustedLocation, []verdictTest{
		{name: "trusted", more: named(`[{` + ip + `,"isTrusted":true,"ipRanges":[{"cidrAddress":"192.0.2.0/28"}]}]`), want: finding.Pass},
		{name: "trusted, the type in the shorter form", more: named(`[{"@odata.type":"microsoft.graph.ipNamedLocation","isTrusted":true,"ipRanges":[{"cidrAddress":"192.0.2.0/28"}]}]`), want: finding.Pass},
		{name: "not trusted", more: named(`[{` + ip + `,"isTrusted":false,"ipRanges":[{"cidrAddress":"192.0.2.0/28"}]}]`), want: finding.Fail},
		{name: "trusted without addresses", more: named(`[{` + ip + `,"isTrusted":true,"ipRanges":[]}]`), want: finding.Fail},
		{name: "trusted with an empty address", more: named(`[{` + ip + `,"isTrusted":true,"ipRanges":[{"cidrAddress":""}]}]`), want: finding.Fail},
		{name: "a country", more: named(`[{"@odata.type":"#microsoft.graph.countryNamedLocation","id":"c"}]`), want: finding.Fail},
		{name: "the compliant network", more: named(`[{"@odata.type":"#microsoft.graph.compliantNetworkNamedLocation","isTrusted":true}]`), want: finding.Fail},
		{name: "null", more: named(`[{` + ip + `,"isTrusted":null,"ipRanges":[{"cidrAddress":"192.0.2.0/28"}]}]`), want: finding.Unknown},
		{name: "absent beside a trusted one", more: named(`[{` + ip + `,"ipRanges":[{"cidrAddress":"192.0.2.0/28"}]},{` + ip + `,"isTrusted":true,"ipRanges":[{"cidrAddress":"2001:db8::/48"}]}]`), want: finding.Pass},
		{name: "none", more: named(`[]`), want: finding.Fail},
		{name: "empty object", more: named(`[{}]`), want: finding.Fail},
		{name: "not read", want: finding.Unknown},
		{name: "unlicensed", licences: free, more: named(`[]`), want: finding.NotApplicable},
	})
}
