package sharepoint

import (
	"fmt"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const licensed = `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":1},"servicePlans":[{"servicePlanName":"SHAREPOINTSTANDARD","provisioningStatus":"Success"}]}]`

// settings is a licensed tenant with these properties.
func settings(properties string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource():     licensed,
		snapshot.SharePointSettings.Resource(): "{" + properties + "}",
	}
}

func shared(level string) string { return fmt.Sprintf(`"sharingCapability":%q`, level) }

// nothing are answers that no check may pass on.
func nothing() []checktest.Test {
	unlicensed := settings(shared("disabled"))
	unlicensed[snapshot.SubscribedSkus.Resource()] = `[]`
	wrapped := settings("")
	wrapped[snapshot.SharePointSettings.Resource()] = `null`
	return []checktest.Test{
		{Name: "empty", Files: settings(""), Want: finding.Unknown},
		{Name: "null", Files: wrapped, Want: finding.Unknown},
		{Name: "wrapped", Files: settings(`"value":{"sharingCapability":"disabled"}`), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed, Want: finding.NotApplicable},
	}
}

func TestExternalSharing(t *testing.T) {
	checktest.Verdicts(t, ExternalSharing, append(nothing(), []checktest.Test{
		{Name: "off is stricter", Files: settings(shared("disabled")), Want: finding.Pass},
		{Name: "existing guests", Files: settings(shared("existingExternalUserSharingOnly")), Want: finding.Pass},
		{Name: "capitals", Files: settings(shared("ExistingExternalUserSharingOnly")), Want: finding.Pass},
		{Name: "new guests", Files: settings(shared("externalUserSharingOnly")), Want: finding.Fail},
		{Name: "anyone", Files: settings(shared("externalUserAndGuestSharing")), Want: finding.Fail},
		{Name: "a value unknown", Files: settings(shared("unknownFutureValue")), Want: finding.Unknown},
		{Name: "no value", Files: settings(`"sharingCapability":null`), Want: finding.Unknown},
	}...))
}

func TestAnyoneLinks(t *testing.T) {
	checktest.Verdicts(t, AnyoneLinks, append(nothing(), []checktest.Test{
		{Name: "off is stricter", Files: settings(shared("disabled")), Want: finding.Pass},
		{Name: "existing guests are stricter", Files: settings(shared("existingExternalUserSharingOnly")), Want: finding.Pass},
		{Name: "new guests", Files: settings(shared("externalUserSharingOnly")), Want: finding.Pass},
		{Name: "anyone", Files: settings(shared("externalUserAndGuestSharing")), Want: finding.Fail},
		{Name: "a value unknown", Files: settings(shared("unknownFutureValue")), Want: finding.Unknown},
	}...))
}

func TestSharingDomains(t *testing.T) {
	of := func(level, mode, allowed string) checktest.Files {
		return settings(shared(level) + `,"sharingDomainRestrictionMode":` + mode + `,"sharingAllowedDomainList":` + allowed)
	}
	const guests = "externalUserSharingOnly"
	checktest.Verdicts(t, SharingDomains, append(nothing(), []checktest.Test{
		{Name: "a list", Files: of(guests, `"allowList"`, `["partner.example"]`), Want: finding.Pass},
		{Name: "a list in capitals", Files: of(guests, `"AllowList"`, `["partner.example"]`), Want: finding.Pass},
		{Name: "an empty list", Files: of(guests, `"allowList"`, `[]`), Want: finding.Unknown},
		{Name: "a list of the blocked", Files: settings(shared(guests) + `,"sharingDomainRestrictionMode":"blockList","sharingBlockedDomainList":["gmail.com"]`), Want: finding.Fail},
		{Name: "no list", Files: of(guests, `"none"`, `[]`), Want: finding.Fail},
		{Name: "a list that is not in force", Files: of(guests, `"none"`, `["partner.example"]`), Want: finding.Fail},
		{Name: "a mode unknown", Files: of(guests, `"unknownFutureValue"`, `["partner.example"]`), Want: finding.Unknown},
		{Name: "no mode", Files: of(guests, `null`, `["partner.example"]`), Want: finding.Unknown},
		{Name: "sharing is off", Files: of("disabled", `"none"`, `[]`), Want: finding.Pass},
		{Name: "a list, how far unknown", Files: of("unknownFutureValue", `"allowList"`, `["partner.example"]`), Want: finding.Pass},
	}...))
}

