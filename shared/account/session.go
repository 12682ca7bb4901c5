package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
)

// Method is one way in which a person proved who they are.
type Method string

// The methods.
const (
	ByPassword Method = "password"
	ByTOTP     Method = "totp"
	ByRecovery Method = "recovery"
	ByPasskey  Method = "passkey"
	ByEntra    Method = "entra"
	// ByEnrolment is an invitation, whose holder just set up the ways to sign in.
	ByEnrolment Method = "enrolment"
)

// Level is what a session is good for.
type Level string

// The levels.
const (
	// Full is a person who has signed in.
	Full Level = "full"
	// Enrolling is the holder of an invitation: they set up ways to sign in, and
	// nothing else may be shown to them.
	Enrolling Level = "enrolling"
)

// How long sessions last. A person may have any number of them at the same time, as many
// as there are browsers: none ends because there are others, and Sessions lists them, so
// that the person can end those they do not know. NIST asks for a new sign-in after 24 hours or an hour
// without use where two factors were shown; ours are shorter.
const (
	longest         = 12 * time.Hour
	longestOperator = 8 * time.Hour
	longestEnrol    = 30 * time.Minute
	idle            = time.Hour
	idleOperator    = 15 * time.Minute
	// seenEvery is how often it is written that a session is used; for as long the
	// time without use may be taken for too long.
	seenEvery = 5 * time.Minute
	// fresh is how long after signing in a person may change how they sign in.
	fresh = 15 * time.Minute
)

// Session is one browser in which a person is signed in.
type Session struct {
	ID      string // names it among others; is not its token and opens nothing
	Account ID
	Level   Level
	Methods []Method
	Created time.Time // when the person proved who they are
	Seen    time.Time // last use, to five minutes
	Expires time.Time // at the latest
	Address string    // from where it was begun
	Agent   string    // what the browser said it is
}

// Fresh reports whether the person proved who they are so lately that what is
// dangerous may be done. Otherwise they sign in again, which gives a new session.
func (s Session) Fresh(now time.Time) bool { return now.Sub(s.Created) < fresh }

// String keeps a session out of formatted errors.
func (s Session) String() string { return "[session of " + string(s.Account) + "]" }

// GoString implements fmt.GoStringer for the same reason.
func (s Session) GoString() string { return s.String() }

// LogValue keeps what is personal out of logs.
func (s Session) LogValue() slog.Value {
	return slog.GroupValue(slog.String("account", string(s.Account)), slog.String("level", string(s.Level)))
}

// sessionDocument is sessions/{SHA-256 of the token}.
type sessionDocument struct {
	Account string    `firestore:"account"`
	Level   string    `firestore:"level"`
	Methods []string  `firestore:"methods"`
	Epoch   int64     `firestore:"epoch"` // of the account
	Created time.Time `firestore:"created"`
	Seen    time.Time `firestore:"seen"`
	Expires time.Time `firestore:"expires"`
	Ended   bool      `firestore:"ended"`
	Sealed  []byte    `firestore:"sealed"`
}

// origin is what is sealed of a session.
type origin struct {
	Address string `json:"address"`
	Agent   string `json:"agent"`
}

// maxAgent is how much of what a browser says it is is kept, in bytes.
const maxAgent = 300

// begin begins a session in the change of an account. The one that the person had
// before in that browser ends with it.
func (s *Store) begin(w *work, token Token, level Level, methods []Method, from From) (Session, error) {
	d := sessionDocument{Account: string(w.record.id), Level: string(level), Epoch: w.record.doc.Epoch, Created: w.now, Seen: w.now}
	for _, m := range methods {
		d.Methods = append(d.Methods, string(m))
	}
	switch {
	case level == Enrolling:
		d.Expires = w.now.Add(longestEnrol)
	case w.record.doc.Operator:
		d.Expires = w.now.Add(longestOperator)
	default:
		d.Expires = w.now.Add(longest)
	}
	plain, err := json.Marshal(origin{from.Address, from.Agent[:min(len(from.Agent), maxAgent)]})
	if err != nil {
		return Session{}, fmt.Errorf("begin session: %w", err)
	}
	if d.Sealed, err = w.key.Seal(plain, "sessions/"+token.hash()); err != nil {
		return Session{}, fmt.Errorf("begin session: %w", err)
	}
	if before := from.Session.hash(); before != "" {
		ref := s.db.Collection("sessions").Doc(before)
		snap, err := w.tx.Get(ref)
		if err != nil && !notFound(err) {
			return Session{}, err
		}
		if snap.Exists() {
			w.write(func() error { return w.tx.Update(ref, []firestore.Update{{Path: "ended", Value: true}}) })
		}
	}
	w.write(func() error { return w.tx.Create(s.db.Collection("sessions").Doc(token.hash()), d) })
	return session(token.hash(), d, w.key)
}

