package synth

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// writeSignals writes what Microsoft noticed, as far as the tenant's licences tell.
func (t *tenant) writeSignals() error {
	r := t.stream("signals")
	files := []named{{"v1.0/security/secureScores", t.secureScores(r)}}
	if t.licence >= premium1 {
		people, agents := t.signIns(r)
		files = append(files, named{"v1.0/auditLogs/signIns", people}, named{"beta/auditLogs/signIns", agents},
			named{"v1.0/security/alerts_v2", t.alerts(r)}, named{"v1.0/security/incidents", t.incidents(r)},
			named{"v1.0/security/identities/sensors", t.sensors(r)})
	}
	if t.licence == premium2 {
		users, detections := t.risks(r)
		files = append(files, named{"v1.0/identityProtection/riskyUsers", users},
			named{"v1.0/identityProtection/riskDetections", detections})
	}
	if t.workload {
		principals, detections := t.riskyApplications(r)
		files = append(files, named{"v1.0/identityProtection/riskyServicePrincipals", principals},
			named{"v1.0/identityProtection/servicePrincipalRiskDetections", detections})
	}
	return t.writeAll(files)
}

// signIns draws a few sign-ins, as v1.0 and as beta give them: beta also tells agents. The log of a month would be
// larger than all the rest, and nearly none of it is asked for.
func (t *tenant) signIns(r *rand.Rand) (v1, beta object) {
	var plain, withAgents []object
	add := func(who person, client, app string, at time.Time, code int, agent object, kind string) {
		o := object{"id": guid(r), "createdDateTime": at.Format(time.RFC3339), "userId": who.id, "userDisplayName": who.displayName,
			"userPrincipalName": who.upn, "appId": app, "appDisplayName": "Application", "clientAppUsed": client, "isInteractive": true,
			"status": object{"errorCode": code, "failureReason": "Other."}}
		plain = append(plain, o)
		b := object{"agent": agent, "signInEventTypes": []string{kind}}
		for k, v := range o {
			b[k] = v
		}
		withAgents = append(withAgents, b)
	}
	anyone := func() person { return t.people[r.IntN(len(t.people))] }
	nobody := object{"agentType": "notAgentic", "parentAppId": nil, "agentSubjectType": "notAgentic"}
	const office = "4765445b-32c6-49b0-83e6-1d93765276ca"
	for range 20 + r.IntN(20) {
		code := 0
		if r.Float64() < 0.1 {
			code = 50126
		}
		add(anyone(), "Browser", office, before(r, 7), code, nobody, "interactiveUser")
	}
	if !t.kept(r) {
		for range 1 + r.IntN(5) {
			client := []string{"Authenticated SMTP", "IMAP4", "POP3", "Exchange ActiveSync"}[r.IntN(4)]
			add(anyone(), client, exchangeOnline, before(r, 28), 0, nobody, "interactiveUser")
		}
	}
	add(anyone(), "IMAP4", exchangeOnline, before(r, 28), 50126, nobody, "interactiveUser") // refused
	if len(t.emergency) > 0 && !t.kept(r) {
		add(t.people[0], "Browser", office, before(r, 20), 0, nobody, "interactiveUser")
	}
	if r.Float64() < 0.4 {
		app := t.everyPrincipal[len(t.everyPrincipal)-1]
		who, kind := anyone(), "nonInteractiveUser"
		if !t.kept(r) {
			who, kind = person{}, "servicePrincipal" // in its own name
		}
		add(who, "Browser", app.appID, before(r, 6), 0,
			object{"agentType": "agenticAppInstance", "parentAppId": app.appID, "agentSubjectType": "notAgentic"}, kind)
	}
	return list(plain...), list(withAgents...)
}

// risks draws whose account may be compromised and why; most was looked at.
func (t *tenant) risks(r *rand.Rand) (users, detections object) {
	var risky, seen []object
	for i := range min(1+r.IntN(4)+t.users/2000, len(t.people)) {
		p := t.people[(len(t.emergency)+7*i)%len(t.people)]
		state, level := "remediated", []string{"low", "medium", "high"}[r.IntN(3)]
		if !t.kept(r) {
			state = "atRisk"
		}
		at := before(r, 40).Format(time.RFC3339)
		risky = append(risky, object{"id": p.id, "userPrincipalName": p.upn, "userDisplayName": p.displayName, "riskLevel": level,
			"riskState": state, "riskLastUpdatedDateTime": at, "isDeleted": false})
		seen = append(seen, object{"id": guid(r), "userId": p.id, "userPrincipalName": p.upn, "riskState": state, "riskLevel": level,
			"riskEventType": []string{"unfamiliarFeatures", "leakedCredentials", "anonymizedIPAddress"}[r.IntN(3)], "detectedDateTime": at})
	}
	return list(risky...), list(seen...)
}

// riskyApplications draws the same of applications.
func (t *tenant) riskyApplications(r *rand.Rand) (principals, detections object) {
	if r.Float64() < 0.5 {
		return list(), list()
	}
	p := t.everyPrincipal[r.IntN(len(t.everyPrincipal))]
	state := "dismissed"
	if !t.kept(r) {
		state = "atRisk"
	}
	at := before(r, 40).Format(time.RFC3339)
	return list(object{"id": p.id, "appId": p.appID, "displayName": p.name, "riskLevel": "high", "riskState": state,
			"riskLastUpdatedDateTime": at, "isEnabled": true}),
		list(object{"id": guid(r), "servicePrincipalId": p.id, "servicePrincipalDisplayName": p.name, "riskState": state,
			"riskLevel": "high", "riskEventType": "leakedCredentials", "detectedDateTime": at})
}

