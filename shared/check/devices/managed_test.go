package devices

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func managed(devices ...string) checktest.Files {
	return in(snapshot.ManagedDevices.Resource(), `[`+strings.Join(devices, ",")+`]`)
}

func TestEncryption(t *testing.T) {
	d := func(system, encrypted, more string) string {
		return `{"id":"d","deviceName":"D","operatingSystem":"` + system + `","isEncrypted":` + encrypted + more + `}`
	}
	checktest.Verdicts(t, Encryption, []checktest.Test{
		{Name: "encrypted", Files: managed(d("Windows", "true", ""), d("macOS", "true", `,"managementAgent":"mdm","model":"MacBook Air"`)), Want: finding.Pass},
		{Name: "Windows is not", Files: managed(d("Windows", "false", ""), d("macOS", "true", "")), Want: finding.Fail},
		{Name: "macOS is not", Files: managed(d("macOS", "false", "")), Want: finding.Fail},
		{Name: "in another case", Files: managed(d("WINDOWS", "false", "")), Want: finding.Fail},
		{Name: "phones do not count", Files: managed(d("Android", "false", ""), d("iOS", "false", ""), d("Windows", "true", "")), Want: finding.Pass},
		{Name: "a Cloud PC does not count", Files: managed(d("Windows", "false", `,"model":"Cloud PC Enterprise 2vCPU/8GB/128GB"`), d("Windows", "true", "")), Want: finding.Pass},
		{Name: "a Cloud PC alone", Files: managed(d("Windows", "false", `,"model":"Cloud PC Enterprise 2vCPU/8GB/128GB"`)), Want: finding.NotApplicable},
		{Name: "managed by Defender alone", Files: managed(d("Windows", "false", `,"managementAgent":"msSense"`)), Want: finding.NotApplicable},
		{Name: "managed by Configuration Manager alone", Files: managed(d("Windows", "false", `,"managementAgent":"configurationManagerClient"`)), Want: finding.NotApplicable},
		{Name: "co-managed counts", Files: managed(d("Windows", "false", `,"managementAgent":"configurationManagerClientMdm"`)), Want: finding.Fail},
		{Name: "not told", Files: managed(d("Windows", "null", "")), Want: finding.Unknown},
		{Name: "not told beside one that is not", Files: managed(d("Windows", "null", ""), d("Windows", "false", "")), Want: finding.Fail},
		{Name: "no devices", Files: managed(), Want: finding.NotApplicable},
		{Name: "empty", Files: managed(`{}`), Want: finding.Unknown},
		{Name: "encrypted, of a system that is not named", Files: managed(`{"id":"d","isEncrypted":true}`), Want: finding.NotApplicable},
		unlicensed(managed(d("Windows", "false", ""))),
	})
}

