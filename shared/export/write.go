package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
)

// Made says what an export held.
type Made struct {
	Manifest string // SHA-256 of the manifest, hexadecimal
	Records  map[Kind]int64
	Files    int
	Bytes    int64 // of all files before they are compressed
}

// Write writes an export as a ZIP, as a stream, from the verification text at its
// beginning to the signed manifest and the directory at its end. What fails on the way
// leaves a ZIP without either. It holds what a source yields for as long as it takes to
// write it.
func Write(ctx context.Context, w io.Writer, p Plan, s Source, k *Key) (Made, error) {
	p, err := p.Clean()
	if err != nil {
		return Made{}, err
	}
	x := &writer{archive: newArchive(w, p.At), plan: p, source: s, made: Made{Records: map[Kind]int64{}}}
	if err := x.preface(k); err != nil {
		return Made{}, err
	}
	for _, kind := range p.Kinds {
		if err := x.kind(ctx, kind); err != nil {
			return Made{}, err
		}
	}
	if p.wants(Report) {
		if err := x.add("report.html", func(f *file) error { return x.report(ctx, f) }); err != nil {
			return Made{}, err
		}
	}
	if s.Whole != nil {
		if err := s.Whole(ctx); err != nil {
			return Made{}, fmt.Errorf("see whether everything was read: %w", err)
		}
	}
	return x.finish(k)
}

// writer is an export under way.
type writer struct {
	*archive
	plan   Plan
	source Source
	checks map[string]*Check
	made   Made
	// counted are the findings of the period, once they have been written.
	counted *counts
}

// preface writes how the export is verified and what its records look like, and
// passes it on: whoever waits sees that it begins.
func (x *writer) preface(k *Key) error {
	signer := k.public[0]
	set, err := JWKS(k.public)
	if err != nil {
		return err
	}
	text, err := signer.PEM()
	if err != nil {
		return err
	}
	if err := x.whole(VerifyName, verifyText(x.plan.Address, signer.ID)); err != nil {
		return err
	}
	if err := x.flush(); err != nil {
		return err
	}
	if err := x.whole(KeysName, set); err != nil {
		return err
	}
	if err := x.whole(PEMName, text); err != nil {
		return err
	}
	x.checks = map[string]*Check{}
	for i, c := range x.source.Checks {
		x.checks[c.ID] = &x.source.Checks[i]
	}
	return nil
}

// check returns what is known of a check; of one that is no longer made, its ID.
func (x *writer) check(id string) *Check {
	if c := x.checks[id]; c != nil {
		return c
	}
	return &Check{ID: id}
}

// kind writes the files of a kind.
func (x *writer) kind(ctx context.Context, k Kind) error {
	schema, err := SchemaOf(k)
	if err != nil {
		return err
	}
	if err := x.whole("schemas/"+string(k)+".schema.json", schema); err != nil {
		return err
	}
	if err := x.lines(ctx, k); err != nil {
		return err
	}
	switch k {
	case Findings:
		return x.findings(ctx)
	case Trail:
		if x.plan.wants(CSV) {
			if err := x.trail(ctx); err != nil {
				return err
			}
		}
		return x.kind(ctx, Chain)
	}
	return nil
}

// lines writes a kind's records as NDJSON.
func (x *writer) lines(ctx context.Context, k Kind) error {
	return x.add(string(k)+".ndjson", func(f *file) error {
		if k == Findings { // without a box for each
			x.counted = &counts{}
			err := through(ctx, f, x.source.Findings(ctx), func(b []byte, r *Finding) []byte {
				x.counted.add(r)
				return append(r.AppendJSON(b), '\n')
			})
			x.made.Records[k] = f.records
			return err
		}
		err := through(ctx, f, x.source.records(ctx, k), func(b []byte, r Record) []byte { return append(r.AppendJSON(b), '\n') })
		x.made.Records[k] = f.records
		return err
	})
}

// through appends records to a file, one after the other.
func through[R any](ctx context.Context, f *file, of iter.Seq2[R, error], add func([]byte, R) []byte) error {
	for r, err := range of {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("read what is exported: %w", err)
		}
		f.b = add(f.b, r)
		f.records++
		if err := f.full(); err != nil {
			return err
		}
	}
	return nil
}

// findings writes the findings in the further formats.
func (x *writer) findings(ctx context.Context) error {
	for _, format := range x.plan.Formats {
		var err error
		switch format {
		case CSV:
			err = x.add("findings.csv", func(f *file) error { return x.csv(ctx, f) })
		case XLSX:
			err = x.add("findings.xlsx", func(f *file) error { return x.xlsx(ctx, f) })
		case SARIF:
			err = x.add("findings.sarif", func(f *file) error { return x.sarif(ctx, f) })
		case OCSF:
			err = x.add("findings.ocsf.ndjson", func(f *file) error { return x.ocsf(ctx, f) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *writer) csv(ctx context.Context, f *file) error {
	all := columns()
	for i, c := range all {
		if i > 0 {
			f.b = append(f.b, ',')
		}
		f.b = append(f.b, c.name...)
	}
	f.b = append(f.b, "\r\n"...)
	return through(ctx, f, x.source.Findings(ctx), func(b []byte, r *Finding) []byte { return appendRow(b, all, r) })
}

func (x *writer) xlsx(ctx context.Context, f *file) error {
	book := newWorkbook(f, x.at, maxRows)
	for r, err := range x.source.Findings(ctx) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("read what is exported: %w", err)
		}
		f.records++
		if err := book.add(r); err != nil {
			return err
		}
	}
	return book.close(func() error { return x.seam(f) })
}

func (x *writer) sarif(ctx context.Context, f *file) error {
	var s sarif
	f.b = s.head(f.b, x.plan, x.source.Checks)
	err := through(ctx, f, x.source.Findings(ctx), func(b []byte, r *Finding) []byte {
		if f.records > 0 {
			b = append(b, ",\n"...)
		}
		return s.result(b, r)
	})
	f.b = append(f.b, sarifTail...)
	return err
}

func (x *writer) ocsf(ctx context.Context, f *file) error {
	return through(ctx, f, x.source.Findings(ctx), func(b []byte, r *Finding) []byte {
		return append(appendOCSF(b, x.plan, x.check(r.Check), r), '\n')
	})
}

// trail writes the audit trail as CSV.
func (x *writer) trail(ctx context.Context) error {
	return x.add("trail.csv", func(f *file) error {
		for i, name := range entryColumns() {
			if i > 0 {
				f.b = append(f.b, ',')
			}
			f.b = append(f.b, name...)
		}
		f.b = append(f.b, "\r\n"...)
		return through(ctx, f, x.source.Entries(ctx), appendEntry)
	})
}

// finish writes the manifest with its signature, and the directory.
func (x *writer) finish(k *Key) (Made, error) {
	raw, err := x.manifest(x.plan, k.public[0].ID)
	if err != nil {
		return Made{}, err
	}
	for _, f := range x.files {
		x.made.Bytes += f.Size
	}
	x.made.Files = len(x.files)
	sum := sha256.Sum256(raw)
	x.made.Manifest = hex.EncodeToString(sum[:])
	if err := x.whole(ManifestName, raw); err != nil {
		return Made{}, err
	}
	if err := x.whole(SignatureName, k.sign(raw)); err != nil {
		return Made{}, err
	}
	return x.made, x.close()
}
