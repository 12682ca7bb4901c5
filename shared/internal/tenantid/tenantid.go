// Package tenantid is the only place where a tenant's ID can be made. Packages
// outside shared cannot import it, so they can only receive IDs: from auth (a
// verified token), queue (a received message) or fleet (a listing).
package tenantid

import (
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
)

// ID names a tenant within Vahti. It is opaque and is not Entra's tenant id.
// The zero ID names nothing and every store refuses it. ID deliberately has no
// Unmarshal method: decoding into it leaves it zero.
type ID struct{ s string }

// ErrZero is returned wherever the zero ID is handed in.
var ErrZero = errors.New("no tenant named")

const (
	prefix   = "t"
	entropy  = 15 // bytes: 24 characters of base32
	alphabet = "abcdefghijklmnopqrstuvwxyz234567"
)

var encoding = base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)

// New returns a new random ID.
func New() ID {
	var b [entropy]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return ID{prefix + encoding.EncodeToString(b[:])}
}

// Parse returns the ID that String wrote. The error does not quote the input.
func Parse(s string) (ID, error) {
	if len(s) != len(prefix)+encoding.EncodedLen(entropy) || s[:len(prefix)] != prefix {
		return ID{}, fmt.Errorf("not a tenant ID: %d characters", len(s))
	}
	// Not left to base32, which skips line breaks: one tenant must have one name.
	if strings.Trim(s[len(prefix):], alphabet) != "" {
		return ID{}, errors.New("not a tenant ID: characters outside its alphabet")
	}
	return ID{s}, nil
}

// String returns the ID as it stands in paths, messages and logs.
func (id ID) String() string { return id.s }

// IsZero reports whether id names nothing.
func (id ID) IsZero() bool { return id.s == "" }
