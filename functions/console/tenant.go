package console

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// tenantView is the page of one tenant.
type tenantView struct {
	Name       string
	Outlook    outlook
	Open       []severityGroup
	OpenN      int
	Resolved   []findingItem
	Categories []categoryGroup
	Unread     []store.Unread
	Scan       *scanFacts
}

// severityGroup is the open findings of one severity.
type severityGroup struct {
	Severity label
	N        int
	Checks   []checkFindings
}

// checkFindings are a check's open findings of one severity: one about the
// tenant, or one for each of several entities.
type checkFindings struct {
	ID, Title string
	Findings  []findingItem
}

// findingItem is one finding of a list.
type findingItem struct {
	Href, Title string
	Subject     string // what it is about, where that is not the tenant
	Reason      string
	Severity    label
	Since       moment
}

// categoryGroup is the checks of one category.
type categoryGroup struct {
	Name   string
	Tally  tally
	Checks []checkItem
}

// checkItem is one check with its verdict.
type checkItem struct {
	ID, Title, Reason string
	Href              string // of its open finding, or of their group on the page
	Verdict           label
	verdict           finding.Verdict
	Missing           []string // what could not be read, where the verdict is unknown
}

// scanFacts are the numbers of a scan.
type scanFacts struct {
	Slot        string
	Began       moment
	Ended       moment
	Duration    string
	Requests    int
	Subrequests int
	Data        string
}

func (c *console) tenant(r *http.Request, p auth.Principal) (page, error) {
	t, id, err := c.open(r, p)
	if err != nil {
		return page{}, err
	}
	ctx := r.Context()
	about, name, err := header(ctx, t)
	if err != nil {
		return page{}, err
	}
	o, err := look(ctx, t, about, c.now())
	if err != nil {
		return page{}, err
	}
	findings, err := t.Findings(ctx)
	if err != nil {
		return page{}, err
	}
	v := tenantView{Name: name, Outlook: o}
	v.Open, v.OpenN = c.openFindings(id, findings)
	v.Resolved = c.resolvedFindings(id, findings)
	if o.judged != nil {
		v.Categories = c.categories(id, o.judged, findings)
	}
	if o.last != nil {
		v.Unread, v.Scan = o.last.Unread, factsOf(o.last)
	}
	out := page{template: "tenant", Title: name, Trail: []crumb{home}, View: v}
	if o.Pending {
		out.Refresh = refresh
	}
	return out, nil
}

var home = crumb{"Tenants", "/"}

// open returns the tenant that the path names, if the principal may see it. The
// only IDs there are come from the principal.
func (c *console) open(r *http.Request, p auth.Principal) (tenantReader, tenant.ID, error) {
	id, ok := p.Tenant(r.PathValue("tenant"))
	if !ok {
		return nil, id, store.ErrNotFound
	}
	t, err := c.reader.Tenant(id)
	return t, id, err
}

// header reads what every page of a tenant begins with. An erased tenant has no
// page.
func header(ctx context.Context, t tenantReader) (store.About, string, error) {
	about, err := t.About(ctx)
	if err != nil {
		return about, "", err
	}
	if about.State == tenant.Erased {
		return about, "", store.ErrNotFound
	}
	profile, err := t.Profile(ctx, about)
	return about, named(profile.Name), err
}

// title is what a finding's check says should hold.
func (c *console) title(checkID string) string {
	if known := c.checks[checkID]; known != nil {
		return known.Title
	}
	return checkID
}

func (c *console) itemOf(id tenant.ID, f finding.Finding) findingItem {
	return findingItem{
		Href: findingPath(id, f.ID), Title: c.title(f.Check), Subject: subjectName(f),
		Reason: f.Reason, Severity: severityLabel(f.Severity), Since: on(f.Since),
	}
}

func findingPath(id tenant.ID, f finding.ID) string {
	return tenantPath(id) + "/findings/" + string(f)
}

// subjectName names the entity a finding is about; empty for the tenant itself.
func subjectName(f finding.Finding) string {
	if f.Resource == finding.TenantResource {
		return ""
	}
	for _, kind := range sortedKeys(f.Evidence.Subjects) {
		for _, s := range f.Evidence.Subjects[kind].Shown {
			if s.ID == f.Resource && s.Name != "" {
				return s.Name
			}
		}
	}
	return f.Resource
}

