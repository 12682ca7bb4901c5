package snapshot

import (
	"bytes"
	"encoding/json"
)

// AuthorizationPolicyData says what ordinary users and guests may do.
type AuthorizationPolicyData struct {
	AllowInvitesFrom                          string          `json:"allowInvitesFrom"`
	AllowedToSignUpEmailBasedSubscriptions    Value[bool]     `json:"allowedToSignUpEmailBasedSubscriptions,omitzero"`
	AllowEmailVerifiedUsersToJoinOrganization Value[bool]     `json:"allowEmailVerifiedUsersToJoinOrganization,omitzero"`
	AllowedToUseSSPR                          Value[bool]     `json:"allowedToUseSSPR,omitzero"`
	AllowUserConsentForRiskyApps              Value[bool]     `json:"allowUserConsentForRiskyApps,omitzero"`
	BlockMsolPowerShell                       Value[bool]     `json:"blockMsolPowerShell,omitzero"`
	GuestUserRoleID                           string          `json:"guestUserRoleId"`
	DefaultUserRolePermissions                UserPermissions `json:"defaultUserRolePermissions"`
}

// UserPermissions are the permissions every member has.
type UserPermissions struct {
	AllowedToCreateApps                      Value[bool]     `json:"allowedToCreateApps,omitzero"`
	AllowedToCreateSecurityGroups            Value[bool]     `json:"allowedToCreateSecurityGroups,omitzero"`
	AllowedToCreateTenants                   Value[bool]     `json:"allowedToCreateTenants,omitzero"`
	AllowedToReadBitlockerKeysForOwnedDevice Value[bool]     `json:"allowedToReadBitlockerKeysForOwnedDevice,omitzero"`
	AllowedToReadOtherUsers                  Value[bool]     `json:"allowedToReadOtherUsers,omitzero"`
	PermissionGrantPoliciesAssigned          Value[[]string] `json:"permissionGrantPoliciesAssigned,omitzero"`
}

// AdminConsentRequestPolicyData is the workflow by which users ask an
// administrator for consent.
type AdminConsentRequestPolicyData struct {
	IsEnabled             Value[bool]  `json:"isEnabled,omitzero"`
	NotifyReviewers       Value[bool]  `json:"notifyReviewers,omitzero"`
	RemindersEnabled      Value[bool]  `json:"remindersEnabled,omitzero"`
	RequestDurationInDays Value[int64] `json:"requestDurationInDays,omitzero"`
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
	IsEnabled Value[bool] `json:"isEnabled,omitzero"`
}

// AuthenticationMethodsPolicyData says which authentication methods exist.
type AuthenticationMethodsPolicyData struct {
	PolicyMigrationState             Value[string]           `json:"policyMigrationState,omitzero"`
	ReportSuspiciousActivitySettings Value[TargetedState]    `json:"reportSuspiciousActivitySettings,omitzero"`
	SystemCredentialPreferences      Value[TargetedState]    `json:"systemCredentialPreferences,omitzero"`
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
	IncludeTarget  Value[Target] `json:"includeTarget,omitzero"`
	ExcludeTarget  Value[Target] `json:"excludeTarget,omitzero"`
	IncludeTargets []Target      `json:"includeTargets"`
	ExcludeTargets []Target      `json:"excludeTargets"`
}

// Target is a user or group an authentication method is for; "all_users" is everyone.
type Target struct {
	ID                string      `json:"id"`
	TargetType        string      `json:"targetType"`
	IsUsableForSignIn Value[bool] `json:"isUsableForSignIn,omitzero"`
}

// MethodConfiguration is one authentication method. Each method uses some of
// the properties; the others stay absent.
type MethodConfiguration struct {
	ID             string   `json:"id"`
	State          string   `json:"state"`
	IncludeTargets []Target `json:"includeTargets"`
	ExcludeTargets []Target `json:"excludeTargets"`

	// Fido2
	IsSelfServiceRegistrationAllowed Value[bool]            `json:"isSelfServiceRegistrationAllowed,omitzero"`
	IsAttestationEnforced            Value[bool]            `json:"isAttestationEnforced,omitzero"`
	KeyRestrictions                  Value[KeyRestrictions] `json:"keyRestrictions,omitzero"`
	PasskeyProfiles                  []PasskeyProfile       `json:"passkeyProfiles"`

	// MicrosoftAuthenticator
	IsSoftwareOathEnabled Value[bool]            `json:"isSoftwareOathEnabled,omitzero"`
	FeatureSettings       Value[FeatureSettings] `json:"featureSettings,omitzero"`

	// Email
	AllowExternalIDToUseEmailOtp string `json:"allowExternalIdToUseEmailOtp"`

	// TemporaryAccessPass
	IsUsableOnce             Value[bool]  `json:"isUsableOnce,omitzero"`
	DefaultLength            Value[int64] `json:"defaultLength,omitzero"`
	DefaultLifetimeInMinutes Value[int64] `json:"defaultLifetimeInMinutes,omitzero"`
	MaximumLifetimeInMinutes Value[int64] `json:"maximumLifetimeInMinutes,omitzero"`

	// X509Certificate
	CertificateModes      Value[CertificateModes]      `json:"authenticationModeConfiguration,omitzero"`
	CertificateRevocation Value[CertificateRevocation] `json:"crlValidationConfiguration,omitzero"`
}

