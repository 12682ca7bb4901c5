package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestLeastPrivilege(t *testing.T) {
	const group = `"@odata.type":"#microsoft.graph.group"`
	checktest.Verdicts(t, LeastPrivilege, []checktest.Test{
		{Name: "as many", Files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d")), Want: finding.Pass},
		{Name: "fewer", Files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d", "e")), Want: finding.Pass},
		{Name: "more", Files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c")), Want: finding.Fail},
		{Name: "narrower roles of a Global Administrator do not count", Files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "a", "b", "c")), Want: finding.Fail},
		{Name: "too few to compare", Files: holding(users(GlobalAdministrator, "a"), users(exchange, "c", "d")), Want: finding.Fail},
		{Name: "an emergency account is not compared", Settings: emergency("b"), Files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c")), Want: finding.Pass},
		{Name: "the others are in a group nobody read", Files: holding(users(GlobalAdministrator, "a", "b"), assigned(exchange, "g", group)), Want: finding.Unknown},
		{Name: "enough without the group", Files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d"), assigned(exchange, "g", group)), Want: finding.Pass},
		{Name: "Global Administrators in a group nobody read", Files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d"), assigned(GlobalAdministrator, "g", group)), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
