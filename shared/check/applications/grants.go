package applications

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// writes reports whether a delegated permission changes or sends mail, changes
// any file a person can open, or changes the directory. scope is in small letters.
func writes(scope string) bool {
	switch scope {
	case "mail.readwrite", "mail.readwrite.shared", "mail.send", "mail.send.shared", "mailboxsettings.readwrite",
		"ews.accessasuser.all", "eas.accessasuser.all", "imap.accessasuser.all", "pop.accessasuser.all", "smtp.send", "full_access_as_user",
		"files.readwrite.all", "sites.readwrite.all", "sites.manage.all", "sites.fullcontrol.all",
		"allsites.write", "allsites.manage", "allsites.fullcontrol",
		"directory.readwrite.all", "directory.accessasuser.all", "user.readwrite.all", "group.readwrite.all", "groupmember.readwrite.all",
		"application.readwrite.all", "approleassignment.readwrite.all", "delegatedpermissiongrant.readwrite.all",
		"rolemanagement.readwrite.directory", "roleassignmentschedule.readwrite.directory", "roleeligibilityschedule.readwrite.directory",
		"privilegedaccess.readwrite.azureadgroup", "privilegedassignmentschedule.readwrite.azureadgroup",
		"userauthenticationmethod.readwrite.all", "user-passwordprofile.readwrite.all", "user.enabledisableaccount.all",
		"administrativeunit.readwrite.all", "domain.readwrite.all", "organization.readwrite.all":
		return true
	}
	return strings.HasPrefix(scope, "policy.readwrite.")
}

// reaches reports whether a delegated permission opens a person's mail, calendar,
// contacts, files, notes or chats, or writes as writes says. What is limited to
// chosen files or to the application's own is not meant, nor are mere headings.
func reaches(scope string) bool {
	for _, narrow := range []string{".selected", ".appfolder", ".createdbyapp"} {
		if strings.HasSuffix(scope, narrow) {
			return false
		}
	}
	if strings.Contains(scope, ".readbasic") {
		return false
	}
	for _, broad := range []string{
		"mail.", "mailboxsettings.", "mailboxfolder.", "mailboxitem.", "calendars.", "contacts.", "files.", "sites.", "allsites.", "myfiles.",
		"notes.read", "chat.read", "chatmessage.read", "channelmessage.read",
	} {
		if strings.HasPrefix(scope, broad) {
			return true
		}
	}
	return writes(scope)
}

// client is an application and what was granted to it.
type client struct {
	id     string // of the service principal
	app    *snapshot.ServicePrincipal
	scopes []string // those asked about, sorted
	people []string // who granted them, by id, sorted
	grants int
}

func (c client) evidence() finding.Evidence {
	return finding.Evidence{
		Facts:    finding.Facts{"permissions": c.scopes, "grants": c.grants},
		Subjects: finding.Subjects{"applications": finding.List(subject(c.id, c.app))},
	}
}

// clients returns the enabled applications that were granted such delegated
// permissions, sorted by id. Where Graph names a kind of consent that Vahti does
// not know, or none, or not to whom, strange is true.
func clients(s *snapshot.Snapshot, consentType string, risky func(scope string) bool) (found []client, strange bool) {
	byID := map[string]*client{}
	known := map[string]bool{} // whether a permission is risky: there are few, granted very often
	grants := snapshot.PermissionGrants.Of(s)
	for i := range grants {
		g := &grants[i]
		wanted := strings.EqualFold(g.ConsentType, consentType)
		if !wanted && (strings.EqualFold(g.ConsentType, "AllPrincipals") || strings.EqualFold(g.ConsentType, "Principal")) {
			continue
		}
		strange = strange || g.ConsentType == "" || g.ClientID == ""
		var c *client
		for scope := range strings.FieldsSeq(g.Scope) {
			counts, seen := known[scope]
			if !seen {
				counts = risky(strings.ToLower(scope))
				known[scope] = counts
			}
			if !counts {
				continue
			}
			if strange = strange || !wanted; !wanted {
				break
			}
			if c == nil {
				if c = byID[strings.ToLower(g.ClientID)]; c == nil {
					c = &client{id: g.ClientID}
					byID[strings.ToLower(g.ClientID)] = c
				}
				c.grants++
				if g.PrincipalID != "" {
					c.people = append(c.people, g.PrincipalID)
				}
			}
			if !slices.Contains(c.scopes, scope) {
				c.scopes = append(c.scopes, scope)
			}
		}
	}
	principals := snapshot.ServicePrincipals.Of(s)
	for i := range principals {
		if c := byID[strings.ToLower(principals[i].ID)]; c != nil {
			c.app, c.id = &principals[i], principals[i].ID
		}
	}
	for _, c := range byID {
		if !c.app.Disabled() {
			slices.Sort(c.scopes)
			slices.Sort(c.people)
			c.people = slices.Compact(c.people)
			found = append(found, *c)
		}
	}
	slices.SortFunc(found, func(a, b client) int { return cmp.Compare(a.id, b.id) })
	return found, strange
}

// strangeConsent is the reason where a grant is of a kind Vahti does not know.
const strangeConsent = "A permission was granted by a kind of consent that Vahti does not know."

// readsGrants are the resources of a check on delegated permissions.
func readsGrants() []snapshot.Resource {
	return []snapshot.Resource{snapshot.PermissionGrants.Resource(), snapshot.ServicePrincipals.Resource()}
}

// deleteGrant takes a delegated permission away.
const deleteGrant = `DELETE /v1.0/oauth2PermissionGrants/{id of the grant}`
