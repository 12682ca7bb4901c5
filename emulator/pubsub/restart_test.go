package pubsub

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	client "cloud.google.com/go/pubsub/v2"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// childPath names the variable that makes the test binary a server on that store, pushing to childEndpoint.
const (
	childPath     = "PUBSUB_TEST_PATH"
	childEndpoint = "PUBSUB_TEST_ENDPOINT"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		if err := serveChild(path, os.Getenv(childEndpoint)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serveChild serves until it is killed or its standard input ends.
func serveChild(path, endpoint string) error {
	s, err := Open(Config{
		Path: path, Project: project, Topics: []string{"work"},
		Subscriptions: []Subscription{{
			Name: "work-push", Topic: "work", Endpoint: endpoint,
			MinBackoff: 5 * time.Millisecond, MaxBackoff: 50 * time.Millisecond,
		}},
	})
	if err != nil {
		return err
	}
	s.Start()
	addr, err := s.Serve("operator", true)
	if err != nil {
		return err
	}
	fmt.Println(addr)
	_, _ = os.Stdin.Read(make([]byte, 1))
	return s.Close()
}

// child starts a server process and connects the real client to it.
func child(t *testing.T, ctx context.Context, path, endpoint string) (*exec.Cmd, *client.Client) {
	t.Helper()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childPath+"="+path, childEndpoint+"="+endpoint)
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil { // stays open as long as cmd lives
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	addr, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("read the address of the child: %v", err)
	}
	c, err := client.NewClient(ctx, project,
		option.WithEndpoint(strings.TrimSpace(addr)), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatal(err)
	}
	return cmd, c
}

// Every message whose publication was confirmed arrives, although the server is killed again and again.
func TestKilledServerLosesNothing(t *testing.T) {
	refusals := 0
	r := newReceiver(t, nil)
	r.answer = func(received) int {
		r.mu.Lock()
		defer r.mu.Unlock()
		refusals++
		if refusals%5 == 0 {
			return http.StatusInternalServerError
		}
		return http.StatusOK
	}
	path := filepath.Join(t.TempDir(), "pubsub.db")
	confirmed := make(map[string]string) // data to message id
	for round := range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		cmd, c := child(t, ctx, path, r.url)
		p := c.Publisher("work")
		p.PublishSettings.Timeout = 500 * time.Millisecond // the client would go on trying for a minute
		killed := make(chan struct{})
		time.AfterFunc(time.Duration(40+20*round)*time.Millisecond, func() {
			defer close(killed)
			if err := cmd.Process.Kill(); err != nil {
				t.Errorf("kill: %v", err)
			}
			cancel()
		})
		for i := 0; ctx.Err() == nil; i++ {
			var results []*client.PublishResult
			for j := range 10 {
				results = append(results, p.Publish(ctx, &client.Message{Data: fmt.Appendf(nil, "%d-%d-%d", round, i, j)}))
			}
			for j, res := range results {
				if id, err := res.Get(ctx); err == nil {
					confirmed[fmt.Sprintf("%d-%d-%d", round, i, j)] = id
				}
			}
		}
		<-killed
		_ = cmd.Wait()
		p.Stop()
		_ = c.Close()
	}
	if len(confirmed) < 50 {
		t.Fatalf("confirmed only %d messages: the test shows nothing", len(confirmed))
	}

	cmd, c := child(t, t.Context(), path, r.url)
	defer c.Close()
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	missing := func() (n int) {
		got := make(map[string]string)
		for _, m := range r.all() {
			got[string(m.Message.Data)] = m.Message.MessageID
		}
		for data, id := range confirmed {
			if got[data] == "" {
				n++
			} else if got[data] != id {
				t.Fatalf("message %s: got id %s, want %s", data, got[data], id)
			}
		}
		return n
	}
	deadline := time.Now().Add(10 * time.Second)
	for missing() > 0 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if n := missing(); n > 0 {
		t.Errorf("lost %d of %d confirmed messages", n, len(confirmed))
	}
	byID := make(map[string]string)
	for _, m := range r.all() {
		data := string(m.Message.Data)
		if other, ok := byID[m.Message.MessageID]; ok && other != data {
			t.Fatalf("messages %s and %s share the id %s", other, data, m.Message.MessageID)
		}
		byID[m.Message.MessageID] = data
	}
	t.Logf("%d confirmed, %d pushes", len(confirmed), len(r.all()))
}
