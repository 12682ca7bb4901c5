package exchange

import (
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const licensed = `[{"capabilityStatus":"Enabled","prepaidUnits":{"enabled":1},"servicePlans":[
	{"servicePlanName":"EXCHANGE_S_STANDARD","provisioningStatus":"Success"},{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`

// tenant is a licensed tenant with a few people.
func tenant(r snapshot.Resource, text string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource(): licensed,
		snapshot.Domains.Resource():        `[{"id":"Contoso.com","isVerified":true},{"id":"contoso.onmicrosoft.com","isVerified":true},{"id":"new.example","isVerified":false}]`,
		snapshot.Users.Resource(): `[{"id":"u1","displayName":"Maija","userType":"Member","accountEnabled":true},
			{"id":"u2","displayName":"Info","userType":"Member","accountEnabled":false},{"id":"u3","displayName":"Room","userType":"Member","accountEnabled":null}]`,
		r: text,
	}
}

func without(f checktest.Files, rs ...snapshot.Resource) checktest.Files {
	for _, r := range rs {
		delete(f, r)
	}
	return f
}

func unlicensed(f checktest.Files) checktest.Files {
	f[snapshot.SubscribedSkus.Resource()] = `[]`
	return f
}

func rules(of string) checktest.Files {
	return tenant(snapshot.InboxRules.Resource(), `{"u1":[`+of+`],"u2":[]}`)
}

func forward(kind, address string) string {
	return `{"id":"r","isEnabled":true,"conditions":{"subjectContains":["a"]},"actions":{"` + kind + `":[{"emailAddress":{"name":"X","address":"` + address + `"}}],"stopProcessingRules":true}}`
}

func TestForwarding(t *testing.T) {
	const off = `{"id":"r","isEnabled":false,"actions":{"forwardTo":[{"emailAddress":{"address":"x@evil.example"}}]}}`
	const plain = `{"id":"r","isEnabled":true,"actions":{"moveToFolder":"f"}}`
	checktest.Verdicts(t, Forwarding, []checktest.Test{
		{Name: "no rules", Files: rules(``), Want: finding.Pass},
		{Name: "another kind of rule", Files: rules(plain), Want: finding.Pass},
		{Name: "inside", Files: rules(forward("forwardTo", "Anna@contoso.COM") + `,` + forward("redirectTo", "anna@contoso.onmicrosoft.com")), Want: finding.Pass},
		{Name: "forwarded outside", Files: rules(forward("forwardTo", "x@evil.example")), Want: finding.Fail},
		{Name: "redirected outside", Files: rules(forward("redirectTo", "x@evil.example")), Want: finding.Fail},
		{Name: "attached outside", Files: rules(forward("forwardAsAttachmentTo", "x@evil.example")), Want: finding.Fail},
		{Name: "a subdomain is outside", Files: rules(forward("forwardTo", "x@mail.contoso.com")), Want: finding.Fail},
		{Name: "a name that looks like it is outside", Files: rules(forward("forwardTo", "x@contoso.com@evil.example")), Want: finding.Fail},
		{Name: "a domain that is not verified is outside", Files: rules(forward("forwardTo", "x@new.example")), Want: finding.Fail},
		{Name: "off", Files: rules(off), Want: finding.Pass},
		{Name: "inside and outside", Files: rules(`{"isEnabled":true,"actions":{"forwardTo":[{"emailAddress":{"address":"a@contoso.com"}},{"emailAddress":{"address":"x@evil.example"}}]}}`), Want: finding.Fail},
		{Name: "a mailbox whose account is off", Files: tenant(snapshot.InboxRules.Resource(), `{"u2":[`+forward("forwardTo", "x@evil.example")+`]}`), Want: finding.Fail},
		{Name: "no address", Files: rules(forward("forwardTo", "/o=ExchangeLabs/ou=Exchange/cn=Recipients/cn=1")), Want: finding.Unknown},
		{Name: "an empty address", Files: rules(forward("forwardTo", "")), Want: finding.Unknown},
		{Name: "an empty rule", Files: rules(`{}`), Want: finding.Unknown},
		{Name: "whether it is on unsaid", Files: rules(strings.Replace(forward("forwardTo", "x@evil.example"), "true", "null", 1)), Want: finding.Unknown},
		{Name: "no actions", Files: rules(`{"isEnabled":true,"actions":null}`), Want: finding.Unknown},
		{Name: "no mailboxes", Files: tenant(snapshot.InboxRules.Resource(), `{}`), Want: finding.NotApplicable},
		{Name: "domains unread", Files: without(rules(``), snapshot.Domains.Resource()), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(rules(forward("forwardTo", "x@evil.example"))), Want: finding.NotApplicable},
	})
	t.Run("by owner", func(t *testing.T) {
		out := check.Run(Forwarding, checktest.Snapshot(t, snapshot.Settings{}, without(rules(forward("forwardTo", "x@evil.example")+`,`+forward("redirectTo", "y@evil.example")), snapshot.Users.Resource())))
		if len(out.Results) != 1 || out.Results[0].Resource != "u1" {
			t.Fatalf("got %d results", len(out.Results))
		}
		e := out.Results[0].Evidence
		if e.Facts["rules"] != 2 || e.Facts["recipients"] != 2 || e.Subjects["recipients"].Shown[1].Name != "y@evil.example" {
			t.Errorf("got the facts %v", e.Facts)
		}
	})
}

