package coverage

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// policy is one policy as a test writes it: JSON fragments by place.
type policy struct {
	state string // "enabled" when empty
	users string // members of conditions.users; everyone when empty
	apps  string // members of conditions.applications; all when empty
	conds string // further members of conditions
	grant string // members of grantControls; a block when empty
	// session is what sessionControls hold; without it there are none.
	session string
}

func (p policy) json(i int) string {
	or := func(v, otherwise string) string {
		if v == "" {
			return otherwise
		}
		return v
	}
	conds := p.conds
	if conds != "" {
		conds = "," + conds
	}
	grant := "{" + or(p.grant, `"operator":"OR","builtInControls":["block"]`) + "}"
	if p.session != "" && p.grant == "" {
		grant = "null"
	}
	return fmt.Sprintf(`{"id":"p%d","displayName":"P%d","state":%q,"conditions":{"users":{%s},"applications":{%s}%s},"grantControls":%s,"sessionControls":{%s}}`,
		i, i, or(p.state, "enabled"), or(p.users, `"includeUsers":["All"]`), or(p.apps, `"includeApplications":["All"]`), conds, grant, p.session)
}

func snapshotOf(t testing.TB, settings string, policies ...policy) *snapshot.Snapshot {
	t.Helper()
	texts := make([]string, len(policies))
	for i, p := range policies {
		texts[i] = p.json(i)
	}
	return snapshotOfText(t, settings, "["+strings.Join(texts, ",")+"]")
}

func snapshotOfText(t testing.TB, settings, text string) *snapshot.Snapshot {
	t.Helper()
	parsed, err := snapshot.ParseSettings([]byte(settings))
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot.New(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), parsed)
	if err := snapshot.ConditionalAccessPolicies.Decode(s, "", []byte(text)); err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	legacy = Requirement{Does: "blocks legacy authentication", Grant: Block,
		ClientApps: Range{Values: []string{"exchangeActiveSync", "other"}, Named: true}, Flows: Range{Values: []string{"none"}}}
	mfa       = Requirement{Does: "requires multifactor authentication", Grant: MFA}
	resistant = Requirement{Does: "requires phishing-resistant authentication", Grant: PhishingResistant}
	managed   = Requirement{Does: "requires a managed device", Grant: ManagedDevice}
	userHigh  = Requirement{Does: "blocks users at high risk", Grant: Block, UserRisk: Range{Values: []string{"high"}, Named: true}}
	devCode   = Requirement{Does: "blocks device code flow", Grant: Block,
		Flows: Range{Values: []string{"deviceCodeFlow"}, Named: true}, ClientApps: Range{Values: []string{"browser", "mobileAppsAndDesktopClients"}}}
	register = Requirement{Does: "requires a managed device", Grant: ManagedDevice, UserAction: "urn:user:registersecurityinfo"}
	agents   = Requirement{Does: "blocks agents", Grant: Block, Agents: true, AgentRisk: Range{Values: []string{"high"}, Named: true}}
	admins   = Requirement{Does: "requires phishing-resistant authentication", Grant: PhishingResistant,
		Roles: []Role{{IDs: []string{"r1"}}, {IDs: []string{"r2", "r2-in-this-tenant"}}, {IDs: []string{"r3"}}}}
)

const (
	askMFA       = `"operator":"OR","builtInControls":["mfa"]`
	askDevice    = `"operator":"OR","builtInControls":["compliantDevice","domainJoinedDevice"]`
	askResistant = `"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"s","allowedCombinations":["fido2","windowsHelloForBusiness"]}`
	legacyTypes  = `"clientAppTypes":["exchangeActiveSync","other"]`
	codeFlow     = `"authenticationFlows":{"transferMethods":"deviceCodeFlow"}`
	highRisk     = `"userRiskLevels":["high"]`
	allGuests    = `"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider","externalTenants":{"membershipKind":"all"}}`
	noGuests     = `"includeUsers":["All"],"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider"}`
)

