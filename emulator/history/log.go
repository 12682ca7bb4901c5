package history

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"vahti.ai/vahti/shared/finding"
)

const auditLog = "v1.0/auditLogs/directoryAudits"

// author is somebody who changes the tenant: a person, or an application by itself.
type author struct {
	person, id, app string
	ip              netip.Addr
}

// by is an entry's initiatedBy.
func (a author) by() object {
	if a.person == "" {
		return object{"user": nil, "app": object{"appId": nil, "displayName": a.app, "servicePrincipalId": a.id, "servicePrincipalName": nil}}
	}
	return object{"app": nil, "user": object{"id": a.id, "displayName": nil, "userPrincipalName": a.person, "ipAddress": a.ip.String()}}
}

// named is who an entry of the author names.
func (a author) named() finding.Attribution {
	if a.person == "" {
		return finding.Attribution{Attributed: true, Actor: a.app, ActorID: a.id}
	}
	return finding.Attribution{Attributed: true, Actor: a.person, ActorID: a.id, IP: a.ip.String()}
}

// newAuthors draws those who change the tenant. They are no people of the recording,
// so that they cannot be taken for what was changed.
func (t *Tenant) newAuthors() []author {
	var out []author
	for i, name := range []string{"alice", "bertil", "cecilia"} {
		out = append(out, author{person: name + "@" + t.ID[:8] + ".example", id: guid(t.rng), ip: netip.AddrFrom4([4]byte{192, 0, 2, byte(10 + i)})})
	}
	return append(out, author{app: "Nightly provisioning", id: guid(t.rng)})
}

// mallory is refused whatever she tries.
func (t *Tenant) mallory() author {
	return author{person: "mallory@" + t.ID[:8] + ".example", id: "66666666-0000-4000-8000-000000000001", ip: netip.AddrFrom4([4]byte{192, 0, 2, 66})}
}

// managed is privileged identity management, which carries out what people order.
var managed = author{app: "MS-PIM", id: "01fc33a7-78ba-4d2f-a4b7-768e336e890e"}

// entry is one entry of the log.
func (t *Tenant) entry(k kind, by author, at time.Time, targets []object) object {
	return object{
		"id": "Directory_" + guid(t.rng), "category": k.category, "correlationId": guid(t.rng), "result": "success", "resultReason": "",
		"activityDisplayName": k.activity, "activityDateTime": at.UTC().Format(time.RFC3339), "loggedByService": k.service,
		"operationType": k.operation, "initiatedBy": by.by(), "targetResources": targets, "additionalDetails": []object{},
	}
}

// tell writes into the log that a deed was done at a moment, and returns what it
// tells.
func (t *Tenant) tell(k kind, a *act, at time.Time) (*Told, error) {
	by := pick(t, t.authors)
	main := t.entry(k, by, at, a.targets)
	entries := []object{main}
	if k.activity == roleGivenManaged.activity { // an order, and who carries it out
		entries = append(entries, t.entry(roleGiven, managed, at.Add(2*time.Second), a.targets))
	}
	told := &Told{Attribution: by.named(), Touches: resourcesOf(k.touches), Targets: a.ids, Setting: k.setting}
	told.At, told.Activity, told.Entry = at.UTC(), k.activity, text(main, "id")
	return told, t.log(entries...)
}

// distract writes entries that explain nothing: what was tried and refused, and what
// Vahti does not read.
func (t *Tenant) distract(at time.Time) error {
	refused := t.entry(pick(t, []kind{authorizationUpdated, defaultsUpdated, policyUpdated, userSwitched}), t.mallory(), at, []object{})
	refused["result"], refused["resultReason"] = "failure", "Insufficient privileges"
	reset := kind{activity: "Reset user password", service: "Core Directory", category: "UserManagement", operation: "Reset"}
	return t.log(refused, t.entry(reset, t.mallory(), at, []object{}))
}

// log adds entries, the newest first as Microsoft gives them.
func (t *Tenant) log(entries ...object) error {
	c, there, err := t.open(auditLog)
	if err != nil || !there {
		return err
	}
	c.entities = append(c.entities, entries...)
	slices.SortStableFunc(c.entities, func(a, b object) int {
		return cmp.Compare(text(b, "activityDateTime"), text(a, "activityDateTime"))
	})
	return c.save()
}

// target is an object as the log names it.
func target(kind, id string, changed ...object) object {
	return object{"id": id, "displayName": nil, "type": kind, "userPrincipalName": nil, "groupType": nil, "modifiedProperties": append([]object{}, changed...)}
}

// property is a property of a target that changed; the log writes values as JSON.
func property(name, to string) object {
	return object{"displayName": name, "oldValue": nil, "newValue": `"` + to + `"`}
}