// openFindings groups what is open by severity and, within it, by check.
func (c *console) openFindings(id tenant.ID, findings []finding.Finding) (groups []severityGroup, n int) {
	for _, severity := range finding.Severities() {
		g := severityGroup{Severity: severityLabel(severity)}
		last := ""
		for _, f := range findings {
			if f.State != finding.Open || f.Severity != severity {
				continue
			}
			if g.N == 0 || f.Check != last {
				g.Checks = append(g.Checks, checkFindings{ID: groupID(f), Title: c.title(f.Check)})
				last = f.Check
			}
			of := &g.Checks[len(g.Checks)-1]
			of.Findings = append(of.Findings, c.itemOf(id, f))
			g.N++
		}
		if g.N == 0 {
			continue
		}
		for _, of := range g.Checks {
			slices.SortStableFunc(of.Findings, func(a, b findingItem) int {
				return cmp.Compare(strings.ToLower(a.Subject), strings.ToLower(b.Subject))
			})
		}
		groups = append(groups, g)
		n += g.N
	}
	return groups, n
}

// groupID names the place on the page where a check's findings are.
func groupID(f finding.Finding) string { return severityLabel(f.Severity).Class + "-" + f.Check }

// resolvedFindings lists what is resolved, the latest first.
func (c *console) resolvedFindings(id tenant.ID, findings []finding.Finding) []findingItem {
	var out []findingItem
	for _, f := range findings {
		if f.State == finding.Resolved {
			out = append(out, c.itemOf(id, f))
		}
	}
	slices.SortStableFunc(out, func(a, b findingItem) int { return cmp.Compare(b.Since.ISO, a.Since.ISO) })
	return out
}

// categories lists every check with what the scan said of it, and those that
// Vahti has learnt since without counting them.
func (c *console) categories(id tenant.ID, s *store.Scan, findings []finding.Finding) []categoryGroup {
	open := map[string][]finding.Finding{}
	for _, f := range findings {
		if f.State == finding.Open {
			open[f.Check] = append(open[f.Check], f)
		}
	}
	verdicts, items := map[string][]store.Verdict{}, map[string][]checkItem{}
	judged := map[string]bool{}
	for _, v := range s.Verdicts {
		heading := c.heading(v.Check)
		judged[v.Check] = true
		verdicts[heading] = append(verdicts[heading], v)
		items[heading] = append(items[heading], c.checkItem(id, v, s.Unread, open[v.Check]))
	}
	for checkID := range c.checks {
		if !judged[checkID] {
			heading := c.heading(checkID)
			items[heading] = append(items[heading], checkItem{ID: checkID, Title: c.title(checkID), Reason: notJudged, Verdict: notJudgedLabel(), verdict: finding.Unknown})
		}
	}
	var groups []categoryGroup
	for _, heading := range headings() {
		if len(items[heading]) == 0 {
			continue
		}
		slices.SortFunc(items[heading], func(a, b checkItem) int {
			return cmp.Or(order(a.verdict)-order(b.verdict), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
		})
		groups = append(groups, categoryGroup{Name: heading, Tally: tallyOf(verdicts[heading]), Checks: items[heading]})
	}
	return groups
}

func (c *console) heading(checkID string) string {
	if known := c.checks[checkID]; known != nil {
		return categoryName(known.Category)
	}
	return otherChecks
}

func headings() []string {
	var out []string
	for _, n := range categoryNames {
		out = append(out, n.name)
	}
	return append(out, otherChecks)
}

// order puts first what asks for attention.
func order(v finding.Verdict) int {
	switch v {
	case finding.Fail:
		return 0
	case finding.Pass:
		return 2
	case finding.NotApplicable:
		return 3
	}
	return 1
}

func (c *console) checkItem(id tenant.ID, v store.Verdict, unread []store.Unread, open []finding.Finding) checkItem {
	item := checkItem{ID: v.Check, Title: c.title(v.Check), Reason: v.Reason, Verdict: verdictLabel(v.Verdict), verdict: v.Verdict}
	switch {
	case len(open) == 1:
		item.Href = findingPath(id, open[0].ID)
	case len(open) > 1:
		item.Href = "#" + groupID(open[0])
	}
	if item.verdict.Validate() != nil {
		item.verdict = finding.Unknown
	}
	if known := c.checks[v.Check]; known != nil && item.verdict == finding.Unknown {
		item.Missing = missing(known, unread, v.Reason)
	}
	return item
}

// missing lists what a check needs and the scan could not read, unless the
// reason names it already.
func missing(c *check.Check, unread []store.Unread, reason string) []string {
	needs := slices.Concat(c.Reads, c.Uses)
	if c.Licence != check.NoLicence {
		needs = append(needs, snapshot.SubscribedSkus.Resource())
	}
	var out []string
	for _, u := range unread {
		if slices.Contains(needs, snapshot.Resource(u.Resource)) && !strings.Contains(reason, u.Resource) {
			out = append(out, u.Resource)
		}
	}
	return out
}

func factsOf(s *store.Scan) *scanFacts {
	return &scanFacts{
		Slot: s.Slot.String(), Began: on(s.Claimed), Ended: on(s.Ended), Duration: lasted(s.Duration),
		Requests: s.Requests, Subrequests: s.Subrequests, Data: size(s.Bytes),
	}
}
