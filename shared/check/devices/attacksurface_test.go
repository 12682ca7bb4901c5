package devices

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

// ruleSet is the setting that rules hang on, as Intune writes it, with the mode
// of each rule: the first three must block.
func ruleSet(modes map[string]string, missing ...string) string {
	skip := map[string]bool{}
	for _, name := range missing {
		skip[name] = true
	}
	var children []string
	for _, s := range rulesAsked {
		mode := modes[s.fact]
		if mode == "" {
			mode = "block"
		}
		if !skip[s.fact] {
			children = append(children, choice(s.id, mode))
		}
	}
	return `{"@odata.type":"#microsoft.graph.deviceManagementConfigurationGroupSettingCollectionInstance","settingDefinitionId":"` + attackSurfaceRules +
		`","groupSettingCollectionValue":[{"children":[` + strings.Join(children, ",") + `]}]}`
}

func TestAttackSurface(t *testing.T) {
	const (
		family = "endpointSecurityAttackSurfaceReduction"
		lsass  = "blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem"
		macros = "blockwin32apicallsfromofficemacros"
		adobe  = "blockadobereaderfromcreatingchildprocesses"
	)
	is := func(rule, mode string) string {
		return policy(family, allDevices, ruleSet(map[string]string{rule: mode}))
	}
	checktest.Verdicts(t, AttackSurface, []checktest.Test{
		{Name: "all block", Files: catalogue(policy(family, allDevices, ruleSet(nil))), Want: finding.Pass},
		{Name: "one warns", Files: catalogue(is(macros, "warn")), Want: finding.Pass},
		{Name: "one audits", Files: catalogue(is(macros, "audit")), Want: finding.Fail},
		{Name: "one is off", Files: catalogue(is(macros, "off")), Want: finding.Fail},
		{Name: "one is missing", Files: catalogue(policy(family, allDevices, ruleSet(nil, macros))), Want: finding.Fail},
		{Name: "one that must block warns", Files: catalogue(is(lsass, "warn")), Want: finding.Fail},
		{Name: "one that must block audits", Files: catalogue(is(lsass, "audit")), Want: finding.Fail},
		{Name: "one that is only reported is off", Files: catalogue(is(adobe, "off")), Want: finding.Pass},
		{Name: "one that is only reported is missing", Files: catalogue(policy(family, allDevices, ruleSet(nil, adobe))), Want: finding.Pass},
		{Name: "a mode that came later", Files: catalogue(is(macros, "prompt")), Want: finding.Unknown},
		{Name: "in a baseline", Files: catalogue(policy("baseline", allDevices, ruleSet(nil))), Want: finding.Pass},
		{Name: "two policies together", Files: catalogue(policy(family, allDevices, ruleSet(nil, lsass)), policy("none", allDevices, ruleSet(nil, macros))), Want: finding.Pass},
		{Name: "two policies that differ about a rule", Files: catalogue(policy(family, allDevices, ruleSet(nil)), is(lsass, "audit")), Want: finding.Fail},
		{Name: "audit for all, block for a pilot group", Files: catalogue(
			policy(family, allDevices+","+without("g"), ruleSet(map[string]string{lsass: "audit"})), policy(family, group("g"), ruleSet(nil))), Want: finding.Pass},
		{Name: "assigned to nobody", Files: catalogue(policy(family, "", ruleSet(nil))), Want: finding.Fail},
		{Name: "only excluded", Files: catalogue(policy(family, without("g"), ruleSet(nil))), Want: finding.Fail},
		{Name: "the setting without rules", Files: catalogue(policy(family, allDevices, `{"settingDefinitionId":"`+attackSurfaceRules+`","groupSettingCollectionValue":[]}`)), Want: finding.Fail},
		{Name: "none", Files: catalogue(), Want: finding.Fail},
		{Name: "settings not returned", Files: catalogue(`{"id":"p","platforms":"windows10","assignments":[` + allDevices + `]}`), Want: finding.Unknown},
		unlicensed(catalogue(policy(family, allDevices, ruleSet(nil)))),
	})
	got := facts(t, outcome(t, AttackSurface, catalogue(is(macros, "audit"))))
	if got[macros] != "audit" || got[lsass] != "block" || len(got) != len(rulesAsked)+2 {
		t.Errorf("facts do not name the mode of each rule: %v", got)
	}
}
