package snapshot

// A property that may be absent takes two bits of a record: what it is.
const (
	isAbsent = iota
	isNull
	isFalse // or another value, which follows
	isTrue  // or a value that does not follow: it can be told without
)

func bitsOf(v Value[bool]) byte {
	switch {
	case !v.Set:
		return isAbsent
	case v.Null:
		return isNull
	case v.V:
		return isTrue
	}
	return isFalse
}

func boolOf(bits byte) Value[bool] {
	switch bits & 3 {
	case isAbsent:
		return Value[bool]{}
	case isNull:
		return NullOf[bool]()
	}
	return Some(bits&3 == isTrue)
}

// kindOf is what a property is whose value follows, unless it is told without.
func kindOf[T any](v Value[T], told bool) byte {
	switch {
	case !v.Set:
		return isAbsent
	case v.Null:
		return isNull
	case told:
		return isTrue
	}
	return isFalse
}

// textOf reads such a property: its value follows, or is told.
func textOf(bits byte, u *unpacker, told string) Value[string] {
	switch bits & 3 {
	case isAbsent:
		return Value[string]{}
	case isNull:
		return NullOf[string]()
	case isTrue:
		return Some(told)
	}
	return Some(u.text())
}

// nameOf is textOf for a text that many entities share.
func nameOf(bits byte, u *unpacker) Value[string] {
	if bits&3 == isFalse {
		return Some(u.name())
	}
	return textOf(bits, u, "")
}

func timeOf(bits byte, u *unpacker) Value[Timestamp] {
	switch bits & 3 {
	case isAbsent:
		return Value[Timestamp]{}
	case isNull:
		return NullOf[Timestamp]()
	case isTrue:
		return Some(Timestamp{}) // unreadable
	}
	return Some(u.time())
}

var userCodec = codec[User]{
	id: func(t *User) string { return t.ID }, pack: packUser, unpack: unpackUser, scan: scanUser,
}

func packUser(p *packer, t *User) {
	hired := kindOf(t.EmployeeHireDate, !t.EmployeeHireDate.V.Readable)
	p.id(t.ID)
	p.byte(bitsOf(t.AccountEnabled) | bitsOf(t.OnPremisesSyncEnabled)<<2 | kindOf(t.OnPremisesImmutableID, false)<<4 | hired<<6)
	mail := kindOf(t.Mail, t.Mail.V == t.UserPrincipalName)
	p.byte(mail)
	p.name(t.UserType)
	p.text(t.DisplayName)
	p.text(t.UserPrincipalName)
	if mail == isFalse {
		p.text(t.Mail.V)
	}
	if t.OnPremisesImmutableID.Known() {
		p.text(t.OnPremisesImmutableID.V)
	}
	if hired == isFalse {
		p.time(t.EmployeeHireDate.V)
	}
}

func unpackUser(u *unpacker, t *User) {
	t.ID = u.id()
	bits, mail := u.byte(), u.byte()
	if mail > isTrue || bits>>4&3 == isTrue {
		u.bad = true
	}
	t.AccountEnabled, t.OnPremisesSyncEnabled = boolOf(bits), boolOf(bits>>2)
	t.UserType = u.name()
	t.DisplayName = u.text()
	t.UserPrincipalName = u.text()
	t.Mail = textOf(mail, u, t.UserPrincipalName)
	t.OnPremisesImmutableID = textOf(bits>>4, u, "")
	t.EmployeeHireDate = timeOf(bits>>6, u)
}

var userProperties = []string{
	"id", "displayName", "userPrincipalName", "mail", "accountEnabled", "userType",
	"onPremisesSyncEnabled", "onPremisesImmutableId", "employeeHireDate",
}

func scanUser(x *scan, t *User) {
	for x.object(); x.More('}'); {
		switch x.property(userProperties) {
		case 0:
			x.text(&t.ID)
		case 1:
			x.text(&t.DisplayName)
		case 2:
			x.text(&t.UserPrincipalName)
		case 3:
			x.maybeText(&t.Mail)
		case 4:
			x.maybeBool(&t.AccountEnabled)
		case 5:
			x.text(&t.UserType)
		case 6:
			x.maybeBool(&t.OnPremisesSyncEnabled)
		case 7:
			x.maybeText(&t.OnPremisesImmutableID)
		case 8:
			x.maybeTime(&t.EmployeeHireDate)
		}
	}
}

var registrationCodec = codec[RegistrationDetail]{
	id: func(t *RegistrationDetail) string { return t.ID }, pack: packRegistration, unpack: unpackRegistration, scan: scanRegistration,
}

func packRegistration(p *packer, t *RegistrationDetail) {
	p.id(t.ID)
	p.byte(bitsOf(t.IsAdmin) | bitsOf(t.IsMfaCapable)<<2 | bitsOf(t.IsMfaRegistered)<<4 | bitsOf(t.IsSsprEnabled)<<6)
	p.texts(t.MethodsRegistered)
}

func unpackRegistration(u *unpacker, t *RegistrationDetail) {
	t.ID = u.id()
	bits := u.byte()
	t.IsAdmin, t.IsMfaCapable, t.IsMfaRegistered, t.IsSsprEnabled = boolOf(bits), boolOf(bits>>2), boolOf(bits>>4), boolOf(bits>>6)
	t.MethodsRegistered = u.list().texts
}

var registrationProperties = []string{"id", "isAdmin", "isMfaCapable", "isMfaRegistered", "isSsprEnabled", "methodsRegistered"}

