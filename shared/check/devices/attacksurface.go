package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AttackSurface asks that attack surface reduction rules are in force on Windows.
var AttackSurface = &check.Check{
	ID:       "device-attack-surface-reduction",
	Title:    "Attack surface reduction rules block what attacks are made of",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "The rules stop the steps that nearly every attack on a computer takes, whatever malware it uses.",
	Controls: check.Controls{ISO27001: []string{"A.8.7", "A.8.9"}, NIS2: []string{"21(2)(e)", "21(2)(g)"}},
	Rows:     []string{"IN-019"},
	Reads:    []snapshot.Resource{snapshot.ConfigurationPolicies.Resource()},
	Licence:  check.Intune,
	Risk:     "A document that a user opens starts other programs, reads the passwords in memory and sets itself up to stay.",
	Fix: check.Fix{
		Portal: attackSurfacePortal + "Block, and assign the policy",
		Request: `POST /beta/deviceManagement/configurationPolicies {"name":"Attack surface reduction","platforms":"windows10","technologies":"mdm,microsoftSense","settings":[{"settingInstance":` +
			`{"@odata.type":"#microsoft.graph.deviceManagementConfigurationGroupSettingCollectionInstance","settingDefinitionId":"` + attackSurfaceRules +
			`","groupSettingCollectionValue":[{"children":[` + choice(attackSurfaceRules+"_blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem", "block") + `,` +
			choice(attackSurfaceRules+"_blockabuseofexploitedvulnerablesigneddrivers", "block") + `,` +
			choice(attackSurfaceRules+"_blockpersistencethroughwmieventsubscription", "block") + `]}]}}]}`,
	},
	Texts: []*text.Table{attackSurfaceTexts, catalogueTexts, devicesTexts},
	Since: "2026-11",
	Source: "Microsoft Defender for Endpoint documentation, attack surface reduction rules reference: the first three are its standard protection rules and must block; the others may warn where they can. " +
		"The ids of the settings were compared with policies exported from tenants. Facts name the mode of every rule; rules that are not asked for are only reported. Profiles of the older kinds are not read",
	Run: catalogueCheck{
		settings:   rulesAsked,
		pass:       "Assigned policies have every attack surface reduction rule that is asked for in force.",
		fail:       "Some attack surface reduction rules that are asked for are not in force by the assigned policies.",
		none:       "No policy of the settings catalogue or endpoint security sets attack surface reduction rules.",
		unassigned: "The policies that set attack surface reduction rules are assigned to nobody.",
		doubt:      "Some attack surface reduction rules are in a mode unknown to Vahti.",
	}.run,
}

const attackSurfacePortal = intune + "Endpoint security > Attack surface reduction > Create policy > Windows, Attack Surface Reduction Rules > set each rule to: "

// attackSurfaceRules is the setting that the rules hang on, and begins their ids.
const attackSurfaceRules = "device_vendor_msft_policy_config_defender_attacksurfacereductionrules"

// rulesAsked are the rules: those that must block, those that may warn instead,
// and those that are only reported.
var rulesAsked = rules(
	[]string{
		"blockcredentialstealingfromwindowslocalsecurityauthoritysubsystem",
		"blockabuseofexploitedvulnerablesigneddrivers",
		"blockpersistencethroughwmieventsubscription",
	},
	[]string{
		"blockallofficeapplicationsfromcreatingchildprocesses",
		"blockofficeapplicationsfromcreatingexecutablecontent",
		"blockofficeapplicationsfrominjectingcodeintootherprocesses",
		"blockofficecommunicationappfromcreatingchildprocesses",
		"blockwin32apicallsfromofficemacros",
		"blockexecutionofpotentiallyobfuscatedscripts",
		"blockjavascriptorvbscriptfromlaunchingdownloadedexecutablecontent",
		"blockexecutablecontentfromemailclientandwebmail",
		"blockuntrustedunsignedprocessesthatrunfromusb",
		"blockprocesscreationsfrompsexecandwmicommands",
		"useadvancedprotectionagainstransomware",
	},
	[]string{
		"blockadobereaderfromcreatingchildprocesses",
		"blockexecutablefilesrunningunlesstheymeetprevalenceagetrustedlistcriterion",
		"blockrebootingmachineinsafemode",
		"blockuseofcopiedorimpersonatedsystemtools",
		"blockwebshellcreationforservers",
	},
)

// rules are settings of rules that must block, that may warn instead, and that
// are only reported, each named as Microsoft's setting ends.
func rules(block, warn, report []string) []setting {
	modes := map[string]string{"block": "block", "warn": "warn", "audit": "audit", "off": "off"}
	var out []setting
	for i, list := range [][]string{block, warn, report} {
		good := [][]string{{"block"}, {"block", "warn"}, nil}[i]
		for _, name := range list {
			out = append(out, setting{fact: name, id: attackSurfaceRules + "_" + name, labels: modes, good: good})
		}
	}
	return out
}