// alerts draws what Defender noticed, by the products that the tenant has.
func (t *tenant) alerts(r *rand.Rand) object {
	sources := []string{"microsoftDefenderForEndpoint", "microsoftDefenderForOffice365"}
	if t.licence == premium2 {
		sources = append(sources, "microsoftDefenderForIdentity", "microsoftDefenderForCloudApps", "azureAdIdentityProtection")
	}
	var out []object
	for range r.IntN(8) {
		at := before(r, 100)
		status, assigned, investigation := "resolved", any("security@"+t.domain), "successfullyRemediated"
		evidence := []object{{"@odata.type": "#microsoft.graph.security.userEvidence", "roles": []string{"compromised"},
			"remediationStatus": "remediated"}}
		if !t.kept(r) {
			status, assigned = "new", nil
			evidence[0]["remediationStatus"] = "active"
			investigation = []string{"pendingApproval", "unsupportedAlertType"}[r.IntN(2)]
		}
		source := sources[r.IntN(len(sources))]
		detector := source
		if source == "microsoftDefenderForCloudApps" {
			detector = "cloudAppSecurity"
		}
		out = append(out, object{"id": guid(r), "title": "Suspicious activity", "category": "InitialAccess", "status": status,
			"severity": []string{"informational", "low", "medium", "high"}[r.IntN(4)], "serviceSource": source,
			"detectionSource": detector, "assignedTo": assigned, "investigationState": investigation, "evidence": evidence,
			"createdDateTime": at.Format(time.RFC3339), "lastUpdateDateTime": at.Add(3 * time.Hour).Format(time.RFC3339)})
	}
	return list(out...)
}

func (t *tenant) incidents(r *rand.Rand) object {
	var out []object
	for i := range r.IntN(5) {
		at := before(r, 30)
		status, assigned := "resolved", any("security@"+t.domain)
		if !t.kept(r) {
			status, assigned = "active", nil
		}
		out = append(out, object{"id": strconv.Itoa(100 + i), "displayName": "Multi-stage incident", "status": status,
			"severity": []string{"low", "medium", "high"}[r.IntN(3)], "assignedTo": assigned,
			"createdDateTime": at.Format(time.RFC3339), "lastUpdateDateTime": at.Add(time.Hour).Format(time.RFC3339)})
	}
	return list(out...)
}

// sensors draws Defender for Identity's sensors, which a tenant with servers of its own may have.
func (t *tenant) sensors(r *rand.Rand) object {
	if t.licence < premium2 || !t.hybrid {
		return list()
	}
	var out []object
	for i, kind := range []string{"domainControllerIntegrated", "domainControllerIntegrated", "adConnectIntegrated", "adfsIntegrated"} {
		deployment, health := "upToDate", "healthy"
		if !t.kept(r) && r.Float64() < 0.4 {
			deployment, health = []string{"outdated", "disconnected"}[r.IntN(2)], "notHealthyMedium"
		}
		out = append(out, object{"id": guid(r), "displayName": "SRV" + strconv.Itoa(i+1), "domainName": "corp." + t.domain,
			"sensorType": kind, "deploymentStatus": deployment, "healthStatus": health, "version": "2.254.19112.470"})
	}
	return list(out...)
}

// secureScores draws Microsoft's verdicts of the last three days. They stay the same.
func (t *tenant) secureScores(r *rand.Rand) object {
	names := []string{"mip_search_auditlog", "exo_mailboxaudit", "exo_mailtipsenabled", "exo_storageproviderrestricted",
		"exo_outlookaddins", "exo_individualsharing", "mdo_blockmailforward", "mdo_autoforwardingmode", "mdo_commonattachmentsfilter",
		"mdo_zapmalware", "mdo_zapphish", "mdo_zapspam", "CustomerLockBoxEnabled"}
	if t.licence >= premium1 {
		names = append(names, "mdo_safeattachments", "mdo_safeattachmentpolicy", "mdo_safelinksforemail", "mdo_safelinksforOfficeApps",
			"mdo_antiphishingpolicies", "mdo_phishthresholdlevel")
	}
	if t.licence == premium2 {
		names = append(names, "mdo_safedocuments", "AATP_DormantAccounts", "scid_2004", "scid_2016", "scid_5094", "scid_6094", "scid_96")
	}
	var controls []object
	total := 0.0
	for _, name := range names {
		score, share := 5.0, 100.0
		if !t.kept(r) {
			score, share = 0, 0
		}
		total += score
		controls = append(controls, object{"controlName": name, "score": score, "scoreInPercentage": share, "controlCategory": "Apps"})
	}
	var out []object
	for day := range 3 {
		at := AsOf().AddDate(0, 0, -day).Truncate(24 * time.Hour)
		out = append(out, object{"id": t.id + "_" + at.Format(time.DateOnly), "createdDateTime": at.Format(time.RFC3339),
			"currentScore": total, "maxScore": 5 * len(names), "controlScores": controls})
	}
	return list(out...)
}
