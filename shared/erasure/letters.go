package erasure

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/account/language"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
)

// notice is to whom a certificate goes, and about whom it is.
type notice struct {
	Tenant string   `json:"tenant"` // its name
	To     []reader `json:"to"`
}

type reader struct {
	Email    string `json:"email"`
	Language string `json:"language"`
}

// String keeps a notice out of formatted errors.
func (notice) String() string { return "[notice]" }

// GoString implements fmt.GoStringer for the same reason.
func (notice) GoString() string { return "[notice]" }

// sealedNotice is notices/{number} of the people database.
type sealedNotice struct {
	At     time.Time `firestore:"at"`
	Sealed []byte    `firestore:"sealed"`
}

// owners are the people who are written to about a tenant's agreement, each in the
// language that they chose, or the tenant's where there is no account.
func (e *Eraser) owners(ctx context.Context, t *store.Tenant) (notice, error) {
	about, err := t.About(ctx)
	if err != nil {
		return notice{}, err
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return notice{}, err
	}
	n := notice{Tenant: profile.Name}
	var accounts []string
	owners, err := member.Owners(ctx, t)
	if err != nil {
		return n, err
	}
	for _, m := range owners {
		n.To, accounts = append(n.To, reader{m.Email, about.Language}), append(accounts, m.ID)
	}
	chosen, err := language.Of(ctx, e.db, accounts...)
	if err != nil {
		return n, err
	}
	for i, id := range accounts {
		n.To[i].Language = cmp.Or(chosen[id], about.Language)
	}
	return n, nil
}

// warning is how long before an erasure the reminder is written: a run earlier than
// the notice that is owed.
const warning = contract.Notice + 2*time.Hour

// tell writes the letters that are due of an agreement that ended, and notes that they
// were. Letters have names of their own, so that a repeat writes none twice: what is left
// of one that was sent keeps its name for longer than a run is repeated after.
func (e *Eraser) tell(ctx context.Context, d contract.Ending, now time.Time) (contract.Standing, error) {
	s := d.Standing
	t, err := e.db.Tenant(d.Tenant)
	if err != nil {
		return s, err
	}
	if !s.Asked.IsZero() {
		return s, nil // the next letter is the certificate; what waits to be sent is erased now
	}
	link := e.Site + "/tenants/" + d.Tenant.String() + "/agreement"
	if s.Told.IsZero() {
		if err := e.write(ctx, t, letter.Letter{Name: "ended", Kind: letter.AgreementEnded, Link: link, Until: s.Erase}, s.Terminated, now); err != nil {
			return s, err
		}
		if err := contract.Told(ctx, t, s.Terminated, now); err != nil {
			return s, err
		}
		s.Told = now
	}
	if !s.Reminded.IsZero() || now.Before(s.Erase.Add(-warning)) {
		return s, nil
	}
	until := s.Erase
	if floor := now.Add(contract.Notice); floor.After(until) {
		until = floor
	}
	if err := e.write(ctx, t, letter.Letter{Name: "reminder", Kind: letter.ErasureNear, Link: link, Until: until}, s.Terminated, now); err != nil {
		return s, err
	}
	if err := contract.Reminded(ctx, t, s.Terminated, now); err != nil {
		return s, err
	}
	s.Reminded = now
	return s, nil
}

// write writes a letter to each owner.
func (e *Eraser) write(ctx context.Context, t *store.Tenant, l letter.Letter, terminated, now time.Time) error {
	n, err := e.owners(ctx, t)
	if err != nil {
		return err
	}
	name := l.Name
	l.Tenant, l.Of = n.Tenant, t.ID().String()
	for i, to := range n.To {
		l.Name = fmt.Sprintf("%s-%s-%d-%d", name, t.ID(), terminated.Unix(), i)
		l.To, l.Language = to.Email, to.Language
		if err := letter.Put(ctx, e.db, l, now); err != nil {
			return err
		}
	}
	return nil
}

func noticePlace(number int64) string { return "notices/" + strconv.FormatInt(number, 10) }

// notice keeps, sealed with the people's key, to whom the certificate goes: soon nobody
// can read it of the tenant itself any more.
func (j *job) notice(ctx context.Context) error {
	if !j.stone.KeyGone.IsZero() || !j.stone.Told.IsZero() {
		return nil
	}
	t, err := j.db.Tenant(j.id)
	if err != nil {
		return err
	}
	n, err := j.owners(ctx, t)
	if errors.Is(err, seal.ErrNoKey) || errors.Is(err, store.ErrNotFound) {
		return nil // nobody can tell any more whom to write to
	}
	if err != nil {
		return err
	}
	key, err := handle.Keys(j.db.Handle()).CreatePeople(ctx)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(n)
	if err != nil {
		return err
	}
	place := noticePlace(j.stone.Number)
	sealed, err := key.Seal(plain, place)
	if err != nil {
		return err
	}
	ref := handle.People(j.db.Handle()).Collection("notices").Doc(strconv.FormatInt(j.stone.Number, 10))
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Create(ctx, sealedNotice{j.now(), sealed})
		return err
	})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return err
	}
	return nil
}

// certificates writes the letters with the certificate, once, and forgets to whom they
// went.
func (j *job) certificates(ctx context.Context) error {
	ref := handle.People(j.db.Handle()).Collection("notices").Doc(strconv.FormatInt(j.stone.Number, 10))
	if j.stone.Told.IsZero() {
		n, err := j.readers(ctx)
		if err != nil {
			return err
		}
		for i, to := range n.To {
			l := letter.Letter{Name: fmt.Sprintf("erased-%d-%d", j.stone.Number, i), Kind: letter.Erased, To: to.Email, Language: to.Language, Tenant: n.Tenant}
			if l, err = j.shown(l); err != nil {
				return err
			}
			if err := letter.Put(ctx, j.db, l, j.now()); err != nil {
				return err
			}
		}
		now := j.now()
		err = j.change(ctx, func(t *document.Tombstone) bool {
			if !t.Told.IsZero() {
				return false
			}
			t.Told = now
			return true
		})
		if err != nil {
			return err
		}
	}
	return j.delete(ctx, ref)
}

// readers reads to whom the certificate goes.
func (j *job) readers(ctx context.Context) (n notice, err error) {
	var d sealedNotice
	ref := handle.People(j.db.Handle()).Collection("notices").Doc(strconv.FormatInt(j.stone.Number, 10))
	if err := readDoc(ctx, ref, &d); err != nil || len(d.Sealed) == 0 {
		return n, err
	}
	key, err := handle.Keys(j.db.Handle()).CreatePeople(ctx)
	if err != nil {
		return n, err
	}
	plain, err := key.Open(d.Sealed, noticePlace(j.stone.Number))
	if err != nil {
		return n, err
	}
	if json.Unmarshal(plain, &n) != nil {
		return n, errors.New("a notice is not in the expected form")
	}
	return n, nil
}