func TestHidingRules(t *testing.T) {
	rule := func(conditions, actions string) string {
		return `{"id":"r","isEnabled":true,"conditions":` + conditions + `,"actions":` + actions + `}`
	}
	const (
		subject = `{"subjectContains":["invoice"]}`
		body    = `{"bodyOrSubjectContains":["invoice"]}`
		sender  = `{"senderContains":["bank"]}`
		address = `{"fromAddresses":[{"emailAddress":{"address":"news@shop.example"}}]}`
		other   = `{"sentToMe":true}`
	)
	checktest.Verdicts(t, HidingRules, []checktest.Test{
		{Name: "no rules", Files: rules(``), Want: finding.Pass},
		{Name: "deleted by words in the subject", Files: rules(rule(subject, `{"delete":true}`)), Want: finding.Fail},
		{Name: "deleted for good", Files: rules(rule(body, `{"permanentDelete":true}`)), Want: finding.Fail},
		{Name: "deleted by words of the sender", Files: rules(rule(sender, `{"delete":true}`)), Want: finding.Fail},
		{Name: "everything deleted", Files: rules(rule(`null`, `{"delete":true}`)), Want: finding.Fail},
		{Name: "everything deleted, conditions empty", Files: rules(rule(`{}`, `{"delete":true}`)), Want: finding.Fail},
		{Name: "everything deleted, conditions absent", Files: rules(`{"isEnabled":true,"actions":{"delete":true}}`), Want: finding.Fail},
		{Name: "read and put away", Files: rules(rule(subject, `{"markAsRead":true,"moveToFolder":"f"}`)), Want: finding.Fail},
		{Name: "put away by words in the body", Files: rules(rule(body, `{"moveToFolder":"f","stopProcessingRules":true}`)), Want: finding.Fail},
		{Name: "newsletters deleted", Files: rules(rule(address, `{"delete":true}`)), Want: finding.Pass},
		{Name: "newsletters read and put away", Files: rules(rule(address, `{"markAsRead":true,"moveToFolder":"f"}`)), Want: finding.Pass},
		{Name: "put away by words in the subject", Files: rules(rule(subject, `{"moveToFolder":"f"}`)), Want: finding.Pass},
		{Name: "read but left", Files: rules(rule(body, `{"markAsRead":true}`)), Want: finding.Pass},
		{Name: "another kind of condition", Files: rules(rule(other, `{"delete":true}`)), Want: finding.Pass},
		{Name: "not deleted", Files: rules(rule(body, `{"delete":false,"moveToFolder":null}`)), Want: finding.Pass},
		{Name: "off", Files: rules(strings.Replace(rule(body, `{"delete":true}`), "true", "false", 1)), Want: finding.Pass},
		{Name: "an empty rule", Files: rules(`{}`), Want: finding.Unknown},
		{Name: "no actions", Files: rules(rule(body, `null`)), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(rules(rule(body, `{"delete":true}`))), Want: finding.NotApplicable},
	})
}

