package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestEmergencyMethods(t *testing.T) {
	kind := func(name string) string {
		return `{"@odata.type":"#microsoft.graph.` + name + `AuthenticationMethod","id":"` + name + `"}`
	}
	account := func(methods ...string) string {
		text := kind("password")
		for _, m := range methods {
			text += `,` + m
		}
		return `[` + text + `]`
	}
	certificates := "disabled"
	with := func(methods string) checktest.Files {
		files := configured(`{"id":"X509Certificate","state":"` + certificates + `"}`)
		files[snapshot.EmergencyMethods.Resource()] = methods
		return files
	}
	alone := func(methods string) checktest.Files {
		return checktest.Files{snapshot.EmergencyMethods.Resource(): methods}
	}
	one := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"e1"}}}
	two := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"e1", "E2"}}}
	group := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Groups: []string{"g"}}}
	tests := []checktest.Test{
		{Name: "a passkey each, one id in capitals", Settings: two, Files: with(`{"e1":` + account(kind("fido2"), kind("fido2")) + `,"e2":` + account(kind("fido2")) + `}`), Want: finding.Pass},
		{Name: "Windows Hello", Settings: one, Files: with(`{"e1":` + account(kind("windowsHelloForBusiness")) + `}`), Want: finding.Pass},
		{Name: "a password only", Settings: one, Files: with(`{"e1":` + account() + `}`), Want: finding.Fail},
		{Name: "nothing at all", Settings: one, Files: with(`{"e1":[]}`), Want: finding.Fail},
		{Name: "a phone besides the passkey", Settings: one, Files: with(`{"e1":` + account(kind("fido2"), kind("phone")) + `}`), Want: finding.Fail},
		{Name: "Microsoft Authenticator besides the passkey", Settings: one, Files: with(`{"e1":` + account(kind("fido2"), kind("microsoftAuthenticator")) + `}`), Want: finding.Fail},
		{Name: "a Temporary Access Pass in force", Settings: one, Files: with(`{"e1":` + account(kind("fido2"), `{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","isUsable":true}`) + `}`), Want: finding.Fail},
		{Name: "a Temporary Access Pass that has expired", Settings: one, Files: with(`{"e1":` + account(kind("fido2"), `{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","isUsable":false}`) + `}`), Want: finding.Pass},
		{Name: "one of two is weak", Settings: two, Files: with(`{"e1":` + account(kind("fido2")) + `,"e2":` + account(kind("softwareOath")) + `}`), Want: finding.Fail},
		{Name: "one of two was not read", Settings: two, Files: with(`{"e1":` + account(kind("fido2")) + `}`), Want: finding.Unknown},
		{Name: "a method of the future", Settings: one, Files: with(`{"e1":` + account(kind("fido2"), kind("telepathy")) + `}`), Want: finding.Unknown},
		{Name: "a method of the future beside a weak one", Settings: one, Files: with(`{"e1":` + account(kind("telepathy"), kind("email")) + `}`), Want: finding.Fail},
		{Name: "a method without a type", Settings: one, Files: with(`{"e1":[{}]}`), Want: finding.Unknown},
		{Name: "a password only and the methods policy unread", Settings: one, Files: alone(`{"e1":` + account() + `}`), Want: finding.Unknown},
		{Name: "a passkey and the methods policy unread", Settings: one, Files: alone(`{"e1":` + account(kind("fido2")) + `}`), Want: finding.Pass},
		{Name: "another account's methods do not help", Settings: one, Files: with(`{"e2":` + account(kind("fido2")) + `}`), Want: finding.Unknown},
		{Name: "none declared", Files: with(`{"e1":` + account(kind("fido2")) + `}`), Want: finding.Unknown},
		{Name: "only a group declared", Settings: group, Files: with(`{"e1":` + account(kind("fido2")) + `}`), Want: finding.Unknown},
		{Name: "unread", Settings: one, Want: finding.Unknown},
	}
	certificates = "enabled"
	tests = append(tests,
		checktest.Test{Name: "a password, and certificates are accepted", Settings: one, Files: with(`{"e1":` + account() + `}`), Want: finding.Unknown},
		checktest.Test{Name: "a phone, and certificates are accepted", Settings: one, Files: with(`{"e1":` + account(kind("phone")) + `}`), Want: finding.Fail},
	)
	checktest.Verdicts(t, EmergencyMethods, tests)
}
