package activity

import (
	"slices"
	"sync"

	"vahti.ai/vahti/shared/snapshot"
)

// weight says how well an entry explains a change by touching a resource alone.
type weight int

const (
	nothing weight = iota
	object         // people, groups, applications: changed all day
	holding        // what they hold: roles, memberships, permissions, methods
	setting        // policies, domains, roles: few, and changed with intent
	single         // what the tenant has once
)

// weights are those of the resources that entries touch.
var weights = sync.OnceValue(func() map[snapshot.Resource]weight {
	out := map[snapshot.Resource]weight{}
	for w, keys := range map[weight][]snapshot.Key{
		object: {
			snapshot.Users, snapshot.Groups, snapshot.ServicePrincipals, snapshot.Applications,
			snapshot.RiskyUsers, snapshot.RiskDetections, snapshot.RiskyServicePrincipals, snapshot.ServicePrincipalDetections,
		},
		holding: {
			snapshot.RoleAssignments, snapshot.RoleAssignmentSchedules, snapshot.RoleEligibilitySchedules, snapshot.GroupMembers,
			snapshot.GroupOwners, snapshot.AppRoleAssignedTo, snapshot.PermissionGrants, snapshot.RegistrationDetails,
			snapshot.RecentChanges, snapshot.GroupChanges, snapshot.EmergencyMethods, snapshot.LegacyMFA, snapshot.PrivilegedLicences, snapshot.FederatedCredentials,
			snapshot.ApplicationProxies,
		},
		setting: {
			snapshot.ConditionalAccessPolicies, snapshot.NamedLocations, snapshot.AppManagementPolicies,
			snapshot.ActivityBasedTimeoutPolicies, snapshot.B2BManagementPolicies, snapshot.Domains, snapshot.FederationConfigurations,
			snapshot.GroupSettings, snapshot.RoleDefinitions, snapshot.RoleManagementPolicies, snapshot.GroupRolePolicies,
			snapshot.PermissionGrantPolicies, snapshot.AccessReviews, snapshot.ResourceActions, snapshot.PartnerRelations, snapshot.Contracts,
		},
		single: {
			snapshot.AuthorizationPolicy, snapshot.AdminConsentRequestPolicy, snapshot.SecurityDefaults,
			snapshot.AuthenticationMethodsPolicy, snapshot.DefaultAppManagementPolicy, snapshot.CrossTenantAccessDefault,
			snapshot.DeviceRegistrationPolicy, snapshot.ExternalIdentitiesPolicy, snapshot.Organizations, snapshot.SubscribedSkus,
		},
	} {
		for _, k := range keys {
			out[k.Resource()] = w
		}
	}
	return out
})

// Explaining returns those of the resources that a check takes whose changes may
// explain a change in what it says: all that it needs, and of what it uses where it
// could be read roles, memberships and settings. People, groups and applications that
// it uses only name what it found, and are changed all day for other reasons.
//
// It returns none where the check needs something of which the log never tells: what
// the check says then changes without an entry, by what is done elsewhere or by the
// time passing, and who did something else meanwhile has nothing to do with it.
func Explaining(needs, uses []snapshot.Resource) []snapshot.Resource {
	untold, weight := untold(), weights()
	if slices.ContainsFunc(needs, func(r snapshot.Resource) bool { return untold[r] != "" }) {
		return nil
	}
	out := slices.Clone(needs)
	for _, r := range uses {
		if weight[r] > object {
			out = append(out, r)
		}
	}
	return out
}

var untold = sync.OnceValue(Untold)

// Untold returns the resources that no entry of the log touches, each with the
// reason. Their changes are seen when they are read again in a full scan, those of
// SecureScores in a light pass, and are attributed to nobody on their own account.
func Untold() map[snapshot.Resource]string {
	const (
		intune    = "Intune keeps an audit log of its own, deviceManagement/auditEvents"
		office    = "Microsoft 365 keeps these settings' changes in the unified audit log, which Graph gives by asynchronous query alone"
		mailbox   = "Exchange keeps changes in mailboxes in the unified audit log"
		files     = "SharePoint keeps what happens to files in the unified audit log"
		found     = "Microsoft finds it by itself; nobody changes it"
		reported  = "it is a log or a report, not something that is changed"
		dns       = "public DNS keeps no log"
		undefined = "Microsoft's reference names no activity for it"
		purview   = "sensitivity labels are administered in Purview, whose changes are in the unified audit log"
	)
	out := map[snapshot.Resource]string{}
	for reason, keys := range map[string][]snapshot.Key{
		intune: {
			snapshot.DeviceManagement, snapshot.EnrollmentConfigurations, snapshot.ConfigurationPolicies, snapshot.CompliancePolicies,
			snapshot.ApplePushCertificate, snapshot.AppleEnrollmentTokens, snapshot.ThreatDefenseConnectors, snapshot.IntuneRoleAssignments,
			snapshot.ManagedDevices,
		},
		office:    {snapshot.AppsAndServices, snapshot.Forms, snapshot.SharePointSettings, snapshot.TeamsApps, snapshot.ExchangeAssignments, snapshot.ExchangeRoles},
		mailbox:   {snapshot.InboxRules, snapshot.Mailboxes},
		files:     {snapshot.UserFiles, snapshot.GroupFiles},
		found:     {snapshot.DetectedMalware, snapshot.MalwareStates, snapshot.Alerts, snapshot.Incidents, snapshot.IdentitySensors, snapshot.SecureScores},
		reported:  {snapshot.SignIns, snapshot.AgentSignIns, snapshot.DirectoryAudits, snapshot.ServicePrincipalSignIns, snapshot.PrivilegedSignInActivity},
		dns:       {snapshot.DomainRecords, snapshot.HostRecords},
		undefined: {snapshot.DelegatedPermissionClassifications},
		purview:   {snapshot.SensitivityLabels},
	} {
		for _, k := range keys {
			out[k.Resource()] = reason
		}
	}
	return out
}
