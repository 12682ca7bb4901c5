package synth

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// manyPeople and manyGuests are how many users are remembered for roles and examples.
const (
	manyPeople = 2000
	manyGuests = 20
)

type userDraw struct {
	given, family, address string
	guest, admin           bool
}

// writePeople writes the users and, where the tenant's licence tells, how they have registered to sign in.
func (t *tenant) writePeople() error {
	users, err := t.openLines("v1.0/users")
	if err != nil {
		return err
	}
	var registered *lines
	if t.licence >= premium1 {
		if registered, err = t.openLines("v1.0/reports/authenticationMethods/userRegistrationDetails"); err != nil {
			return err
		}
	}
	r, own := t.stream("people"), t.stream("personal")
	given, family := givenNames(), surnames()
	foldedGiven, foldedFamily := folded(given), folded(family)
	taken := map[string]int{}
	breakGlass := min(2, t.users/3)
	if t.habits.adminsApart && t.users >= 15 {
		t.admins = min(60, max(2, t.users/20))
	}
	for i := range t.users {
		if i < breakGlass {
			t.writeEmergency(users, registered, r, own, i)
			continue
		}
		g, f := r.IntN(len(given)), r.IntN(len(family))
		u := userDraw{given: given[g], family: family[f], address: foldedGiven[g] + "." + foldedFamily[f]}
		taken[u.address]++
		if n := taken[u.address]; n > 1 {
			u.address += strconv.Itoa(n)
		}
		u.admin = i < breakGlass+t.admins
		u.guest = i > breakGlass && r.Float64() < 0.05 && !u.admin
		t.writeUser(users, registered, r, own, u)
	}
	if err := users.close(); err != nil || registered == nil {
		return err
	}
	return registered.close()
}

func folded(names []string) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		out = append(out, fold(n))
	}
	return out
}

// writeEmergency writes an account for emergencies: in the cloud alone, without a licence, hardly ever used.
func (t *tenant) writeEmergency(l, registered *lines, r, own *rand.Rand, i int) {
	p := person{id: guid(r), displayName: "Emergency Access " + strconv.Itoa(i+1), enabled: true,
		upn: "emergency" + strconv.Itoa(i+1) + "@" + t.initial, odataType: userType}
	t.emergency = append(t.emergency, p.id)
	t.people = append(t.people, p)
	l.begin()
	l.text("id", p.id)
	l.text("displayName", p.displayName)
	l.text("userPrincipalName", p.upn)
	l.raw("mail", "null")
	l.text("userType", "Member")
	l.bool("accountEnabled", true)
	l.time("createdDateTime", before(r, 1500))
	l.raw("assignedLicenses", "[]")
	l.raw("onPremisesSyncEnabled", "null")
	l.raw("onPremisesImmutableId", "null")
	l.text("passwordPolicies", "DisablePasswordExpiration")
	appendEmergency(l, own, t.habits.passkeys)
	l.end()
	t.writeRegistration(registered, p, false, true, t.habits.passkeys)
}

const userType = "#microsoft.graph.user"

// writeUser writes an ordinary user.
func (t *tenant) writeUser(l, registered *lines, r, own *rand.Rand, u userDraw) {
	p := person{id: guid(r), displayName: u.given + " " + u.family, odataType: userType}
	p.enabled = r.Float64() < 0.93 || len(t.people) <= len(t.emergency) || u.admin
	if t.hybrid && !u.guest && !u.admin && r.Float64() < 0.7 {
		p.anchor = immutableID(r)
	}
	p.guest = u.guest
	mail := u.address + "@" + t.domain
	p.upn = mail
	switch {
	case u.guest:
		mail = u.address + "@partner.example"
		p.upn = u.address + "_partner.example#EXT#@" + t.initial
	case u.admin:
		mail, p.upn, p.displayName = "", "adm-"+u.address+"@"+t.initial, p.displayName+" (admin)"
	}
	created := before(r, 3000)
	l.begin()
	l.text("id", p.id)
	l.text("displayName", p.displayName)
	l.text("givenName", u.given)
	l.text("surname", u.family)
	l.text("userPrincipalName", p.upn)
	l.maybe("mail", mail)
	l.bool("accountEnabled", p.enabled)
	l.time("createdDateTime", created)
	licensed := false
	if u.guest {
		t.appendGuest(l, r, created)
	} else {
		licensed = t.appendMember(l, r, p, u)
	}
	t.appendSignIns(l, r, p, created)
	t.appendPersonal(l, own, p, mail != "", licensed)
	l.end()

	capable := r.Float64() < 0.4+0.6*t.maturity
	passkey := capable && r.Float64() < 0.2
	if u.admin && t.habits.passkeys {
		capable, passkey = true, true
	}
	t.writeRegistration(registered, p, u.guest, capable, passkey)
	switch {
	case u.guest && len(t.guests) < manyGuests:
		t.guests = append(t.guests, p)
	case !u.guest && p.enabled && len(t.people) < manyPeople:
		t.people = append(t.people, p)
	}
}

