package console

import (
	"encoding/json"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// testChecks are checks of these tests' own, so that the pages kept in testdata
// do not follow every change of a check's text.
func testChecks() []*check.Check {
	return []*check.Check{
		{
			ID: "t-mfa", Title: "Multifactor authentication is required for all users", Category: check.ConditionalAccess,
			Severity: finding.Critical, Because: "Without it one guessed, leaked or phished password opens an account.",
			Controls: check.Controls{SCuBA: []string{"MS.AAD.3.2v2"}, CIS: []string{"5.2.2.2", "5.2.2.3"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
			Reads:    []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource()}, Licence: check.EntraP1,
			Risk: "An attacker who has a password signs in as that user, from anywhere, to every application the user can reach.",
			Fix: check.Fix{
				Portal:  mfaPortal,
				Request: "POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies\n{\n  \"displayName\": \"Require MFA for all users\",\n  \"state\": \"enabled\",\n  \"conditions\": {\"users\": {\"includeUsers\": [\"All\"], \"excludeUsers\": [\"<emergency account id>\"]}}\n}",
			},
			Texts: []*text.Table{mfaTexts}, Source: "CISA SCuBA baseline for Entra ID, MS.AAD.3.2",
		},
		{
			ID: "t-legacy", Title: "Legacy authentication is blocked", Category: check.ConditionalAccess, Severity: finding.High,
			Because: "Legacy protocols cannot ask for a second factor.", Reads: []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource()},
			Source: "CISA SCuBA baseline for Entra ID, MS.AAD.1.1",
		},
		{ID: "t-expiry", Title: "Passwords do not expire", Category: check.Identity, Severity: finding.Low, Because: "People who must change passwords choose weaker ones."},
		{ID: "t-banned", Title: "A custom list of banned passwords is enforced", Category: check.Identity, Severity: finding.Medium},
		{ID: "t-guests", Title: "Guests see as little of the directory as they can", Category: check.Guests, Severity: finding.Medium},
		{
			ID: "t-reviewers", Title: "Requests for consent reach a reviewer", Category: check.Applications, Severity: finding.Medium,
			Reads: []snapshot.Resource{snapshot.AdminConsentRequestPolicy.Resource()}, Uses: []snapshot.Resource{snapshot.RoleAssignments.Resource()},
		},
		{
			ID: "t-apps", Title: "No application holds permissions that make it a global administrator", Category: check.Applications,
			Severity: finding.High, Because: "Whoever has such an application's credential owns the tenant.",
		},
		{ID: "t-new", Title: "A check that is newer than the last scan", Category: check.Roles, Severity: finding.Info},
	}
}

var sampleSlot = tenant.NewSlot(time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC), 1)

// mfaTexts translate one check as the texts beside a check do; the other checks
// have no translations.
var mfaTexts = text.New(text.Texts{
	"Multifactor authentication is required for all users": {
		FI: "Kaikilta käyttäjiltä vaaditaan monimenetelmäinen todentaminen",
		SV: "Multifaktorautentisering krävs för alla användare",
	},
	"Without it one guessed, leaked or phished password opens an account.": {
		FI: "Ilman sitä yksi arvattu, vuotanut tai kalasteltu salasana avaa tilin.",
		SV: "Utan den öppnar ett enda gissat, läckt eller nätfiskat lösenord ett konto.",
	},
	"An attacker who has a password signs in as that user, from anywhere, to every application the user can reach.": {
		FI: "Salasanan saanut hyökkääjä kirjautuu käyttäjänä mistä tahansa kaikkiin sovelluksiin, joihin käyttäjä pääsee.",
		SV: "En angripare som har ett lösenord loggar in som användaren, var som helst ifrån, i alla program som användaren når.",
	},
	mfaPortal: {
		FI: "Entra admin centre > Protection > Conditional Access > Policies > New policy: kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Grant > Require multifactor authentication.",
		SV: "Entra admin centre > Protection > Conditional Access > Policies > New policy: alla användare utom nödkontona, alla resurser, Grant > Require multifactor authentication.",
	},
	"Conditional access requires multifactor authentication, but leaves out groups that are excluded without being declared.": {
		FI: "Ehdollinen käyttöoikeus vaatii monimenetelmäisen todentamisen mutta jättää pois ryhmiä, joita ei ole ilmoitettu.",
		SV: "Villkorsstyrd åtkomst kräver multifaktorautentisering men utelämnar grupper som inte har deklarerats.",
	},
	"No enabled conditional access policy requires multifactor authentication.": {
		FI: "Mikään käytössä oleva ehdollisen käyttöoikeuden käytäntö ei vaadi monimenetelmäistä todentamista.",
		SV: "Ingen aktiverad princip för villkorsstyrd åtkomst kräver multifaktorautentisering.",
	},
	"An enabled conditional access policy requires multifactor authentication.": {
		FI: "Käytössä oleva ehdollisen käyttöoikeuden käytäntö vaatii monimenetelmäisen todentamisen.",
		SV: "En aktiverad princip för villkorsstyrd åtkomst kräver multifaktorautentisering.",
	},
	"covers only selected users":  {FI: "koskee vain valittuja käyttäjiä", SV: "gäller bara valda användare"},
	"excludes 1 undeclared group": {FI: "jättää pois 1 ilmoittamattoman ryhmän", SV: "undantar 1 grupp som inte har deklarerats"},
	"report-only":                 {FI: "vain raportointi", SV: "endast rapport"},
})

