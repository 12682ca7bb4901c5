package synth

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// writeDevices writes what Intune knows, where the tenant has it.
func (t *tenant) writeDevices() error {
	if t.licence < premium1 {
		return nil
	}
	r := t.stream("devices")
	devices, err := t.writeManaged(r)
	if err != nil {
		return err
	}
	push := AsOf().AddDate(0, 0, 40+r.IntN(300))
	if !t.kept(r) {
		push = AsOf().AddDate(0, 0, r.IntN(40)-20)
	}
	return t.writeAll([]named{
		{"v1.0/deviceManagement", object{"id": guid(r), "subscriptionState": "active",
			"settings": object{"deviceComplianceCheckinThresholdDays": 30, "isScheduledActionEnabled": true, "secureByDefault": t.kept(r)}}},
		{"beta/deviceManagement/deviceEnrollmentConfigurations", t.enrolment(r)},
		{"beta/deviceManagement/configurationPolicies", t.configuration(r)},
		{"v1.0/deviceManagement/deviceCompliancePolicies", t.compliance(r)},
		{"v1.0/deviceManagement/applePushNotificationCertificate", object{"id": guid(r), "appleIdentifier": "it@" + t.domain,
			"topicIdentifier": "com.apple.mgmt.External." + guid(r), "expirationDateTime": push.Format(time.RFC3339)}},
		{"beta/deviceManagement/depOnboardingSettings", t.appleTokens(r)},
		{"v1.0/deviceManagement/mobileThreatDefenseConnectors", t.connectors(r)},
		{"v1.0/deviceManagement/roleAssignments", t.intuneRoles(r)},
		{"v1.0/deviceManagement/windowsMalwareInformation", t.malware(r, devices)},
	})
}

// writeManaged writes the managed devices, three for five people, and returns the names of the first few.
func (t *tenant) writeManaged(r *rand.Rand) (names []string, err error) {
	l, err := t.openLines("v1.0/deviceManagement/managedDevices")
	if err != nil {
		return nil, err
	}
	open, old, broken := 0.0, 0.0, 0.0 // shares of those that are not encrypted, out of support and tampered with
	for _, share := range []*float64{&open, &old, &broken} {
		if !t.kept(r) {
			*share = 0.04
		}
	}
	broken /= 5
	for i := range t.users * 6 / 10 {
		system, version, model, encrypted, jailBroken := "Windows", "10.0.26200.6899", "Latitude 7450", true, "Unknown"
		switch x := r.Float64(); {
		case x < 0.15:
			system, version, model, jailBroken = "iOS", "18.6", "iPhone 15", "False"
		case x < 0.25:
			system, version, model, jailBroken = "Android", "16.0", "SM-A556B", "False"
		case x < 0.3:
			system, version, model = "macOS", "15.6.1", "MacBook Air"
		}
		switch x := r.Float64(); {
		case x < old && system == "Windows":
			version = "10.0.19045.6456"
		case x < old && system == "iOS":
			version = "16.7"
		case x > 1-open && jailBroken == "Unknown":
			encrypted = false
		case x > 0.5 && x < 0.5+broken && jailBroken == "False":
			jailBroken = "True"
		}
		name := "PC-" + strconv.Itoa(10000+i)
		if len(names) < 20 {
			names = append(names, name)
		}
		l.begin()
		l.text("id", guid(r))
		l.text("deviceName", name)
		l.text("operatingSystem", system)
		l.text("osVersion", version)
		l.bool("isEncrypted", encrypted)
		l.text("jailBroken", jailBroken)
		l.time("lastSyncDateTime", before(r, 20))
		l.text("model", model)
		l.text("managementAgent", "mdm")
		l.end()
	}
	return names, l.close()
}

