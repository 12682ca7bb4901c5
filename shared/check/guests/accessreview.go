package guests

import (
	"net/url"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/accessreview"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AccessReview asks that somebody is asked about every guest each month, and
// that a guest nobody confirms loses the access.
var AccessReview = &check.Check{
	ID:       "guest-access-review",
	Title:    "Guests are reviewed every month and lose access that nobody confirms",
	Category: check.Guests,
	Severity: finding.Medium,
	Because:  "Nobody tells you when a partner's employee changes jobs; only a question that comes back by itself, and that removes access without an answer, keeps the list of guests true.",
	Controls: check.Controls{CIS: []string{"5.3.2"}, ISO27001: []string{"A.5.18", "A.5.19"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"GU-010"},
	Reads:    []snapshot.Resource{snapshot.AccessReviews.Resource()},
	Licence:  check.EntraP2,
	Risk:     "The account of somebody who left a partner years ago is taken over and still opens the project's files and conversations.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > ID Governance > Access reviews > New access review > Teams + Groups > All Microsoft 365 groups with guest users; Group owners as reviewers, Monthly, end Never, auto apply on, If reviewers don't respond: Remove access, mail notifications and reminders on",
		Request: `POST /v1.0/identityGovernance/accessReviews/definitions {"displayName":"Guests","instanceEnumerationScope":{"query":"/groups?$filter=(groupTypes/any(c:c+eq+'Unified'))&$count=true","queryType":"MicrosoftGraph"},"scope":{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":"./members/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')","queryType":"MicrosoftGraph"},"reviewers":[{"query":"./owners","queryType":"MicrosoftGraph"}],"fallbackReviewers":[{"query":"/users/{id}","queryType":"MicrosoftGraph"}],"settings":{"mailNotificationsEnabled":true,"reminderNotificationsEnabled":true,"justificationRequiredOnApproval":true,"autoApplyDecisionsEnabled":true,"defaultDecisionEnabled":true,"defaultDecision":"Deny","instanceDurationInDays":14,"recurrence":{"pattern":{"type":"absoluteMonthly","interval":1},"range":{"type":"noEnd","startDate":"2026-11-02"}}}}`,
	},
	LessIsWorse: []string{"reviews"},
	Texts:       []*text.Table{accessReviewTexts},
	Since:       "2026-11",
	Source:      "CIS Microsoft 365 Foundations Benchmark, 5.3.2; Microsoft Graph documentation, Configure the scope of your access review definition and accessReviewScheduleSettings resource type. A review of single groups is about guests too, but whether it reaches all of them cannot be told",
	Run: func(s *snapshot.Snapshot) []check.Result {
		definitions := snapshot.AccessReviews.Of(s)
		var reviews []finding.Subject
		best := finding.Fail
		for i := range definitions {
			a := &definitions[i]
			r := reachOf(a)
			if r == nobody {
				if !a.Scope.Known() {
					best = finding.Unknown
				}
				continue
			}
			v, lacks := judgeReview(a, r)
			if v == finding.Pass {
				return check.One(finding.Pass, "Guests are reviewed every month, and access that nobody confirms is removed.",
					finding.Evidence{Subjects: finding.Subjects{"reviews": finding.List(finding.Subject{ID: a.ID, Name: a.DisplayName})}})
			}
			if v == finding.Unknown {
				best = finding.Unknown
			}
			reviews = append(reviews, finding.Subject{ID: a.ID, Name: a.DisplayName, Note: strings.Join(lacks, "; ")})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"reviews": len(reviews)}}
		if len(reviews) > 0 {
			evidence.Subjects = finding.Subjects{"reviews": finding.List(reviews...)}
		}
		switch {
		case best == finding.Unknown:
			return check.One(finding.Unknown, "It could not be told whether the access reviews reach every guest with effect.", evidence)
		case len(reviews) == 0:
			return check.One(finding.Fail, "No access review asks about guests.", evidence)
		}
		return check.One(finding.Fail, "No access review of guests comes back every month and removes what nobody confirms.", evidence)
	},
}

// reach is which guests a review is about.
type reach int

const (
	nobody     reach = iota // no guests, or only as holders of something else
	someGuests              // those of single groups or other resources
	idleGuests              // those who have not signed in for a while
	allGuests               // those of every group
)

// reachOf reads from a review's scope which guests it is about.
func reachOf(a *snapshot.AccessReview) reach {
	scope := a.Scope.V
	if len(scope.PrincipalScopes) == 0 {
		return queryReach(scope, a.InstanceEnumerationScope.V)
	}
	best := nobody
	for _, p := range scope.PrincipalScopes {
		guests, everyone, idle := people(p)
		wide := len(scope.ResourceScopes) == 0
		for _, r := range scope.ResourceScopes {
			wide = wide || collection(plain(r.Query), "/groups")
		}
		best = max(best, reachFrom(guests, everyone, idle, wide))
	}
	return best
}

