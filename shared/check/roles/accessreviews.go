package roles

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/accessreview"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// reviewed are the roles the CIS benchmark wants reviewed at least.
func reviewed() []Role {
	return []Role{
		{GlobalAdministrator, "Global Administrator"},
		{"29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator"},
		{"f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"},
		teamsAdministrator,
		{"194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator"},
	}
}

// AccessReviews asks that who holds the roles of reviewed is looked at every
// month, by somebody else, and that the outcome is carried out. Roles that nobody
// holds or may activate need no review.
var AccessReviews = &check.Check{
	ID:       "role-access-reviews",
	Title:    "The holders of privileged roles are reviewed every month",
	Category: check.Roles,
	Severity: finding.Medium,
	Because:  "People change tasks and keep their roles, and only a review that comes back by itself and takes effect finds that out.",
	Controls: check.Controls{CIS: []string{"5.3.3"}, ISO27001: []string{"A.5.18", "A.8.2"}, NIS2: []string{"21(2)(i)", "21(2)(f)"}},
	Rows:     []string{"RO-014"},
	Reads:    []snapshot.Resource{snapshot.AccessReviews.Resource()},
	Uses:     []snapshot.Resource{snapshot.RoleAssignments.Resource(), snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleDefinitions.Resource()},
	Licence:  check.EntraP2,
	Risk:     "The account of somebody who left the task a year ago still holds the role, and whoever steals it is an administrator.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Access reviews > New: Monthly, end Never, reviewers other than the reviewed, auto apply on, If reviewers don't respond: No change, mail notifications and reminders on",
		Request: `POST /v1.0/identityGovernance/accessReviews/definitions {"displayName":"Global Administrators","scope":{"@odata.type":"#microsoft.graph.principalResourceMembershipsScope","principalScopes":[{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":"/users","queryType":"MicrosoftGraph"},{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":"/groups","queryType":"MicrosoftGraph"}],"resourceScopes":[{"@odata.type":"#microsoft.graph.accessReviewQueryScope","query":"/roleManagement/directory/roleDefinitions/62e90394-69f5-4237-9190-012177145e10","queryType":"MicrosoftGraph"}]},"reviewers":[{"query":"/users/{id}","queryType":"MicrosoftGraph"}],"settings":{"mailNotificationsEnabled":true,"reminderNotificationsEnabled":true,"justificationRequiredOnApproval":true,"recommendationsEnabled":true,"autoApplyDecisionsEnabled":true,"defaultDecisionEnabled":false,"defaultDecision":"None","instanceDurationInDays":4,"recurrence":{"pattern":{"type":"absoluteMonthly","interval":1},"range":{"type":"noEnd","startDate":"2026-11-02"}}}}`,
	},
	Texts:  []*text.Table{accessReviewsTexts, roleTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.3.3, which names the five roles and asks for no change where reviewers do not answer, so that a review cannot lock the emergency accounts out; Microsoft Graph documentation, Configure the scope of your access review definition",
	Run: func(s *snapshot.Snapshot) []check.Result {
		targets, held := targetsOf(s)
		if len(targets) == 0 {
			return check.One(finding.NotApplicable, "Nobody holds or may activate a role that is to be reviewed.", finding.Evidence{})
		}
		best := bestReviews(s, targets)
		lacks, worst := map[string][]string{}, finding.Pass
		for _, t := range targets {
			b := best[t]
			if b.verdict == finding.Fail && !held[t] {
				b.verdict = finding.Unknown // it may be that nobody holds it
			}
			worst = finding.Worst(worst, b.verdict)
			if b.verdict != finding.Pass {
				lacks[t.template] = append(lacks[t.template], b.lacks...)
			}
		}
		var lacking []finding.Subject
		wrong := map[string]bool{}
		for _, r := range reviewed() {
			if l, ok := lacks[r.TemplateID]; ok {
				wrong[r.TemplateID] = true
				slices.Sort(l)
				lacking = append(lacking, finding.Subject{ID: r.TemplateID, Name: r.Name, Note: strings.Join(slices.Compact(l), "; ")})
			}
		}
		facts := finding.Facts{}
		facts["rolesNotReviewed"], _ = names(wrong)
		evidence := finding.Evidence{Facts: facts}
		if len(lacking) > 0 {
			evidence.Subjects = finding.Subjects{"roles": finding.List(lacking...)}
		}
		switch worst {
		case finding.Fail:
			return check.One(finding.Fail, "The holders of some privileged roles are not reviewed every month with effect.", evidence)
		case finding.Unknown:
			return check.One(finding.Unknown, "Graph did not return all about the access reviews of privileged roles.", evidence)
		}
		return check.One(finding.Pass, "The holders of privileged roles are reviewed every month with effect.", evidence)
	},
}

// target is a role's active or eligible holders.
type target struct {
	template string
	eligible bool
}

// targetsOf returns those of the reviewed roles that somebody holds or may
// activate, in either way; all of them where that could not be told. Held are
// those of which it is known.
func targetsOf(s *snapshot.Snapshot) (targets []target, held map[target]bool) {
	unsure := !s.Has(snapshot.RoleAssignments.Resource()) || !s.Has(snapshot.RoleDefinitions.Resource()) || eligibilityUnknown(s)
	d := definitionsOf(s)
	held = map[target]bool{}
	assignments := snapshot.RoleAssignments.Of(s)
	for i := range assignments {
		held[target{d.template(assignments[i].RoleDefinitionID), false}] = true
	}
	eligible := snapshot.RoleEligibilitySchedules.Of(s)
	for i := range eligible {
		if eligible[i].Holds(s.Now) {
			held[target{d.template(eligible[i].RoleDefinitionID), true}] = true
		}
	}
	for _, r := range reviewed() {
		for _, kind := range []bool{false, true} {
			if t := (target{r.TemplateID, kind}); unsure || held[t] {
				targets = append(targets, t)
			}
		}
	}
	return targets, held
}

