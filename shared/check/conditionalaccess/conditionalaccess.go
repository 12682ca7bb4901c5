// Package conditionalaccess holds the checks on what conditional-access
// policies do together. Each states a requirement; package coverage decides
// whether the policies keep it and explains each of them.
package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

var policies = []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource()}

// covers makes the function of a check that one requirement decides.
func covers(r coverage.Requirement) func(*snapshot.Snapshot) []check.Result {
	return func(s *snapshot.Snapshot) []check.Result { return result(coverage.Judge(s, r)) }
}

func result(c coverage.Coverage) []check.Result {
	return check.One(c.Verdict, c.Reason, c.Evidence())
}

// modernClients are the clients that interactive features such as device code
// flow or registering security information work in.
func modernClients() coverage.Range {
	return coverage.Range{Values: []string{"browser", "mobileAppsAndDesktopClients"}}
}

// orSecurityDefaults makes the function of a check that security defaults keep
// as well as policies do. Graph lets a tenant enable only one of the two.
func orSecurityDefaults(run func(*snapshot.Snapshot) []check.Result, reason string) func(*snapshot.Snapshot) []check.Result {
	return func(s *snapshot.Snapshot) []check.Result {
		results := run(s)
		if results[0].Verdict == finding.Pass {
			return results
		}
		if on := snapshot.SecurityDefaults.Of(s).IsEnabled; on.Known() && on.V {
			return byDefaults(reason)
		}
		return results
	}
}

// securityDefaultsOnly judges a tenant without the licence for conditional
// access: security defaults keep the control or nothing can.
func securityDefaultsOnly(l check.Licence, reason string) func(*snapshot.Snapshot) []check.Result {
	return func(s *snapshot.Snapshot) []check.Result {
		if why, missing := s.Missing(snapshot.SecurityDefaults.Resource()); missing {
			return check.One(finding.Unknown, "Without conditional access only security defaults can keep this control, and they could not be read: "+why.Reason+".",
				finding.Evidence{})
		}
		on := snapshot.SecurityDefaults.Of(s).IsEnabled
		switch {
		case !on.Known():
			return check.One(finding.Unknown, "Without conditional access only security defaults can keep this control, and Graph did not say whether they are on.",
				finding.Evidence{})
		case on.V:
			return byDefaults(reason)
		}
		return check.One(finding.NotApplicable, check.NoLicenceReason(l)+" Security defaults, which would keep it without one, are off.",
			finding.Evidence{Facts: finding.Facts{"securityDefaults": false}})
	}
}

func byDefaults(reason string) []check.Result {
	return check.One(finding.Pass, reason, finding.Evidence{Facts: finding.Facts{"securityDefaults": true}})
}
