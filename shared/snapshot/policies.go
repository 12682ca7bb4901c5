package snapshot

// AuthorizationPolicyData says what ordinary users and guests may do.
type AuthorizationPolicyData struct {
	AllowInvitesFrom                          string          `json:"allowInvitesFrom"`
	AllowedToSignUpEmailBasedSubscriptions    Value[bool]     `json:"allowedToSignUpEmailBasedSubscriptions"`
	AllowEmailVerifiedUsersToJoinOrganization Value[bool]     `json:"allowEmailVerifiedUsersToJoinOrganization"`
	AllowedToUseSSPR                          Value[bool]     `json:"allowedToUseSSPR"`
	AllowUserConsentForRiskyApps              Value[bool]     `json:"allowUserConsentForRiskyApps"`
	BlockMsolPowerShell                       Value[bool]     `json:"blockMsolPowerShell"`
	GuestUserRoleID                           string          `json:"guestUserRoleId"`
	DefaultUserRolePermissions                UserPermissions `json:"defaultUserRolePermissions"`
}

// UserPermissions are the permissions every member has.
type UserPermissions struct {
	AllowedToCreateApps                      Value[bool]     `json:"allowedToCreateApps"`
	AllowedToCreateSecurityGroups            Value[bool]     `json:"allowedToCreateSecurityGroups"`
	AllowedToCreateTenants                   Value[bool]     `json:"allowedToCreateTenants"`
	AllowedToReadBitlockerKeysForOwnedDevice Value[bool]     `json:"allowedToReadBitlockerKeysForOwnedDevice"`
	AllowedToReadOtherUsers                  Value[bool]     `json:"allowedToReadOtherUsers"`
	PermissionGrantPoliciesAssigned          Value[[]string] `json:"permissionGrantPoliciesAssigned"`
}

// AdminConsentRequestPolicyData is the workflow by which users ask an
// administrator for consent.
type AdminConsentRequestPolicyData struct {
	IsEnabled             Value[bool]  `json:"isEnabled"`
	NotifyReviewers       Value[bool]  `json:"notifyReviewers"`
	RemindersEnabled      Value[bool]  `json:"remindersEnabled"`
	RequestDurationInDays Value[int64] `json:"requestDurationInDays"`
	Reviewers             []Reviewer   `json:"reviewers"`
}

// Reviewer is who decides over consent requests.
type Reviewer struct {
	Query     string `json:"query"`
	QueryType string `json:"queryType"`
}

// SecurityDefaultsData is Microsoft's built-in baseline, an alternative to
// conditional access.
type SecurityDefaultsData struct {
	IsEnabled Value[bool] `json:"isEnabled"`
}

// AuthenticationMethodsPolicyData says which authentication methods exist.
type AuthenticationMethodsPolicyData struct {
	PolicyMigrationState             Value[string]           `json:"policyMigrationState"`
	ReportSuspiciousActivitySettings Value[TargetedState]    `json:"reportSuspiciousActivitySettings"`
	SystemCredentialPreferences      Value[TargetedState]    `json:"systemCredentialPreferences"`
	RegistrationEnforcement          RegistrationEnforcement `json:"registrationEnforcement"`
	Configurations                   []MethodConfiguration   `json:"authenticationMethodConfigurations"`
}

// Method returns the configuration with the given id, such as "Sms".
func (p AuthenticationMethodsPolicyData) Method(id string) (MethodConfiguration, bool) {
	for _, c := range p.Configurations {
		if c.ID == id {
			return c, true
		}
	}
	return MethodConfiguration{}, false
}

// RegistrationEnforcement holds the campaign that asks users to register.
type RegistrationEnforcement struct {
	Campaign TargetedState `json:"authenticationMethodsRegistrationCampaign"`
}

// TargetedState is a feature with who it is for.
type TargetedState struct {
	State          string        `json:"state"`
	IncludeTarget  Value[Target] `json:"includeTarget"`
	ExcludeTarget  Value[Target] `json:"excludeTarget"`
	IncludeTargets []Target      `json:"includeTargets"`
	ExcludeTargets []Target      `json:"excludeTargets"`
}

// Target is a user or group an authentication method is for; "all_users" is everyone.
type Target struct {
	ID                string      `json:"id"`
	TargetType        string      `json:"targetType"`
	IsUsableForSignIn Value[bool] `json:"isUsableForSignIn"`
}

// MethodConfiguration is one authentication method. Each method uses some of
// the properties; the others stay absent.
type MethodConfiguration struct {
	ID             string   `json:"id"`
	State          string   `json:"state"`
	IncludeTargets []Target `json:"includeTargets"`
	ExcludeTargets []Target `json:"excludeTargets"`

	// Fido2
	IsSelfServiceRegistrationAllowed Value[bool]            `json:"isSelfServiceRegistrationAllowed"`
	IsAttestationEnforced            Value[bool]            `json:"isAttestationEnforced"`
	KeyRestrictions                  Value[KeyRestrictions] `json:"keyRestrictions"`
	PasskeyProfiles                  []PasskeyProfile       `json:"passkeyProfiles"`

	// MicrosoftAuthenticator
	IsSoftwareOathEnabled Value[bool]            `json:"isSoftwareOathEnabled"`
	FeatureSettings       Value[FeatureSettings] `json:"featureSettings"`

	// Email
	AllowExternalIDToUseEmailOtp string `json:"allowExternalIdToUseEmailOtp"`

	// TemporaryAccessPass
	IsUsableOnce             Value[bool]  `json:"isUsableOnce"`
	DefaultLength            Value[int64] `json:"defaultLength"`
	DefaultLifetimeInMinutes Value[int64] `json:"defaultLifetimeInMinutes"`
	MaximumLifetimeInMinutes Value[int64] `json:"maximumLifetimeInMinutes"`
}

