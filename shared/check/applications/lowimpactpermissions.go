package applications

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// LowImpactPermissions asks that no risky permission counts as low impact. It
// concerns only tenants where users' consent follows the classification.
var LowImpactPermissions = &check.Check{
	ID:       "app-low-impact-permissions",
	Title:    "No risky permission is classified as low impact",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "A permission classified as low impact is one that every user may give away, so a careless classification reopens what the consent setting closed.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.5.2v1"}, ISO27001: []string{"A.5.12", "A.5.15"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"CN-002"},
	Reads:    []snapshot.Resource{snapshot.AuthorizationPolicy.Resource()},
	Uses:     []snapshot.Resource{snapshot.DelegatedPermissionClassifications.Resource()},
	Risk:     "An attacker's application asks for reading mail or files, and a single user may grant it because it is listed as harmless.",
	Fix: check.Fix{
		Portal:  consentSettings + " > Permission classifications > Low > remove everything beyond signing in and the basic profile",
		Request: `DELETE /v1.0/servicePrincipals/{id of the resource}/delegatedPermissionClassifications/{id}`,
	},
	Texts:  []*text.Table{lowImpactPermissionsTexts, userConsentTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.5.2; Microsoft Entra documentation, Configure permission classifications",
	Run: func(s *snapshot.Snapshot) []check.Result {
		policies, known := selfConsent(s)
		if !known {
			return check.One(finding.Unknown, "Graph did not return which applications users may consent to.", finding.Evidence{})
		}
		if !slices.ContainsFunc(policies, followsClassification) {
			return check.One(finding.NotApplicable, "Users' consent does not depend on the classification of permissions.", consentEvidence(policies))
		}
		key := snapshot.DelegatedPermissionClassifications
		switch {
		case !s.Has(key.Resource()):
			return unread(s, key.Resource())
		case len(key.Parents(s)) == 0:
			return check.One(finding.Unknown, "The classification of no resource's permissions could be read.", finding.Evidence{})
		}
		risky, unknown := classifiedLow(s)
		evidence := finding.Evidence{Facts: finding.Facts{"riskyPermissions": risky}}
		switch {
		case len(risky) > 0:
			return check.One(finding.Fail, "Risky permissions are classified as low impact, so users can grant them.", evidence)
		case unknown:
			return check.One(finding.Unknown, "A permission has a classification or name Vahti does not know.", finding.Evidence{})
		}
		return check.One(finding.Pass, "Only harmless permissions are classified as low impact.", finding.Evidence{})
	},
}

// followsClassification reports whether a consent policy may rest on the
// classification of permissions; a tenant's own policy may.
func followsClassification(policy string) bool {
	return policy != consentToAnything && policy != consentAsMicrosoft
}

// classifiedLow returns the risky permissions classified as low impact.
func classifiedLow(s *snapshot.Snapshot) (risky []string, unknown bool) {
	key := snapshot.DelegatedPermissionClassifications
	for _, parent := range key.Parents(s) {
		entries, _ := key.Of(s, parent)
		for _, c := range entries {
			switch strings.ToLower(c.Classification) {
			case "low":
				unknown = unknown || c.PermissionName == ""
				if riskyPermission(c.PermissionName) {
					risky = append(risky, c.PermissionName)
				}
			case "medium", "high":
			default:
				unknown = true
			}
		}
	}
	slices.Sort(risky)
	return slices.Compact(risky), unknown
}

// riskyPermission reports whether a delegated permission opens more than the
// signing-in person's own basic profile: anything that writes, sends, manages
// or acts as the person, anything that reaches everyone's data, and the
// content services even to read.
func riskyPermission(name string) bool {
	lower := strings.ToLower(name)
	for _, part := range []string{"write", "send", "manage", "fullcontrol", "full_access", "accessasuser", "impersonation", "import", "export", "delete", "create", "privileged"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	for _, prefix := range []string{
		"mail.", "mail-", "mailbox", "files.", "sites.", "allsites.", "myfiles.", "directory.", "group.", "groupmember.", "calendars.", "contacts.",
		"notes.", "chat.", "chatmessage.", "channel", "team", "rolemanagement.", "role", "application.", "policy.", "auditlog.", "reports.",
		"security", "identity", "device", "bitlockerkey.", "ews.", "imap.", "pop.", "smtp.", "onlinemeeting", "callrecord", "useractivity.", "userauthenticationmethod.",
	} {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}
	return strings.HasSuffix(lower, ".all") && lower != "user.readbasic.all"
}
