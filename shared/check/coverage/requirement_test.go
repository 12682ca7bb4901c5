package coverage

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	azure      = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
	exchange   = "00000002-0000-0ff1-ce00-000000000000"
	sharePoint = "00000003-0000-0ff1-ce00-000000000000"
)

var (
	azureMFA  = Requirement{Does: "asks", Grant: MFA, Applications: []string{azure}, OrBlock: true}
	portals   = Requirement{Does: "blocks", Grant: Block, Applications: []string{"MicrosoftAdminPortals"}, Exempt: []string{"admin-role"}}
	guestMFA  = Requirement{Does: "asks", Grant: MFA, Guests: true, OrBlock: true}
	weekly    = Requirement{Does: "asks", Session: SignInFrequency(7 * 24 * time.Hour), ClientApps: Range{Values: []string{"browser", "mobileAppsAndDesktopClients"}}}
	always    = Requirement{Does: "asks", Session: SignInFrequency(0), SignInRisk: Range{Values: []string{"medium", "high"}}, OrBlock: true}
	riskyMFA  = Requirement{Does: "asks", Grant: MFA, SignInRisk: Range{Values: []string{"medium", "high"}}, OrBlock: true}
	limited   = Requirement{Does: "limits", Session: AppRestrictions, Applications: []string{exchange, sharePoint}, Unmanaged: true, OrBlock: true}
	bound     = Requirement{Does: "binds", Session: TokenProtection, Somebody: true, Platforms: Range{Values: []string{"windows"}}}
	elsewhere = Requirement{Does: "blocks", Grant: Block, Untrusted: true}
	context1  = Requirement{Does: "asks", Grant: Strength, Context: "c1", Roles: []Role{{IDs: []string{"r1"}}}}
)

const (
	inAzure    = `"includeApplications":["797f4846-ba00-4fd7-ba43-dac1f8f63013"]`
	inPortals  = `"includeApplications":["MicrosoftAdminPortals"]`
	inBoth     = `"includeApplications":["00000002-0000-0ff1-ce00-000000000000","00000003-0000-0ff1-ce00-000000000000"]`
	everyTime  = `"signInFrequency":{"isEnabled":true,"frequencyInterval":"everyTime"}`
	everyDay   = `"signInFrequency":{"isEnabled":true,"frequencyInterval":"timeBased","value":1,"type":"days"}`
	restricted = `"applicationEnforcedRestrictions":{"isEnabled":true}`
	protected  = `"secureSignInSession":{"isEnabled":true}`
	notTrusted = `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`
)

func excludeFilter(rule string) string {
	raw, _ := json.Marshal(rule)
	return `"devices":{"deviceFilter":{"mode":"exclude","rule":` + string(raw) + `}}`
}

