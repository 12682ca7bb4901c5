# The three controls as Vahti judges them, for one tenant: input.control is
# "legacy", "mfa" or "devicecode", input.policies are the conditional-access
# policies in Graph's form, every list and text there, and input.declared holds the
# ids that policies may exclude, by "users", "groups", "roles" and "applications".
#
# result is the verdict, why the control fails, and for each policy, in the order
# of the input, why it does not keep the control alone.
package vahti

result := {"verdict": verdict, "reasons": reasons, "policies": lacks}

# What policies ask for.

known_controls := {
	"block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication",
	"compliantApplication", "passwordChange", "riskRemediation",
}

multifactor := {
	"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor", "deviceBasedPush",
	"temporaryAccessPassOneTime", "temporaryAccessPassMultiUse", "federatedMultiFactor",
	"password,microsoftAuthenticatorPush", "password,softwareOath", "password,hardwareOath", "password,sms",
	"password,voice", "password,x509CertificateSingleFactor", "password,x509CertificateMultiFactor",
	"microsoftAuthenticatorPush,federatedSingleFactor", "softwareOath,federatedSingleFactor",
	"hardwareOath,federatedSingleFactor", "sms,federatedSingleFactor", "voice,federatedSingleFactor",
}

resistant_methods := {"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"}

blocks contains i if {
	some i, p in input.policies
	"block" in p.grantControls.builtInControls
}

unknown_control contains i if {
	some i, p in input.policies
	not blocks[i]
	some c in p.grantControls.builtInControls
	not known_controls[c]
}

# alternatives are the controls that a policy asks for and whether each is
# multifactor authentication: 0 for no, 1 for not known, 2 for yes.
alternatives[i] := array.concat(
	array.concat(
		[mfa_of(c) | some c in p.grantControls.builtInControls; c != "block"],
		[mfa_strength(s) | s := p.grantControls.authenticationStrength],
	),
	array.concat(
		[0 | some _ in p.grantControls.customAuthenticationFactors],
		[0 | some _ in p.grantControls.termsOfUse],
	),
) if {
	input.control == "mfa"
	some i, p in input.policies
}

mfa_of("mfa") := 2

mfa_of(c) := 0 if {
	c != "mfa"
	known_controls[c]
} else := 1 if c != "mfa"

mfa_strength(s) := 2 if {
	count(s.allowedCombinations) > 0
	every c in s.allowedCombinations { multifactor[c] }
} else := 0 if {
	count(s.allowedCombinations) > 0
} else := 2 if {
	s.id in {"00000000-0000-0000-0000-000000000002", "00000000-0000-0000-0000-000000000003", "00000000-0000-0000-0000-000000000004"}
} else := 1

mfa[i] := t if {
	some i, all in alternatives
	t := combined(input.policies[i].grantControls.operator, all)
	t > 0
}

combined(_, all) := all[0] if count(all) == 1

combined("OR", all) := min(all) if count(all) > 1

combined("AND", all) := max(all) if count(all) > 1

# aims are the policies that ask for what the control is about, covers those that
# let in nobody who does not meet it.
aims contains i if {
	input.control == "legacy"
	some i in blocks
	some c in input.policies[i].conditions.clientAppTypes
	c in {"exchangeActiveSync", "easSupported", "other"}
}

aims contains i if {
	input.control == "devicecode"
	some i in blocks
	"deviceCodeFlow" in split(input.policies[i].conditions.authenticationFlows.transferMethods, ",")
}

aims contains i if {
	some i, t in mfa
	t == 2
}

covers := blocks | unknown_control if input.control != "mfa"

covers := blocks | object.keys(mfa) if input.control == "mfa"

# Why a policy does not keep the control alone.

lacks := [codes |
	some i, _ in input.policies
	codes := object.get(lacking, i, set())
]

lacking[i] contains "report-only" if {
	some i, p in input.policies
	p.state == "enabledForReportingButNotEnforced"
}

lacking[i] contains "disabled" if {
	some i, p in input.policies
	p.state == "disabled"
}

lacking[i] contains "unknown-state" if {
	some i, p in input.policies
	not p.state in {"enabled", "disabled", "enabledForReportingButNotEnforced"}
}

lacking[i] contains "wrong-grant" if {
	some i, _ in input.policies
	not covers[i]
	not weaker[i]
}

lacking[i] contains "weaker-alternative" if some i in weaker

lacking[i] contains "unknown-control" if {
	some i in covers
	not aims[i]
	not blocks[i]
}

lacking[i] contains "made-for-something-else" if {
	some i in blocks
	not aims[i]
}

lacking[i] contains c if {
	some i in covers
	some c in narrowed[i]
}

