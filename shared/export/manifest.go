package export

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The names of the files that say what an export holds.
const (
	ManifestName  = "manifest.json"
	SignatureName = "manifest.sig"
	KeysName      = "keys/jwks.json"
	PEMName       = "keys/export-key.pem"
	VerifyName    = "VERIFY.txt"
)

// Manifest says what an export holds. It is signed as it stands, byte by byte.
type Manifest struct {
	Form     string       `json:"form"` // "vahti-export/1"
	Made     time.Time    `json:"made"`
	Tenant   string       `json:"tenant"`
	Language string       `json:"language"`
	Kinds    []Kind       `json:"kinds"`
	Formats  []Format     `json:"formats"`
	From     time.Time    `json:"from,omitzero"`
	To       time.Time    `json:"to,omitzero"`
	Whole    []Kind       `json:"notBoundedByPeriod"` // of which everything there is was exported
	LeftOut  []Left       `json:"leftOut"`            // what is kept of the tenant and no export holds
	Key      string       `json:"key"`                // by which it is signed
	Files    []FileRecord `json:"files"`              // all but the manifest and its signature
}

// FileRecord is what the manifest says of a file.
type FileRecord struct {
	Name    string `json:"name"`
	Size    int64  `json:"size"`    // bytes
	SHA256  string `json:"sha256"`  // hexadecimal
	Records int64  `json:"records"` // 0 for what holds none
}

const manifestForm = "vahti-export/1"

func (a *archive) manifest(p Plan, key string) ([]byte, error) {
	m := Manifest{Form: manifestForm, Made: p.At, Tenant: p.Tenant, Language: string(p.Language), Kinds: p.Kinds, Formats: append([]Format{}, p.Formats...),
		From: p.From, To: p.To, Whole: []Kind{}, LeftOut: LeftOut(p.Language), Key: key, Files: a.files}
	for _, k := range p.Kinds {
		if !k.Periodic() {
			m.Whole = append(m.Whole, k)
		}
	}
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return append(raw, '\n'), nil
}

// verifyText says how an export is verified.
func verifyText(address, key string) []byte {
	return []byte(strings.NewReplacer("{address}", address, "{key}", key).Replace(`How to verify this export
=========================

manifest.json lists every file with its size, its SHA-256 and the number of its
records. manifest.sig is Vahti's Ed25519 signature of manifest.json as it stands.
An export that broke off has neither.

1. The key. keys/export-key.pem is the public key with the ID
   {key}.
   Compare it with what Vahti publishes at
   {address}/export/keys
   (keys/jwks.json is a copy of it: "kid" is the ID, "x" the key in base64url).
   A key that came with the file proves nothing by itself.

2. The signature, with OpenSSL 3:

   openssl pkeyutl -verify -pubin -inkey keys/export-key.pem -rawin \
     -in manifest.json -sigfile manifest.sig

   It answers "Signature Verified Successfully".

3. The files:

   jq -r '.files[] | .sha256 + "  " + .name' manifest.json | sha256sum -c

4. The audit trail, where it is in the export. chain.ndjson holds the links of the
   chain that seals it. A link has the digest of each entry that it covers and, as
   "previous", the digest of the link before. An entry's digest in trail.ndjson is
   SHA-256 over its name and its fields in the order of their names (action, arrived,
   at, sealed, target, tenant). Before each part stands its length as eight bytes, the
   highest first; a field is two parts, its name and its value, which is "text " and
   the text, "time " and the microseconds since 1970, or "bytes " and the bytes.

Tables as CSV are separated by commas and are UTF-8. In findings.csv and trail.csv an
apostrophe stands before =, +, - and @ (and their full-width forms), and before tabs and
ends of lines, where they begin a field, and before the signs also behind a semicolon, a
tab or an end of a line within one: a spreadsheet would take what follows for a formula.
The NDJSON files hold every text as it is.

Vahti's own program does all four:

   go run vahti.ai/vahti/scripts/verifyexport -keys {address}/export/keys FILE.zip
`))
}
