package snapshot

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Settings is what a customer declared about the tenant: the accounts that
// exist for emergencies, and the values and allow-lists that a control calls
// "declared". It is part of the snapshot because checks judge against it.
type Settings struct {
	// EmergencyAccess names the break-glass accounts and groups that policies
	// may exclude and that role checks do not count. At most five accounts.
	EmergencyAccess EmergencyAccess `json:"emergencyAccess"`
	// Language is the language people of this tenant read: "en", "fi" or "sv".
	// Empty means English.
	Language string `json:"language,omitempty"`
	// Declared holds the customer's decisions, by the name a check documents.
	Declared Declared `json:"declared"`
	// CustomChecks are the customer's own checks, a JSON array that
	// shared/check/custom reads and validates.
	CustomChecks json.RawMessage `json:"customChecks,omitempty"`
}

// EmergencyAccess names break-glass accounts and groups by object id.
type EmergencyAccess struct {
	Users  []string `json:"users"`
	Groups []string `json:"groups"`
}

// Declared holds the decisions and allow-lists that controls leave to the
// customer. Absent means not decided, which is never read as permission.
type Declared struct {
	// ExcludedFromConditionalAccess lists users and groups that policies may
	// exclude besides the emergency accounts, such as a synchronisation account.
	ExcludedFromConditionalAccess []string `json:"excludedFromConditionalAccess,omitempty"`
	// ExcludedApplications lists application ids that policies may exclude.
	ExcludedApplications []string `json:"excludedApplications,omitempty"`
	// PasskeyGroups lists groups that passkeys are enabled for instead of everyone.
	PasskeyGroups []string `json:"passkeyGroups,omitempty"`
	// InboundApplications lists application ids that outside users may reach by default.
	InboundApplications []string `json:"inboundApplications,omitempty"`
	// PrivilegedApplications lists applications accepted with permissions that
	// lead to Global Administrator, by application id.
	PrivilegedApplications []string `json:"privilegedApplications,omitempty"`
	// Partners lists the relations with partners who may administer the tenant that
	// are accepted, by the relation's id or by the id of the partner's tenant.
	Partners []string `json:"partners,omitempty"`
	// AgreedApplications lists applications, by application id, whose use of
	// people's mail and files in their names was agreed on.
	AgreedApplications []string `json:"agreedApplications,omitempty"`
	// MailboxApplications lists applications, by application id, that may reach
	// every mailbox without a person, or whose reach something limits that Graph
	// does not show, such as an application access policy in Exchange.
	MailboxApplications []string `json:"mailboxApplications,omitempty"`
	// FederatedIssuers lists whose tokens may stand for an application's secret.
	FederatedIssuers []FederatedIssuer `json:"federatedIssuers,omitempty"`
	// EmailOneTimePasscodeForGuests says whether guests may sign in with a
	// passcode by e-mail: "allowed" or "refused".
	EmailOneTimePasscodeForGuests string `json:"emailOneTimePasscodeForGuests,omitempty"`
	// GuestsAccessGroups says whether guests may read group content: "allowed" or "refused".
	GuestsAccessGroups string `json:"guestsAccessGroups,omitempty"`
	// GuestsAddedToGroups says whether owners may add guests to groups: "allowed" or "refused".
	GuestsAddedToGroups string `json:"guestsAddedToGroups,omitempty"`
	// SoftwareTokens says whether codes from other companies' apps may be used to
	// sign in: "allowed" or "refused".
	SoftwareTokens string `json:"softwareTokens,omitempty"`
	// GuestDataRemoval says whether guests may have their data removed when they
	// leave: "allowed" or "refused".
	GuestDataRemoval string `json:"guestDataRemoval,omitempty"`
	// PublicGroups lists the Microsoft 365 groups and teams that may be public.
	PublicGroups []string `json:"publicGroups,omitempty"`
	// DynamicGroups lists dynamic groups that may hang on attributes which people
	// or the help desk can change, although policies, roles or licences use them.
	DynamicGroups []string `json:"dynamicGroups,omitempty"`
	// TrustedMFADomains lists federated domains whose identity provider is to
	// perform multifactor authentication instead of Microsoft Entra ID.
	TrustedMFADomains []string `json:"trustedMfaDomains,omitempty"`
	// SyncFromUnmanagedDevices says whether OneDrive may synchronise to devices of
	// no domain, which a company without a domain of its own cannot forbid:
	// "allowed" or "refused".
	SyncFromUnmanagedDevices string `json:"syncFromUnmanagedDevices,omitempty"`
	// TeamsApps lists the company's own apps in Teams that are in order, by id or
	// external id.
	TeamsApps []string `json:"teamsApps,omitempty"`
	// ResourceAccounts lists accounts of shared mailboxes, rooms and equipment that
	// have to sign in, such as those of Teams Rooms devices, by object id.
	ResourceAccounts []string `json:"resourceAccounts,omitempty"`
	// ExchangeRoleHolders lists users, groups and applications that may hold Exchange
	// roles which open mailboxes, by object id, applications also by application id.
	ExchangeRoleHolders []string `json:"exchangeRoleHolders,omitempty"`
	// DMARCContacts lists the mail addresses that DMARC reports are to go to.
	DMARCContacts []string `json:"dmarcContacts,omitempty"`
	// AutonomousAgents lists AI agents, by application id, that are meant to act on
	// their own without a user behind them.
	AutonomousAgents []string `json:"autonomousAgents,omitempty"`
}

