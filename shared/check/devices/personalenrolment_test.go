package devices

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	blockedPersonal = `{"platformBlocked":false,"personalDeviceEnrollmentBlocked":true}`
	blockedPlatform = `{"platformBlocked":true,"personalDeviceEnrollmentBlocked":false}`
	allowedPersonal = `{"platformBlocked":false,"personalDeviceEnrollmentBlocked":false}`
)

// perPlatform is the older form, with one restriction for each platform.
func perPlatform(priority, windows, ios, mac, android, work string) string {
	return `{"@odata.type":"#microsoft.graph.deviceEnrollmentPlatformRestrictionsConfiguration","id":"t_DefaultPlatformRestrictions","displayName":"Form ` + priority + `","priority":` + priority +
		`,"windowsRestriction":` + windows + `,"iosRestriction":` + ios + `,"macOSRestriction":` + mac + `,"androidRestriction":` + android + `,"androidForWorkRestriction":` + work + `}`
}

// single is the newer form, for one platform.
func single(priority, platform, restriction string) string {
	return `{"@odata.type":"#microsoft.graph.deviceEnrollmentPlatformRestrictionConfiguration","id":"` + platform + `","displayName":"` + platform + `","priority":` + priority +
		`,"platformType":"` + platform + `","platformRestriction":` + restriction + `}`
}

func TestPersonalEnrolment(t *testing.T) {
	tenant := func(configurations ...string) checktest.Files {
		// Every tenant has further configurations with priority 0.
		all := append([]string{`{"@odata.type":"#microsoft.graph.deviceEnrollmentLimitConfiguration","id":"t_DefaultLimit","priority":0}`,
			`{"@odata.type":"#microsoft.graph.deviceEnrollmentWindowsHelloForBusinessConfiguration","id":"t_DefaultWindowsHelloForBusiness","priority":0}`}, configurations...)
		return in(snapshot.EnrollmentConfigurations.Resource(), "["+strings.Join(all, ",")+"]")
	}
	b, p, a := blockedPersonal, blockedPlatform, allowedPersonal
	good := perPlatform("0", b, b, b, p, b)
	checktest.Verdicts(t, PersonalEnrolment, []checktest.Test{
		{Name: "blocked everywhere", Files: tenant(good), Want: finding.Pass},
		{Name: "one platform allowed", Files: tenant(perPlatform("0", b, b, a, p, b)), Want: finding.Fail},
		{Name: "Android work profiles allowed", Files: tenant(perPlatform("0", b, b, b, p, a)), Want: finding.Fail},
		{Name: "as a new tenant has it", Files: tenant(perPlatform("0", a, a, a, a, a)), Want: finding.Fail},
		{Name: "v1.0 leaves out work profiles", Files: tenant(perPlatform("0", b, b, b, p, "null")), Want: finding.Unknown},
		{Name: "a platform is allowed and another left out", Files: tenant(perPlatform("0", a, b, b, p, "null")), Want: finding.Fail},
		{Name: "half a restriction", Files: tenant(perPlatform("0", b, b, b, p, `{"platformBlocked":false}`)), Want: finding.Unknown},
		{Name: "an empty restriction", Files: tenant(perPlatform("0", b, b, `{}`, p, b)), Want: finding.Unknown},
		{Name: "a group may, the default does not", Files: tenant(good, perPlatform("1", a, a, a, a, a)), Want: finding.Pass},
		{Name: "a group may not, the default does", Files: tenant(perPlatform("0", a, a, a, a, a), perPlatform("1", b, b, b, b, b)), Want: finding.Fail},
		{Name: "newer form, each platform", Files: tenant(single("0", "windows", b), single("0", "ios", b), single("0", "mac", b), single("0", "android", p), single("0", "androidForWork", b)), Want: finding.Pass},
		{Name: "newer form, one platform missing", Files: tenant(single("0", "windows", b), single("0", "ios", b), single("0", "mac", b)), Want: finding.Unknown},
		{Name: "newer form, one allowed", Files: tenant(single("0", "windows", b), single("0", "ios", a)), Want: finding.Fail},
		{Name: "newer form, all at once", Files: tenant(single("0", "allPlatforms", b)), Want: finding.Pass},
		{Name: "newer form for a group beside the default", Files: tenant(good, single("1", "windows", a)), Want: finding.Pass},
		{Name: "an unknown platform", Files: tenant(single("0", "unknownFutureValue", b)), Want: finding.Unknown},
		{Name: "no priority", Files: tenant(strings.Replace(good, `"priority":0,`, "", 1)), Want: finding.Unknown},
		{Name: "no restriction of platforms", Files: tenant(), Want: finding.Unknown},
		{Name: "nothing", Files: in(snapshot.EnrollmentConfigurations.Resource(), `[]`), Want: finding.Unknown},
		{Name: "empty", Files: in(snapshot.EnrollmentConfigurations.Resource(), `[{}]`), Want: finding.Unknown},
		unlicensed(tenant(good)),
	})
	o := outcome(t, PersonalEnrolment, tenant(good, single("1", "windows", a)))
	if diff := cmp.Diff([]string{"windows|lets the groups it is assigned to enrol personal devices"}, notesOf(o, "restrictions")); diff != "" {
		t.Errorf("restrictions for groups (-want +got):\n%s", diff)
	}
}
