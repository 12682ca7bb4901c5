package endpoint

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"cloud.google.com/go/storage"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

func TestOptions(t *testing.T) {
	tests := []struct {
		name, endpoint string
		want           int
		bad            bool
	}{
		{name: "the client's own", want: 0},
		{name: "regional host", endpoint: "europe-north1-aiplatform.googleapis.com:443", want: 1},
		{name: "host alone", endpoint: "secretmanager.googleapis.com", want: 1},
		{name: "encrypted", endpoint: "https://secretmanager.example:443", want: 1},
		{name: "encrypted, an address", endpoint: "https://10.0.0.1", want: 1},
		{name: "this machine", endpoint: "http://127.0.0.1:1234", want: 3},
		{name: "this machine, IPv6", endpoint: "http://[::1]:1234", want: 3},
		{name: "this machine, another loopback address", endpoint: "http://127.1.2.3:1234", want: 3},
		{name: "this machine, in capitals", endpoint: "HTTP://127.0.0.1:1234", want: 3},
		{name: "plain to another machine", endpoint: "http://10.0.0.1:1234", bad: true},
		{name: "plain to every address", endpoint: "http://0.0.0.0:1234", bad: true},
		{name: "plain to a name", endpoint: "http://secrets.example:80", bad: true},
		{name: "plain to a name that should be this machine", endpoint: "http://localhost:80", bad: true},
		{name: "plain to a name that begins like this machine", endpoint: "http://127.0.0.1.example:80", bad: true},
		{name: "plain to another machine behind a user name", endpoint: "http://127.0.0.1:80@10.0.0.1:80", bad: true},
		{name: "no host", endpoint: "http://", bad: true},
		{name: "no URL", endpoint: "http://[::1:80", bad: true},
		{name: "another scheme", endpoint: "ftp://127.0.0.1:21", bad: true},
		{name: "a slip in the scheme", endpoint: "htpp://10.0.0.1:1234", bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Options(tt.endpoint)
			if (err != nil) != tt.bad || len(got) != tt.want {
				t.Errorf("got %d options, error %v; want %d, an error: %v", len(got), err, tt.want, tt.bad)
			}
			got, err = HTTPOptions(tt.endpoint, "/storage/v1/")
			if want := min(tt.want, 2); (err != nil) != tt.bad || len(got) != want {
				t.Errorf("HTTP: got %d options, error %v; want %d, an error: %v", len(got), err, want, tt.bad)
			}
		})
	}
}

func TestErrorsHoldNoPassword(t *testing.T) {
	for _, endpoint := range []string{"http://user:hunter2@10.0.0.1:80", "ftp://user:hunter2@10.0.0.1", "http://10.0.0.1/?key=hunter2", "http://user:hunter2@[::1:80"} {
		if _, err := Options(endpoint); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("got %v, want an error without the password", err)
		}
		if _, err := HTTPOptions(endpoint, "/"); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("HTTP: got %v, want an error without the password", err)
		}
	}
}

// watcher is a server that looks for credentials.
type watcher struct {
	secretmanagerpb.UnimplementedSecretManagerServiceServer
	calls, credentials atomic.Int64
}

// AccessSecretVersion counts who comes and who brings a token.
func (w *watcher) AccessSecretVersion(ctx context.Context, _ *secretmanagerpb.AccessSecretVersionRequest) (*secretmanagerpb.AccessSecretVersionResponse, error) {
	w.calls.Add(1)
	if md, _ := metadata.FromIncomingContext(ctx); len(md.Get("authorization")) > 0 {
		w.credentials.Add(1)
	}
	return nil, status.Error(codes.NotFound, "nothing here")
}

// TestPlainConnection: Google's client reaches this machine through the options
// alone and brings no token along.
func TestPlainConnection(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w, server := &watcher{}, grpc.NewServer()
	secretmanagerpb.RegisterSecretManagerServiceServer(server, w)
	go func() { _ = server.Serve(l) }()
	defer server.Stop()
	opts, err := Options("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := secretmanager.NewClient(t.Context(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, err = c.AccessSecretVersion(t.Context(), &secretmanagerpb.AccessSecretVersionRequest{Name: "projects/p/secrets/s/versions/1"})
	if status.Code(err) != codes.NotFound || w.calls.Load() != 1 || w.credentials.Load() != 0 {
		t.Errorf("got %v after %d calls, %d with a token, want NotFound after one without", err, w.calls.Load(), w.credentials.Load())
	}
}

// TestPlainHTTPConnection: the same for a client that speaks HTTP.
func TestPlainHTTPConnection(t *testing.T) {
	var paths []string
	var credentials int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		if r.Header.Get("Authorization") != "" {
			credentials++
		}
		http.Error(w, "nothing here", http.StatusNotFound)
	}))
	defer server.Close()
	opts, err := HTTPOptions(server.URL, "/storage/v1/")
	if err != nil {
		t.Fatal(err)
	}
	c, err := storage.NewClient(t.Context(), append(opts, storage.WithJSONReads())...)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, err = c.Bucket("b").Object("o").Attrs(t.Context())
	if !errors.Is(err, storage.ErrObjectNotExist) || credentials != 0 || !slices.Equal(paths, []string{"/storage/v1/b/b/o/o"}) {
		t.Errorf("got %v after the requests %v, %d with a token, want one without", err, paths, credentials)
	}
}

func TestSite(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a site", "https://vahti.example", "https://vahti.example"},
		{"a slash behind it", "https://vahti.example/", "https://vahti.example"},
		{"a port", "https://vahti.example:8443", "https://vahti.example:8443"},
		{"one's own machine", "http://localhost:8080/", "http://localhost:8080"},
		{"its address", "http://[::1]:8080", "http://[::1]:8080"},
		{"another machine without TLS", "http://vahti.example", ""},
		{"a path", "https://vahti.example/x", ""},
		{"a query", "https://vahti.example?y=1", ""},
		{"a password", "https://ops:hunter2@vahti.example", ""},
		{"no host", "https://", ""},
		{"a port alone", "https://:443", ""},
		{"another scheme", "ftp://vahti.example", ""},
		{"no scheme", "vahti.example", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := Site(tt.text)
			switch {
			case tt.want == "" && (err == nil || strings.Contains(err.Error(), "hunter2")):
				t.Errorf("got %v, %v, want an error without what was given", u, err)
			case tt.want != "" && (err != nil || u.String() != tt.want):
				t.Errorf("got %v, %v, want %q", u, err, tt.want)
			}
		})
	}
}
