package apikey

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"strings"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/tenant"
)

// Text is a key as scripts hold it: vahti_{tenant}_{key}_{secret}, the secret being
// 256 random bits followed by a checksum of the whole. It is handed out once; only
// a hash of the secret is kept. A conversion to a string shows it, nothing that
// prints does.
type Text string

// redacted stands wherever a key is printed.
const redacted = "[API key]"

// String, Format, LogValue and MarshalJSON keep a key out of logs, errors and
// answers.
func (Text) String() string { return redacted }

// Format implements fmt.Formatter.
func (Text) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue implements slog.LogValuer.
func (Text) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON implements json.Marshaler.
func (Text) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// The parts of a key's text.
const (
	// Prefix begins every key, so that one in a log or a repository is recognised.
	Prefix     = "vahti_"
	idSize     = 10 // bytes: 16 characters
	secretSize = 32 // bytes: 52 characters
	sumSize    = 4  // bytes: 7 characters
	alphabet   = "abcdefghijklmnopqrstuvwxyz234567"
)

// encoding writes a part; one of n bytes in one way only.
func encoding() *base32.Encoding { return base32.NewEncoding(alphabet).WithPadding(base32.NoPadding) }

// newText returns a new key's text, ID and secret.
func newText(t tenant.ID) (Text, string, []byte) {
	id, secret := make([]byte, idSize), make([]byte, secretSize)
	_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
	_, _ = rand.Read(secret)
	name := encoding().EncodeToString(id)
	return write(t, name, secret), name, secret
}

func write(t tenant.ID, id string, secret []byte) Text {
	text := Prefix + t.String() + "_" + id + "_" + encoding().EncodeToString(secret)
	return Text(text + checksum(text))
}

// checksum tells a key from a text that only looks like one, or that was cut. It
// proves nothing.
func checksum(text string) string {
	return encoding().EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(text))))
}

// parse returns the parts of a key's text: the tenant, the key's ID and the secret.
// A key is written in one way only.
func (t Text) parse() (tenant.ID, string, []byte, error) {
	rest, ok := strings.CutPrefix(string(t), Prefix)
	parts := strings.Split(rest, "_")
	if !ok || len(parts) != 3 || len(parts[2]) != encoding().EncodedLen(secretSize)+encoding().EncodedLen(sumSize) {
		return tenant.ID{}, "", nil, ErrInvalid
	}
	owner, err := tenantid.Parse(parts[0])
	if err != nil || len(parts[1]) != encoding().EncodedLen(idSize) || strings.Trim(parts[1], alphabet) != "" {
		return tenant.ID{}, "", nil, ErrInvalid
	}
	secret, err := encoding().DecodeString(parts[2][:encoding().EncodedLen(secretSize)])
	// Writing it again catches a wrong checksum, and bits that decoding drops.
	if err != nil || len(secret) != secretSize || string(write(owner, parts[1], secret)) != string(t) {
		return tenant.ID{}, "", nil, ErrInvalid
	}
	return owner, parts[1], secret, nil
}

// named reports whether a text can be a key's ID.
func named(id string) bool {
	return len(id) == encoding().EncodedLen(idSize) && strings.Trim(id, alphabet) == ""
}