func (t *tenant) appendGuest(l *lines, r *rand.Rand, created time.Time) {
	l.text("userType", "Guest")
	l.text("creationType", "Invitation")
	state := "Accepted"
	if r.Float64() < 0.15 {
		state = "PendingAcceptance"
	}
	l.text("externalUserState", state)
	l.time("externalUserStateChangeDateTime", created.Add(36*time.Hour))
	l.raw("assignedLicenses", "[]")
	l.raw("onPremisesSyncEnabled", "null")
	l.raw("onPremisesImmutableId", "null")
}

func (t *tenant) appendMember(l *lines, r *rand.Rand, p person, u userDraw) (licensed bool) {
	l.text("userType", "Member")
	l.text("department", departments()[r.IntN(10)])
	l.text("jobTitle", titles()[r.IntN(8)])
	l.text("usageLocation", "FI")
	licensed = p.enabled && r.Float64() < 0.95 && !u.admin
	if licensed {
		l.raw("assignedLicenses", t.assigned)
	} else {
		l.raw("assignedLicenses", "[]")
	}
	if p.anchor != "" {
		l.raw("onPremisesSyncEnabled", "true")
		l.text("onPremisesImmutableId", p.anchor)
		l.text("onPremisesSamAccountName", u.address)
		l.time("onPremisesLastSyncDateTime", AsOf().Add(-20*time.Minute))
	} else {
		l.raw("onPremisesSyncEnabled", "null")
		l.raw("onPremisesImmutableId", "null")
	}
	policies := ""
	if r.Float64() < 0.05 {
		policies = "DisablePasswordExpiration"
	}
	l.maybe("passwordPolicies", policies)
	l.time("lastPasswordChangeDateTime", before(r, 900))
	return licensed
}

// immutableID draws the anchor of a synchronised account: 16 bytes in base64.
func immutableID(r *rand.Rand) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	var b [24]byte
	x, y := r.Uint64(), r.Uint64()
	for i := range 11 {
		b[i], b[i+11] = digits[x>>(6*i)&63], digits[y>>(6*i)&63]
	}
	b[21] = "AQgw"[y>>62]
	b[22], b[23] = '=', '='
	return string(b[:])
}

func (t *tenant) appendSignIns(l *lines, r *rand.Rand, p person, created time.Time) {
	if t.licence == noPremium || r.Float64() < 0.1 {
		return // never signed in, or the tenant's licence does not tell
	}
	days := 20
	if !p.enabled || r.Float64() < 0.08 {
		days = 600
	}
	last := before(r, days)
	if last.Before(created) {
		last = created
	}
	l.key("signInActivity")
	l.line = append(l.line, `{"lastSignInDateTime":"`...)
	l.line = last.AppendFormat(l.line, time.RFC3339)
	l.line = append(l.line, `","lastNonInteractiveSignInDateTime":"`...)
	l.line = last.Add(5*time.Hour).AppendFormat(l.line, time.RFC3339)
	l.line = append(l.line, `","lastSuccessfulSignInDateTime":"`...)
	l.line = last.AppendFormat(l.line, time.RFC3339)
	l.line = append(l.line, `"}`...)
}

// writeRegistration writes which methods a user has registered; l is nil where the tenant's licence does not tell.
func (t *tenant) writeRegistration(l *lines, p person, guest, mfa, passkey bool) {
	if l == nil {
		return
	}
	l.begin()
	l.text("id", p.id)
	l.text("userPrincipalName", p.upn)
	l.text("userType", map[bool]string{false: "member", true: "guest"}[guest])
	l.bool("isAdmin", len(t.people) < 8)
	l.bool("isMfaCapable", mfa)
	l.bool("isMfaRegistered", mfa)
	l.bool("isPasswordlessCapable", passkey)
	l.bool("isSsprEnabled", t.habits.selfService)
	switch {
	case passkey:
		l.raw("methodsRegistered", `["passKeyDeviceBound"]`)
	case mfa:
		l.raw("methodsRegistered", `["microsoftAuthenticatorPush"]`)
	default:
		l.raw("methodsRegistered", `[]`)
	}
	l.end()
}

