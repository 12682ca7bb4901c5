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
	Score      scoreView
	Weights    string // how the score is computed
	Unsettled  bool   // the tenant's own checks could not be read from its settings
	Open       []severityGroup
	OpenN      int
	Resolved   []findingItem
	Categories []categoryGroup
	Unread     []unread
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
	ID       string
	Title    words
	Custom   bool
	Findings []findingItem
}

// findingItem is one finding of a list.
type findingItem struct {
	Href     string
	Title    words
	Custom   bool   // whether the check is not Vahti's own
	Subject  string // what it is about, where that is not the tenant
	Reason   words
	Severity label
	Since    moment
}

// categoryGroup is the checks of one category.
type categoryGroup struct {
	Name   string
	Score  scoreView
	Tally  tally
	Checks []checkItem
}

// checkItem is one check with its verdict.
type checkItem struct {
	ID            string
	Title, Reason words
	Custom        bool
	Href          string // of its open finding, or of their group on the page
	Verdict       label
	verdict       finding.Verdict
	Missing       []string // what could not be read, where the verdict is unknown
}

// unread is something that could not be read.
type unread struct {
	Resource string
	Reason   words
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
	l := tenantLocale(r, about.Language)
	name = l.named(name)
	o, err := l.look(ctx, t, about, c.now())
	if err != nil {
		return page{}, err
	}
	findings, err := t.Findings(ctx)
	if err != nil {
		return page{}, err
	}
	k, whole := c.catalogue(ctx, t, id)
	v := tenantView{Name: name, Outlook: o, Unsettled: !whole}
	v.Open, v.OpenN = l.openFindings(k, id, findings)
	v.Resolved = l.resolvedFindings(k, id, findings)
	if o.judged != nil {
		score := k.score(o.judged)
		v.Score, v.Weights = l.score(score.Overall), l.weights()
		v.Categories = l.categories(k, score, id, o.judged, findings)
	}
	if o.last != nil {
		v.Unread, v.Scan = l.unread(o.last.Unread), l.scanFacts(o.last)
	}
	out := page{template: "tenant", locale: l, Title: words{Text: name}, Trail: []crumb{l.home()}, View: v}
	if o.Pending {
		out.Refresh = refresh
	}
	return out, nil
}

// home is the way to the list of tenants.
func (l locale) home() crumb { return crumb{l.say("Tenants"), l.href("/")} }

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
// page. The name may be empty.
func header(ctx context.Context, t tenantReader) (store.About, string, error) {
	about, err := t.About(ctx)
	if err != nil {
		return about, "", err
	}
	if about.State == tenant.Erased {
		return about, "", store.ErrNotFound
	}
	profile, err := t.Profile(ctx, about)
	return about, profile.Name, err
}

