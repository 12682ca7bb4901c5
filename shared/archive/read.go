package archive

import (
	"context"
	"errors"
	"fmt"
	"io"

	"cloud.google.com/go/storage"
	"github.com/klauspost/compress/zstd"
)

// Reader reads one object. It is not safe for concurrent use.
type Reader struct {
	ctx     context.Context
	tenant  *Tenant
	source  *storage.Reader
	opener  opener
	decoder *zstd.Decoder // nil once it is given back
}

var _ io.ReadCloser = (*Reader)(nil)

// Open begins to read an object; ErrNotFound when there is none, and without a key
// seal.ErrNoKey. Whether it is damaged shows while it is read. The context holds
// until the reader is closed.
func (t *Tenant) Open(ctx context.Context, name string) (*Reader, error) {
	object, key, err := t.place(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open object: %w", err)
	}
	source, err := object.NewReader(ctx)
	if errors.Is(err, storage.ErrObjectNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, failed(ctx, "open object", err)
	}
	decoder, err := t.bucket.decoders.take()
	if err != nil {
		_ = source.Close()
		return nil, fmt.Errorf("open object: %w", err)
	}
	r := &Reader{ctx: ctx, tenant: t, source: source, decoder: decoder, opener: opener{key: key, name: name, source: source}}
	if err := decoder.Reset(&r.opener); err != nil {
		_ = r.Close()
		return nil, fmt.Errorf("open object: %w", r.failure(err))
	}
	return r, nil
}

// Generation tells the writings of a name apart; Replace takes it.
func (r *Reader) Generation() int64 { return r.source.Attrs.Generation }

// Read implements io.Reader. What it returned before an error was sealed here, but
// only io.EOF says that it was the whole; ErrDamaged says that it was not.
func (r *Reader) Read(p []byte) (int, error) {
	if r.decoder == nil {
		return 0, errors.New("read object: closed")
	}
	n, err := r.decoder.Read(p)
	if err == nil {
		return n, nil
	}
	return n, r.failure(err)
}

// failure returns Reader's own error for one of the decoder.
func (r *Reader) failure(err error) error {
	switch cause := r.opener.err; {
	case errors.Is(cause, ErrDamaged):
		return ErrDamaged
	case cause != nil && !errors.Is(cause, io.EOF):
		return failed(r.ctx, "read object", cause)
	case errors.Is(cause, io.EOF) && errors.Is(err, io.EOF):
		return io.EOF
	}
	return ErrDamaged // sealed by us, yet not as compression leaves it
}

// Close ends the reading.
func (r *Reader) Close() error {
	if r.decoder == nil {
		return nil
	}
	_ = r.decoder.Reset(nil)
	r.tenant.bucket.decoders.give(r.decoder)
	r.decoder = nil
	return r.source.Close()
}
