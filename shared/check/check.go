// Package check judges a snapshot. A Check is one control as data and one pure
// function; the checks themselves live in the folders below, one file each, and
// check/all lists them. Run turns a check into results and is the only place
// where a missing permission or licence becomes a verdict.
package check

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Category groups checks for people.
type Category string

// The categories.
const (
	ConditionalAccess Category = "conditional-access"
	Identity          Category = "identity"
	AuthMethods       Category = "authentication-methods"
	Applications      Category = "applications"
	Roles             Category = "roles"
	Guests            Category = "guests"
	Groups            Category = "groups"
	Devices           Category = "devices"
	SharePoint        Category = "sharepoint"
	Teams             Category = "teams"
	Exchange          Category = "exchange"
	Domains           Category = "domains"
	SignIns           Category = "sign-ins"
	Monitoring        Category = "monitoring"
)

// Categories returns every category, in the order people read them.
func Categories() []Category {
	return []Category{
		Identity, AuthMethods, ConditionalAccess, Roles, Applications, Guests, Groups, Devices,
		SharePoint, Teams, Exchange, Domains, SignIns, Monitoring,
	}
}

// Controls are the published controls a check answers, bare identifiers. The
// first three a check answers wholly or in part; the last two are the
// requirements that its result is evidence for.
type Controls struct {
	SCuBA    []string `json:"scuba,omitempty"`    // CISA SCuBA, such as "MS.AAD.1.1v1"
	CIS      []string `json:"cis,omitempty"`      // CIS Microsoft 365 v7, such as "5.1.2.2"
	EIDSCA   []string `json:"eidsca,omitempty"`   // EIDSCA, such as "AP10"
	ISO27001 []string `json:"iso27001,omitempty"` // ISO/IEC 27001:2022 Annex A, such as "A.8.5"
	NIS2     []string `json:"nis2,omitempty"`     // Directive (EU) 2022/2555, such as "21(2)(j)"
}

// Fix says how to mend what a check found. Vahti itself never writes.
type Fix struct {
	Portal string // the way through the admin centre
	// Request is the Graph request that changes it, method, path and body. Where
	// Graph cannot change it, it is what changes it: a DNS record after "DNS ",
	// or a command after "PowerShell ".
	Request string
}

// A Check is one control. All its texts are English; translations lie beside it.
type Check struct {
	ID       string // stable, never reused, such as "ca-legacy-authentication"
	Title    string // what holds when the check passes
	Category Category
	Severity finding.Severity
	Because  string // why it has that severity
	Controls Controls
	Rows     []string // the rows of the control catalogue it answers
	// Reads are the resources without which the check cannot be judged; Uses
	// are taken where they could be read.
	Reads, Uses []snapshot.Resource
	Licence     Licence
	Risk        string // what an attacker gains while the check fails
	Fix         Fix
	Since       string // the month the check exists since, "2026-11"
	Source      string // where the pass condition comes from
	// LessIsWorse names the facts of which less is worse, such as how long
	// something still lasts; of every other fact more is. Neutral names those that
	// are neither, such as how many were looked at. Some facts are so for every
	// check; see Scale.
	LessIsWorse, Neutral []string
	// Texts translate Title, Because, Risk, Fix.Portal and every reason and note
	// that Run gives.
	Texts []*text.Table
	// Absent is the reason for "not applicable" where Graph answers 404 to
	// something in Reads: the tenant has nothing of the kind. Empty where a 404
	// means that it could not be told.
	Absent string
	// Unlicensed judges a tenant without the licence where something else may
	// keep the control, such as security defaults; nil means not applicable.
	Unlicensed func(*snapshot.Snapshot) []Result
	// Run judges. It is called only when everything in Reads was read and the
	// licence is there, and must depend on the snapshot alone.
	Run func(*snapshot.Snapshot) []Result
}

// A Result is a verdict on the tenant or on one entity of it.
type Result = finding.Result

// Outcome is what a check says about a whole tenant.
type Outcome struct {
	Check   *Check
	Verdict finding.Verdict // the worst of the results
	Reason  string          // the reason of the first result with that verdict
	Results []Result        // sorted by resource
	// told is set where only a part was read of what the check judges, see finding.Judged.
	told func(resource string) bool
}

// maxEntities is how many failing entities a check reports one by one; more are
// folded into one result about the tenant with the count.
const maxEntities = 500

// Run judges one check and explains it. A check that panics could not tell.
func Run(c *Check, s *snapshot.Snapshot) (out Outcome) {
	defer func() {
		if recover() != nil {
			out = astray(c)
		}
	}()
	out = Judge(c, s)
	if len(out.Results) == 1 && out.Results[0].Explain != nil {
		out.Results[0] = out.Results[0].Explained()
		return outcome(c, out.Results)
	}
	return out
}

func astray(c *Check) Outcome {
	return outcome(c, One(finding.Unknown, "The check met data it does not understand.", finding.Evidence{}))
}

