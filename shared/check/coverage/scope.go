package coverage

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// scopes fills the conditions over named things.
func (c *compiler) scopes(b *box, k *snapshot.Conditions) {
	set := func(x axis, sure, hope scope) { b.sure.axes[x], b.hope.axes[x] = sure, hope }
	if c.r.Agents {
		set(who, c.agents(k.ClientApplications.V, false), c.agents(k.ClientApplications.V, true))
	} else {
		set(who, c.users(&k.Users, &b.people, false), c.users(&k.Users, nil, true))
	}
	if c.r.Somebody {
		set(who, somebody(b.sure.axes[who]), somebody(b.hope.axes[who]))
		b.people = people{}
	}
	set(what, c.applications(&k.Applications, &b.people, false), c.applications(&k.Applications, nil, true))
	l := c.locations(k.Locations.V)
	set(where, l, l)
	filter, devicesOut, statesOut := k.Devices.V.DeviceFilter.V, k.Devices.V.ExcludeDevices, k.DeviceStates.V.ExcludeStates
	if c.r.Unmanaged {
		devicesOut, statesOut = unmanagedStays(devicesOut), unmanagedStays(statesOut)
		if keepsUnmanaged(filter) {
			filter = snapshot.FilterRule{}
		}
	}
	set(deviceFilter, c.filter(deviceFilter, filter, false), c.filter(deviceFilter, filter, true))
	d := c.states(devices, k.Devices.V.IncludeDevices, devicesOut)
	set(devices, d, d)
	d = c.states(deviceStates, k.DeviceStates.V.IncludeStates, statesOut)
	set(deviceStates, d, d)
}

// somebody is everyone where the scope is of anyone at all.
func somebody(s scope) scope {
	if s.all || s.kindsIn != 0 || len(s.in) > 0 {
		return everything()
	}
	return scope{}
}

// include adds ids of one sort; empty texts choose nothing.
func (c *compiler) include(s *scope, x axis, sort byte, ids []string) {
	for _, id := range ids {
		if id != "" {
			s.in = append(s.in, c.intern(x, sort, id))
		}
	}
}

// exclude adds ids of one sort that the customer did not declare, and returns
// how many of them and of the declared there were. Where only guests must be
// covered it does not matter which of the company's own people are left out.
func (c *compiler) exclude(s *scope, x axis, sort byte, ids []string) (undeclared, declared int) {
	for _, id := range ids {
		switch {
		case id == "":
		case c.r.Guests && sort == userSort && c.member(id):
		case c.declared[attribute{sort, strings.ToLower(id)}]:
			declared++
		default:
			s.out = append(s.out, c.intern(x, sort, id))
			undeclared++
		}
	}
	return undeclared, declared
}

func (c *compiler) users(u *snapshot.ConditionalUsers, note *people, hopeful bool) scope {
	var s scope
	var named []string
	for _, id := range u.IncludeUsers {
		switch strings.ToLower(id) {
		case "all":
			s.all = true
		case "guestsorexternalusers":
			s.kindsIn |= guestKinds.full
		case "none":
		default:
			named = append(named, id)
		}
	}
	c.include(&s, who, userSort, named)
	c.include(&s, who, groupSort, u.IncludeGroups)
	c.include(&s, who, roleSort, u.IncludeRoles)
	if u.IncludeGuestsOrExternalUsers.Known() {
		s.kindsIn |= includedGuests(u.IncludeGuestsOrExternalUsers.V, hopeful)
	}
	named = nil
	for _, id := range u.ExcludeUsers {
		switch strings.ToLower(id) {
		case "guestsorexternalusers":
			s.kindsOut |= guestKinds.full
		case "none":
		case "all":
			s.kindsOut = axisKinds[who]
		default:
			named = append(named, id)
		}
	}
	if u.ExcludeGuestsOrExternalUsers.Known() {
		s.kindsOut |= excludedGuests(u.ExcludeGuestsOrExternalUsers.V, hopeful)
	}
	users, d1 := c.exclude(&s, who, userSort, named)
	groups, d2 := c.exclude(&s, who, groupSort, u.ExcludeGroups)
	roles, d3 := c.exclude(&s, who, roleSort, u.ExcludeRoles)
	if note != nil {
		note.users, note.groups, note.roles, note.declared = users, groups, roles, d1+d2+d3
	}
	return s
}

// includedGuests returns the kinds of guests that are surely (or, hopeful,
// possibly) included whole. Guests of some organisations only are no kind, and
// organisations that are there without a word of which may be some only.
func includedGuests(g snapshot.GuestsOrExternalUsers, hopeful bool) mask {
	if strings.TrimSpace(g.GuestOrExternalUserTypes) == "" {
		return 0
	}
	m, unknown := guestKinds.parse(split(g.GuestOrExternalUserTypes))
	switch strings.ToLower(g.ExternalTenants.V.MembershipKind) {
	case "all":
	case "enumerated":
		return 0
	default:
		if g.ExternalTenants.Known() {
			unknown = true
			m = 0
		}
	}
	if unknown && hopeful {
		return guestKinds.full
	}
	return m
}

// excludedGuests returns the kinds of guests of which some are excluded. Graph
// sends an object only where there is an exclusion: one that names no kind is
// an exclusion without a limit to rely on.
func excludedGuests(g snapshot.GuestsOrExternalUsers, hopeful bool) mask {
	if strings.TrimSpace(g.GuestOrExternalUserTypes) == "" {
		return guestKinds.full
	}
	m, unknown := guestKinds.parse(split(g.GuestOrExternalUserTypes))
	if unknown && !hopeful {
		return guestKinds.full
	}
	return m
}

