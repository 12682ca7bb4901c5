package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"cloud.google.com/go/storage"
)

const (
	// partSize is how much of a large object goes with one request, in bytes, and is
	// held to be repeated.
	partSize = 1 << 20
	// partUnit is what the size of a part is a multiple of; Cloud Storage's rule.
	partUnit = 256 << 10
	// markKey is under which name in an object's metadata its mark stands.
	markKey = "mark"
	// contentType keeps Cloud Storage and its client from guessing.
	contentType = "application/octet-stream"
)

var errClosed = errors.New("write object: closed")

// Writer writes one object. Nothing can be seen of it before Close; whoever makes
// one calls Close or Abort. It is not safe for concurrent use.
type Writer struct {
	ctx       context.Context
	cancel    context.CancelFunc
	bucket    *Bucket
	object    *storage.ObjectHandle
	condition *storage.Conditions // nil for none
	upload    *storage.Writer     // nil until the first chunk is ready
	sealer    sealer
	press     *press // nil once it is given back
	err       error  // what every further call returns
}

var _ io.WriteCloser = (*Writer)(nil)

// Create begins an object, which replaces the one of the same name when it is
// closed. The context holds until then. Without a key it returns seal.ErrNoKey.
func (t *Tenant) Create(ctx context.Context, name string) (*Writer, error) {
	object, key, err := t.place(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("create object: %w", err)
	}
	press, err := t.bucket.presses.take()
	if err != nil {
		return nil, fmt.Errorf("create object: %w", err)
	}
	w := &Writer{bucket: t.bucket, object: object, press: press, sealer: sealer{key: key, name: name, mark: newMark(), buf: press.buf[:0]}}
	w.ctx, w.cancel = context.WithCancel(ctx)
	w.sealer.send = w.send
	press.Reset(&w.sealer)
	return w, nil
}

// Replace writes a whole object in place of the generation that was read before,
// 0 where there was none. Where another stands there by now it changes nothing and
// returns ErrChanged.
func (t *Tenant) Replace(ctx context.Context, name string, generation int64, content []byte) error {
	w, err := t.Create(ctx, name)
	if err != nil {
		return err
	}
	w.condition = &storage.Conditions{GenerationMatch: generation, DoesNotExist: generation == 0}
	if _, err := w.Write(content); err != nil {
		w.Abort()
		return err
	}
	return w.Close()
}

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.press.Write(p)
	return n, w.note(err)
}

// Close ends the object; without an error it can be read from now on. After an
// error it cannot, unless only the answer was lost.
func (w *Writer) Close() error {
	if w.err != nil {
		w.Abort()
		return w.err
	}
	err := w.note(w.press.Close())
	if err == nil {
		err = w.note(w.sealer.chunk(true))
	}
	if err == nil {
		if err = w.upload.Close(); err != nil {
			err = w.note(w.settle(err))
		}
	}
	if err == nil {
		w.err = errClosed
	}
	w.Abort()
	return err
}

// Abort gives the object up and waits until nothing of it can appear any more.
// After Close it does nothing.
func (w *Writer) Abort() {
	if w.press == nil {
		return
	}
	w.cancel()
	if w.upload != nil {
		_ = w.upload.Close() // waits; with its context ended it stores nothing
	}
	w.press.Reset(nil)
	w.press.buf, w.sealer.buf = w.sealer.buf, nil
	w.bucket.presses.give(w.press)
	w.press = nil
	if w.err == nil {
		w.err = errClosed
	}
}

// note keeps the first error for the calls that follow; compression may hand on
// another one than it was given.
func (w *Writer) note(err error) error {
	if w.err == nil && err != nil {
		w.err = fmt.Errorf("write object: %w", err)
	}
	return w.err
}

// send uploads a chunk.
func (w *Writer) send(head, sealed []byte, last bool) error {
	if w.upload == nil {
		object := w.object
		if w.condition != nil {
			object = object.If(*w.condition)
		}
		w.upload = object.NewWriter(w.ctx)
		w.upload.ContentType = contentType
		w.upload.Metadata = map[string]string{markKey: w.sealer.mark.String()}
		w.upload.ChunkRetryDeadline = patience
		w.upload.ChunkSize = partSize
		if last { // the whole of a small object: the upload's buffer need not be larger
			w.upload.ChunkSize = ((len(head)+len(sealed))/partUnit + 1) * partUnit
		}
		if strings.HasPrefix(w.sealer.name, Journal) {
			w.upload.CustomTime = w.bucket.now() // what the bucket's rule counts from
		}
	}
	for _, part := range [][]byte{head, sealed} {
		if _, err := w.upload.Write(part); err != nil {
			return w.note(w.settle(err))
		}
	}
	return nil
}

// settle turns the error of an upload into Writer's own. A refused condition may
// be the work of an earlier try whose answer was lost: then there is no error.
func (w *Writer) settle(err error) error {
	if w.condition == nil || statusOf(err) != http.StatusPreconditionFailed {
		return failed(w.ctx, "upload", err)
	}
	stands, err := w.object.Attrs(w.ctx)
	switch {
	case errors.Is(err, storage.ErrObjectNotExist):
		return ErrChanged
	case err != nil:
		return failed(w.ctx, "look at the object", err)
	case stands.Metadata[markKey] != w.sealer.mark.String():
		return ErrChanged
	}
	return nil
}
