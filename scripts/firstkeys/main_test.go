package main

import (
	"bytes"
	"path/filepath"
	"testing"

	"vahti.ai/vahti/emulator/secretmanager"
)

func TestRun(t *testing.T) {
	vault, err := secretmanager.Open(secretmanager.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: "p"})
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Close()
	addr, err := vault.Serve("owner", nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		var out bytes.Buffer
		if err := run(t.Context(), []string{"-project", "p", "-endpoint", "http://" + addr}, &out); err != nil || out.Len() == 0 {
			t.Fatalf("got %q, %v", out.String(), err)
		}
	}
	if err := run(t.Context(), []string{"-project", "p", "-endpoint", "http://" + addr, "-export-key"}, &bytes.Buffer{}); err != nil {
		t.Errorf("another key of exports: %v", err)
	}
	for _, args := range [][]string{{}, {"-project", "p", "more"}, {"-what"}, {"-project", "p", "-endpoint", "http://192.0.2.1:1"}} {
		if err := run(t.Context(), args, &bytes.Buffer{}); err == nil {
			t.Errorf("%v: got no error", args)
		}
	}
}
