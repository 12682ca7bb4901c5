package conditionalaccess

import (
	"fmt"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// CompliantDevice asks that only devices that Intune calls compliant get in, and
// that the word means something. What Intune knows is among Uses: a tenant
// without Intune cannot be asked for it, and the control does not apply there.
var CompliantDevice = &check.Check{
	ID:       "ca-compliant-device",
	Title:    "A compliant device is required everywhere, and compliance is judged by assigned rules",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "A policy that asks for compliance protects nothing while devices without rules count as compliant.",
	Controls: check.Controls{ISO27001: []string{"A.8.1", "A.8.9"}, NIS2: []string{"21(2)(g)", "21(2)(i)"}},
	Rows:     []string{"CA-014"},
	Reads:    policies,
	Uses:     uses(snapshot.DeviceManagement.Resource(), snapshot.CompliancePolicies.Resource()),
	Licence:  check.EntraP1,
	Risk:     "An attacker enrols a machine of their own, which counts as compliant because nobody set rules for it, and copies what the account can reach.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, all resources, Grant > Require device to be marked as compliant. " +
			"Microsoft Intune admin center > Devices > Compliance: assign a policy for each platform, and Compliance settings > Mark devices with " +
			"no compliance policy assigned as: Not compliant.",
		Request: `PATCH https://graph.microsoft.com/v1.0/deviceManagement
{"settings": {"secureByDefault": true}}`,
	},
	LessIsWorse: []string{"compliancePolicies", "compliancePoliciesAssigned"},
	Texts:       []*text.Table{compliantDeviceTexts, coverage.Texts},
	Since:       "2026-11",
	Source: "Microsoft Learn: Require device compliance with Conditional Access, and Device compliance policies in Microsoft Intune; " +
		"Microsoft Graph documentation, deviceManagementSettings resource type. An assignment that only excludes a group assigns nothing",
	Run: func(s *snapshot.Snapshot) []check.Result {
		if has, known := check.Licensed(check.Intune, s); known && !has {
			return check.One(finding.NotApplicable, check.NoLicenceReason(check.Intune), finding.Evidence{})
		}
		c := coverage.Judge(s, coverage.Requirement{Does: "requires a compliant device", Grant: coverage.CompliantDevice})
		e := c.Evidence()
		verdict, reason := c.Verdict, c.Reason
		for _, meaning := range []func(*snapshot.Snapshot, finding.Facts) (finding.Verdict, string){assignedRules, secureByDefault} {
			v, why := meaning(s, e.Facts)
			if worst := finding.Worst(verdict, v); worst != verdict {
				verdict, reason = worst, why
			}
		}
		return check.One(verdict, reason, e)
	},
}

// assignedRules judges whether rules for compliance are assigned to anybody.
func assignedRules(s *snapshot.Snapshot, facts finding.Facts) (finding.Verdict, string) {
	if reason, missing := unread(s, snapshot.CompliancePolicies.Resource()); missing {
		return finding.Unknown, reason
	}
	all := snapshot.CompliancePolicies.Of(s)
	assigned, unsaid := 0, false
	for i := range all {
		unsaid = unsaid || all[i].Assignments == nil
		for _, a := range all[i].Assignments {
			if a.Target.Known() && a.Target.V.Type != "" && !strings.Contains(strings.ToLower(a.Target.V.Type), "exclusion") {
				assigned++
				break
			}
		}
	}
	facts["compliancePolicies"], facts["compliancePoliciesAssigned"] = len(all), assigned
	switch {
	case assigned > 0:
		return finding.Pass, ""
	case unsaid:
		return finding.Unknown, "Graph did not say whether the compliance policies are assigned."
	}
	return finding.Fail, "No compliance policy is assigned in Intune, so compliance means nothing."
}

// secureByDefault judges whether devices without rules count as not compliant.
func secureByDefault(s *snapshot.Snapshot, facts finding.Facts) (finding.Verdict, string) {
	if reason, missing := unread(s, snapshot.DeviceManagement.Resource()); missing {
		return finding.Unknown, reason
	}
	on := snapshot.DeviceManagement.Of(s).Settings.V.SecureByDefault
	if !on.Known() {
		return finding.Unknown, "Graph did not say how Intune treats devices without a compliance policy."
	}
	facts["secureByDefault"] = on.V
	if !on.V {
		return finding.Fail, "Intune counts devices without a compliance policy as compliant."
	}
	return finding.Pass, ""
}

// unread gives the reason that package check gives for a resource that could not
// be read.
func unread(s *snapshot.Snapshot, r snapshot.Resource) (reason string, missing bool) {
	why, missing := s.Missing(r)
	return fmt.Sprintf("%s could not be read: %s.", r, why.Reason), missing
}
