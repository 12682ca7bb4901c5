package roles

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestLeastPrivilege(t *testing.T) {
	const group = `"@odata.type":"#microsoft.graph.group"`
	testVerdicts(t, LeastPrivilege, []verdictTest{
		{name: "as many", files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d")), want: finding.Pass},
		{name: "fewer", files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d", "e")), want: finding.Pass},
		{name: "more", files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c")), want: finding.Fail},
		{name: "narrower roles of a Global Administrator do not count", files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "a", "b", "c")), want: finding.Fail},
		{name: "too few to compare", files: holding(users(GlobalAdministrator, "a"), users(exchange, "c", "d")), want: finding.Fail},
		{name: "an emergency account is not compared", settings: emergency("b"), files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c")), want: finding.Pass},
		{name: "the others are in a group nobody read", files: holding(users(GlobalAdministrator, "a", "b"), assigned(exchange, "g", group)), want: finding.Unknown},
		{name: "enough without the group", files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d"), assigned(exchange, "g", group)), want: finding.Pass},
		{name: "Global Administrators in a group nobody read", files: holding(users(GlobalAdministrator, "a", "b"), users(exchange, "c", "d"), assigned(GlobalAdministrator, "g", group)), want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