// review is what the best review is like.
type review struct {
	exists  bool
	verdict finding.Verdict
	lacks   []string
}

// bestReviews returns for each target the review that keeps the control best.
func bestReviews(s *snapshot.Snapshot, targets []target) map[target]review {
	best := make(map[target]review, len(targets))
	for _, t := range targets {
		lack := "active holders have no access review"
		if t.eligible {
			lack = "eligible holders have no access review"
		}
		best[t] = review{verdict: finding.Fail, lacks: []string{lack}}
	}
	own := map[string]string{} // the ids that stand for the roles
	for _, r := range reviewed() {
		own[r.TemplateID] = r.TemplateID
	}
	for id, template := range definitionsOf(s).others {
		if _, wanted := own[template]; wanted && id != "" {
			own[id] = template
		}
	}
	definitions := snapshot.AccessReviews.Of(s)
	for i := range definitions {
		a := &definitions[i]
		queries := roleQueries(a)
		if len(queries) == 0 {
			continue
		}
		judged := judgeReview(a)
		for id, template := range own {
			for _, kind := range []bool{false, true} {
				t := target{template, kind}
				b, wanted := best[t]
				about := slices.ContainsFunc(queries, func(q string) bool { return strings.Contains(q, id) && reviews(q, kind) })
				if wanted && about && better(judged, b) {
					best[t] = judged
				}
			}
		}
	}
	return best
}

// reviews reports whether a query is about active holders, or eligible ones. A
// query for a role's definition means both.
func reviews(query string, eligible bool) bool {
	switch {
	case strings.Contains(query, "roleassignment"):
		return !eligible
	case strings.Contains(query, "roleeligibility"):
		return eligible
	}
	return true
}

// better reports whether a review keeps the control better than another: by its
// verdict, then by how little it lacks.
func better(a, b review) bool {
	rank := map[finding.Verdict]int{finding.Pass: 0, finding.Unknown: 1, finding.Fail: 2}
	return !b.exists || cmp.Or(cmp.Compare(rank[a.verdict], rank[b.verdict]), cmp.Compare(len(a.lacks), len(b.lacks))) < 0
}

// roleQueries returns the queries, in lower case, by which a review is about the
// people who hold directory roles.
func roleQueries(a *snapshot.AccessReview) []string {
	scope := a.Scope.V
	// A review of some people, such as guests or inactive ones, leaves the others out.
	inactive := func(r snapshot.ReviewScope) bool { return strings.Contains(r.Type, "InactiveUsers") }
	people := len(scope.PrincipalScopes) == 0 && !inactive(scope)
	for _, p := range scope.PrincipalScopes {
		q := strings.ToLower(p.Query)
		people = people || strings.Contains(q, "/users") && !strings.Contains(q, "$filter") && !inactive(p)
	}
	if !people {
		return nil
	}
	var out []string
	for _, r := range append([]snapshot.ReviewScope{scope}, scope.ResourceScopes...) {
		q := strings.ToLower(r.Query)
		if strings.Contains(q, "rolemanagement/directory/") && !strings.Contains(q, "microsoft.graph.serviceprincipal") {
			out = append(out, q)
		}
	}
	return out
}

// judgeReview says what a review lacks. What Graph did not return makes it
// unknown.
func judgeReview(a *snapshot.AccessReview) review {
	r := review{exists: true}
	unsure := false
	flag := func(v snapshot.Value[bool], lack string) {
		unsure = unsure || !v.Known()
		if v.Known() && !v.V {
			r.lacks = append(r.lacks, lack)
		}
	}
	switch accessreview.Underway(a.Status) {
	case finding.Fail:
		r.lacks = append(r.lacks, "the review is not in progress")
	case finding.Unknown:
		unsure = true
	}
	if !accessreview.HasReviewers(a) {
		r.lacks = append(r.lacks, "people review themselves")
	}
	set := a.Settings.V
	flag(set.AutoApplyDecisionsEnabled, "the outcome is not applied by itself")
	flag(set.MailNotificationsEnabled, "reviewers get no mail")
	flag(set.ReminderNotificationsEnabled, "reviewers are not reminded")
	off := set.DefaultDecisionEnabled.Known() && !set.DefaultDecisionEnabled.V
	switch {
	case off, strings.EqualFold(set.DefaultDecision.V, "None"):
	case set.DefaultDecision.Known():
		r.lacks = append(r.lacks, "silence of the reviewers decides")
	default:
		unsure = true
	}
	switch accessreview.Monthly(set.Recurrence) {
	case finding.Fail:
		r.lacks = append(r.lacks, "the review does not come back every month without end")
	case finding.Unknown:
		unsure = true
	}
	switch {
	case len(r.lacks) > 0:
		r.verdict = finding.Fail
	case unsure:
		r.verdict = finding.Unknown
	default:
		r.verdict = finding.Pass
	}
	return r
}
