//go:build unix

package firestore_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	gcp "cloud.google.com/go/firestore"
	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"vahti.ai/vahti/emulator/firestore"
)

// childFile, set in the environment, makes the test binary a server of that file until it is killed.
const childFile = "FIRESTORE_TEST_CHILD_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(childFile); path != "" {
		child(path)
	}
	os.Exit(m.Run())
}

func child(path string) {
	s, err := firestore.Open(firestore.Config{Path: path})
	if err == nil {
		var addr string
		if addr, err = s.Serve("operator", nil); err == nil {
			fmt.Println(addr)
			select {}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// TestKilled kills a server in the middle of commits, some rounds on one file. Each commit writes its number to two
// documents: what was acknowledged must be there, and never one document without the other.
func TestKilled(t *testing.T) {
	const workers, rounds = 4, 5
	path := filepath.Join(t.TempDir(), "firestore.db")
	acked := make([]atomic.Int64, workers)
	for round := range rounds {
		commitUntilKilled(t, path, acked, time.Duration(30+40*round)*time.Millisecond)
		checkPairs(t, path, acked)
	}
	for w := range acked {
		if acked[w].Load() == 0 {
			t.Errorf("worker %d had nothing acknowledged: the test shows nothing", w)
		}
	}
}

func commitUntilKilled(t *testing.T, path string, acked []atomic.Int64, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFile+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := bufio.NewScanner(out)
	if !line.Scan() {
		_ = cmd.Wait()
		t.Fatal("the child did not say its address")
	}
	conn, err := grpc.NewClient("passthrough:///"+line.Text(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	c := pb.NewFirestoreClient(conn)
	var wg sync.WaitGroup
	for w := range acked {
		wg.Go(func() {
			for {
				n := acked[w].Load() + 1
				if _, err := c.Commit(t.Context(), pairCommit(w, n)); err != nil {
					return // the server is gone
				}
				acked[w].Store(n)
			}
		})
	}
	for deadline := time.Now().Add(10 * time.Second); acked[0].Load() == 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(after)
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	wg.Wait()
}

func pair(c *gcp.Client, w int) (a, b *gcp.DocumentRef) {
	return c.Collection("left").Doc(fmt.Sprint(w)), c.Collection("right").Doc(fmt.Sprint(w))
}

// pairCommit writes n to both documents and to the log, atomically. The call is made without the client, whose retries
// would only prolong the end.
func pairCommit(w int, n int64) *pb.CommitRequest {
	const db = "projects/vahti-test/databases/durable"
	write := func(path string, pad int) *pb.Write {
		return &pb.Write{Operation: &pb.Write_Update{Update: &pb.Document{
			Name: db + "/documents/" + path,
			Fields: map[string]*pb.Value{
				"n":   {ValueType: &pb.Value_IntegerValue{IntegerValue: n}},
				"pad": {ValueType: &pb.Value_BytesValue{BytesValue: make([]byte, pad)}},
			},
		}}}
	}
	return &pb.CommitRequest{Database: db, Writes: []*pb.Write{
		write(fmt.Sprint("left/", w), 3000),
		write(fmt.Sprint("right/", w), 10),
		write(fmt.Sprint("left/", w, "/log/", n), 10),
	}}
}

// checkPairs reopens the file and takes over what it holds as acknowledged: the last commit before the kill may have
// been applied without its answer having arrived.
func checkPairs(t *testing.T, path string, acked []atomic.Int64) {
	t.Helper()
	s, err := firestore.Open(firestore.Config{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	c := dial(t, serve(t, s, "operator", nil), "durable")
	for w := range acked {
		a, b := pair(c, w)
		snaps, err := c.GetAll(t.Context(), []*gcp.DocumentRef{a, b})
		if err != nil {
			t.Fatal(err)
		}
		got := []int64{0, 0}
		for i, snap := range snaps {
			if snap.Exists() {
				got[i] = snap.Data()["n"].(int64)
			}
		}
		want := acked[w].Load()
		if got[0] != got[1] {
			t.Errorf("worker %d: a torn commit: %d and %d", w, got[0], got[1])
		}
		if got[0] != want && got[0] != want+1 {
			t.Errorf("worker %d: got commit %d, want %d or the one after", w, got[0], want)
		}
		log, err := a.Collection("log").Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(log)) != got[0] {
			t.Errorf("worker %d: got %d log entries, want %d", w, len(log), got[0])
		}
		acked[w].Store(got[0])
	}
}
