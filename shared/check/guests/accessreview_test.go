package guests

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	withP2 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"}]}]`
	withP1 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
)

// guestReview is a review that keeps the control.
const guestReview = `{"id":"r","displayName":"Guests","status":"InProgress",
	"instanceEnumerationScope":{"query":"/groups?$filter=(groupTypes/any(c:c+eq+'Unified'))&$count=true","queryType":"MicrosoftGraph"},
	"scope":{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":"./members/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')","queryType":"MicrosoftGraph"},
	"reviewers":[{"query":"./owners"}],
	"settings":{"mailNotificationsEnabled":true,"reminderNotificationsEnabled":true,"autoApplyDecisionsEnabled":true,"defaultDecisionEnabled":true,"defaultDecision":"Deny",
		"recurrence":{"pattern":{"type":"absoluteMonthly","interval":1},"range":{"type":"noEnd"}}}}`

func TestAccessReview(t *testing.T) {
	reviews := func(list ...string) checktest.Files {
		return checktest.Files{snapshot.SubscribedSkus.Resource(): withP2, snapshot.AccessReviews.Resource(): `[` + strings.Join(list, ",") + `]`}
	}
	but := func(old, changed string) string {
		if !strings.Contains(guestReview, old) {
			t.Fatalf("the review has no %s", old)
		}
		return strings.Replace(guestReview, old, changed, 1)
	}
	start, end := strings.Index(guestReview, `"instanceEnumerationScope"`), strings.Index(guestReview, `"reviewers"`)
	scoped := func(scope string) string { return guestReview[:start] + scope + "," + guestReview[end:] }
	const (
		query   = `"scope":{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":`
		members = `"scope":{"@odata.type":"#microsoft.graph.principalResourceMembershipsScope","principalScopes":[{`
		groups  = `}],"resourceScopes":[{"query":"/v1.0/groups"}]}`
		one     = `}],"resourceScopes":[{"query":"/groups/g/transitiveMembers/microsoft.graph.user"}]}`
		role    = `}],"resourceScopes":[{"query":"/roleManagement/directory/roleDefinitions/x"}]}`
		monthly = `{"type":"absoluteMonthly","interval":1}`
	)
	checktest.Verdicts(t, AccessReview, []checktest.Test{
		{Name: "every group", Files: reviews(guestReview), Want: finding.Pass},
		{Name: "weekly is stricter", Files: reviews(but(monthly, `{"type":"weekly","interval":1}`)), Want: finding.Pass},
		{Name: "one of several", Files: reviews(but(`"Deny"`, `"Approve"`), guestReview), Want: finding.Pass},
		{Name: "all guests as principals", Files: reviews(scoped(members + `"query":"/users?$filter=(userType%20eq%20'Guest')"` + groups)), Want: finding.Pass},
		{Name: "all guests, the form without a query", Files: reviews(scoped(members + `"scopeType":"guestUsers"` + groups)), Want: finding.Pass},
		{Name: "every user of every group", Files: reviews(scoped(members + `"query":"/users"` + groups)), Want: finding.Pass},
		{Name: "reviewers in every stage", Files: reviews(but(`"reviewers":[{"query":"./owners"}]`, `"reviewers":[],"stageSettings":[{"reviewers":[{"query":"./owners"}]},{"reviewers":[{"query":"/users/u"}]}]`)), Want: finding.Pass},

		{Name: "none", Files: reviews(), Want: finding.Fail},
		{Name: "of role holders", Files: reviews(scoped(members + `"query":"/users"` + role)), Want: finding.Fail},
		{Name: "of everyone but guests", Files: reviews(scoped(query + `"/users?$filter=not(userType eq 'Guest')"}`)), Want: finding.Fail},
		{Name: "of members", Files: reviews(scoped(query + `"/users?$filter=(userType eq 'Member')"}`)), Want: finding.Fail},
		{Name: "of idle guests", Files: reviews(but(`accessReviewQueryScope`, `accessReviewInactiveUsersQueryScope`)), Want: finding.Fail},
		{Name: "of idle guests, the form without a query", Files: reviews(scoped(members + `"scopeType":"inactiveGuestUsers"` + groups)), Want: finding.Fail},
		{Name: "completed", Files: reviews(but(`"InProgress"`, `"Completed"`)), Want: finding.Fail},
		{Name: "not started", Files: reviews(but(`"InProgress"`, `"NotStarted"`)), Want: finding.Fail},
		{Name: "guests review themselves", Files: reviews(but(`[{"query":"./owners"}]`, `[]`)), Want: finding.Fail},
		{Name: "guests review themselves in one stage", Files: reviews(but(`"reviewers":[{"query":"./owners"}]`, `"reviewers":[{"query":"./owners"}],"stageSettings":[{"reviewers":[{"query":"./owners"}]},{"reviewers":[]}]`)), Want: finding.Fail},
		{Name: "nothing is applied", Files: reviews(but(`"autoApplyDecisionsEnabled":true`, `"autoApplyDecisionsEnabled":false`)), Want: finding.Fail},
		{Name: "no mail", Files: reviews(but(`"mailNotificationsEnabled":true`, `"mailNotificationsEnabled":false`)), Want: finding.Fail},
		{Name: "no reminder", Files: reviews(but(`"reminderNotificationsEnabled":true`, `"reminderNotificationsEnabled":false`)), Want: finding.Fail},
		{Name: "silence keeps the access", Files: reviews(but(`"defaultDecisionEnabled":true,"defaultDecision":"Deny"`, `"defaultDecisionEnabled":false,"defaultDecision":"None"`)), Want: finding.Fail},
		{Name: "silence follows the recommendation", Files: reviews(but(`"Deny"`, `"Recommendation"`)), Want: finding.Fail},
		{Name: "every quarter", Files: reviews(but(monthly, `{"type":"absoluteMonthly","interval":3}`)), Want: finding.Fail},
		{Name: "every year", Files: reviews(but(monthly, `{"type":"absoluteYearly","interval":1}`)), Want: finding.Fail},
		{Name: "until a date", Files: reviews(but(`"noEnd"`, `"endDate"`)), Want: finding.Fail},
		{Name: "once", Files: reviews(but(`"recurrence":{"pattern":`+monthly+`,"range":{"type":"noEnd"}}`, `"recurrence":null`)), Want: finding.Fail},

		{Name: "of one group", Files: reviews(scoped(query + `"/groups/g/transitiveMembers/microsoft.graph.user/?$filter=(userType eq 'Guest')"}`)), Want: finding.Unknown},
		{Name: "of one group, as principals", Files: reviews(scoped(members + `"query":"/users?$filter=(userType eq 'Guest')"` + one)), Want: finding.Unknown},
		{Name: "of guests with a role", Files: reviews(scoped(members + `"query":"/users?$filter=(userType eq 'Guest')"` + role)), Want: finding.Unknown},
		{Name: "of teams only", Files: reviews(but(`(groupTypes/any(c:c+eq+'Unified'))`, `(groupTypes/any(c:c eq 'Unified') and resourceProvisioningOptions/Any(x:x eq 'Team'))`)), Want: finding.Unknown},
		{Name: "of one group and lacking", Files: reviews(strings.Replace(scoped(query+`"/groups/g/members/?$filter=(userType eq 'Guest')"}`), `"Deny"`, `"None"`, 1)), Want: finding.Fail},
		{Name: "a status of the future", Files: reviews(but(`"InProgress"`, `"Resting"`)), Want: finding.Unknown},
		{Name: "a flag is absent", Files: reviews(but(`"autoApplyDecisionsEnabled":true,`, ``)), Want: finding.Unknown},
		{Name: "the decision is absent", Files: reviews(but(`,"defaultDecision":"Deny"`, ``)), Want: finding.Unknown},
		{Name: "the interval is absent", Files: reviews(but(monthly, `{"type":"absoluteMonthly"}`)), Want: finding.Unknown},
		{Name: "the recurrence is absent", Files: reviews(but(`"recurrence":{"pattern":`+monthly+`,"range":{"type":"noEnd"}}`, `"instanceDurationInDays":14`)), Want: finding.Unknown},
		{Name: "a review without a scope", Files: reviews(`{}`), Want: finding.Unknown},
		{Name: "a review without a scope beside one that keeps it", Files: reviews(`{"scope":null}`, guestReview), Want: finding.Pass},
		{Name: "no licence", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.AccessReviews.Resource(): `[]`}, Want: finding.NotApplicable},
		{Name: "unread", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP2}, Want: finding.Unknown},
	})
}
