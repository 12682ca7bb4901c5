package synth

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// writeAudits writes what was done in the directory in the last month, newest first as Graph gives it, more on the last
// day than before. A real log is longer: whoever signs in and changes a telephone number leaves entries there. Every
// kind of actor occurs: people, applications, synchronisation, and Microsoft acting for somebody.
func (t *tenant) writeAudits() error {
	r := t.stream("audits")
	var entries []object
	add := func(days, n int) {
		for range n {
			entries = append(entries, t.audit(r, before(r, days)))
		}
	}
	add(1, 5+min(t.users/1000, 500))
	add(30, 10+min(t.users/1000, 500))
	slices.SortStableFunc(entries, func(a, b object) int {
		return strings.Compare(b["activityDateTime"].(string), a["activityDateTime"].(string))
	})
	return t.writeList("v1.0/auditLogs/directoryAudits", entries)
}

// audit draws one entry about something that the tenant has.
func (t *tenant) audit(r *rand.Rand, at time.Time) object {
	admin := t.people[min(len(t.emergency), len(t.people)-1)]
	who := t.people[r.IntN(len(t.people))]
	byPerson := func(p person) object {
		return object{"app": nil, "user": object{"id": p.id, "displayName": nil, "userPrincipalName": p.upn, "ipAddress": "192.0.2." + strconv.Itoa(1+r.IntN(254))}}
	}
	byApp := func(name string) object {
		return object{"user": nil, "app": object{"appId": nil, "displayName": name, "servicePrincipalId": guid(r), "servicePrincipalName": nil}}
	}
	target := func(kind, id, name, upn any, changed ...object) object {
		return object{"id": id, "displayName": name, "type": kind, "userPrincipalName": upn, "groupType": nil,
			"modifiedProperties": append([]object{}, changed...)}
	}
	changed := func(name string, to any) object {
		return object{"displayName": name, "oldValue": nil, "newValue": to}
	}
	entry := func(service, category, operation, activity string, by object, targets ...object) object {
		return object{"id": "Directory_" + guid(r), "category": category, "correlationId": guid(r), "result": "success", "resultReason": "",
			"activityDisplayName": activity, "activityDateTime": at.Format(time.RFC3339), "loggedByService": service,
			"operationType": operation, "initiatedBy": by, "targetResources": targets, "additionalDetails": []object{}}
	}
	const core = "Core Directory"
	switch r.IntN(8) {
	case 0:
		return entry("Authentication Methods", "UserManagement", "Update", "User registered security info", byPerson(who),
			target("User", who.id, who.displayName, who.upn))
	case 1:
		return entry(core, "UserManagement", "Update", "Change user license", byPerson(admin), target("User", who.id, nil, who.upn))
	case 2:
		return entry(core, "UserManagement", "Update", "Update user", byApp("Microsoft Azure AD Internal - Directory Sync"),
			target("User", who.id, nil, who.upn, changed("TelephoneNumber", `"1"`), changed("Included Updated Properties", `"TelephoneNumber"`)))
	case 3:
		group := guid(r)
		if len(t.groups) > 0 {
			group = t.groups[r.IntN(len(t.groups))]
		}
		return entry(core, "GroupManagement", "Assign", "Add member to group", byPerson(admin),
			target("User", who.id, nil, who.upn, changed("Group.ObjectID", `"`+group+`"`), changed("Group.DisplayName", nil)),
			target("Group", group, nil, nil))
	case 4:
		p := t.everyPrincipal[r.IntN(len(t.everyPrincipal))]
		return entry(core, "ApplicationManagement", "Assign", "Add delegated permission grant", byPerson(who),
			target("ServicePrincipal", t.graph, "Microsoft Graph", nil, changed("ServicePrincipal.ObjectID", `"`+p.id+`"`)),
			target("ServicePrincipal", p.id, nil, nil))
	case 5:
		ro := roles()[1+r.IntN(len(roles())-1)]
		return entry(core, "RoleManagement", "Assign", "Add member to role", byApp("MS-PIM"),
			target("User", admin.id, nil, admin.upn, changed("Role.TemplateId", `"`+ro.template+`"`), changed("Role.DisplayName", `"`+ro.name+`"`)))
	case 6:
		refused := entry(core, "UserManagement", "Update", "Update user", byPerson(who), target("User", admin.id, nil, admin.upn))
		refused["result"], refused["resultReason"] = "failure", "Insufficient privileges"
		return refused
	}
	return entry(core, "UserManagement", "Reset", "Reset user password", byPerson(admin), target("User", who.id, who.displayName, who.upn))
}
