package snapshot

import "time"

// User is a directory user.
type User struct {
	ID                    string        `json:"id"`
	DisplayName           string        `json:"displayName"`
	UserPrincipalName     string        `json:"userPrincipalName"`
	UserType              string        `json:"userType"`
	AccountEnabled        Value[bool]   `json:"accountEnabled,omitzero"`
	OnPremisesSyncEnabled Value[bool]   `json:"onPremisesSyncEnabled,omitzero"`
	OnPremisesImmutableID Value[string] `json:"onPremisesImmutableId,omitzero"`
	// Mail is null for an account without a mailbox.
	Mail Value[string] `json:"mail,omitzero"`
	// EmployeeHireDate lies ahead for a person who has not begun yet.
	EmployeeHireDate Value[Timestamp] `json:"employeeHireDate,omitzero"`
}

// DirectoryObject is a user, group or service principal where Graph answers
// with any of them. Type is Graph's "@odata.type".
type DirectoryObject struct {
	Type                  string        `json:"@odata.type"`
	ID                    string        `json:"id"`
	AppID                 string        `json:"appId"` // of an application
	DisplayName           string        `json:"displayName"`
	UserPrincipalName     string        `json:"userPrincipalName"`
	UserType              string        `json:"userType"`
	AccountEnabled        Value[bool]   `json:"accountEnabled,omitzero"`
	OnPremisesSyncEnabled Value[bool]   `json:"onPremisesSyncEnabled,omitzero"`
	OnPremisesImmutableID Value[string] `json:"onPremisesImmutableId,omitzero"`
}

// The types a DirectoryObject can have.
const (
	TypeUser             = "#microsoft.graph.user"
	TypeGroup            = "#microsoft.graph.group"
	TypeServicePrincipal = "#microsoft.graph.servicePrincipal"
)

// IsUser reports whether the object is known to be a user. An AI agent can have
// an account like a person's, which is of a type derived from a user.
func (o *DirectoryObject) IsUser() bool {
	return o.Type == TypeUser || o.Type == "#microsoft.graph.agentUser"
}

// IsApplication reports whether the object is known to be a service principal or
// what an AI agent acts as, which is of a type derived from one.
func (o *DirectoryObject) IsApplication() bool {
	switch o.Type {
	case TypeServicePrincipal, "#microsoft.graph.agentIdentity", "#microsoft.graph.agentIdentityBlueprintPrincipal":
		return true
	}
	return false
}

// Disabled reports whether the object is an account or application that is known
// to be disabled.
func (o *DirectoryObject) Disabled() bool { return off(o.AccountEnabled) }

// Disabled reports whether the account is known to be disabled; nil is not.
func (u *User) Disabled() bool { return u != nil && off(u.AccountEnabled) }

// Disabled reports whether the application is known to be disabled; nil is not.
func (p *ServicePrincipal) Disabled() bool { return p != nil && off(p.AccountEnabled) }

func off(enabled Value[bool]) bool { return enabled.Known() && !enabled.V }

// Domain is a DNS domain of the tenant; its id is the domain's name.
type Domain struct {
	ID                           string       `json:"id"`
	AuthenticationType           string       `json:"authenticationType"`
	IsVerified                   bool         `json:"isVerified"`
	IsRoot                       bool         `json:"isRoot"`
	IsInitial                    bool         `json:"isInitial"`
	PasswordValidityPeriodInDays Value[int64] `json:"passwordValidityPeriodInDays,omitzero"`
}

// Organization is the tenant itself.
type Organization struct {
	ID                    string           `json:"id"`
	DisplayName           string           `json:"displayName"`
	OnPremisesSyncEnabled Value[bool]      `json:"onPremisesSyncEnabled,omitzero"`
	CreatedDateTime       Value[Timestamp] `json:"createdDateTime,omitzero"`
	AssignedPlans         []AssignedPlan   `json:"assignedPlans"`
}

// AssignedPlan is a service plan given to the tenant.
type AssignedPlan struct {
	ServicePlanID    string `json:"servicePlanId"`
	Service          string `json:"service"`
	CapabilityStatus string `json:"capabilityStatus"`
}

// SubscribedSku is a subscription of the tenant.
type SubscribedSku struct {
	SkuID            string        `json:"skuId"`
	SkuPartNumber    string        `json:"skuPartNumber"`
	CapabilityStatus string        `json:"capabilityStatus"`
	PrepaidUnits     PrepaidUnits  `json:"prepaidUnits"`
	ServicePlans     []ServicePlan `json:"servicePlans"`
}

// PrepaidUnits counts a subscription's licences.
type PrepaidUnits struct {
	Enabled int64 `json:"enabled"`
	Warning int64 `json:"warning"`
}

// ServicePlan is a feature of a subscription, such as AAD_PREMIUM_P2.
type ServicePlan struct {
	ServicePlanID      string `json:"servicePlanId"`
	ServicePlanName    string `json:"servicePlanName"`
	ProvisioningStatus string `json:"provisioningStatus"`
}

