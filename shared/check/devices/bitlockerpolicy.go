package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// bitLocker begins the ids of BitLocker's settings.
const bitLocker = "device_vendor_msft_bitlocker_"

const bitLockerPortal = intune + "Endpoint security > Disk encryption > Create policy > Windows, BitLocker > Require Device Encryption: Enabled, " +
	"Enforce drive encryption type on operating system drives and on fixed data drives: Full encryption, "

// BitLockerPolicy asks that a policy encrypts the whole of system and fixed
// drives with XTS-AES.
var BitLockerPolicy = &check.Check{
	ID:       "device-bitlocker-policy",
	Title:    "A policy encrypts whole Windows drives with BitLocker",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "A laptop gets lost sooner or later, and what is on its disk can be read without any password unless it is encrypted.",
	Controls: check.Controls{ISO27001: []string{"A.8.1", "A.8.24"}, NIS2: []string{"21(2)(h)"}},
	Rows:     []string{"IN-013"},
	Reads:    []snapshot.Resource{snapshot.ConfigurationPolicies.Resource()},
	Licence:  check.Intune,
	Risk:     "Whoever finds or steals a laptop takes out its disk and reads files, mail and stored sign-ins.",
	Fix: check.Fix{
		Portal: bitLockerPortal + "encryption method: XTS-AES, and assign the policy",
		Request: cataloguePolicy("BitLocker",
			choice(bitLocker+"requiredeviceencryption", "1"),
			choice(bitLocker+"systemdrivesencryptiontype", "1", choice(bitLocker+"systemdrivesencryptiontype_osencryptiontypedropdown_name", "1")),
			choice(bitLocker+"fixeddrivesencryptiontype", "1", choice(bitLocker+"fixeddrivesencryptiontype_fdvencryptiontypedropdown_name", "1")),
			choice(bitLocker+"encryptionmethodbydrivetype", "1",
				choice(bitLocker+"encryptionmethodbydrivetype_encryptionmethodwithxtsosdropdown_name", "7"),
				choice(bitLocker+"encryptionmethodbydrivetype_encryptionmethodwithxtsfdvdropdown_name", "7"))),
	},
	Texts: []*text.Table{bitLockerPolicyTexts, catalogueTexts, devicesTexts},
	Since: "2026-11",
	Source: "Microsoft Intune documentation, disk encryption policy; BitLocker CSP documentation for the values: encryption type 1 is full, methods 6 and 7 are XTS-AES. " +
		"The ids of the settings were compared with definitions and policies exported from tenants. Policies are known by their settings, so that endpoint security, the settings catalogue and " +
		"security baselines all count; profiles of the older kinds, deviceConfigurations and intents, are not read",
	Run: catalogueCheck{
		settings: []setting{
			{
				fact: "requireDeviceEncryption", id: bitLocker + "requiredeviceencryption",
				labels: map[string]string{"0": "disabled", "1": "enabled"}, good: []string{"enabled"},
			},
			{
				fact: "systemDriveEncryptionType", id: bitLocker + "systemdrivesencryptiontype_osencryptiontypedropdown_name",
				labels: encryptionTypes, good: []string{"full"},
			},
			{
				fact: "fixedDriveEncryptionType", id: bitLocker + "fixeddrivesencryptiontype_fdvencryptiontypedropdown_name",
				labels: encryptionTypes, good: []string{"full"},
			},
			{
				fact: "systemDriveMethod", id: bitLocker + "encryptionmethodbydrivetype_encryptionmethodwithxtsosdropdown_name",
				labels: encryptionMethods, good: []string{"XTS-AES-128", "XTS-AES-256"},
			},
			{
				fact: "fixedDriveMethod", id: bitLocker + "encryptionmethodbydrivetype_encryptionmethodwithxtsfdvdropdown_name",
				labels: encryptionMethods, good: []string{"XTS-AES-128", "XTS-AES-256"},
			},
		},
		pass:       "An assigned policy encrypts system and fixed drives fully with XTS-AES.",
		fail:       "The assigned policies do not enforce full encryption of system and fixed drives with XTS-AES.",
		none:       "No policy of the settings catalogue or endpoint security sets up BitLocker.",
		unassigned: "The policies that set up BitLocker are assigned to nobody.",
		doubt:      "The policies that set up BitLocker hold values unknown to Vahti.",
	}.run,
}

var (
	encryptionTypes   = map[string]string{"0": "userChoice", "1": "full", "2": "usedSpaceOnly"}
	encryptionMethods = map[string]string{"3": "AES-CBC-128", "4": "AES-CBC-256", "6": "XTS-AES-128", "7": "XTS-AES-256"}
)
