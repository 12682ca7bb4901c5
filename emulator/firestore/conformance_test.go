package firestore_test

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	gcp "cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/firestore/conformance"
)

func TestConformance(t *testing.T) {
	s := open(t, firestore.Config{})
	addr := serve(t, s, "operator", nil)
	conformance.Test(t, func(t *testing.T, database string) *gcp.Client { return dial(t, addr, database) })
}

// open opens a server in a folder of the test's own and closes it with the test.
func open(t testing.TB, cfg firestore.Config) *firestore.Server {
	t.Helper()
	if cfg.Path == "" {
		cfg.Path = filepath.Join(t.TempDir(), "firestore.db")
	}
	s, err := firestore.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func serve(t testing.TB, s *firestore.Server, identity string, grants []firestore.Grant) string {
	t.Helper()
	addr, err := s.Serve(identity, grants)
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// dial makes the real client of one database, closed with the test.
func dial(t testing.TB, addr, database string) *gcp.Client {
	t.Helper()
	conn, err := grpc.NewClient("passthrough:///"+addr,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithPerRPCCredentials(owner{}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32), grpc.MaxCallSendMsgSize(math.MaxInt32)),
	)
	if err != nil {
		t.Fatal(err)
	}
	c, err := gcp.NewClientWithDatabase(context.Background(), "vahti-test", database, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// owner is what emulators take for the right to everything.
type owner struct{}

func (owner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer owner"}, nil
}

func (owner) RequireTransportSecurity() bool { return false }