func (l locale) item(k *catalogue, id tenant.ID, f finding.Finding) findingItem {
	return findingItem{
		Href: l.href(findingPath(id, f.ID)), Title: k.title(l, f.Check), Custom: k.custom[f.Check], Subject: subjectName(f),
		Reason: l.of(k.byID[f.Check], f.Reason), Severity: l.severity(f.Severity), Since: l.on(f.Since),
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
func (l locale) openFindings(k *catalogue, id tenant.ID, findings []finding.Finding) (groups []severityGroup, n int) {
	for _, severity := range finding.Severities() {
		g := severityGroup{Severity: l.severity(severity)}
		last := ""
		for _, f := range findings {
			if f.State != finding.Open || f.Severity != severity {
				continue
			}
			if g.N == 0 || f.Check != last {
				g.Checks = append(g.Checks, checkFindings{ID: groupID(f), Title: k.title(l, f.Check), Custom: k.custom[f.Check]})
				last = f.Check
			}
			of := &g.Checks[len(g.Checks)-1]
			of.Findings = append(of.Findings, l.item(k, id, f))
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
func groupID(f finding.Finding) string { return severityClass(f.Severity) + "-" + f.Check }

// resolvedFindings lists what is resolved, the latest first.
func (l locale) resolvedFindings(k *catalogue, id tenant.ID, findings []finding.Finding) []findingItem {
	var out []findingItem
	for _, f := range findings {
		if f.State == finding.Resolved {
			out = append(out, l.item(k, id, f))
		}
	}
	slices.SortStableFunc(out, func(a, b findingItem) int { return cmp.Compare(b.Since.ISO, a.Since.ISO) })
	return out
}

// categories lists every check with what the scan said of it, and those that
// Vahti has learnt since without counting them.
func (l locale) categories(k *catalogue, score check.Score, id tenant.ID, s *store.Scan, findings []finding.Finding) []categoryGroup {
	open := map[string][]finding.Finding{}
	for _, f := range findings {
		if f.State == finding.Open {
			open[f.Check] = append(open[f.Check], f)
		}
	}
	verdicts, items := map[check.Category][]store.Verdict{}, map[check.Category][]checkItem{}
	judged := map[string]bool{}
	for _, v := range s.Verdicts {
		category := k.category(v.Check)
		judged[v.Check] = true
		verdicts[category] = append(verdicts[category], v)
		items[category] = append(items[category], l.checkItem(k, id, v, s.Unread, open[v.Check]))
	}
	for _, known := range k.checks {
		if !judged[known.ID] {
			category := k.category(known.ID)
			items[category] = append(items[category], checkItem{
				ID: known.ID, Title: k.title(l, known.ID), Custom: k.custom[known.ID], Verdict: l.notJudged(), verdict: finding.Unknown,
				Reason: words{Text: l.say("The last scan did not judge this check.")},
			})
		}
	}
	var groups []categoryGroup
	for _, category := range append(check.Categories(), otherChecks) {
		if len(items[category]) == 0 {
			continue
		}
		slices.SortFunc(items[category], func(a, b checkItem) int {
			return cmp.Or(order(a.verdict)-order(b.verdict), cmp.Compare(a.Title.Text, b.Title.Text), cmp.Compare(a.ID, b.ID))
		})
		g := categoryGroup{Name: l.category(category), Tally: tallyOf(verdicts[category]), Checks: items[category]}
		if reached, asked := score.Categories[category]; asked {
			g.Score = l.score(reached)
		}
		groups = append(groups, g)
	}
	return groups
}

// otherChecks is the category of checks that are in none.
const otherChecks check.Category = ""

func (k *catalogue) category(checkID string) check.Category {
	if known := k.byID[checkID]; known != nil && slices.Contains(check.Categories(), known.Category) {
		return known.Category
	}
	return otherChecks
}

func (l locale) category(c check.Category) string {
	if c == otherChecks {
		return l.say("Other")
	}
	return c.Name(l.lang)
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

func (l locale) checkItem(k *catalogue, id tenant.ID, v store.Verdict, unread []store.Unread, open []finding.Finding) checkItem {
	known := k.byID[v.Check]
	item := checkItem{
		ID: v.Check, Title: k.title(l, v.Check), Reason: l.of(known, v.Reason), Custom: k.custom[v.Check],
		Verdict: l.verdict(v.Verdict), verdict: v.Verdict,
	}
	switch {
	case len(open) == 1:
		item.Href = l.href(findingPath(id, open[0].ID))
	case len(open) > 1:
		item.Href = "#" + groupID(open[0])
	}
	if item.verdict.Validate() != nil {
		item.verdict = finding.Unknown
	}
	if known != nil && item.verdict == finding.Unknown {
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

func (l locale) unread(all []store.Unread) []unread {
	var out []unread
	for _, u := range all {
		out = append(out, unread{u.Resource, l.of(nil, u.Reason)})
	}
	return out
}

func (l locale) scanFacts(s *store.Scan) *scanFacts {
	return &scanFacts{
		Slot: s.Slot.String(), Began: l.on(s.Claimed), Ended: l.on(s.Ended), Duration: l.lasted(s.Duration),
		Requests: s.Requests, Subrequests: s.Subrequests, Data: l.size(s.Bytes),
	}
}