func TestRequirements(t *testing.T) {
	const named = `[{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"office","isTrusted":true},
		{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"café","isTrusted":false},
		{"@odata.type":"#microsoft.graph.ipNamedLocation","id":"odd","isTrusted":null},
		{"@odata.type":"#microsoft.graph.countryNamedLocation","id":"country"}]`
	tests := []struct {
		name     string
		r        Requirement
		settings string
		places   string // named locations, when they were read
		policies []policy
		want     finding.Verdict
		gap      []string
	}{
		// Applications.
		{name: "the application", r: azureMFA, policies: []policy{{grant: askMFA, apps: inAzure}}, want: finding.Pass},
		{name: "every application", r: azureMFA, policies: []policy{{grant: askMFA}}, want: finding.Pass},
		{name: "another application", r: azureMFA, policies: []policy{{grant: askMFA, apps: `"includeApplications":["a"]`}}, want: finding.Fail},
		{name: "all but another application", r: azureMFA, policies: []policy{{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["a","Office365"]`}}, want: finding.Pass},
		{name: "all but the application", r: azureMFA, policies: []policy{{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["` + azure + `"]`}}, want: finding.Fail, gap: []string{"excluded-applications"}},
		{name: "all but the application, declared", r: azureMFA, settings: `{"declared":{"excludedApplications":["` + azure + `"]}}`,
			policies: []policy{{grant: askMFA, apps: `"includeApplications":["All"],"excludeApplications":["` + azure + `"]`}}, want: finding.Fail, gap: []string{"excluded-applications"}},
		{name: "the application by a filter", r: azureMFA, policies: []policy{{grant: askMFA, apps: `"includeApplications":[],"applicationFilter":{"mode":"include","rule":"x"}`}}, want: finding.Fail, gap: []string{"other-applications"}},
		{name: "the application blocked", r: azureMFA, policies: []policy{{apps: inAzure}}, want: finding.Pass},
		{name: "everything blocked", r: azureMFA, policies: []policy{{}}, want: finding.Fail},
		{name: "the application blocked for some and asked of the rest", r: azureMFA, policies: []policy{
			{grant: askMFA, users: `"includeUsers":["All"],"excludeGroups":["g"]`}, {apps: inAzure, users: `"includeGroups":["g"]`}}, want: finding.Pass},
		{name: "two applications of one suite", r: limited, policies: []policy{{session: restricted, apps: `"includeApplications":["Office365"]`}}, want: finding.Pass},
		{name: "two applications", r: limited, policies: []policy{{session: restricted, apps: inBoth}}, want: finding.Pass},
		{name: "one application each", r: limited, policies: []policy{{session: restricted, apps: `"includeApplications":["` + exchange + `"]`}, {session: restricted, apps: `"includeApplications":["` + sharePoint + `"]`}}, want: finding.Pass},
		{name: "one of two applications", r: limited, policies: []policy{{session: restricted, apps: `"includeApplications":["` + exchange + `"]`}}, want: finding.Fail, gap: []string{"other-applications"}},
		{name: "the suite but one", r: limited, policies: []policy{{session: restricted, apps: `"includeApplications":["Office365"],"excludeApplications":["` + exchange + `"]`}}, want: finding.Fail, gap: []string{"excluded-applications"}},

		// Exemptions.
		{name: "administrators may be left out", r: portals, policies: []policy{{apps: inPortals, users: `"includeUsers":["All"],"excludeRoles":["Admin-Role"]`}}, want: finding.Pass},
		{name: "others may not", r: portals, policies: []policy{{apps: inPortals, users: `"includeUsers":["All"],"excludeRoles":["admin-role","reader"]`}}, want: finding.Fail, gap: []string{"excluded-roles"}},
		{name: "a block of everything in some places is not made for the portals", r: portals, policies: []policy{{conds: notTrusted}}, want: finding.Fail},

		// Guests.
		{name: "guests", r: guestMFA, policies: []policy{{grant: askMFA, users: allGuests}}, want: finding.Pass},
		{name: "everyone", r: guestMFA, policies: []policy{{grant: askMFA}}, want: finding.Pass},
		{name: "everyone but a member group that guests may be in", r: guestMFA, policies: []policy{{grant: askMFA, users: `"includeUsers":["All"],"excludeGroups":["g"]`}}, want: finding.Fail, gap: []string{"excluded-groups"}},
		{name: "everyone but guests", r: guestMFA, policies: []policy{{grant: askMFA, users: noGuests}}, want: finding.Fail},
		{name: "some guests", r: guestMFA, policies: []policy{{grant: askMFA, users: `"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest","externalTenants":{"membershipKind":"all"}}`}}, want: finding.Fail, gap: []string{"other-users"}},
		{name: "guests blocked", r: guestMFA, policies: []policy{{users: allGuests}}, want: finding.Pass},
		{name: "two kinds of policies for guests", r: guestMFA, policies: []policy{
			{grant: askMFA, users: `"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest,internalGuest"}`},
			{users: `"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider"}`}}, want: finding.Pass},

		// Sessions.
		{name: "every day is often enough for a week", r: weekly, policies: []policy{{session: everyDay}}, want: finding.Pass},
		{name: "every time is stricter", r: weekly, policies: []policy{{session: everyTime}}, want: finding.Pass},
		{name: "no legacy sessions", r: weekly, policies: []policy{{session: everyDay, conds: `"clientAppTypes":["browser","mobileAppsAndDesktopClients"]`}}, want: finding.Pass},
		{name: "browsers only", r: weekly, policies: []policy{{session: everyDay, conds: `"clientAppTypes":["browser"]`}}, want: finding.Fail, gap: []string{"clientAppTypes"}},
		{name: "members here, guests blocked", r: weekly, policies: []policy{{session: everyDay, users: noGuests}, {users: allGuests}}, want: finding.Pass},
		{name: "only reported", r: weekly, policies: []policy{{session: everyDay, state: "enabledForReportingButNotEnforced"}}, want: finding.Fail},
		{name: "an interval not known", r: weekly, policies: []policy{{session: `"signInFrequency":{"isEnabled":true,"frequencyInterval":"sometimes"}`}}, want: finding.Unknown},
		{name: "multifactor authentication here, every time there", r: always, policies: []policy{{session: everyTime, grant: askMFA, conds: `"signInRiskLevels":["medium"]`}, {conds: `"signInRiskLevels":["high"]`}}, want: finding.Pass},
		{name: "medium alone", r: always, policies: []policy{{session: everyTime, conds: `"signInRiskLevels":["medium"]`}}, want: finding.Fail, gap: []string{"signInRiskLevels"}},
		{name: "risky sign-ins blocked", r: riskyMFA, policies: []policy{{conds: `"signInRiskLevels":["medium","high"]`}}, want: finding.Pass},
		{name: "a block of something else", r: riskyMFA, policies: []policy{{conds: legacyTypes}}, want: finding.Fail},
		{name: "tokens bound for a group", r: bound, policies: []policy{{session: protected, users: `"includeGroups":["g"],"excludeUsers":["u"]`, conds: `"platforms":{"includePlatforms":["windows"]}`}}, want: finding.Pass},
		{name: "tokens bound for nobody", r: bound, policies: []policy{{session: protected, users: `"includeUsers":["None"]`}}, want: finding.Fail},
		{name: "tokens bound on phones", r: bound, policies: []policy{{session: protected, conds: `"platforms":{"includePlatforms":["iOS"]}`}}, want: finding.Fail},

		// Devices.
		{name: "managed devices left out", r: limited, policies: []policy{{session: restricted, apps: inBoth, conds: excludeFilter(`device.isCompliant -eq True -or device.trustType -eq "ServerAD"`)}}, want: finding.Pass},
		{name: "company devices left out", r: limited, policies: []policy{{session: restricted, apps: inBoth, conds: excludeFilter(`device.deviceOwnership -eq "Company"`)}}, want: finding.Fail, gap: []string{"excluded-devices"}},
		{name: "older way to leave out managed devices", r: limited, policies: []policy{{session: restricted, apps: inBoth, conds: `"deviceStates":{"includeStates":["All"],"excludeStates":["Compliant","DomainJoined"]}`}}, want: finding.Pass},
		{name: "unmanaged devices not let in at all", r: limited, policies: []policy{{grant: askDevice}}, want: finding.Pass},
		{name: "restrictions for members, no unmanaged devices for guests", r: limited, policies: []policy{{session: restricted, apps: inBoth, users: noGuests}, {grant: askDevice, users: allGuests}}, want: finding.Pass},
		{name: "restrictions off", r: limited, policies: []policy{{session: `"applicationEnforcedRestrictions":{"isEnabled":false}`, apps: inBoth}}, want: finding.Fail},
		{name: "restrictions without a switch", r: limited, policies: []policy{{session: `"applicationEnforcedRestrictions":{}`, apps: inBoth}}, want: finding.Unknown},

		// Places.
		{name: "all but trusted places", r: elsewhere, policies: []policy{{conds: notTrusted}}, want: finding.Pass},
		{name: "everywhere is not about places", r: elsewhere, policies: []policy{{}}, want: finding.Fail},
		{name: "a trusted place left out", r: elsewhere, places: named, policies: []policy{{conds: `"locations":{"includeLocations":["All"],"excludeLocations":["Office"]}`}}, want: finding.Pass},
		{name: "the trusted addresses of the older kind", r: elsewhere, policies: []policy{{conds: `"locations":{"includeLocations":["All"],"excludeLocations":["00000000-0000-0000-0000-000000000000"]}`}}, want: finding.Pass},
		{name: "a place that is not trusted left out", r: elsewhere, places: named, policies: []policy{{conds: `"locations":{"includeLocations":["All"],"excludeLocations":["office","café"]}`}}, want: finding.Fail, gap: []string{"excluded-locations"}},
		{name: "a country left out", r: elsewhere, places: named, policies: []policy{{conds: `"locations":{"includeLocations":["All"],"excludeLocations":["country"]}`}}, want: finding.Fail, gap: []string{"excluded-locations"}},
		{name: "a place left out of which it is not known", r: elsewhere, places: named, policies: []policy{{conds: `"locations":{"includeLocations":["All"],"excludeLocations":["odd"]}`}}, want: finding.Unknown},
		{name: "a place left out, places not read", r: elsewhere, policies: []policy{{conds: `"locations":{"includeLocations":["All"],"excludeLocations":["office"]}`}}, want: finding.Unknown},
		{name: "a place left out that is no more", r: elsewhere, places: named, policies: []policy{{conds: `"locations":{"includeLocations":["All"],"excludeLocations":["gone"]}`}}, want: finding.Fail, gap: []string{"excluded-locations"}},
		{name: "some countries blocked", r: elsewhere, places: named, policies: []policy{{conds: `"locations":{"includeLocations":["country"]}`}}, want: finding.Fail, gap: []string{"other-locations"}},
		{name: "trusted places blocked", r: elsewhere, policies: []policy{{conds: `"locations":{"includeLocations":["AllTrusted"]}`}}, want: finding.Fail},
		{name: "a trusted place is one of all trusted places", r: mfa, places: named, policies: []policy{
			{grant: askMFA, conds: `"locations":{"includeLocations":["All"],"excludeLocations":["office"]}`}, {grant: askMFA, conds: `"locations":{"includeLocations":["AllTrusted"]}`}}, want: finding.Pass},
		{name: "all trusted places are more than one", r: mfa, places: named, policies: []policy{
			{grant: askMFA, conds: notTrusted}, {grant: askMFA, conds: `"locations":{"includeLocations":["office"]}`}}, want: finding.Fail, gap: []string{"excluded-locations"}},

		// Authentication contexts.
		{name: "the context", r: context1, policies: []policy{{grant: askResistant, apps: `"includeAuthenticationContextClassReferences":["c1","c2"]`}}, want: finding.Pass},
		{name: "the context, by its administrators", r: context1, policies: []policy{{grant: askResistant, users: `"includeRoles":["r1"]`, apps: `"includeAuthenticationContextClassReferences":["c1"]`}}, want: finding.Pass},
		{name: "another context", r: context1, policies: []policy{{grant: askResistant, apps: `"includeAuthenticationContextClassReferences":["c2"]`}}, want: finding.Fail},
		{name: "no context", r: context1, policies: []policy{{grant: askResistant}}, want: finding.Fail},
		{name: "the context without a strength", r: context1, policies: []policy{{grant: askMFA, apps: `"includeAuthenticationContextClassReferences":["c1"]`}}, want: finding.Fail},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := snapshotOf(t, tt.settings, tt.policies...)
			if tt.places != "" {
				if err := snapshot.NamedLocations.Decode(s, "", []byte(tt.places)); err != nil {
					t.Fatal(err)
				}
			}
			got := Judge(s, tt.r)
			if got.Verdict != tt.want {
				t.Errorf("verdict: got %v, want %v (%s)", got.Verdict, tt.want, got.Reason)
			}
			if diff := cmp.Diff(tt.gap, got.Gap); diff != "" {
				t.Errorf("gap (-want +got):\n%s", diff)
			}
			translated(t, got)
		})
	}
}

