package document

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// MaxSealed is the largest sealed part of a document, in bytes: a document holds
// a mebibyte in all.
const MaxSealed = 1 << 20 / 10 * 9

// maxUnpacked bounds what Unpack returns, in bytes.
const maxUnpacked = 64 << 20

// Pack compresses what is to be sealed.
func Pack(plain []byte) ([]byte, error) {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return buf.Bytes(), nil
}

var errPacked = errors.New("not in the expected form")

// Unpack returns what Pack was given.
func Unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errPacked
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
	if err != nil {
		return nil, errPacked
	}
	return plain, nil
}
