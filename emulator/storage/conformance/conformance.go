// Package conformance says in tests what Vahti relies on of Cloud Storage. The
// stand-in passes them, and so must any other server that takes its place.
package conformance

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"testing"
	"time"

	"cloud.google.com/go/storage"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/googleapi"
)

// unit is the smallest part of an upload in parts, in bytes.
const unit = 256 << 10

// Test runs the tests. connect returns a client and an empty bucket of the test's
// own; the client reads by JSON.
func Test(t *testing.T, connect func(t *testing.T) (*storage.Client, string)) {
	for name, test := range map[string]func(*testing.T, *storage.BucketHandle){
		"content":           content,
		"attributes":        attributes,
		"write conditions":  writeConditions,
		"read conditions":   readConditions,
		"delete":            deletion,
		"missing":           missing,
		"ranges":            ranges,
		"names":             names,
		"list":              list,
		"damaged on way":    damaged,
		"given up":          givenUp,
		"one writer wins":   oneWins,
		"read while put":    readWhilePut,
		"long list by page": pages,
	} {
		t.Run(name, func(t *testing.T) {
			client, bucket := connect(t)
			test(t, client.Bucket(bucket))
		})
	}
}

// put writes an object with parts of one unit, and returns what it is.
func put(t *testing.T, o *storage.ObjectHandle, content []byte, with func(*storage.Writer)) (*storage.ObjectAttrs, error) {
	t.Helper()
	w := o.NewWriter(t.Context())
	w.ChunkSize = unit
	if with != nil {
		with(w)
	}
	if _, err := w.Write(content); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return w.Attrs(), nil
}

func mustPut(t *testing.T, o *storage.ObjectHandle, content []byte) *storage.ObjectAttrs {
	t.Helper()
	attrs, err := put(t, o, content, nil)
	if err != nil {
		t.Fatalf("put %s: %v", o.ObjectName(), err)
	}
	return attrs
}

func get(t *testing.T, o *storage.ObjectHandle) ([]byte, error) {
	t.Helper()
	r, err := o.NewReader(t.Context())
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // what was read is checked
	return io.ReadAll(r)
}

// status returns the HTTP status of an error, 0 for another error.
func status(err error) int {
	var e *googleapi.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// counting is content in which every place differs from its neighbours.
func counting(n int) []byte {
	b := make([]byte, 0, n+8)
	for i := 0; len(b) < n; i++ {
		b = fmt.Append(b, i, ",")
	}
	return b[:n]
}

func content(t *testing.T, b *storage.BucketHandle) {
	for _, size := range []int{0, 1, 1000, unit - 1, unit, unit + 1, 2 * unit, 5*unit + 17} {
		want := counting(size)
		o := b.Object(fmt.Sprint("size/", size))
		attrs := mustPut(t, o, want)
		if attrs.Size != int64(size) {
			t.Errorf("%d bytes: got size %d", size, attrs.Size)
		}
		if got, err := get(t, o); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: got %d back, error %v", size, len(got), err)
		}
	}
}

func attributes(t *testing.T, b *storage.BucketHandle) {
	o := b.Object("a/b")
	body := counting(3 * unit)
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	began := time.Now()
	first, err := put(t, o, body, func(w *storage.Writer) {
		w.ContentType, w.CustomTime = "application/x-sealed", at
		w.Metadata = map[string]string{"mark": "0123"}
	})
	if err != nil {
		t.Fatal(err)
	}
	sum := md5.Sum(body)
	for how, get := range map[string]func() (*storage.ObjectAttrs, error){
		"written": func() (*storage.ObjectAttrs, error) { return first, nil },
		"asked":   func() (*storage.ObjectAttrs, error) { return o.Attrs(t.Context()) },
	} {
		a, err := get()
		if err != nil {
			t.Fatal(err)
		}
		type shown struct {
			Bucket, Name, ContentType string
			Size                      int64
			CRC32C                    uint32
			MD5                       []byte
			Metadata                  map[string]string
			CustomTime                time.Time
		}
		want := shown{b.BucketName(), "a/b", "application/x-sealed", int64(len(body)), crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)), sum[:], map[string]string{"mark": "0123"}, at}
		if diff := cmp.Diff(want, shown{a.Bucket, a.Name, a.ContentType, a.Size, a.CRC32C, a.MD5, a.Metadata, a.CustomTime.UTC()}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", how, diff)
		}
		if a.Generation != first.Generation || a.Generation <= 0 || a.Metageneration != 1 || a.Created.Sub(began).Abs() > time.Minute {
			t.Errorf("%s: got generation %d, metageneration %d, created %v", how, a.Generation, a.Metageneration, a.Created)
		}
	}
	second := mustPut(t, o, body)
	if second.Generation <= first.Generation || second.Metadata != nil || !second.CustomTime.IsZero() {
		t.Errorf("replaced: got generation %d after %d, metadata %v, own time %v", second.Generation, first.Generation, second.Metadata, second.CustomTime)
	}
}

func missing(t *testing.T, b *storage.BucketHandle) {
	o := b.Object("not/there")
	_, attrs := o.Attrs(t.Context())
	_, read := get(t, o)
	for what, err := range map[string]error{"attributes": attrs, "read": read, "delete": o.Delete(t.Context())} {
		if !errors.Is(err, storage.ErrObjectNotExist) {
			t.Errorf("%s: got %v, want that it does not exist", what, err)
		}
	}
}

func ranges(t *testing.T, b *storage.BucketHandle) {
	body := counting(1000)
	o := b.Object("o")
	mustPut(t, o, body)
	tests := []struct {
		name           string
		offset, length int64
		want           []byte
		status         int
	}{
		{name: "the beginning", offset: 0, length: 10, want: body[:10]},
		{name: "the middle", offset: 500, length: 100, want: body[500:600]},
		{name: "from there on", offset: 990, length: -1, want: body[990:]},
		{name: "past the end", offset: 990, length: 100, want: body[990:]},
		{name: "the last", offset: -5, length: -1, want: body[995:]},
		{name: "more than there is", offset: -5000, length: -1, want: body},
		{name: "behind the end", offset: 1000, length: -1, status: http.StatusRequestedRangeNotSatisfiable},
	}
	for _, tt := range tests {
		r, err := o.NewRangeReader(t.Context(), tt.offset, tt.length)
		if status(err) != tt.status || err != nil && tt.status == 0 {
			t.Errorf("%s: got %v, want status %d", tt.name, err, tt.status)
		}
		if err != nil {
			continue
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, tt.want) || r.Attrs.Size != int64(len(body)) {
			t.Errorf("%s: got %q of %d, %v, want %q", tt.name, got, r.Attrs.Size, err, tt.want)
		}
		_ = r.Close()
	}
}
