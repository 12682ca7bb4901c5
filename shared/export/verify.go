package export

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Why an export is refused as a whole.
var (
	ErrBroken    = errors.New("this is no whole export: it broke off, or is no ZIP")
	ErrUnsigned  = errors.New("the export has no manifest with a signature: it broke off, or is none of Vahti's")
	ErrSignature = errors.New("the signature is not by any of the keys")
)

// maxManifest bounds what is read of a manifest, in bytes.
const maxManifest = 4 << 20

// Verdicts says what Verify found.
type Verdicts struct {
	Manifest Manifest
	Files    int
	Records  int64
	Links    int // of the chain of the audit trail
	Entries  int // that a link covers
	// Waiting are entries that no exported link covers: they were too new, or their link
	// lies outside of the period.
	Waiting int
	// Problems are sentences; none for a sound export.
	Problems []string
}

// Verify compares an export with its manifest, the manifest with its signature by one of
// the keys, and the audit trail in it with its chain. It holds a line at a time, but for
// the digests of the trail's entries.
func Verify(r io.ReaderAt, size int64, keys []PublicKey) (Verdicts, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Verdicts{}, ErrBroken
	}
	files := map[string]*zip.File{}
	var v Verdicts
	for _, f := range z.File {
		if files[f.Name] != nil {
			v.tell("%s is there twice", f.Name)
		}
		files[f.Name] = f
	}
	raw, err1 := content(files[ManifestName], maxManifest)
	signature, err2 := content(files[SignatureName], ed25519.SignatureSize+1)
	if err1 != nil || err2 != nil {
		return v, ErrUnsigned
	}
	if json.Unmarshal(raw, &v.Manifest) != nil || v.Manifest.Form != manifestForm {
		return v, ErrUnsigned
	}
	signed := slices.ContainsFunc(keys, func(k PublicKey) bool {
		return k.ID == v.Manifest.Key && ed25519.Verify(k.Key, raw, signature)
	})
	if !signed {
		return v, ErrSignature
	}
	v.compare(files)
	return v, v.chain(files)
}

func (v *Verdicts) tell(format string, args ...any) {
	const most = 100
	if len(v.Problems) < most {
		v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
	}
}

// content reads a small file.
func content(f *zip.File, most int64) ([]byte, error) {
	if f == nil {
		return nil, ErrUnsigned
	}
	r, err := f.Open()
	if err != nil {
		return nil, ErrBroken
	}
	defer func() { _ = r.Close() }()
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil || int64(len(raw)) > most {
		return nil, ErrBroken
	}
	return raw, nil
}

// compare compares the files with what the manifest says of them.
func (v *Verdicts) compare(files map[string]*zip.File) {
	listed := map[string]bool{ManifestName: true, SignatureName: true}
	for _, want := range v.Manifest.Files {
		listed[want.Name] = true
		f := files[want.Name]
		if f == nil {
			v.tell("%s is missing", want.Name)
			continue
		}
		v.Files++
		v.Records += want.Records
		size, sum, err := digestOf(f)
		if err != nil || size != want.Size || sum != want.SHA256 {
			v.tell("%s was changed", want.Name)
		}
	}
	for name := range files {
		if !listed[name] {
			v.tell("%s is not in the manifest", name)
		}
	}
}

func digestOf(f *zip.File) (int64, string, error) {
	r, err := f.Open()
	if err != nil {
		return 0, "", ErrBroken
	}
	defer func() { _ = r.Close() }()
	h := sha256.New()
	n, err := io.Copy(h, r) //nolint:gosec // nothing is kept of it
	return n, hex.EncodeToString(h.Sum(nil)), err
}

// chain verifies the audit trail by its links.
func (v *Verdicts) chain(files map[string]*zip.File) error {
	trail, links := files[string(Trail)+".ndjson"], files[string(Chain)+".ndjson"]
	if trail == nil || links == nil {
		return nil
	}
	covered := map[string]string{} // digest by name
	var before *Link
	err := eachLine(links, func(l *Link) {
		v.Links++
		v.link(before, l)
		before = l
		for i, name := range l.Names {
			if i < len(l.Digests) {
				covered[name] = l.Digests[i]
			}
		}
	})
	if err != nil {
		return err
	}
	return eachLine(trail, func(e *Entry) {
		want, sealed := covered[e.Name]
		switch digest := entryDigest(e); {
		case e.Damaged:
			v.tell("entry %s of the audit trail cannot be read", e.Name)
		case digest != e.Digest || sealed && digest != want:
			v.tell("entry %s of the audit trail was changed", e.Name)
		case sealed:
			v.Entries++
		default:
			v.Waiting++
		}
	})
}

// link verifies one link and that it goes on from the one before.
func (v *Verdicts) link(before, l *Link) {
	digest, err := linkDigest(l)
	switch {
	case err != nil || digest != l.Digest || !l.Sound:
		v.tell("link %d of the audit trail's chain was changed", l.Number)
	case before == nil:
	case l.Number != before.Number+1:
		v.tell("a link of the audit trail's chain is missing before %d", l.Number)
	case l.Previous != before.Digest:
		v.tell("link %d of the audit trail's chain does not go on from the one before", l.Number)
	}
}

// maxLine bounds a line of an NDJSON file, in bytes: more than any record has.
const maxLine = 16 << 20

// eachLine reads an NDJSON file.
func eachLine[T any](f *zip.File, do func(*T)) error {
	r, err := f.Open()
	if err != nil {
		return ErrBroken
	}
	defer func() { _ = r.Close() }()
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, block), maxLine)
	for lines.Scan() {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		v := new(T)
		if json.Unmarshal(lines.Bytes(), v) != nil {
			return fmt.Errorf("%s is not in the expected form", f.Name)
		}
		do(v)
	}
	if lines.Err() != nil {
		return fmt.Errorf("%s cannot be read", f.Name)
	}
	return nil
}
