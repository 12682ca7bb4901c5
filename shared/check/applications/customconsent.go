package applications

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/apppermission"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// CustomConsent asks that the tenant's own policies do not let users consent to
// more than Microsoft's low-impact policy does.
var CustomConsent = &check.Check{
	ID:       "app-custom-consent-policies",
	Title:    "The tenant's own consent policies do not open broad user consent",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "A policy of the tenant's own takes the place of Microsoft's, and the admin centre shows neither how wide it is nor that it is wider.",
	Controls: check.Controls{ISO27001: []string{"A.5.15", "A.5.23"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"CN-010"},
	Reads:    []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()},
	Uses:     usesCustomConsent(),
	Risk:     "An attacker's application asks a user for mail or files, and a forgotten policy of the tenant's own lets that user agree.",
	Fix: check.Fix{
		Portal:  "There is no page for it in the admin centre; remove or narrow the conditions of the policy with the request below, or choose one of Microsoft's settings under " + consentSettings + " > User consent settings",
		Request: `DELETE /v1.0/policies/permissionGrantPolicies/{id}/includes/{id of the condition}, then POST /v1.0/policies/permissionGrantPolicies/{id}/includes {"permissionType":"delegated","permissionClassification":"low","clientApplicationsFromVerifiedPublisherOnly":true}`,
	},
	Texts:  []*text.Table{customConsentTexts, userConsentTexts},
	Since:  "2026-11",
	Source: "Microsoft Entra documentation, Manage app consent policies; Microsoft Graph documentation, permissionGrantConditionSet resource type. Applications of the tenant itself and applications named one by one count like those of verified publishers, because that is narrower, and so does Microsoft's own low-impact policy. Only policies by which users consent for themselves are judged: what owners of a team or chat may open has no classification.",
	Run: func(s *snapshot.Snapshot) []check.Result {
		policies, known := selfConsent(s)
		custom := slices.DeleteFunc(slices.Clone(policies), microsoftPolicy)
		switch {
		case !known:
			return check.One(finding.Unknown, "Graph did not return which applications users may consent to.", finding.Evidence{})
		case len(custom) == 0:
			return check.One(finding.NotApplicable, "Users consent by no policy of the tenant's own.", consentEvidence(policies))
		}
		verdict, evidence := judgeCustomConsent(s, custom)
		switch verdict {
		case finding.Fail:
			return check.One(verdict, wideConsent, evidence)
		case finding.Pass:
			return check.One(verdict, "The tenant's own policies limit users' consent to low-impact permissions of verified publishers.", evidence)
		}
		return check.One(verdict, unsureConsent, evidence)
	},
}

const (
	wideConsent   = "A policy of the tenant's own lets users consent to more than low-impact permissions of verified publishers."
	unsureConsent = "Users consent by a policy of the tenant's own that could not be read or holds values Vahti does not know."
)

// usesCustomConsent is what judgeCustomConsent takes.
func usesCustomConsent() []snapshot.Resource {
	return []snapshot.Resource{snapshot.PermissionGrantPolicies.Resource(), snapshot.Organizations.Resource()}
}

// microsoftPolicy reports whether a consent policy is Microsoft's, by its id in
// lower case.
func microsoftPolicy(id string) bool { return strings.HasPrefix(id, "microsoft-") }

// judgeCustomConsent judges the policies with these ids, which are in lower
// case, and names those that are not limited.
func judgeCustomConsent(s *snapshot.Snapshot, custom []string) (finding.Verdict, finding.Evidence) {
	tenant := ""
	if o := snapshot.Organizations.Of(s); len(o) > 0 {
		tenant = o[0].ID
	}
	verdicts := make([]finding.Verdict, 0, len(custom))
	var subjects []finding.Subject
	for _, id := range custom {
		verdict, note := finding.Unknown, "could not be read"
		for _, p := range snapshot.PermissionGrantPolicies.Of(s) {
			if strings.EqualFold(p.ID, id) {
				verdict, note = limitedPolicy(p, tenant)
			}
		}
		verdicts = append(verdicts, verdict)
		if verdict != finding.Pass {
			subjects = append(subjects, finding.Subject{ID: id, Name: id, Note: note})
		}
	}
	evidence := finding.Evidence{Facts: finding.Facts{"customPolicies": len(custom)}}
	if len(subjects) > 0 {
		evidence.Subjects = finding.Subjects{"policies": finding.List(subjects...)}
	}
	return finding.Worst(verdicts...), evidence
}

// limitedPolicy judges whether each condition under which a policy lets users
// consent is limited. What the policy excludes is passed over, since it narrows.
func limitedPolicy(p snapshot.PermissionGrantPolicy, tenant string) (verdict finding.Verdict, note string) {
	if p.Includes == nil {
		return finding.Unknown, "could not be read"
	}
	permissions, publishers := finding.Pass, finding.Pass
	for _, r := range p.Includes {
		permissions = finding.Worst(permissions, limitedPermissions(r))
		publishers = finding.Worst(publishers, limitedPublishers(r, tenant))
	}
	var notes []string
	if permissions == finding.Fail {
		notes = append(notes, "lets users grant permissions that are not classified as low impact")
	}
	if publishers == finding.Fail {
		notes = append(notes, "lets users accept applications of unverified publishers")
	}
	verdict = finding.Worst(permissions, publishers)
	if verdict == finding.Unknown {
		notes = append(notes, "holds a value Vahti does not know")
	}
	return verdict, strings.Join(notes, "; ")
}

// limitedPermissions judges which permissions a condition lets users grant.
func limitedPermissions(r snapshot.PermissionGrantRule) finding.Verdict {
	switch strings.ToLower(r.PermissionClassification) {
	case "low":
		return finding.Pass
	case "all", "medium", "high":
		if strings.EqualFold(r.ResourceApplication, apppermission.MicrosoftGraph) && named(r.Permissions) && !slices.ContainsFunc(r.Permissions, beyondSigningIn) {
			return finding.Pass
		}
		return finding.Fail
	}
	return finding.Unknown
}

// limitedPublishers judges whose applications a condition lets users accept.
func limitedPublishers(r snapshot.PermissionGrantRule, tenant string) finding.Verdict {
	verified := r.ClientApplicationsFromVerifiedPublisherOnly
	foreign := func(id string) bool { return tenant == "" || !strings.EqualFold(id, tenant) }
	switch {
	case verified.Known() && verified.V,
		named(r.ClientApplicationIDs), named(r.ClientApplicationPublisherIDs),
		named(r.ClientApplicationTenantIDs) && !slices.ContainsFunc(r.ClientApplicationTenantIDs, foreign):
		return finding.Pass
	case verified.Known():
		return finding.Fail
	}
	return finding.Unknown
}

// named reports whether a list names single things; "all" is its other form.
func named(list []string) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(v string) bool { return v == "" || strings.EqualFold(v, "all") })
}

// beyondSigningIn reports whether a delegated permission of Microsoft Graph, by
// its id, opens more than signing in and the own basic profile.
func beyondSigningIn(id string) bool {
	switch strings.ToLower(id) {
	case "e1fe6dd8-ba31-4d61-89e7-88639da4683d", // User.Read
		"37f7f235-527c-4136-accd-4a02d197296e", // openid
		"14dad69e-099b-42c9-810b-d002981feec1", // profile
		"64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", // email
		"7427e0e9-2fba-42fe-b0c0-848c9e6a8182": // offline_access
		return false
	}
	return true
}
