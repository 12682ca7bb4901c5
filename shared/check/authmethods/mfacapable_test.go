package authmethods

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// registered is a licensed tenant with these people and this report on them.
func registered(users, details string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource():      withP1,
		snapshot.Users.Resource():               `[` + users + `]`,
		snapshot.RegistrationDetails.Resource(): `[` + details + `]`,
	}
}

func TestMFACapable(t *testing.T) {
	const (
		anna = `{"id":"a","userType":"Member","accountEnabled":true}`
		can  = `{"id":"a","isMfaCapable":true}`
		bert = `,{"id":"b","userType":"Member","accountEnabled":true`
		not  = `,{"id":"b","isMfaCapable":false,"isMfaRegistered":true}`
	)
	one := func(rest string) checktest.Files { return registered(anna+bert+rest+`}`, can+not) }
	emergency := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"B"}}}
	group := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Groups: []string{"b"}}}
	checktest.Verdicts(t, MFACapable, []checktest.Test{
		{Name: "everyone", Files: registered(anna, can), Want: finding.Pass},
		{Name: "one is not", Files: one(``), Want: finding.Fail},
		{Name: "one without a type is a member", Files: registered(anna+`,{"id":"b","userType":null,"accountEnabled":true}`, can+not), Want: finding.Fail},
		{Name: "a guest does not count", Files: registered(anna+`,{"id":"b","userType":"Guest","accountEnabled":true}`, can+not), Want: finding.Pass},
		{Name: "a disabled account does not count", Files: registered(anna+`,{"id":"b","userType":"Member","accountEnabled":false}`, can+not), Want: finding.Pass},
		{Name: "a disabled account need not be in the report", Files: registered(anna+`,{"id":"b","userType":"Member","accountEnabled":false}`, can), Want: finding.Pass},
		{Name: "whoever begins next month does not count", Files: one(`,"employeeHireDate":"2026-12-01T00:00:00Z"`), Want: finding.Pass},
		{Name: "whoever began last month counts", Files: one(`,"employeeHireDate":"2026-10-01T00:00:00Z"`), Want: finding.Fail},
		{Name: "a hire date that is none counts", Files: one(`,"employeeHireDate":"soon"`), Want: finding.Fail},
		{Name: "a declared break-glass account, in capitals", Settings: emergency, Files: one(``), Want: finding.Pass},
		{Name: "an emergency group exempts nobody one by one", Settings: group, Files: one(``), Want: finding.Fail},
		{Name: "the report does not say", Files: registered(anna+bert+`}`, can+`,{"id":"b","isMfaRegistered":true}`), Want: finding.Unknown},
		{Name: "the report says null", Files: registered(anna+bert+`}`, can+`,{"id":"b","isMfaCapable":null}`), Want: finding.Unknown},
		{Name: "a member is not in the report", Files: registered(anna+bert+`}`, can), Want: finding.Unknown},
		{Name: "one is not and another is not in the report", Files: registered(anna+bert+`},{"id":"c","userType":"Member","accountEnabled":true}`, can+not), Want: finding.Fail},
		{Name: "whether the account is enabled is not known", Files: registered(anna+`,{"id":"b","userType":"Member"}`, can+not), Want: finding.Unknown},
		{Name: "the report knows somebody who is gone", Files: registered(anna, can+not), Want: finding.Pass},
		{Name: "the report names one twice", Files: registered(anna+bert+`}`, can+not+not), Want: finding.Fail},
		{Name: "nobody", Files: registered(``, ``), Want: finding.NotApplicable},
		{Name: "no licence, no failure", Files: unlicensed(one(``)), Want: finding.Unknown},
		{Name: "licences unread", Files: checktest.Files{snapshot.Users.Resource(): `[]`}, Want: finding.Unknown},
		{Name: "users unread", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.RegistrationDetails.Resource(): `[` + can + `]`}, Want: finding.Unknown},
	})
}

