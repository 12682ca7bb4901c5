package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
)

func TestRunServes(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data.db")
	for round := range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		out, line := io.Pipe()
		ended := make(chan error, 1)
		go func() { ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-data", data}, line) }()
		b := make([]byte, 200)
		n, err := out.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		host, ok := strings.CutPrefix(strings.TrimSpace(string(b[:n])), "export FIRESTORE_EMULATOR_HOST=")
		if !ok {
			t.Fatalf("got %q, want the line that tells clients where", b[:n])
		}
		t.Setenv("FIRESTORE_EMULATOR_HOST", host)
		c, err := firestore.NewClient(ctx, "p")
		if err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			if _, err := c.Doc("c/a").Create(ctx, map[string]any{"v": 1}); err != nil {
				t.Error(err)
			}
		} else if _, err := c.Doc("c/a").Get(ctx); err != nil {
			t.Errorf("what was written before the restart: %v", err)
		}
		_ = c.Close()
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("end: %v", err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("it did not end")
		}
	}
}

func TestRunRefuses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"busy port", []string{"-addr", l.Addr().String()}, "already in use"},
		{"unknown flag", []string{"-nonsense"}, "nonsense"},
		{"argument", []string{"extra"}, "unexpected argument"},
		{"unusable file", []string{"-data", t.TempDir()}, "open "},
		{"bad address", []string{"-addr", "nonsense"}, "address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			err := run(ctx, tt.args, io.Discard)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want an error that says %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("got %q, want one line", err)
			}
		})
	}
}

func TestRunHelp(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"-addr", "-data"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("got %q, want it to explain %s", out.String(), want)
		}
	}
}
