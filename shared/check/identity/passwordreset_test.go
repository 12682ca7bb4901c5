package identity

import (
	"fmt"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPasswordReset(t *testing.T) {
	const users = `{"id":"m","userType":"Member","accountEnabled":true},{"id":"d","userType":"Member","accountEnabled":false},{"id":"g","userType":"Guest","accountEnabled":true}`
	with := func(more, details string) checktest.Files {
		return checktest.Files{
			snapshot.SubscribedSkus.Resource():      withP1,
			snapshot.Users.Resource():               `[` + users + more + `]`,
			snapshot.RegistrationDetails.Resource(): `[` + details + `]`,
		}
	}
	tenant := func(details string) checktest.Files { return with("", details) }
	const (
		admin  = `,{"id":"a","userType":"Member","accountEnabled":true}`
		rescue = `,{"id":"e","userType":"Member","accountEnabled":true}`
		unsure = `,{"id":"?","userType":"Member"}`
	)
	row := func(id, userType, enabled string) string {
		return `{"id":"` + id + `","userType":"` + userType + `","isAdmin":false,"isSsprEnabled":` + enabled + `}`
	}
	emergency := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"E"}}}
	unlicensed := tenant(row("m", "member", "false"))
	unlicensed[snapshot.SubscribedSkus.Resource()] = withoutP1
	checktest.Verdicts(t, PasswordReset, []checktest.Test{
		{Name: "everyone", Files: tenant(row("m", "member", "true")), Want: finding.Pass},
		{Name: "one member cannot", Files: with(rescue, row("m", "member", "true")+`,`+row("e", "member", "false")), Want: finding.Fail},
		{Name: "administrators do not count", Files: with(admin, row("m", "member", "true")+`,{"id":"a","userType":"member","isAdmin":true,"isSsprEnabled":false}`), Want: finding.Pass},
		{Name: "break-glass accounts do not count", Settings: emergency, Files: with(rescue, row("m", "member", "true")+`,`+row("e", "member", "false")), Want: finding.Pass},
		{Name: "disabled accounts and guests do not count", Files: tenant(row("m", "member", "true") + `,` + row("d", "member", "false") + `,` + row("g", "guest", "false")), Want: finding.Pass},
		{Name: "somebody who is gone", Files: tenant(row("m", "member", "true") + `,` + row("x", "member", "false")), Want: finding.Pass},
		{Name: "null", Files: tenant(row("m", "member", "null")), Want: finding.Unknown},
		{Name: "absent", Files: tenant(`{"id":"m","userType":"member"}`), Want: finding.Unknown},
		{Name: "enabled or not absent", Files: with(unsure, row("m", "member", "true")+`,`+row("?", "member", "false")), Want: finding.Unknown},
		{Name: "a member is not in the report", Files: with(rescue, row("m", "member", "true")), Want: finding.Unknown},
		{Name: "a break-glass account is not in the report", Settings: emergency, Files: with(rescue, row("m", "member", "true")), Want: finding.Pass},
		{Name: "a member is not in the report, another cannot", Files: with(rescue, row("m", "member", "false")), Want: finding.Fail},
		{Name: "empty report", Files: tenant(``), Want: finding.Unknown},
		{Name: "administrators alone", Files: tenant(`{"id":"m","userType":"member","isAdmin":true,"isSsprEnabled":true}`), Want: finding.NotApplicable},
		{Name: "no licence", Files: unlicensed, Want: finding.NotApplicable},
		{Name: "report refused", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.Users.Resource(): `[` + users + `]`}, Want: finding.Unknown},
	})
}

func TestPasswordResetCapsPeople(t *testing.T) {
	var users, details []string
	for i := range 200 {
		users = append(users, fmt.Sprintf(`{"id":"u%d","userType":"Member","accountEnabled":true}`, i))
		details = append(details, fmt.Sprintf(`{"id":"u%d","userType":"member","isSsprEnabled":false}`, i))
	}
	out := check.Run(PasswordReset, checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{
		snapshot.SubscribedSkus.Resource():      withP1,
		snapshot.Users.Resource():               `[` + strings.Join(users, ",") + `]`,
		snapshot.RegistrationDetails.Resource(): `[` + strings.Join(details, ",") + `]`,
	}))
	if list := out.Results[0].Evidence.Subjects["users"]; list.Total != 200 || len(list.Shown) != 50 {
		t.Errorf("got %d people of which %d are shown, want 200 and 50", list.Total, len(list.Shown))
	}
}