// queryReach is the reach of a review whose scope is one query.
func queryReach(scope, groups snapshot.ReviewScope) reach {
	q := plain(scope.Query)
	guests, everyone, idle := people(scope)
	enumeration := plain(groups.Query)
	wide := strings.HasPrefix(q, "/users") ||
		strings.HasPrefix(q, "./") && collection(enumeration, "/groups") && !strings.Contains(enumeration, "resourceprovisioningoptions")
	everyone = everyone || strings.HasPrefix(q, "./members") && !strings.Contains(q, "$filter")
	return reachFrom(guests, everyone, idle, wide)
}

func reachFrom(guests, everyone, idle, wide bool) reach {
	switch {
	case !guests && (!everyone || !wide):
		return nobody
	case idle:
		return idleGuests
	case wide:
		return allGuests
	}
	return someGuests
}

// people says of whom a scope speaks: guests alone, every user, and whether of
// idle ones alone.
func people(r snapshot.ReviewScope) (guests, everyone, idle bool) {
	q := plain(r.Query)
	guests = strings.Contains(q, "usertypeeq'guest'") && !strings.Contains(q, "not(usertypeeq'guest')")
	everyone = collection(q, "/users") && !strings.Contains(q, "$filter")
	idle = strings.Contains(strings.ToLower(r.Type), "inactiveusers")
	switch strings.ToLower(r.ScopeType) {
	case "allusers":
		everyone = true
	case "guestusers":
		guests = true
	case "inactiveguestusers":
		guests, idle = true, true
	case "inactiveusers":
		everyone, idle = true, true
	}
	return guests, everyone, idle
}

// plain returns a query of Graph without what does not change its meaning:
// escapes, case, spaces and the version before the path.
func plain(query string) string {
	if q, err := url.PathUnescape(query); err == nil {
		query = q
	}
	query = strings.NewReplacer(" ", "", "+", "", `"`, "'").Replace(strings.ToLower(query))
	query = strings.TrimPrefix(query, "https://graph.microsoft.com")
	for _, version := range []string{"/v1.0", "/beta"} {
		query = strings.TrimPrefix(query, version)
	}
	return query
}

// collection reports whether a query is for a whole collection, filtered or not.
func collection(query, path string) bool {
	before, _, _ := strings.Cut(query, "?")
	return strings.TrimSuffix(before, "/") == path
}

// judgeReview says what a review of guests lacks. What Graph did not return, and
// a reach that may be too small, make it unknown.
func judgeReview(a *snapshot.AccessReview, r reach) (v finding.Verdict, lacks []string) {
	unsure := r == someGuests
	if r == idleGuests {
		lacks = append(lacks, "only guests who have not signed in for a while are reviewed")
	}
	flag := func(v snapshot.Value[bool], lack string) {
		unsure = unsure || !v.Known()
		if v.Known() && !v.V {
			lacks = append(lacks, lack)
		}
	}
	switch accessreview.Underway(a.Status) {
	case finding.Fail:
		lacks = append(lacks, "the review is not in progress")
	case finding.Unknown:
		unsure = true
	}
	if !accessreview.HasReviewers(a) {
		lacks = append(lacks, "guests review themselves")
	}
	set := a.Settings.V
	flag(set.AutoApplyDecisionsEnabled, "the outcome is not applied by itself")
	flag(set.MailNotificationsEnabled, "reviewers get no mail")
	flag(set.ReminderNotificationsEnabled, "reviewers are not reminded")
	stays := set.DefaultDecisionEnabled.Known() && !set.DefaultDecisionEnabled.V || set.DefaultDecision.Known() && !strings.EqualFold(set.DefaultDecision.V, "Deny")
	switch {
	case stays:
		lacks = append(lacks, "access stays when the reviewers do not answer")
	case !set.DefaultDecisionEnabled.Known() || !set.DefaultDecision.Known():
		unsure = true
	}
	switch accessreview.Monthly(set.Recurrence) {
	case finding.Fail:
		lacks = append(lacks, "the review does not come back every month without end")
	case finding.Unknown:
		unsure = true
	}
	switch {
	case len(lacks) > 0:
		return finding.Fail, lacks
	case r == someGuests:
		return finding.Unknown, []string{"only the guests of single groups or resources are reviewed"}
	case unsure:
		return finding.Unknown, nil
	}
	return finding.Pass, nil
}
