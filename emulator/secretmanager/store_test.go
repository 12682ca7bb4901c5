package secretmanager

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	client "cloud.google.com/go/secretmanager/apiv1"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

// childPath names the variable that makes the test binary a process that stores secrets until it is killed.
const childPath = "SECRETMANAGER_TEST_PATH"

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		s, err := Open(Config{Path: path, Project: "vahti-test"})
		if err != nil {
			panic(err)
		}
		addr, err := s.Serve("operator", nil)
		if err != nil {
			panic(err)
		}
		fmt.Println(addr)
		_, _ = os.Stdin.Read(make([]byte, 1))
		return
	}
	os.Exit(m.Run())
}

func TestSurvivesKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childPath+"="+path)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var addr string
	if _, err := fmt.Fscanln(out, &addr); err != nil {
		t.Fatal(err)
	}
	c, err := client.NewClient(t.Context(), option.WithEndpoint(addr), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatal(err)
	}
	mustSeed(t, c, "kept", "one", "two")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	_ = c.Close()
	orphan := filepath.Join(path+".payloads", "999")
	if err := os.WriteFile(orphan, []byte("orphan"), 0o600); err != nil {
		t.Fatal(err)
	}

	again := dial(t, open(t, path), nil)
	if value, err := access(again, t.Context(), "kept", "latest"); err != nil || value != "two" {
		t.Errorf("after the kill: got %q, %v, want two", value, err)
	}
	if _, err := os.Stat(orphan); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("payload without a version: got %v, want it removed", err)
	}
	for _, name := range []string{path, filepath.Join(path+".payloads", "1")} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode of %s: got %v, %v, want 0600", name, info, err)
		}
	}
}

func FuzzParseVersion(f *testing.F) {
	for _, seed := range []string{"projects/p/secrets/a/versions/1", "projects/p/secrets/a/versions/latest", "/versions/", "a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		id, number, err := parseVersion(name, "p")
		if err == nil && number > 0 && versionName("p", id, number) != name {
			t.Errorf("parseVersion(%q): got %q and %d, which name %q", name, id, number, versionName("p", id, number))
		}
	})
}

func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{"name:a", `labels.k="v" AND state=ENABLED`, " AND ", `a="`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		terms, err := parseFilter(filter)
		if err != nil && status.Code(err) != codes.InvalidArgument {
			t.Errorf("parseFilter(%q): got %v, want InvalidArgument", filter, err)
		}
		for _, term := range terms {
			if term.field == "" || term.value == "" {
				t.Errorf("parseFilter(%q): got an empty term %+v", filter, term)
			}
		}
	})
}

func FuzzDecodeVersion(f *testing.F) {
	f.Add([]byte("12345678"))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, err := decodeVersion(b); err == nil && v.proto == nil {
			t.Error("decodeVersion: got neither a version nor an error")
		}
	})
}

func BenchmarkAccess(b *testing.B) {
	s, err := Open(Config{Path: b.TempDir() + "/s.db", Project: "vahti-test"})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	addr, err := s.Serve("operator", nil)
	if err != nil {
		b.Fatal(err)
	}
	c, err := client.NewClient(b.Context(), option.WithEndpoint(addr), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if err := create(c, b.Context(), "a", nil); err != nil {
		b.Fatal(err)
	}
	if _, err := add(c, b.Context(), "a", "v"); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		if _, err := access(c, b.Context(), "a", "latest"); err != nil {
			b.Fatal(err)
		}
	}
}
