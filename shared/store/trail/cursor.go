package trail

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
)

// mark is the place of an entry in a listing by time.
type mark struct {
	at   time.Time
	name string
}

// maxCursor is how long a cursor may be, in bytes.
const maxCursor = 4096

// cursor writes a place for whoever asks for the next page. It carries a keyed hash
// over the place and the query, so that it is good for this book and this query
// alone and nobody can make one.
func cursor(key *seal.Key, q Query, last mark) string {
	text := strconv.FormatInt(last.at.UnixMicro(), 10) + " " + last.name
	return base64.RawURLEncoding.EncodeToString([]byte(proof(key, q, text) + " " + text))
}

// parseCursor reads the cursor of a query; ErrCursor where it is not one of its.
func parseCursor(key *seal.Key, q Query) (mark, error) {
	given, text, ok := cutCursor(q.Cursor)
	if !ok || subtle.ConstantTimeCompare([]byte(given), []byte(proof(key, q, text))) != 1 {
		return mark{}, ErrCursor
	}
	return parseMark(text)
}

// cutCursor divides a cursor into its keyed hash and what that is about.
func cutCursor(s string) (proof, text string, ok bool) {
	if len(s) > maxCursor {
		return "", "", false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return "", "", false
	}
	return strings.Cut(string(raw), " ")
}

func parseMark(text string) (mark, error) {
	micros, name, ok := strings.Cut(text, " ")
	n, err := strconv.ParseInt(micros, 10, 64)
	if !ok || err != nil || !handle.Named(name) {
		return mark{}, ErrCursor
	}
	at := time.UnixMicro(n).UTC()
	if at.Before(earliest) || at.After(latest) {
		return mark{}, ErrCursor
	}
	return mark{at, name}, nil
}

// proof is the keyed hash of a place in a query. How many entries a page holds may
// change on the way.
func proof(key *seal.Key, q Query, text string) string {
	about, err := json.Marshal([]any{q.From.UnixMicro(), q.To.UnixMicro(), q.Newest, q.Action, q.Target, q.Actor, q.Text})
	if err != nil { // texts and numbers can always be written
		return ""
	}
	sum := sha256.Sum256(about)
	return key.Hash("trail-cursor", hex.EncodeToString(sum[:]), text)
}
