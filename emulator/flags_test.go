package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadCommandLines wants one plain sentence that names what is wrong.
func TestBadCommandLines(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	good := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "One")
	twin := writeTenant(t, t.TempDir(), "11111111-2222-4333-8444-555555555555", "Two")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"unknown flag", []string{"-nonsense"}, "-nonsense"},
		{"an argument", []string{"please"}, "please"},
		{"unknown fault", []string{"-fault", "graph.418=0.1"}, "graph.418"},
		{"quota that is neither on nor off", []string{"-fault", "graph.quota=1"}, "graph.quota"},
		{"firestore slow without a unit", []string{"-fault", "firestore.slow=1"}, "firestore.slow"},
		{"tenants that are no number", []string{"-synth", "manyx20"}, "manyx20"},
		{"tenants without users", []string{"-synth", "10x"}, "10x"},
		{"no tenants", []string{"-synth", "0x5"}, "-synth"},
		{"fault beyond one", []string{"-fault", "kill=2"}, "kill"},
		{"fault without a value", []string{"-fault", "kill"}, "kill"},
		{"fault that is no number", []string{"-fault", "graph.429=NaN"}, "graph.429"},
		{"slow without a unit", []string{"-fault", "graph.slow=200"}, "graph.slow"},
		{"users that are no number", []string{"-synth", "many"}, "many"},
		{"no users", []string{"-synth", "0"}, "-synth"},
		{"seed that is no number", []string{"-seed", "x"}, "-seed"},
		{"missing folder", []string{"-tenant", "/does/not/exist"}, "/does/not/exist"},
		{"missing folder of tenants", []string{"-tenants", "/does/not/exist"}, "/does/not/exist"},
		{"a file for a folder", []string{"-tenant", file}, file},
		{"address without a port", []string{"-addr", "127.0.0.1"}, "127.0.0.1"},
		{"busy port", []string{"-addr", busy.Addr().String(), "-tenant", good}, busy.Addr().String()},
		{"data that is a file", []string{"-data", file, "-tenant", good}, file},
		{"same tenant twice", []string{"-tenant", good, "-tenant", twin}, "same tenant"},
		{"live and recorded", []string{"-live", "x", "-tenant", good}, "-live"},
		{"live without credentials", []string{"-live", "x"}, "AZURE_CLIENT_ID"},
	}
	t.Setenv("AZURE_CLIENT_ID", "")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := once(t, tt.args...)
			if r.code == 0 {
				t.Error("exit code 0")
			}
			if lines := strings.Split(strings.TrimSpace(r.stderr), "\n"); len(lines) != 1 || !strings.Contains(lines[0], tt.want) {
				t.Errorf("got %q, want one sentence with %q", r.stderr, tt.want)
			}
		})
	}
}

func FuzzParseFaults(f *testing.F) {
	f.Add("graph.429=0.2,graph.slow=200ms,vertex.links=1")
	f.Add("kill=,=0")
	f.Fuzz(func(t *testing.T, spec string) {
		got, err := parseFaults(spec)
		if err != nil {
			return
		}
		for name, p := range got.probabilities() {
			if !(*p >= 0 && *p <= 1) {
				t.Errorf("%q gives %s the probability %v", spec, name, *p)
			}
		}
	})
}
