package roles

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// minEmergencyAccounts is how many break-glass accounts there should be.
const minEmergencyAccounts = 2

// EmergencyAccounts asks for two break-glass accounts that will open the tenant
// when nothing else does, and that nobody else can open. Every account that was
// declared has to be so; one that is disabled or gone neither counts nor fails.
//
// Where none was declared the check fails if no two accounts could serve, and is
// unknown otherwise: which accounts are meant is the customer's to say.
var EmergencyAccounts = &check.Check{
	ID:       "role-emergency-accounts",
	Title:    "Two break-glass accounts are ready and guarded",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "When a policy, a provider or a lost telephone locks every administrator out, only such accounts get the company back in, and they are as powerful for a thief.",
	Controls: check.Controls{CIS: []string{"1.1.2"}, ISO27001: []string{"A.5.29", "A.8.2"}, NIS2: []string{"21(2)(c)", "21(2)(i)"}},
	Rows:     []string{"RO-024"},
	Reads: []snapshot.Resource{
		snapshot.RoleAssignments.Resource(), snapshot.Users.Resource(), snapshot.EmergencyMethods.Resource(), snapshot.ConditionalAccessPolicies.Resource(),
	},
	Uses: []snapshot.Resource{
		snapshot.RoleAssignmentSchedules.Resource(), snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleDefinitions.Resource(),
		snapshot.GroupMembers.Resource(), snapshot.ServicePrincipals.Resource(),
	},
	Risk: "A mistake in one policy locks the company out of its own tenant for days, or somebody finds a break-glass account whose only guard is a text message.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Users > New user: two cloud accounts, permanent Global Administrators, each with its own security keys and no other method; exclude both from every conditional access policy and declare them in Vahti",
		Request: `PATCH /v1.0/identity/conditionalAccess/policies/{id} {"conditions":{"users":{"excludeUsers":["{id of the first account}","{id of the second account}"]}}}`,
	},
	LessIsWorse: []string{"declared", "usable", "candidates"},
	Texts:       []*text.Table{emergencyAccountsTexts},
	Since:       "2026-11",
	Source:      "CIS Microsoft 365 Foundations Benchmark, 1.1.2, which asks that two accounts are defined; Zero Trust Assessment, 21835; Microsoft Entra documentation, Manage emergency access accounts in Microsoft Entra ID. A password is no shortcoming: Graph lists one for every cloud account and it cannot be removed",
	Run: func(s *snapshot.Snapshot) []check.Result {
		e := breakGlass{s: s, found: holdersOf(s, setOf(privileged[0])), definitions: definitionsOf(s)}
		if len(s.Settings.EmergencyAccess.Users) == 0 {
			return e.undeclared()
		}
		return e.declared()
	},
}

// breakGlass judges break-glass accounts.
type breakGlass struct {
	s           *snapshot.Snapshot
	found       holders
	definitions definitions
}

// account is what was found out about one account.
type account struct {
	subject finding.Subject
	usable  bool
	lacks   []string
	unsure  bool
}

func (e breakGlass) declared() []check.Result {
	usable, failing, unsure := 0, 0, 0
	var subjects []finding.Subject
	for _, id := range e.s.Settings.EmergencyAccess.Users {
		a := e.judge(id)
		switch {
		case !a.usable:
		case len(a.lacks) > 0:
			failing++
		case a.unsure:
			unsure++
		}
		if a.usable {
			usable++
		}
		if len(a.lacks) == 0 && a.unsure {
			a.lacks = []string{"Graph did not return all about it"}
		}
		a.subject.Note = strings.Join(a.lacks, "; ")
		subjects = append(subjects, a.subject)
	}
	evidence := finding.Evidence{
		Facts:    finding.Facts{"declared": len(subjects), "usable": usable, "fallShort": failing},
		Subjects: finding.Subjects{"users": finding.List(subjects...)},
	}
	switch {
	case failing > 0:
		return check.One(finding.Fail, "A break-glass account falls short of what it is for.", evidence)
	case usable < minEmergencyAccounts:
		return check.One(finding.Fail, "There are fewer than two break-glass accounts that can be used.", evidence)
	case unsure > 0:
		return check.One(finding.Unknown, "Graph did not return all about the break-glass accounts.", evidence)
	}
	return check.One(finding.Pass, "Two break-glass accounts or more are ready and guarded.", evidence)
}

