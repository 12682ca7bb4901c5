package api

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"strings"

	"vahti.ai/vahti/shared/seal"
)

// maxCursor is how long a cursor may be, in bytes.
const maxCursor = 4096

// scope is what a cursor is good for: one listing of one tenant with one set of
// conditions.
type scope struct {
	key   *seal.Key
	route string
	query any // what the listing is asked for, without place and size
}

// proof is a keyed hash of a place in the listing: nobody else can make one.
func (s scope) proof(place string) string {
	about, err := json.Marshal([]any{s.route, s.query})
	if err != nil { // conditions are texts, numbers and times
		return ""
	}
	return s.key.Hash("api-cursor", string(about), place)
}

// write makes a cursor of a place; the end of a listing has none.
func (s scope) write(place string) string {
	if place == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(s.proof(place) + " " + place))
}

// read returns the place of a cursor, nothing for the beginning, and refuses one
// that was made for something else or by somebody else.
func (s scope) read(cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	given, place, ok := cut(cursor)
	if !ok || subtle.ConstantTimeCompare([]byte(given), []byte(s.proof(place))) != 1 {
		return "", errCursor()
	}
	return place, nil
}

// cut divides a cursor into its keyed hash and its place.
func cut(cursor string) (proof, place string, ok bool) {
	if len(cursor) > maxCursor {
		return "", "", false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return "", "", false
	}
	return strings.Cut(string(raw), " ")
}

// errCursor is the answer to a cursor that is none.
func errCursor() *Problem {
	return problemOf(badCursor, "The cursor does not belong to this listing; begin it anew.", nil)
}