// KeyRestrictions limits which security keys can be registered.
type KeyRestrictions struct {
	IsEnforced      Value[bool] `json:"isEnforced"`
	EnforcementType string      `json:"enforcementType"`
	AAGuids         []string    `json:"aaGuids"`
}

// PasskeyProfile is a beta form of the passkey settings for a group of users.
type PasskeyProfile struct {
	ID                     string                 `json:"id"`
	AttestationEnforcement string                 `json:"attestationEnforcement"`
	KeyRestrictions        Value[KeyRestrictions] `json:"keyRestrictions"`
	// IsAttestationEnforced is the older form of AttestationEnforcement.
	IsAttestationEnforced Value[bool] `json:"isAttestationEnforced"`
}

// FeatureSettings are Microsoft Authenticator's features.
type FeatureSettings struct {
	DisplayAppInformationRequiredState      Value[TargetedState] `json:"displayAppInformationRequiredState"`
	DisplayLocationInformationRequiredState Value[TargetedState] `json:"displayLocationInformationRequiredState"`
	NumberMatchingRequiredState             Value[TargetedState] `json:"numberMatchingRequiredState"`
}

// AppManagementPolicy restricts the credentials of applications and service principals.
type AppManagementPolicy struct {
	ID                           string                `json:"id"`
	DisplayName                  string                `json:"displayName"`
	IsEnabled                    Value[bool]           `json:"isEnabled"`
	ApplicationRestrictions      Value[AppCredentials] `json:"applicationRestrictions"`
	ServicePrincipalRestrictions Value[AppCredentials] `json:"servicePrincipalRestrictions"`
	// Restrictions is the form custom policies use.
	Restrictions Value[AppCredentials] `json:"restrictions"`
	// AppliesTo lists the applications a custom policy is assigned to; absent
	// where it was not asked for.
	AppliesTo Value[[]DirectoryObject] `json:"appliesTo"`
}

// AppCredentials lists the restrictions on secrets and certificates.
type AppCredentials struct {
	PasswordCredentials []CredentialRestriction `json:"passwordCredentials"`
	KeyCredentials      []CredentialRestriction `json:"keyCredentials"`
}

// CredentialRestriction is one restriction; MaxLifetime is an ISO 8601 duration.
type CredentialRestriction struct {
	RestrictionType                     string           `json:"restrictionType"`
	State                               Value[string]    `json:"state"`
	MaxLifetime                         Value[string]    `json:"maxLifetime"`
	RestrictForAppsCreatedAfterDateTime Value[Timestamp] `json:"restrictForAppsCreatedAfterDateTime"`
}

// DefinitionPolicy is a policy whose settings are JSON texts in "definition".
type DefinitionPolicy struct {
	ID                    string      `json:"id"`
	DisplayName           string      `json:"displayName"`
	Definition            []string    `json:"definition"`
	IsOrganizationDefault Value[bool] `json:"isOrganizationDefault"`
}

// CrossTenantAccess is the default towards other organisations.
type CrossTenantAccess struct {
	B2BCollaborationInbound Value[B2BSetting] `json:"b2bCollaborationInbound"`
}

// B2BSetting says who may come in and what they may reach.
type B2BSetting struct {
	UsersAndGroups Value[B2BTargets] `json:"usersAndGroups"`
	Applications   Value[B2BTargets] `json:"applications"`
}

// B2BTargets is an allow-list or block-list.
type B2BTargets struct {
	AccessType string      `json:"accessType"`
	Targets    []B2BTarget `json:"targets"`
}

// B2BTarget is one entry of B2BTargets.
type B2BTarget struct {
	Target     string `json:"target"`
	TargetType string `json:"targetType"`
}

// RoleManagementPolicyAssignment ties rules to a directory role.
type RoleManagementPolicyAssignment struct {
	ID               string               `json:"id"`
	RoleDefinitionID string               `json:"roleDefinitionId"`
	ScopeID          string               `json:"scopeId"`
	ScopeType        string               `json:"scopeType"`
	Policy           RoleManagementPolicy `json:"policy"`
}

// RoleManagementPolicy is the set of rules for activating and assigning a role.
type RoleManagementPolicy struct {
	Rules []RoleRule `json:"rules"`
}

// Rule returns the rule with the given id.
func (p RoleManagementPolicy) Rule(id string) (RoleRule, bool) {
	for _, r := range p.Rules {
		if r.ID == id {
			return r, true
		}
	}
	return RoleRule{}, false
}

// RoleRule is one rule; each kind uses some of the properties.
type RoleRule struct {
	ID                         string                 `json:"id"`
	IsDefaultRecipientsEnabled Value[bool]            `json:"isDefaultRecipientsEnabled"`
	NotificationRecipients     []string               `json:"notificationRecipients"`
	IsExpirationRequired       Value[bool]            `json:"isExpirationRequired"`
	MaximumDuration            string                 `json:"maximumDuration"`
	Setting                    Value[ApprovalSetting] `json:"setting"`
}

// ApprovalSetting says whether an activation needs approval, and by whom.
type ApprovalSetting struct {
	IsApprovalRequired Value[bool]     `json:"isApprovalRequired"`
	ApprovalStages     []ApprovalStage `json:"approvalStages"`
}

// ApprovalStage is one step of an approval.
type ApprovalStage struct {
	PrimaryApprovers []Approver `json:"primaryApprovers"`
}

// Approver is a user or group that approves.
type Approver struct {
	Type        string `json:"@odata.type"`
	ID          string `json:"id"`
	UserID      string `json:"userId"`
	GroupID     string `json:"groupId"`
	Description string `json:"description"`
}
