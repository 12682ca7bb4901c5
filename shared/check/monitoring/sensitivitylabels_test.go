package monitoring

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestSensitivityLabels(t *testing.T) {
	labels := func(list string) checktest.Files { return tenant(snapshot.SensitivityLabels.Resource(), `[`+list+`]`) }
	checktest.Verdicts(t, SensitivityLabels, []checktest.Test{
		{Name: "one", Files: labels(`{"id":"l","name":"Internal","isEnabled":true,"hasProtection":false}`), Want: finding.Pass},
		{Name: "one, without a word of its being enabled", Files: labels(`{"id":"l","name":"Internal"}`), Want: finding.Pass},
		{Name: "none", Files: labels(``), Want: finding.Fail},
		{Name: "disabled", Files: labels(`{"id":"l","isEnabled":false}`), Want: finding.Fail},
		{Name: "one of two disabled", Files: labels(`{"id":"l","isEnabled":false},{"id":"m","isEnabled":true}`), Want: finding.Pass},
		{Name: "null", Files: labels(`{"id":"l","isEnabled":null}`), Want: finding.Unknown},
		{Name: "empty", Files: labels(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: plans(labels(``), "AAD_PREMIUM_P2"), Want: finding.NotApplicable},
		{Name: "Business Premium", Files: plans(labels(``), "RMS_S_PREMIUM"), Want: finding.Fail},
	})
}

// TestLabelsThatEncrypt are counted.
func TestLabelsThatEncrypt(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, tenant(snapshot.SensitivityLabels.Resource(),
		`[{"id":"l","isEnabled":true,"hasProtection":true},{"id":"m","isEnabled":true,"hasProtection":false},{"id":"n","isEnabled":false,"hasProtection":true}]`))
	r := check.Run(SensitivityLabels, s).Results[0]
	if want := (finding.Facts{"labels": 2, "labelsThatEncrypt": 1}); !r.Evidence.Facts.Equal(want) {
		t.Errorf("got the facts %v, want %v", r.Evidence.Facts, want)
	}
}