// FederatedIssuer is an issuer of tokens as its address, such as
// "https://token.actions.githubusercontent.com", and what the subjects it is
// trusted for begin with, such as "repo:example/". Without a prefix an issuer
// that serves one organisation alone is trusted for every subject; one that
// serves everyone is trusted for none.
type FederatedIssuer struct {
	Issuer        string `json:"issuer"`
	SubjectPrefix string `json:"subjectPrefix,omitempty"`
}

// maxEmergencyAccounts is how many accounts may be declared for emergencies: a
// longer list would hide ordinary accounts from the checks.
const maxEmergencyAccounts = 5

// ParseSettings reads settings from JSON; empty input is no settings. Names it
// does not know are passed over: every setting widens what checks accept, so
// that leaving one out only makes them stricter. A value of the wrong type, or
// one that no check could follow, is an error, which quotes nothing of it.
func ParseSettings(raw []byte) (Settings, error) {
	var s Settings
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return s, nil
	}
	if err := decode(raw, &s); err != nil {
		return Settings{}, fmt.Errorf("settings: %w", err)
	}
	return s, s.Validate()
}

// Validate refuses settings that no check could follow.
func (s Settings) Validate() error {
	if n := len(s.EmergencyAccess.Users); n > maxEmergencyAccounts {
		return fmt.Errorf("settings: %d emergency accounts, at most %d are allowed", n, maxEmergencyAccounts)
	}
	switch s.Language {
	case "", "en", "fi", "sv":
	default:
		return fmt.Errorf("settings: language must be en, fi or sv")
	}
	for name, v := range map[string]string{
		"emailOneTimePasscodeForGuests": s.Declared.EmailOneTimePasscodeForGuests,
		"guestsAccessGroups":            s.Declared.GuestsAccessGroups,
		"guestsAddedToGroups":           s.Declared.GuestsAddedToGroups,
		"syncFromUnmanagedDevices":      s.Declared.SyncFromUnmanagedDevices,
		"softwareTokens":                s.Declared.SoftwareTokens,
		"guestDataRemoval":              s.Declared.GuestDataRemoval,
	} {
		switch v {
		case "", "allowed", "refused":
		default:
			return fmt.Errorf("settings: %s must be allowed or refused", name)
		}
	}
	return nil
}