# weaker lets people choose something other than multifactor authentication.
weaker contains i if {
	some i, all in alternatives
	not covers[i]
	2 in all
}

narrowed[i] contains "selected-users" if {
	some i in covers
	u := input.policies[i].conditions.users
	not "All" in u.includeUsers
	named_somebody(u)
}

narrowed[i] contains "only-guests" if {
	some i in covers
	u := input.policies[i].conditions.users
	not "All" in u.includeUsers
	not named_somebody(u)
	includes_guests(u)
}

narrowed[i] contains "nobody" if {
	some i in covers
	u := input.policies[i].conditions.users
	not "All" in u.includeUsers
	not named_somebody(u)
	not includes_guests(u)
}

named_somebody(u) if {
	some id in u.includeUsers
	not id in {"All", "None", "GuestsOrExternalUsers"}
}

named_somebody(u) if count(u.includeGroups) > 0

named_somebody(u) if count(u.includeRoles) > 0

includes_guests(u) if "GuestsOrExternalUsers" in u.includeUsers

includes_guests(u) if {
	g := u.includeGuestsOrExternalUsers
	g.membershipKind in {"", "all"}
	some t in split(g.guestOrExternalUserTypes, ",")
	not t in {"none", ""}
}

narrowed[i] contains "excludes-guests" if {
	some i in covers
	some id in input.policies[i].conditions.users.excludeUsers
	id in {"GuestsOrExternalUsers", "All"}
}

narrowed[i] contains "excludes-guests" if {
	some i in covers
	g := input.policies[i].conditions.users.excludeGuestsOrExternalUsers
	g.guestOrExternalUserTypes != "none"
}

narrowed[i] contains "excludes-users" if {
	some i in covers
	some id in input.policies[i].conditions.users.excludeUsers
	not id in {"GuestsOrExternalUsers", "All", "None"}
	not input.declared.users[id]
}

narrowed[i] contains "excludes-groups" if {
	some i in covers
	some id in input.policies[i].conditions.users.excludeGroups
	not input.declared.groups[id]
}

narrowed[i] contains "excludes-roles" if {
	some i in covers
	some id in input.policies[i].conditions.users.excludeRoles
	not input.declared.roles[id]
}

narrowed[i] contains "selected-applications" if {
	some i in covers
	a := input.policies[i].conditions.applications
	not "All" in a.includeApplications
	named_application(a)
}

narrowed[i] contains "no-application" if {
	some i in covers
	a := input.policies[i].conditions.applications
	not "All" in a.includeApplications
	not named_application(a)
}

named_application(a) if {
	some id in a.includeApplications
	not id in {"All", "None"}
}

named_application(a) if {
	a.applicationFilter.mode == "include"
	a.applicationFilter.rule != ""
}

narrowed[i] contains "excludes-applications" if some i in excludes_applications

excludes_applications contains i if {
	some i in covers
	some id in input.policies[i].conditions.applications.excludeApplications
	id != "None"
	not input.declared.applications[id]
}

narrowed[i] contains "filters-applications" if {
	some i in covers
	not excludes_applications[i]
	f := input.policies[i].conditions.applications.applicationFilter
	f.mode != "include"
	f.rule != ""
}

# Conditions with a fixed set of values: which of those that matter are left out.

narrowed[i] contains "client-types" if {
	some i in covers
	all := {c | some c in input.policies[i].conditions.clientAppTypes}
	count(all) > 0
	not all.all
	not whole_clients(all)
	some_clients(all)
}

narrowed[i] contains "not-client-types" if {
	some i in covers
	all := {c | some c in input.policies[i].conditions.clientAppTypes}
	count(all) > 0
	not all.all
	not some_clients(all)
}

whole_clients(all) if {
	input.control == "legacy"
	all.exchangeActiveSync
	all.other
}

whole_clients(all) if {
	input.control == "mfa"
	all.browser
	all.mobileAppsAndDesktopClients
	all.exchangeActiveSync
	all.other
}

whole_clients(all) if {
	input.control == "devicecode"
	all.browser
	all.mobileAppsAndDesktopClients
}

some_clients(all) if {
	input.control == "mfa"
	count(all) > 0
}

some_clients(all) if {
	input.control == "legacy"
	some c in all
	c in {"exchangeActiveSync", "easSupported", "other"}
}

some_clients(all) if {
	input.control == "devicecode"
	some c in all
	c in {"browser", "mobileAppsAndDesktopClients"}
}

narrowed[i] contains "platforms" if {
	some i in covers
	count(input.policies[i].conditions.platforms.excludePlatforms) > 0
}

narrowed[i] contains "platforms" if {
	some i in covers
	listed := input.policies[i].conditions.platforms.includePlatforms
	count(listed) > 0
	not "all" in listed
}