// GroupSetting is a directory setting object; its values are text, "True" and
// "true" alike, as Graph sends them: compare without case.
type GroupSetting struct {
	ID          string         `json:"id"`
	DisplayName string         `json:"displayName"`
	TemplateID  string         `json:"templateId"`
	Values      []SettingValue `json:"values"`
}

// SettingValue is one named text of a GroupSetting.
type SettingValue struct {
	Name  string        `json:"name"`
	Value Value[string] `json:"value,omitzero"`
}

// ServicePrincipal is an application as it exists in the tenant.
type ServicePrincipal struct {
	Type                      string        `json:"@odata.type"` // set where the object is of a derived type, such as an agent identity
	ID                        string        `json:"id"`
	AppID                     string        `json:"appId"`
	DisplayName               string        `json:"displayName"`
	AccountEnabled            Value[bool]   `json:"accountEnabled,omitzero"`
	ServicePrincipalType      string        `json:"servicePrincipalType"`
	AppOwnerOrganizationID    Value[string] `json:"appOwnerOrganizationId,omitzero"`
	AppRoleAssignmentRequired Value[bool]   `json:"appRoleAssignmentRequired,omitzero"`
	// DisabledByMicrosoftStatus is null, or why Microsoft disabled it.
	DisabledByMicrosoftStatus Value[string]            `json:"disabledByMicrosoftStatus,omitzero"`
	VerifiedPublisher         Value[VerifiedPublisher] `json:"verifiedPublisher,omitzero"`
	PasswordCredentials       []Credential             `json:"passwordCredentials"`
	KeyCredentials            []Credential             `json:"keyCredentials"`
	// PreferredTokenSigningKeyThumbprint names the certificate that signs SAML tokens.
	PreferredTokenSigningKeyThumbprint Value[string]     `json:"preferredTokenSigningKeyThumbprint,omitzero"`
	ReplyURLs                          []string          `json:"replyUrls"`
	ServicePrincipalNames              []string          `json:"servicePrincipalNames"`
	Tags                               []string          `json:"tags"`
	Owners                             []DirectoryObject `json:"owners"` // at most the first of them: see OwnersKnown
}

// PermissionClassification says how risky a delegated permission was classified.
type PermissionClassification struct {
	PermissionID   string `json:"permissionId"`
	PermissionName string `json:"permissionName"`
	Classification string `json:"classification"`
}

// AppRoleAssignment is an application permission given to a principal.
type AppRoleAssignment struct {
	AppRoleID     string `json:"appRoleId"`
	PrincipalID   string `json:"principalId"`
	PrincipalType string `json:"principalType"`
	ResourceID    string `json:"resourceId"`
}

// RoleDefinition is a directory role. TemplateID is the same in every tenant.
type RoleDefinition struct {
	ID          string      `json:"id"`
	TemplateID  string      `json:"templateId"`
	DisplayName string      `json:"displayName"`
	IsBuiltIn   Value[bool] `json:"isBuiltIn,omitzero"`
}

// RoleAssignment is an active assignment of a directory role.
type RoleAssignment struct {
	ID               string           `json:"id"`
	PrincipalID      string           `json:"principalId"`
	RoleDefinitionID string           `json:"roleDefinitionId"`
	DirectoryScopeID string           `json:"directoryScopeId"`
	Principal        *DirectoryObject `json:"principal"`
}

// RoleSchedule is an assignment or eligibility with its time limits, as
// Privileged Identity Management keeps it: an instance has the limits themselves,
// a schedule has them in ScheduleInfo.
type RoleSchedule struct {
	ID               string           `json:"id"`
	PrincipalID      string           `json:"principalId"`
	RoleDefinitionID string           `json:"roleDefinitionId"`
	DirectoryScopeID Value[string]    `json:"directoryScopeId,omitzero"`
	AssignmentType   string           `json:"assignmentType"`
	MemberType       string           `json:"memberType"`
	Status           string           `json:"status"`
	StartDateTime    Value[Timestamp] `json:"startDateTime,omitzero"`
	EndDateTime      Value[Timestamp] `json:"endDateTime,omitzero"`
	ScheduleInfo     Value[Schedule]  `json:"scheduleInfo,omitzero"`
	Principal        *DirectoryObject `json:"principal"`
}

// Schedule is from when and until when something holds.
type Schedule struct {
	StartDateTime Value[Timestamp]  `json:"startDateTime,omitzero"`
	Expiration    Value[Expiration] `json:"expiration,omitzero"`
}

// Expiration is when a Schedule ends; without a time it has no end, or one that
// its beginning and a duration give.
type Expiration struct {
	EndDateTime Value[Timestamp] `json:"endDateTime,omitzero"`
}

// Holds reports whether the schedule may hold at this moment: it has neither
// ended nor yet to begin.
func (r *RoleSchedule) Holds(at time.Time) bool {
	begun := func(v Value[Timestamp]) bool { return !v.Known() || !v.V.Readable || !v.V.Time.After(at) }
	ended := func(v Value[Timestamp]) bool { return v.Known() && v.V.Readable && v.V.Time.Before(at) }
	info := r.ScheduleInfo.V
	return begun(r.StartDateTime) && begun(info.StartDateTime) && !ended(r.EndDateTime) && !ended(info.Expiration.V.EndDateTime)
}