// enrolment is Intune's default on which devices may be enrolled, in the form that beta gives.
func (t *tenant) enrolment(r *rand.Rand) object {
	o := object{"@odata.type": "#microsoft.graph.deviceEnrollmentPlatformRestrictionsConfiguration",
		"id": t.id + "_DefaultPlatformRestrictions", "displayName": "All users and all devices", "priority": 0}
	personal := t.kept(r)
	for _, platform := range []string{"windows", "ios", "macOS", "android", "androidForWork"} {
		o[platform+"Restriction"] = object{"platformBlocked": platform == "android",
			"personalDeviceEnrollmentBlocked": personal || platform == "android"}
	}
	return list(o, object{"@odata.type": "#microsoft.graph.deviceEnrollmentLimitConfiguration", "id": t.id + "_DefaultLimit",
		"displayName": "All users and all devices", "priority": 0, "limit": 5})
}

// choice is one setting of the settings catalogue, with those that hang on it.
func choice(id, value string, children ...object) object {
	if children == nil {
		children = []object{}
	}
	return object{"@odata.type": "#microsoft.graph.deviceManagementConfigurationChoiceSettingInstance", "settingDefinitionId": id,
		"choiceSettingValue": object{"value": id + "_" + value, "children": children}}
}

// configuration draws the policies of the settings catalogue.
func (t *tenant) configuration(r *rand.Rand) object {
	var out []object
	add := func(name, family string, settings ...object) {
		if !t.kept(r) && r.Float64() < 0.5 {
			return
		}
		id := guid(r)
		assignments := []object{}
		if t.kept(r) || r.Float64() < 0.5 {
			assignments = append(assignments, object{"id": id + "_" + guid(r),
				"target": object{"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}})
		}
		var numbered []object
		for i, s := range settings {
			numbered = append(numbered, object{"id": strconv.Itoa(i), "settingInstance": s})
		}
		out = append(out, object{"id": id, "name": name, "platforms": "windows10", "technologies": "mdm", "settings": numbered,
			"templateReference": object{"templateId": guid(r) + "_1", "templateFamily": family}, "assignments": assignments})
	}
	const locker, defender = "device_vendor_msft_bitlocker_", "device_vendor_msft_policy_config_defender_"
	full := map[bool]string{true: "1", false: "2"}[t.kept(r)] // or the used space alone
	add("BitLocker", "endpointSecurityDiskEncryption",
		choice(locker+"requiredeviceencryption", "1"),
		choice(locker+"systemdrivesencryptiontype", "1", choice(locker+"systemdrivesencryptiontype_osencryptiontypedropdown_name", full)),
		choice(locker+"fixeddrivesencryptiontype", "1", choice(locker+"fixeddrivesencryptiontype_fdvencryptiontypedropdown_name", full)),
		choice(locker+"encryptionmethodbydrivetype", "1",
			choice(locker+"encryptionmethodbydrivetype_encryptionmethodwithxtsosdropdown_name", "7"),
			choice(locker+"encryptionmethodbydrivetype_encryptionmethodwithxtsfdvdropdown_name", "7")))
	add("Defender Antivirus", "endpointSecurityAntivirus", choice(defender+"allowrealtimemonitoring", "1"),
		choice(defender+"allowcloudprotection", "1"), choice(defender+"enablenetworkprotection", "1"))
	const reduction = defender + "attacksurfacereductionrules"
	var rules []object
	for _, name := range []string{"blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem",
		"blockabuseofexploitedvulnerablesigneddrivers", "blockpersistencethroughwmieventsubscription",
		"blockallofficeapplicationsfromcreatingchildprocesses", "blockofficeapplicationsfromcreatingexecutablecontent",
		"blockofficeapplicationsfrominjectingcodeintootherprocesses", "blockofficecommunicationappfromcreatingchildprocesses",
		"blockwin32apicallsfromofficemacros", "blockexecutionofpotentiallyobfuscatedscripts",
		"blockjavascriptorvbscriptfromlaunchingdownloadedexecutablecontent", "blockexecutablecontentfromemailclientandwebmail",
		"blockuntrustedunsignedprocessesthatrunfromusb", "blockprocesscreationsfrompsexecandwmicommands",
		"useadvancedprotectionagainstransomware"} {
		mode := "block"
		if !t.kept(r) && r.Float64() < 0.2 {
			mode = "audit"
		}
		rules = append(rules, choice(reduction+"_"+name, mode))
	}
	add("Attack surface reduction", "endpointSecurityAttackSurfaceReduction", object{
		"@odata.type":         "#microsoft.graph.deviceManagementConfigurationGroupSettingCollectionInstance",
		"settingDefinitionId": reduction, "groupSettingCollectionValue": []object{{"children": rules}}})
	return list(out...)
}

// compliance draws what devices of each platform must have.
func (t *tenant) compliance(r *rand.Rand) object {
	var out []object
	for _, kind := range []string{"windows10", "ios", "macOS", "androidWorkProfile"} {
		if !t.kept(r) && r.Float64() < 0.5 {
			continue
		}
		id := guid(r)
		assignments := []object{}
		if t.kept(r) || r.Float64() < 0.5 {
			assignments = append(assignments, object{"id": id + "_" + guid(r),
				"target": object{"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}})
		}
		out = append(out, object{"@odata.type": "#microsoft.graph." + kind + "CompliancePolicy", "id": id,
			"displayName": "Requirements for " + kind, "assignments": assignments})
	}
	return list(out...)
}

func (t *tenant) appleTokens(r *rand.Rand) object {
	if r.Float64() < 0.4 {
		return list()
	}
	ends := AsOf().AddDate(0, 0, 40+r.IntN(300))
	if !t.kept(r) {
		ends = AsOf().AddDate(0, 0, r.IntN(40)-20)
	}
	return list(object{"id": guid(r), "tokenName": "Apple Business Manager", "tokenType": "dep", "lastSyncErrorCode": 0,
		"tokenExpirationDateTime": ends.Format(time.RFC3339)})
}

// connectors draws the products that watch devices: Microsoft Defender for Endpoint, whose id is the same everywhere.
func (t *tenant) connectors(r *rand.Rand) object {
	if r.Float64() < 0.3 {
		return list()
	}
	state, heard := "enabled", AsOf().Add(-time.Duration(r.IntN(20))*time.Hour)
	if !t.kept(r) {
		state, heard = []string{"enabled", "available", "unresponsive"}[r.IntN(3)], before(r, 90)
	}
	return list(object{"id": "fc780465-2017-40d4-a0c5-307022471b92", "partnerState": state, "androidEnabled": true,
		"iosEnabled": true, "windowsEnabled": true, "lastHeartbeatDateTime": heard.Format(time.RFC3339)})
}

// intuneRoles draws which groups administer devices: one that only few can change, or any.
func (t *tenant) intuneRoles(r *rand.Rand) object {
	group := t.adminGroup.id
	if !t.kept(r) {
		group = t.groups[len(t.groups)-1]
	}
	return list(object{"@odata.type": "#microsoft.graph.deviceAndAppManagementRoleAssignment", "id": guid(r),
		"displayName": "Service desk", "resourceScopes": []string{}, "members": []string{group}})
}

// malware draws what Defender met, and on which devices.
func (t *tenant) malware(r *rand.Rand, devices []string) object {
	var out []object
	for i := range r.IntN(4) {
		var states []object
		for range min(1+r.IntN(2), len(devices)) {
			state := []string{"quarantined", "removed", "cleaned"}[r.IntN(3)]
			if !t.kept(r) {
				state = []string{"active", "actionFailed", "quarantined", "fullScanRequired"}[r.IntN(4)]
			}
			states = append(states, object{"id": guid(r), "deviceName": devices[r.IntN(len(devices))], "executionState": "blocked",
				"threatState": state})
		}
		if states == nil {
			states = []object{}
		}
		out = append(out, object{"id": strconv.Itoa(2147700000 + i*977), "displayName": "Trojan:Win32/Wacatac." + string(rune('A'+i)) + "!ml",
			"severity": "severe", "lastDetectionDateTime": before(r, 120).Format(time.RFC3339), "deviceMalwareStates": states})
	}
	return list(out...)
}