narrowed[i] contains "user-risk" if {
	some i in covers
	count(input.policies[i].conditions.userRiskLevels) > 0
	not all_risks(input.policies[i].conditions.userRiskLevels)
}

narrowed[i] contains "sign-in-risk" if {
	some i in covers
	count(input.policies[i].conditions.signInRiskLevels) > 0
	not all_risks(input.policies[i].conditions.signInRiskLevels)
}

all_risks(levels) if {
	every l in ["none", "low", "medium", "high"] { l in levels }
}

narrowed[i] contains "workload-risk" if {
	some i in covers
	count(input.policies[i].conditions.servicePrincipalRiskLevels) > 0
	not "none" in input.policies[i].conditions.servicePrincipalRiskLevels
}

narrowed[i] contains "agent-risk" if {
	some i in covers
	levels := input.policies[i].conditions.agentIdRiskLevels
	levels != ""
	not "none" in split(levels, ",")
}

narrowed[i] contains "insider-risk" if {
	some i in covers
	levels := input.policies[i].conditions.insiderRiskLevels
	levels != ""
	not all_insider_risks(split(levels, ","))
}

all_insider_risks(levels) if {
	every l in ["none", "minor", "moderate", "elevated"] { l in levels }
}

narrowed[i] contains "flows" if {
	some i in covers
	methods := input.policies[i].conditions.authenticationFlows.transferMethods
	methods != ""
	not whole_flows(split(methods, ","))
}

whole_flows(flows) if {
	input.control == "legacy"
	"none" in flows
}

whole_flows(flows) if {
	input.control == "mfa"
	every f in ["none", "deviceCodeFlow", "authenticationTransfer"] { f in flows }
}

whole_flows(flows) if {
	input.control == "devicecode"
	"deviceCodeFlow" in flows
}

narrowed[i] contains "locations" if {
	some i in covers
	count(input.policies[i].conditions.locations.excludeLocations) > 0
}

narrowed[i] contains "locations" if {
	some i in covers
	listed := input.policies[i].conditions.locations.includeLocations
	count(listed) > 0
	not "All" in listed
}

narrowed[i] contains "devices" if {
	some i in covers
	input.policies[i].conditions.devices.deviceFilter.rule != ""
}

narrowed[i] contains "devices" if {
	some i in covers
	some list in ["includeDevices", "excludeDevices"]
	some d in input.policies[i].conditions.devices[list]
	not {"list": list, "value": d} == {"list": "includeDevices", "value": "All"}
}

narrowed[i] contains "devices" if {
	some i in covers
	some list in ["includeStates", "excludeStates"]
	some d in input.policies[i].conditions.deviceStates[list]
	not {"list": list, "value": d} == {"list": "includeStates", "value": "All"}
}

narrowed[i] contains "unknown-condition" if {
	some i in covers
	count(input.policies[i].unrecognized) > 0
}

narrowed[i] contains "workloads" if {
	some i in covers
	some list in ["includeServicePrincipals", "includeAgentIdServicePrincipals"]
	count(input.policies[i].conditions.clientApplications[list]) > 0
}

# The verdict.

unknown_codes := {"unknown-state", "unknown-control", "unknown-condition", "workloads"}

keeps if {
	some codes in lacks
	count(codes) == 0
}

may_keep if {
	some codes in lacks
	count(codes - unknown_codes) == 0
}

# resistant are the policies that ask for phishing-resistant methods, which makes
# the weaker control say nothing where one of them keeps its own.
keeps_resistant if {
	input.control == "mfa"
	some i, codes in lacks
	count(codes) == 0
	methods := input.policies[i].grantControls.authenticationStrength.allowedCombinations
	count(methods) > 0
	every m in methods { resistant_methods[m] }
}

default verdict := "fail"

verdict := "notApplicable" if {
	keeps_resistant
} else := "pass" if {
	keeps
} else := "unknown" if {
	may_keep
}

# made are the enforced policies that do what is asked for somebody.
made contains i if {
	some i in aims
	input.policies[i].state == "enabled"
	count(lacks[i] & nothing_codes) == 0
}

# nothing_codes mean that a policy applies to nothing that matters.
nothing_codes := {"nobody", "no-application", "not-client-types", "workload-risk", "agent-risk", "unknown-condition", "workloads"} if {
	input.control != "legacy"
} else := {"nobody", "no-application", "not-client-types", "workload-risk", "agent-risk", "unknown-condition", "workloads", "flows"}

default reasons := set()

reasons := {"none-enabled"} if {
	verdict == "fail"
	count(made) == 0
} else := nearest if {
	verdict == "fail"
}

nearest := [lacks[i] |
	some i in made
	count(lacks[i]) == min({count(lacks[j]) | some j in made})
][0]
