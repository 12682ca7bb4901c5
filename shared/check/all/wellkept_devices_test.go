package all

import (
	"strings"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptDevices is what Intune and the rules for joining devices say of the
// well-kept tenant.
func wellKeptDevices() checktest.Files {
	return checktest.Files{
		snapshot.DeviceRegistrationPolicy.Resource(): `{"userDeviceQuota":10,"azureADJoin":{"allowedToJoin":{"@odata.type":"#microsoft.graph.enumeratedDeviceRegistrationMembership"},
			"localAdmins":{"enableGlobalAdmins":false,"registeringUsers":{"@odata.type":"#microsoft.graph.noDeviceRegistrationMembership"}}},"localAdminPassword":{"isEnabled":true}}`,
		snapshot.DeviceManagement.Resource(): `{"settings":{"secureByDefault":true}}`,
		snapshot.EnrollmentConfigurations.Resource(): `[{"@odata.type":"#microsoft.graph.deviceEnrollmentPlatformRestrictionConfiguration","id":"e","priority":0,"platformType":"allPlatforms",
			"platformRestriction":{"platformBlocked":false,"personalDeviceEnrollmentBlocked":true}}]`,
		snapshot.ConfigurationPolicies.Resource(): `[` + bitLockerPolicy() + `,` + antivirusPolicy() + `,` + attackSurfacePolicy() + `]`,
		snapshot.CompliancePolicies.Resource(): `[{"@odata.type":"#microsoft.graph.windows10CompliancePolicy","id":"c","assignments":[
			{"id":"a","target":{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget"}}]}]`,
		snapshot.ApplePushCertificate.Resource():    `{"expirationDateTime":"2027-10-01T00:00:00Z"}`,
		snapshot.AppleEnrollmentTokens.Resource():   `[{"id":"t","tokenExpirationDateTime":"2027-10-01T00:00:00Z","lastSyncErrorCode":0}]`,
		snapshot.ThreatDefenseConnectors.Resource(): `[{"id":"m","partnerState":"enabled","lastHeartbeatDateTime":"2026-11-01T06:00:00Z"}]`,
		snapshot.IntuneRoleAssignments.Resource():   `[{"id":"i","members":["group"]}]`,
		snapshot.ManagedDevices.Resource(): `[{"id":"d1","operatingSystem":"Windows","osVersion":"10.0.26200.1","isEncrypted":true,"jailBroken":"Unknown"},
			{"id":"d2","operatingSystem":"iOS","osVersion":"27.1","isEncrypted":true,"jailBroken":"False"}]`,
		snapshot.DetectedMalware.Resource(): `[{"id":"w"}]`,
		snapshot.MalwareStates.Resource():   `{"w":[{"id":"d1","threatState":"removed"}]}`,
	}
}

// windowsPolicy is a policy for all devices with Windows.
func windowsPolicy(family string, settings ...string) string {
	return `{"id":"` + family + `","platforms":"windows10","templateReference":{"templateFamily":"` + family + `"},
		"assignments":[{"id":"a","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}],
		"settings":[{"settingInstance":` + strings.Join(settings, `},{"settingInstance":`) + `}]}`
}

// chosen is a choice of the settings catalogue.
func chosen(id, end string, children ...string) string {
	return `{"settingDefinitionId":"` + id + `","choiceSettingValue":{"value":"` + id + "_" + end + `","children":[` + strings.Join(children, ",") + `]}}`
}

func bitLockerPolicy() string {
	const b = "device_vendor_msft_bitlocker_"
	return windowsPolicy("endpointSecurityDiskEncryption", chosen(b+"requiredeviceencryption", "1"),
		chosen(b+"systemdrivesencryptiontype", "1", chosen(b+"systemdrivesencryptiontype_osencryptiontypedropdown_name", "1")),
		chosen(b+"fixeddrivesencryptiontype", "1", chosen(b+"fixeddrivesencryptiontype_fdvencryptiontypedropdown_name", "1")),
		chosen(b+"encryptionmethodbydrivetype", "1", chosen(b+"encryptionmethodbydrivetype_encryptionmethodwithxtsosdropdown_name", "7"),
			chosen(b+"encryptionmethodbydrivetype_encryptionmethodwithxtsfdvdropdown_name", "7")))
}

func antivirusPolicy() string {
	return windowsPolicy("endpointSecurityAntivirus", chosen("device_vendor_msft_policy_config_defender_allowrealtimemonitoring", "1"))
}

func attackSurfacePolicy() string {
	const r = "device_vendor_msft_policy_config_defender_attacksurfacereductionrules"
	var rules []string
	for name := range strings.FieldsSeq(`blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem blockabuseofexploitedvulnerablesigneddrivers
		blockpersistencethroughwmieventsubscription blockallofficeapplicationsfromcreatingchildprocesses blockofficeapplicationsfromcreatingexecutablecontent
		blockofficeapplicationsfrominjectingcodeintootherprocesses blockofficecommunicationappfromcreatingchildprocesses blockwin32apicallsfromofficemacros
		blockexecutionofpotentiallyobfuscatedscripts blockjavascriptorvbscriptfromlaunchingdownloadedexecutablecontent blockexecutablecontentfromemailclientandwebmail
		blockuntrustedunsignedprocessesthatrunfromusb blockprocesscreationsfrompsexecandwmicommands useadvancedprotectionagainstransomware`) {
		rules = append(rules, chosen(r+"_"+name, "block"))
	}
	return windowsPolicy("endpointSecurityAttackSurfaceReduction", `{"settingDefinitionId":"`+r+`","groupSettingCollectionValue":[{"children":[`+strings.Join(rules, ",")+`]}]}`)
}