func TestRequirementNotes(t *testing.T) {
	tests := []struct {
		name string
		r    Requirement
		p    policy
		want string
	}{
		{"blocked in place of a session", always, policy{conds: `"signInRiskLevels":["medium","high"]`}, ""},
		{"not often", weekly, policy{session: `"signInFrequency":{"isEnabled":true,"value":30,"type":"days","frequencyInterval":"timeBased"}`}, "does not ask for a new sign-in often enough"},
		{"not every time", always, policy{session: everyDay, conds: `"signInRiskLevels":["medium","high"]`}, "does not ask for a new sign-in every time"},
		{"persistent", Requirement{Does: "asks", Session: NoPersistentBrowser}, policy{session: `"persistentBrowser":{"isEnabled":true,"mode":"always"}`}, "does not end browser sessions"},
		{"no token protection", bound, policy{grant: askMFA}, "does not require token protection"},
		{"no restrictions", limited, policy{grant: askMFA}, "does not use app-enforced restrictions"},
		{"session of an unknown kind", Requirement{Does: "asks", Session: NoPersistentBrowser}, policy{session: `"persistentBrowser":{"isEnabled":true,"mode":"weekly"}`}, "asks for a control Vahti does not know"},
		{"blocks everything", azureMFA, policy{}, "blocks, but does not require multifactor authentication"},
		{"another application", azureMFA, policy{grant: askMFA, apps: `"includeApplications":["a"]`}, "does not cover the applications that matter"},
		{"half of the applications", limited, policy{session: restricted, apps: `"includeApplications":["` + exchange + `"]`}, "covers only some of the applications that matter"},
		{"the suite", limited, policy{session: restricted, apps: `"includeApplications":["Office365"]`}, ""},
		{"some guests", guestMFA, policy{grant: askMFA, users: `"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest"}`}, "covers only some guests"},
		{"guests", guestMFA, policy{grant: askMFA, users: allGuests}, ""},
		{"a group", guestMFA, policy{grant: askMFA, users: `"includeGroups":["g"]`}, "covers only selected users"},
		{"somebody", bound, policy{session: protected, users: `"includeGroups":["g"],"excludeUsers":["u"]`}, ""},
		{"everywhere", elsewhere, policy{}, "blocks, but is not made for this"},
		{"some places", elsewhere, policy{conds: `"locations":{"includeLocations":["l"]}`}, "narrowed to some locations"},
		{"no context", context1, policy{grant: askResistant}, "does not cover the authentication context"},
		{"no strength", context1, policy{grant: askMFA, apps: `"includeAuthenticationContextClassReferences":["c1"]`}, "does not require an authentication strength"},
		{"no compliant device", Requirement{Does: "asks", Grant: CompliantDevice}, policy{grant: askMFA}, "does not require a compliant device"},
		{"either device", Requirement{Does: "asks", Grant: CompliantDevice}, policy{grant: askDevice}, "grants access with an OR weaker control"},
		{"multifactor authentication fills gaps only", Requirement{Does: "asks", Grant: ManagedDeviceOrMFA}, policy{grant: askMFA}, "is not made for this"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Judge(snapshotOf(t, "", tt.p), tt.r)
			if len(got.Policies) != 1 || got.Policies[0].Note != tt.want {
				t.Errorf("got %+v, want note %q", got.Policies, tt.want)
			}
			if alone := tt.want == ""; alone != (got.Verdict == finding.Pass) || alone != (got.Satisfying == 1) {
				t.Errorf("got verdict %v and %d satisfying, want them to agree with the note", got.Verdict, got.Satisfying)
			}
			translated(t, got)
		})
	}
}

