package applications

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// appPolicies is where the admin centre keeps the restrictions of credentials.
const appPolicies = "Microsoft Entra admin center > Entra ID > Enterprise apps > Application policies"

// rule is one restriction on credentials that a policy should hold.
type rule struct {
	kind  string // Graph's restrictionType
	list  func(snapshot.AppCredentials) []snapshot.CredentialRestriction
	limit time.Duration // the longest lifetime; zero where the kind has none
}

func secrets(c snapshot.AppCredentials) []snapshot.CredentialRestriction {
	return c.PasswordCredentials
}

func certificates(c snapshot.AppCredentials) []snapshot.CredentialRestriction {
	return c.KeyCredentials
}

// credentialCheck asks that the tenant's default policy holds one of the rules
// for applications and one of them for service principals.
type credentialCheck struct {
	anyOf []rule
	pass  string
	fail  string
}

func readsAppPolicies() []snapshot.Resource {
	return []snapshot.Resource{snapshot.DefaultAppManagementPolicy.Resource()}
}

func usesAppPolicies() []snapshot.Resource {
	return []snapshot.Resource{snapshot.AppManagementPolicies.Resource()}
}

func (c credentialCheck) run(s *snapshot.Snapshot) []check.Result {
	p := snapshot.DefaultAppManagementPolicy.Of(s)
	facts := finding.Facts{}
	if p.IsEnabled.Known() {
		facts["isEnabled"] = p.IsEnabled.V
	}
	evidence := finding.Evidence{Facts: facts}
	if p.IsEnabled.Known() && !p.IsEnabled.V {
		return check.One(finding.Fail, "The tenant's default policy for applications is not enabled.", evidence)
	}
	if p.IsEnabled.Null {
		return check.One(finding.Unknown, "Graph did not return whether the default policy for applications is enabled.", finding.Evidence{})
	}
	applications, principals := c.held(p.ApplicationRestrictions), c.held(p.ServicePrincipalRestrictions)
	facts["forApplications"], facts["forServicePrincipals"] = string(applications), string(principals)
	switch finding.Worst(applications, principals) {
	case finding.Fail:
		return check.One(finding.Fail, c.fail, evidence)
	case finding.Unknown:
		return check.One(finding.Unknown, "The default policy for applications holds values Vahti does not know or lacks some.", finding.Evidence{})
	}
	return c.exceptions(s, p, evidence)
}

// held judges one of the two lists of the default policy.
func (c credentialCheck) held(credentials snapshot.Value[snapshot.AppCredentials]) finding.Verdict {
	if !credentials.Set {
		return finding.Unknown
	}
	best := finding.Fail
	for _, r := range c.anyOf {
		switch v, _ := r.in(credentials.V); v {
		case finding.Pass:
			return finding.Pass
		case finding.Unknown:
			best = finding.Unknown
		}
	}
	return best
}

// in returns the best verdict among the restrictions of the rule's kind;
// speaks is false, and the verdict a fail, where there is none.
func (r rule) in(credentials snapshot.AppCredentials) (best finding.Verdict, speaks bool) {
	best = finding.Fail
	for _, have := range r.list(credentials) {
		if !strings.EqualFold(have.RestrictionType, r.kind) {
			continue
		}
		speaks = true
		switch v := r.judge(have); {
		case v == finding.Pass:
			return finding.Pass, true
		case v == finding.Unknown:
			best = finding.Unknown
		}
	}
	return best, speaks
}

// judge says whether a restriction of the rule's kind is in force for every
// application, whenever it was made, and strict enough.
func (r rule) judge(have snapshot.CredentialRestriction) finding.Verdict {
	from := have.RestrictForAppsCreatedAfterDateTime
	switch {
	case have.State.Known() && strings.EqualFold(have.State.V, "disabled"):
		return finding.Fail
	case !have.State.Known() || !strings.EqualFold(have.State.V, "enabled"):
		return finding.Unknown
	case !from.Set || from.Known() && !from.V.Readable:
		return finding.Unknown
	case from.Known() && from.V.Time.Year() > 1:
		return finding.Fail
	case r.limit == 0:
		return finding.Pass
	case have.MaxLifetime.Null:
		return finding.Fail
	}
	lifetime, ok := isoDuration(have.MaxLifetime.V)
	switch {
	case !ok:
		return finding.Unknown
	case lifetime > r.limit:
		return finding.Fail
	}
	return finding.Pass
}

