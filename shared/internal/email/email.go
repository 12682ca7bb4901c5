// Package email knows the one form of an e-mail address, in which accounts, members and
// invitations keep it and it is compared.
package email

import (
	"errors"
	"strings"

	"golang.org/x/net/idna"
)

// ErrForm means that a text is no e-mail address that letters can be sent to.
var ErrForm = errors.New("give an e-mail address such as name@company.example")

// Normal returns the one form of an e-mail address: without spaces around it, in
// small letters, its domain as DNS has it. Everything works with this form, letters
// included: were they sent to the address as typed, one that only looks the same
// after normalising could be sent another's letters. For that reason, too, the part
// before the @ is ASCII alone.
func Normal(typed string) (string, error) {
	const longest, longestLocal = 254, 64
	if len(typed) > 4*longest {
		return "", ErrForm
	}
	local, domain, found := strings.Cut(strings.TrimSpace(typed), "@")
	if !found || !dotAtom(local) || len(local) > longestLocal {
		return "", ErrForm
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || !hostName(ascii) {
		return "", ErrForm
	}
	if again, err := idna.Lookup.ToASCII(ascii); err != nil || again != ascii {
		return "", ErrForm // some odd texts become what is no name in DNS
	}
	normal := strings.ToLower(local) + "@" + ascii
	if len(normal) > longest {
		return "", ErrForm
	}
	return normal, nil
}

// dotAtom reports whether a text is what stands before an @ without quotes (RFC 5322).
func dotAtom(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" {
			return false
		}
		for _, r := range part {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
			if !letter && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r) {
				return false
			}
		}
	}
	return true
}

// hostName reports whether a text is a name in DNS with at least two labels, the last
// of which is not a number.
func hostName(s string) bool {
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
	}
	return len(labels) >= 2 && strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

// Same reports whether two texts are the same address, in whatever form each is.
func Same(a, b string) bool {
	normal, err := Normal(a)
	other, otherErr := Normal(b)
	return err == nil && otherErr == nil && normal == other
}
