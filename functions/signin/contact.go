package signin

import (
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"time"
)

// contactPath is where RFC 9116 has those look who found a weakness.
const contactPath = "/.well-known/security.txt"

// contactDays is for how many days ahead the contact is said to hold. It is said anew
// each day.
const contactDays = 180

var errContact = errors.New("SECURITY_CONTACT must be mailto:ADDRESS or https://PAGE")

// reportTo checks where weaknesses are reported, and returns it in one line.
func reportTo(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", errContact
	}
	switch {
	case u.Scheme == "https" && u.Host != "" && u.User == nil:
		return text, nil
	case u.Scheme == "mailto" && u.RawQuery == "":
		if a, err := mail.ParseAddress(u.Opaque); err == nil && a.Name == "" {
			return text, nil
		}
	}
	return "", errContact
}

// contact says whom to tell of a weakness.
func (s *site) contact(w http.ResponseWriter, _ *http.Request, _ caller) error {
	until := s.now().UTC().Truncate(24*time.Hour).AddDate(0, 0, contactDays)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintf(w, "Contact: %s\nExpires: %s\nPreferred-Languages: en, fi, sv\nCanonical: %s\n", s.report, until.Format(time.RFC3339), s.public+contactPath)
	return nil
}
