package snapshot

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// SignIn is a sign-in.
type SignIn struct {
	ID              string              `json:"id"`
	CreatedDateTime Value[Timestamp]    `json:"createdDateTime,omitzero"`
	UserID          string              `json:"userId"`
	AppID           string              `json:"appId"`
	AppDisplayName  string              `json:"appDisplayName"`
	ClientAppUsed   Value[string]       `json:"clientAppUsed,omitzero"`
	Status          Value[SignInStatus] `json:"status,omitzero"`
	Agent           Value[SignInAgent]  `json:"agent,omitzero"`
	UserType        Value[string]       `json:"userType,omitzero"`
	// SignInEventTypes say in whose name it was: "interactiveUser" and
	// "nonInteractiveUser" in a user's, "servicePrincipal" and "managedIdentity" in
	// an application's. Beta only.
	SignInEventTypes []string `json:"signInEventTypes"`
}

// SignInStatus is how a sign-in ended: 0 is success.
type SignInStatus struct {
	ErrorCode Value[int64] `json:"errorCode,omitzero"`
}

// SignInAgent says what kind of agent signed in, "notAgentic" for none, and in
// whose name: the subject is "notAgentic" where it is a person.
type SignInAgent struct {
	AgentType        Value[string] `json:"agentType,omitzero"`
	ParentAppID      Value[string] `json:"parentAppId,omitzero"`
	AgentSubjectType Value[string] `json:"agentSubjectType,omitzero"`
}

// RiskyUser is a person whose account may be compromised.
type RiskyUser struct {
	ID                      string           `json:"id"`
	UserPrincipalName       string           `json:"userPrincipalName"`
	UserDisplayName         string           `json:"userDisplayName"`
	RiskLevel               Value[string]    `json:"riskLevel,omitzero"`
	RiskState               Value[string]    `json:"riskState,omitzero"`
	RiskLastUpdatedDateTime Value[Timestamp] `json:"riskLastUpdatedDateTime,omitzero"`
	IsDeleted               Value[bool]      `json:"isDeleted,omitzero"`
}

// RiskDetection is something that made a sign-in or an identity look risky.
type RiskDetection struct {
	ID                          string           `json:"id"`
	UserID                      string           `json:"userId"`
	UserPrincipalName           string           `json:"userPrincipalName"`
	ServicePrincipalID          string           `json:"servicePrincipalId"`
	ServicePrincipalDisplayName string           `json:"servicePrincipalDisplayName"`
	RiskEventType               Value[string]    `json:"riskEventType,omitzero"`
	RiskLevel                   Value[string]    `json:"riskLevel,omitzero"`
	RiskState                   Value[string]    `json:"riskState,omitzero"`
	DetectedDateTime            Value[Timestamp] `json:"detectedDateTime,omitzero"`
}

// RiskyServicePrincipal is an application whose identity may be compromised.
type RiskyServicePrincipal struct {
	ID                      string           `json:"id"`
	AppID                   string           `json:"appId"`
	DisplayName             string           `json:"displayName"`
	IsEnabled               Value[bool]      `json:"isEnabled,omitzero"`
	RiskLevel               Value[string]    `json:"riskLevel,omitzero"`
	RiskState               Value[string]    `json:"riskState,omitzero"`
	RiskLastUpdatedDateTime Value[Timestamp] `json:"riskLastUpdatedDateTime,omitzero"`
}

// Alert is something Microsoft Defender noticed.
type Alert struct {
	ID                 string           `json:"id"`
	Title              string           `json:"title"`
	Category           Value[string]    `json:"category,omitzero"`
	Severity           Value[string]    `json:"severity,omitzero"`
	Status             Value[string]    `json:"status,omitzero"`
	ServiceSource      Value[string]    `json:"serviceSource,omitzero"`
	DetectionSource    Value[string]    `json:"detectionSource,omitzero"`
	AssignedTo         Value[string]    `json:"assignedTo,omitzero"`
	InvestigationState Value[string]    `json:"investigationState,omitzero"`
	CreatedDateTime    Value[Timestamp] `json:"createdDateTime,omitzero"`
	LastUpdateDateTime Value[Timestamp] `json:"lastUpdateDateTime,omitzero"`
	Evidence           []AlertEvidence  `json:"evidence"`
}

// AlertEvidence is a thing an alert is about.
type AlertEvidence struct {
	Type              string        `json:"@odata.type"`
	Roles             []string      `json:"roles"`
	RemediationStatus Value[string] `json:"remediationStatus,omitzero"`
	// UserAccount is the account where the evidence is a user.
	UserAccount Value[EvidenceAccount] `json:"userAccount,omitzero"`
}