const mfaPortal = "Entra admin centre > Protection > Conditional Access > Policies > New policy: all users without the emergency accounts, all resources, Grant > Require multifactor authentication."

// sampleSettings are what the sample tenant declared: a check of its own, which
// it translated into Finnish alone.
const sampleSettings = `{"customChecks":[{
	"id":"custom-invitations","title":{"en":"Nobody invites guests","fi":"Kukaan ei kutsu vieraita"},"category":"guests","severity":"low",
	"because":{"en":"We have no guests.","fi":"Meillä ei ole vieraita."},"risk":{"en":"A stranger is let in.","fi":"Vieras pääsee sisään."},
	"controls":{"iso27001":["A.5.16"]},"portal":{"en":"Turn it off.","fi":"Poista käytöstä."},"request":"","since":"2026-11","source":"Our policy",
	"expression":"resources[\"v1.0/policies/authorizationPolicy\"].allowInvitesFrom == \"none\""
}]}`

// sampleTenant is a small company with something of everything.
func sampleTenant() *kept {
	k := &kept{
		about:    store.About{State: tenant.Active, Language: "en", Slot: sampleSlot},
		profile:  tenant.Profile{Name: "Aallokko Oy", EntraID: "0f0e0d0c-0000-4000-8000-000000000001"},
		settings: []byte(sampleSettings),
	}
	k.scans = []store.Scan{sampleScan(sampleSlot)}
	k.findings = append([]finding.Finding{sampleMFA(), sampleExpiry(), sampleInvitations()}, sampleApplications()...)
	scheduler := sampleAccepted()
	k.findings, k.accepted = append(k.findings, scheduler), []finding.Exception{*scheduler.Exception}
	k.story = map[finding.ID][]store.Step{"0mfa": sampleHistory(), scheduler.ID: sampleAcceptance(scheduler)}
	k.events, k.scores = sampleEvents(), sampleScores()
	k.advice = map[finding.ID]store.Advice{
		"0mfa": {
			Finding: "0mfa", Facts: explained("en", sampleMFA()), Language: "en", Written: true,
			Summary: "Two of your conditional access policies ask for multifactor authentication, but between them they leave out 312 accounts.",
			Why:     "Anyone who learns the password of one of those accounts can sign in as that person.",
			Steps:   []string{"Open the policy and remove the excluded group.", "Run the policy in report-only mode for a day.", "Turn the policy on."},
		},
		"0expiry": {Finding: "0expiry", Facts: explained("en", sampleExpiry()), Language: "en", Written: true, Summary: "Old advice.", Why: "Old.", Steps: []string{"Old step."}},
	}
	return k
}

// explained is the hash that an explanation of the finding as it is bears.
func explained(language string, f finding.Finding) string {
	for _, c := range testChecks() {
		if c.ID == f.Check {
			hash, _ := brief.Of(language, c, f).Hash() // the samples' facts can be written as JSON
			return hash
		}
	}
	return ""
}

