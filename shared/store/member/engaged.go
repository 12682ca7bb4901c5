package member

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
)

// maxTold is how many people stand in one entry of the trail, which has a limit.
const maxTold = 500

// colleague is somebody who works for an organisation, as the trail keeps it.
type colleague struct {
	Account string `json:"account"`
	Email   string `json:"email"`
	Name    string `json:"name"`
	Role    string `json:"role"`
}

// meet reads who works for an organisation that may get a role, for the trail to tell:
// who joins later or leaves, partner.Tell tells the tenants in which it has one. Of
// somebody who is no organisation nobody is read.
func (s *step) meet(ctx context.Context, member string) error {
	organisation, ok := strings.CutPrefix(member, prefix)
	if !ok {
		return nil
	}
	db := handle.DBOf(s.t)
	people := handle.People(db)
	if people == nil || handle.Keys(db) == nil {
		return errors.New("read people of organisation: this function has no access to the people who sign in")
	}
	key, err := handle.Keys(db).CreatePeople(ctx)
	if err != nil {
		return fmt.Errorf("read people of organisation: %w", err)
	}
	docs, err := people.Collection("organisations").Doc(organisation).Collection("members").Where("state", "==", document.MemberActive).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("read people of organisation: %w", err)
	}
	s.colleagues = nil
	for _, snap := range docs {
		var d document.Colleague
		if err := snap.DataTo(&d); err != nil {
			return fmt.Errorf("read people of organisation: %w", err)
		}
		p, err := d.Person(organisation, snap.Ref.ID, key)
		if err != nil {
			return fmt.Errorf("read people of organisation: %w", err)
		}
		s.colleagues = append(s.colleagues, colleague{snap.Ref.ID, p.Email, p.Name, d.Role})
	}
	slices.SortFunc(s.colleagues, func(a, b colleague) int { return cmp.Compare(a.Account, b.Account) })
	return nil
}

// tellEngaged tells who works for an organisation that has a role from now on, in as
// many entries as they take. An engagement is known by its moment and version.
func (s *step) tellEngaged(tx *firestore.Transaction, is row) error {
	n := 0
	for some := range slices.Chunk(s.colleagues, maxTold) {
		after, err := json.Marshal(map[string]any{"people": some})
		if err != nil {
			return err
		}
		n++
		name := fmt.Sprintf("engaged-%s-%d-%d-%d", is.id, s.now.UnixMicro(), is.Version, n)
		if err := s.tell(tx, name, "members/"+is.id, trail.OrganisationEngaged, nil, after); err != nil {
			return err
		}
	}
	return nil
}
