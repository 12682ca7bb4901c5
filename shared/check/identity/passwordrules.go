package identity

import (
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// passwordProtection is where the admin centre keeps the password rules.
const passwordProtection = "Microsoft Entra admin center > Entra ID > Authentication methods > Password protection"

// changePasswordRules is the request that changes password rules.
func changePasswordRules(values string) string {
	return check.ChangeSettings(snapshot.SettingsPasswords(), values)
}

// passwordRules returns the tenant's password rules; ok is false where it never
// changed Microsoft's defaults.
func passwordRules(s *snapshot.Snapshot) (snapshot.GroupSetting, bool) {
	return snapshot.SettingsPasswords().In(snapshot.GroupSettings.Of(s))
}

// passwordNumber judges a password rule that is a whole number.
type passwordNumber struct {
	name       string
	good       func(int) bool
	pass, fail string
	byDefault  string // the reason where Microsoft's default, which is good, applies
}

func (n passwordNumber) run(s *snapshot.Snapshot) []check.Result {
	rules, ok := passwordRules(s)
	switch {
	case ok:
	case snapshot.Unnamed(snapshot.GroupSettings.Of(s)):
		return check.One(finding.Unknown, "Graph returned settings without saying of what.", finding.Evidence{})
	default:
		return check.One(finding.Pass, n.byDefault, finding.Evidence{})
	}
	text := rules.Text(n.name)
	v, err := strconv.Atoi(strings.TrimSpace(text.V))
	if !text.Known() || err != nil || v < 1 {
		return check.One(finding.Unknown, "The password rules hold no usable value for "+n.name+".", finding.Evidence{})
	}
	evidence := finding.Evidence{Facts: finding.Facts{n.name: v}}
	if n.good(v) {
		return check.One(finding.Pass, n.pass, evidence)
	}
	return check.One(finding.Fail, n.fail, evidence)
}

// readsGroupSettings are the resources of a check on directory settings.
func readsGroupSettings() []snapshot.Resource {
	return []snapshot.Resource{snapshot.GroupSettings.Resource()}
}
