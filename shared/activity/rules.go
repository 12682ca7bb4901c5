package activity

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// A rule is what one activity touches.
type rule func(*snapshot.DirectoryAudit) []Touch

// whole touches resources of which an entry does not tell what in them changed.
func whole(keys ...snapshot.Key) rule {
	return func(*snapshot.DirectoryAudit) []Touch {
		out := make([]Touch, len(keys))
		for i, k := range keys {
			out[i] = Touch{Resource: k.Resource()}
		}
		return out
	}
}

// of touches the entities, or the parents, that are of a kind among the objects
// which the entry names.
func of(kind string, keys ...snapshot.Key) rule {
	return func(e *snapshot.DirectoryAudit) []Touch { return touches(objects(e, kind), keys) }
}

// domains touches domains, whose ids are their names.
func domains(keys ...snapshot.Key) rule {
	return func(e *snapshot.DirectoryAudit) []Touch {
		var names []string
		for _, t := range e.TargetResources {
			for _, name := range []string{t.DisplayName, t.ID} {
				if strings.Contains(name, ".") {
					names = append(names, strings.ToLower(name))
					break
				}
			}
		}
		return touches(names, keys)
	}
}

func touches(ids []string, keys []snapshot.Key) []Touch {
	out := make([]Touch, len(keys))
	for i, k := range keys {
		out[i] = Touch{Resource: k.Resource(), IDs: slices.Clone(ids)}
	}
	return out
}

func all(rules ...rule) rule {
	return func(e *snapshot.DirectoryAudit) []Touch {
		var out []Touch
		for _, r := range rules {
			out = append(out, r(e)...)
		}
		return out
	}
}

// by limits a rule to the entries of one service: others use the same words for
// policies of their own.
func by(service string, r rule) rule {
	return func(e *snapshot.DirectoryAudit) []Touch {
		if e.LoggedByService != "" && !strings.EqualFold(e.LoggedByService, service) {
			return nil
		}
		return r(e)
	}
}

// managed is what privileged identity management does: to roles of the directory
// as r says, to groups' members and owners, and to roles in Azure, which Vahti
// does not read. The category tells which.
func managed(r rule) rule {
	groups := of("Group", snapshot.GroupMembers, snapshot.GroupOwners, snapshot.GroupChanges)
	return func(e *snapshot.DirectoryAudit) []Touch {
		switch strings.ToLower(e.Category) {
		case "resourcemanagement":
			return nil
		case "groupmanagement":
			return groups(e)
		}
		return r(e)
	}
}

// recent touches what checks judge of the log besides what a rule touches, where that
// is roles of the directory or domains.
func recent(r rule) rule {
	return func(e *snapshot.DirectoryAudit) []Touch {
		out := r(e)
		for _, t := range out {
			switch t.Resource {
			case snapshot.RoleAssignments.Resource(), snapshot.RoleEligibilitySchedules.Resource(), snapshot.Domains.Resource():
				return append(out, Touch{Resource: snapshot.RecentChanges.Resource()})
			}
		}
		return out
	}
}

// updateUser touches what the changed properties show in. Synchronisation
// changes people all day in what Vahti does not read; without any property named,
// the change may be anything.
func updateUser(e *snapshot.DirectoryAudit) []Touch {
	var out []Touch
	named, relevant := false, false
	for _, t := range e.TargetResources {
		for _, p := range t.ModifiedProperties {
			name := strings.ToLower(p.DisplayName)
			switch {
			case besides(name):
				continue
			case name == "strongauthenticationrequirement":
				out = append(out, of("User", snapshot.LegacyMFA, snapshot.RegistrationDetails)(e)...)
			case strings.HasPrefix(name, "strongauthentication"):
				out = append(out, of("User", snapshot.RegistrationDetails, snapshot.EmergencyMethods)(e)...)
			case name == "assignedlicense", name == "assignedplan":
				out = append(out, of("User", snapshot.PrivilegedLicences)(e)...)
			case slices.Contains(userProperties(), name):
				relevant = true
			}
			named = true
		}
	}
	if relevant || !named {
		out = append(out, of("User", snapshot.Users)(e)...)
	}
	return out
}

// besides reports whether the log names something among the changed properties, in
// small letters, that is none.
func besides(name string) bool {
	return name == "included updated properties" || strings.HasPrefix(name, "targetid.") || strings.HasPrefix(name, "action ") || strings.HasPrefix(name, "methodexecutionresult")
}

