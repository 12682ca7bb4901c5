package snapshot

// ResourceAction is something that can be done in the directory and may be
// protected by an authentication context.
type ResourceAction struct {
	ID                              string        `json:"id"`
	Name                            string        `json:"name"`
	AuthenticationContextID         Value[string] `json:"authenticationContextId,omitzero"`
	IsAuthenticationContextSettable Value[bool]   `json:"isAuthenticationContextSettable,omitzero"`
}

// ExchangeAssignment is an assignment of an Exchange role.
type ExchangeAssignment struct {
	ID               string        `json:"id"`
	PrincipalID      string        `json:"principalId"`
	RoleDefinitionID string        `json:"roleDefinitionId"`
	DirectoryScopeID Value[string] `json:"directoryScopeId,omitzero"`
	AppScopeID       Value[string] `json:"appScopeId,omitzero"`
}

// ExchangeRole is a role in Exchange.
type ExchangeRole struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// Contract is a partner relation of the older kind, in which the partner may
// administer everything.
type Contract struct {
	ID           string `json:"id"`
	ContractType string `json:"contractType"`
	CustomerID   string `json:"customerId"`
	DisplayName  string `json:"displayName"`
}

// PartnerRelation is a granular relation with a partner.
type PartnerRelation struct {
	ID            string               `json:"id"`
	DisplayName   string               `json:"displayName"`
	Status        string               `json:"status"`
	EndDateTime   Value[Timestamp]     `json:"endDateTime,omitzero"`
	AccessDetails Value[PartnerAccess] `json:"accessDetails,omitzero"`
	// Customer is the tenant that the partner administers.
	Customer Value[PartnerCustomer] `json:"customer,omitzero"`
}

// PartnerCustomer names the tenant that a partner administers.
type PartnerCustomer struct {
	TenantID string `json:"tenantId"`
}

// PartnerAccess lists the directory roles a partner may use.
type PartnerAccess struct {
	UnifiedRoles []PartnerRole `json:"unifiedRoles"`
}

// PartnerRole is a directory role a partner may use.
type PartnerRole struct {
	RoleDefinitionID string `json:"roleDefinitionId"`
}
