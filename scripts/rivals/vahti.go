package rivals

import (
	"fmt"
	"regexp"
	"strings"

	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// requirements are what the three checks ask of policies. The test wants each to
// say the same as its check.
var requirements = map[Control]coverage.Requirement{
	Legacy: {
		Does: "blocks legacy authentication", Grant: coverage.Block,
		ClientApps: coverage.Range{Values: []string{"exchangeActiveSync", "other"}, Named: true},
		Flows:      coverage.Range{Values: []string{"none"}},
	},
	MFA: {Does: "requires multifactor authentication", Grant: coverage.MFA},
	DeviceCode: {
		Does: "blocks device code flow", Grant: coverage.Block,
		Flows:      coverage.Range{Values: []string{"deviceCodeFlow"}, Named: true},
		ClientApps: coverage.Range{Values: []string{"browser", "mobileAppsAndDesktopClients"}},
	},
}

// vahtiAnswer is what Vahti says of every policy in the common form: on a pass
// the evidence of a check leaves out the policies that do not help.
func vahtiAnswer(s *snapshot.Snapshot, c Control) (Answer, coverage.Coverage, error) {
	found := coverage.Judge(s, requirements[c])
	a := Answer{Verdict: string(found.Verdict)}
	notes := map[string]string{}
	for _, p := range found.Policies {
		notes[p.ID] = p.Note
	}
	for _, p := range snapshot.ConditionalAccessPolicies.Of(s) {
		codes := []string{}
		for note := range strings.SplitSeq(notes[p.ID], "; ") {
			code, err := codeOf(note)
			if err != nil {
				return Answer{}, found, err
			}
			if code != "" {
				codes = append(codes, code)
			}
		}
		a.Policies = append(a.Policies, codes)
	}
	if found.Verdict == finding.Fail {
		for _, name := range found.Gap {
			code, ok := gapCodes[name]
			if !ok {
				return Answer{}, found, fmt.Errorf("the gap %q has no code", name)
			}
			a.Reasons = append(a.Reasons, code)
		}
		if len(found.Gap) == 0 {
			a.Reasons = []string{"none-enabled"}
		}
	}
	a.sort()
	return a, found, nil
}

var gapCodes = map[string]string{
	"guests": "excludes-guests", "excluded-users": "excludes-users", "excluded-groups": "excludes-groups", "excluded-roles": "excludes-roles",
	"other-users": "selected-users", "other-applications": "selected-applications", "excluded-applications": "excludes-applications",
	"excluded-locations": "locations", "other-locations": "locations", "excluded-devices": "devices", "other-devices": "devices",
	"clientAppTypes": "client-types", "platforms": "platforms", "userRiskLevels": "user-risk", "signInRiskLevels": "sign-in-risk",
	"insiderRiskLevels": "insider-risk", "authenticationFlows": "flows",
}

// noteCodes are the codes of Vahti's notes, the first that matches.
var noteCodes = []struct {
	note *regexp.Regexp
	code string
}{
	{regexp.MustCompile(`^$|^keeps the control alone$`), ""},
	{regexp.MustCompile(`^report-only$`), "report-only"},
	{regexp.MustCompile(`^disabled$`), "disabled"},
	{regexp.MustCompile(`^is in a state Vahti does not know$`), "unknown-state"},
	{regexp.MustCompile(`^asks for a control Vahti does not know$`), "unknown-control"},
	{regexp.MustCompile(`^blocks, but |^is not made for this$`), "made-for-something-else"},
	{regexp.MustCompile(`^grants access with an OR weaker control$`), "weaker-alternative"},
	{regexp.MustCompile(`^does not (block|require multifactor authentication)$`), "wrong-grant"},
	{regexp.MustCompile(`^covers nobody$`), "nobody"},
	{regexp.MustCompile(`^covers only guests$`), "only-guests"},
	{regexp.MustCompile(`^covers only selected users$`), "selected-users"},
	{regexp.MustCompile(`^excludes guests$`), "excludes-guests"},
	{regexp.MustCompile(`^excludes \d+ undeclared users?$`), "excludes-users"},
	{regexp.MustCompile(`^excludes \d+ undeclared groups?$`), "excludes-groups"},
	{regexp.MustCompile(`^excludes \d+ undeclared roles?$`), "excludes-roles"},
	{regexp.MustCompile(`^excludes \d+ undeclared applications?$`), "excludes-applications"},
	{regexp.MustCompile(`^excludes applications by a filter$`), "filters-applications"},
	{regexp.MustCompile(`^covers no application$`), "no-application"},
	{regexp.MustCompile(`^covers only selected applications$`), "selected-applications"},
	{regexp.MustCompile(`^does not apply to the client types that matter$`), "not-client-types"},
	{regexp.MustCompile(`^narrowed to client types `), "client-types"},
	{regexp.MustCompile(`^narrowed to device platforms |^excludes platforms `), "platforms"},
	{regexp.MustCompile(`^(narrowed to|does not apply to the) user risk levels`), "user-risk"},
	{regexp.MustCompile(`^(narrowed to|does not apply to the) sign-in risk levels`), "sign-in-risk"},
	{regexp.MustCompile(`^(narrowed to|does not apply to the) workload identity risk levels`), "workload-risk"},
	{regexp.MustCompile(`^(narrowed to|does not apply to the) agent risk levels`), "agent-risk"},
	{regexp.MustCompile(`^(narrowed to|does not apply to the) insider risk levels`), "insider-risk"},
	{regexp.MustCompile(`^(narrowed to|does not apply to the) authentication flows`), "flows"},
	{regexp.MustCompile(`^narrowed to some locations$`), "locations"},
	{regexp.MustCompile(`^narrowed to some devices$`), "devices"},
	{regexp.MustCompile(`^has the condition .*, which Vahti does not know$`), "unknown-condition"},
	{regexp.MustCompile(`^is made for workload identities$`), "workloads"},
}

func codeOf(note string) (string, error) {
	for _, n := range noteCodes {
		if n.note.MatchString(note) {
			return n.code, nil
		}
	}
	return "", fmt.Errorf("the note %q has no code", note)
}
