// Package factor is what people prove who they are with besides a password: codes
// of an authenticator app, recovery codes and passkeys. It works on values alone;
// package account keeps them, sealed, and sees to it that each code and each
// ceremony is used once.
package factor

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"image/png"
	"log/slog"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// Why a proof is refused, in words for the person who gave it.
var (
	ErrCode    = errors.New("the code is not right, or was used already; wait for the next one")
	ErrPasskey = errors.New("the passkey could not be verified")
	ErrCloned  = errors.New("the passkey seems to have been copied; remove it and use another way to sign in")
)

// redacted stands wherever something of this package is printed that must not be.
const redacted = "[secret]"

// The parameters of codes: those that every authenticator app knows (RFC 6238).
const (
	secretSize = 20 // bytes: 160 bits
	period     = 30 * time.Second
	digits     = 6
	// skew is how many periods a clock may be off, either way.
	skew = 1
)

// TOTP is a secret shared with an authenticator app.
type TOTP struct {
	Secret []byte `json:"secret"`
	// Last is the period of the last code that was accepted: it and those before
	// are used up.
	Last int64 `json:"last"`
}

// String keeps the secret out of formatted errors.
func (TOTP) String() string { return redacted }

// GoString implements fmt.GoStringer for the same reason.
func (TOTP) GoString() string { return redacted }

// LogValue implements slog.LogValuer.
func (TOTP) LogValue() slog.Value { return slog.StringValue(redacted) }

// NewTOTP returns a new secret.
func NewTOTP() TOTP {
	secret := make([]byte, secretSize)
	_, _ = rand.Read(secret)
	return TOTP{Secret: secret}
}

var secretEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Text is the secret as a person types it into an app.
func (t TOTP) Text() string { return secretEncoding.EncodeToString(t.Secret) }

// Accept returns the secret after a code was used, or ErrCode. A code is good in its
// own period and the one before and after, once.
func (t TOTP) Accept(code string, now time.Time) (TOTP, error) {
	code = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' {
			return -1 // apps show codes in groups
		}
		return r
	}, code)
	if len(code) != digits || strings.Trim(code, "0123456789") != "" {
		return t, ErrCode
	}
	current := now.Unix() / int64(period/time.Second)
	matched := int64(-1)
	for step := current - skew; step <= current+skew; step++ {
		want, err := hotp.GenerateCode(t.Text(), uint64(step)) //nolint:gosec // the clock is past 1970
		if err != nil {
			return t, fmt.Errorf("work out a code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			matched = step
		}
	}
	if matched <= t.Last {
		return t, ErrCode
	}
	t.Last = matched
	return t, nil
}

// Code is the code that an app shows at a time.
func (t TOTP) Code(at time.Time) (string, error) {
	code, err := totp.GenerateCode(t.Text(), at)
	if err != nil {
		return "", fmt.Errorf("work out a code: %w", err)
	}
	return code, nil
}

// URI is what an app reads from a picture: the secret, whose it is and of which service.
func (t TOTP) URI(service, account string) (string, error) {
	k, err := t.key(service, account)
	if err != nil {
		return "", err
	}
	return k.URL(), nil
}

// Picture is the URI as a QR code, a PNG so many pixels wide.
func (t TOTP) Picture(service, account string, width int) ([]byte, error) {
	k, err := t.key(service, account)
	if err != nil {
		return nil, err
	}
	img, err := k.Image(width, width)
	if err != nil {
		return nil, fmt.Errorf("draw a secret: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("draw a secret: %w", err)
	}
	return b.Bytes(), nil
}

func (t TOTP) key(service, account string) (*otp.Key, error) {
	k, err := totp.Generate(totp.GenerateOpts{Issuer: service, AccountName: account, Secret: t.Secret, SecretSize: secretSize})
	if err != nil {
		return nil, fmt.Errorf("describe a secret: %w", err)
	}
	return k, nil
}
