package snapshot

import "strings"

// The resources, one key each. The name is the version and path as Graph
// spells them; beta only where v1.0 lacks a property that a check judges.
var (
	AuthorizationPolicy         = One[AuthorizationPolicyData]{"v1.0/policies/authorizationPolicy"}
	AdminConsentRequestPolicy   = One[AdminConsentRequestPolicyData]{"v1.0/policies/adminConsentRequestPolicy"}
	SecurityDefaults            = One[SecurityDefaultsData]{"v1.0/policies/identitySecurityDefaultsEnforcementPolicy"}
	AuthenticationMethodsPolicy = One[AuthenticationMethodsPolicyData]{"beta/policies/authenticationMethodsPolicy"}
	DefaultAppManagementPolicy  = One[AppManagementPolicy]{"v1.0/policies/defaultAppManagementPolicy"}
	CrossTenantAccessDefault    = One[CrossTenantAccess]{"v1.0/policies/crossTenantAccessPolicy/default"}

	ConditionalAccessPolicies    = Many[ConditionalAccessPolicy]{"beta/identity/conditionalAccess/policies"}
	AppManagementPolicies        = Many[AppManagementPolicy]{"v1.0/policies/appManagementPolicies"}
	ActivityBasedTimeoutPolicies = Many[DefinitionPolicy]{"v1.0/policies/activityBasedTimeoutPolicies"}
	B2BManagementPolicies        = Many[DefinitionPolicy]{"beta/policies/b2bManagementPolicies"}
	Domains                      = Many[Domain]{"v1.0/domains"}
	GroupSettings                = Many[GroupSetting]{"v1.0/groupSettings"}
	Organizations                = Many[Organization]{"v1.0/organization"}
	SubscribedSkus               = Many[SubscribedSku]{"v1.0/subscribedSkus"}
	Users                        = Packed[User]{"v1.0/users", &userCodec}
	ServicePrincipals            = Many[ServicePrincipal]{"v1.0/servicePrincipals"}
	RoleDefinitions              = Many[RoleDefinition]{"v1.0/roleManagement/directory/roleDefinitions"}
	RoleAssignments              = Many[RoleAssignment]{"v1.0/roleManagement/directory/roleAssignments"}
	RoleAssignmentSchedules      = Many[RoleSchedule]{"v1.0/roleManagement/directory/roleAssignmentScheduleInstances"}
	RoleEligibilitySchedules     = Many[RoleSchedule]{"v1.0/roleManagement/directory/roleEligibilitySchedules"}
	RoleManagementPolicies       = Many[RoleManagementPolicyAssignment]{"v1.0/policies/roleManagementPolicyAssignments"}

	// GroupMembers are the direct and indirect members of the groups that hold a role.
	GroupMembers = Each[DirectoryObject]{name: "v1.0/groups/{id}/transitiveMembers"}
	// DelegatedPermissionClassifications are read for the resource principals
	// whose delegated permissions users are commonly asked to consent to.
	DelegatedPermissionClassifications = Each[PermissionClassification]{name: "v1.0/servicePrincipals/{id}/delegatedPermissionClassifications"}
	// AppRoleAssignedTo lists who holds application permissions, from the few
	// resource principals that define them.
	AppRoleAssignedTo = Each[AppRoleAssignment]{name: "v1.0/servicePrincipals/{id}/appRoleAssignedTo"}

	NamedLocations           = Many[NamedLocation]{"v1.0/identity/conditionalAccess/namedLocations"}
	DeviceRegistrationPolicy = One[DeviceRegistration]{"v1.0/policies/deviceRegistrationPolicy"}
	PermissionGrantPolicies  = Many[PermissionGrantPolicy]{"v1.0/policies/permissionGrantPolicies"}
	ExternalIdentitiesPolicy = One[ExternalIdentities]{"beta/policies/externalIdentitiesPolicy"}
	AppsAndServices          = One[AppsAndServicesData]{"beta/admin/appsAndServices"}
	Forms                    = One[FormsData]{"beta/admin/forms"}
	SharePointSettings       = One[SharePointData]{"v1.0/admin/sharepoint/settings"}
	TeamsApps                = Many[TeamsApp]{"v1.0/appCatalogs/teamsApps"}

	Groups              = Packed[Group]{"v1.0/groups", &groupCodec}
	Applications        = Many[Application]{"v1.0/applications"}
	PermissionGrants    = Many[PermissionGrant]{"v1.0/oauth2PermissionGrants"}
	RegistrationDetails = Packed[RegistrationDetail]{"v1.0/reports/authenticationMethods/userRegistrationDetails", &registrationCodec}
	// ServicePrincipalSignIns say when applications last signed in.
	ServicePrincipalSignIns = Many[ServicePrincipalSignIn]{"beta/reports/servicePrincipalSignInActivities"}
	// FederationConfigurations are read for the domains that are federated.
	FederationConfigurations = Each[FederationConfiguration]{name: "v1.0/domains/{id}/federationConfiguration"}
	// GroupOwners are the owners of the groups that hold a role.
	GroupOwners = Each[DirectoryObject]{name: "v1.0/groups/{id}/owners"}
	// FederatedCredentials are read application by application, in turns.
	FederatedCredentials = Each[FederatedCredential]{
		name: "beta/applications/{id}/federatedIdentityCredentials", notable: func(FederatedCredential) bool { return true },
	}
	// ApplicationProxies are read for the applications published through Application Proxy.
	ApplicationProxies = Each[ApplicationProxy]{name: "beta/applications/{id}/onPremisesPublishing"}

	ResourceActions     = Many[ResourceAction]{"beta/roleManagement/directory/resourceNamespaces/microsoft.directory/resourceActions"}
	ExchangeAssignments = Many[ExchangeAssignment]{"beta/roleManagement/exchange/roleAssignments"}
	ExchangeRoles       = Many[ExchangeRole]{"beta/roleManagement/exchange/roleDefinitions"}
	AccessReviews       = Many[AccessReview]{"v1.0/identityGovernance/accessReviews/definitions"}
	Contracts           = Many[Contract]{"v1.0/contracts"}
	PartnerRelations    = Many[PartnerRelation]{"v1.0/tenantRelationships/delegatedAdminRelationships"}
	// GroupRolePolicies are the rules of Privileged Identity Management for the
	// groups that hold a role.
	GroupRolePolicies = Each[RoleManagementPolicyAssignment]{name: "v1.0/policies/roleManagementPolicyAssignments?scopeId={id}"}
	// PrivilegedSignInActivity says when the holders of administrator roles last signed in.
	PrivilegedSignInActivity = Each[SignInActivity]{name: "v1.0/users/{id}"}
	// PrivilegedLicences are the licences of the holders of administrator roles.
	PrivilegedLicences = Each[LicenceDetail]{name: "v1.0/users/{id}/licenseDetails"}
	// EmergencyMethods are the authentication methods of the break-glass accounts.
	EmergencyMethods = Each[AuthenticationMethod]{name: "v1.0/users/{id}/authentication/methods"}

	// The next four are read person by person, in turns.

	// LegacyMFA keeps the people for whom per-user multifactor authentication is on.
	LegacyMFA = Each[AuthenticationRequirements]{
		name: "beta/users/{id}/authentication/requirements", notable: AuthenticationRequirements.notable,
	}
	// InboxRules keeps the rules that send mail away or hide it.
	InboxRules = Each[InboxRule]{name: "v1.0/users/{id}/mailFolders/inbox/messageRules", notable: InboxRule.notable}
	// Mailboxes keeps those that belong to no person.
	Mailboxes = Each[Mailbox]{name: "v1.0/users/{id}/mailboxSettings", notable: Mailbox.notable}
	// UserFiles and GroupFiles keep the files that anyone with a link can open. Of what
	// is read only what is shared is held.
	UserFiles  = Each[DriveItem]{name: "v1.0/users/{id}/drive/root/delta", notable: DriveItem.notable, hold: holdShared, lean: leanShared}
	GroupFiles = Each[DriveItem]{name: "v1.0/groups/{id}/drive/root/delta", notable: DriveItem.notable, hold: holdShared, lean: leanShared}

	DeviceManagement         = One[DeviceManagementData]{"v1.0/deviceManagement"}
	EnrollmentConfigurations = Many[EnrollmentConfiguration]{"beta/deviceManagement/deviceEnrollmentConfigurations"}
	ConfigurationPolicies    = Many[ConfigurationPolicy]{"beta/deviceManagement/configurationPolicies"}
	CompliancePolicies       = Many[CompliancePolicy]{"v1.0/deviceManagement/deviceCompliancePolicies"}
	ApplePushCertificate     = One[ApplePushCertificateData]{"v1.0/deviceManagement/applePushNotificationCertificate"}
	AppleEnrollmentTokens    = Many[AppleEnrollmentToken]{"beta/deviceManagement/depOnboardingSettings"}
	ThreatDefenseConnectors  = Many[ThreatDefenseConnector]{"v1.0/deviceManagement/mobileThreatDefenseConnectors"}
	IntuneRoleAssignments    = Many[IntuneRoleAssignment]{"v1.0/deviceManagement/roleAssignments"}
	ManagedDevices           = Packed[ManagedDevice]{"v1.0/deviceManagement/managedDevices", &deviceCodec}
	DetectedMalware          = Many[Malware]{"v1.0/deviceManagement/windowsMalwareInformation"}
	// MalwareStates are the devices that a detected malware is on.
	MalwareStates = Each[MalwareState]{name: "v1.0/deviceManagement/windowsMalwareInformation/{id}/deviceMalwareStates"}

	// SignIns are the successful sign-ins of the last 30 days that used legacy
	// authentication or a break-glass account, and no others.
	SignIns = Many[SignIn]{"v1.0/auditLogs/signIns"}
	// AgentSignIns are the successful sign-ins of agents in the last 7 days.
	AgentSignIns = Many[SignIn]{"beta/auditLogs/signIns"}
	// DirectoryAudits are what was done in the directory since a little before the
	// last scan. No check needs them; who did what is told with them.
	DirectoryAudits = Many[DirectoryAudit]{"v1.0/auditLogs/directoryAudits"}
	// RecentChanges are those entries of the same log, from the last 7 days, that tell
	// of a GrantActivity or a FederationActivity. The other version's path gives them a
	// name of their own.
	RecentChanges = Many[DirectoryAudit]{"beta/auditLogs/directoryAudits"}
	// GroupChanges are the entries of that week that name a group which holds one of the
	// most powerful administrator roles, or may.
	GroupChanges               = Each[DirectoryAudit]{name: "beta/auditLogs/directoryAudits?targetResources/id={id}"}
	RiskyUsers                 = Many[RiskyUser]{"v1.0/identityProtection/riskyUsers"}
	RiskDetections             = Many[RiskDetection]{"v1.0/identityProtection/riskDetections"}
	RiskyServicePrincipals     = Many[RiskyServicePrincipal]{"v1.0/identityProtection/riskyServicePrincipals"}
	ServicePrincipalDetections = Many[RiskDetection]{"v1.0/identityProtection/servicePrincipalRiskDetections"}

	Alerts            = Many[Alert]{"v1.0/security/alerts_v2"}
	Incidents         = Many[Incident]{"v1.0/security/incidents"}
	IdentitySensors   = Many[IdentitySensor]{"v1.0/security/identities/sensors"}
	SecureScores      = Many[SecureScore]{"v1.0/security/secureScores"}
	SensitivityLabels = Many[SensitivityLabel]{"v1.0/security/dataSecurityAndGovernance/sensitivityLabels"}

	// DomainRecords is what public DNS says about each verified domain.
	DomainRecords = Each[DNSAnswer]{name: "dns/{id}"}
	// HostRecords is whether the hosts exist that applications send people back to.
	HostRecords = Each[DNSAnswer]{name: "dns/hosts/{id}"}
)

