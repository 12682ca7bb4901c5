package tenant

import (
	"fmt"
	"slices"
)

// Role is what a member may do in a tenant. Roles are ordered: a higher one may
// all that a lower one may. Roles decide over operations and never over fields: whoever
// may see something sees the same of it, and whoever may change it may change all of it
// that can be changed.
type Role string

// The roles, highest first.
const (
	Owner   Role = "owner"   // answers for the agreement and for who belongs to the tenant
	Admin   Role = "admin"   // runs the service for the tenant
	Analyst Role = "analyst" // works on findings
	Auditor Role = "auditor" // reads and exports only
)

// Roles lists the roles, highest first.
func Roles() []Role { return []Role{Owner, Admin, Analyst, Auditor} }

// Validate refuses a text that is no role.
func (r Role) Validate() error {
	if r.rank() == 0 {
		return fmt.Errorf("%q is no role", string(r))
	}
	return nil
}

// rank is higher for a higher role, and 0 for what is none.
func (r Role) rank() int {
	at := slices.Index(Roles(), r)
	if at < 0 {
		return 0
	}
	return len(Roles()) - at
}

// Above reports whether r is a higher role than other. What is no role is below
// every role.
func (r Role) Above(other Role) bool { return r.rank() > other.rank() }

// Lower returns the lower of two roles.
func (r Role) Lower(other Role) Role {
	if r.Above(other) {
		return other
	}
	return r
}

// Allows reports whether the role has a permission. What is no role or no
// permission allows nothing.
func (r Role) Allows(p Permission) bool {
	lowest, ok := lowestFor(p)
	return ok && r.rank() > 0 && !lowest.Above(r)
}

// Permissions lists what the role allows, in the table's order.
func (r Role) Permissions() []Permission {
	return slices.DeleteFunc(Permissions(), func(p Permission) bool { return !r.Allows(p) })
}

// Permission is one thing that a role allows in a tenant.
type Permission string

// The permissions.
const (
	Read           Permission = "read"            // findings, history, scores, checks, scans, settings, members
	Export         Permission = "export"          // take the tenant's data away
	ReadTrail      Permission = "trail.read"      // the audit trail, grants and instructions
	RequestScan    Permission = "scan.request"    // have the tenant scanned now
	Decide         Permission = "decide"          // accept findings, withdraw exceptions
	Configure      Permission = "configure"       // settings, custom checks, channels
	ManageKeys     Permission = "keys.manage"     // API keys
	ManageMembers  Permission = "members.manage"  // invite, change, suspend, remove; never owners
	ApproveSupport Permission = "support.approve" // approve, refuse and revoke support access
	ManageOwners   Permission = "owners.manage"   // owners and partner organisations, the yearly review
	Contract       Permission = "contract"        // plan, agreement, termination
)

// entitlement is a row of the table: the lowest role that has a permission, and
// whether a key for scripts may carry it.
type entitlement struct {
	permission Permission
	lowest     Role
	key        bool
}

// table says which role has which permission. A key for scripts carries nothing
// by which it could outlive its own end or decide what is a person's to decide.
func table() []entitlement {
	return []entitlement{
		{Read, Auditor, true},
		{Export, Auditor, true},
		{ReadTrail, Auditor, true},
		{RequestScan, Analyst, true},
		{Decide, Analyst, true},
		{Configure, Admin, true},
		{ManageKeys, Admin, false},
		{ManageMembers, Admin, false},
		{ApproveSupport, Admin, false},
		{ManageOwners, Owner, false},
		{Contract, Owner, false},
	}
}

func lowestFor(p Permission) (Role, bool) {
	for _, e := range table() {
		if e.permission == p {
			return e.lowest, true
		}
	}
	return "", false
}

// Permissions lists every permission, those of the lowest role first.
func Permissions() []Permission {
	var out []Permission
	for _, e := range table() {
		out = append(out, e.permission)
	}
	return out
}

// Validate refuses a text that is no permission.
func (p Permission) Validate() error {
	if _, ok := lowestFor(p); !ok {
		return fmt.Errorf("%q is no permission", string(p))
	}
	return nil
}

// ForKeys reports whether a key for scripts may carry the permission.
func (p Permission) ForKeys() bool {
	return slices.ContainsFunc(table(), func(e entitlement) bool { return e.permission == p && e.key })
}
