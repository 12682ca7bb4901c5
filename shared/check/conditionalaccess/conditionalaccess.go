// Package conditionalaccess holds the checks on what conditional-access
// policies do together. Each states a requirement; package coverage decides
// whether the policies keep it and explains each of them.
package conditionalaccess

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

var policies = []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource()}

// uses are what every check of policies takes where it can be had, and more:
// which of the named locations that policies leave out are trusted.
func uses(more ...snapshot.Resource) []snapshot.Resource {
	return append([]snapshot.Resource{snapshot.NamedLocations.Resource()}, more...)
}

// newPolicy is where the admin centre makes a policy.
const newPolicy = "Microsoft Entra admin center > Entra ID > Conditional Access > Policies > New policy: "

// Applications that requirements ask for, by the ids they have in every tenant.
const (
	azureManagement  = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
	intuneEnrollment = "d4ebce55-015a-49b5-a083-c84d1797ae8c"
	exchangeOnline   = "00000002-0000-0ff1-ce00-000000000000"
	sharePointOnline = "00000003-0000-0ff1-ce00-000000000000"
	teamsServices    = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"
	adminPortals     = "MicrosoftAdminPortals"
)

// covers makes the function of a check that one requirement decides.
func covers(r coverage.Requirement) func(*snapshot.Snapshot) []check.Result {
	return coverage.Prepare(r).Results
}

// together makes the function of a check that several requirements decide; pass
// is the reason where all of them are kept.
func together(pass string, rs ...coverage.Requirement) func(*snapshot.Snapshot) []check.Result {
	return func(s *snapshot.Snapshot) []check.Result { return result(coverage.Together(s, pass, rs...)) }
}

func result(c coverage.Coverage) []check.Result {
	return check.One(c.Verdict, c.Reason, c.Evidence())
}

// modernClients are the clients that interactive features such as device code
// flow or registering security information work in, and that have sessions.
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
func securityDefaultsOnly(reason string) func(*snapshot.Snapshot) []check.Result {
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
		return check.One(finding.NotApplicable, check.NoLicenceReason(check.EntraP1)+" Security defaults, which would keep it without one, are off.",
			finding.Evidence{Facts: finding.Facts{"securityDefaults": false}})
	}
}

func byDefaults(reason string) []check.Result {
	return check.One(finding.Pass, reason, finding.Evidence{Facts: finding.Facts{"securityDefaults": true}})
}

// unknownState is the reason where a state keeps a check from telling.
const unknownState = "A policy is in a state Vahti does not know."

// The states of a policy.
const (
	stateUnknown = iota
	stateDisabled
	stateReportOnly
	stateEnabled
)

func stateOf(p *snapshot.ConditionalAccessPolicy) int {
	switch strings.ToLower(p.State) {
	case "enabled":
		return stateEnabled
	case "disabled":
		return stateDisabled
	case "enabledforreportingbutnotenforced":
		return stateReportOnly
	}
	return stateUnknown
}
