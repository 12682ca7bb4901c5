package exchange

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RoleHolders asks that roles which open other people's mailboxes are held by
// those alone who were declared, settings.declared.exchangeRoleHolders.
var RoleHolders = &check.Check{
	ID:       "mail-exchange-roles",
	Title:    "Exchange roles that open other people's mailboxes are held by declared accounts and applications only",
	Category: check.Exchange,
	Severity: finding.High,
	Because:  "Such a role reads every mailbox without its owner noticing, and it stands in none of the lists of administrators that people look at.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"EX-008"},
	Reads:    []snapshot.Resource{snapshot.ExchangeAssignments.Resource()},
	Uses:     []snapshot.Resource{snapshot.ExchangeRoles.Resource(), snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(), snapshot.Groups.Resource()},
	Licence:  check.ExchangeOnline,
	Risk:     "An attacker gives himself or an application the role once, and from then on reads and searches everybody's mail.",
	Fix: check.Fix{
		Portal:  "Exchange admin center > Roles > Admin roles, or Exchange Online PowerShell: remove the assignment, or limit the application to the mailboxes it needs",
		Request: `DELETE /beta/roleManagement/exchange/roleAssignments/{id}`,
	},
	Neutral: []string{"declaredHolders", "assignmentsToRoleGroups"},
	Texts:   []*text.Table{roleHoldersTexts},
	Since:   "2026-11",
	Source: "Microsoft Graph documentation (beta), rbacApplication: list roleAssignments, Exchange Online provider; Microsoft Exchange Online documentation, Role-based access control for applications. " +
		"Judged are the roles ApplicationImpersonation, Mailbox Search, Mailbox Import Export, Role Management, by which one gives oneself the others, and, without a scope, those for applications that read mail. " +
		"What users, groups and applications hold by themselves counts: Graph shows neither the names nor the members of Exchange's role groups, such as Organization Management, so those are left out; " +
		"roles that a company derived under a name of its own cannot be told",
	Run: func(s *snapshot.Snapshot) []check.Result {
		assignments := snapshot.ExchangeAssignments.Of(s)
		if len(assignments) > 0 && !s.Has(snapshot.ExchangeRoles.Resource()) {
			return check.One(finding.Unknown, "The Exchange roles could not be read, so that it cannot be told which ones open mailboxes.", finding.Evidence{})
		}
		roles := map[string]string{}
		for _, r := range snapshot.ExchangeRoles.Of(s) {
			roles[r.ID] = r.DisplayName
		}
		held := map[string]*exchangeHolder{}
		others, unnamed := 0, 0
		for i := range assignments {
			a := &assignments[i]
			h := holderOf(s, a.PrincipalID)
			name, known := roles[a.RoleDefinitionID]
			switch {
			case h == nil && (a.PrincipalID == "" || !directoryRead(s) && !strings.Contains(strings.Trim(a.PrincipalID, "/"), "/")):
				unnamed++
			case h == nil:
				others++
			case h.disabled:
			case !known || name == "":
				unnamed++
			case opensMailboxes(name, a):
				if held[h.subject.ID] == nil {
					held[h.subject.ID] = h
				}
				held[h.subject.ID].roles = append(held[h.subject.ID].roles, strings.ReplaceAll(name, " ", ""))
			}
		}
		var results []check.Result
		declared := 0
		for id, h := range held {
			if h.declared(s.Settings.Declared.ExchangeRoleHolders) {
				declared++
				continue
			}
			slices.Sort(h.roles)
			results = append(results, check.Result{
				Resource: id, Verdict: finding.Fail, Reason: "An Exchange role that opens other people's mailboxes is held and was not declared.",
				Evidence: finding.Evidence{Facts: finding.Facts{"roles": slices.Compact(h.roles)}, Subjects: finding.Subjects{h.kind: finding.List(h.subject)}},
			})
		}
		slices.SortFunc(results, func(a, b check.Result) int { return cmp.Compare(a.Resource, b.Resource) })
		evidence := finding.Evidence{Facts: finding.Facts{"declaredHolders": declared, "assignmentsToRoleGroups": others}}
		switch {
		case len(results) > 0:
			return results
		case unnamed > 0:
			return check.One(finding.Unknown, "Graph did not name every Exchange role, or who holds it.", evidence)
		case len(assignments) == 0:
			return check.One(finding.Unknown, "Graph returned no assignment of an Exchange role, although every tenant with Exchange has some.", evidence)
		}
		return check.One(finding.Pass, "Beyond Exchange's own role groups only declared accounts and applications hold roles that open mailboxes.", evidence)
	},
}

