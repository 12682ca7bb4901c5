package applications

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/apppermission"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// mailbox returns the name of an application permission over every mailbox.
// Those that reach only mailboxes named in Exchange, such as IMAP.AccessAsApp,
// are none.
func mailbox(resource, appRoleID string) (name string, ok bool) {
	if resource != apppermission.MicrosoftGraph && resource != apppermission.ExchangeOnline {
		return "", false
	}
	switch appRoleID {
	case "810c84a8-4a9e-49e6-bf7d-12d183f40d01":
		return "Mail.Read", true
	case "6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a":
		return "Mail.ReadBasic", true
	case "693c5e45-0940-467d-9b8a-1022fb9d42ef":
		return "Mail.ReadBasic.All", true
	case "e2a3a72e-5f79-4c64-b1b1-878b674786c9":
		return "Mail.ReadWrite", true
	case "b633e1c5-b582-4048-a93e-9f11b44c7e96":
		return "Mail.Send", true
	case "40f97065-369a-49f4-947c-6a255697ae91", "d45fa9f8-36e5-4cd2-b601-b063c7cf9ac2":
		return "MailboxSettings.Read", true
	case "6931bccd-447a-43d1-b442-00a195474933", "f9156939-25cd-4ba8-abfe-7fabcf003749":
		return "MailboxSettings.ReadWrite", true
	case "798ee544-9d2d-430c-a058-570e29e34338", "2dfdc6dc-2fa7-4a2c-a922-dbd4f85d17be":
		return "Calendars.Read", true
	case "8ba4a692-bc31-4128-9094-475872af8a53":
		return "Calendars.ReadBasic.All", true
	case "ef54d2bf-783f-4e0f-bca1-3210c0444d99":
		return "Calendars.ReadWrite", true
	case "089fe4d0-434a-44c5-8827-41ba8a0b17f5":
		return "Contacts.Read", true
	case "6918b873-d17a-4dc1-b314-35f528134491":
		return "Contacts.ReadWrite", true
	case "dc890d15-9560-4a4c-9b7f-a736ec74ec40":
		return "full_access_as_app", true
	}
	return "", false
}