// TestMFACapableMany looks at more people than are reported one by one.
func TestMFACapableMany(t *testing.T) {
	var users, details []string
	for i := range 700 {
		users = append(users, fmt.Sprintf(`{"id":"u%03d","userType":"Member","accountEnabled":true}`, i))
		details = append(details, fmt.Sprintf(`{"id":"u%03d","isMfaCapable":%v}`, i, i >= 600))
	}
	s := checktest.Snapshot(t, snapshot.Settings{}, registered(strings.Join(users, ","), strings.Join(details, ",")))
	out := check.Run(MFACapable, s)
	if len(out.Results) != 1 || out.Verdict != finding.Fail {
		t.Fatalf("got %d results and %v, want one that fails", len(out.Results), out.Verdict)
	}
	people := out.Results[0].Evidence.Subjects["people"]
	if people.Total != 600 || len(people.Shown) != 50 {
		t.Errorf("got %d people of whom %d are named, want 600 and 50", people.Total, len(people.Shown))
	}
	checktest.Said(t, out)
}

// TestMFACapablePeople wants a finding for each person.
func TestMFACapablePeople(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, registered(
		`{"id":"a","userType":"Member","accountEnabled":true,"displayName":"A"},{"id":"b","userType":"Member","accountEnabled":true}`,
		`{"id":"b","isMfaCapable":false},{"id":"a","isMfaCapable":false},{"id":"b","isMfaCapable":false}`))
	out := check.Run(MFACapable, s)
	if len(out.Results) != 2 || out.Results[0].Resource != "a" || out.Results[1].Resource != "b" {
		t.Errorf("got %d results, want one each for a and b", len(out.Results))
	}
}

// reportOn is a tenant of 600 members, of whom the first are not capable; without are
// not in the report, and mended are capable all the same.
func reportOn(t *testing.T, incapable int, without, mended string) finding.Judged {
	t.Helper()
	var users, details []string
	for i := range 600 {
		id := fmt.Sprintf("u%03d", i)
		users = append(users, fmt.Sprintf(`{"id":%q,"userType":"Member","accountEnabled":true}`, id))
		if id != without {
			details = append(details, fmt.Sprintf(`{"id":%q,"isMfaCapable":%v}`, id, i >= incapable || id == mended))
		}
	}
	out := check.Run(MFACapable, checktest.Snapshot(t, snapshot.Settings{}, registered(strings.Join(users, ","), strings.Join(details, ","))))
	if out.Verdict != finding.Fail {
		t.Fatalf("got %v, want a failure", out.Verdict)
	}
	checktest.Said(t, out)
	return out.Judged()
}

// TestMFACapableFindings goes on from scan to scan: only who changed is told of,
// whether people are told one by one or not, and whether the report names everybody.
func TestMFACapableFindings(t *testing.T) {
	kept := map[finding.ID]finding.Finding{}
	steps := []struct {
		name            string
		incapable       int
		without, mended string
		want            []string // but for those that are opened
		opened          int
	}{
		{name: "as many as are told one by one", incapable: 500, opened: 500},
		{name: "more", incapable: 501, opened: 1},
		{name: "one mended, one not in the report", incapable: 504, without: "u001", mended: "u000", want: []string{"worsened tenant", "resolved u000"}},
		{name: "fewer, one mended, one not in the report", incapable: 500, without: "u001", mended: "u002", want: []string{"reopened u000", "resolved u002"}},
		{name: "all in the report", incapable: 500, want: []string{"resolved tenant", "reopened u002"}},
		{name: "more again", incapable: 501, want: []string{"reopened tenant"}},
		{name: "fewer again", incapable: 500, want: []string{"resolved tenant"}},
	}
	for n, tt := range steps {
		var previous []finding.Finding
		for _, f := range kept {
			previous = append(previous, f)
		}
		opened, got := 0, []string(nil)
		judged := reportOn(t, tt.incapable, tt.without, tt.mended)
		for _, c := range finding.Reconcile(previous, []finding.Judged{judged}, time.Unix(int64(n), 0), "s", func(_, who string) finding.ID { return finding.ID(who) }) {
			kept[c.Finding.ID] = c.Finding
			if c.Kind == finding.Opened {
				opened++
				continue
			}
			got = append(got, string(c.Kind)+" "+c.Finding.Resource)
		}
		if opened != tt.opened {
			t.Errorf("%s: %d are opened, want %d", tt.name, opened, tt.opened)
		}
		slices.Sort(got)
		slices.Sort(tt.want)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", tt.name, diff)
		}
	}
}