func TestSharedMailboxes(t *testing.T) {
	of := func(boxes string) checktest.Files {
		return tenant(snapshot.Mailboxes.Resource(), boxes)
	}
	declared := snapshot.Settings{Declared: snapshot.Declared{ResourceAccounts: []string{"U1"}}}
	checktest.Verdicts(t, SharedMailboxes, []checktest.Test{
		{Name: "people", Files: of(`{"u1":{"userPurpose":"user"},"u2":{"userPurpose":"user"}}`), Want: finding.Pass},
		{Name: "shared, account off", Files: of(`{"u2":{"userPurpose":"shared"}}`), Want: finding.Pass},
		{Name: "shared, account on", Files: of(`{"u1":{"userPurpose":"shared"}}`), Want: finding.Fail},
		{Name: "a room", Files: of(`{"u1":{"userPurpose":"Room"}}`), Want: finding.Fail},
		{Name: "equipment", Files: of(`{"u1":[{"userPurpose":"equipment"}]}`), Want: finding.Fail},
		{Name: "declared", Settings: declared, Files: of(`{"u1":{"userPurpose":"room"}}`), Want: finding.Pass},
		{Name: "linked and other kinds", Files: of(`{"u1":{"userPurpose":"linked"},"u2":{"userPurpose":"others"}}`), Want: finding.Pass},
		{Name: "shared, account unsaid", Files: of(`{"u3":{"userPurpose":"shared"}}`), Want: finding.Unknown},
		{Name: "a value unknown", Files: of(`{"u1":{"userPurpose":"unknownFutureValue"}}`), Want: finding.Unknown},
		{Name: "no value", Files: of(`{"u1":{"userPurpose":null}}`), Want: finding.Unknown},
		{Name: "an empty object", Files: of(`{"u1":{}}`), Want: finding.Unknown},
		{Name: "nothing under a person", Files: of(`{"u1":[]}`), Want: finding.Unknown},
		{Name: "an account that the directory lacks", Files: of(`{"u9":{"userPurpose":"shared"}}`), Want: finding.Unknown},
		{Name: "users unread", Files: without(of(`{"u1":{"userPurpose":"shared"}}`), snapshot.Users.Resource()), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(of(`{"u1":{"userPurpose":"shared"}}`)), Want: finding.NotApplicable},
	})
}

func TestInTurns(t *testing.T) {
	const empty = `{"u1":[]}`
	for name, tt := range map[string]struct {
		check *check.Check
		files checktest.Files
		read  int
		want  finding.Verdict
	}{
		"nothing so far":     {Forwarding, tenant(snapshot.InboxRules.Resource(), empty), 1, finding.Unknown},
		"nobody so far":      {Forwarding, tenant(snapshot.InboxRules.Resource(), `{}`), 0, finding.Unknown},
		"unsaid so far":      {HidingRules, rules(`{}`), 1, finding.Unknown},
		"a rule so far":      {Forwarding, rules(forward("forwardTo", "x@evil.example")), 1, finding.Fail},
		"everybody":          {Forwarding, tenant(snapshot.InboxRules.Resource(), empty), 9, finding.Pass},
		"mailboxes so far":   {SharedMailboxes, tenant(snapshot.Mailboxes.Resource(), `{"u2":{"userPurpose":"shared"}}`), 1, finding.Unknown},
		"a mailbox so far":   {SharedMailboxes, tenant(snapshot.Mailboxes.Resource(), `{"u1":{"userPurpose":"shared"}}`), 1, finding.Fail},
		"hidden mail so far": {HidingRules, rules(`{"isEnabled":true,"actions":{"delete":true}}`), 1, finding.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			s := checktest.Snapshot(t, snapshot.Settings{}, tt.files)
			for _, r := range []snapshot.Resource{snapshot.InboxRules.Resource(), snapshot.Mailboxes.Resource()} {
				s.SetTurn(r, snapshot.Turn{Begun: s.Now.Add(-time.Hour), At: s.Now, Read: tt.read, Total: 9})
			}
			out := check.Run(tt.check, s)
			if out.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", out.Verdict, out.Reason, tt.want)
			}
			for _, r := range out.Results {
				if r.Resource == finding.TenantResource && (r.Evidence.Facts["read"] != tt.read || r.Evidence.Facts["total"] != 9) {
					t.Errorf("got the facts %v", r.Evidence.Facts)
				}
			}
			checktest.Said(t, out)
		})
	}
}

