package snapshot

// DeviceRegistration says who may join devices to the tenant.
type DeviceRegistration struct {
	UserDeviceQuota    Value[int64]              `json:"userDeviceQuota,omitzero"`
	AzureADJoin        Value[DeviceJoin]         `json:"azureADJoin,omitzero"`
	LocalAdminPassword Value[LocalAdminPassword] `json:"localAdminPassword,omitzero"`
}

// DeviceJoin are the rules for joining.
type DeviceJoin struct {
	AllowedToJoin Value[DeviceMembership] `json:"allowedToJoin,omitzero"`
	LocalAdmins   Value[LocalAdmins]      `json:"localAdmins,omitzero"`
}

// DeviceMembership is all, some or none, by Type, such as
// "#microsoft.graph.allDeviceRegistrationMembership".
type DeviceMembership struct {
	Type string `json:"@odata.type"`
}

// LocalAdmins says who administers a joined device.
type LocalAdmins struct {
	EnableGlobalAdmins Value[bool]             `json:"enableGlobalAdmins,omitzero"`
	RegisteringUsers   Value[DeviceMembership] `json:"registeringUsers,omitzero"`
}

// LocalAdminPassword is Windows LAPS.
type LocalAdminPassword struct {
	IsEnabled Value[bool] `json:"isEnabled,omitzero"`
}

// DeviceManagementData are Intune's tenant-wide settings.
type DeviceManagementData struct {
	Settings Value[DeviceManagementSettings] `json:"settings,omitzero"`
}

// DeviceManagementSettings are the switches of DeviceManagementData.
type DeviceManagementSettings struct {
	SecureByDefault Value[bool] `json:"secureByDefault,omitzero"`
}

// EnrollmentConfiguration says which devices can be enrolled. Priority 0 is the
// default. The older form holds one restriction per platform, the newer one
// platform each.
type EnrollmentConfiguration struct {
	Type                      string                     `json:"@odata.type"`
	ID                        string                     `json:"id"`
	DisplayName               string                     `json:"displayName"`
	Priority                  Value[int64]               `json:"priority,omitzero"`
	PlatformType              Value[string]              `json:"platformType,omitzero"`
	PlatformRestriction       Value[PlatformRestriction] `json:"platformRestriction,omitzero"`
	IOSRestriction            Value[PlatformRestriction] `json:"iosRestriction,omitzero"`
	AndroidRestriction        Value[PlatformRestriction] `json:"androidRestriction,omitzero"`
	AndroidForWorkRestriction Value[PlatformRestriction] `json:"androidForWorkRestriction,omitzero"`
	MacOSRestriction          Value[PlatformRestriction] `json:"macOSRestriction,omitzero"`
	WindowsRestriction        Value[PlatformRestriction] `json:"windowsRestriction,omitzero"`
}

// PlatformRestriction is what may be enrolled of a platform.
type PlatformRestriction struct {
	PlatformBlocked                 Value[bool] `json:"platformBlocked,omitzero"`
	PersonalDeviceEnrollmentBlocked Value[bool] `json:"personalDeviceEnrollmentBlocked,omitzero"`
}

// Assignment says that something applies to some people or devices.
type Assignment struct {
	ID     string                  `json:"id"`
	Target Value[AssignmentTarget] `json:"target,omitzero"`
}

// AssignmentTarget is whom; an exclusion has a Type that says so.
type AssignmentTarget struct {
	Type    string `json:"@odata.type"`
	GroupID string `json:"groupId"`
}

// ConfigurationPolicy is a policy of Intune's settings catalogue.
type ConfigurationPolicy struct {
	ID                string                   `json:"id"`
	Name              string                   `json:"name"`
	Platforms         string                   `json:"platforms"`
	Technologies      string                   `json:"technologies"`
	TemplateReference Value[TemplateReference] `json:"templateReference,omitzero"`
	Assignments       []Assignment             `json:"assignments"`
	Settings          []CatalogueSetting       `json:"settings"`
}

// TemplateReference says which kind of policy it is, such as
// "endpointSecurityDiskEncryption".
type TemplateReference struct {
	TemplateID     string `json:"templateId"`
	TemplateFamily string `json:"templateFamily"`
}