func sampleMFA() finding.Finding {
	var policies []finding.Subject
	policies = append(policies,
		finding.Subject{ID: "7d1c2a90-0000-4000-8000-00000000000a", Name: "Require MFA for office staff", Note: "covers only selected users; excludes 1 undeclared group"},
		finding.Subject{ID: "7d1c2a90-0000-4000-8000-00000000000b", Name: "MFA pilot", Note: "report-only"})
	var people []finding.Subject
	for i := range 312 {
		people = append(people, finding.Subject{ID: fmt.Sprintf("user-%03d", i), Name: fmt.Sprintf("Person Number%03d", i)})
	}
	shown := finding.List(people...)
	shown.Shown = shown.Shown[:3]
	return finding.Finding{
		ID: "0mfa", Check: "t-mfa", Resource: finding.TenantResource, Severity: finding.Critical, State: finding.Open,
		Reason: "Conditional access requires multifactor authentication, but leaves out groups that are excluded without being declared.",
		Evidence: finding.Evidence{
			Facts:    finding.Facts{"enabledPolicies": int64(2), "gaps": []string{"excluded-groups"}, "reportOnlyPolicies": int64(1), "securityDefaults": false},
			Subjects: finding.Subjects{"policies": finding.List(policies...), "excludedUsers": shown},
		},
		Since: time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC), Opened: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Slot: sampleSlot.String(), Version: 4,
	}
}

func sampleHistory() []store.Step {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	slot := func(day, hour int) string { return tenant.NewSlot(at(day, hour), 1).String() }
	none := finding.Facts{"enabledPolicies": int64(0), "gaps": []string{}, "securityDefaults": false}
	good := finding.Facts{"enabledPolicies": int64(2), "gaps": []string{}, "securityDefaults": false}
	now := sampleMFA().Evidence.Facts
	return []store.Step{
		{Kind: finding.Opened, At: at(1, 12), Slot: slot(1, 12), Version: 1, Reason: "No enabled conditional access policy requires multifactor authentication.", To: none},
		{Kind: finding.Closed, At: at(3, 4), Slot: slot(3, 4), Version: 2, Reason: "An enabled conditional access policy requires multifactor authentication.", From: none, To: good, By: sampleMaker(at(3, 3))},
		{Kind: finding.Reopened, At: at(20, 4), Slot: slot(20, 4), Version: 3, Reason: "Conditional access requires multifactor authentication, but leaves out groups that are excluded without being declared.", From: good, To: now},
		{Kind: finding.Worsened, At: at(21, 4), Slot: slot(21, 4), Version: 4, Reason: "Conditional access requires multifactor authentication, but leaves out groups that are excluded without being declared.", From: good, To: now,
			By: finding.Attribution{Attributed: true, App: "Policy sync", ActorID: "", Activity: "Update conditional access policy", At: at(21, 3)}},
		{Kind: finding.Changed, At: at(22, 16), Slot: slot(22, 16), Version: 5, Reason: "Conditional access requires multifactor authentication, but leaves out groups that are excluded without being declared.", From: now, To: now},
	}
}

func sampleExpiry() finding.Finding {
	return finding.Finding{
		ID: "0expiry", Check: "t-expiry", Resource: "aallokko.example", Severity: finding.Low, State: finding.Resolved, Reason: "Passwords do not expire.",
		Evidence: finding.Evidence{
			Facts:    finding.Facts{"passwordValidityPeriodInDays": int64(2147483647)},
			Subjects: finding.Subjects{"domains": finding.List(finding.Subject{ID: "aallokko.example", Name: "aallokko.example"})},
		},
		Since: time.Date(2026, 11, 10, 4, 0, 0, 0, time.UTC), Opened: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Slot: sampleSlot.String(), Version: 2,
	}
}

// sampleInvitations is a finding of the tenant's own check.
func sampleInvitations() finding.Finding {
	return finding.Finding{
		ID: "0invitations", Check: "custom-invitations", Resource: finding.TenantResource, Severity: finding.Low, State: finding.Open,
		Reason: "The expression does not hold.", Evidence: finding.Evidence{Facts: finding.Facts{"read": int64(12), "total": int64(60)}},
		Since: time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC), Opened: time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC), Slot: sampleSlot.String(), Version: 1,
	}
}

