package devices

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestDefenderAntivirus(t *testing.T) {
	const family = "endpointSecurityAntivirus"
	realTime := choice(defender+"allowrealtimemonitoring", "1")
	realTimeOff := choice(defender+"allowrealtimemonitoring", "0")
	cloud := choice(defender+"allowcloudprotection", "1")
	exclusions := choice(defender+"excludedpaths", "1")
	channel := choice("device_vendor_msft_defender_configuration_platformupdateschannel", "5")
	app := choice("vendor_msft_defender_configuration_tamperprotection_options", "0")
	checktest.Verdicts(t, DefenderAntivirus, []checktest.Test{
		{Name: "assigned", Files: catalogue(policy(family, allDevices, realTime, cloud)), Want: finding.Pass},
		{Name: "assigned to a group", Files: catalogue(policy(family, group("g"), cloud)), Want: finding.Pass},
		{Name: "a policy of which no platform is named", Files: catalogue(`{}`), Want: finding.Unknown},
		{Name: "through the settings catalogue", Files: catalogue(policy("none", allDevices, realTime)), Want: finding.Pass},
		{Name: "through a baseline", Files: catalogue(policy("baseline", allUsers, realTime)), Want: finding.Pass},
		{Name: "of the catalogue and without real-time protection", Files: catalogue(policy("none", allDevices, cloud)), Want: finding.Fail},
		{Name: "assigned to nobody", Files: catalogue(policy(family, "", realTime)), Want: finding.Fail},
		{Name: "only excluded", Files: catalogue(policy(family, without("g"), realTime)), Want: finding.Fail},
		{Name: "exclusions alone protect nothing", Files: catalogue(policy(family, allDevices, exclusions)), Want: finding.Fail},
		{Name: "update channels alone protect nothing", Files: catalogue(policy(family, allDevices, channel)), Want: finding.Fail},
		{Name: "the Windows Security app alone protects nothing", Files: catalogue(policy(family, allDevices, app)), Want: finding.Fail},
		{Name: "attack surface reduction is another thing", Files: catalogue(policy("endpointSecurityAttackSurfaceReduction", allDevices, choice(attackSurfaceRules, "1"))), Want: finding.Fail},
		{Name: "turned off", Files: catalogue(policy(family, allDevices, realTimeOff, cloud)), Want: finding.Fail},
		{Name: "turned off for some, on for others", Files: catalogue(policy(family, group("g"), realTimeOff), policy(family, allDevices, realTime)), Want: finding.Pass},
		{Name: "exclusions beside a policy", Files: catalogue(policy(family, allDevices, exclusions), policy(family, allDevices, realTime)), Want: finding.Pass},
		{Name: "for macOS", Files: catalogue(strings.Replace(policy(family, allDevices, realTime), `"windows10"`, `"macOS"`, 1)), Want: finding.Fail},
		{Name: "none", Files: catalogue(), Want: finding.Fail},
		{Name: "settings not returned", Files: catalogue(`{"id":"p","platforms":"windows10","templateReference":{"templateFamily":"` + family + `"},"assignments":[` + allDevices + `]}`), Want: finding.Unknown},
		{Name: "another policy's settings not returned", Files: catalogue(`{"id":"p","platforms":"windows10","assignments":[` + allDevices + `]}`), Want: finding.Unknown},
		unlicensed(catalogue(policy(family, allDevices, realTime))),
	})
	for _, json := range []string{policy(family, allDevices, realTimeOff), policy(family, "", realTime), policy(family, allDevices, exclusions)} {
		outcome(t, DefenderAntivirus, catalogue(json))
	}
}
