package applications

import (
	"cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// unreadOwners is the reason where an owner may be unseen.
const unreadOwners = "Graph did not return all owners of an application, or not what they are."

// person is an owner who is a user, with what the directory adds to what came
// with the application.
type person struct {
	id, name string
	kind     string // "Member" or "Guest", empty where Graph did not say
	off      bool   // the account is known to be disabled
}

// owner returns an owner as a person; ok is false where the owner is none, such
// as another application. An owner whose kind Graph did not send, or Vahti does
// not know, counts as a person, for whom nothing is known.
func owner(s *snapshot.Snapshot, o *snapshot.DirectoryObject) (p person, ok bool) {
	if o.IsApplication() || o.Type == snapshot.TypeGroup {
		return person{}, false
	}
	p = person{id: o.ID, name: cmp.Or(o.DisplayName, o.UserPrincipalName), kind: o.UserType}
	enabled := o.AccountEnabled
	if u := snapshot.UserByID(s, o.ID); u != nil {
		p.name = cmp.Or(p.name, u.DisplayName, u.UserPrincipalName)
		p.kind = cmp.Or(p.kind, u.UserType)
		if !enabled.Known() {
			enabled = u.AccountEnabled
		}
	}
	p.off = enabled.Known() && !enabled.V
	return p, true
}

func (p person) subject() finding.Subject { return finding.Subject{ID: p.id, Name: p.name} }
