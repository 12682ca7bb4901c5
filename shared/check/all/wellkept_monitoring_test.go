package all

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptMonitoring is what the checks on sign-ins, risks and alerts read.
func wellKeptMonitoring() checktest.Files {
	return checktest.Files{
		snapshot.SignIns.Resource(): `[{"id":"1","createdDateTime":"2026-10-30T08:00:00Z","userId":"u1","appId":"app","clientAppUsed":"IMAP4","status":{"errorCode":53003}}]`,
		snapshot.AgentSignIns.Resource(): `[{"id":"2","createdDateTime":"2026-10-31T08:00:00Z","userId":"u1","appId":"agent","appDisplayName":"Agent","status":{"errorCode":0},
			"signInEventTypes":["nonInteractiveUser"],"agent":{"agentType":"agenticAppInstance","parentAppId":"blueprint","agentSubjectType":"notAgentic"}}]`,
		snapshot.DirectoryAudits.Resource(): `[{"id":"e1","activityDateTime":"2026-10-31T08:00:00Z","activityDisplayName":"Update user","category":"UserManagement",
			"operationType":"Update","result":"success","loggedByService":"Core Directory","initiatedBy":{"user":{"id":"a1","userPrincipalName":"a1@example.com"},"app":null},
			"targetResources":[{"id":"u1","type":"User","displayName":null,"userPrincipalName":"u1@example.com","modifiedProperties":[]}]}]`,
		snapshot.RecentChanges.Resource(): `[]`,
		snapshot.RiskyUsers.Resource():    `[{"id":"u1","isDeleted":false,"riskLevel":"none","riskState":"remediated","riskLastUpdatedDateTime":"2026-10-20T08:00:00Z"}]`,
		snapshot.RiskDetections.Resource(): `[{"id":"d1","userId":"u1","riskEventType":"unfamiliarFeatures","riskLevel":"high","riskState":"remediated",
			"detectedDateTime":"2026-10-20T07:00:00Z"}]`,
		snapshot.RiskyServicePrincipals.Resource(): `[{"id":"app","isEnabled":true,"riskLevel":"none","riskState":"dismissed","riskLastUpdatedDateTime":"2026-10-20T08:00:00Z"}]`,
		snapshot.ServicePrincipalDetections.Resource(): `[{"id":"d2","servicePrincipalId":"app","riskEventType":"suspiciousSignins","riskLevel":"low","riskState":"dismissed",
			"detectedDateTime":"2026-10-20T07:00:00Z"}]`,
		snapshot.Alerts.Resource(): `[
			{"id":"a1","title":"One","severity":"high","status":"inProgress","assignedTo":"a1@example.com","serviceSource":"microsoftDefenderForIdentity",
				"detectionSource":"microsoftDefenderForIdentity","investigationState":null,"createdDateTime":"2026-10-30T08:00:00Z","lastUpdateDateTime":"2026-10-30T09:00:00Z",
				"evidence":[{"@odata.type":"#microsoft.graph.security.userEvidence","roles":["compromised"],"remediationStatus":"remediated"}]},
			{"id":"a2","title":"Two","severity":"medium","status":"resolved","assignedTo":"a1@example.com","serviceSource":"microsoftDefenderForCloudApps",
				"detectionSource":"cloudAppSecurity","investigationState":null,"createdDateTime":"2026-10-01T08:00:00Z","lastUpdateDateTime":"2026-10-01T09:00:00Z","evidence":[]}]`,
		snapshot.Incidents.Resource(): `[{"id":"i1","displayName":"One","severity":"high","status":"active","assignedTo":"a1@example.com",
			"createdDateTime":"2026-10-30T08:00:00Z","lastUpdateDateTime":"2026-10-30T09:00:00Z"}]`,
		snapshot.IdentitySensors.Resource(): `[{"id":"s1","displayName":"DC1","domainName":"example.com","sensorType":"domainControllerIntegrated",
			"deploymentStatus":"upToDate","healthStatus":"healthy"}]`,
		snapshot.SecureScores.Resource(): `[{"id":"o_2026-11-01","createdDateTime":"2026-11-01T00:00:00Z",
			"controlScores":[{"controlName":"mip_search_auditlog","score":3,"scoreInPercentage":100}]}]`,
		snapshot.SensitivityLabels.Resource(): `[{"id":"l1","name":"Internal","isEnabled":true,"hasProtection":false}]`,
	}
}
