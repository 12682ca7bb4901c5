package snapshot

import (
	"encoding/json"
	"strings"
)

// SharePointData are the tenant-wide settings of SharePoint and OneDrive.
// SharingCapability is "disabled", "existingExternalUserSharingOnly",
// "externalUserSharingOnly" or "externalUserAndGuestSharing".
type SharePointData struct {
	SharingCapability                     Value[string]      `json:"sharingCapability,omitzero"`
	SharingDomainRestrictionMode          Value[string]      `json:"sharingDomainRestrictionMode,omitzero"`
	SharingAllowedDomainList              []string           `json:"sharingAllowedDomainList"`
	SharingBlockedDomainList              []string           `json:"sharingBlockedDomainList"`
	IsResharingByExternalUsersEnabled     Value[bool]        `json:"isResharingByExternalUsersEnabled,omitzero"`
	IsLegacyAuthProtocolsEnabled          Value[bool]        `json:"isLegacyAuthProtocolsEnabled,omitzero"`
	IsUnmanagedSyncAppForTenantRestricted Value[bool]        `json:"isUnmanagedSyncAppForTenantRestricted,omitzero"`
	AllowedDomainGuidsForSyncApp          []string           `json:"allowedDomainGuidsForSyncApp"`
	IdleSessionSignOut                    Value[IdleSignOut] `json:"idleSessionSignOut,omitzero"`
}

// IdleSignOut ends web sessions that nobody uses.
type IdleSignOut struct {
	IsEnabled             Value[bool]  `json:"isEnabled,omitzero"`
	SignOutAfterInSeconds Value[int64] `json:"signOutAfterInSeconds,omitzero"`
	WarnAfterInSeconds    Value[int64] `json:"warnAfterInSeconds,omitzero"`
}

// TeamsApp is an app in the tenant's catalogue. DistributionMethod is "store",
// "organization" or "sideloaded".
type TeamsApp struct {
	ID                 string               `json:"id"`
	ExternalID         string               `json:"externalId"`
	DisplayName        string               `json:"displayName"`
	DistributionMethod string               `json:"distributionMethod"`
	AppDefinitions     []TeamsAppDefinition `json:"appDefinitions"`
}

// TeamsAppDefinition is a version of an app.
type TeamsAppDefinition struct {
	PublishingState string `json:"publishingState"`
}

// AppsAndServicesData says what people may install by themselves.
type AppsAndServicesData struct {
	Settings Value[AppsAndServicesSettings] `json:"settings,omitzero"`
	// Value holds the object where Graph wraps it, as Microsoft's example shows.
	Value *AppsAndServicesData `json:"value,omitempty"`
}

// Current returns the switches, wrapped or not.
func (d AppsAndServicesData) Current() AppsAndServicesSettings {
	if d.Value != nil {
		return d.Value.Settings.V
	}
	return d.Settings.V
}

// AppsAndServicesSettings are the switches of AppsAndServicesData.
type AppsAndServicesSettings struct {
	IsOfficeStoreEnabled         Value[bool] `json:"isOfficeStoreEnabled,omitzero"`
	IsAppAndServicesTrialEnabled Value[bool] `json:"isAppAndServicesTrialEnabled,omitzero"`
}

// FormsData are the settings of Microsoft Forms.
type FormsData struct {
	Settings Value[FormsSettings] `json:"settings,omitzero"`
	// Value holds the object where Graph wraps it, as Microsoft's example shows.
	Value *FormsData `json:"value,omitempty"`
}

// Current returns the switches, wrapped or not.
func (d FormsData) Current() FormsSettings {
	if d.Value != nil {
		return d.Value.Settings.V
	}
	return d.Settings.V
}

// FormsSettings are the switches of FormsData.
type FormsSettings struct {
	IsInOrgFormsPhishingScanEnabled Value[bool] `json:"isInOrgFormsPhishingScanEnabled,omitzero"`
}

// InboxRule is a rule in a person's mailbox. Only what tells forwarding and
// hiding is kept; Conditions says which kinds of condition there are, not what
// they look for.
type InboxRule struct {
	ID         string                     `json:"id"`
	IsEnabled  Value[bool]                `json:"isEnabled,omitzero"`
	Conditions Value[InboxRuleConditions] `json:"conditions,omitzero"`
	Actions    Value[InboxRuleActions]    `json:"actions,omitzero"`
}

// InboxRuleConditions tells which kinds of condition a rule has.
type InboxRuleConditions struct {
	BodyContains          Present `json:"bodyContains,omitzero"`
	BodyOrSubjectContains Present `json:"bodyOrSubjectContains,omitzero"`
	SubjectContains       Present `json:"subjectContains,omitzero"`
	SenderContains        Present `json:"senderContains,omitzero"`
	FromAddresses         Present `json:"fromAddresses,omitzero"`
	// Any is set where there is a condition of whatever kind.
	Any Present `json:"any,omitzero"`
}

// UnmarshalJSON implements json.Unmarshaler: it also notes whether there is any
// condition, known here or not.
func (c *InboxRuleConditions) UnmarshalJSON(raw []byte) error {
	type plain InboxRuleConditions
	if err := json.Unmarshal(raw, (*plain)(c)); err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	for name, v := range all {
		if !strings.ContainsAny(name, "@#") && !holdsNothing(v) && string(v) != "false" {
			c.Any = true
		}
	}
	return nil
}

// Words reports whether mail is chosen by what it says or by words in its
// sender's address.
func (c InboxRuleConditions) Words() bool {
	return bool(c.BodyContains || c.BodyOrSubjectContains || c.SubjectContains || c.SenderContains)
}

// InboxRuleActions is what a rule does.
type InboxRuleActions struct {
	ForwardTo             []Recipient   `json:"forwardTo"`
	RedirectTo            []Recipient   `json:"redirectTo"`
	ForwardAsAttachmentTo []Recipient   `json:"forwardAsAttachmentTo"`
	Delete                Value[bool]   `json:"delete,omitzero"`
	PermanentDelete       Value[bool]   `json:"permanentDelete,omitzero"`
	MarkAsRead            Value[bool]   `json:"markAsRead,omitzero"`
	MoveToFolder          Value[string] `json:"moveToFolder,omitzero"`
	StopProcessingRules   Value[bool]   `json:"stopProcessingRules,omitzero"`
}

// Recipient is somebody mail is sent to.
type Recipient struct {
	EmailAddress EmailAddress `json:"emailAddress"`
}

// EmailAddress is an address, without the name beside it.
type EmailAddress struct {
	Address string `json:"address"`
}

func (r InboxRule) notable() bool {
	a := r.Actions.V
	return len(a.ForwardTo)+len(a.RedirectTo)+len(a.ForwardAsAttachmentTo) > 0 ||
		a.Delete.V || a.PermanentDelete.V || a.MarkAsRead.V || a.MoveToFolder.Known()
}

// Present keeps of a list that it holds something, and nothing of what it holds.
type Present bool

// IsZero reports whether the list was absent or empty.
func (p Present) IsZero() bool { return !bool(p) }

// UnmarshalJSON implements json.Unmarshaler.
func (p *Present) UnmarshalJSON(raw []byte) error {
	*p = Present(!holdsNothing(raw) && string(raw) != "false")
	return nil
}

// Mailbox says what a mailbox is for: "user", "shared", "room", "equipment" and
// so on.
type Mailbox struct {
	UserPurpose Value[string] `json:"userPurpose,omitzero"`
}

func (m Mailbox) notable() bool { return m.UserPurpose.V != "user" }
