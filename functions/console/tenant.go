package console

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
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
	Excepted   []acceptedItem
	Resolved   []findingItem // the latest of them
	ResolvedN  int
	Scores     *scoresView
	Shown      tenantParts
	Links      []crumb // the tenant's other pages
	Consent    *consentNote
	Scans      []scanItem
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

// acceptedItem is a finding that is accepted for a time.
type acceptedItem struct {
	findingItem
	Until moment
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

func (c *console) tenant(r *http.Request, in visit) (page, error) {
	t, id, err := c.open(in)
	if err != nil {
		return page{}, err
	}
	ctx := r.Context()
	about, name, err := header(ctx, t)
	if err != nil {
		return page{}, err
	}
	shown, err := c.partsFor(r, in)
	if err != nil {
		return page{}, err
	}
	l := tenantLocale(r, about.Language)
	name = l.named(name)
	o, err := l.look(ctx, t, about, c.now(), recent)
	if err != nil {
		return page{}, err
	}
	findings, err := t.Findings(ctx)
	if err != nil {
		return page{}, err
	}
	k, whole := c.catalogue(ctx, t, id)
	v := tenantView{Name: name, Outlook: o, Unsettled: !whole, Shown: shown, Links: l.links(in), Consent: l.consent(about, in)}
	if shown.Findings {
		v.Open, v.OpenN = l.openFindings(k, id, findings)
		v.Excepted = l.exceptedFindings(k, id, findings)
		v.Resolved, v.ResolvedN = l.resolvedFindings(k, id, findings)
	}
	if v.Scores, err = l.scores(ctx, t, c.clock(about)); err != nil {
		return page{}, err
	}
	if o.judged != nil {
		score := k.score(o.judged)
		v.Score, v.Weights = l.score(score.Overall), l.weights()
		if shown.Checks {
			v.Categories = l.categories(k, score, id, o.judged, findings)
		}
	}
	if shown.Scans {
		v.Scans = l.scans(o.scans)
	}
	if o.last != nil && shown.Scans {
		v.Unread, v.Scan = l.unread(o.last.Unread), l.scanFacts(o.last)
	}
	out := page{template: "tenant", locale: l, Title: words{Text: name}, Trail: []crumb{l.home()}, View: v}
	if o.Pending && !in.support() { // each look of an operator is told
		out.Refresh = refresh
	}
	return out, nil
}

// tenantParts are the parts of the page that somebody may see besides the summary.
type tenantParts struct{ Findings, Scans, Checks bool }

func (c *console) partsFor(r *http.Request, in visit) (p tenantParts, err error) {
	for _, part := range []struct {
		view grant.View
		to   *bool
	}{{grant.FindingsView, &p.Findings}, {grant.ScansView, &p.Scans}, {grant.ChecksView, &p.Checks}} {
		if *part.to, err = c.sees(r, in, part.view); err != nil {
			return p, err
		}
	}
	return p, nil
}

// home is the way to the list of tenants.
func (l locale) home() crumb { return crumb{l.say("Tenants"), l.href("/")} }

// open returns what is kept of the tenant that a visitor was let into. The only IDs
// there are come from the door.
func (c *console) open(in visit) (tenantReader, tenant.ID, error) {
	t, err := c.reader.Tenant(in.id())
	return t, in.id(), err
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

// resolvedShown is how many of the resolved findings a page lists: a tenant may
// have had thousands, and few people look at more than the last ones.
const resolvedShown = 200

// resolvedFindings lists the last findings that were resolved, the latest first,
// and counts them all.
func (l locale) resolvedFindings(k *catalogue, id tenant.ID, findings []finding.Finding) (out []findingItem, n int) {
	resolved := slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool { return f.State != finding.Resolved })
	slices.SortStableFunc(resolved, func(a, b finding.Finding) int { return b.Since.Compare(a.Since) })
	for _, f := range resolved[:min(len(resolved), resolvedShown)] {
		out = append(out, l.item(k, id, f))
	}
	return out, len(resolved)
}

// exceptedFindings lists what is accepted for a time, the first to return first.
func (l locale) exceptedFindings(k *catalogue, id tenant.ID, findings []finding.Finding) []acceptedItem {
	var out []acceptedItem
	for _, f := range findings {
		if f.State == finding.Excepted && f.Exception != nil {
			out = append(out, acceptedItem{l.item(k, id, f), l.on(f.Exception.Expires)})
		}
	}
	slices.SortStableFunc(out, func(a, b acceptedItem) int { return cmp.Compare(a.Until.ISO, b.Until.ISO) })
	return out
}