func TestLegacyProtocols(t *testing.T) {
	of := func(signIns string) checktest.Files { return tenant(snapshot.SignIns.Resource(), `[`+signIns+`]`) }
	signIn := func(client, at, code string) string {
		return `{"id":"s","createdDateTime":` + at + `,"userId":"u1","clientAppUsed":"` + client + `","status":{"errorCode":` + code + `}}`
	}
	const lately = `"2026-10-20T08:00:00Z"`
	checktest.Verdicts(t, LegacyProtocols, []checktest.Test{
		{Name: "none", Files: of(``), Want: finding.Pass},
		{Name: "SMTP", Files: of(signIn("Authenticated SMTP", lately, "0")), Want: finding.Fail},
		{Name: "IMAP", Files: of(signIn("IMAP4", lately, "0")), Want: finding.Fail},
		{Name: "POP", Files: of(signIn("pop3", lately, "0")), Want: finding.Fail},
		{Name: "other clients", Files: of(signIn("Browser", lately, "0") + `,` + signIn("Exchange ActiveSync", lately, "0")), Want: finding.Pass},
		{Name: "failed", Files: of(signIn("IMAP4", lately, "50126")), Want: finding.Pass},
		{Name: "long ago", Files: of(signIn("IMAP4", `"2026-10-01T08:00:00Z"`, "0")), Want: finding.Pass},
		{Name: "how it ended unsaid", Files: of(signIn("IMAP4", lately, "null")), Want: finding.Unknown},
		{Name: "when unsaid", Files: of(signIn("IMAP4", "null", "0")), Want: finding.Unknown},
		{Name: "when unreadable", Files: of(signIn("IMAP4", `"soon"`, "0")), Want: finding.Unknown},
		{Name: "failed, when unsaid", Files: of(signIn("IMAP4", "null", "50126")), Want: finding.Pass},
		{Name: "nobody named", Files: of(strings.Replace(signIn("IMAP4", lately, "0"), "u1", "", 1)), Want: finding.Unknown},
		{Name: "an empty object", Files: of(`{}`), Want: finding.Unknown},
		{Name: "with a remark", Files: of(signIn("Other clients; IMAP", lately, "0")), Want: finding.Fail},
		{Name: "no client", Files: of(`{"clientAppUsed":null}`), Want: finding.Unknown},
		{Name: "an empty client", Files: of(signIn("", lately, "0")), Want: finding.Unknown},
		{Name: "an empty client, failed", Files: of(signIn("", lately, "50126")), Want: finding.Pass},
		{Name: "no licence", Files: unlicensed(of(signIn("IMAP4", lately, "0"))), Want: finding.NotApplicable},
	})
	t.Run("by person", func(t *testing.T) {
		out := check.Run(LegacyProtocols, checktest.Snapshot(t, snapshot.Settings{}, of(
			signIn("IMAP4", lately, "0")+`,`+signIn("IMAP4", lately, "0")+`,`+signIn("Authenticated SMTP", lately, "0")+`,`+strings.Replace(signIn("POP3", lately, "0"), "u1", "u0", 1))))
		if len(out.Results) != 2 || out.Results[0].Resource != "u0" {
			t.Fatalf("got %d results", len(out.Results))
		}
		if f := out.Results[1].Evidence.Facts; f["imap4"] != 2 || f["authenticatedSMTP"] != 1 || len(f) != 2 {
			t.Errorf("got the facts %v", f)
		}
	})
}

