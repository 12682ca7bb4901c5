package snapshot

import (
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// DirectoryAudit is an entry of Microsoft's directory audit log: who did what to
// which objects. It names people, their addresses and what they touched, and so
// keeps itself out of logs.
type DirectoryAudit struct {
	// ID is Microsoft's own, unique in the tenant.
	ID string `json:"id"`
	// ActivityDateTime is when it was done, not when the entry appeared.
	ActivityDateTime Value[Timestamp] `json:"activityDateTime,omitzero"`
	// ActivityDisplayName is the activity, such as "Add member to role".
	ActivityDisplayName string `json:"activityDisplayName"`
	// Category is what kind of thing was touched, such as "RoleManagement".
	Category string `json:"category"`
	// OperationType is "Add", "Update", "Delete", "Assign" and the like; some
	// services leave it empty.
	OperationType string `json:"operationType"`
	// Result is "success", "failure", "timeout" or a value unknown so far.
	Result Value[string] `json:"result,omitzero"`
	// LoggedByService is who wrote the entry, such as "Core Directory" or "PIM".
	LoggedByService string         `json:"loggedByService"`
	InitiatedBy     AuditInitiator `json:"initiatedBy"`
	TargetResources []AuditTarget  `json:"targetResources"`
}

// AuditInitiator is who did it: a person, an application, or a person through an
// application; neither where Microsoft itself did.
type AuditInitiator struct {
	User Value[AuditUser] `json:"user,omitzero"`
	App  Value[AuditApp]  `json:"app,omitzero"`
}

// AuditUser is the person who did something.
type AuditUser struct {
	ID                string `json:"id"`
	DisplayName       string `json:"displayName"`
	UserPrincipalName string `json:"userPrincipalName"`
	// IPAddress is where the person was; empty where Microsoft does not tell.
	IPAddress string `json:"ipAddress"`
}

// AuditApp is the application that did something, or through which a person did.
type AuditApp struct {
	AppID              string `json:"appId"`
	DisplayName        string `json:"displayName"`
	ServicePrincipalID string `json:"servicePrincipalId"`
}

// AuditTarget is an object that something was done to.
type AuditTarget struct {
	ID                string `json:"id"`
	DisplayName       string `json:"displayName"`
	UserPrincipalName string `json:"userPrincipalName"`
	// Type is the kind of object, such as "User", "Group", "Role", "Policy" or
	// "ServicePrincipal"; "Other" and "N/A" where Microsoft does not tell.
	Type               string          `json:"type"`
	ModifiedProperties []AuditProperty `json:"modifiedProperties"`
}

// AuditProperty is a property that was changed. Its values are whatever the
// property holds, free text and personal data included: all but those that are
// the id of an object are dropped as soon as they are read.
type AuditProperty struct {
	// DisplayName is the property, such as "AccountEnabled", or for an object that
	// the change is about besides the target, "Group.ObjectID" and the like.
	DisplayName string  `json:"displayName"`
	OldValue    AuditID `json:"oldValue,omitempty"`
	NewValue    AuditID `json:"newValue,omitempty"`
}

// AuditID is the id of an object, empty for every other value.
type AuditID string

// UnmarshalJSON implements json.Unmarshaler. Microsoft mostly writes a value as
// JSON within a text: the quotation marks around it are left out.
func (id *AuditID) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	*id = ""
	if text = strings.Trim(strings.TrimSpace(text), `"`); isGUID(text) {
		*id = AuditID(text)
	}
	return nil
}

func isGUID(text string) bool {
	if len(text) != len("62e90394-69f5-4237-9190-012177145e10") {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case '0' <= c && c <= '9', 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
		default:
			return false
		}
	}
	return true
}

const auditEntry = "[audit entry]"

// String keeps an entry out of logs and formatted errors.
func (DirectoryAudit) String() string { return auditEntry }

// GoString implements fmt.GoStringer for the same reason.
func (DirectoryAudit) GoString() string { return auditEntry }

// LogValue implements slog.LogValuer.
func (DirectoryAudit) LogValue() slog.Value { return slog.StringValue(auditEntry) }

// GrantActivities are the activities by which somebody is given an administrator role
// over the whole tenant, or may take one, that they did not have before; activating
// one is none.
func GrantActivities() []string {
	return []string{
		"Add member to role", "Add member to role outside of PIM (permanent)",
		"Add member to role in PIM completed (permanent)", "Add member to role in PIM completed (timebound)",
		"Add eligible member to role",
		"Add eligible member to role in PIM completed (permanent)", "Add eligible member to role in PIM completed (timebound)",
	}
}

// JoinActivities are the activities by which somebody comes into a group, or may:
// as a member, or as an owner, who can let anybody in. Privileged Identity Management
// calls it a role in the group.
func JoinActivities() []string {
	return append([]string{
		"Add member to group", "Add owner to group", "Add member to role outside of PIM (permanent)",
		"Add member to role in PIM completed (permanent)", "Add member to role in PIM completed (timebound)",
	}, EligibleJoinActivities()...)
}

// EligibleJoinActivities are those of them after which somebody has yet to activate it.
func EligibleJoinActivities() []string {
	return []string{"Add eligible member to role in PIM completed (permanent)", "Add eligible member to role in PIM completed (timebound)"}
}

// EligibleLeaveActivities are the activities by which that ends.
func EligibleLeaveActivities() []string {
	return []string{
		"Remove eligible member from role in PIM completed (permanent)", "Remove eligible member from role in PIM completed (timebound)",
		"Remove permanent eligible role assignment",
	}
}

// FederationActivities are the activities by which a domain comes to trust a sign-in
// system, or trusts it otherwise.
func FederationActivities() []string {
	return []string{"Set domain authentication", "Set federation settings on domain"}
}

// Succeeded reports whether what the entry tells of was done; Microsoft leaves the
// result out of some entries that were.
func (e *DirectoryAudit) Succeeded() bool {
	return !e.Result.Known() || strings.EqualFold(e.Result.V, "success")
}

// lately reports whether it was done within the week before now; known is false where the entry does not say when.
func (e *DirectoryAudit) lately(now time.Time) (lately, known bool) {
	at := e.ActivityDateTime
	known = at.Known() && at.V.Readable
	return known && now.Sub(at.V.Time) <= Week, known
}

// Lately returns those of the snapshot's RecentChanges that tell of one of the
// activities, were done and are not older than a week; unsure is how many do not say
// when.
func Lately(s *Snapshot, activities []string) (done []*DirectoryAudit, unsure int) {
	return LatelyOf(RecentChanges.Of(s), s.Now, activities)
}

// LatelyOf returns the same of other entries.
func LatelyOf(all []DirectoryAudit, now time.Time, activities []string) (done []*DirectoryAudit, unsure int) {
	for i := range all {
		e := &all[i]
		named := strings.TrimSpace(e.ActivityDisplayName)
		if !slices.ContainsFunc(activities, func(a string) bool { return strings.EqualFold(a, named) }) || !e.Succeeded() {
			continue
		}
		switch lately, known := e.lately(now); {
		case !known:
			unsure++
		case lately:
			done = append(done, e)
		}
	}
	return done, unsure
}