// TestSession holds every session control that the cases above do not.
func TestSession(t *testing.T) {
	hours := func(n string) string {
		return `"signInFrequency":{"isEnabled":true,"frequencyInterval":"timeBased","type":"hours","value":` + n + `}`
	}
	four, zero := SignInFrequency(4*time.Hour), SignInFrequency(0)
	tests := []struct {
		name     string
		asked    Session
		controls string
		want     truth
	}{
		{"at the limit", four, hours("4"), yes},
		{"beyond", four, hours("5"), no},
		{"days", four, everyDay, no},
		{"no value", four, hours("null"), maybe},
		{"no time at all", four, hours("0"), maybe},
		{"very long", four, hours("9223372036854775807"), no},
		{"unit not known", four, `"signInFrequency":{"isEnabled":true,"frequencyInterval":"timeBased","type":"weeks","value":1}`, maybe},
		{"older form without an interval", four, `"signInFrequency":{"isEnabled":true,"type":"hours","value":1}`, yes},
		{"older form is not every time", zero, `"signInFrequency":{"isEnabled":true,"type":"hours","value":1}`, no},
		{"empty object", four, `"signInFrequency":{}`, maybe},
		{"null", four, `"signInFrequency":null`, no},
		{"off", four, `"signInFrequency":{"isEnabled":false,"frequencyInterval":"everyTime"}`, no},
		{"every time", zero, everyTime, yes},
		{"every hour is not every time", zero, hours("1"), no},
		{"interval not known", zero, `"signInFrequency":{"isEnabled":true,"frequencyInterval":"unknownFutureValue"}`, maybe},
		{"second factor again", zero, `"signInFrequency":{"isEnabled":true,"frequencyInterval":"everyTime","authenticationType":"secondaryAuthentication"}`, yes},
		{"something not known again", zero, `"signInFrequency":{"isEnabled":true,"frequencyInterval":"everyTime","authenticationType":"unknownFutureValue"}`, maybe},
		{"never persistent", NoPersistentBrowser, `"persistentBrowser":{"isEnabled":true,"mode":"never"}`, yes},
		{"always persistent", NoPersistentBrowser, `"persistentBrowser":{"isEnabled":true,"mode":"always"}`, no},
		{"mode null", NoPersistentBrowser, `"persistentBrowser":{"isEnabled":true,"mode":null}`, maybe},
		{"never persistent, off", NoPersistentBrowser, `"persistentBrowser":{"isEnabled":false,"mode":"never"}`, no},
		{"switch null", TokenProtection, `"secureSignInSession":{"isEnabled":null}`, maybe},
		{"switch off", TokenProtection, `"secureSignInSession":{"isEnabled":false}`, no},
		{"another control", TokenProtection, restricted, no},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c snapshot.SessionControls
			if err := json.Unmarshal([]byte("{"+tt.controls+"}"), &c); err != nil {
				t.Fatal(err)
			}
			if got := tt.asked.keeps(&c); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestDeviceFilter(t *testing.T) {
	tests := []struct {
		mode, rule string
		want       bool
	}{
		{"exclude", `device.isCompliant -eq True`, true},
		{"exclude", `device.trustType -eq "ServerAD"`, true},
		{"exclude", `device.isCompliant -eq True -and device.deviceOwnership -eq "Company"`, true},
		{"exclude", `device.isCompliant -eq True -or device.deviceOwnership -eq "Company"`, false},
		{"exclude", `(device.isCompliant -eq True) -or (device.trustType -eq 'ServerAD' -and device.model -eq "X")`, true},
		{"exclude", `device.model -eq "X" -and device.isCompliant -eq True -or device.model -eq "Y"`, false},
		{"exclude", `-not (device.isCompliant -ne True)`, true},
		{"exclude", `device.isCompliant -ne True`, false},
		{"exclude", `device.isCompliant -eq False`, false},
		{"exclude", `device.trustType -eq "AzureAD"`, false},
		{"include", `device.isCompliant -ne True`, true},
		{"include", `device.isCompliant -ne True -and device.trustType -ne "ServerAD"`, true},
		{"include", `device.isCompliant -ne True -or device.trustType -ne "ServerAD"`, true},
		{"include", `device.isCompliant -ne True -and device.model -eq "X"`, false},
		{"include", `device.isCompliant -eq True`, false},
		{"", `device.isCompliant -eq True`, false},
		{"exclude", `device.isCompliant -eq True)`, false},
		{"exclude", `(device.isCompliant -eq True`, false},
		{"exclude", `device.isCompliant -eq`, false},
		{"exclude", ``, false},
	}
	for _, tt := range tests {
		if got := keepsUnmanaged(snapshot.FilterRule{Mode: tt.mode, Rule: tt.rule}); got != tt.want {
			t.Errorf("%s %s: got %v, want %v", tt.mode, tt.rule, got, tt.want)
		}
	}
}

func TestTogether(t *testing.T) {
	short := Requirement{Does: "asks often", Session: SignInFrequency(4 * time.Hour), Roles: admins.Roles}
	closed := Requirement{Does: "closes", Session: NoPersistentBrowser, Roles: admins.Roles, ClientApps: Range{Values: []string{"browser"}}}
	roles := `"includeRoles":["r1","r2","r3"]`
	never := `"persistentBrowser":{"isEnabled":true,"mode":"never"}`
	tests := []struct {
		name     string
		policies []policy
		want     finding.Verdict
		reason   string
		notes    []string // of the evidence
	}{
		{"one policy", []policy{{users: roles, session: everyTime + "," + never}}, finding.Pass, "Both.", []string{keepsAlone}},
		{"two policies", []policy{{users: roles, session: everyTime}, {users: roles, session: never, conds: `"clientAppTypes":["browser"]`}}, finding.Pass, "Both.", []string{keepsPart, keepsPart}},
		{"one missing", []policy{{users: roles, session: everyTime}}, finding.Fail, "No enabled conditional access policy closes.", []string{"does not end browser sessions"}},
		{"one not certain", []policy{{users: roles, session: everyTime}, {users: roles, session: never, state: "odd"}}, finding.Unknown, "", nil},
		{"a fail before what is not certain", []policy{{users: roles, session: never, state: "odd"}}, finding.Fail, "No enabled conditional access policy asks often.", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Together(snapshotOf(t, "", tt.policies...), "Both.", short, closed)
			if got.Verdict != tt.want || tt.reason != "" && got.Reason != tt.reason {
				t.Errorf("got %v (%s), want %v (%s)", got.Verdict, got.Reason, tt.want, tt.reason)
			}
			var notes []string
			for _, p := range got.Evidence().Subjects["policies"].Shown {
				notes = append(notes, p.Note)
			}
			if diff := cmp.Diff(tt.notes, notes); tt.notes != nil && diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}