func TestRoleHolders(t *testing.T) {
	const roles = `[{"id":"r1","displayName":"ApplicationImpersonation"},{"id":"r2","displayName":"Address Lists"},{"id":"r3","displayName":"Application Mail.Read"},{"id":"r4","displayName":"Mailbox Search"},{"id":"r5"}]`
	of := func(assignments string) checktest.Files {
		f := tenant(snapshot.ExchangeAssignments.Resource(), `[`+assignments+`]`)
		f[snapshot.ExchangeRoles.Resource()] = roles
		f[snapshot.ServicePrincipals.Resource()] = `[{"id":"p1","appId":"a1","displayName":"Backup","accountEnabled":true},{"id":"p2","appId":"a2","displayName":"Old","accountEnabled":false}]`
		f[snapshot.Groups.Resource()] = `[{"id":"g1","displayName":"Legal"}]`
		return f
	}
	assigned := func(principal, role string) string {
		return `{"id":"1","principalId":"` + principal + `","roleDefinitionId":"` + role + `","directoryScopeId":"/","appScopeId":null}`
	}
	const builtIn = `{"id":"2","principalId":"/RoleGroups/8a1d","roleDefinitionId":"r4","directoryScopeId":"/"}`
	declared := func(ids ...string) snapshot.Settings {
		return snapshot.Settings{Declared: snapshot.Declared{ExchangeRoleHolders: ids}}
	}
	checktest.Verdicts(t, RoleHolders, []checktest.Test{
		{Name: "role groups alone", Files: of(builtIn), Want: finding.Pass},
		{Name: "an application that acts as anybody", Files: of(builtIn + `,` + assigned("/ServicePrincipals/p1", "r1")), Want: finding.Fail},
		{Name: "a user who searches", Files: of(assigned("/Users/u1", "r4")), Want: finding.Fail},
		{Name: "a group that searches", Files: of(assigned("/Groups/g1", "r4")), Want: finding.Fail},
		{Name: "an id without its kind", Files: of(assigned("p1", "r1")), Want: finding.Fail},
		{Name: "an id of a group without its kind", Files: of(assigned("g1", "r4")), Want: finding.Fail},
		{Name: "an id of nobody without its kind", Files: of(assigned("x1", "r4")), Want: finding.Pass},
		{Name: "an id without its kind, the directory unread", Files: without(of(assigned("p1", "r1")), snapshot.ServicePrincipals.Resource()), Want: finding.Unknown},
		{Name: "an application that is not in the directory", Files: of(assigned("/servicePrincipals/p9", "r1")), Want: finding.Fail},
		{Name: "a harmless role", Files: of(assigned("/Users/u1", "r2")), Want: finding.Pass},
		{Name: "an application that reads all mail", Files: of(assigned("/ServicePrincipals/p1", "r3")), Want: finding.Fail},
		{Name: "an application that reads some mail", Files: of(strings.Replace(assigned("/ServicePrincipals/p1", "r3"), `"/",`, `"/AdministrativeUnits/1",`, 1)), Want: finding.Pass},
		{Name: "impersonation with a scope", Files: of(strings.Replace(assigned("/ServicePrincipals/p1", "r1"), `"/",`, `"/Users/1",`, 1)), Want: finding.Fail},
		{Name: "declared", Settings: declared("P1"), Files: of(assigned("/ServicePrincipals/p1", "r1")), Want: finding.Pass},
		{Name: "declared by application id", Settings: declared("a1"), Files: of(assigned("/ServicePrincipals/p1", "r1")), Want: finding.Pass},
		{Name: "another declared", Settings: declared("a1"), Files: of(assigned("/ServicePrincipals/p1", "r1") + `,` + assigned("/Users/u1", "r4")), Want: finding.Fail},
		{Name: "a disabled application", Files: of(assigned("/ServicePrincipals/p2", "r1")), Want: finding.Pass},
		{Name: "a disabled account", Files: of(assigned("/Users/u2", "r4")), Want: finding.Pass},
		{Name: "a role without a name", Files: of(assigned("/Users/u1", "r5")), Want: finding.Unknown},
		{Name: "a role that is not listed", Files: of(assigned("/Users/u1", "r9")), Want: finding.Unknown},
		{Name: "roles unread", Files: without(of(builtIn), snapshot.ExchangeRoles.Resource()), Want: finding.Unknown},
		{Name: "no assignments", Files: of(``), Want: finding.Unknown},
		{Name: "an empty object", Files: of(`{}`), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed(of(assigned("/Users/u1", "r4"))), Want: finding.NotApplicable},
	})
	t.Run("by holder", func(t *testing.T) {
		out := check.Run(RoleHolders, checktest.Snapshot(t, snapshot.Settings{}, of(assigned("/Users/u1", "r4")+`,`+assigned("/Users/u1", "r1")+`,`+assigned("/Users/u1", "r4"))))
		if len(out.Results) != 1 || out.Results[0].Resource != "u1" || out.Results[0].Evidence.Subjects["people"].Shown[0].Name != "Maija" {
			t.Fatalf("got %d results", len(out.Results))
		}
		if got := out.Results[0].Evidence.Facts["roles"].([]string); strings.Join(got, " ") != "ApplicationImpersonation MailboxSearch" {
			t.Errorf("got the roles %v", got)
		}
	})
}
