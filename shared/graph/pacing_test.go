package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/snapshot"
)

// memory is a network of one address, in memory, so that time in a bubble does
// not wait for it.
type memory struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newMemory() *memory { return &memory{conns: make(chan net.Conn), done: make(chan struct{})} }

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.done:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	m.once.Do(func() { close(m.done) })
	return nil
}

func (m *memory) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (m *memory) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case m.conns <- there:
		return here, nil
	case <-m.done:
		return nil, errors.New("nobody listens")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// fixed is a credential that always has a token.
type fixed string

func (f fixed) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: string(f), ExpiresOn: time.Now().Add(24 * time.Hour)}, nil
}

// paced is a stand-in that takes a second for every answer and keeps Microsoft's
// published limits, and a reader before it. Its token for a tenant is the id.
func paced(t *testing.T, edit func(*standin.Config), recordings ...standin.Recording) (*standin.Server, *Reader) {
	t.Helper()
	cfg := standin.Config{
		Authenticate: func(bearer string) (string, bool) { return bearer, true },
		Faults:       standin.Faults{Slow: time.Second},
		Limits:       standin.Limits{Published: true},
	}
	if edit != nil {
		edit(&cfg)
	}
	server := standin.Open(cfg)
	network := newMemory()
	base := server.ServeOn(network)
	transport := &http.Transport{DialContext: network.dial, MaxIdleConnsPerHost: 64}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
	reader, err := New(Config{BaseURL: base, Transport: transport}, Credentials{ClientID: "vahti", Secret: holds(someSecret), Authority: "https://login.microsoftonline.com/"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recordings {
		if err := server.Add(r); err != nil {
			t.Fatal(err)
		}
		reader.kept.put(r.ID, fixed(r.ID))
	}
	return server, reader
}

// generate records a tenant of so many people. Of more than ten thousand most are
// as short as they can be, and only what is read page by page grows: what is
// measured is the time that Graph takes.
func generate(t *testing.T, users int) standin.Recording {
	t.Helper()
	const whole = 10_000
	dir := t.TempDir()
	if err := synth.Write(dir, min(users, whole), 1); err != nil {
		t.Fatal(err)
	}
	if users > whole {
		var people, reports bytes.Buffer
		for i := range users {
			fmt.Fprintf(&people, `{"id":"u%d","userType":"Member","accountEnabled":true}`+"\n", i)
			fmt.Fprintf(&reports, `{"id":"u%d","isMfaCapable":true}`+"\n", i)
		}
		for path, lines := range map[string]*bytes.Buffer{
			"v1.0/users": &people, "v1.0/reports/authenticationMethods/userRegistrationDetails": &reports,
		} {
			file := filepath.Join(dir, filepath.FromSlash(path))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(file + ".json"); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if err := os.WriteFile(file+".ndjson", lines.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	recording, err := standin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return recording
}

// TestFirstScanKeepsTheLimits reads whole tenants in simulated time from a Graph
// that takes a second for every answer and enforces what Microsoft publishes.
func TestFirstScanKeepsTheLimits(t *testing.T) {
	tests := []struct {
		users   int
		percent time.Duration // of the floor that it may take at most
	}{
		{20, 125}, // conditional access alone, a request a second: what is added to each second weighs most
		{1000, 120},
		{10_000, 120},
		{100_000, 110},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.users), func(t *testing.T) {
			recording := generate(t, tt.users)
			synctest.Test(t, func(t *testing.T) {
				server, reader := paced(t, nil, recording)
				s := snapshot.New(recording.AsOf, snapshot.Settings{})
				begun := time.Now()
				report, err := reader.Read(t.Context(), recording.ID, s, Order{Want: everyResource(), Keep: true})
				if err != nil {
					t.Fatal(err)
				}
				took := time.Since(begun)
				seen := server.Stats(recording.ID)
				// After the link to later changes users come page after page, after them the
				// groups that hold roles and then the people in those.
				serial := time.Duration(1+(snapshot.Users.Len(s)+largePage-1)/largePage+2) * time.Second
				floor := max(seen.Least+time.Second, serial)
				t.Logf("took %v, floor %v (limits %v, users one after another %v), %d requests, of the limits %v",
					took, floor, seen.Least, serial, seen.Requests, seen.Asked)
				for r, why := range report.Unread {
					if why.Status != http.StatusForbidden && why.Status != 0 {
						t.Errorf("%s is unread: %v", r, why)
					}
				}
				if seen.Throttled > 0 {
					t.Errorf("%d requests were throttled, want none", seen.Throttled)
				}
				if took > floor*tt.percent/100 {
					t.Errorf("it took %v, want at most %d percent of the floor of %v", took, tt.percent, floor)
				}
			})
		})
	}
}

// everyResource is the whole table.
func everyResource() []snapshot.Resource {
	var all []snapshot.Resource
	for _, row := range Table() {
		all = append(all, row.Resource)
	}
	return all
}

// TestHostileTenantDelaysNobody reads a tenant alone, and again while another is
// throttled for ever.
func TestHostileTenantDelaysNobody(t *testing.T) {
	const calm, hostile = "calm", "hostile"
	want := []snapshot.Resource{
		snapshot.Users.Resource(), snapshot.Groups.Resource(), snapshot.ServicePrincipals.Resource(), snapshot.RegistrationDetails.Resource(),
		snapshot.SignIns.Resource(), snapshot.NamedLocations.Resource(), snapshot.RiskyUsers.Resource(), snapshot.RiskDetections.Resource(),
	}
	for _, retryAfter := range []string{"", "1", "30"} {
		t.Run("Retry-After "+retryAfter, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network := newMemory()
				server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					time.Sleep(time.Second)
					if r.Header.Get("Authorization") == "Bearer "+hostile {
						write(w, reply{status: http.StatusTooManyRequests, header: map[string]string{"Retry-After": retryAfter}, body: odata("TooManyRequests")})
						return
					}
					if r.Method == http.MethodPost {
						write(w, batched(t, r))
						return
					}
					write(w, reply{body: `{"value":[]}`})
				})}
				go func() { _ = server.Serve(network) }() // ends with Close
				transport := &http.Transport{DialContext: network.dial, MaxIdleConnsPerHost: 64}
				reader, err := New(Config{BaseURL: "http://127.0.0.1", Transport: transport},
					Credentials{ClientID: "vahti", Secret: holds(someSecret), Authority: "https://login.microsoftonline.com/"})
				if err != nil {
					t.Fatal(err)
				}
				reader.kept.put(calm, fixed(calm))
				reader.kept.put(hostile, fixed(hostile))

				read := func(ctx context.Context, tenant string) (Report, time.Duration) {
					begun := time.Now()
					report, err := reader.Read(ctx, tenant, snapshot.New(begun, snapshot.Settings{}), Order{Want: want})
					if err != nil && tenant == calm {
						t.Errorf("%s: %v", tenant, err)
					}
					return report, time.Since(begun)
				}
				if report, _ := read(t.Context(), calm); len(report.Unread) > 0 {
					t.Errorf("alone: %v is unread, want nothing", report.Unread)
				}
				time.Sleep(time.Hour)
				_, alone := read(t.Context(), calm)
				time.Sleep(time.Hour)

				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				ended := make(chan Report)
				go func() {
					report, _ := read(ctx, hostile)
					ended <- report
				}()
				time.Sleep(time.Minute)
				report, beside := read(t.Context(), calm)
				if beside != alone || len(report.Unread) > 0 {
					t.Errorf("beside a throttled tenant it took %v and left %v unread, want %v and nothing", beside, report.Unread, alone)
				}
				for r, why := range (<-ended).Unread {
					if why.Reason != "Microsoft kept asking to wait until the time limit" && why.Reason != "the time limit passed before it was read" {
						t.Errorf("of the throttled tenant %s is unread because %s", r, why.Reason)
					}
				}
				transport.CloseIdleConnections()
				if err := server.Close(); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Minute) // until the last answers found nobody
			})
		})
	}
}

// batched answers every item of a $batch with an empty collection.
func batched(t *testing.T, r *http.Request) reply {
	var in struct{ Requests []struct{ ID string } }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		t.Errorf("batch: %v", err)
	}
	var out []map[string]any
	for _, item := range in.Requests {
		out = append(out, map[string]any{"id": item.ID, "status": http.StatusOK, "body": map[string]any{"value": []any{}}})
	}
	body, err := json.Marshal(map[string]any{"responses": out})
	if err != nil {
		t.Errorf("batch: %v", err)
	}
	return reply{body: string(body)}
}
