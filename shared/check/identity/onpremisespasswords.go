package identity

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// OnPremisesPasswords asks that the ban reaches the company's own directory.
// Microsoft's default is to check there but only to log.
var OnPremisesPasswords = &check.Check{
	ID:       "id-on-premises-passwords",
	Title:    "Banned passwords are refused in the on-premises directory too",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "Passwords chosen in the on-premises directory are synchronised to the cloud, so a weak one there is a weak one everywhere.",
	Controls: check.Controls{CIS: []string{"5.2.3.3"}, EIDSCA: []string{"PR01", "PR02"}, ISO27001: []string{"A.5.17"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"ID-016"},
	Reads:    []snapshot.Resource{snapshot.GroupSettings.Resource(), snapshot.Organizations.Resource()},
	Licence:  check.EntraP1,
	Risk:     "An attacker guesses a weak password that the cloud would have refused but the domain controllers accepted.",
	Fix: check.Fix{
		Portal:  passwordProtection + " > Enable password protection on Windows Server Active Directory: Yes, Mode: Enforced; install the agents on the domain controllers",
		Request: changePasswordRules(`{"name":"EnableBannedPasswordCheckOnPremises","value":"true"},{"name":"BannedPasswordCheckOnPremisesMode","value":"Enforce"}`),
	},
	Texts:  []*text.Table{onPremisesPasswordsTexts, hybridTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.2.3.3; Microsoft Entra documentation, Enforce on-premises Microsoft Entra Password Protection",
	Run: func(s *snapshot.Snapshot) []check.Result {
		switch hybrid := hybridOf(snapshot.Organizations.Of(s)); {
		case !hybrid.Known():
			return unknownHybrid()
		case !hybrid.V:
			return notHybrid()
		}
		rules, ok := passwordRules(s)
		if !ok {
			return check.One(finding.Fail, "The tenant kept the default, which only logs banned passwords on premises.", finding.Evidence{})
		}
		enabled, mode := rules.Bool("EnableBannedPasswordCheckOnPremises"), rules.Text("BannedPasswordCheckOnPremisesMode")
		facts := finding.Facts{}
		if enabled.Known() {
			facts["EnableBannedPasswordCheckOnPremises"] = enabled.V
		}
		if mode.Known() {
			facts["BannedPasswordCheckOnPremisesMode"] = mode.V
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case enabled.Known() && !enabled.V:
			return check.One(finding.Fail, "Banned passwords are not checked in the on-premises directory.", evidence)
		case !enabled.Known() || !mode.Known():
			return check.One(finding.Unknown, "The password rules do not say how passwords are checked on premises.", finding.Evidence{})
		case strings.EqualFold(mode.V, "Audit"):
			return check.One(finding.Fail, "Banned passwords are only logged, not refused, in the on-premises directory.", evidence)
		case strings.EqualFold(mode.V, "Enforce"), strings.EqualFold(mode.V, "Enforced"):
			return check.One(finding.Pass, "Banned passwords are refused in the on-premises directory.", evidence)
		}
		return check.One(finding.Unknown, "The mode of the on-premises password check is one Vahti does not know.", finding.Evidence{})
	},
}
