package snapshot

// Group is a group. GroupTypes holds "Unified" for a Microsoft 365 group and
// "DynamicMembership" for one whose members follow MembershipRule.
type Group struct {
	ID              string        `json:"id"`
	DisplayName     string        `json:"displayName"`
	Visibility      Value[string] `json:"visibility,omitzero"`
	GroupTypes      []string      `json:"groupTypes"`
	SecurityEnabled Value[bool]   `json:"securityEnabled,omitzero"`
	MembershipRule  Value[string] `json:"membershipRule,omitzero"`
	// MembershipRuleProcessingState is "On" or "Paused".
	MembershipRuleProcessingState Value[string]     `json:"membershipRuleProcessingState,omitzero"`
	IsAssignableToRole            Value[bool]       `json:"isAssignableToRole,omitzero"`
	IsManagementRestricted        Value[bool]       `json:"isManagementRestricted,omitzero"`
	OnPremisesSyncEnabled         Value[bool]       `json:"onPremisesSyncEnabled,omitzero"`
	ResourceProvisioningOptions   []string          `json:"resourceProvisioningOptions"` // holds "Team" for a team
	AssignedLicenses              []AssignedLicense `json:"assignedLicenses"`
}

// AssignedLicense is a licence given to a group or person.
type AssignedLicense struct {
	SkuID string `json:"skuId"`
}
