package snapshot

import (
	"bytes"
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
	// EmailOneTimePasscodeForGuests says whether guests may sign in with a
	// passcode by e-mail: "allowed" or "refused".
	EmailOneTimePasscodeForGuests string `json:"emailOneTimePasscodeForGuests,omitempty"`
	// GuestsAccessGroups says whether guests may read group content: "allowed" or "refused".
	GuestsAccessGroups string `json:"guestsAccessGroups,omitempty"`
	// GuestsAddedToGroups says whether owners may add guests to groups: "allowed" or "refused".
	GuestsAddedToGroups string `json:"guestsAddedToGroups,omitempty"`
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
	} {
		switch v {
		case "", "allowed", "refused":
		default:
			return fmt.Errorf("settings: %s must be allowed or refused", name)
		}
	}
	return nil
}