func TestJudge(t *testing.T) {
	tests := []struct {
		name     string
		r        Requirement
		settings string
		policies []policy
		want     finding.Verdict
		gap      []string
	}{
		{name: "nothing at all", r: mfa, want: finding.Fail},
		{name: "one policy for everything", r: mfa, policies: []policy{{grant: askMFA}}, want: finding.Pass},
		{name: "report-only", r: mfa, policies: []policy{{grant: askMFA, state: "enabledForReportingButNotEnforced"}}, want: finding.Fail},
		{name: "disabled", r: mfa, policies: []policy{{grant: askMFA, state: "disabled"}}, want: finding.Fail},
		{name: "state in another case", r: mfa, policies: []policy{{grant: askMFA, state: "Enabled"}}, want: finding.Pass},
		{name: "report-only in another case", r: mfa, policies: []policy{{grant: askMFA, state: "EnabledForReportingButNotEnforced"}}, want: finding.Fail},
		{name: "unknown state", r: mfa, policies: []policy{{grant: askMFA, state: "paused"}}, want: finding.Unknown},
		{name: "unknown state does not matter beside a policy that suffices", r: mfa, policies: []policy{{grant: askMFA, state: "paused"}, {grant: askMFA}}, want: finding.Pass},
		{name: "unknown state of a policy that would not suffice either", r: mfa, policies: []policy{{state: "paused", users: `"includeGroups":["g"]`, grant: askMFA}}, want: finding.Fail},

		// Who.
		{name: "nobody", r: mfa, policies: []policy{{grant: askMFA, users: `"includeUsers":["None"]`}}, want: finding.Fail},
		{name: "excluded user", r: mfa, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":["u"]`}}, want: finding.Fail, gap: []string{"excluded-users"}},
		{name: "excluded emergency user", r: mfa, settings: `{"emergencyAccess":{"users":["U"]}}`, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":["u"]`}}, want: finding.Pass},
		{name: "emergency group is no emergency user", r: mfa, settings: `{"emergencyAccess":{"groups":["u"]}}`, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":["u"]`}}, want: finding.Fail, gap: []string{"excluded-users"}},
		{name: "declared role", r: mfa, settings: `{"declared":{"excludedFromConditionalAccess":["sync"]}}`, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeRoles":["sync"]`}}, want: finding.Pass},
		{name: "undeclared role", r: mfa, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeRoles":["sync"]`}}, want: finding.Fail, gap: []string{"excluded-roles"}},
		{name: "excluded group included by another policy", r: mfa, policies: []policy{
			{grant: askMFA, users: `"includeUsers":["All"],"excludeGroups":["g"]`}, {grant: askMFA, users: `"includeGroups":["G"]`}}, want: finding.Pass},
		{name: "excluded group included by another policy that excludes a group again", r: mfa, policies: []policy{
			{grant: askMFA, users: `"includeUsers":["All"],"excludeGroups":["g"]`}, {grant: askMFA, users: `"includeGroups":["g"],"excludeGroups":["h"]`}},
			want: finding.Fail, gap: []string{"excluded-groups"}},
		{name: "excluded group blocked by another policy", r: mfa, policies: []policy{
			{grant: askMFA, users: `"includeUsers":["All"],"excludeGroups":["g"]`}, {users: `"includeGroups":["g"]`}}, want: finding.Pass},
		{name: "two policies exclude one another's group", r: mfa, policies: []policy{
			{grant: askMFA, users: `"includeUsers":["All"],"excludeGroups":["g"]`}, {grant: askMFA, users: `"includeUsers":["All"],"excludeGroups":["h"]`}},
			want: finding.Fail, gap: []string{"excluded-groups"}}, // who is in both
		{name: "two policies exclude one user each", r: mfa, policies: []policy{
			{grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":["u"]`}, {grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":["v"]`}}, want: finding.Pass},
		{name: "members here, guests there", r: mfa, policies: []policy{{grant: askMFA, users: noGuests}, {grant: askMFA, users: allGuests}}, want: finding.Pass},
		{name: "members here, guests in the older way", r: mfa, policies: []policy{
			{grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"]`}, {grant: askMFA, users: `"includeUsers":["GuestsOrExternalUsers"]`}}, want: finding.Pass},
		{name: "members here, guests blocked", r: mfa, policies: []policy{{grant: askMFA, users: noGuests}, {users: allGuests}}, want: finding.Pass},
		{name: "members only", r: mfa, policies: []policy{{grant: askMFA, users: noGuests}}, want: finding.Fail, gap: []string{"guests"}},
		{name: "guests only", r: mfa, policies: []policy{{grant: askMFA, users: allGuests}}, want: finding.Fail, gap: []string{"other-users"}},
		{name: "members here, guests of one organisation there", r: mfa, policies: []policy{{grant: askMFA, users: noGuests},
			{grant: askMFA, users: strings.Replace(allGuests, `"all"`, `"enumerated"`, 1)}}, want: finding.Fail, gap: []string{"guests"}},
		{name: "members here, guests of organisations not said there", r: mfa, policies: []policy{{grant: askMFA, users: noGuests},
			{grant: askMFA, users: strings.Replace(allGuests, `"membershipKind":"all"`, "", 1)}}, want: finding.Unknown},
		{name: "exclusion of guests of no stated kind", r: mfa, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":null}`}},
			want: finding.Fail, gap: []string{"guests"}},
		{name: "exclusion of an unknown kind of guests", r: mfa, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"martian"}`}},
			want: finding.Unknown},
		{name: "no exclusion", r: mfa, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeGuestsOrExternalUsers":null`}}, want: finding.Pass},

		// What.
		{name: "Office 365 only", r: mfa, policies: []policy{{grant: askMFA, apps: `"includeApplications":["Office365"]`}}, want: finding.Fail, gap: []string{"other-applications"}},
		{name: "no application", r: mfa, policies: []policy{{grant: askMFA, apps: `"includeApplications":["None"]`}}, want: finding.Fail},
		{name: "empty text is no application", r: mfa, policies: []policy{{grant: askMFA, apps: `"includeApplications":[""]`}}, want: finding.Fail},
		{name: "excluded application", r: mfa, policies: []policy{{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["a"]`}}, want: finding.Fail, gap: []string{"excluded-applications"}},
		{name: "declared application", r: mfa, settings: `{"declared":{"excludedApplications":["A"]}}`, policies: []policy{{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["a"]`}}, want: finding.Pass},
		{name: "excluded application included elsewhere", r: mfa, policies: []policy{
			{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["a","b"]`}, {grant: askMFA, apps: `"includeApplications":["a"]`}, {grant: askMFA, apps: `"includeApplications":["b","c"]`}}, want: finding.Pass},
		{name: "Exchange is part of Office 365", r: mfa, policies: []policy{
			{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["00000002-0000-0ff1-ce00-000000000000"]`}, {grant: askMFA, apps: `"includeApplications":["Office365"]`}}, want: finding.Pass},
		{name: "Office 365 is more than Exchange", r: mfa, policies: []policy{
			{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["Office365"]`}, {grant: askMFA, apps: `"includeApplications":["00000002-0000-0ff1-ce00-000000000000"]`}}, want: finding.Fail, gap: []string{"excluded-applications"}},
		{name: "application filter on both sides", r: mfa, policies: []policy{
			{grant: askMFA, apps: `"includeApplications":["All"],"applicationFilter":{"mode":"exclude","rule":"x -eq 1"}`},
			{grant: askMFA, apps: `"includeApplications":[],"applicationFilter":{"mode":"include","rule":"X -eq 1"}`}}, want: finding.Pass},
		{name: "application filter of an unknown mode", r: mfa, policies: []policy{{grant: askMFA, apps: `"includeApplications":["All"],"applicationFilter":{"mode":"sometimes","rule":"x -eq 1"}`}}, want: finding.Unknown},
		{name: "application filter of nulls", r: mfa, policies: []policy{{grant: askMFA, apps: `"includeApplications":["All"],"applicationFilter":{"mode":null,"rule":null}`}}, want: finding.Pass},
		{name: "authentication context is no application", r: mfa, policies: []policy{{grant: askMFA, apps: `"includeAuthenticationContextClassReferences":["c1"]`}}, want: finding.Fail},
		{name: "user action", r: register, policies: []policy{{grant: askDevice, apps: `"includeUserActions":["urn:user:registersecurityinfo"]`}}, want: finding.Pass},
		{name: "all applications is not the user action", r: register, policies: []policy{{grant: askDevice}}, want: finding.Fail},
		{name: "another user action", r: register, policies: []policy{{grant: askDevice, apps: `"includeUserActions":["urn:user:registerdevice"]`}}, want: finding.Fail},

		// Client types.
		{name: "legacy in one policy", r: legacy, policies: []policy{{conds: legacyTypes}}, want: finding.Pass},
		{name: "legacy in two policies", r: legacy, policies: []policy{{conds: `"clientAppTypes":["exchangeActiveSync"]`}, {conds: `"clientAppTypes":["other"]`}}, want: finding.Pass},
		{name: "legacy by half", r: legacy, policies: []policy{{conds: `"clientAppTypes":["other"]`}}, want: finding.Fail, gap: []string{"clientAppTypes"}},
		{name: "older half of ActiveSync", r: legacy, policies: []policy{{conds: `"clientAppTypes":["easSupported","other"]`}}, want: finding.Fail, gap: []string{"clientAppTypes"}},
		{name: "block of everything names nothing", r: legacy, policies: []policy{{}}, want: finding.Fail},
		{name: "unknown client type", r: legacy, policies: []policy{{conds: `"clientAppTypes":["other","telnet"]`}}, want: finding.Unknown},
		{name: "multifactor for modern, block for legacy", r: mfa, policies: []policy{{grant: askMFA, conds: `"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`}, {conds: legacyTypes}}, want: finding.Pass},
		{name: "multifactor for modern only", r: mfa, policies: []policy{{grant: askMFA, conds: `"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`}}, want: finding.Fail, gap: []string{"clientAppTypes"}},

		// Platforms, locations, devices.
		{name: "platforms split", r: mfa, policies: []policy{
			{grant: askMFA, conds: `"platforms":{"includePlatforms":["windows"]}`}, {grant: askMFA, conds: `"platforms":{"includePlatforms":["all"],"excludePlatforms":["windows"]}`}}, want: finding.Pass},
		{name: "every named platform is not every platform", r: mfa, policies: []policy{
			{grant: askMFA, conds: `"platforms":{"includePlatforms":["android","iOS","windows","windowsPhone","macOS","linux"]}`}}, want: finding.Fail, gap: []string{"platforms"}},
		{name: "unknown excluded platform", r: mfa, policies: []policy{{grant: askMFA, conds: `"platforms":{"includePlatforms":["all"],"excludePlatforms":["amiga"]}`}}, want: finding.Unknown},
		{name: "trusted and untrusted places", r: mfa, policies: []policy{
			{grant: askMFA, conds: `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`}, {grant: askMFA, conds: `"locations":{"includeLocations":["AllTrusted"]}`}}, want: finding.Pass},
		{name: "not at trusted places", r: mfa, policies: []policy{{grant: askMFA, conds: `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`}}, want: finding.Fail, gap: []string{"excluded-locations"}},
		{name: "a place excluded here and included there", r: mfa, policies: []policy{
			{grant: askMFA, conds: `"locations":{"includeLocations":["All"],"excludeLocations":["l"]}`}, {grant: askMFA, conds: `"locations":{"includeLocations":["l"]}`}}, want: finding.Pass},
		{name: "a trusted place is not known to be that place", r: mfa, policies: []policy{
			{grant: askMFA, conds: `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`}, {grant: askMFA, conds: `"locations":{"includeLocations":["l"]}`}}, want: finding.Fail, gap: []string{"excluded-locations"}},
		{name: "every place", r: mfa, policies: []policy{{grant: askMFA, conds: `"locations":{"includeLocations":["All"],"excludeLocations":[]}`}}, want: finding.Pass},
		{name: "objects of nulls narrow nothing", r: mfa, policies: []policy{{grant: askMFA, conds: `"locations":{"includeLocations":null,"excludeLocations":null},"platforms":{"includePlatforms":null,"excludePlatforms":null},
			"devices":{"deviceFilter":{"mode":null,"rule":null}},"deviceStates":{"includeStates":null},"authenticationFlows":{"transferMethods":null},"insiderRiskLevels":null`}}, want: finding.Pass},
		{name: "device filter on both sides", r: mfa, policies: []policy{
			{grant: askMFA, conds: `"devices":{"deviceFilter":{"mode":"include","rule":"device.isCompliant -eq True"}}`}, {grant: askMFA, conds: `"devices":{"deviceFilter":{"mode":"exclude","rule":"device.isCompliant -eq True"}}`}}, want: finding.Pass},
		{name: "device filter", r: mfa, policies: []policy{{grant: askMFA, conds: `"devices":{"deviceFilter":{"mode":"exclude","rule":"device.isCompliant -eq True"}}`}}, want: finding.Fail, gap: []string{"excluded-devices"}},
		{name: "older device states", r: mfa, policies: []policy{{grant: askMFA, conds: `"deviceStates":{"includeStates":["All"],"excludeStates":["Compliant"]}`}}, want: finding.Fail, gap: []string{"excluded-devices"}},

		// Risk and flows.
		{name: "high user risk", r: userHigh, policies: []policy{{conds: highRisk}}, want: finding.Pass},
		{name: "medium and high", r: userHigh, policies: []policy{{conds: `"userRiskLevels":["high","medium"]`}}, want: finding.Pass},
		{name: "medium only", r: userHigh, policies: []policy{{conds: `"userRiskLevels":["medium"]`}}, want: finding.Fail},
		{name: "empty text is no level", r: userHigh, policies: []policy{{conds: `"userRiskLevels":[""]`}}, want: finding.Fail},
		{name: "no level at all was not made for it", r: userHigh, policies: []policy{{conds: `"userRiskLevels":[]`}}, want: finding.Fail},
		{name: "unknown level", r: userHigh, policies: []policy{{conds: `"userRiskLevels":["extreme"]`}}, want: finding.Unknown},
		{name: "both risks at once", r: userHigh, policies: []policy{{conds: highRisk + `,"signInRiskLevels":["high"]`}}, want: finding.Fail, gap: []string{"signInRiskLevels"}},
		{name: "device code", r: devCode, policies: []policy{{conds: codeFlow}}, want: finding.Pass},
		{name: "both flows in one text", r: devCode, policies: []policy{{conds: `"authenticationFlows":{"transferMethods":"authenticationTransfer, deviceCodeFlow"}`}}, want: finding.Pass},
		{name: "the other flow", r: devCode, policies: []policy{{conds: `"authenticationFlows":{"transferMethods":"authenticationTransfer"}`}}, want: finding.Fail},
		{name: "unknown flow", r: devCode, policies: []policy{{conds: `"authenticationFlows":{"transferMethods":"unknownFutureValue"}`}}, want: finding.Unknown},
		{name: "known and unknown flow", r: devCode, policies: []policy{{conds: `"authenticationFlows":{"transferMethods":"deviceCodeFlow,teleport"}`}}, want: finding.Pass},
		{name: "flow without transfer methods", r: devCode, policies: []policy{{conds: `"authenticationFlows":{"transferMethods":null}`}}, want: finding.Fail},
		{name: "multifactor outside a flow only", r: mfa, policies: []policy{{grant: askMFA, conds: codeFlow}}, want: finding.Fail, gap: []string{"authenticationFlows"}},
		{name: "insider risk narrows", r: mfa, policies: []policy{{grant: askMFA, conds: `"insiderRiskLevels":"elevated"`}}, want: finding.Fail, gap: []string{"insiderRiskLevels"}},
		{name: "a condition not known", r: mfa, policies: []policy{{grant: askMFA, conds: `"times":{"includedRanges":["x"]}`}}, want: finding.Unknown},
		{name: "a condition not known that holds nothing", r: mfa, policies: []policy{{grant: askMFA, conds: `"times":null,"weather":{"kinds":[]},"x@odata.type":"y"`}}, want: finding.Pass},
		{name: "people and workloads in one policy", r: mfa, policies: []policy{{grant: askMFA, conds: `"clientApplications":{"includeServicePrincipals":["x"]}`}}, want: finding.Unknown},

		// Roles.
		{name: "all roles in one policy", r: admins, policies: []policy{{grant: askResistant, users: `"includeRoles":["r1","R2","r3"]`}}, want: finding.Pass},
		{name: "roles over two policies, one by its other id", r: admins, policies: []policy{
			{grant: askResistant, users: `"includeRoles":["r1"]`}, {grant: askResistant, users: `"includeRoles":["r2-in-this-tenant","r3"]`}}, want: finding.Pass},
		{name: "a role missing", r: admins, policies: []policy{{grant: askResistant, users: `"includeRoles":["r1","r2"]`}}, want: finding.Fail, gap: []string{"roleHolders"}},
		{name: "everyone includes role holders", r: admins, policies: []policy{{grant: askResistant}}, want: finding.Pass},
		{name: "a required role excluded", r: admins, policies: []policy{{grant: askResistant, users: `"includeUsers":["All"],"excludeRoles":["r2"]`}}, want: finding.Fail, gap: []string{"excluded-roles"}},
		{name: "another role excluded", r: admins, policies: []policy{{grant: askResistant, users: `"includeRoles":["r1","r2","r3"],"excludeRoles":["r9"]`}}, want: finding.Fail, gap: []string{"excluded-roles"}},
		{name: "a role excluded here and included there", r: admins, policies: []policy{
			{grant: askResistant, users: `"includeUsers":["All"],"excludeRoles":["r2"]`}, {grant: askResistant, users: `"includeRoles":["r2"]`}}, want: finding.Pass},

		// Agents.
		{name: "agents", r: agents, policies: []policy{{users: `"includeUsers":["None"]`, conds: `"agentIdRiskLevels":"medium,high","clientApplications":{"includeAgentIdServicePrincipals":["All"]}`}}, want: finding.Pass},
		{name: "one agent", r: agents, policies: []policy{{users: `"includeUsers":["None"]`, conds: `"agentIdRiskLevels":"high","clientApplications":{"includeAgentIdServicePrincipals":["a"]}`}}, want: finding.Fail, gap: []string{"other-agents"}},
		{name: "agents but one", r: agents, policies: []policy{{users: `"includeUsers":["None"]`, conds: `"agentIdRiskLevels":"high","clientApplications":{"includeAgentIdServicePrincipals":["All"],"excludeAgentIdServicePrincipals":["a"]}`}}, want: finding.Fail, gap: []string{"excluded-agents"}},
		{name: "agents whatever their risk", r: agents, policies: []policy{{users: `"includeUsers":["None"]`, conds: `"clientApplications":{"includeAgentIdServicePrincipals":["All"]}`}}, want: finding.Fail},
		{name: "people are not agents", r: agents, policies: []policy{{conds: `"agentIdRiskLevels":"high"`}}, want: finding.Fail},

		// Grants that a whole policy needs.
		{name: "block with nothing that asks for multifactor authentication", r: mfa, policies: []policy{{}}, want: finding.Fail},
		{name: "session controls only", r: mfa, policies: []policy{{grant: `"operator":null,"builtInControls":[]`}}, want: finding.Fail},
		{name: "unknown control", r: mfa, policies: []policy{{grant: `"operator":"OR","builtInControls":["retinaScan"]`}}, want: finding.Unknown},
		{name: "unknown control beside multifactor authentication, both needed", r: mfa, policies: []policy{{grant: `"operator":"AND","builtInControls":["mfa","retinaScan"]`}}, want: finding.Pass},
		{name: "unknown control as an alternative", r: mfa, policies: []policy{{grant: `"operator":"OR","builtInControls":["mfa","retinaScan"]`}}, want: finding.Unknown},
		{name: "weaker alternative", r: mfa, policies: []policy{{grant: `"operator":"OR","builtInControls":["mfa","compliantDevice"]`}}, want: finding.Fail},
		{name: "compliant device", r: managed, policies: []policy{{grant: askDevice}}, want: finding.Pass},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Judge(snapshotOf(t, tt.settings, tt.policies...), tt.r)
			if got.Verdict != tt.want {
				t.Errorf("verdict: got %v, want %v (%s)", got.Verdict, tt.want, got.Reason)
			}
			if diff := cmp.Diff(tt.gap, got.Gap); diff != "" {
				t.Errorf("gap (-want +got):\n%s", diff)
			}
			if err := got.Evidence().Facts.Validate(); err != nil {
				t.Error(err)
			}
			if !strings.HasSuffix(got.Reason, ".") {
				t.Errorf("got reason %q, want a sentence", got.Reason)
			}
			translated(t, got)
		})
	}
}

func TestNotes(t *testing.T) {
	tests := []struct {
		name string
		r    Requirement
		p    policy
		want string
	}{
		{"alone", mfa, policy{grant: askMFA}, ""},
		{"report-only", mfa, policy{grant: askMFA, state: "enabledForReportingButNotEnforced"}, "report-only"},
		{"disabled", mfa, policy{grant: askMFA, state: "disabled"}, "disabled"},
		{"unknown state", mfa, policy{grant: askMFA, state: "x"}, "is in a state Vahti does not know"},
		{"exclusions", mfa, policy{grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":["a","b"],"excludeGroups":["g"],"excludeRoles":["r"]`},
			"excludes 2 undeclared users; excludes 1 undeclared group; excludes 1 undeclared role"},
		{"guests", mfa, policy{grant: askMFA, users: noGuests}, "excludes guests"},
		{"only guests", mfa, policy{grant: askMFA, users: allGuests}, "covers only guests"},
		{"only some", mfa, policy{grant: askMFA, users: `"includeGroups":["g"]`}, "covers only selected users"},
		{"nobody", mfa, policy{grant: askMFA, users: `"includeUsers":["None"]`}, "covers nobody"},
		{"platforms", mfa, policy{grant: askMFA, conds: `"platforms":{"includePlatforms":["android","iOS"]}`}, "narrowed to device platforms android,iOS"},
		{"all but a platform", mfa, policy{grant: askMFA, conds: `"platforms":{"excludePlatforms":["linux"]}`}, "excludes platforms linux"},
		{"locations", mfa, policy{grant: askMFA, conds: `"locations":{"includeLocations":["AllTrusted"]}`}, "narrowed to some locations"},
		{"devices", mfa, policy{grant: askMFA, conds: `"devices":{"deviceFilter":{"mode":"include","rule":"x"}}`}, "narrowed to some devices"},
		{"weaker", mfa, policy{grant: `"operator":"OR","builtInControls":["mfa","compliantApplication"]`}, "grants access with an OR weaker control"},
		{"something else", mfa, policy{grant: askDevice}, "does not require multifactor authentication"},
		{"block", mfa, policy{}, "blocks, but does not require multifactor authentication"},
		{"unknown control", mfa, policy{grant: `"builtInControls":["x"]`}, "asks for a control Vahti does not know"},
		{"applications", mfa, policy{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["a","b"]`}, "excludes 2 undeclared applications"},
		{"some applications", mfa, policy{grant: askMFA, apps: `"includeApplications":["a"]`}, "covers only selected applications"},
		{"no application", mfa, policy{grant: askMFA, apps: `"includeUserActions":["a"]`}, "covers no application"},
		{"application filter", mfa, policy{grant: askMFA, apps: `"includeApplications":["All"],"applicationFilter":{"mode":"exclude","rule":"x"}`}, "excludes applications by a filter"},
		{"user action", register, policy{grant: askDevice}, "does not cover the user action"},
		{"risk", mfa, policy{grant: askMFA, conds: `"signInRiskLevels":["medium","high"]`}, "narrowed to sign-in risk levels medium,high"},
		{"another risk", userHigh, policy{conds: `"userRiskLevels":["low"]`}, "blocks, but is not made for this; does not apply to the user risk levels that matter"},
		{"unknown condition", mfa, policy{grant: askMFA, conds: `"times":{"a":["b"]}`}, "has the condition times, which Vahti does not know"},
		{"roles", admins, policy{grant: askResistant, users: `"includeRoles":["r1","r9"]`}, "covers only 1 of 3 roles"},
		{"not for agents", agents, policy{conds: `"agentIdRiskLevels":"high"`}, "is not made for agent identities"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Judge(snapshotOf(t, "", tt.p), tt.r)
			if len(got.Policies) != 1 || got.Policies[0].Note != tt.want {
				t.Errorf("got %+v, want note %q", got.Policies, tt.want)
			}
			// A note is what keeps a policy from keeping the requirement alone.
			if alone := tt.want == ""; alone != (got.Verdict == finding.Pass) || alone != (got.Satisfying == 1) {
				t.Errorf("got verdict %v and %d satisfying, want them to agree with the note", got.Verdict, got.Satisfying)
			}
			translated(t, got)
		})
	}
}

func TestEvidence(t *testing.T) {
	s := snapshotOf(t, "",
		policy{users: `"includeGroups":["g"]`},
		policy{grant: askMFA, state: "enabledForReportingButNotEnforced"},
		policy{grant: askMFA, users: noGuests},
		policy{state: "disabled"},
	)
	got := Judge(s, mfa)
	want := finding.Evidence{
		Facts: finding.Facts{"policiesConsidered": 4, "policiesEnabled": 2, "policiesReportOnly": 1, "policiesSatisfying": 0, "policiesContributing": 1, "gap": []string{"guests"}},
		Subjects: finding.Subjects{"policies": finding.List(
			finding.Subject{ID: "p2", Name: "P2", Note: "excludes guests"},
			finding.Subject{ID: "p1", Name: "P1", Note: "report-only"},
			finding.Subject{ID: "p0", Name: "P0", Note: "blocks, but does not require multifactor authentication; covers only selected users"},
			finding.Subject{ID: "p3", Name: "P3", Note: "disabled; blocks, but does not require multifactor authentication"},
		)},
	}
	if diff := cmp.Diff(want, got.Evidence()); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
	if want := "Conditional access requires multifactor authentication, but leaves out guests."; got.Reason != want {
		t.Errorf("got %q, want %q", got.Reason, want)
	}
}
