package graph

import (
	"iter"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// personRows are people and groups, among them what takes a request per person.
func personRows() []Row {
	users := []snapshot.Resource{snapshot.Users.Resource()}
	return []Row{
		{
			// $top up to 999.
			Key: snapshot.Groups, Batched: true, Delta: true, Permission: groupRead, Top: largePage, PageLimit: largePage,
			Select: "id,displayName,visibility,groupTypes,securityEnabled,membershipRule,membershipRuleProcessingState,isAssignableToRole,isManagementRestricted," +
				"onPremisesSyncEnabled,resourceProvisioningOptions,assignedLicenses",
			NotLeast: "the least permission listed shows neither the rule of a dynamic group nor whether a group can hold a role",
			Why:      "To see which groups are public and who can change the groups that policies and roles hang on.",
		},
		{
			// $top up to 999. Microsoft allows five such requests in ten seconds.
			Key: snapshot.RegistrationDetails, Permission: auditRead, Licence: licenceP1, Top: largePage, PageLimit: largePage,
			Select: "id,isAdmin,isMfaCapable,isMfaRegistered,isSsprEnabled,methodsRegistered",
			Why:    "To see who could not prove who they are with a second factor.",
		},
		{
			Key: snapshot.FederationConfigurations, Permission: "Domain-InternalFederation.Read.All", PageLimit: defaultPage,
			Why:     "To see whether another sign-in system is trusted without its own second factor.",
			Needs:   []snapshot.Resource{snapshot.Domains.Resource()},
			parents: listed(federatedDomains),
		},
		{
			// Beta only.
			Key: snapshot.LegacyMFA, Object: true, Permission: policyRead, PageLimit: 1,
			Why:     "To see for whom the older kind of two-step verification is still on.",
			Needs:   users,
			parents: people(func(u *snapshot.User) bool { return true }),
		},
		{
			// A guest has no mailbox.
			Key: snapshot.InboxRules, Permission: "MailboxSettings.Read", PageLimit: defaultPage,
			Select:  "id,isEnabled,conditions,actions",
			Why:     "To find rules that send mail out of the company or hide it, as intruders set them up.",
			Needs:   users,
			parents: people(hasMailbox),
		},
		{
			Key: snapshot.Mailboxes, Object: true, Permission: "MailboxSettings.Read", PageLimit: 1,
			Select:  "userPurpose",
			Why:     "To see which mailboxes belong to no person, so that nobody can sign in to them.",
			Needs:   users,
			parents: people(hasMailbox),
		},
		{
			// Only whether and how far a file is shared is asked for, neither names nor
			// content. A link outlives the account of who made it.
			Key: snapshot.UserFiles, Permission: filesRead, Top: 200, PageLimit: 200,
			Select:  "id,shared,deleted",
			Why:     "To find files in OneDrive that anyone with a link can open. Names and content are not read.",
			Needs:   users,
			parents: people(func(u *snapshot.User) bool { return u.UserType != "Guest" }),
		},
		{
			Key: snapshot.GroupFiles, Permission: filesRead, Top: 200, PageLimit: 200,
			Select:  "id,shared,deleted",
			Why:     "To find files of teams that anyone with a link can open. Names and content are not read.",
			Needs:   []snapshot.Resource{snapshot.Groups.Resource()},
			parents: unifiedGroups,
		},
	}
}

// people returns the users that f holds of. Not each has what is asked for:
// Microsoft's refusal leaves out one person.
func people(f func(*snapshot.User) bool) func(*snapshot.Snapshot) iter.Seq[parent] {
	return func(s *snapshot.Snapshot) iter.Seq[parent] {
		return func(yield func(parent) bool) {
			for u := range snapshot.Users.All(s) {
				if u.ID != "" && f(u) && !yield(parent{id: u.ID}) {
					return
				}
			}
		}
	}
}

func hasMailbox(u *snapshot.User) bool {
	return u.UserType != "Guest" && (!u.Mail.Set || u.Mail.V != "")
}

func federatedDomains(s *snapshot.Snapshot) []parent {
	var out []parent
	for _, d := range snapshot.Domains.Of(s) {
		if strings.EqualFold(d.AuthenticationType, "Federated") {
			out = append(out, parent{id: d.ID})
		}
	}
	return out
}

func unifiedGroups(s *snapshot.Snapshot) iter.Seq[parent] {
	return func(yield func(parent) bool) {
		for g := range snapshot.Groups.All(s) {
			for _, kind := range g.GroupTypes {
				if kind == "Unified" && g.ID != "" && !yield(parent{id: g.ID}) {
					return
				}
			}
		}
	}
}