// MailboxAccess asks that applications reach only the mailboxes they were meant
// to. A permission of Microsoft Entra ID reaches all of them, whatever Exchange's
// own roles say, because the two add up. Each application is a result of its
// own; settings.declared.mailboxApplications accepts applications by their id.
var MailboxAccess = &check.Check{
	ID:       "app-mailbox-access",
	Title:    "Applications reach only the mailboxes they are meant for",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "Hardly any application needs every mailbox, but that is what a permission for mail gives unless Exchange limits it.",
	Controls: check.Controls{ISO27001: []string{"A.5.15", "A.8.3"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"AP-037"},
	Reads:    readsPermissions(),
	Uses:     []snapshot.Resource{snapshot.ExchangeAssignments.Resource(), snapshot.ExchangeRoles.Resource()},
	Licence:  check.ExchangeOnline,
	Risk:     "Whoever gets the application's secret reads the management's mail or sends invoices in anyone's name.",
	Fix: check.Fix{
		Portal:  "Exchange Online PowerShell > give the application a role such as Application Mail.Read with a management scope, then revoke the permission in Microsoft Entra ID; declare the application if an application access policy limits it, which Graph does not show",
		Request: `PowerShell New-ManagementScope -Name "Application mailboxes" -RecipientRestrictionFilter "MemberOfGroup -eq '<distinguished name of the group>'"; New-ManagementRoleAssignment -App <id of the application> -Role "Application Mail.Read" -CustomResourceScope "Application mailboxes"`,
	},
	Texts: []*text.Table{mailboxesTexts, permissionTexts},
	Since: "2026-11",
	Source: "Maester, MT.1058, without application access policies, which Graph does not show; " +
		"Exchange Online documentation, Role Based Access Control for Applications; Microsoft Graph documentation, List unifiedRoleAssignments for the Exchange Online provider",
	Run: func(s *snapshot.Snapshot) []check.Result {
		holders, whole := apppermission.Holders(s, mailbox, apppermission.ExchangeOnline)
		unscoped, unclear := unscopedRoles(s)
		var results []check.Result
		judged := map[string]bool{}
		for _, h := range holders {
			if judged[strings.ToLower(h.ID)] = true; h.Enabled() {
				results = append(results, judgeMailboxes(s, h, unscoped[strings.ToLower(h.ID)]))
			}
		}
		for id, names := range unscoped {
			h := apppermission.Holder{ID: id, App: principal(s, id)}
			if h.App != nil {
				h.ID = h.App.ID
			}
			if !judged[id] && h.Enabled() {
				results = append(results, judgeMailboxes(s, h, names))
			}
		}
		if !whole {
			results = append(results, check.One(finding.Unknown, holdersUnread, finding.Evidence{})...)
		}
		if unclear {
			results = append(results, check.One(finding.Unknown, "It could not be read which applications Exchange itself lets into mailboxes.", finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No enabled application reaches every mailbox.", finding.Evidence{})
		}
		return results
	},
}

// judgeMailboxes is the result of an application that reaches every mailbox by
// permissions, by roles in Exchange, or both.
func judgeMailboxes(s *snapshot.Snapshot, h apppermission.Holder, roles []string) check.Result {
	facts := finding.Facts{}
	if len(h.Permissions) > 0 {
		facts["permissions"] = h.Permissions
	}
	if len(roles) > 0 {
		slices.Sort(roles)
		facts["exchangeRoles"] = slices.Compact(roles)
	}
	result := check.Result{
		Resource: h.ID, Verdict: finding.Fail, Reason: "An application reaches every mailbox.",
		Evidence: finding.Evidence{Facts: facts, Subjects: finding.Subjects{"applications": finding.List(h.Subject())}},
	}
	if h.Declared(s.Settings.Declared.MailboxApplications) {
		result.Verdict, result.Reason = finding.Pass, "The application may reach every mailbox, or something limits it that Graph does not show: it was declared as accepted."
	}
	return result
}

// unscopedRoles returns the roles, without spaces, that Exchange itself gives
// applications over every mailbox, by the service principal's id in small
// letters. unclear says that there may be others.
func unscopedRoles(s *snapshot.Snapshot) (byID map[string][]string, unclear bool) {
	byID = map[string][]string{}
	if !s.Has(snapshot.ExchangeAssignments.Resource()) {
		return byID, true
	}
	roles := map[string]string{}
	for _, r := range snapshot.ExchangeRoles.Of(s) {
		roles[strings.ToLower(r.ID)] = r.DisplayName
	}
	assignments := snapshot.ExchangeAssignments.Of(s)
	for i := range assignments {
		a := &assignments[i]
		id, ok := strings.CutPrefix(strings.ToLower(a.PrincipalID), "/serviceprincipals/")
		if !ok {
			continue
		}
		name, known := roles[strings.ToLower(a.RoleDefinitionID)]
		limited := scoped(a)
		switch {
		case limited == finding.Pass:
		case !known:
			unclear = true
		case !strings.HasPrefix(strings.ToLower(name), "application "): // opens no mailbox
		case limited == finding.Unknown:
			unclear = true
		default:
			byID[id] = append(byID[id], strings.ReplaceAll(name, " ", ""))
		}
	}
	return byID, unclear
}

// scoped judges whether an assignment in Exchange is limited to some mailboxes:
// "/" is all of them, and Graph names one of the two scopes.
func scoped(a *snapshot.ExchangeAssignment) finding.Verdict {
	directory, app := a.DirectoryScopeID, a.AppScopeID
	switch {
	case directory.V == "/" || app.V == "/":
		return finding.Fail
	case directory.V != "" || app.V != "":
		return finding.Pass
	}
	return finding.Unknown
}
