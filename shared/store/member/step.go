package member

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// step is one change of a tenant's members under way.
type step struct {
	t   handle.Tenant
	doc *firestore.DocumentRef
	key *seal.Key
	by  Actor
	now time.Time // wall clock, as Firestore keeps it
	// state is the tenant's, as it was read last.
	state tenant.State
	// colleagues work for the organisation that is changed, as meet read them.
	colleagues []colleague
}

func newStep(ctx context.Context, t *store.Tenant, by Actor, now time.Time) (*step, error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	return &step{t: t.Handle(), doc: handle.Doc(t.Handle()), key: key, by: by, now: now.UTC().Truncate(time.Microsecond)}, nil
}

func (s *step) run(ctx context.Context, doing string, f func(*firestore.Transaction) error) error {
	err := handle.Transact(ctx, handle.DBOf(s.t), func(_ context.Context, tx *firestore.Transaction) error { return f(tx) })
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// row is a member as stored, with what is sealed.
type row struct {
	id     string
	exists bool
	document.Member
	person document.MemberPerson
}

func rowOf(snap *firestore.DocumentSnapshot, key *seal.Key) (row, error) {
	r := row{id: snap.Ref.ID}
	if !snap.Exists() {
		return r, nil
	}
	if err := snap.DataTo(&r.Member); err != nil {
		return r, err
	}
	var err error
	r.exists = true
	r.person, err = r.Person(r.id, key)
	return r, err
}

// active reports whether the row is a membership that gives anything.
func (r row) active() bool { return r.exists && r.State == document.MemberActive }

// is reports whether the row is what was read in a version.
func (r row) is(version int) bool { return version == AnyVersion || version == r.Version }

// owner reports whether the row is one of those by which a tenant has an owner.
func (r row) owner() bool { return r.active() && r.Role == string(tenant.Owner) }

// member is the row as others see it.
func (r row) member() Member {
	return Member{ID: r.id, Kind: Kind(r.Kind), State: State(r.State), Role: tenant.Role(r.Role), Email: r.person.Email, Name: r.person.Name,
		InvitedBy: r.person.InvitedBy, Since: r.Since.UTC(), Confirmed: r.Confirmed.UTC(), Changed: r.Changed.UTC(), Version: r.Version}
}

// told is what the audit trail keeps of the row.
func (r row) told() (json.RawMessage, error) {
	if !r.exists {
		return nil, nil
	}
	return json.Marshal(map[string]any{"kind": r.Kind, "state": r.State, "role": r.Role, "email": r.person.Email, "name": r.person.Name, "confirmed": r.Confirmed.UTC()})
}

// read reads members by name, in the order asked, and further documents after
// them. The tenant must exist.
func (s *step) read(tx *firestore.Transaction, names []string, more ...*firestore.DocumentRef) ([]row, []*firestore.DocumentSnapshot, error) {
	refs := []*firestore.DocumentRef{s.doc}
	for _, name := range names {
		refs = append(refs, s.doc.Collection("members").Doc(name))
	}
	docs, err := tx.GetAll(append(refs, more...))
	if err != nil {
		return nil, nil, err
	}
	if s.state, err = stateOf(docs[0]); err != nil {
		return nil, nil, err
	}
	rows := make([]row, len(names))
	for i := range names {
		if rows[i], err = rowOf(docs[1+i], s.key); err != nil {
			return nil, nil, err
		}
	}
	return rows, docs[len(refs):], nil
}

// stateOf is where a tenant stands in its life; one that is erased is there no
// more.
func stateOf(snap *firestore.DocumentSnapshot) (tenant.State, error) {
	var d document.Tenant
	if !snap.Exists() {
		return "", ErrNotFound
	}
	if err := snap.DataTo(&d); err != nil {
		return "", err
	}
	state := tenant.State(d.State)
	if err := state.Validate(); err != nil {
		return "", err
	}
	if state == tenant.Erased {
		return "", ErrNotFound
	}
	return state, nil
}

// actors are the names of the documents that say what the actor may do: the
// membership by which the actor acts, and the person's own.
func (s *step) actors() ([]string, error) {
	if s.by.Service {
		return []string{"service", "service"}, nil // whose memberships are not looked at
	}
	if !named(s.by.Account) || !handle.Named(s.by.member()) {
		return nil, ErrForbidden
	}
	return []string{s.by.member(), s.by.Account}, nil
}

// authority is the role in which the actor acts, whose memberships are rows; empty
// where they give nothing.
func (s *step) authority(rows []row) tenant.Role { return s.by.authority(rows) }

// authority is what the actor's memberships give: the one by which the actor acts, and
// the person's own. As in Of, a membership of the person's own comes first, and who is
// suspended cannot act for an organisation either.
func (a Actor) authority(rows []row) tenant.Role {
	by, own := rows[0], rows[1]
	switch {
	case a.Service || a.Account == "" || own.exists && own.State == document.MemberSuspended:
		return ""
	case own.active():
		return tenant.Role(own.Role)
	case a.Via.Organisation != "" && by.active():
		return tenant.Role(by.Role).Lower(a.Via.most())
	}
	return ""
}

// self reports whether a member is the actor, or the organisation for which the
// actor acts.
func (s *step) self(member string) bool {
	return !s.by.Service && (member == s.by.Account || member == s.by.member())
}

// owners counts the active owners.
func (s *step) owners(tx *firestore.Transaction) (int, error) {
	docs, err := tx.Documents(s.doc.Collection("members").Where("role", "==", string(tenant.Owner))).GetAll()
	if err != nil {
		return 0, err
	}
	n := 0
	for _, snap := range docs {
		r, err := rowOf(snap, s.key)
		if err != nil {
			return 0, err
		}
		if r.owner() {
			n++
		}
	}
	return n, nil
}

// write writes what a member becomes, with its entry of the trail.
func (s *step) write(tx *firestore.Transaction, was, is row, action trail.Action) (row, error) {
	is.exists, is.Changed, is.Version = true, s.now, was.Version+1
	is.Holder = ""
	if is.State == document.MemberActive {
		is.Holder = is.id
	}
	if is.person.Email != "" {
		is.Email = s.key.Hash("email", is.person.Email)
	}
	if err := is.Seal(is.id, is.person, s.key); err != nil {
		return is, err
	}
	before, err := was.told()
	if err != nil {
		return is, err
	}
	after, err := is.told()
	if err != nil {
		return is, err
	}
	if err := tx.Set(s.doc.Collection("members").Doc(is.id), is.Member); err != nil {
		return is, err
	}
	if is.Kind == string(Organisation) && is.active() && !was.active() {
		if err := s.tellEngaged(tx, is); err != nil {
			return is, err
		}
	}
	// Versions begin anew for who was forgotten; the trail's names must not.
	return is, s.tell(tx, fmt.Sprintf("member-%s-%d-%d", is.id, s.now.UnixMicro(), is.Version), "members/"+is.id, action, before, after)
}

// tell writes an entry of the audit trail.
func (s *step) tell(tx *firestore.Transaction, name, target string, action trail.Action, before, after json.RawMessage) error {
	d, err := trail.NewDraft(s.t, s.key, name, trail.Entry{
		At: s.now, By: s.by.Kind(), Actor: s.by.Name, Account: s.by.Account, Address: s.by.Address, Action: action, Target: target, Before: before, After: after})
	if err != nil {
		return err
	}
	return d.Create(tx)
}