func scanRegistration(x *scan, t *RegistrationDetail) {
	for x.object(); x.More('}'); {
		switch x.property(registrationProperties) {
		case 0:
			x.text(&t.ID)
		case 1:
			x.maybeBool(&t.IsAdmin)
		case 2:
			x.maybeBool(&t.IsMfaCapable)
		case 3:
			x.maybeBool(&t.IsMfaRegistered)
		case 4:
			x.maybeBool(&t.IsSsprEnabled)
		case 5:
			x.texts(0, &t.MethodsRegistered)
		}
	}
}

var groupCodec = codec[Group]{
	id: func(t *Group) string { return t.ID }, pack: packGroup, unpack: unpackGroup, scan: scanGroup,
}

func packGroup(p *packer, t *Group) {
	p.id(t.ID)
	p.byte(bitsOf(t.SecurityEnabled) | bitsOf(t.IsAssignableToRole)<<2 | bitsOf(t.IsManagementRestricted)<<4 | bitsOf(t.OnPremisesSyncEnabled)<<6)
	p.byte(kindOf(t.Visibility, false) | kindOf(t.MembershipRule, false)<<2 | kindOf(t.MembershipRuleProcessingState, false)<<4)
	p.text(t.DisplayName)
	if t.Visibility.Known() {
		p.name(t.Visibility.V)
	}
	if t.MembershipRule.Known() {
		p.text(t.MembershipRule.V)
	}
	if t.MembershipRuleProcessingState.Known() {
		p.name(t.MembershipRuleProcessingState.V)
	}
	p.texts(t.GroupTypes)
	p.texts(t.ResourceProvisioningOptions)
	p.licences(t.AssignedLicenses)
}

func unpackGroup(u *unpacker, t *Group) {
	t.ID = u.id()
	bits, texts := u.byte(), u.byte()
	for shift := 0; shift < 6; shift += 2 {
		if texts>>shift&3 == isTrue {
			u.bad = true
		}
	}
	if texts>>6 != 0 {
		u.bad = true
	}
	t.SecurityEnabled, t.IsAssignableToRole = boolOf(bits), boolOf(bits>>2)
	t.IsManagementRestricted, t.OnPremisesSyncEnabled = boolOf(bits>>4), boolOf(bits>>6)
	t.DisplayName = u.text()
	t.Visibility = nameOf(texts, u)
	t.MembershipRule = textOf(texts>>2, u, "")
	t.MembershipRuleProcessingState = nameOf(texts>>4, u)
	t.GroupTypes = u.list().texts
	t.ResourceProvisioningOptions = u.list().texts
	t.AssignedLicenses = u.list().licences
}

var groupProperties = []string{
	"id", "displayName", "visibility", "groupTypes", "securityEnabled", "membershipRule", "membershipRuleProcessingState",
	"isAssignableToRole", "isManagementRestricted", "onPremisesSyncEnabled", "resourceProvisioningOptions", "assignedLicenses",
}

func scanGroup(x *scan, t *Group) {
	for x.object(); x.More('}'); {
		switch x.property(groupProperties) {
		case 0:
			x.text(&t.ID)
		case 1:
			x.text(&t.DisplayName)
		case 2:
			x.maybeText(&t.Visibility)
		case 3:
			x.texts(0, &t.GroupTypes)
		case 4:
			x.maybeBool(&t.SecurityEnabled)
		case 5:
			x.maybeText(&t.MembershipRule)
		case 6:
			x.maybeText(&t.MembershipRuleProcessingState)
		case 7:
			x.maybeBool(&t.IsAssignableToRole)
		case 8:
			x.maybeBool(&t.IsManagementRestricted)
		case 9:
			x.maybeBool(&t.OnPremisesSyncEnabled)
		case 10:
			x.texts(1, &t.ResourceProvisioningOptions)
		case 11:
			x.licenceList(&t.AssignedLicenses)
		}
	}
}

var deviceCodec = codec[ManagedDevice]{
	id: func(t *ManagedDevice) string { return t.ID }, pack: packDevice, unpack: unpackDevice, scan: scanDevice,
}

func packDevice(p *packer, t *ManagedDevice) {
	p.id(t.ID)
	p.byte(bitsOf(t.IsEncrypted) | kindOf(t.JailBroken, false)<<2)
	p.text(t.DeviceName)
	p.name(t.OperatingSystem)
	p.name(t.OSVersion)
	p.name(t.Model)
	p.name(t.ManagementAgent)
	if t.JailBroken.Known() {
		p.name(t.JailBroken.V)
	}
}

func unpackDevice(u *unpacker, t *ManagedDevice) {
	t.ID = u.id()
	bits := u.byte()
	if bits>>4 != 0 || bits>>2&3 == isTrue {
		u.bad = true
	}
	t.IsEncrypted = boolOf(bits)
	t.DeviceName = u.text()
	t.OperatingSystem, t.OSVersion, t.Model, t.ManagementAgent = u.name(), u.name(), u.name(), u.name()
	t.JailBroken = nameOf(bits>>2, u)
}

var deviceProperties = []string{
	"id", "deviceName", "operatingSystem", "osVersion", "isEncrypted", "jailBroken", "model", "managementAgent",
}

func scanDevice(x *scan, t *ManagedDevice) {
	for x.object(); x.More('}'); {
		switch x.property(deviceProperties) {
		case 0:
			x.text(&t.ID)
		case 1:
			x.text(&t.DeviceName)
		case 2:
			x.text(&t.OperatingSystem)
		case 3:
			x.text(&t.OSVersion)
		case 4:
			x.maybeBool(&t.IsEncrypted)
		case 5:
			x.maybeText(&t.JailBroken)
		case 6:
			x.text(&t.Model)
		case 7:
			x.text(&t.ManagementAgent)
		}
	}
}