func (e breakGlass) undeclared() []check.Result {
	var candidates []finding.Subject
	for _, h := range e.found.enabled() {
		if lacks, _ := e.standing(h); len(lacks) == 0 && e.beyondPolicies(h) != finding.Fail {
			candidates = append(candidates, finding.Subject{ID: h.user.ID, Name: cmp.Or(h.user.DisplayName, h.user.UserPrincipalName)})
		}
	}
	evidence := finding.Evidence{Facts: finding.Facts{"declared": 0, "candidates": len(candidates)}}
	if len(candidates) > 0 {
		evidence.Subjects = finding.Subjects{"candidates": finding.List(candidates...)}
	}
	switch {
	case len(candidates) >= minEmergencyAccounts:
		return check.One(finding.Unknown, "No break-glass account is declared, although there are accounts that could serve as one.", evidence)
	case e.found.unresolved[GlobalAdministrator]:
		return check.One(finding.Unknown, "No break-glass account is declared, and not every Global Administrator could be told.", evidence)
	}
	return check.One(finding.Fail, "No break-glass account is declared, and no two accounts could serve as one.", evidence)
}

// judge finds out all about a declared account.
func (e breakGlass) judge(id string) account {
	u := snapshot.UserByID(e.s, id)
	a := account{subject: finding.Subject{ID: id}}
	if u == nil {
		a.lacks = []string{"the account does not exist"}
		return a
	}
	a.subject.Name = cmp.Or(u.DisplayName, u.UserPrincipalName)
	switch {
	case !u.AccountEnabled.Known():
		a.unsure = true
	case !u.AccountEnabled.V:
		a.lacks = []string{"the account is disabled"}
		return a
	}
	a.usable = true
	h := e.found.user(id)
	if h == nil {
		h = &holder{user: *u}
	}
	lacks, unsure := e.standing(h)
	a.lacks, a.unsure = append(a.lacks, lacks...), a.unsure || unsure
	switch e.beyondPolicies(h) {
	case finding.Fail:
		a.lacks = append(a.lacks, "an enabled conditional access policy applies to it")
	case finding.Unknown:
		a.unsure = true
	}
	lacks, unsure = e.methods(id)
	a.lacks, a.unsure = append(a.lacks, lacks...), a.unsure || unsure
	return a
}

// standing judges whether an account exists only in the cloud and is Global
// Administrator for good.
func (e breakGlass) standing(h *holder) (lacks []string, unsure bool) {
	sync, immutable := h.user.OnPremisesSyncEnabled, h.user.OnPremisesImmutableID
	switch {
	case sync.Known() && sync.V, immutable.Known() && immutable.V != "":
		lacks = append(lacks, "the account comes from another directory")
	case !sync.Set && !immutable.Set:
		unsure = true
	}
	via := h.active[GlobalAdministrator]
	if len(via) == 0 {
		if e.found.unresolved[GlobalAdministrator] && !h.roles[GlobalAdministrator] {
			return lacks, true
		}
		return append(lacks, "it is not an active Global Administrator"), unsure
	}
	switch e.permanent(via) {
	case finding.Fail:
		lacks = append(lacks, "it is Global Administrator only for a time")
	case finding.Unknown:
		unsure = true
	}
	return lacks, unsure
}

// permanent judges whether one of these principals has Global Administrator
// without an end. Without Privileged Identity Management no assignment ends.
func (e breakGlass) permanent(via []string) finding.Verdict {
	r := snapshot.RoleAssignmentSchedules.Resource()
	if why, missing := e.s.Missing(r); missing {
		if withoutPIM(e.s, why) {
			return finding.Pass
		}
		return finding.Unknown
	}
	verdict := finding.Unknown // of an assignment without a schedule nothing is known
	schedules := snapshot.RoleAssignmentSchedules.Of(e.s)
	for i := range schedules {
		a := &schedules[i]
		if !containsFold(via, a.PrincipalID) || e.definitions.template(a.RoleDefinitionID) != GlobalAdministrator || !tenantWide(a.DirectoryScopeID.V) {
			continue
		}
		switch {
		case strings.EqualFold(a.AssignmentType, "Activated"), a.EndDateTime.Known():
			if verdict == finding.Unknown {
				verdict = finding.Fail
			}
		case a.EndDateTime.Null:
			return finding.Pass
		}
	}
	return verdict
}

