// Package rivals measures Vahti's verdicts against the same policy in Open Policy
// Agent's Rego and in CEL: three controls of conditional access on a tenant
// recorded on seven dates. It is a module of its own, so that the project does
// not depend on Open Policy Agent.
//
// All three engines give a verdict, the reasons of it, and for every policy the
// reasons why it does not keep the control alone, as codes. The rivals are given
// less to do where that changes no answer: they compare Graph's words as Graph
// spells them, look for one policy that keeps the control instead of for several
// together, know neither licences nor security defaults, and write no sentences.
// What they read is made ready beforehand and not measured.
package rivals

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/conditionalaccess"
	"vahti.ai/vahti/shared/snapshot"
)

// A Control is one that all engines judge.
type Control string

// The controls.
const (
	Legacy     Control = "legacy"     // MS.AAD.1.1v1
	MFA        Control = "mfa"        // MS.AAD.3.2v2
	DeviceCode Control = "devicecode" // MS.AAD.3.9v1
)

// Controls returns the controls with Vahti's checks of them.
func Controls() map[Control]*check.Check {
	return map[Control]*check.Check{
		Legacy: conditionalaccess.LegacyAuthentication, MFA: conditionalaccess.MFA, DeviceCode: conditionalaccess.DeviceCode,
	}
}

// An Answer is what an engine says about a tenant and a control.
type Answer struct {
	Verdict string
	// Reasons are why the control fails: "none-enabled", or what the policy
	// that comes nearest to keeping it lacks.
	Reasons []string
	// Policies are what each policy lacks, in the tenant's order.
	Policies [][]string
}

func (a *Answer) sort() {
	if a.Reasons == nil {
		a.Reasons = []string{}
	}
	for i, r := range a.Reasons {
		switch r { // Vahti's gaps do not tell these apart
		case "only-guests":
			a.Reasons[i] = "selected-users"
		case "filters-applications":
			a.Reasons[i] = "excludes-applications"
		}
	}
	slices.Sort(a.Reasons)
	for i := range a.Policies {
		if a.Policies[i] == nil {
			a.Policies[i] = []string{}
		}
		slices.Sort(a.Policies[i])
	}
}

// declared is what policies may exclude, as the rivals read it.
func declared(s snapshot.Settings) map[string]map[string]bool {
	out := map[string]map[string]bool{"users": {}, "groups": {}, "roles": {}, "applications": {}}
	add := func(kind string, ids []string) {
		for _, id := range ids {
			out[kind][id] = true
		}
	}
	add("users", s.EmergencyAccess.Users)
	add("groups", s.EmergencyAccess.Groups)
	for _, kind := range []string{"users", "groups", "roles"} {
		add(kind, s.Declared.ExcludedFromConditionalAccess)
	}
	add("applications", s.Declared.ExcludedApplications)
	return out
}

// input is a tenant as the rivals read it: plain maps in Graph's form in which
// every list and text is there, so that no expression has to ask.
func input(s *snapshot.Snapshot) map[string]any {
	policies := []map[string]any{}
	for _, p := range snapshot.ConditionalAccessPolicies.Of(s) {
		k, g := p.Conditions, p.GrantControls.V
		users := map[string]any{
			"includeUsers": list(k.Users.IncludeUsers), "excludeUsers": list(k.Users.ExcludeUsers),
			"includeGroups": list(k.Users.IncludeGroups), "excludeGroups": list(k.Users.ExcludeGroups),
			"includeRoles": list(k.Users.IncludeRoles), "excludeRoles": list(k.Users.ExcludeRoles),
		}
		for name, guests := range map[string]snapshot.Value[snapshot.GuestsOrExternalUsers]{
			"includeGuestsOrExternalUsers": k.Users.IncludeGuestsOrExternalUsers, "excludeGuestsOrExternalUsers": k.Users.ExcludeGuestsOrExternalUsers,
		} {
			if guests.Known() {
				users[name] = map[string]any{
					"guestOrExternalUserTypes": guests.V.GuestOrExternalUserTypes, "membershipKind": guests.V.ExternalTenants.V.MembershipKind,
				}
			}
		}
		grant := map[string]any{
			"operator": g.Operator.V, "builtInControls": list(g.BuiltInControls),
			"customAuthenticationFactors": list(g.CustomAuthenticationFactors), "termsOfUse": list(g.TermsOfUse),
		}
		if st := g.AuthenticationStrength; st.Known() && (st.V.ID != "" || st.V.AllowedCombinations != nil) {
			grant["authenticationStrength"] = map[string]any{"id": st.V.ID, "allowedCombinations": list(st.V.AllowedCombinations)}
		}
		policies = append(policies, map[string]any{
			"state": p.State, "unrecognized": list(k.Unrecognized), "grantControls": grant,
			"conditions": map[string]any{
				"users": users,
				"applications": map[string]any{
					"includeApplications": list(k.Applications.IncludeApplications), "excludeApplications": list(k.Applications.ExcludeApplications),
					"applicationFilter": rule(k.Applications.ApplicationFilter.V),
				},
				"clientAppTypes": list(k.ClientAppTypes),
				"clientApplications": map[string]any{
					"includeServicePrincipals":        list(k.ClientApplications.V.IncludeServicePrincipals),
					"includeAgentIdServicePrincipals": list(k.ClientApplications.V.IncludeAgentIDServicePrincipals),
				},
				"platforms": map[string]any{"includePlatforms": list(k.Platforms.V.IncludePlatforms), "excludePlatforms": list(k.Platforms.V.ExcludePlatforms)},
				"locations": map[string]any{"includeLocations": list(k.Locations.V.IncludeLocations), "excludeLocations": list(k.Locations.V.ExcludeLocations)},
				"devices": map[string]any{
					"includeDevices": list(k.Devices.V.IncludeDevices), "excludeDevices": list(k.Devices.V.ExcludeDevices), "deviceFilter": rule(k.Devices.V.DeviceFilter.V),
				},
				"deviceStates":   map[string]any{"includeStates": list(k.DeviceStates.V.IncludeStates), "excludeStates": list(k.DeviceStates.V.ExcludeStates)},
				"userRiskLevels": list(k.UserRiskLevels), "signInRiskLevels": list(k.SignInRiskLevels), "servicePrincipalRiskLevels": list(k.ServicePrincipalRiskLevels),
				"agentIdRiskLevels": k.AgentIDRiskLevels.V, "insiderRiskLevels": k.InsiderRiskLevels.V,
				"authenticationFlows": map[string]any{"transferMethods": k.AuthenticationFlows.V.TransferMethods},
			},
		})
	}
	return map[string]any{"policies": policies, "declared": declared(s.Settings)}
}

func list(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}

func rule(f snapshot.FilterRule) map[string]any {
	return map[string]any{"mode": f.Mode, "rule": f.Rule}
}
