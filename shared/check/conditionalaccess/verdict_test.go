package conditionalaccess

import (
	"fmt"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Licences as Graph lists them.
const (
	premium1 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`
	premium2 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"}]}]`
	free     = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"}]}]`
)

const (
	everyone = `"includeUsers":["All"]`
	allApps  = `"includeApplications":["All"]`
	block    = `"operator":"OR","builtInControls":["block"]`
)

// policy writes one policy; conditions are further members, led by a comma.
func policy(state, users, apps, conditions, grant string) string {
	return fmt.Sprintf(`{"id":"p-%s","displayName":"P","state":%q,"conditions":{"users":{%s},"applications":{%s}%s},"grantControls":{%s}}`,
		state, state, users, apps, conditions, grant)
}

// sessionPolicy writes one policy with session controls and, unless it is
// empty, a grant.
func sessionPolicy(state, users, apps, conditions, grant, session string) string {
	if grant == "" {
		grant = "null"
	} else {
		grant = "{" + grant + "}"
	}
	return fmt.Sprintf(`{"id":"s-%s","displayName":"S","state":%q,"conditions":{"users":{%s},"applications":{%s}%s},"grantControls":%s,"sessionControls":{%s}}`,
		state, state, users, apps, conditions, grant, session)
}

// Users, applications, grants and session controls of policies.
const (
	askMFA     = `"operator":"OR","builtInControls":["mfa"]`
	everyGuest = `"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider","externalTenants":{"membershipKind":"all"}}`
	noGuest    = everyone + `,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider"}`
	everyTime  = `"signInFrequency":{"isEnabled":true,"frequencyInterval":"everyTime","authenticationType":"primaryAndSecondaryAuthentication","type":null,"value":null}`
	never      = `"persistentBrowser":{"isEnabled":true,"mode":"never"}`
	reportOnly = "enabledForReportingButNotEnforced"
)

func every(value int, unit string) string {
	return fmt.Sprintf(`"signInFrequency":{"isEnabled":true,"frequencyInterval":"timeBased","value":%d,"type":%q}`, value, unit)
}

func include(apps ...string) string {
	return `"includeApplications":["` + strings.Join(apps, `","`) + `"]`
}

func includeRoles(ids ...string) string { return `"includeRoles":["` + strings.Join(ids, `","`) + `"]` }

func privilegedIDs() []string {
	var ids []string
	for _, r := range roles.Privileged() {
		ids = append(ids, r.TemplateID)
	}
	return ids
}

func named(locations string) checktest.Files {
	return checktest.Files{snapshot.NamedLocations.Resource(): locations}
}

// A verdictTest runs a check on a tenant: "-" leaves a resource unread.
type verdictTest struct {
	name     string
	licences string   // premium2 when empty
	policies []string // of the tenant
	unread   bool     // the policies were refused
	defaults string   // security defaults, when read
	more     checktest.Files
	settings snapshot.Settings
	want     finding.Verdict
	reason   string // part of the reason
	level    string // the fact "level"
}

func run(t *testing.T, c *check.Check, tests []verdictTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := checktest.Files{}
			if tt.licences != "-" {
				files[snapshot.SubscribedSkus.Resource()] = premium2
				if tt.licences != "" {
					files[snapshot.SubscribedSkus.Resource()] = tt.licences
				}
			}
			if !tt.unread {
				files[snapshot.ConditionalAccessPolicies.Resource()] = "[" + strings.Join(tt.policies, ",") + "]"
			}
			if tt.defaults != "" {
				files[snapshot.SecurityDefaults.Resource()] = tt.defaults
			}
			for r, text := range tt.more {
				files[r] = text
			}
			got := check.Run(c, checktest.Snapshot(t, tt.settings, files))
			if got.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", got.Verdict, got.Reason, tt.want)
			}
			checktest.Said(t, got)
			if !strings.Contains(got.Reason, tt.reason) {
				t.Errorf("got reason %q, want it to hold %q", got.Reason, tt.reason)
			}
			if level, _ := got.Results[0].Evidence.Facts["level"].(string); level != tt.level {
				t.Errorf("got level %q, want %q", level, tt.level)
			}
		})
	}
}

// emergency declares one account and one group.
func emergency() snapshot.Settings {
	return snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"break-glass"}, Groups: []string{"break-glass-group"}}}
}

// declaring declares an application that policies may leave out.
func declaring(application string) snapshot.Settings {
	return snapshot.Settings{Declared: snapshot.Declared{ExcludedApplications: []string{application}}}
}

func TestTranslated(t *testing.T) {
	for _, c := range All() {
		for _, english := range []string{c.Title, c.Because, c.Risk, c.Fix.Portal} {
			for _, l := range text.Languages()[1:] {
				if said, ok := check.Say(c, l, english); !ok || said == english {
					t.Errorf("%s: %q is not translated into %s", c.ID, english, l)
				}
			}
		}
	}
}
