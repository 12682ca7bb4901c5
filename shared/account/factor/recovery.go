package factor

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
)

// How recovery codes look: five groups of five characters, 125 bits. With so many a
// keyed hash is enough to store: there is nothing to try out (ASVS 5.0, 6.5.2).
const (
	recoveryCodes = 10
	groups        = 5
	groupSize     = 5
)

// alphabet has no letter that is taken for a digit or another letter (Crockford's).
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// ErrRecovery means that a text is not a recovery code, or none of the person's, or
// that it was used.
var ErrRecovery = errors.New("the recovery code is not right, or was used already")

// RecoveryCode is one code as it is shown to its owner, once.
type RecoveryCode string

// String keeps a code out of formatted errors.
func (RecoveryCode) String() string { return redacted }

// GoString implements fmt.GoStringer for the same reason.
func (RecoveryCode) GoString() string { return redacted }

// LogValue implements slog.LogValuer.
func (RecoveryCode) LogValue() slog.Value { return slog.StringValue(redacted) }

// NewRecoveryCodes returns ten new codes.
func NewRecoveryCodes() []RecoveryCode {
	out := make([]RecoveryCode, recoveryCodes)
	for i := range out {
		random := make([]byte, groups*groupSize)
		_, _ = rand.Read(random)
		var b strings.Builder
		for j, r := range random {
			if j > 0 && j%groupSize == 0 {
				b.WriteByte('-')
			}
			b.WriteByte(alphabet[r%byte(len(alphabet))]) // 256 is a multiple of 32
		}
		out[i] = RecoveryCode(b.String())
	}
	return out
}

// ParseRecoveryCode reads a code as a person may type it: in any case, with or
// without signs between groups, and with letters for digits that look like them. The
// error does not quote it.
func ParseRecoveryCode(typed string) (RecoveryCode, error) {
	const most = 4 * groups * groupSize
	if len(typed) > most {
		return "", ErrRecovery
	}
	var b strings.Builder
	n := 0
	for _, r := range strings.ToLower(typed) {
		switch r {
		case ' ', '-', '\t', '\n', '\r':
			continue
		case 'o':
			r = '0'
		case 'i', 'l':
			r = '1'
		}
		if !strings.ContainsRune(alphabet, r) {
			return "", ErrRecovery
		}
		if n > 0 && n%groupSize == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
		n++
	}
	if n != groups*groupSize {
		return "", ErrRecovery
	}
	return RecoveryCode(b.String()), nil
}
