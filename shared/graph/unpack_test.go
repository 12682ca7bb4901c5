package graph

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"sync"
	"testing"
)

// TestUnpacked reads answers one after the other by the same unpacker, whatever
// became of the one before.
func TestUnpacked(t *testing.T) {
	content := strings.Repeat(`{"id":"1"},`, 20000)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole := packed.String()
	damaged := []byte(whole)
	damaged[len(damaged)-6] ^= 1 // of the checksum
	tests := []struct {
		name, packed string
		fails        bool
	}{
		{"whole", whole, false},
		{"cut off", whole[:len(whole)/2], true},
		{"whole after one that was cut off", whole, false},
		{"damaged", string(damaged), true},
		{"not packed", content, true},
		{"whole after one that was not packed", whole, false},
	}
	var spares sync.Pool
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := &unpacked{packed: io.NopCloser(strings.NewReader(tt.packed)), spares: &spares}
			got, err := io.ReadAll(u)
			if tt.fails != (err != nil) {
				t.Errorf("got error %v, want one: %v", err, tt.fails)
			}
			if !tt.fails && string(got) != content {
				t.Errorf("got %d bytes, want the %d that were packed", len(got), len(content))
			}
			if err := u.Close(); err != nil {
				t.Fatal(err)
			}
			if n, err := u.Read(make([]byte, 1)); n != 0 || err == nil {
				t.Errorf("after the end got %d bytes, error %v", n, err)
			}
		})
	}
}