func TestGuestResharing(t *testing.T) {
	of := func(level, value string) checktest.Files {
		return settings(shared(level) + `,"isResharingByExternalUsersEnabled":` + value)
	}
	checktest.Verdicts(t, GuestResharing, append(nothing(), []checktest.Test{
		{Name: "no", Files: of("externalUserSharingOnly", "false"), Want: finding.Pass},
		{Name: "yes", Files: of("externalUserSharingOnly", "true"), Want: finding.Fail},
		{Name: "no value", Files: of("externalUserSharingOnly", "null"), Want: finding.Unknown},
		{Name: "sharing is off", Files: of("disabled", "true"), Want: finding.NotApplicable},
		{Name: "yes, how far unknown", Files: of("unknownFutureValue", "true"), Want: finding.Fail},
	}...))
}

func TestLegacyAuthentication(t *testing.T) {
	checktest.Verdicts(t, LegacyAuthentication, append(nothing(), []checktest.Test{
		{Name: "off", Files: settings(`"isLegacyAuthProtocolsEnabled":false`), Want: finding.Pass},
		{Name: "on", Files: settings(`"isLegacyAuthProtocolsEnabled":true`), Want: finding.Fail},
		{Name: "no value", Files: settings(`"isLegacyAuthProtocolsEnabled":null`), Want: finding.Unknown},
	}...))
}

func TestSyncDevices(t *testing.T) {
	of := func(restricted, domains, synced string) checktest.Files {
		f := settings(`"isUnmanagedSyncAppForTenantRestricted":` + restricted + `,"allowedDomainGuidsForSyncApp":` + domains)
		if synced != "" {
			f[snapshot.Organizations.Resource()] = `[{"id":"o","onPremisesSyncEnabled":` + synced + `}]`
		}
		return f
	}
	const one = `["786548dd-877b-4760-a749-6b1efbc1190a"]`
	declared := snapshot.Settings{Declared: snapshot.Declared{SyncFromUnmanagedDevices: "allowed"}}
	refused := snapshot.Settings{Declared: snapshot.Declared{SyncFromUnmanagedDevices: "refused"}}
	checktest.Verdicts(t, SyncDevices, append(nothing(), []checktest.Test{
		{Name: "named domains", Files: of("true", one, "true"), Want: finding.Pass},
		{Name: "named domains though anything was declared", Settings: declared, Files: of("true", one, "null"), Want: finding.Pass},
		{Name: "no domain named", Files: of("true", `[]`, "true"), Want: finding.Fail},
		{Name: "any computer", Files: of("false", one, "true"), Want: finding.Fail},
		{Name: "no value", Files: of("null", one, "true"), Want: finding.Unknown},
		{Name: "no local directory is no excuse by itself", Files: of("false", `[]`, "null"), Want: finding.Fail},
		{Name: "no local directory, declared", Settings: declared, Files: of("false", `[]`, "null"), Want: finding.NotApplicable},
		{Name: "no local directory any more, declared", Settings: declared, Files: of("false", `[]`, "false"), Want: finding.NotApplicable},
		{Name: "no local directory, refused", Settings: refused, Files: of("false", `[]`, "null"), Want: finding.Fail},
		{Name: "a local directory, declared", Settings: declared, Files: of("false", `[]`, "true"), Want: finding.Fail},
		{Name: "declared, the directory unread", Settings: declared, Files: of("false", `[]`, ""), Want: finding.Fail},
	}...))
}

func TestIdleSignOut(t *testing.T) {
	of := func(enabled, after string) checktest.Files {
		return settings(`"idleSessionSignOut":{"isEnabled":` + enabled + `,"warnAfterInSeconds":0,"signOutAfterInSeconds":` + after + `}`)
	}
	checktest.Verdicts(t, IdleSignOut, append(nothing(), []checktest.Test{
		{Name: "three hours", Files: of("true", "10800"), Want: finding.Pass},
		{Name: "sooner", Files: of("true", "900"), Want: finding.Pass},
		{Name: "a second longer", Files: of("true", "10801"), Want: finding.Fail},
		{Name: "off", Files: of("false", "900"), Want: finding.Fail},
		{Name: "never", Files: of("true", "0"), Want: finding.Unknown},
		{Name: "no time", Files: of("true", "null"), Want: finding.Unknown},
		{Name: "no value", Files: of("null", "900"), Want: finding.Unknown},
		{Name: "null", Files: settings(`"idleSessionSignOut":null`), Want: finding.Unknown},
	}...))
}
