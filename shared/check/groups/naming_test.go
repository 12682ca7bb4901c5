package groups

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestNaming(t *testing.T) {
	policy := func(pattern, words string) checktest.Files {
		return groupSettings(withP1, value("PrefixSuffixNamingRequirement", pattern)+`,`+value("CustomBlockedWordsList", words))
	}
	checktest.Verdicts(t, Naming, []checktest.Test{
		{Name: "pattern", Files: policy(`"GRP_[GroupName]"`, `""`), Want: finding.Pass},
		{Name: "words", Files: policy(`""`, `"CEO,Payroll"`), Want: finding.Pass},
		{Name: "one is enough where the other is null", Files: policy(`"GRP_[GroupName]"`, `null`), Want: finding.Pass},
		{Name: "neither", Files: policy(`""`, `" "`), Want: finding.Fail},
		{Name: "never set", Files: groupSettings(withP1, ``), Want: finding.Fail},
		{Name: "null", Files: policy(`null`, `""`), Want: finding.Unknown},
		{Name: "absent", Files: groupSettings(withP1, value("EnableGroupCreation", `"True"`)), Want: finding.Unknown},
		{Name: "no licence", Files: groupSettings(withNothing, ``), Want: finding.NotApplicable},
		{Name: "unread", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1}, Want: finding.Unknown},
	})
}

func TestNamingKeepsWordsOutOfEvidence(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, groupSettings(withP1, value("CustomBlockedWordsList", `"contoso"`)))
	for _, r := range check.Run(Naming, s).Results {
		for name, v := range r.Evidence.Facts {
			if text, ok := v.(string); ok && strings.Contains(text, "contoso") {
				t.Errorf("fact %s holds a blocked word", name)
			}
		}
	}
}