// exceptions judges a tenant whose default policy is as it should be: a policy
// assigned to single applications may relax it.
func (c credentialCheck) exceptions(s *snapshot.Snapshot, defaults snapshot.AppManagementPolicy, evidence finding.Evidence) []check.Result {
	if !s.Has(snapshot.AppManagementPolicies.Resource()) {
		return check.One(finding.Pass, c.pass+" Policies for single applications could not be read.", evidence)
	}
	var relaxed []finding.Subject
	unsure := false
	for _, p := range snapshot.AppManagementPolicies.Of(s) {
		if p.IsEnabled.Known() && !p.IsEnabled.V || p.Restrictions.Null {
			continue
		}
		if !p.Restrictions.Set {
			unsure = true
			continue
		}
		kept := finding.Worst(
			c.keeps(p.Restrictions.V, defaults.ApplicationRestrictions.V),
			c.keeps(p.Restrictions.V, defaults.ServicePrincipalRestrictions.V))
		switch {
		case kept == finding.Pass:
		case kept == finding.Unknown, !p.AppliesTo.Known():
			unsure = unsure || !p.AppliesTo.Known() || len(p.AppliesTo.V) > 0
		case len(p.AppliesTo.V) > 0:
			relaxed = append(relaxed, finding.Subject{ID: p.ID, Name: p.DisplayName, Note: "relaxes the default for the applications it is assigned to"})
		}
	}
	switch {
	case len(relaxed) > 0:
		evidence.Facts["relaxingPolicies"] = len(relaxed)
		evidence.Subjects = finding.Subjects{"policies": finding.List(relaxed...)}
		return check.One(finding.Fail, "A policy relaxes the restriction for single applications.", evidence)
	case unsure:
		return check.One(finding.Unknown, "A policy may relax the restriction for single applications, and Graph did not return all of it.", finding.Evidence{})
	}
	return check.One(finding.Pass, c.pass, evidence)
}

// keeps judges whether one of the rules is kept once a custom policy stands
// over a list of the default policy: what the custom policy does not speak of
// is inherited.
func (c credentialCheck) keeps(custom, inherited snapshot.AppCredentials) finding.Verdict {
	best, speaksOfAny := finding.Fail, false
	for _, r := range c.anyOf {
		v, speaks := r.in(custom)
		speaksOfAny = speaksOfAny || speaks
		if !speaks {
			v, _ = r.in(inherited)
		}
		if v == finding.Pass || v == finding.Unknown && best == finding.Fail {
			best = v
		}
	}
	if !speaksOfAny {
		return finding.Pass
	}
	return best
}

// duration is an ISO 8601 duration as Graph sends it.
var duration = regexp.MustCompile(`^P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:\.\d{1,9})?S)?)?$`)

// isoDuration parses an ISO 8601 duration, a month as 30 days and a year as 365.
func isoDuration(text string) (time.Duration, bool) {
	const day = 24 * time.Hour
	m := duration.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	var total time.Duration
	some := false
	for i, unit := range []time.Duration{365 * day, 30 * day, 7 * day, day, time.Hour, time.Minute, time.Second} {
		if m[i+1] == "" {
			continue
		}
		n, err := strconv.ParseInt(m[i+1], 10, 64)
		if err != nil || time.Duration(n) > (1<<62)/unit {
			return 0, false
		}
		if total += time.Duration(n) * unit; total < 0 {
			return 0, false
		}
		some = true
	}
	return total, some
}
