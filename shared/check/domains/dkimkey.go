package domains

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// dkimKey is what stands under a selector.
type dkimKey struct {
	state dkimState
	bits  int // of an RSA key; 0 for another kind
}

type dkimState int

const (
	dkimUnknown  dkimState = iota // DNS gave no answer
	dkimNone                      // neither a key nor an alias to one
	dkimDangling                  // an alias that leads to no key
	dkimWaiting                   // an alias to where Microsoft publishes a key, and there is none yet
	dkimInvalid                   // no key that receivers can use
	dkimRevoked                   // an empty key
	dkimFound
)

// dkim returns the key under one of the domain's selectors.
func (z zone) dkim(selector string) dkimKey {
	name := selector + "._domainkey." + z.name
	texts, known := z.records(name, "TXT")
	if !known {
		return dkimKey{state: dkimUnknown}
	}
	if len(texts) > 1 {
		return dkimKey{state: dkimInvalid} // section 3.6.2.2: undefined
	}
	if len(texts) == 1 {
		return parseDKIM(texts[0])
	}
	alias, _ := z.records(name, "CNAME")
	switch {
	case len(alias) == 0:
		return dkimKey{state: dkimNone}
	case atMicrosoftKeys(alias[0]):
		return dkimKey{state: dkimWaiting}
	}
	return dkimKey{state: dkimDangling}
}

// atMicrosoftKeys reports whether a name lies where Microsoft publishes the keys
// of its customers' domains.
func atMicrosoftKeys(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return snapshot.IsMicrosoftDomain(name) || strings.HasSuffix(name, ".dkim.mail.microsoft")
}

// parseDKIM reads a key record (RFC 6376, section 3.6.1, and RFC 8463).
func parseDKIM(text string) dkimKey {
	invalid := dkimKey{state: dkimInvalid}
	list, first, clean, ok := tags(text)
	if !ok || !clean {
		return invalid
	}
	if v, has := list["v"]; has && (v != "DKIM1" || first != "v") {
		return invalid
	}
	if !lists(list, "s", "email") || !lists(list, "h", "sha256") {
		return invalid
	}
	data, has := list["p"]
	if !has {
		return invalid
	}
	data = strings.Join(strings.Fields(data), "")
	if data == "" {
		return dkimKey{state: dkimRevoked}
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(data)
	if err != nil {
		return invalid
	}
	kind, has := list["k"]
	switch {
	case !has, kind == "rsa":
		return rsaKey(raw)
	case kind == "ed25519" && len(raw) == 32:
		return dkimKey{state: dkimFound}
	}
	return invalid
}

// rsaKey reads an RSA key in either of the two forms that are in use.
func rsaKey(raw []byte) dkimKey {
	key, err := x509.ParsePKCS1PublicKey(raw)
	if err != nil {
		var parsed any
		if parsed, err = x509.ParsePKIXPublicKey(raw); err != nil {
			return dkimKey{state: dkimInvalid}
		}
		var ok bool
		if key, ok = parsed.(*rsa.PublicKey); !ok {
			return dkimKey{state: dkimInvalid}
		}
	}
	return dkimKey{state: dkimFound, bits: key.N.BitLen()}
}

// lists reports whether a tag that narrows a key's use, such as "h=sha1:sha256",
// is absent or allows what is needed.
func lists(list map[string]string, tag, needed string) bool {
	value, has := list[tag]
	if !has {
		return true
	}
	for v := range strings.SplitSeq(value, ":") {
		if v = strings.Trim(v, fold); v == needed || v == "*" {
			return true
		}
	}
	return false
}
