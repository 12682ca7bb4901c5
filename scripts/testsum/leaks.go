package main

import (
	"regexp"
	"strings"
)

// leak returns what kind of secret or personal data a line of a log holds that was
// written while the tests ran; nothing for a line without any, and for what is no log
// line. Tests of all packages plant such data everywhere.
func leak(line string) string {
	if !strings.Contains(line, `"severity":"`) {
		return ""
	}
	for _, k := range kinds {
		if k.is.MatchString(line) {
			return k.name
		}
	}
	return ""
}

var kinds = []struct {
	name string
	is   *regexp.Regexp
}{
	{"an e-mail address", regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]`)},
	{"an API key", regexp.MustCompile(`vahti_[a-z0-9]{16,}_`)},
	{"a token", regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`)},
	{"a token in a header", regexp.MustCompile(`Bearer [A-Za-z0-9]`)},
	{"a cookie", regexp.MustCompile(`vahti-(session|signin)=`)},
	{"a link with a token", regexp.MustCompile(`[?&](token|code)=[A-Za-z0-9]`)},
	{"a secret of the emulator", regexp.MustCompile(`stand-in-(client|people)-secret`)},
	{"a password's hash", regexp.MustCompile(`\$argon2`)},
}
