package snapshot

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// ConditionalAccessPolicy is one conditional-access policy. State is "enabled",
// "disabled" or "enabledForReportingButNotEnforced"; another text is one Vahti
// does not know and no verdict may rest on it.
type ConditionalAccessPolicy struct {
	ID              string                 `json:"id"`
	DisplayName     string                 `json:"displayName"`
	State           string                 `json:"state"`
	Conditions      Conditions             `json:"conditions"`
	GrantControls   Value[GrantControls]   `json:"grantControls,omitzero"`
	SessionControls Value[SessionControls] `json:"sessionControls,omitzero"`
}

// Conditions say which sign-ins a policy applies to. A condition that is
// absent, null or empty does not narrow.
type Conditions struct {
	Users              ConditionalUsers          `json:"users"`
	Applications       ConditionalApplications   `json:"applications"`
	ClientAppTypes     []string                  `json:"clientAppTypes"`
	ClientApplications Value[ClientApplications] `json:"clientApplications,omitzero"`
	Platforms          Value[Platforms]          `json:"platforms,omitzero"`
	Locations          Value[Locations]          `json:"locations,omitzero"`
	Devices            Value[Devices]            `json:"devices,omitzero"`
	// DeviceStates is the older form of Devices.
	DeviceStates               Value[DeviceStates] `json:"deviceStates,omitzero"`
	SignInRiskLevels           []string            `json:"signInRiskLevels"`
	UserRiskLevels             []string            `json:"userRiskLevels"`
	ServicePrincipalRiskLevels []string            `json:"servicePrincipalRiskLevels"`
	// AgentIDRiskLevels and InsiderRiskLevels are comma-separated texts.
	AgentIDRiskLevels   Value[string]              `json:"agentIdRiskLevels,omitzero"`
	InsiderRiskLevels   Value[string]              `json:"insiderRiskLevels,omitzero"`
	AuthenticationFlows Value[AuthenticationFlows] `json:"authenticationFlows,omitzero"`
	// Unrecognized names the conditions that hold something and that Vahti does
	// not know, sorted, such as "times" or "users.includeTeams": they narrow the
	// policy in a way no verdict may guess.
	Unrecognized []string `json:"-"`
}

// The properties of conditions, and of the two conditions that say for whom and
// for what, that the structs here hold.
var (
	knownConditions = strings.Fields(`users applications clientAppTypes clientApplications platforms locations
		devices deviceStates signInRiskLevels userRiskLevels servicePrincipalRiskLevels agentIdRiskLevels
		insiderRiskLevels authenticationFlows`)
	knownUsers = strings.Fields(`includeUsers excludeUsers includeGroups excludeGroups includeRoles excludeRoles
		includeGuestsOrExternalUsers excludeGuestsOrExternalUsers`)
	knownApplications = strings.Fields(`includeApplications excludeApplications includeUserActions
		includeAuthenticationContextClassReferences applicationFilter`)
)