// writeGroups writes the groups, and the members of those that matter to roles and policies.
func (t *tenant) writeGroups() error {
	l, err := t.openLines("v1.0/groups")
	if err != nil {
		return err
	}
	r, own := t.stream("groups"), t.stream("groups' files")
	n := max(3, t.users*3/10)
	var roleGroup, emergencyGroup string
	for i := range n {
		id := guid(r)
		l.begin()
		l.text("id", id)
		l.time("createdDateTime", before(r, 3000))
		switch {
		case i == 0:
			emergencyGroup = id
			securityGroup(l, "Emergency Access", true)
		case i == 1:
			roleGroup = id
			securityGroup(l, "Tier 0 Administrators", true)
		default:
			t.appendGroup(l, r, own, i)
		}
		l.bool("isManagementRestricted", false)
		l.end()
		if len(t.groups) < 50 {
			t.groups = append(t.groups, id)
		}
	}
	if err := l.close(); err != nil {
		return err
	}
	t.adminGroup = person{id: roleGroup, displayName: "Tier 0 Administrators", odataType: "#microsoft.graph.group", enabled: true}
	if len(t.emergency) > 0 {
		t.emergencyGroups = []string{emergencyGroup}
	}
	admins := t.people[len(t.emergency):min(len(t.people), len(t.emergency)+3)]
	var owners []person
	if !t.kept(own) {
		owners = append(owners, t.people[own.IntN(len(t.people))])
	}
	for _, g := range []struct {
		id              string
		members, owners []person
	}{{emergencyGroup, t.people[:len(t.emergency)], nil}, {roleGroup, admins, owners}} {
		for _, name := range []string{"members", "transitiveMembers", "owners"} {
			list := principalsOf(g.members)
			if name == "owners" {
				list = principalsOf(g.owners)
			}
			if err := t.writeList("v1.0/groups/"+g.id+"/"+name, list); err != nil {
				return err
			}
		}
	}
	return nil
}

func securityGroup(l *lines, name string, roles bool) {
	l.text("displayName", name)
	l.raw("groupTypes", "[]")
	l.bool("securityEnabled", true)
	l.bool("mailEnabled", false)
	l.bool("isAssignableToRole", roles)
	l.raw("onPremisesSyncEnabled", "null")
	l.text("visibility", "Private")
}

func (t *tenant) appendGroup(l *lines, r, own *rand.Rand, i int) {
	name := departments()[r.IntN(10)] + " " + strconv.Itoa(i)
	switch x := r.Float64(); {
	case x < 0.45:
		l.text("displayName", name)
		l.raw("groupTypes", `["Unified"]`)
		l.bool("securityEnabled", r.Float64() < 0.3)
		l.bool("mailEnabled", true)
		l.text("mail", "group"+strconv.Itoa(i)+"@"+t.domain)
		l.text("visibility", map[bool]string{true: "Private", false: "Public"}[t.kept(r)])
		l.raw("resourceProvisioningOptions", map[bool]string{true: `["Team"]`, false: "[]"}[r.Float64() < 0.6])
		l.time("renewedDateTime", before(r, 700))
		l.raw("isAssignableToRole", "null")
		l.raw("drive", t.drive(own))
	case x < 0.55:
		l.text("displayName", "All "+name)
		l.raw("groupTypes", `["DynamicMembership"]`)
		l.bool("securityEnabled", true)
		l.bool("mailEnabled", false)
		l.any("membershipRule", `user.department -eq "`+departments()[r.IntN(10)]+`"`)
		l.text("membershipRuleProcessingState", "On")
		l.raw("isAssignableToRole", "null")
		if own.Float64() < 0.2 {
			l.raw("assignedLicenses", t.assigned)
		}
	default:
		securityGroup(l, "Access "+name, false)
	}
}

// principalsOf writes people as directory objects.
func principalsOf(people []person) []object {
	var out []object
	for _, p := range people {
		out = append(out, p.object())
	}
	return out
}

// object writes whoever holds a role as a directory object.
func (p person) object() object {
	o := object{"@odata.type": p.odataType, "id": p.id, "displayName": p.displayName}
	if p.odataType == userType {
		o["userPrincipalName"], o["accountEnabled"], o["userType"] = p.upn, p.enabled, "Member"
		if p.guest {
			o["userType"] = "Guest"
		}
		o["onPremisesSyncEnabled"], o["onPremisesImmutableId"] = nil, nil
		if p.anchor != "" {
			o["onPremisesSyncEnabled"], o["onPremisesImmutableId"] = true, p.anchor
		}
	}
	return o
}