func (c *compiler) agents(a snapshot.ClientApplications, hopeful bool) scope {
	var s scope
	var named []string
	for _, id := range a.IncludeAgentIDServicePrincipals {
		switch strings.ToLower(id) {
		case "all":
			s.all = true
		case "none":
		default:
			named = append(named, id)
		}
	}
	c.include(&s, who, userSort, named)
	c.exclude(&s, who, userSort, a.ExcludeAgentIDServicePrincipals)
	c.addRule(&s, who, a.AgentIDServicePrincipalFilter.V, hopeful)
	return s
}

func (c *compiler) applications(a *snapshot.ConditionalApplications, note *people, hopeful bool) scope {
	asked, there := c.r.UserAction, a.IncludeUserActions
	if c.r.Context != "" {
		asked, there = c.r.Context, a.IncludeAuthenticationContextClassReferences
	}
	switch {
	case asked == "":
	case slices.ContainsFunc(there, func(v string) bool { return strings.EqualFold(v, asked) }):
		return everything()
	default:
		return scope{}
	}
	var s scope
	for _, id := range a.IncludeApplications {
		switch strings.ToLower(id) {
		case "all":
			s.all = true
		case "none":
		default:
			if c.concerns(id) {
				c.include(&s, what, sortOfApplication(id), []string{id})
			}
		}
	}
	count := 0
	for _, id := range a.ExcludeApplications {
		if strings.EqualFold(id, "none") || !c.concerns(id) {
			continue
		}
		n, _ := c.exclude(&s, what, sortOfApplication(id), []string{id})
		count += n
	}
	c.addRule(&s, what, a.ApplicationFilter.V, hopeful)
	if note != nil {
		note.apps = count
	}
	return s
}

// concerns reports whether an application, or one of many, may be one that the
// requirement asks for. Which applications some of Microsoft's names stand for
// is not known here.
func (c *compiler) concerns(id string) bool {
	if len(c.r.Applications) == 0 {
		return true
	}
	return slices.ContainsFunc(c.r.Applications, func(asked string) bool {
		return strings.EqualFold(asked, id) || strings.EqualFold(id, office365) && isOffice365(strings.ToLower(asked)) ||
			sortOfApplication(asked) == suiteSort && sortOfApplication(id) == appSort
	})
}

// sortOfApplication tells Microsoft's names for many applications from the id
// of one.
func sortOfApplication(id string) byte {
	switch strings.ToLower(id) {
	case "office365", "microsoftadminportals", "allagentidresources", "windowsazureservicemanagementapi":
		return suiteSort
	}
	return appSort
}

const office365 = "office365"

// isOffice365 reports whether the application is surely part of the suite that
// policies call Office365.
func isOffice365(id string) bool {
	switch id {
	case "00000002-0000-0ff1-ce00-000000000000", // Exchange Online
		"00000003-0000-0ff1-ce00-000000000000", // SharePoint Online
		"00000005-0000-0ff1-ce00-000000000000", // Viva Engage
		"cc15fd57-2c6c-4117-a88c-83b1d56b4bbe": // Teams
		return true
	}
	return false
}

func (c *compiler) locations(l snapshot.Locations) scope {
	if len(l.IncludeLocations)+len(l.ExcludeLocations) == 0 {
		return everything()
	}
	s := scope{all: len(l.IncludeLocations) == 0}
	for _, id := range l.IncludeLocations {
		switch strings.ToLower(id) {
		case "all":
			s.all = true
		case "alltrusted":
			s.kindsIn |= trusted
		default:
			c.include(&s, where, locationSort, []string{id})
		}
	}
	for _, id := range l.ExcludeLocations {
		switch strings.ToLower(id) {
		case "all":
			s.kindsOut = axisKinds[where]
		case "alltrusted":
			s.kindsOut |= trusted
		default:
			c.exclude(&s, where, locationSort, []string{id})
		}
	}
	return s
}

// filter is a rule that narrows on its own.
func (c *compiler) filter(x axis, f snapshot.FilterRule, hopeful bool) scope {
	if strings.TrimSpace(f.Rule) == "" {
		return everything()
	}
	s := scope{all: !strings.EqualFold(f.Mode, "include")}
	c.addRule(&s, x, f, hopeful)
	return s
}

// addRule adds a rule over attributes: what it matches is not known here, only
// that equal texts match the same.
func (c *compiler) addRule(s *scope, x axis, f snapshot.FilterRule, hopeful bool) {
	rule := strings.TrimSpace(f.Rule)
	if rule == "" {
		return
	}
	switch strings.ToLower(f.Mode) {
	case "include":
		s.in = append(s.in, c.intern(x, ruleSort, rule))
	case "exclude":
		s.out = append(s.out, c.intern(x, ruleSort, rule))
	default:
		if !hopeful {
			s.kindsOut = axisKinds[x]
		}
	}
}

func (c *compiler) states(x axis, in, out []string) scope {
	if len(in)+len(out) == 0 {
		return everything()
	}
	s := scope{all: len(in) == 0}
	for _, v := range in {
		if strings.EqualFold(v, "all") {
			s.all = true
			continue
		}
		c.include(&s, x, stateSort, []string{v})
	}
	for _, v := range out {
		if strings.EqualFold(v, "all") {
			s.kindsOut = axisKinds[x]
			continue
		}
		c.exclude(&s, x, stateSort, []string{v})
	}
	return s
}
