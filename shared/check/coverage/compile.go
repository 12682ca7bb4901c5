package coverage

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// A box is one policy as the engine sees it.
type box struct {
	state  truth // whether it is enforced
	report bool
	// sure is the box without, hope with the benefit of every doubt.
	sure, hope shape
	// people are the parts of the policy that notes speak of.
	people people
}

// A shape is the sign-ins a policy applies to.
type shape struct {
	dims   space
	axes   [axisCount]scope
	opaque bool // it has a condition Vahti does not know
}

// nowhere reports whether the shape holds no sign-in, whatever its conditions
// with a fixed set of values are.
func (s *shape) nowhere(kinds [axisCount]mask) bool {
	if s.opaque {
		return true
	}
	for a := range s.axes {
		c := &s.axes[a]
		if !c.all && c.kindsIn&kinds[a] == 0 && len(c.in) == 0 || kinds[a]&^c.kindsOut == 0 {
			return true
		}
	}
	return false
}

func (s shape) equal(o shape) bool {
	for a := range s.axes {
		c, d := &s.axes[a], &o.axes[a]
		if c.all != d.all || c.kindsIn != d.kindsIn || c.kindsOut != d.kindsOut || !slices.Equal(c.in, d.in) || !slices.Equal(c.out, d.out) {
			return false
		}
	}
	return s.dims == o.dims && s.opaque == o.opaque
}

// A scope is a condition over named things. It holds where everything or one
// of the kinds or attributes is included and none is excluded.
type scope struct {
	all               bool
	kindsIn, kindsOut mask
	in, out           []int
}

func everything() scope { return scope{all: true} }

// people counts what a policy leaves out, for notes.
type people struct {
	users, groups, roles, apps int
	declared                   int
}

// The sorts of attributes.
const (
	userSort     = 'u'
	groupSort    = 'g'
	roleSort     = 'r'
	appSort      = 'a'
	suiteSort    = 's'
	ruleSort     = 'f'
	locationSort = 'l'
	stateSort    = 'd'
)

// An attribute is something a policy names.
type attribute struct {
	sort byte
	id   string
}

// declared is what the customer allows policies to exclude.
type declared map[attribute]bool

func declare(s snapshot.Settings) declared {
	d := declared{}
	add := func(sort byte, ids []string) {
		for _, id := range ids {
			d[attribute{sort, strings.ToLower(id)}] = true
		}
	}
	add(userSort, s.EmergencyAccess.Users)
	add(groupSort, s.EmergencyAccess.Groups)
	for _, sort := range []byte{userSort, groupSort, roleSort} {
		add(sort, s.Declared.ExcludedFromConditionalAccess)
	}
	add(appSort, s.Declared.ExcludedApplications)
	add(suiteSort, s.Declared.ExcludedApplications)
	return d
}

// A compiler turns policies into boxes over shared attributes.
type compiler struct {
	r        Requirement
	declared declared
	places   places
	kinds    [axisCount]mask
	// member reports whether an account is known to be the company's own.
	member func(id string) bool
	alias  map[string]string // ids of the required roles → the first id of each
	index  [axisCount]map[attribute]int
	attrs  [axisCount][]attribute
}

func (c *compiler) start() {
	c.alias = map[string]string{}
	for _, role := range c.r.Roles {
		for _, id := range role.IDs {
			c.alias[strings.ToLower(id)] = strings.ToLower(role.IDs[0])
		}
	}
	for a := range c.index {
		c.index[a] = map[attribute]int{}
	}
	for _, id := range c.r.Exempt {
		c.declared[attribute{roleSort, strings.ToLower(id)}] = true
	}
	for _, id := range c.r.Applications {
		// That policies for everything may leave it out says nothing of those for it.
		delete(c.declared, attribute{sortOfApplication(id), strings.ToLower(id)})
		if isOffice365(strings.ToLower(id)) {
			delete(c.declared, attribute{suiteSort, office365})
		}
	}
}

// intern returns the number of an attribute of an axis.
func (c *compiler) intern(x axis, sort byte, id string) int {
	id = strings.ToLower(id)
	if canonical, ok := c.alias[id]; ok && sort == roleSort {
		id = canonical
	}
	key := attribute{sort, id}
	n, ok := c.index[x][key]
	if !ok {
		n = len(c.attrs[x])
		c.index[x][key] = n
		c.attrs[x] = append(c.attrs[x], key)
	}
	return n
}

func (c *compiler) compile(p *snapshot.ConditionalAccessPolicy) box {
	var b box
	switch strings.ToLower(p.State) {
	case "enabled":
		b.state = yes
	case "disabled":
	case "enabledforreportingbutnotenforced":
		b.report = true
	default:
		b.state = maybe
	}
	c.conditions(&b, &p.Conditions)
	c.scopes(&b, &p.Conditions)
	b.sure.opaque = len(p.Conditions.Unrecognized) > 0 || c.mixesPopulations(&p.Conditions)
	return b
}

// mixesPopulations reports whether a policy for people also names workloads,
// which Graph refuses today: what it would mean is not known.
func (c *compiler) mixesPopulations(k *snapshot.Conditions) bool {
	a := k.ClientApplications.V
	return !c.r.Agents && len(a.IncludeServicePrincipals)+len(a.IncludeAgentIDServicePrincipals) > 0
}

// conditionLists returns the words of each condition with a fixed set of values.
func conditionLists(k *snapshot.Conditions) [dimCount][]string {
	return [dimCount][]string{
		clientApps: k.ClientAppTypes, platforms: k.Platforms.V.IncludePlatforms,
		userRisk: k.UserRiskLevels, signInRisk: k.SignInRiskLevels,
		servicePrincipalRisk: k.ServicePrincipalRiskLevels, agentRisk: split(k.AgentIDRiskLevels.V),
		insiderRisk: split(k.InsiderRiskLevels.V), flows: split(k.AuthenticationFlows.V.TransferMethods),
	}
}

// conditions fills the conditions with a fixed set of values.
func (c *compiler) conditions(b *box, k *snapshot.Conditions) {
	for d, words := range conditionLists(k) {
		full := domains[d].full
		if len(words) == 0 {
			b.sure.dims[d], b.hope.dims[d] = full, full
			continue
		}
		m, unknown := domains[d].parse(words)
		b.sure.dims[d], b.hope.dims[d] = m, m
		if unknown {
			b.hope.dims[d] = full
		}
	}
	if out := k.Platforms.V.ExcludePlatforms; len(out) > 0 {
		m, unknown := domains[platforms].parse(out)
		b.hope.dims[platforms] &^= m
		b.sure.dims[platforms] &^= m
		if unknown {
			b.sure.dims[platforms] = 0
		}
	}
}