// UnmarshalJSON implements json.Unmarshaler: it also notes what is there and
// not known.
func (c *Conditions) UnmarshalJSON(raw []byte) error {
	type plain Conditions
	if err := json.Unmarshal(raw, (*plain)(c)); err != nil {
		return err
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(raw, &top); err != nil {
		return err
	}
	c.Unrecognized = unrecognized(nil, "", top, knownConditions)
	for name, known := range map[string][]string{"users": knownUsers, "applications": knownApplications} {
		var inner map[string]json.RawMessage
		if err := json.Unmarshal(top[name], &inner); err == nil {
			c.Unrecognized = unrecognized(c.Unrecognized, name+".", inner, known)
		}
	}
	slices.Sort(c.Unrecognized)
	return nil
}

// unrecognized appends the names that are not known and hold something.
// Annotations, which have a sign in their name, are no properties.
func unrecognized(names []string, prefix string, object map[string]json.RawMessage, known []string) []string {
	for name, v := range object {
		isKnown := slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
		if !isKnown && !strings.ContainsAny(name, "@#") && !holdsNothing(v) {
			names = append(names, prefix+name)
		}
	}
	return names
}

// holdsNothing reports whether a JSON value is null, an empty text or list, or
// an object of such values.
func holdsNothing(raw json.RawMessage) bool { return holdsNothingTo(raw, 20) }

// holdsNothingTo looks so many objects deep, far deeper than Graph's are: each
// level is parsed anew. What lies deeper counts as something.
func holdsNothingTo(raw json.RawMessage, depth int) bool {
	if depth == 0 {
		return false
	}
	raw = bytes.TrimSpace(raw)
	switch string(raw) {
	case "", "null", `""`:
		return true
	}
	switch raw[0] {
	case '[':
		var list []json.RawMessage
		return json.Unmarshal(raw, &list) == nil && len(list) == 0
	case '{':
		var object map[string]json.RawMessage
		if json.Unmarshal(raw, &object) != nil {
			return false
		}
		for name, v := range object {
			if !strings.ContainsAny(name, "@#") && !holdsNothingTo(v, depth-1) {
				return false
			}
		}
		return true
	}
	return false
}

// ConditionalUsers says whom a policy includes and excludes.
type ConditionalUsers struct {
	IncludeUsers  []string `json:"includeUsers"`
	ExcludeUsers  []string `json:"excludeUsers"`
	IncludeGroups []string `json:"includeGroups"`
	ExcludeGroups []string `json:"excludeGroups"`
	IncludeRoles  []string `json:"includeRoles"`
	ExcludeRoles  []string `json:"excludeRoles"`

	IncludeGuestsOrExternalUsers Value[GuestsOrExternalUsers] `json:"includeGuestsOrExternalUsers,omitzero"`
	ExcludeGuestsOrExternalUsers Value[GuestsOrExternalUsers] `json:"excludeGuestsOrExternalUsers,omitzero"`
}

// GuestsOrExternalUsers selects kinds of guests, a comma-separated text, of all
// other organisations or of some.
type GuestsOrExternalUsers struct {
	GuestOrExternalUserTypes string                 `json:"guestOrExternalUserTypes"`
	ExternalTenants          Value[ExternalTenants] `json:"externalTenants,omitzero"`
}

// ExternalTenants says which organisations guests are from: MembershipKind is
// "all" or "enumerated". It is null where guests of other organisations are not
// among the kinds chosen.
type ExternalTenants struct {
	MembershipKind string `json:"membershipKind"`
}

// ConditionalApplications says what a policy protects.
type ConditionalApplications struct {
	IncludeApplications                         []string          `json:"includeApplications"`
	ExcludeApplications                         []string          `json:"excludeApplications"`
	IncludeUserActions                          []string          `json:"includeUserActions"`
	IncludeAuthenticationContextClassReferences []string          `json:"includeAuthenticationContextClassReferences"`
	ApplicationFilter                           Value[FilterRule] `json:"applicationFilter,omitzero"`
}

// FilterRule is a rule over attributes with its mode, include or exclude.
type FilterRule struct {
	Mode string `json:"mode"`
	Rule string `json:"rule"`
}

// ClientApplications selects workload and agent identities.
type ClientApplications struct {
	IncludeServicePrincipals        []string          `json:"includeServicePrincipals"`
	ExcludeServicePrincipals        []string          `json:"excludeServicePrincipals"`
	IncludeAgentIDServicePrincipals []string          `json:"includeAgentIdServicePrincipals"`
	ExcludeAgentIDServicePrincipals []string          `json:"excludeAgentIdServicePrincipals"`
	ServicePrincipalFilter          Value[FilterRule] `json:"servicePrincipalFilter,omitzero"`
	AgentIDServicePrincipalFilter   Value[FilterRule] `json:"agentIdServicePrincipalFilter,omitzero"`
}

// Platforms selects device platforms.
type Platforms struct {
	IncludePlatforms []string `json:"includePlatforms"`
	ExcludePlatforms []string `json:"excludePlatforms"`
}

// Locations selects named locations.
type Locations struct {
	IncludeLocations []string `json:"includeLocations"`
	ExcludeLocations []string `json:"excludeLocations"`
}

// Devices selects devices by a filter.
type Devices struct {
	IncludeDevices []string          `json:"includeDevices"`
	ExcludeDevices []string          `json:"excludeDevices"`
	DeviceFilter   Value[FilterRule] `json:"deviceFilter,omitzero"`
}

// DeviceStates selects devices by state.
type DeviceStates struct {
	IncludeStates []string `json:"includeStates"`
	ExcludeStates []string `json:"excludeStates"`
}

// AuthenticationFlows selects sign-in flows: a comma-separated text.
type AuthenticationFlows struct {
	TransferMethods string `json:"transferMethods"`
}

// GrantControls say what a sign-in must satisfy.
type GrantControls struct {
	Operator                    Value[string]                 `json:"operator,omitzero"`
	BuiltInControls             []string                      `json:"builtInControls"`
	CustomAuthenticationFactors []string                      `json:"customAuthenticationFactors"`
	TermsOfUse                  []string                      `json:"termsOfUse"`
	AuthenticationStrength      Value[AuthenticationStrength] `json:"authenticationStrength,omitzero"`
}

// AuthenticationStrength names the combinations of methods that suffice.
type AuthenticationStrength struct {
	ID                  string   `json:"id"`
	DisplayName         string   `json:"displayName"`
	AllowedCombinations []string `json:"allowedCombinations"`
}

// SessionControls limit a session after sign-in.
type SessionControls struct {
	DisableResilienceDefaults       Value[bool]              `json:"disableResilienceDefaults,omitzero"`
	SignInFrequency                 Value[SignInFrequency]   `json:"signInFrequency,omitzero"`
	PersistentBrowser               Value[PersistentBrowser] `json:"persistentBrowser,omitzero"`
	ApplicationEnforcedRestrictions Value[SessionSwitch]     `json:"applicationEnforcedRestrictions,omitzero"`
	// SecureSignInSession is token protection.
	SecureSignInSession Value[SessionSwitch] `json:"secureSignInSession,omitzero"`
}

// SignInFrequency says how often a person must sign in again: at every chance
// where FrequencyInterval is "everyTime", and after Value "hours" or "days", as
// Type says, where it is "timeBased".
type SignInFrequency struct {
	IsEnabled          Value[bool]   `json:"isEnabled,omitzero"`
	FrequencyInterval  string        `json:"frequencyInterval"`
	Value              Value[int64]  `json:"value,omitzero"`
	Type               Value[string] `json:"type,omitzero"`
	AuthenticationType Value[string] `json:"authenticationType,omitzero"`
}

// PersistentBrowser says whether a browser stays signed in once it is closed:
// Mode is "always" or "never".
type PersistentBrowser struct {
	IsEnabled Value[bool]   `json:"isEnabled,omitzero"`
	Mode      Value[string] `json:"mode,omitzero"`
}

// SessionSwitch is a session control without settings of its own.
type SessionSwitch struct {
	IsEnabled Value[bool] `json:"isEnabled,omitzero"`
}
