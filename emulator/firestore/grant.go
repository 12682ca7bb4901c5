package firestore

import (
	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Grant is what an identity may do in one database, after IAM's datastore.entities.* permissions. Which method needs
// what follows Firestore's own table: reading documents by name needs Get; queries and listings Get and List; listing
// collections List; a write that can only create needs Create, one that can only update Update, one that could do
// either both; a delete Delete. Transactions need any grant on their database.
type Grant struct {
	Database                          string
	Get, List, Create, Update, Delete bool
}

// verb is one of the permissions, as messages name it.
type verb string

const (
	verbAny    verb = "use"
	verbGet    verb = "get"
	verbList   verb = "list"
	verbCreate verb = "create"
	verbUpdate verb = "update"
	verbDelete verb = "delete"
)

// A caller is an identity with its grants by database ID.
type caller struct {
	identity string
	operator bool // may do everything
	grants   map[string]Grant
}

func newCaller(identity string, grants []Grant) caller {
	c := caller{identity: identity, operator: grants == nil, grants: map[string]Grant{}}
	for _, g := range grants {
		have := c.grants[g.Database]
		c.grants[g.Database] = Grant{
			Database: g.Database,
			Get:      have.Get || g.Get,
			List:     have.List || g.List,
			Create:   have.Create || g.Create,
			Update:   have.Update || g.Update,
			Delete:   have.Delete || g.Delete,
		}
	}
	return c
}

// may refuses the first of verbs that the caller lacks in db.
func (c caller) may(db database, verbs ...verb) error {
	if c.operator {
		return nil
	}
	g := c.grants[db.id]
	for _, v := range verbs {
		if !g.allows(v) {
			return status.Errorf(codes.PermissionDenied, "identity %q may not %s documents in database %q", c.identity, v, db.id)
		}
	}
	return nil
}

func (g Grant) allows(v verb) bool {
	switch v {
	case verbGet:
		return g.Get
	case verbList:
		return g.List
	case verbCreate:
		return g.Create
	case verbUpdate:
		return g.Update
	case verbDelete:
		return g.Delete
	}
	return g.Get || g.List || g.Create || g.Update || g.Delete
}

// mayWrite refuses the first of ws that the caller may not do, before any data is looked at.
func (c caller) mayWrite(db database, ws []*pb.Write) error {
	if c.operator {
		return nil
	}
	for _, w := range ws {
		if err := c.may(db, verbsOf(w)...); err != nil {
			return err
		}
	}
	return nil
}

// verbsOf says what w could do, from its precondition alone.
func verbsOf(w *pb.Write) []verb {
	if _, ok := w.GetOperation().(*pb.Write_Delete); ok {
		return []verb{verbDelete}
	}
	switch p := w.GetCurrentDocument().GetConditionType().(type) {
	case *pb.Precondition_Exists:
		if p.Exists {
			return []verb{verbUpdate}
		}
		return []verb{verbCreate}
	case *pb.Precondition_UpdateTime:
		return []verb{verbUpdate}
	}
	return []verb{verbCreate, verbUpdate}
}
