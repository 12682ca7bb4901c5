// Package password keeps what people choose as passwords: it refuses those that
// can be guessed and hashes the others, so that what is stored does not give the
// password away. It follows NIST SP 800-63B revision 4; where a person signs in by
// password a second factor is always asked for as well, see package account.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// ErrBusy means that too many passwords are being hashed at the moment and that the
// caller's time ended before its turn came.
var ErrBusy = errors.New("too many people sign in at the moment; try again shortly")

// errHash means that a stored hash is not one that this package wrote.
var errHash = errors.New("the stored hash of a password is not in the expected form")

// Cost is what one hashing takes, after Argon2id's parameters.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is OWASP's recommendation for Argon2id where memory is dear: 19 MiB, two passes.
func DefaultCost() Cost { return Cost{Memory: 19 * 1024, Passes: 2, Threads: 1} }

// The sizes of salt and hash, in bytes.
const (
	saltSize = 16
	hashSize = 32
)

// The largest cost of a stored hash that is worked on, so that a damaged one cannot
// take the machine down.
const (
	maxMemory  = 256 * 1024
	maxPasses  = 16
	maxThreads = 16
)

// Hasher hashes and verifies passwords. It is safe for concurrent use; at most so
// many run at the same time as it was made for, which bounds its memory: each takes
// Cost.Memory while it runs, and as much again can wait for the garbage collector.
type Hasher struct {
	cost  Cost
	turns chan struct{}
	// dummy is the hash of a password that nobody has, at the same cost.
	dummy string
}

// NewHasher returns a Hasher that hashes at a cost, atOnce at the same time; 0 means
// as many as there are processors.
func NewHasher(cost Cost, atOnce int) *Hasher {
	if atOnce <= 0 {
		atOnce = runtime.GOMAXPROCS(0)
	}
	h := &Hasher{cost: cost, turns: make(chan struct{}, atOnce)}
	salt, sum := make([]byte, saltSize), make([]byte, hashSize)
	_, _ = rand.Read(salt)
	_, _ = rand.Read(sum)
	h.dummy = encode(cost, salt, sum)
	return h
}

// Hash returns what to store of a password, in the form that the password hashing
// competition defined: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func (h *Hasher) Hash(ctx context.Context, plain string) (string, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt)
	sum, err := h.sum(ctx, plain, salt, h.cost, hashSize)
	if err != nil {
		return "", err
	}
	return encode(h.cost, salt, sum), nil
}

// Verify reports whether a password is the one that stored was made of, and whether
// it should be hashed anew because stored was made at another cost.
func (h *Hasher) Verify(ctx context.Context, stored, plain string) (ok, stale bool, err error) {
	cost, salt, want, err := decode(stored)
	if err != nil {
		return false, false, err
	}
	got, err := h.sum(ctx, plain, salt, cost, len(want))
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1
	return ok, ok && cost != h.cost, nil
}

// Pretend takes as long as Verify and never succeeds: it stands in for an account
// that does not exist or has no password.
func (h *Hasher) Pretend(ctx context.Context, plain string) error {
	_, _, err := h.Verify(ctx, h.dummy, plain)
	return err
}

// sum hashes when its turn has come.
func (h *Hasher) sum(ctx context.Context, plain string, salt []byte, c Cost, size int) ([]byte, error) {
	select {
	case h.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", ErrBusy, ctx.Err())
	}
	defer func() { <-h.turns }()
	// What is typed as one character on one keyboard may be two on another.
	return argon2.IDKey(norm.NFKC.Bytes([]byte(plain)), salt, c.Passes, c.Memory, c.Threads, uint32(size)), nil //nolint:gosec // a size of this package's own
}

func encode(c Cost, salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads, b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// decode reads what encode wrote, and nothing else: one hash has one form.
func decode(stored string) (c Cost, salt, sum []byte, err error) {
	parts := strings.Split(stored, "$")
	if len(stored) > 256 || len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return c, nil, nil, errHash
	}
	numbers := strings.Split(parts[3], ",")
	if len(numbers) != 3 {
		return c, nil, nil, errHash
	}
	var read [3]uint64
	for i, prefix := range []string{"m=", "t=", "p="} {
		digits, found := strings.CutPrefix(numbers[i], prefix)
		if read[i], err = strconv.ParseUint(digits, 10, 32); err != nil || !found {
			return c, nil, nil, errHash
		}
	}
	if read[0] < 8*max(read[2], 1) || read[0] > maxMemory || read[1] < 1 || read[1] > maxPasses || read[2] < 1 || read[2] > maxThreads {
		return c, nil, nil, errHash
	}
	c = Cost{uint32(read[0]), uint32(read[1]), uint8(read[2])} //nolint:gosec // bounded above
	b64 := base64.RawStdEncoding.Strict()
	salt, saltErr := b64.DecodeString(parts[4])
	sum, sumErr := b64.DecodeString(parts[5])
	if saltErr != nil || sumErr != nil || len(salt) < saltSize || len(sum) < hashSize || encode(c, salt, sum) != stored {
		return c, nil, nil, errHash
	}
	return c, salt, sum, nil
}
