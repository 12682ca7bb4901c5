package graph

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// signalRows are what Microsoft noticed.
func signalRows() []Row {
	return []Row{
		{
			// $top up to 1,000. Microsoft allows five such requests in ten seconds, and
			// the log of a month is long: only what is judged is asked for.
			Key: snapshot.SignIns, Permission: auditRead, Licence: licenceP1, Top: largePage, PageLimit: largePage,
			Select:   "id,createdDateTime,userId,appId,clientAppUsed,status",
			FilterOf: signInsThatMatter,
			Why:      "To notice sign-ins with outdated protocols and sign-ins of break-glass accounts.",
		},
		{
			// Beta only, for the property that tells agents. Without a kind of sign-in in
			// the filter Microsoft answers with the interactive ones alone, and agents sign
			// in otherwise.
			Key: snapshot.AgentSignIns, Permission: auditRead, Licence: licenceP1, Top: largePage, PageLimit: largePage,
			Select:   "id,createdDateTime,userId,appId,appDisplayName,status,signInEventTypes,agent",
			FilterOf: agentSignIns,
			Why:      "To see how AI agents sign in.",
		},
		{
			// $top up to 500. Microsoft allows one such request a second for all applications.
			Key: snapshot.RiskyUsers, Batched: true, Permission: "IdentityRiskyUser.Read.All", Licence: licenceP2, Top: 500, PageLimit: 500,
			Filter: "riskState eq 'atRisk'",
			Why:    "To see whose account Microsoft holds for compromised.",
		},
		{
			Key: snapshot.RiskDetections, Batched: true, Permission: "IdentityRiskEvent.Read.All", Licence: licenceP2, Top: 500, PageLimit: 500,
			Filter: "riskState eq 'atRisk' and riskLevel eq 'high'",
			Why:    "To see which suspicious sign-ins nobody has looked at.",
		},
		{
			Key: snapshot.RiskyServicePrincipals, Batched: true, Permission: "IdentityRiskyServicePrincipal.Read.All", Licence: licenceWorkload, PageLimit: defaultPage,
			Filter: "riskState eq 'atRisk'",
			Why:    "To see which application Microsoft holds for compromised.",
		},
		{
			Key: snapshot.ServicePrincipalDetections, Batched: true, Permission: "IdentityRiskEvent.Read.All", Licence: licenceWorkload, PageLimit: defaultPage,
			Filter: "riskState eq 'atRisk'",
			Why:    "To see which suspicious acts of applications nobody has looked at.",
		},
		{
			// $filter, $skip and $top, up to 2,000, are documented, $select is not; the
			// alerts of the last 90 days at most.
			Key: snapshot.Alerts, Batched: true, Permission: alertRead, Licence: licenceDefender, Top: largePage, PageLimit: largePage,
			FilterOf: since("createdDateTime", 90*24*time.Hour),
			Why:      "To see which alerts nobody has taken up.",
		},
		{
			// $top up to 50.
			Key: snapshot.Incidents, Batched: true, Permission: "SecurityIncident.Read.All", Licence: licenceDefender, Top: 50, PageLimit: 50,
			Filter: "status eq 'active'",
			Why:    "To see which incidents nobody has taken up.",
		},
		{
			Key: snapshot.IdentitySensors, Permission: "SecurityIdentitiesSensors.Read.All", Licence: licenceDefender, PageLimit: defaultPage, Batched: true,
			Why: "To see whether the sensors on domain controllers work.",
		},
		{
			// One a day; a week of them is enough to find the newest. $select is not documented.
			Key: snapshot.SecureScores, Permission: "SecurityEvents.Read.All", PageLimit: defaultPage, Batched: true,
			FilterOf: scoreWindow,
			Why:      "To read Microsoft's own verdict where Graph does not show the setting itself.",
		},
	}
}

// legacyClients are the names by which the sign-in log tells protocols that know
// no second factor.
var legacyClients = []string{
	"Authenticated SMTP", "AutoDiscover", "Exchange ActiveSync", "Exchange Online PowerShell", "Exchange Web Services", "IMAP4",
	"MAPI Over HTTP", "Offline Address Book", "Other clients", "Outlook Anywhere (RPC over HTTP)", "Outlook Service", "POP3",
	"Reporting Web Services", "Universal Outlook",
}

// legacyWindow is how far back sign-ins are looked at.
const legacyWindow = 30 * 24 * time.Hour

func signInsThatMatter(s *snapshot.Snapshot) string {
	var any []string
	for _, c := range legacyClients {
		any = append(any, "clientAppUsed eq '"+c+"'")
	}
	for _, id := range s.Settings.EmergencyAccess.Users {
		any = append(any, "userId eq '"+strings.ReplaceAll(id, "'", "''")+"'")
	}
	return after("createdDateTime", s, legacyWindow) + " and status/errorCode eq 0 and (" + strings.Join(any, " or ") + ")"
}

// agentSignIns asks for the agents themselves in every kind of sign-in: a
// blueprint's own sign-ins are a step on the way to each of theirs. The value is
// the one that the property is documented with and that Microsoft's Zero Trust
// Assessment filters by.
func agentSignIns(s *snapshot.Snapshot) string {
	kinds := []string{"interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"}
	return after("createdDateTime", s, snapshot.Week) + " and status/errorCode eq 0" +
		" and signInEventTypes/any(t:t eq '" + strings.Join(kinds, "' or t eq '") + "') and agent/agentType eq 'agenticAppInstance'"
}

// scoreWindow asks for the scores of a week, or for those alone that are new.
func scoreWindow(s *snapshot.Snapshot) string {
	if from := s.ScoresSince; !from.IsZero() {
		return "createdDateTime ge " + from.UTC().Format(time.RFC3339)
	}
	return after("createdDateTime", s, snapshot.Week)
}

func since(property string, window time.Duration) func(*snapshot.Snapshot) string {
	return func(s *snapshot.Snapshot) string { return after(property, s, window) }
}

func after(property string, s *snapshot.Snapshot, window time.Duration) string {
	return property + " ge " + s.Now.Add(-window).Format(time.RFC3339)
}