// session is a stored session as others see it.
func session(id string, d sessionDocument, key *seal.Key) (Session, error) {
	out := Session{ID: id, Account: ID(d.Account), Level: Level(d.Level), Created: d.Created.UTC(), Seen: d.Seen.UTC(), Expires: d.Expires.UTC()}
	for _, m := range d.Methods {
		out.Methods = append(out.Methods, Method(m))
	}
	plain, err := key.Open(d.Sealed, "sessions/"+id)
	if err != nil {
		return Session{}, fmt.Errorf("read session: %w", err)
	}
	var o origin
	if json.Unmarshal(plain, &o) != nil {
		return Session{}, errors.New("a session is not in the expected form")
	}
	out.Address, out.Agent = o.Address, o.Agent
	return out, nil
}

// live reports whether a session of an account can be used.
func (d sessionDocument) live(r *record, now time.Time) bool {
	rest := idle
	if r.doc.Operator {
		rest = idleOperator
	}
	state := r.state() == Active || d.Level == string(Enrolling) && r.state() == Invited
	return d.Account == string(r.id) && !d.Ended && state && d.Epoch == r.doc.Epoch && now.Before(d.Expires) && now.Sub(d.Seen) < rest
}

// Lookup returns the session of a token and whose it is, or ErrSession. It is a read
// of two documents, and a write every five minutes.
func (s *Store) Lookup(ctx context.Context, token Token) (Session, Account, error) {
	id := token.hash()
	if id == "" {
		return Session{}, Account{}, ErrSession
	}
	key, err := s.db.Key(ctx)
	if err != nil {
		return Session{}, Account{}, err
	}
	ref := s.db.Collection("sessions").Doc(id)
	snap, err := ref.Get(ctx)
	if notFound(err) {
		return Session{}, Account{}, ErrSession
	}
	if err != nil {
		return Session{}, Account{}, fmt.Errorf("read session: %w", err)
	}
	var d sessionDocument
	if err := snap.DataTo(&d); err != nil {
		return Session{}, Account{}, fmt.Errorf("read session: %w", err)
	}
	r, err := s.read(ctx, ID(d.Account))
	if errors.Is(err, ErrNotFound) {
		return Session{}, Account{}, ErrSession
	}
	if err != nil {
		return Session{}, Account{}, err
	}
	now := s.now()
	if !d.live(r, now) {
		return Session{}, Account{}, ErrSession
	}
	if now.Sub(d.Seen) >= seenEvery {
		d.Seen = now
		err := handle.Retry(ctx, func(ctx context.Context) error {
			_, err := ref.Update(ctx, []firestore.Update{{Path: "seen", Value: now}})
			return err
		})
		if err != nil {
			return Session{}, Account{}, fmt.Errorf("note the use of a session: %w", err)
		}
	}
	out, err := session(id, d, key)
	return out, r.account(), err
}

// Sessions lists a person's sessions that can be used, the newest first.
func (s *Store) Sessions(ctx context.Context, id ID) ([]Session, error) {
	r, err := s.read(ctx, id)
	if err != nil {
		return nil, err
	}
	key, err := s.db.Key(ctx)
	if err != nil {
		return nil, err
	}
	docs, err := s.db.Collection("sessions").Where("account", "==", string(id)).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var out []Session
	for _, snap := range docs {
		var d sessionDocument
		if err := snap.DataTo(&d); err != nil {
			return nil, fmt.Errorf("list sessions: %w", err)
		}
		if !d.live(r, s.now()) {
			continue
		}
		one, err := session(snap.Ref.ID, d, key)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Session) int { return b.Created.Compare(a.Created) })
	return out, nil
}
