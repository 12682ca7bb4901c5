package console

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// categories lists every check with what the scan said of it, and those that
// Vahti has learnt since without counting them.
func (l locale) categories(k *catalogue, score check.Score, id tenant.ID, s *store.Scan, findings []finding.Finding) []categoryGroup {
	open, accepted := map[string][]finding.Finding{}, map[string][]finding.Finding{}
	for _, f := range findings {
		switch f.State {
		case finding.Open:
			open[f.Check] = append(open[f.Check], f)
		case finding.Excepted:
			accepted[f.Check] = append(accepted[f.Check], f)
		}
	}
	verdicts, items := map[check.Category][]store.Verdict{}, map[check.Category][]checkItem{}
	judged := map[string]bool{}
	for _, v := range s.Verdicts {
		category := k.category(v.Check)
		judged[v.Check] = true
		verdicts[category] = append(verdicts[category], v)
		items[category] = append(items[category], l.checkItem(k, id, v, s.Unread, open[v.Check], accepted[v.Check]))
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

func (l locale) checkItem(k *catalogue, id tenant.ID, v store.Verdict, unread []store.Unread, open, accepted []finding.Finding) checkItem {
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
	case len(accepted) == 1:
		item.Href = l.href(findingPath(id, accepted[0].ID))
	case len(accepted) > 1:
		item.Href = "#accepted"
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