func TestSupportedVersions(t *testing.T) {
	d := func(system, version string) string {
		return `{"id":"d","deviceName":"D","operatingSystem":"` + system + `","osVersion":"` + version + `"}`
	}
	tests := []struct {
		system, version string
		want            finding.Verdict
	}{
		{"Windows", "10.0.26200.6899", finding.Pass},
		{"Windows", "10.0.26300.9457", finding.Pass},
		{"Windows", "10.0.28000.1", finding.Pass},
		// Home and Pro ended on 13 October 2026, Enterprise goes on.
		{"Windows", "10.0.26100.4061", finding.Unknown},
		{"Windows", "10.0.22631.4317", finding.Unknown},
		{"Windows", "10.0.22621.4317", finding.Fail},
		{"Windows", "10.0.22000.1", finding.Fail},
		{"Windows", "10.0.19045.6456", finding.Fail},
		// The long-term servicing channel has these builds too.
		{"Windows", "10.0.19044.5737", finding.Unknown},
		{"Windows", "10.0.17763.1", finding.Unknown},
		{"Windows", "10.0.14393.1", finding.Fail},
		{"Windows", "10.0.18363.1", finding.Fail},
		{"Windows", "6.3.9600.0", finding.Fail},
		{"Windows", "10.0.29999.1", finding.Unknown},
		{"Windows", "10.0", finding.Unknown},
		{"Windows", "10.0.", finding.Unknown},
		{"Windows", "", finding.Unknown},
		{"Windows", "0.0.0.0", finding.Unknown},
		{"Windows", "99999999999999999999.0.26200", finding.Unknown},
		{"Windows Server", "10.0.20348.1", finding.Unknown},
		{"macOS", "27.1 (26A428)", finding.Pass},
		{"macOS", "15.8.2", finding.Pass},
		{"macOS", "14.8.8 (23J62)", finding.Fail},
		{"macOS", "10.15.7", finding.Fail},
		{"macOS", "9.2", finding.Fail},
		{"macOS", "20.0", finding.Unknown},
		{"macOS", "28.0", finding.Unknown},
		{"iOS", "27.1", finding.Pass},
		{"iPadOS", "26.7.2", finding.Pass},
		{"iOS", "18.7.10", finding.Fail},
		{"iPadOS", "17.7.11", finding.Fail},
		{"iOS", "12.5.8", finding.Fail},
		{"Android", "16", finding.Pass},
		{"AndroidEnterprise", "14.0", finding.Pass},
		{"Android", "13", finding.Fail},
		{"Android", "8.1.0", finding.Fail},
		{"Android", "18", finding.Unknown},
		{"Linux", "22.04", finding.Unknown},
		{"", "", finding.Unknown},
	}
	verdicts := []checktest.Test{
		{Name: "one of two", Files: managed(d("Windows", "10.0.26200.1"), d("Windows", "10.0.19045.1")), Want: finding.Fail},
		{Name: "one of two undecided", Files: managed(d("Windows", "10.0.26200.1"), d("Linux", "1")), Want: finding.Unknown},
		{Name: "no devices", Files: managed(), Want: finding.NotApplicable},
		unlicensed(managed(d("Windows", "10.0.19045.1"))),
	}
	for _, tt := range tests {
		verdicts = append(verdicts, checktest.Test{Name: tt.system + " " + tt.version, Files: managed(d(tt.system, tt.version)), Want: tt.want})
	}
	checktest.Verdicts(t, SupportedVersions, verdicts)

	o := outcome(t, SupportedVersions, managed(d("Windows", "10.0.19045.1"), d("macOS", "14.1"), d("Windows", "10.0.26100.1"), d("Linux", "1")))
	want := map[string]any{
		"devices": 4, "outOfSupport": 2, "undecided": 2,
		"versionsOutOfSupport": []string{"Windows-10-22H2", "macOS-14"}, "versionsUndecided": []string{"Windows-11-24H2", "unlisted"},
	}
	if diff := cmp.Diff(want, map[string]any(facts(t, o))); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

// TestLifecycles looks at what the tables say as time goes on.
func TestLifecycles(t *testing.T) {
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	tests := []struct {
		name string
		l    lifecycle
		now  string
		want age
	}{
		{"the last day", windowsBuilds[19045], "2025-10-14T23:00:00Z", supported},
		{"the day after", windowsBuilds[19045], "2025-10-15T00:00:00Z", endedButExtended},
		{"between the editions", windowsBuilds[22631], "2026-11-10T23:00:00Z", byEdition},
		{"after both editions", windowsBuilds[22631], "2026-11-11T00:00:00Z", ended},
		{"the long-term channel alone", windowsBuilds[26100], "2027-10-13T00:00:00Z", byChannel},
		{"after all of them", windowsBuilds[26100], "2034-10-11T00:00:00Z", ended},
		{"no end announced", macOSVersions.by[27], "2027-09-22T00:00:00Z", supported},
		{"no end announced and the table is old", macOSVersions.by[27], "2027-09-24T00:00:00Z", outdatedTable},
		{"ended and the table is old", macOSVersions.by[14], "2030-01-01T00:00:00Z", ended},
	}
	for _, tt := range tests {
		if got := tt.l.at(at(tt.now)); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
	// Microsoft ends updates on the second Tuesday of a month.
	for build, l := range windowsBuilds {
		for _, end := range []time.Time{l.ends, l.editions, l.longTerm} {
			if !end.IsZero() && (end.Weekday() != time.Tuesday || end.Day() < 8 || end.Day() > 14) {
				t.Errorf("%d ends on %s, which is no second Tuesday", build, day(end))
			}
		}
		if !l.editions.IsZero() && !l.editions.After(l.ends) || !l.longTerm.IsZero() && !l.longTerm.After(l.editions) {
			t.Errorf("the ends of %d are out of order", build)
		}
	}
}

func TestJailbroken(t *testing.T) {
	d := func(system, value string) string {
		return `{"id":"d","deviceName":"D","operatingSystem":"` + system + `","jailBroken":` + value + `}`
	}
	checktest.Verdicts(t, Jailbroken, []checktest.Test{
		{Name: "none", Files: managed(d("iOS", `"False"`), d("Android", `"False"`), d("Windows", `"Unknown"`)), Want: finding.Pass},
		{Name: "one", Files: managed(d("iOS", `"False"`), d("AndroidEnterprise", `"True"`)), Want: finding.Fail},
		{Name: "in another case", Files: managed(d("iPadOS", `"true"`)), Want: finding.Fail},
		{Name: "a phone has not told", Files: managed(d("iOS", `"Unknown"`), d("iOS", `"False"`)), Want: finding.Unknown},
		{Name: "the documented default, an empty text", Files: managed(d("iOS", `""`)), Want: finding.Unknown},
		{Name: "null", Files: managed(d("Android", `null`)), Want: finding.Unknown},
		{Name: "one has not told and one is", Files: managed(d("iOS", `"Unknown"`), d("Android", `"True"`)), Want: finding.Fail},
		{Name: "computers alone", Files: managed(d("Windows", `"Unknown"`), d("macOS", `"Unknown"`)), Want: finding.NotApplicable},
		{Name: "no devices", Files: managed(), Want: finding.NotApplicable},
		{Name: "empty", Files: managed(`{}`), Want: finding.Unknown},
		unlicensed(managed(d("iOS", `"True"`))),
	})
}