// EvidenceAccount is an account that an alert is about. AzureADUserID is empty
// for one that exists in a local directory only.
type EvidenceAccount struct {
	AzureADUserID     string `json:"azureAdUserId"`
	UserPrincipalName string `json:"userPrincipalName"`
	DisplayName       string `json:"displayName"`
	AccountName       string `json:"accountName"`
}

// Incident is a group of alerts.
type Incident struct {
	ID                 string           `json:"id"`
	DisplayName        string           `json:"displayName"`
	Severity           Value[string]    `json:"severity,omitzero"`
	Status             Value[string]    `json:"status,omitzero"`
	AssignedTo         Value[string]    `json:"assignedTo,omitzero"`
	CreatedDateTime    Value[Timestamp] `json:"createdDateTime,omitzero"`
	LastUpdateDateTime Value[Timestamp] `json:"lastUpdateDateTime,omitzero"`
}

// IdentitySensor is a sensor of Defender for Identity.
type IdentitySensor struct {
	ID               string        `json:"id"`
	DisplayName      string        `json:"displayName"`
	DomainName       string        `json:"domainName"`
	SensorType       Value[string] `json:"sensorType,omitzero"`
	DeploymentStatus Value[string] `json:"deploymentStatus,omitzero"`
	HealthStatus     Value[string] `json:"healthStatus,omitzero"`
}

// SecureScore is Microsoft's own verdict on a day.
type SecureScore struct {
	ID              string           `json:"id"`
	CreatedDateTime Value[Timestamp] `json:"createdDateTime,omitzero"`
	ControlScores   []ControlScore   `json:"controlScores"`
}

// NewestScore returns the latest score with a readable date, nil where there is none.
func NewestScore(s *Snapshot) *SecureScore {
	var last *SecureScore
	scores := SecureScores.Of(s)
	for i := range scores {
		x := &scores[i]
		if at := x.CreatedDateTime; at.Known() && at.V.Readable && (last == nil || at.V.Time.After(last.CreatedDateTime.V.Time)) {
			last = x
		}
	}
	return last
}

// ControlScore is Microsoft's verdict on one control, such as "mip_search_auditlog".
type ControlScore struct {
	ControlName       string         `json:"controlName"`
	Score             Value[float64] `json:"score,omitzero"`
	ScoreInPercentage Value[float64] `json:"scoreInPercentage,omitzero"`
}

// SensitivityLabel marks how confidential something is.
type SensitivityLabel struct {
	ID            string      `json:"id"`
	Name          string      `json:"name"`
	IsEnabled     Value[bool] `json:"isEnabled,omitzero"`
	HasProtection Value[bool] `json:"hasProtection,omitzero"`
}

// NamedLocation is a place by network or country.
type NamedLocation struct {
	Type        string      `json:"@odata.type"`
	ID          string      `json:"id"`
	DisplayName string      `json:"displayName"`
	IsTrusted   Value[bool] `json:"isTrusted,omitzero"`
	IPRanges    []IPRange   `json:"ipRanges"`
}

// IPRange is a network.
type IPRange struct {
	CIDRAddress string `json:"cidrAddress"`
}

// FederationConfiguration is how a federated domain trusts its identity provider.
type FederationConfiguration struct {
	ID                      string        `json:"id"`
	DisplayName             string        `json:"displayName"`
	IssuerURI               string        `json:"issuerUri"`
	FederatedIDPMfaBehavior Value[string] `json:"federatedIdpMfaBehavior,omitzero"`
	// SigningCertificate signs what the provider says about people, and
	// NextSigningCertificate may as well.
	SigningCertificate     Thumbprint `json:"signingCertificate,omitempty"`
	NextSigningCertificate Thumbprint `json:"nextSigningCertificate,omitempty"`
}

// Thumbprint tells a certificate from others: the SHA-256 of its DER form in
// hexadecimal digits. Of the certificate nothing else is kept.
type Thumbprint string

// UnmarshalJSON implements json.Unmarshaler: it reads the base64 of the DER form that
// Graph gives, or a thumbprint. Anything else is no certificate.
func (p *Thumbprint) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	*p = ""
	text = strings.Join(strings.Fields(text), "")
	if made, err := hex.DecodeString(text); err == nil && len(made) == sha256.Size {
		*p = Thumbprint(strings.ToLower(text))
	} else if der, err := base64.StdEncoding.DecodeString(text); err == nil && len(der) > 0 {
		sum := sha256.Sum256(der)
		*p = Thumbprint(hex.EncodeToString(sum[:]))
	}
	return nil
}