func sampleApplications() []finding.Finding {
	var out []finding.Finding
	for i, app := range []string{"Payroll connector", "Backup service", "Old intranet"} {
		id := fmt.Sprintf("app-%d", i)
		out = append(out, finding.Finding{
			ID: finding.ID("0app" + fmt.Sprint(i)), Check: "t-apps", Resource: id, Severity: finding.High, State: finding.Open,
			Reason: "The application may grant itself any role.",
			Evidence: finding.Evidence{
				Facts:    finding.Facts{"permissions": []string{"RoleManagement.ReadWrite.Directory"}},
				Subjects: finding.Subjects{"applications": finding.List(finding.Subject{ID: id, Name: app})},
			},
			Since: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Opened: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Slot: sampleSlot.String(), Version: 1,
		})
	}
	return out
}

// sampleScan is a finished scan half an hour before wall.
func sampleScan(slot tenant.Slot) store.Scan {
	ended := time.Date(2026, 11, 22, 16, 0, 4, 0, time.UTC)
	return store.Scan{
		Slot: slot, State: "done", Claimed: ended.Add(-4 * time.Second), Ended: ended, Requests: 41, Subrequests: 12, Bytes: 1_843_200, Duration: 3200 * time.Millisecond,
		Unread: []store.Unread{
			{Resource: string(snapshot.RoleAssignments.Resource()), Reason: "permission RoleManagement.Read.Directory is missing or was refused"},
			{Resource: string(snapshot.Users.Resource()), Reason: "Microsoft answered with an error again and again"},
		},
		Verdicts: []store.Verdict{
			{Check: "t-mfa", Verdict: finding.Fail, Reason: "Conditional access requires multifactor authentication, but leaves out groups that are excluded without being declared."},
			{Check: "t-legacy", Verdict: finding.Pass, Reason: "An enabled conditional access policy blocks legacy authentication."},
			{Check: "t-expiry", Verdict: finding.Pass, Reason: "Passwords do not expire."},
			{Check: "t-banned", Verdict: finding.NotApplicable, Reason: "The tenant has no Entra ID P1 licence, which this control needs."},
			{Check: "t-guests", Verdict: finding.Pass, Reason: "Guests see only their own objects."},
			{Check: "t-reviewers", Verdict: finding.Unknown, Reason: "Whether the reviewers still hold a role could not be seen."},
			{Check: "t-apps", Verdict: finding.Fail, Reason: "The application may grant itself any role."},
			{Check: "t-gone", Verdict: finding.Pass, Reason: "It was so."},
			{Check: "custom-invitations", Verdict: finding.Fail, Reason: "The expression does not hold."},
		},
		Open: map[finding.Severity]int{finding.Critical: 1, finding.High: 3, finding.Low: 1},
	}
}

// sampleMaker is an administrator who changed something.
func sampleMaker(at time.Time) finding.Attribution {
	return finding.Attribution{Attributed: true, At: at, Actor: "ville.virtanen@aallokko.example", ActorID: "user-ville", App: "Azure Portal", IP: "192.0.2.17",
		Activity: "Add conditional access policy", Entry: "entry-1"}
}

// sampleAccepted is a finding that somebody accepted, took back and accepted again.
func sampleAccepted() finding.Finding {
	f := sampleApplications()[0]
	f.ID, f.Resource, f.State = "0accepted", "app-scheduler", finding.Excepted
	f.Evidence.Subjects = finding.Subjects{"applications": finding.List(finding.Subject{ID: f.Resource, Name: "Scheduler"})}
	f.Exception = &finding.Exception{ID: "second", Request: "r2", Finding: f.ID, Check: f.Check, Resource: f.Resource, Reason: "Its vendor ships the narrower permission in spring.\nUntil then it runs on a server of ours.",
		Owner: "Liisa Laine", By: "matti.meri@aallokko.example", Created: time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC), Expires: time.Date(2027, 2, 28, 23, 59, 0, 0, time.UTC), Severity: f.Severity}
	return f
}