// CatalogueSetting is one setting of a ConfigurationPolicy.
type CatalogueSetting struct {
	Instance SettingInstance `json:"settingInstance"`
}

// SettingInstance is a setting with its value, which may hold further settings.
type SettingInstance struct {
	DefinitionID    string         `json:"settingDefinitionId"`
	Choice          *SettingChoice `json:"choiceSettingValue"`
	GroupCollection []SettingGroup `json:"groupSettingCollectionValue"`
	Simple          *SettingSimple `json:"simpleSettingValue"`
}

// SettingChoice is the chosen value, by an id, and what hangs on it.
type SettingChoice struct {
	Value    string            `json:"value"`
	Children []SettingInstance `json:"children"`
}

// SettingGroup is a group of settings.
type SettingGroup struct {
	Children []SettingInstance `json:"children"`
}

// SettingSimple is a number or a text.
type SettingSimple struct {
	Value any `json:"value"`
}

// CompliancePolicy says when a device is compliant.
type CompliancePolicy struct {
	Type        string       `json:"@odata.type"`
	ID          string       `json:"id"`
	DisplayName string       `json:"displayName"`
	Assignments []Assignment `json:"assignments"`
}

// ApplePushCertificateData lets Intune manage Apple devices.
type ApplePushCertificateData struct {
	ExpirationDateTime Value[Timestamp] `json:"expirationDateTime,omitzero"`
}

// AppleEnrollmentToken connects Apple's device enrolment.
type AppleEnrollmentToken struct {
	ID                      string           `json:"id"`
	TokenName               string           `json:"tokenName"`
	TokenExpirationDateTime Value[Timestamp] `json:"tokenExpirationDateTime,omitzero"`
	LastSyncErrorCode       Value[int64]     `json:"lastSyncErrorCode,omitzero"`
}

// ThreatDefenseConnector connects a product that watches mobile devices.
type ThreatDefenseConnector struct {
	ID                    string           `json:"id"`
	PartnerState          Value[string]    `json:"partnerState,omitzero"`
	LastHeartbeatDateTime Value[Timestamp] `json:"lastHeartbeatDateTime,omitzero"`
	AndroidEnabled        Value[bool]      `json:"androidEnabled,omitzero"`
	IOSEnabled            Value[bool]      `json:"iosEnabled,omitzero"`
	WindowsEnabled        Value[bool]      `json:"windowsEnabled,omitzero"`
}

// IntuneRoleAssignment gives an Intune role to groups.
type IntuneRoleAssignment struct {
	ID          string   `json:"id"`
	DisplayName string   `json:"displayName"`
	Members     []string `json:"members"` // group ids
}

// ManagedDevice is a device that Intune manages.
type ManagedDevice struct {
	ID              string        `json:"id"`
	DeviceName      string        `json:"deviceName"`
	OperatingSystem string        `json:"operatingSystem"`
	OSVersion       string        `json:"osVersion"`
	IsEncrypted     Value[bool]   `json:"isEncrypted,omitzero"`
	JailBroken      Value[string] `json:"jailBroken,omitzero"`
	Model           string        `json:"model"`
	// ManagementAgent is what manages it, such as "mdm". What only
	// "configurationManagerClient", "msSense" or "eas" manages tells Intune little.
	ManagementAgent string `json:"managementAgent"`
}

// Malware is a malware that Defender met on managed devices.
type Malware struct {
	ID                    string           `json:"id"`
	DisplayName           string           `json:"displayName"`
	Severity              Value[string]    `json:"severity,omitzero"`
	LastDetectionDateTime Value[Timestamp] `json:"lastDetectionDateTime,omitzero"`
}

// MalwareState is a malware on one device. ThreatState is "active",
// "actionFailed", "manualStepsRequired", "fullScanRequired", "rebootRequired",
// "remediatedWithNonCriticalFailures", "quarantined", "removed", "cleaned",
// "allowed" or "noStatusCleared".
type MalwareState struct {
	ID             string        `json:"id"`
	DeviceName     string        `json:"deviceName"`
	ExecutionState Value[string] `json:"executionState,omitzero"`
	ThreatState    Value[string] `json:"threatState,omitzero"`
}