// exchangeHolder is a user, group or application with an Exchange role.
type exchangeHolder struct {
	kind     string // as evidence names it
	subject  finding.Subject
	appID    string
	disabled bool
	roles    []string
}

func (h exchangeHolder) declared(list []string) bool {
	return slices.ContainsFunc(list, func(d string) bool {
		return strings.EqualFold(d, h.subject.ID) || h.appID != "" && strings.EqualFold(d, h.appID)
	})
}

// holderOf reads a principal such as "/ServicePrincipals/{id}"; nil for what is
// neither a user nor a group nor an application.
func holderOf(s *snapshot.Snapshot, principal string) *exchangeHolder {
	kind, id, typed := strings.Cut(strings.TrimPrefix(principal, "/"), "/")
	if !typed {
		kind, id = "", kind
	}
	is := func(name string) bool { return kind == "" || strings.EqualFold(kind, name) }
	if id == "" {
		return nil
	}
	if is("Users") {
		if u := snapshot.UserByID(s, id); u != nil {
			return &exchangeHolder{kind: "people", subject: finding.Subject{ID: id, Name: u.DisplayName}, disabled: u.AccountEnabled.Known() && !u.AccountEnabled.V}
		}
	}
	if is("ServicePrincipals") {
		principals := snapshot.ServicePrincipals.Of(s)
		for i := range principals {
			if p := &principals[i]; strings.EqualFold(p.ID, id) {
				off := p.AccountEnabled.Known() && !p.AccountEnabled.V
				return &exchangeHolder{kind: "applications", subject: finding.Subject{ID: id, Name: p.DisplayName}, appID: p.AppID, disabled: off}
			}
		}
	}
	if is("Groups") {
		for g := range snapshot.Groups.All(s) {
			if strings.EqualFold(g.ID, id) {
				return &exchangeHolder{kind: "groups", subject: finding.Subject{ID: id, Name: g.DisplayName}}
			}
		}
	}
	for name, as := range map[string]string{"Users": "people", "ServicePrincipals": "applications", "Groups": "groups"} {
		if strings.EqualFold(kind, name) {
			return &exchangeHolder{kind: as, subject: finding.Subject{ID: id}}
		}
	}
	return nil
}

// directoryRead reports whether everybody is known who could be meant by an id
// that does not say of what kind it is.
func directoryRead(s *snapshot.Snapshot) bool {
	return s.Has(snapshot.Users.Resource()) && s.Has(snapshot.ServicePrincipals.Resource()) && s.Has(snapshot.Groups.Resource())
}

// openingRoles are the roles that open other people's mailboxes, in lower case;
// true for those that are harmless with a scope, because it limits them to some
// mailboxes.
var openingRoles = map[string]bool{
	"applicationimpersonation": false, "mailbox search": false, "mailbox import export": false, "role management": false,
	"application ews.accessasapp": true, "application exchange full access": true, "application mail full access": true,
	"application mail.read": true, "application mail.readwrite": true,
}

func opensMailboxes(role string, a *snapshot.ExchangeAssignment) bool {
	scoped, opens := openingRoles[strings.ToLower(role)]
	everywhere := func(scope snapshot.Value[string]) bool { return scope.V == "" || scope.V == "/" }
	return opens && (!scoped || everywhere(a.DirectoryScopeID) && everywhere(a.AppScopeID))
}
