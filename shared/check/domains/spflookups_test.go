package domains

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSPFLookups(t *testing.T) {
	const ten = "v=spf1 include:spf.protection.outlook.com a mx ptr exists:%{i}.contoso.com"
	addresses := records{"A contoso.com": {"192.0.2.1"}}
	nested := records{
		"TXT a.example": {"v=spf1 include:b.example include:c.example -all"},
		"TXT b.example": {"v=spf1 ptr ptr ptr ptr -all"},
		"TXT c.example": {"v=spf1 ptr ptr ptr -all"},
	}
	checktest.Verdicts(t, SPFLookups, []checktest.Test{
		{Name: "one", Files: contoso(atExchange), Want: finding.Pass},
		{Name: "ten", Files: spfOf(ten+strings.Repeat(" ptr", 5)+" -all", addresses), Want: finding.Pass},
		{Name: "eleven", Files: spfOf(ten+strings.Repeat(" ptr", 6)+" -all", addresses), Want: finding.Fail},
		{Name: "after the end none counts", Files: spfOf(ten+" -all"+strings.Repeat(" ptr", 9), addresses), Want: finding.Pass},
		{Name: "ten by way of others", Files: spfOf("v=spf1 include:a.example -all", nested), Want: finding.Pass},
		{Name: "eleven by way of others", Files: spfOf("v=spf1 ptr include:a.example -all", nested), Want: finding.Fail},
		{Name: "redirected", Files: spfOf("v=spf1 ptr redirect=a.example", nested), Want: finding.Fail},
		{Name: "a circle", Files: spfOf("v=spf1 include:contoso.com -all", nil), Want: finding.Fail},
		{Name: "a record that is gone", Files: spfOf("v=spf1 include:gone.example -all", nil), Want: finding.Fail},
		{Name: "a record that is invalid", Files: spfOf("v=spf1 include:bad.example -all", records{"TXT bad.example": {"v=spf1 nonsense"}}), Want: finding.Fail},
		{Name: "two names that do not exist", Files: spfOf("v=spf1 a:x.example a:y.example -all", nil), Want: finding.Pass},
		{Name: "three names that do not exist", Files: spfOf("v=spf1 a:x.example a:y.example mx:z.example -all", nil), Want: finding.Fail},
		{Name: "a record without an answer", Files: spfOf("v=spf1 include:a.example -all", records{"TXT a.example": {"?"}}), Want: finding.Unknown},
		{Name: "an address without an answer", Files: spfOf("v=spf1 a -all", records{"A contoso.com": {"?"}}), Want: finding.Unknown},
		{Name: "no record", Files: contoso(nil), Want: finding.NotApplicable},
		{Name: "two records", Files: contoso(records{"TXT contoso.com": {"v=spf1 -all", "v=spf1 -all"}}), Want: finding.Fail},
		{Name: "an invalid record", Files: spfOf("v=spf1 +", nil), Want: finding.Fail},
		{Name: "a domain without mail", Files: contoso(parked), Want: finding.Pass},
		{Name: "no answer", Files: contoso(records{"TXT contoso.com": {"?"}}), Want: finding.Unknown},
	})
}