// methods judges whether an account can sign in only in ways that cannot be
// phished, and in one of them at least.
func (e breakGlass) methods(id string) (lacks []string, unsure bool) {
	methods, read := snapshot.EmergencyMethods.Of(e.s, id)
	if !read {
		return nil, true
	}
	resistant, weak := 0, false
	for i := range methods {
		switch strength(methods[i]) {
		case finding.Pass:
			resistant++
		case finding.Fail:
			weak = true
		case finding.Unknown:
			unsure = true
		}
	}
	if weak {
		lacks = append(lacks, "it has a sign-in method that can be phished")
	}
	if resistant == 0 && !unsure {
		lacks = append(lacks, "it has no phishing-resistant sign-in method")
	}
	return lacks, unsure
}

// strength says whether a method resists phishing; not applicable where it does
// not matter.
func strength(m snapshot.AuthenticationMethod) finding.Verdict {
	name := strings.TrimSuffix(strings.ToLower(strings.TrimPrefix(m.Type, "#microsoft.graph.")), "authenticationmethod")
	switch name {
	case "password":
		return finding.NotApplicable
	case "temporaryaccesspass":
		if m.IsUsable.Known() && !m.IsUsable.V {
			return finding.NotApplicable
		}
		return finding.Fail
	case "fido2", "x509certificate", "windowshelloforbusiness", "platformcredential":
		return finding.Pass
	case "phone", "microsoftauthenticator", "passwordlessmicrosoftauthenticator", "softwareoath", "hardwareoath", "email", "qrcodepin", "external":
		return finding.Fail
	}
	return finding.Unknown
}

// beyondPolicies judges whether no enabled policy applies to an account.
func (e breakGlass) beyondPolicies(h *holder) finding.Verdict {
	verdict := finding.Pass
	policies := snapshot.ConditionalAccessPolicies.Of(e.s)
	for i := range policies {
		p := &policies[i]
		switch p.State {
		case "disabled", "enabledForReportingButNotEnforced":
			continue
		case "enabled":
			verdict = finding.Worst(verdict, e.beyond(&p.Conditions.Users, h, p.Conditions.Unrecognized))
		default:
			verdict = finding.Worst(verdict, finding.Unknown)
		}
	}
	return verdict
}

// beyond judges whether a policy leaves an account out: it includes it in no way,
// or excludes it.
func (e breakGlass) beyond(users *snapshot.ConditionalUsers, h *holder, unrecognized []string) finding.Verdict {
	in := e.names(users.IncludeUsers, users.IncludeGroups, users.IncludeRoles, h)
	out := e.names(users.ExcludeUsers, users.ExcludeGroups, users.ExcludeRoles, h)
	empty := len(users.IncludeUsers)+len(users.IncludeGroups)+len(users.IncludeRoles) == 0 && !users.IncludeGuestsOrExternalUsers.Known()
	strange := slices.ContainsFunc(unrecognized, func(name string) bool { return strings.HasPrefix(name, "users.") })
	switch {
	case out == finding.Pass:
		return finding.Pass
	case strange, empty, in == finding.Unknown, in == finding.Pass && out == finding.Unknown:
		return finding.Unknown
	case in == finding.Pass:
		return finding.Fail
	}
	return finding.Pass
}

// names judges whether an account is among users, groups and roles; unknown
// where a group's members were not read.
func (e breakGlass) names(users, groups, roles []string, h *holder) finding.Verdict {
	if containsFold(users, "All") || containsFold(users, h.user.ID) {
		return finding.Pass
	}
	for _, r := range roles {
		if len(h.active[e.definitions.template(r)]) > 0 {
			return finding.Pass
		}
	}
	verdict := finding.Fail
	for _, g := range groups {
		members, read := snapshot.GroupMembers.Of(e.s, g)
		switch {
		case !read:
			verdict = finding.Unknown
		case slices.ContainsFunc(members, func(m snapshot.DirectoryObject) bool { return strings.EqualFold(m.ID, h.user.ID) }):
			return finding.Pass
		}
	}
	return verdict
}