// Judge is Run for where only the verdict and its reason matter: evidence that
// takes time to write may still have to be, see finding.Result.
func Judge(c *Check, s *snapshot.Snapshot) (out Outcome) {
	defer func() {
		if recover() != nil {
			out = astray(c)
		}
	}()
	has, known := Licensed(c.Licence, s)
	if known && !has {
		if c.Unlicensed != nil {
			return outcomeOf(c, c.Unlicensed(s), func() []Result { return c.Unlicensed(s) })
		}
		return outcome(c, One(finding.NotApplicable, NoLicenceReason(c.Licence), finding.Evidence{}))
	}
	for _, r := range c.Reads {
		if why, missing := s.Missing(r); missing {
			if why.Status == http.StatusNotFound && c.Absent != "" {
				return outcome(c, One(finding.NotApplicable, c.Absent, finding.Evidence{}))
			}
			facts := finding.Facts{"resource": string(r)}
			if why.Status != 0 {
				facts["status"] = why.Status
			}
			return outcome(c, One(finding.Unknown, fmt.Sprintf("%s could not be read: %s.", r, why.Reason), finding.Evidence{Facts: facts}))
		}
	}
	judge := func() ([]Result, func(string) bool) {
		results, told := partly(c, s, c.Run(s))
		for i := range results {
			if !known {
				results[i] = unlicensedly(results[i])
			}
		}
		return results, told
	}
	results, told := judge()
	if told != nil {
		defer func() { out.told = told }()
	}
	if len(results) == 1 && results[0].Explain != nil && known {
		return Outcome{Check: c, Verdict: results[0].Verdict, Reason: results[0].Reason, Results: results}
	}
	return outcomeOf(c, results, func() []Result {
		results, _ := judge()
		return results
	})
}

// unlicensedly adds to a result that nobody knows whether the tenant has the licence.
func unlicensedly(r Result) Result {
	r.Reason += " The tenant's licences could not be read."
	if each := r.Each; each != nil {
		r.Each = func(resources []string) map[string]Result {
			of := each(resources)
			for resource, one := range of {
				if one.Verdict == finding.Fail {
					of[resource] = unlicensedly(one)
				}
			}
			return of
		}
	}
	return r
}

// outcome is outcomeOf for results that are few.
func outcome(c *Check, results []Result) Outcome { return outcomeOf(c, results, nil) }

// outcomeOf folds results, which again makes anew: of many that were folded none is
// kept. An entity's fact or reason that could be free text makes that result unknown
// rather than leaking it.
func outcomeOf(c *Check, results []Result, again func() []Result) Outcome {
	for i := range results {
		results[i] = plain(results[i])
	}
	if len(results) == 1 {
		return Outcome{Check: c, Verdict: results[0].Verdict, Reason: results[0].Reason, Results: results}
	}
	slices.SortStableFunc(results, func(a, b Result) int { return cmp.Compare(a.Resource, b.Resource) })
	results = fold(results, again)
	verdicts := make([]finding.Verdict, len(results))
	for i, r := range results {
		verdicts[i] = r.Verdict
	}
	out := Outcome{Check: c, Verdict: finding.Worst(verdicts...), Results: results}
	for _, r := range results {
		if r.Verdict == out.Verdict {
			out.Reason = r.Reason
			break
		}
	}
	return out
}

// plain writes a result's evidence, and refuses what could be free text.
func plain(r Result) Result {
	r = r.Explained()
	if err := r.Evidence.Facts.Validate(); err != nil {
		return Result{Resource: r.Resource, Verdict: finding.Unknown, Reason: "The check met a value it does not know."}
	}
	return r
}

// fold replaces more than maxEntities failing entities by one result.
func fold(results []Result, again func() []Result) []Result {
	failing := 0
	for _, r := range results {
		if r.Verdict == finding.Fail {
			failing++
		}
	}
	if failing <= maxEntities {
		return results
	}
	kept := results[:0:0]
	var subjects []finding.Subject
	var all finding.Tally
	var reason string
	for _, r := range results {
		if r.Verdict != finding.Fail {
			kept = append(kept, r)
			continue
		}
		reason = r.Reason
		all.Add(finding.Subject{ID: r.Resource})
		for _, list := range r.Evidence.Subjects {
			subjects = append(subjects, list.Shown...)
		}
	}
	return append(kept, Result{
		Resource: finding.TenantResource, Verdict: finding.Fail, Reason: reason,
		Evidence: finding.Evidence{
			Facts:    finding.Facts{finding.FactFailing: failing},
			Subjects: finding.Subjects{"entities": {Total: failing, Shown: finding.List(subjects...).Shown, Sum: all.List().Sum}},
		},
		Each: func(resources []string) map[string]Result {
			asked := map[string]bool{}
			for _, r := range resources {
				asked[r] = true
			}
			of := map[string]Result{}
			for _, r := range again() {
				if !asked[r.Resource] || r.Verdict != finding.Fail {
					continue
				}
				asked[r.Resource] = false // the first counts, as of those that are told one by one
				of[r.Resource] = plain(r)
			}
			return of
		},
	})
}

// One is the single result of a check about the tenant as a whole.
func One(v finding.Verdict, reason string, e finding.Evidence) []Result {
	return []Result{{Resource: finding.TenantResource, Verdict: v, Reason: reason, Evidence: e}}
}

// Unsure is the result of a check that could not tell of the tenant as a whole: what
// it looked at and found nothing amiss with is in order all the same.
func Unsure(reason string, e finding.Evidence, looked func(resource string) bool) []Result {
	r := One(finding.Unknown, reason, e)
	r[0].Each = func(resources []string) map[string]Result {
		of := map[string]Result{}
		for _, resource := range resources {
			if looked(resource) {
				of[resource] = Result{}
			}
		}
		return of
	}
	return r
}

// Resources returns the union of what the checks read, without the licence's
// own resource repeated, sorted.
func Resources(checks []*Check) []snapshot.Resource {
	rs := []snapshot.Resource{snapshot.SubscribedSkus.Resource()}
	for _, c := range checks {
		rs = append(rs, c.Reads...)
		rs = append(rs, c.Uses...)
	}
	slices.Sort(rs)
	return slices.Compact(rs)
}
