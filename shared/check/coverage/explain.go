package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// Ranks order policies in evidence: those that help come first.
const (
	rankAlone = iota
	rankHelps
	rankReportOnly
	rankStricter
	rankDisabled
	rankOther
)

// explain fills everything of a coverage but its verdict.
func (c *compiler) explain(policies []snapshot.ConditionalAccessPolicy, boxes []box) Coverage {
	var out Coverage
	for i := range policies {
		p, b := &policies[i], &boxes[i]
		notes := c.notes(p, b)
		q := Policy{ID: p.ID, Name: p.DisplayName, Note: strings.Join(notes, "; "), rank: rankOther}
		void := b.sure.void(c.want)
		switch {
		case b.state == yes && b.aims == yes && len(notes) == 0:
			q.rank = rankAlone
			out.Satisfying++
			out.Contributing++
		case b.state == yes && b.aims == yes && !void:
			q.rank = rankHelps
			out.Contributing++
		case b.report && b.aims > no:
			q.rank = rankReportOnly
		case b.state == yes && b.covers == yes && !void:
			q.rank = rankStricter
		case b.aims > no:
			q.rank = rankDisabled
		}
		if b.state == yes {
			out.Enabled++
		}
		if b.report {
			out.Reports++
		}
		out.Policies = append(out.Policies, q)
	}
	slices.SortStableFunc(out.Policies, func(a, b Policy) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// notes says in plain words what keeps a policy from keeping the requirement
// alone; nothing when it does.
func (c *compiler) notes(p *snapshot.ConditionalAccessPolicy, b *box) []string {
	var n []string
	switch {
	case b.report:
		n = append(n, "report-only")
	case b.state == maybe:
		n = append(n, "is in a state Vahti does not know")
	case b.state == no:
		n = append(n, "disabled")
	}
	n = append(n, c.grantNotes(p, b)...)
	if b.covers == no {
		return n // whom it would cover does not matter
	}
	n = append(n, c.whoNotes(b)...)
	n = append(n, c.whatNotes(b)...)
	for d := range domains {
		n = append(n, c.dimNotes(dim(d), p, b)...)
	}
	if narrows(b.sure.axes[where]) {
		n = append(n, "narrowed to some locations")
	}
	for x := deviceFilter; x <= deviceStates; x++ {
		if narrows(b.sure.axes[x]) {
			n = append(n, "narrowed to some devices")
			break
		}
	}
	for _, name := range p.Conditions.Unrecognized {
		n = append(n, "has the condition "+name+", which Vahti does not know")
	}
	if c.mixesPopulations(&p.Conditions) {
		n = append(n, "is made for workload identities")
	}
	return n
}

func narrows(s scope) bool { return !s.all || s.kindsOut != 0 || len(s.out) > 0 }

func (c *compiler) grantNotes(p *snapshot.ConditionalAccessPolicy, b *box) []string {
	switch {
	case b.aims == yes:
		return nil
	case b.covers == maybe:
		return []string{"asks for a control Vahti does not know"}
	case b.covers == yes && c.r.Grant != Block:
		return []string{"blocks, but does not " + c.r.Grant.verb()}
	case b.covers == yes:
		return []string{"blocks, but is not made for this"}
	}
	g := p.GrantControls.V
	if most := slices.Max(append(c.r.Grant.alternatives(g), no)); most == yes {
		return []string{"grants access with an OR weaker control"}
	}
	return []string{"does not " + c.r.Grant.verb()}
}

// verb completes "does not …".
func (g Grant) verb() string {
	switch g {
	case MFA:
		return "require multifactor authentication"
	case PhishingResistant:
		return "require phishing-resistant authentication"
	case ManagedDevice:
		return "require a managed device"
	case ManagedDeviceOrMFA:
		return "require a managed device or multifactor authentication"
	case SecurePasswordChange:
		return "require multifactor authentication with a password change"
	}
	return "block"
}

func (c *compiler) whoNotes(b *box) []string {
	var n []string
	s := b.sure.axes[who]
	switch {
	case s.all:
	case len(s.in) == 0 && s.kindsIn == 0:
		if c.r.Agents {
			return append(n, "is not made for agent identities")
		}
		return append(n, "covers nobody")
	case len(c.r.Roles) > 0:
		switch have := c.rolesIn(s); {
		case have == 0:
			n = append(n, "covers none of the roles")
		case have < len(c.r.Roles):
			n = append(n, fmt.Sprintf("covers only %d of %d roles", have, len(c.r.Roles)))
		}
	case len(s.in) == 0:
		n = append(n, "covers only guests")
	default:
		n = append(n, "covers only selected "+c.people())
	}
	if s.kindsOut&guestKinds.full != 0 {
		n = append(n, "excludes guests")
	}
	for _, e := range []struct {
		count int
		what  string
	}{{b.people.users, "user"}, {b.people.groups, "group"}, {b.people.roles, "role"}} {
		if e.count > 0 {
			n = append(n, excludes(e.count, e.what))
		}
	}
	if c.r.Agents && len(s.out) > 0 {
		n = append(n, "excludes some agent identities")
	}
	return n
}

func (c *compiler) people() string {
	if c.r.Agents {
		return "agent identities"
	}
	return "users"
}

func excludes(n int, what string) string {
	if n > 1 {
		what += "s"
	}
	return fmt.Sprintf("excludes %d undeclared %s", n, what)
}

func (c *compiler) rolesIn(s scope) int {
	n := 0
	for _, k := range c.starts() {
		if slices.Contains(s.in, k) {
			n++
		}
	}
	return n
}

func (c *compiler) whatNotes(b *box) []string {
	s := b.sure.axes[what]
	if c.r.UserAction != "" {
		if !s.all {
			return []string{"does not cover the user action"}
		}
		return nil
	}
	var n []string
	switch {
	case s.all:
	case len(s.in) == 0:
		n = append(n, "covers no application")
	default:
		n = append(n, "covers only selected applications")
	}
	switch {
	case b.people.apps > 0:
		n = append(n, excludes(b.people.apps, "application"))
	case len(s.out) > 0 || s.kindsOut != 0:
		n = append(n, "excludes applications by a filter")
	}
	return n
}

func (c *compiler) dimNotes(d dim, p *snapshot.ConditionalAccessPolicy, b *box) []string {
	words := conditionLists(&p.Conditions)[d]
	if _, unknown := domains[d].parse(words); unknown {
		return []string{"has a value of " + domains[d].name + " Vahti does not know"}
	}
	left := c.want[d] &^ b.sure.dims[d]
	switch {
	case left == 0:
		return nil
	case left == c.want[d]:
		return []string{"does not apply to the " + domains[d].plain + " that matter"}
	case d == platforms && len(words) == 0:
		return []string{"excludes platforms " + strings.Join(p.Conditions.Platforms.V.ExcludePlatforms, ",")}
	}
	return []string{"narrowed to " + domains[d].plain + " " + strings.Join(words, ",")}
}

func passReason(r Requirement, satisfying, used int) string {
	if satisfying > 0 {
		return "An enabled conditional access policy " + r.Does + "."
	}
	return fmt.Sprintf("Conditional access %s, through %d enabled policies together.", r.Does, used)
}

func failReason(r Requirement, a answer) string {
	if a.used == 0 {
		return "No enabled conditional access policy " + r.Does + "."
	}
	if a.asked > 1 {
		return fmt.Sprintf("Conditional access %s, but leaves out holders of %d of %d roles.", r.Does, a.uncovered, a.asked)
	}
	var left []string
	for _, name := range a.gap {
		if text := gapText(name); !slices.Contains(left, text) {
			left = append(left, text)
		}
	}
	if len(left) == 0 {
		return "Conditional access " + r.Does + ", but not everywhere."
	}
	return "Conditional access " + r.Does + ", but leaves out " + list(left) + "."
}

// gapText says a gap's name in words.
func gapText(name string) string {
	switch name {
	case "guests":
		return "guests"
	case "excluded-users":
		return "users that are excluded without being declared"
	case "excluded-groups":
		return "groups that are excluded without being declared"
	case "excluded-roles":
		return "roles that are excluded without being declared"
	case "other-users", "roleHolders":
		return "people outside the included users and groups"
	case "excluded-agents":
		return "agent identities that are excluded"
	case "other-agents":
		return "agent identities that are not included"
	case "excluded-applications":
		return "applications that are excluded without being declared"
	case "other-applications":
		return "applications that are not included"
	case "excluded-locations", "other-locations":
		return "some locations"
	case "excluded-devices", "other-devices":
		return "some devices"
	}
	for _, d := range domains {
		if d.name == name {
			return "some " + d.plain
		}
	}
	return "some sign-ins"
}

func list(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}
