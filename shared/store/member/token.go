package member

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/tenant"
)

// Token is what an invitation's link carries: what it is to, such as a tenant, and a
// secret of 256 bits.
// It is handed out once; only a hash of the secret is kept. A conversion to a
// string shows it, nothing that prints does.
type Token string

// redacted stands wherever a token is printed.
const redacted = "[token]"

// String, Format, LogValue and MarshalJSON keep a token out of logs, errors and
// answers.
func (Token) String() string { return redacted }

// Format implements fmt.Formatter.
func (Token) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue implements slog.LogValuer.
func (Token) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON implements json.Marshaler.
func (Token) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// secretSize is the length of a token's secret, in bytes.
const secretSize = 32

// NewToken returns a new token of what an invitation is to, which is named without a
// full stop, and the name of the invitation.
func NewToken(to string) (token Token, invitation string) {
	var secret [secretSize]byte
	_, _ = rand.Read(secret[:]) // never fails: crypto/rand ends the program instead
	return Token(to + "." + base64.RawURLEncoding.EncodeToString(secret[:])), nameOf(secret[:])
}

// nameOf is the name of the invitation with a secret.
func nameOf(secret []byte) string {
	sum := sha256.Sum256(secret)
	return hex.EncodeToString(sum[:])
}

// Split returns what a token's invitation is to and the name of the invitation, or
// ErrInvitation. A token is written in one way only.
func (t Token) Split() (to, invitation string, err error) {
	to, rest, ok := strings.Cut(string(t), ".")
	// Base64 is decoded past line breaks.
	if !ok || strings.ContainsAny(rest, "\r\n") {
		return "", "", ErrInvitation
	}
	secret, err := base64.RawURLEncoding.Strict().DecodeString(rest)
	if err != nil || len(secret) != secretSize {
		return "", "", ErrInvitation
	}
	return to, nameOf(secret), nil
}

// parse returns the tenant and the name of the invitation that a token speaks of.
func (t Token) parse() (tenant.ID, string, error) {
	first, name, err := t.Split()
	if err != nil {
		return tenant.ID{}, "", err
	}
	id, err := tenantid.Parse(first)
	if err != nil {
		return tenant.ID{}, "", ErrInvitation
	}
	return id, name, nil
}