func sampleAcceptance(f finding.Finding) []store.Step {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	by := finding.Attribution{Attributed: true, At: at(2, 9), Actor: f.Exception.By, IP: "198.51.100.7"}
	return []store.Step{
		{Kind: finding.Opened, At: f.Opened, Slot: f.Slot, Version: 1, Reason: f.Reason, To: f.Evidence.Facts},
		{Kind: finding.Accepted, At: at(2, 9), Version: 1, Exception: "first", By: by},
		{Kind: finding.Returned, At: at(10, 4), Version: 1, Exception: "first", Because: finding.Expired},
		{Kind: finding.Accepted, At: f.Exception.Created, Version: 1, Exception: "second", By: by},
	}
}

// sampleEvents are events of every kind, the latest first.
func sampleEvents() []store.Event {
	raw := func(v any) json.RawMessage {
		b, _ := json.Marshal(v) // texts, facts and subjects can be written as JSON
		return b
	}
	var out []store.Event
	add := func(day int, d finding.Drift) {
		at := time.Date(2026, 11, day, 4, 0, 0, 0, time.UTC)
		d.FirstSeen = at
		out = append(out, store.Event{Drift: d, At: at, Written: at.Add(5 * time.Second), Slot: tenant.NewSlot(at, 1).String()})
	}
	one := finding.Subject{ID: "user-000", Name: "Person Number000"}
	two := finding.Subject{ID: "user-001"}
	app := "app-0"
	add(22, finding.Drift{Kind: finding.DriftVerdict, Check: "t-mfa", Resource: finding.TenantResource, From: raw(finding.Pass), To: raw(finding.Fail), By: sampleMaker(time.Date(2026, 11, 22, 3, 50, 0, 0, time.UTC))})
	add(21, finding.Drift{Kind: finding.DriftVerdict, Check: "t-reviewers", Resource: finding.TenantResource, From: raw(finding.NotApplicable), To: raw(finding.Unknown)})
	add(20, finding.Drift{Kind: finding.DriftFacts, Check: "t-mfa", Resource: finding.TenantResource, Finding: "0mfa",
		From: raw(finding.Facts{"enabledPolicies": 1, "gaps": []string{}, "same": true}), To: raw(finding.Facts{"enabledPolicies": 2, "gaps": []string{"excluded-groups"}, "same": true})})
	add(19, finding.Drift{Kind: finding.DriftSubjects, Check: "t-mfa", Resource: finding.TenantResource, Finding: "0mfa",
		From: raw(finding.Subjects{"excludedUsers": {Total: 311, Shown: []finding.Subject{one}}}), To: raw(finding.Subjects{"excludedUsers": {Total: 312, Shown: []finding.Subject{two}}})})
	add(18, finding.Drift{Kind: finding.DriftFinding, Check: "t-apps", Resource: app, Finding: "0app0", From: raw(nil), To: raw(finding.Open)})
	add(17, finding.Drift{Kind: finding.DriftFinding, Check: "t-apps", Resource: app, Finding: "0app0", From: raw(finding.Open), To: raw(finding.Resolved)})
	add(16, finding.Drift{Kind: finding.DriftException, Check: "t-apps", Resource: app, Finding: "0accepted", From: raw(finding.Open), To: raw(finding.Excepted), By: finding.Attribution{Attributed: true, Actor: "matti.meri@aallokko.example"}})
	add(15, finding.Drift{Kind: finding.DriftException, Check: "t-apps", Resource: app, Finding: "0accepted", From: raw(finding.Excepted), To: raw(finding.Open), Because: finding.GotWorse})
	add(14, finding.Drift{Kind: finding.DriftException, Check: "custom-invitations", Resource: finding.TenantResource, Finding: "0invitations", From: raw(finding.Excepted), To: raw(finding.Open), Because: finding.Withdrawn, By: sampleMaker(time.Time{})})
	return out
}

func sampleScores() []store.Score {
	at := func(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
	return []store.Score{{At: at(1), Score: 41.5}, {At: at(3), Score: 66}, {At: at(20), Score: 38.25}, {At: at(21), Score: -1}}
}