// renames reports whether an entry says that a person got another name or address and
// nothing else. Vahti shows these again, but no check judges by them.
func renames(e *snapshot.DirectoryAudit) bool {
	named := false
	for _, t := range e.TargetResources {
		for _, p := range t.ModifiedProperties {
			switch name := strings.ToLower(p.DisplayName); {
			case besides(name):
			case name == "displayname", name == "mail":
				named = true
			default:
				return false
			}
		}
	}
	return named && normal(e.ActivityDisplayName) == "update user"
}

// userProperties are the log's names for what Vahti reads of people.
func userProperties() []string {
	return []string{
		"accountenabled", "displayname", "userprincipalname", "usertype", "mail", "employeehiredate", "dirsyncenabled",
		"onpremisessyncenabled", "sourceanchor", "immutableid", "onpremisesimmutableid",
	}
}

// updateApplication touches an application, and what hangs under it where the
// changed properties or the service say so.
func updateApplication(e *snapshot.DirectoryAudit) []Touch {
	keys := []snapshot.Key{snapshot.Applications}
	if strings.EqualFold(strings.ReplaceAll(e.LoggedByService, " ", ""), "applicationproxy") {
		keys = append(keys, snapshot.ApplicationProxies)
	}
	for _, t := range e.TargetResources {
		for _, p := range t.ModifiedProperties {
			if strings.Contains(strings.ToLower(p.DisplayName), "federatedidentitycredential") {
				return of("Application", append(keys, snapshot.FederatedCredentials)...)(e)
			}
		}
	}
	return of("Application", keys...)(e)
}

// objects returns the ids of the objects of a kind that an entry names, as
// targets or in the properties of another, such as the group that somebody joined.
func objects(e *snapshot.DirectoryAudit, kind string) []string {
	var out []string
	add := func(id string) {
		if id != "" && id != noID && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, t := range e.TargetResources {
		if strings.EqualFold(t.Type, kind) {
			add(t.ID)
		}
		for _, p := range t.ModifiedProperties {
			if of, field, ok := strings.Cut(p.DisplayName, "."); ok && strings.EqualFold(of, kind) && strings.EqualFold(field, "ObjectID") {
				add(string(p.OldValue))
				add(string(p.NewValue))
			}
		}
	}
	return out
}

// noID stands where Microsoft names no object.
const noID = "00000000-0000-0000-0000-000000000000"

// named returns every object that an entry names, in small letters: its targets,
// their sign-in names, and the objects in their properties.
func named(e *snapshot.DirectoryAudit) map[string]bool {
	out := map[string]bool{}
	add := func(id string) {
		if id != "" && id != noID {
			out[strings.ToLower(id)] = true
		}
	}
	for _, t := range e.TargetResources {
		add(t.ID)
		add(t.UserPrincipalName)
		// A domain's id is its name.
		if strings.Contains(t.DisplayName, ".") && !strings.ContainsAny(t.DisplayName, " @") {
			add(t.DisplayName)
		}
		for _, p := range t.ModifiedProperties {
			add(string(p.OldValue))
			add(string(p.NewValue))
		}
	}
	return out
}

// Touches returns what an entry says has changed; nothing where it failed, or
// where its activity changes nothing that Vahti reads. An activity that is not
// known touches the objects that are its targets, by their kind.
func Touches(e *snapshot.DirectoryAudit) []Touch {
	if e.Result.Known() && !strings.EqualFold(e.Result.V, "success") {
		return nil
	}
	if r, known := table()[normal(e.ActivityDisplayName)]; known {
		return r(e)
	}
	return unknown(e)
}

// unknown touches by the category or the service of an entry, where all that it
// has is read: for activities that Microsoft adds.
func unknown(e *snapshot.DirectoryAudit) []Touch {
	core := strings.EqualFold(e.LoggedByService, "Core Directory")
	switch category := strings.ToLower(e.Category); {
	case strings.EqualFold(e.LoggedByService, "Conditional Access"):
		return whole(snapshot.ConditionalAccessPolicies, snapshot.NamedLocations)(e)
	case category == "authorizationpolicy":
		return whole(snapshot.AuthorizationPolicy)(e)
	case category == "permissiongrantpolicy":
		return whole(snapshot.PermissionGrantPolicies)(e)
	case core && category == "rolemanagement":
		return whole(snapshot.RoleAssignments, snapshot.RoleAssignmentSchedules, snapshot.RoleEligibilitySchedules, snapshot.RoleDefinitions)(e)
	case core && category == "applicationmanagement":
		var out []Touch
		for _, t := range all(of("Application", snapshot.Applications), of("ServicePrincipal", snapshot.ServicePrincipals))(e) {
			if len(t.IDs) > 0 {
				out = append(out, t)
			}
		}
		return out
	}
	return nil
}