// Keys returns every key, in a fixed order.
func Keys() []Key {
	return []Key{
		AuthorizationPolicy, AdminConsentRequestPolicy, SecurityDefaults, AuthenticationMethodsPolicy,
		DefaultAppManagementPolicy, CrossTenantAccessDefault,
		ConditionalAccessPolicies, AppManagementPolicies, ActivityBasedTimeoutPolicies, B2BManagementPolicies,
		Domains, GroupSettings, Organizations, SubscribedSkus, Users, ServicePrincipals,
		RoleDefinitions, RoleAssignments, RoleAssignmentSchedules, RoleEligibilitySchedules, RoleManagementPolicies,
		GroupMembers, DelegatedPermissionClassifications, AppRoleAssignedTo,

		NamedLocations, DeviceRegistrationPolicy, PermissionGrantPolicies, ExternalIdentitiesPolicy,
		AppsAndServices, Forms, SharePointSettings, TeamsApps,
		Groups, Applications, PermissionGrants, RegistrationDetails, ServicePrincipalSignIns,
		FederationConfigurations, GroupOwners, FederatedCredentials, ApplicationProxies,
		ResourceActions, ExchangeAssignments, ExchangeRoles, AccessReviews, Contracts, PartnerRelations,
		GroupRolePolicies, PrivilegedSignInActivity, PrivilegedLicences, EmergencyMethods,
		LegacyMFA, InboxRules, Mailboxes, UserFiles, GroupFiles,
		DeviceManagement, EnrollmentConfigurations, ConfigurationPolicies, CompliancePolicies,
		ApplePushCertificate, AppleEnrollmentTokens, ThreatDefenseConnectors, IntuneRoleAssignments,
		ManagedDevices, DetectedMalware, MalwareStates,
		SignIns, AgentSignIns, DirectoryAudits, RecentChanges, GroupChanges, RiskyUsers, RiskDetections, RiskyServicePrincipals, ServicePrincipalDetections,
		Alerts, Incidents, IdentitySensors, SecureScores, SensitivityLabels,
		DomainRecords, HostRecords,
	}
}

// KeyOf returns the key of r.
func KeyOf(r Resource) (Key, bool) {
	for _, k := range Keys() {
		if k.Resource() == r {
			return k, true
		}
	}
	return nil, false
}

// IsDNS reports whether a resource is read from public DNS instead of Graph.
func IsDNS(r Resource) bool { return strings.HasPrefix(string(r), "dns/") }
