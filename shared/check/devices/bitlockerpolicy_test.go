package devices

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

const diskEncryption = "endpointSecurityDiskEncryption"

// What policies for BitLocker set, as Intune writes it.
var (
	required  = choice(bitLocker+"requiredeviceencryption", "1")
	optional  = choice(bitLocker+"requiredeviceencryption", "0")
	fixedFull = drive("fixeddrivesencryptiontype", "fdvencryptiontypedropdown_name", "1")
	systemXTS = methods("7", "6")
)

func drive(parent, child, end string) string {
	return choice(bitLocker+parent, "1", choice(bitLocker+parent+"_"+child, end))
}

func systemDrive(end string) string {
	return drive("systemdrivesencryptiontype", "osencryptiontypedropdown_name", end)
}

func methods(system, fixed string) string {
	const id = bitLocker + "encryptionmethodbydrivetype"
	return choice(id, "1", choice(id+"_encryptionmethodwithxtsosdropdown_name", system), choice(id+"_encryptionmethodwithxtsfdvdropdown_name", fixed),
		choice(id+"_encryptionmethodwithxtsrdvdropdown_name", "3"))
}

func TestBitLockerPolicy(t *testing.T) {
	whole := []string{required, systemDrive("1"), fixedFull, systemXTS}
	but := func(i int, with ...string) []string {
		return append(append(append([]string{}, whole[:i]...), with...), whole[i+1:]...)
	}
	good := policy(diskEncryption, allDevices, whole...)
	checktest.Verdicts(t, BitLockerPolicy, []checktest.Test{
		{Name: "all of it", Files: catalogue(good), Want: finding.Pass},
		{Name: "for a group", Files: catalogue(policy(diskEncryption, group("g"), whole...)), Want: finding.Pass},
		{Name: "for all users", Files: catalogue(policy(diskEncryption, allUsers, whole...)), Want: finding.Pass},
		{Name: "for all devices but a group", Files: catalogue(policy(diskEncryption, without("g")+","+allDevices, whole...)), Want: finding.Pass},
		{Name: "in the settings catalogue", Files: catalogue(policy("none", allDevices, whole...)), Want: finding.Pass},
		{Name: "ids in another case", Files: catalogue(strings.ReplaceAll(good, "device_vendor_msft_bitlocker", "Device_Vendor_MSFT_BitLocker")), Want: finding.Pass},
		{Name: "assigned to nobody", Files: catalogue(policy(diskEncryption, "", whole...)), Want: finding.Fail},
		{Name: "only excluded", Files: catalogue(policy(diskEncryption, without("g"), whole...)), Want: finding.Fail},
		{Name: "a target without a kind", Files: catalogue(policy(diskEncryption, `{"id":"a","target":{}}`, whole...)), Want: finding.Fail},
		{Name: "encryption not required", Files: catalogue(policy(diskEncryption, allDevices, but(0, optional)...)), Want: finding.Fail},
		{Name: "encryption not mentioned", Files: catalogue(policy(diskEncryption, allDevices, but(0)...)), Want: finding.Fail},
		{Name: "used space only", Files: catalogue(policy(diskEncryption, allDevices, but(1, systemDrive("2"))...)), Want: finding.Fail},
		{Name: "the user chooses", Files: catalogue(policy(diskEncryption, allDevices, but(1, systemDrive("0"))...)), Want: finding.Fail},
		{Name: "the type switched off", Files: catalogue(policy(diskEncryption, allDevices, but(1, choice(bitLocker+"systemdrivesencryptiontype", "0"))...)), Want: finding.Fail},
		{Name: "fixed drives left out", Files: catalogue(policy(diskEncryption, allDevices, but(2)...)), Want: finding.Fail},
		{Name: "AES-CBC for the system", Files: catalogue(policy(diskEncryption, allDevices, but(3, methods("4", "7"))...)), Want: finding.Fail},
		{Name: "AES-CBC for fixed drives", Files: catalogue(policy(diskEncryption, allDevices, but(3, methods("7", "3"))...)), Want: finding.Fail},
		{Name: "no method", Files: catalogue(policy(diskEncryption, allDevices, but(3)...)), Want: finding.Fail},
		{Name: "a method that came later", Files: catalogue(policy(diskEncryption, allDevices, but(3, methods("9", "7"))...)), Want: finding.Unknown},
		{Name: "a method that came later beside a fault", Files: catalogue(policy(diskEncryption, allDevices, optional, systemDrive("1"), fixedFull, methods("9", "7"))), Want: finding.Fail},
		{Name: "a setting without a value", Files: catalogue(policy(diskEncryption, allDevices, but(0, `{"settingDefinitionId":"`+bitLocker+`requiredeviceencryption"}`)...)), Want: finding.Unknown},
		{Name: "two policies together", Files: catalogue(policy(diskEncryption, allDevices, required, systemDrive("1")), policy("none", allUsers, fixedFull, systemXTS)), Want: finding.Pass},
		{Name: "two policies for one group", Files: catalogue(policy(diskEncryption, group("g"), required, systemDrive("1")), policy("none", group("g"), fixedFull, systemXTS)), Want: finding.Pass},
		{Name: "two policies for two groups", Files: catalogue(policy(diskEncryption, group("g"), required, systemDrive("1")), policy("none", group("h"), fixedFull, systemXTS)), Want: finding.Fail},
		{Name: "one for all and one for a group", Files: catalogue(policy(diskEncryption, allDevices, required, systemDrive("1")), policy("none", group("g"), fixedFull, systemXTS)), Want: finding.Pass},
		{Name: "the group is excluded", Files: catalogue(policy(diskEncryption, allDevices+","+without("g"), required, systemDrive("1")), policy("none", group("g"), fixedFull, systemXTS)), Want: finding.Fail},
		{Name: "two policies that differ", Files: catalogue(good, policy("none", allDevices, optional)), Want: finding.Fail},
		{Name: "two policies that differ for a group only", Files: catalogue(good, policy("none", group("g"), optional)), Want: finding.Pass},
		{Name: "another platform", Files: catalogue(strings.Replace(good, `"windows10"`, `"macOS"`, 1)), Want: finding.Fail},
		{Name: "personal data encryption, of the same family", Files: catalogue(policy(diskEncryption, allDevices, choice("user_vendor_msft_pde_enablepersonaldataencryption", "1"))), Want: finding.Fail},
		{Name: "no policy", Files: catalogue(), Want: finding.Fail},
		{Name: "settings not returned", Files: catalogue(`{"id":"p","platforms":"windows10","assignments":[` + allDevices + `]}`), Want: finding.Unknown},
		{Name: "assignments not returned", Files: catalogue(strings.Replace(good, `"assignments":[`+allDevices+`]`, `"assignments":null`, 1)), Want: finding.Unknown},
		{Name: "empty", Files: catalogue(`{}`), Want: finding.Unknown},
		unlicensed(catalogue(good)),
	})
	want := map[string]any{
		"policies": 1, "missing": []string{"systemDriveEncryptionType"}, "requireDeviceEncryption": "enabled", "systemDriveEncryptionType": "usedSpaceOnly", "fixedDriveEncryptionType": "full", "systemDriveMethod": "XTS-AES-256", "fixedDriveMethod": "XTS-AES-128",
	}
	if diff := cmp.Diff(want, map[string]any(facts(t, outcome(t, BitLockerPolicy, catalogue(policy(diskEncryption, allDevices, but(1, systemDrive("2"))...)))))); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"P|is assigned to nobody"}, notesOf(outcome(t, BitLockerPolicy, catalogue(policy(diskEncryption, "", whole...))), "policies")); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
}
