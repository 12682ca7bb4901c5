package guests

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// InboundDefault asks that other organisations do not get in by default, or
// reach only the applications of settings.declared.inboundApplications.
var InboundDefault = &check.Check{
	ID:       "guest-inbound-default",
	Title:    "Other organisations are blocked by default or reach only declared applications",
	Category: check.Guests,
	Severity: finding.Medium,
	Because:  "The default decides about every organisation nobody thought of; partners get a rule of their own.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.8.3v1"}, ISO27001: []string{"A.5.15", "A.5.19"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"GU-004"},
	Reads:    []snapshot.Resource{snapshot.CrossTenantAccessDefault.Resource()},
	Risk:     "A guest from any tenant in the world, even one an attacker just made, reaches every application that does not refuse guests itself.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > External Identities > Cross-tenant access settings > Default settings > Edit inbound defaults > B2B collaboration: Block access, or allow only the applications partners need",
		Request: `PATCH /v1.0/policies/crossTenantAccessPolicy/default {"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}}`,
	},
	Texts:  []*text.Table{inboundDefaultTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.8.3; Microsoft Graph documentation, crossTenantAccessPolicyConfigurationDefault resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		inbound := snapshot.CrossTenantAccessDefault.Of(s).B2BCollaborationInbound
		if !inbound.Known() || !inbound.V.UsersAndGroups.Known() && !inbound.V.Applications.Known() {
			return check.One(finding.Unknown, "Graph did not return the default for other organisations.", finding.Evidence{})
		}
		people, apps := inbound.V.UsersAndGroups.V, inbound.V.Applications.V
		evidence := finding.Evidence{Facts: finding.Facts{"usersAndGroups": people.AccessType, "applications": apps.AccessType, "targets": len(apps.Targets)}}
		switch {
		case blocksAll(people, "AllUsers"), blocksAll(apps, "AllApplications"):
			return check.One(finding.Pass, "Other organisations are blocked by default.", evidence)
		case !knownAccess(people) || !knownAccess(apps):
			return check.One(finding.Unknown, "The default for other organisations holds a value Vahti does not know.", finding.Evidence{})
		case onlyDeclared(apps, s.Settings.Declared.InboundApplications):
			return check.One(finding.Pass, "Other organisations reach only declared applications by default.", evidence)
		}
		return check.One(finding.Fail, "Every other organisation gets in by default.", evidence)
	},
}

func knownAccess(t snapshot.B2BTargets) bool {
	return strings.EqualFold(t.AccessType, "allowed") || strings.EqualFold(t.AccessType, "blocked")
}

// blocksAll reports whether everything of a kind is blocked: blocking some of
// it allows the rest.
func blocksAll(t snapshot.B2BTargets, all string) bool {
	return strings.EqualFold(t.AccessType, "blocked") &&
		(len(t.Targets) == 0 || slices.ContainsFunc(t.Targets, func(x snapshot.B2BTarget) bool { return strings.EqualFold(x.Target, all) }))
}

func onlyDeclared(apps snapshot.B2BTargets, declared []string) bool {
	if !strings.EqualFold(apps.AccessType, "allowed") || len(apps.Targets) == 0 {
		return false
	}
	for _, x := range apps.Targets {
		if !slices.ContainsFunc(declared, func(id string) bool { return strings.EqualFold(id, x.Target) }) {
			return false
		}
	}
	return true
}