// KeyRestrictions limits which security keys can be registered.
type KeyRestrictions struct {
	IsEnforced      Value[bool] `json:"isEnforced,omitzero"`
	EnforcementType string      `json:"enforcementType"`
	AAGuids         []string    `json:"aaGuids"`
}

// PasskeyProfile is a beta form of the passkey settings for a group of users.
type PasskeyProfile struct {
	ID                     string                 `json:"id"`
	AttestationEnforcement string                 `json:"attestationEnforcement"`
	KeyRestrictions        Value[KeyRestrictions] `json:"keyRestrictions,omitzero"`
	// IsAttestationEnforced is the older form of AttestationEnforcement.
	IsAttestationEnforced Value[bool] `json:"isAttestationEnforced,omitzero"`
}

// FeatureSettings are Microsoft Authenticator's features.
type FeatureSettings struct {
	DisplayAppInformationRequiredState      Value[TargetedState] `json:"displayAppInformationRequiredState,omitzero"`
	DisplayLocationInformationRequiredState Value[TargetedState] `json:"displayLocationInformationRequiredState,omitzero"`
	NumberMatchingRequiredState             Value[TargetedState] `json:"numberMatchingRequiredState,omitzero"`
	CompanionAppAllowedState                Value[TargetedState] `json:"companionAppAllowedState,omitzero"`
}

// CertificateModes say how much a certificate proves: one factor or several.
type CertificateModes struct {
	DefaultMode Value[string]    `json:"x509CertificateAuthenticationDefaultMode,omitzero"`
	Rules       CertificateRules `json:"rules"`
}

// CertificateRule says how much a certificate of one issuer or policy proves.
type CertificateRule struct {
	RuleType   string `json:"x509CertificateRuleType"`
	Identifier string `json:"identifier"`
	Mode       string `json:"x509CertificateAuthenticationMode"`
}

// CertificateRules is a list of rules. Recordings made by other tools hold a
// single rule without the list around it.
type CertificateRules []CertificateRule

// UnmarshalJSON implements json.Unmarshaler: it takes a list or one rule.
func (r *CertificateRules) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		var one CertificateRule
		if err := json.Unmarshal(raw, &one); err != nil {
			return err
		}
		*r = CertificateRules{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]CertificateRule)(r))
}

// CertificateRevocation says whether a certificate authority without a list of
// revoked certificates is refused.
type CertificateRevocation struct {
	State               Value[string] `json:"state,omitzero"`
	ExemptedAuthorities []string      `json:"exemptedCertificateAuthoritiesSubjectKeyIdentifiers"`
}

// AppManagementPolicy restricts the credentials of applications and service principals.
type AppManagementPolicy struct {
	ID                           string                `json:"id"`
	DisplayName                  string                `json:"displayName"`
	IsEnabled                    Value[bool]           `json:"isEnabled,omitzero"`
	ApplicationRestrictions      Value[AppCredentials] `json:"applicationRestrictions,omitzero"`
	ServicePrincipalRestrictions Value[AppCredentials] `json:"servicePrincipalRestrictions,omitzero"`
	// Restrictions is the form custom policies use.
	Restrictions Value[AppCredentials] `json:"restrictions,omitzero"`
	// AppliesTo lists the applications a custom policy is assigned to; absent
	// where it was not asked for.
	AppliesTo Value[[]DirectoryObject] `json:"appliesTo,omitzero"`
}

// AppCredentials lists the restrictions on secrets and certificates.
type AppCredentials struct {
	PasswordCredentials []CredentialRestriction `json:"passwordCredentials"`
	KeyCredentials      []CredentialRestriction `json:"keyCredentials"`
}

// CredentialRestriction is one restriction; MaxLifetime is an ISO 8601 duration.
type CredentialRestriction struct {
	RestrictionType                     string           `json:"restrictionType"`
	State                               Value[string]    `json:"state,omitzero"`
	MaxLifetime                         Value[string]    `json:"maxLifetime,omitzero"`
	RestrictForAppsCreatedAfterDateTime Value[Timestamp] `json:"restrictForAppsCreatedAfterDateTime,omitzero"`
}

// DefinitionPolicy is a policy whose settings are JSON texts in "definition".
type DefinitionPolicy struct {
	ID                    string      `json:"id"`
	DisplayName           string      `json:"displayName"`
	Definition            []string    `json:"definition"`
	IsOrganizationDefault Value[bool] `json:"isOrganizationDefault,omitzero"`
}

// CrossTenantAccess is the default towards other organisations.
type CrossTenantAccess struct {
	B2BCollaborationInbound Value[B2BSetting] `json:"b2bCollaborationInbound,omitzero"`
}

// B2BSetting says who may come in and what they may reach.
type B2BSetting struct {
	UsersAndGroups Value[B2BTargets] `json:"usersAndGroups,omitzero"`
	Applications   Value[B2BTargets] `json:"applications,omitzero"`
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
	IsDefaultRecipientsEnabled Value[bool]            `json:"isDefaultRecipientsEnabled,omitzero"`
	NotificationRecipients     []string               `json:"notificationRecipients"`
	IsExpirationRequired       Value[bool]            `json:"isExpirationRequired,omitzero"`
	MaximumDuration            string                 `json:"maximumDuration"`
	Setting                    Value[ApprovalSetting] `json:"setting,omitzero"`
}

// ApprovalSetting says whether an activation needs approval, and by whom.
type ApprovalSetting struct {
	IsApprovalRequired Value[bool]     `json:"isApprovalRequired,omitzero"`
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
