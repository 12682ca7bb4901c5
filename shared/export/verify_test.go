package export

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rezipped makes a ZIP of files.
func rezipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range sortedNames(files) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestVerify finds what was changed in an export.
func TestVerify(t *testing.T) {
	other, err := NewKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := ParseKey(other)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		change func(map[string]string)
		keys   []PublicKey
		fails  error
		says   string
	}{
		{name: "as it was", change: func(map[string]string) {}},
		{name: "a record changed", change: func(f map[string]string) {
			f["members.ndjson"] = strings.Replace(f["members.ndjson"], "owner", "admin", 1)
		}, says: "members.ndjson was changed"},
		{name: "a file removed", change: func(f map[string]string) { delete(f, "keys.ndjson") }, says: "keys.ndjson is missing"},
		{name: "a file added", change: func(f map[string]string) { f["more.txt"] = "x" }, says: "more.txt is not in the manifest"},
		{name: "the manifest changed", change: func(f map[string]string) {
			f[ManifestName] = strings.Replace(f[ManifestName], tenantID, "tzzzz", 1)
		}, fails: ErrSignature},
		{name: "no signature", change: func(f map[string]string) { delete(f, SignatureName) }, fails: ErrUnsigned},
		{name: "a longer signature", change: func(f map[string]string) { f[SignatureName] += "x" }, fails: ErrSignature},
		{name: "another's key", change: func(map[string]string) {}, keys: stranger.Public(), fails: ErrSignature},
	}
	_, raw := export(t, testPlan(), testSource(9))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := opened(t, raw)
			tt.change(files)
			keys := tt.keys
			if keys == nil {
				keys = testKey(t).Public()
			}
			changed := rezipped(t, files)
			v, err := Verify(bytes.NewReader(changed), int64(len(changed)), keys)
			if !errors.Is(err, tt.fails) {
				t.Fatalf("got %v, want %v", err, tt.fails)
			}
			if tt.fails == nil && (tt.says == "" && len(v.Problems) > 0 || tt.says != "" && !slices.Contains(v.Problems, tt.says)) {
				t.Errorf("got %q, want %q", v.Problems, tt.says)
			}
			if tt.says == "" && tt.fails == nil && (v.Links != 2 || v.Entries != 2 || v.Waiting != 1 || v.Records == 0) {
				t.Errorf("got %+v", v)
			}
		})
	}
}

// TestVerifyChain finds what is wrong with the audit trail, though the manifest is right.
func TestVerifyChain(t *testing.T) {
	tests := []struct {
		name    string
		entries func([]*Entry) []*Entry
		links   func([]Record) []Record
		says    string
	}{
		{"an entry changed", func(e []*Entry) []*Entry { e[0].Action = "key.created"; return e }, nil, "entry entry-0 of the audit trail was changed"},
		{"an entry changed with its digest", func(e []*Entry) []*Entry {
			e[1].Target = "keys/k2"
			e[1].Digest = entryDigest(e[1])
			return e
		}, nil, "entry entry-1 of the audit trail was changed"},
		{"an entry damaged", func(e []*Entry) []*Entry { e[0].Damaged = true; return e }, nil, "entry entry-0 of the audit trail cannot be read"},
		{"a link changed", nil, func(l []Record) []Record { link(l, 0).Names[0] = "entry-7"; return l }, "link 1 of the audit trail's chain was changed"},
		{"a link that Vahti did not write", nil, func(l []Record) []Record { link(l, 1).Sound = false; return l }, "link 2 of the audit trail's chain was changed"},
		{"a link that goes on from another", nil, func(l []Record) []Record {
			link(l, 1).Previous = "00"
			link(l, 1).Digest, _ = linkDigest(link(l, 1))
			return l
		}, "link 2 of the audit trail's chain does not go on from the one before"},
		{"a link missing", nil, func(l []Record) []Record {
			link(l, 1).Number = 3
			link(l, 1).Digest, _ = linkDigest(link(l, 1))
			return l
		}, "a link of the audit trail's chain is missing before 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := testSource(1)
			if tt.entries != nil {
				s.Entries = func(context.Context) iter.Seq2[*Entry, error] { return each(tt.entries(testEntries())) }
			}
			if tt.links != nil {
				s.More[Chain] = func(context.Context) iter.Seq2[Record, error] { return each(tt.links(testLinks())) }
			}
			_, raw := export(t, testPlan(), s)
			v, err := Verify(bytes.NewReader(raw), int64(len(raw)), testKey(t).Public())
			if err != nil || !slices.Contains(v.Problems, tt.says) {
				t.Errorf("got %q, %v, want %q", v.Problems, err, tt.says)
			}
		})
	}
}

func link(list []Record, i int) *Link {
	l, _ := list[i].(*Link)
	return l
}

// TestOpenSSL verifies an export by the commands of its VERIFY.txt.
func TestOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("there is no openssl on this machine")
	}
	_, raw := export(t, testPlan(), testSource(3))
	dir := t.TempDir()
	files := opened(t, raw)
	for _, name := range []string{ManifestName, SignatureName, PEMName} {
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	verify := func() (string, error) {
		c := exec.CommandContext(t.Context(), openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "export-key.pem", "-rawin", "-in", ManifestName, "-sigfile", SignatureName)
		c.Dir = dir
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := verify(); err != nil || !strings.Contains(out, "Verified Successfully") {
		t.Errorf("got %q, %v", out, err)
	}
	if err := os.WriteFile(filepath.Join(dir, ManifestName), []byte(files[ManifestName]+" "), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := verify(); err == nil {
		t.Errorf("a changed manifest: got %q", out)
	}
}

func FuzzVerify(f *testing.F) {
	var b bytes.Buffer
	p := testPlan()
	p.Kinds, p.Formats = []Kind{Trail}, nil
	if _, err := Write(f.Context(), &b, p, testSource(1), testKey(f)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("PK\x05\x06"))
	keys := testKey(f).Public()
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := Verify(bytes.NewReader(raw), int64(len(raw)), keys)
		if err == nil && len(v.Problems) == 0 && v.Manifest.Tenant != tenantID {
			t.Error("something else than what was signed was taken for sound")
		}
	})
}

func FuzzParseJWKS(f *testing.F) {
	set, err := JWKS(testKey(f).Public())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(set)
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		keys, err := ParseJWKS(raw)
		if err == nil && len(keys) == 0 {
			t.Error("no key and no error")
		}
	})
}

// TestKeys makes a key in place of another and still knows that one.
func TestKeys(t *testing.T) {
	first, err := NewKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := NewKey(first)
	if err != nil {
		t.Fatal(err)
	}
	a, err := ParseKey(first)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseKey(second)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Public()) != 2 || b.Public()[1].ID != a.Public()[0].ID || b.Public()[0].ID == a.Public()[0].ID {
		t.Error("the earlier key is not known")
	}
	if strings.Count(string(second), "PRIVATE") != 2 {
		t.Error("the earlier private key was kept")
	}
	set, err := JWKS(b.Public())
	if err != nil {
		t.Fatal(err)
	}
	read, err := ParseJWKS(set)
	if err != nil || len(read) != 2 || read[1].ID != a.Public()[0].ID || !read[0].Key.Equal(b.Public()[0].Key) {
		t.Errorf("got %d keys, %v", len(read), err)
	}
	for _, bad := range []string{"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"} {
		if _, err := ParseKey([]byte(bad)); err == nil || strings.Contains(err.Error(), "AAAA") {
			t.Errorf("%q: got %v", bad, err)
		}
	}
	pub, err := a.Public()[0].PEM()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseKey(pub); err == nil {
		t.Error("a public key alone was taken")
	}
}
