package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
)

// Token is 256 random bits that only a person's browser or mailbox has: of a session,
// of a letter, or of a step in between. Converting it to a string shows it.
type Token string

// redacted stands wherever a token is printed.
const redacted = "[token]"

// String keeps a token out of formatted errors.
func (Token) String() string { return redacted }

// GoString implements fmt.GoStringer for the same reason.
func (Token) GoString() string { return redacted }

// LogValue implements slog.LogValuer.
func (Token) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON keeps a token out of whatever is written by accident.
func (Token) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

const tokenSize = 32

func newToken() Token {
	b := make([]byte, tokenSize)
	_, _ = rand.Read(b)
	return Token(base64.RawURLEncoding.EncodeToString(b))
}

// hash is the name under which a token is stored, or nothing where it is no token.
func (t Token) hash() string {
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(t))
	if err != nil || len(b) != tokenSize || base64.RawURLEncoding.EncodeToString(b) != string(t) {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// purpose is what a token is for; it is good for nothing else.
type purpose string

const (
	forAttempt  purpose = "attempt"  // the password was right
	forSignIn   purpose = "sign-in"  // a passkey was asked for
	forPasskey  purpose = "passkey"  // a passkey is being made
	forApp      purpose = "app"      // an authenticator app is being added
	forReset    purpose = "reset"    // a letter to set a new password
	forEmail    purpose = "email"    // a letter to a new address
	forEnrolled purpose = "enrolled" // a letter to set up ways to sign in
)

// lifetime is how long a token of a purpose is good.
func (p purpose) lifetime() time.Duration {
	switch p {
	case forReset, forEmail:
		return time.Hour
	case forEnrolled:
		return 7 * 24 * time.Hour
	case forApp:
		return 15 * time.Minute
	}
	return 5 * time.Minute
}

// tokenDocument is tokens/{hash}.
type tokenDocument struct {
	Purpose string    `firestore:"purpose"`
	Account string    `firestore:"account"` // empty for nobody's
	Epoch   int64     `firestore:"epoch"`   // of the account when it was made
	Expires time.Time `firestore:"expires"`
	Used    bool      `firestore:"used"`
	Sealed  []byte    `firestore:"sealed"`
}

// issue makes a token for an account; r is nil for nobody's, which is good for
// nothing. payload is sealed.
func (s *Store) issue(ctx context.Context, p purpose, r *record, payload any) (Token, error) {
	key, err := s.db.Key(ctx)
	if err != nil {
		return "", err
	}
	t := newToken()
	d := tokenDocument{Purpose: string(p), Expires: s.now().Add(p.lifetime())}
	if r != nil {
		d.Account, d.Epoch = string(r.id), r.doc.Epoch
	}
	plain, err := json.Marshal(payload)
	if err != nil {
		return "", fmt.Errorf("write a step: %w", err)
	}
	if d.Sealed, err = key.Seal(plain, "tokens/"+t.hash()); err != nil {
		return "", fmt.Errorf("write a step: %w", err)
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := s.db.Collection("tokens").Doc(t.hash()).Create(ctx, d)
		return err
	})
	if err != nil && status.Code(err) != codes.AlreadyExists { // only the same write, repeated, is there already
		return "", fmt.Errorf("write a step: %w", err)
	}
	return t, nil
}

// step is a token as it was found.
type step struct {
	ref *firestore.DocumentRef
	doc tokenDocument
}

// account is whose token it is, empty for nobody's.
func (t step) account() ID { return ID(t.doc.Account) }

// found reads a token's document: it must be for the purpose and not expired.
func (s *Store) found(ctx context.Context, snap *firestore.DocumentSnapshot, p purpose, payload any) (step, error) {
	t := step{ref: snap.Ref}
	if !snap.Exists() {
		return t, ErrToken
	}
	if err := snap.DataTo(&t.doc); err != nil {
		return t, fmt.Errorf("read a step: %w", err)
	}
	if t.doc.Purpose != string(p) || t.doc.Used || !s.now().Before(t.doc.Expires) {
		return t, ErrToken
	}
	key, err := s.db.Key(ctx)
	if err != nil {
		return t, err
	}
	plain, err := key.Open(t.doc.Sealed, "tokens/"+snap.Ref.ID)
	if err != nil {
		return t, fmt.Errorf("read a step: %w", err)
	}
	if json.Unmarshal(plain, payload) != nil {
		return t, errors.New("a step is not in the expected form")
	}
	return t, nil
}

// look reads a token without using it up, or returns ErrToken.
func (s *Store) look(ctx context.Context, token Token, p purpose, payload any) (step, error) {
	if token.hash() == "" {
		return step{}, ErrToken
	}
	snap, err := s.db.Collection("tokens").Doc(token.hash()).Get(ctx)
	if err != nil && !notFound(err) {
		return step{}, fmt.Errorf("read a step: %w", err)
	}
	return s.found(ctx, snap, p, payload)
}

// use uses a token up within the change of its account: of two who have it one gets
// on. A token from before the account's ways to sign in changed is dead.
func (s *Store) use(ctx context.Context, w *work, token Token, p purpose, payload any) error {
	if token.hash() == "" {
		return ErrToken
	}
	snap, err := w.tx.Get(s.db.Collection("tokens").Doc(token.hash()))
	if err != nil && !notFound(err) {
		return err
	}
	t, err := s.found(ctx, snap, p, payload)
	if err != nil {
		return err
	}
	if t.account() != "" && t.account() != w.record.id || t.account() != "" && t.doc.Epoch != w.record.doc.Epoch {
		return ErrToken
	}
	w.write(func() error { return w.tx.Update(t.ref, []firestore.Update{{Path: "used", Value: true}}) })
	return nil
}
