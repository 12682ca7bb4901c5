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
	rankCount
)

func sortPolicies(all []Policy) {
	slices.SortStableFunc(all, func(a, b Policy) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.ID, b.ID))
	})
}

// Notes in place of what a policy lacks.
const (
	keepsAlone = "keeps the control alone"
	keepsPart  = "keeps a part of the control alone"
)

const (
	reportOnly = "report-only"
	disabled   = "disabled"
	weaker     = "grants access with an OR weaker control"
)

// note says in plain words what keeps a policy from keeping the requirement
// alone; nothing when it does.
func (p *Prepared) note(rd *reading, i int, k call) string {
	l := &rd.lines[i]
	if k.covers == no { // whom it would cover does not matter
		return p.without(l, k)
	}
	var parts [dimCount + 4]string
	n := 0
	add := func(note string) {
		if note != "" {
			parts[n] = note
			n++
		}
	}
	switch {
	case l.report:
		add(reportOnly)
	case l.state == maybe:
		add("is in a state Vahti does not know")
	case l.state == no:
		add(disabled)
	}
	switch {
	case k.aims == yes:
	case k.covers == maybe:
		add("asks for a control Vahti does not know")
	case l.blocks:
		add(p.instead)
	default:
		add("is not made for this")
	}
	add(l.scope)
	dims := rd.sure.regions[i].dims
	if left := p.want.without(dims); l.strange != 0 || !left.empty() {
		for d := range dimCount {
			switch {
			case l.strange&(1<<d) != 0:
				add(l.narrowed[d])
			case left.at(d) == 0:
			case left.at(d) == p.want.at(d):
				add(domains[d].amiss)
			default:
				add(l.narrowed[d])
			}
		}
	}
	add(l.rest)
	return strings.Join(parts[:n], "; ")
}

// without is the note on a policy that lets in people who do not meet what is
// asked for.
func (p *Prepared) without(l *line, k call) string {
	lacks, off, report := p.lacks, p.offLacks, p.reportLacks
	switch {
	case k.aims == yes:
		lacks, off, report = "", disabled, reportOnly
	case p.r.Session == nil && l.grants[p.r.Grant].weaker:
		lacks, off, report = weaker, p.offWeaker, p.reportWeaker
	}
	switch {
	case l.report:
		return report
	case l.state == maybe:
		return strings.TrimSuffix("is in a state Vahti does not know; "+lacks, "; ")
	case l.state == no:
		return off
	}
	return lacks
}

// restNotes are the notes on places, devices and what Vahti does not know.
func (c *compiler) restNotes(p *snapshot.ConditionalAccessPolicy, b *box) []string {
	var n []string
	if c.leavesOutPlaces(b.sure.axes[where]) {
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

// leavesOutPlaces reports whether a condition leaves out some of the places that
// the requirement asks for.
func (c *compiler) leavesOutPlaces(s scope) bool {
	kinds := c.kinds[where]
	return !s.all && kinds&^s.kindsIn != 0 || s.kindsOut&kinds != 0 ||
		slices.ContainsFunc(s.out, func(k int) bool { return c.places.kinds(c.attrs[where][k].id, sure)&kinds != 0 })
}

// lacks is the note on a policy that does not ask for what r does.
func (r Requirement) lacks() string {
	if r.Session != nil {
		return r.Session.lacks()
	}
	switch r.Grant {
	case MFA:
		return "does not require multifactor authentication"
	case PhishingResistant:
		return "does not require phishing-resistant authentication"
	case ManagedDevice:
		return "does not require a managed device"
	case ManagedDeviceOrMFA:
		return "does not require a managed device or multifactor authentication"
	case SecurePasswordChange:
		return "does not require multifactor authentication with a password change"
	case CompliantDevice:
		return "does not require a compliant device"
	case Strength:
		return "does not require an authentication strength"
	}
	return "does not block"
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
	case c.r.Guests && c.kinds[who]&^s.kindsIn == 0:
	case c.r.Guests && s.kindsIn != 0:
		n = append(n, "covers only some guests")
	case len(s.in) == 0:
		n = append(n, "covers only guests")
	case c.r.Agents:
		n = append(n, "covers only selected agent identities")
	default:
		n = append(n, "covers only selected users")
	}
	if s.kindsOut&guestKinds.full != 0 {
		n = append(n, "excludes guests")
	}
	if k := b.people.users; k > 0 {
		n = append(n, excludes(k, "excludes %d undeclared user", "excludes %d undeclared users"))
	}
	if k := b.people.groups; k > 0 {
		n = append(n, excludes(k, "excludes %d undeclared group", "excludes %d undeclared groups"))
	}
	if k := b.people.roles; k > 0 {
		n = append(n, excludes(k, "excludes %d undeclared role", "excludes %d undeclared roles"))
	}
	if c.r.Agents && len(s.out) > 0 {
		n = append(n, "excludes some agent identities")
	}
	return n
}

// excludes counts what a policy excludes.
func excludes(n int, one, more string) string {
	if n > 1 {
		one = more
	}
	return fmt.Sprintf(one, n)
}

func (c *compiler) rolesIn(s scope) int {
	n := 0
	for _, k := range c.roles() {
		if slices.Contains(s.in, k) {
			n++
		}
	}
	return n
}

func (c *compiler) whatNotes(b *box) []string {
	s := b.sure.axes[what]
	switch {
	case c.r.UserAction != "" && !s.all:
		return []string{"does not cover the user action"}
	case c.r.Context != "" && !s.all:
		return []string{"does not cover the authentication context"}
	}
	var n []string
	switch {
	case s.all:
	case len(c.r.Applications) > 0:
		switch have := c.appsIn(s); {
		case have == 0:
			n = append(n, "does not cover the applications that matter")
		case have < len(c.r.Applications):
			n = append(n, "covers only some of the applications that matter")
		}
	case len(s.in) == 0:
		n = append(n, "covers no application")
	default:
		n = append(n, "covers only selected applications")
	}
	switch {
	case b.people.apps > 0:
		n = append(n, excludes(b.people.apps, "excludes %d undeclared application", "excludes %d undeclared applications"))
	case len(s.out) > 0 || s.kindsOut != 0:
		n = append(n, "excludes applications by a filter")
	}
	return n
}

// appsIn counts the required applications that a scope includes by name.
func (c *compiler) appsIn(s scope) int {
	suite, suiteNamed := c.index[what][attribute{suiteSort, office365}]
	n := 0
	for _, k := range c.apps() {
		if slices.Contains(s.in, k) || isOffice365(c.attrs[what][k].id) && suiteNamed && slices.Contains(s.in, suite) {
			n++
		}
	}
	return n
}

// failReason is the reason where some policy does what is asked.
func failReason(r *Requirement, a answer) string {
	if a.roles < len(r.Roles) {
		return fmt.Sprintf("Conditional access %s, but leaves out holders of %d of %d roles.", r.Does, a.roles, len(r.Roles))
	}
	var left []string
	for _, name := range a.gap.names() {
		if text := gapText(name); !slices.Contains(left, text) {
			left = append(left, text)
		}
	}
	if len(left) == 0 {
		left = []string{someSignIns}
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
		return "people that no policy includes"
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
			return d.some
		}
	}
	return someSignIns
}

const someSignIns = "some sign-ins"

// list joins at most three parts, so that each sentence with a list is a text
// that can be translated. No part has a comma or an "and" of its own.
func list(parts []string) string {
	const most = 3
	if len(parts) > most {
		parts = append(slices.Clone(parts[:most-1]), "more")
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}
