package scan

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"

	dnsstandin "vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/firestore"
	graphstandin "vahti.ai/vahti/emulator/graph"
	secrets "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

const (
	project      = "scan-test"
	clientID     = "11111111-2222-3333-4444-555555555555"
	clientSecret = "a secret of the application"
)

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is one recorded tenant, the stand-ins, and a scanner before them with
// the rights of the function's own identity and the test's clock.
type world struct {
	*scanner
	clock    *standintest.Clock
	dir      string // of the recording
	entraID  string // the tenant's id in Entra
	data     *firestore.Server
	graph    *graphstandin.Server
	faults   graphstandin.Faults
	entra    *entra.Server
	storage  *storage.Server
	client   *cloud.Client
	fleet    *fleet.Fleet
	operator *store.DB // which may read everything
	id       tenant.ID
	lines    *standintest.Lines
	creds    graph.Credentials
	base     string   // of the Graph stand-in
	env      []string // names and values in turn, for setup

	dies      atomic.Pointer[func() error] // asked before each write, which fails with what it returns
	mu        sync.Mutex
	published []queue.FindingsChanged
	asked     []queue.Scan // further messages
}

// tokens is the Entra of all tests: its keys take long to make.
var tokens *entra.Server

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if dir := os.Getenv(recordedDir); dir != "" {
		return serveRecorded(dir)
	}
	dir, err := os.MkdirTemp("", "scan-test-")
	if err == nil {
		defer os.RemoveAll(dir)
		tokens, err = entra.Open(entra.Config{CertDir: dir, Clients: []entra.Client{{ID: clientID, Secret: clientSecret}}})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = tokens.Close() }()
	return m.Run()
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newWorld(t *testing.T) *world { return newWorldWith(t, graphstandin.Faults{}) }

// newWorldWith is newWorld with a Graph that misbehaves.
func newWorldWith(t *testing.T, faults graphstandin.Faults) *world {
	t.Helper()
	w := &world{faults: faults, clock: standintest.NewClock(start), lines: &standintest.Lines{}}
	dir := t.TempDir()
	if err := synth.WriteFleet(dir, 1, 7); err != nil {
		t.Fatal(err)
	}
	w.dir = filepath.Join(dir, "tenant-0001")
	recording := must(graphstandin.Load(w.dir))(t)
	w.entraID = recording.ID
	w.serveMicrosoft(t, recording)
	keys := w.serveGoogle(t)

	at := recording.AsOf
	w.id = must(w.fleet.Put(t.Context(), fleet.NewTenant{
		Profile:  tenant.Profile{Name: recording.DisplayName, EntraID: recording.ID},
		Settings: recording.Settings, Language: "en", Interval: time.Hour, Recorded: &at,
	}))(t)
	w.scanner = &scanner{
		db:      must(store.Open(context.WithoutCancel(t.Context()), project, keys, store.VahtiDatabase, store.AuditDatabase))(t),
		publish: w.take,
		reader:  w.newReader(t),
		dns:     w.serveDNS(t),
		checks:  all.Checks(),
		bucket:  w.serveStorage(t),
		part:    time.Minute,
		delay:   time.Hour,
		now:     w.clock.Now,
		log:     slog.New(slog.NewJSONHandler(w.lines, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	w.data.ResetStats()
	return w
}

// serveMicrosoft starts Graph and Entra.
func (w *world) serveMicrosoft(t *testing.T, recording graphstandin.Recording) {
	t.Helper()
	w.entra = tokens
	w.entra.AddTenant(recording.ID, nil)
	w.graph = graphstandin.Open(graphstandin.Config{Faults: w.faults, Authenticate: func(bearer string) (string, bool) {
		id, _, err := w.entra.Verify(bearer)
		return id, err == nil
	}})
	t.Cleanup(func() { _ = w.graph.Close() })
	if err := w.graph.Add(recording); err != nil {
		t.Fatal(err)
	}
	w.base = must(w.graph.Serve())(t)
	authority, ca, err := w.entra.Serve()
	if err != nil {
		t.Fatal(err)
	}
	w.creds = graph.Credentials{ClientID: clientID, Secret: func(context.Context) (string, error) { return clientSecret, nil }, Authority: authority, CAFile: ca, DisableInstanceDiscovery: true}
	w.env = append(w.env, "GRAPH_URL", w.base, "ENTRA_AUTHORITY", authority, "ENTRA_CA_FILE", ca, "ENTRA_DISABLE_INSTANCE_DISCOVERY", "true",
		"ENTRA_CLIENT_ID", clientID, "GRAPH_UNPACED", "true", "ENTRA_CLIENT_SECRET_NAME", identity.GraphSecret)
}

// serveDNS starts public DNS and returns a reader of it.
func (w *world) serveDNS(t *testing.T) *publicdns.Reader {
	t.Helper()
	server := dnsstandin.New(nil)
	must(server.Add(w.dir))(t)
	address, web, err := server.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	w.env = append(w.env, "DNS_RESOLVER", address, "MAIL_POLICY_URL", web)
	return must(publicdns.New(publicdns.Config{Server: address, Web: web}))(t)
}

// serveStorage starts Cloud Storage and returns the bucket as scan sees it.
func (w *world) serveStorage(t *testing.T) *archive.Bucket {
	t.Helper()
	w.storage = must(storage.Open(storage.Config{Path: filepath.Join(t.TempDir(), "objects.db"), Bucket: "kept"}))(t)
	t.Cleanup(func() { _ = w.storage.Close() })
	rights, _ := identity.Of(name)
	grant := storage.Grant(rights.Objects)
	address := "http://" + must(w.storage.Serve(name, &grant))(t)
	w.env = append(w.env, "ARCHIVE_BUCKET", "kept", "STORAGE_ENDPOINT", address)
	return must(archive.Open(context.WithoutCancel(t.Context()), "kept", address))(t)
}

// serveGoogle starts Firestore and Secret Manager and returns the keys as scan sees them.
func (w *world) serveGoogle(t *testing.T) *seal.Keys {
	t.Helper()
	rights, ok := identity.Of(name)
	if !ok {
		t.Fatal("scan has no identity")
	}
	grants, access := []firestore.Grant{}, []secrets.Grant{}
	for _, a := range rights.Databases {
		grants = append(grants, firestore.Grant(a))
	}
	for _, prefix := range rights.Secrets {
		access = append(access, secrets.Grant{Prefix: prefix, Access: true})
	}
	w.data = must(firestore.Open(firestore.Config{
		Path:      filepath.Join(t.TempDir(), "data.db"),
		Uncounted: func(_ string, mask []string) bool { return len(mask) == 1 && mask[0] == "lease.until" },
		Watch: func(_ string, applied bool) error {
			if dies := w.dies.Load(); dies != nil && !applied {
				return (*dies)()
			}
			return nil
		},
	}))(t)
	t.Cleanup(func() { _ = w.data.Close() })
	vault := must(secrets.Open(secrets.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project}))(t)
	t.Cleanup(func() { _ = vault.Close() })
	dial := func(addr string) *secretmanager.Client {
		c := must(secretmanager.NewClient(t.Context(), must(endpoint.Options("http://"+addr))(t)...))(t)
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	operator := dial(must(vault.Serve("operator", nil))(t))
	keepSecret(t, operator)
	own := must(vault.Serve(name, access))(t)

	ctx := context.WithoutCancel(t.Context())
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(w.data.Serve("operator", nil))(t))
	w.client = must(cloud.NewClientWithDatabase(ctx, project, store.VahtiDatabase))(t)
	w.operator = must(store.Open(ctx, project, seal.NewKeys(operator, project, time.Now), store.VahtiDatabase, store.AuditDatabase))(t)
	w.fleet = fleet.New(w.operator, w.clock.Now)
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(w.data.Serve(name, grants))(t))
	w.env = append(w.env, "GOOGLE_CLOUD_PROJECT", project, "SECRET_MANAGER_ENDPOINT", "http://"+own)
	return seal.NewKeys(dial(own), project, time.Now)
}

func keepSecret(t *testing.T, c *secretmanager.Client) {
	t.Helper()
	must(c.CreateSecret(t.Context(), &secretmanagerpb.CreateSecretRequest{Parent: "projects/" + project, SecretId: identity.GraphSecret,
		Secret: &secretmanagerpb.Secret{Replication: &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_Automatic_{
			Automatic: &secretmanagerpb.Replication_Automatic{}}}}}))(t)
	must(c.AddSecretVersion(t.Context(), &secretmanagerpb.AddSecretVersionRequest{Parent: "projects/" + project + "/secrets/" + identity.GraphSecret,
		Payload: &secretmanagerpb.SecretPayload{Data: []byte(clientSecret)}}))(t)
}

// newReader returns a reader that has no token yet.
func (w *world) newReader(t *testing.T) *graph.Reader {
	t.Helper()
	return must(graph.New(graph.Config{BaseURL: w.base, Concurrency: 4, Unpaced: true}, w.creds))(t)
}

// take is where the scanner publishes.
func (w *world) take(_ context.Context, m queue.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch m := m.(type) {
	case queue.FindingsChanged:
		w.published = append(w.published, m)
	case queue.Scan:
		w.asked = append(w.asked, m)
	}
	return nil
}

// taken returns what was published since the last call.
func (w *world) taken() []queue.FindingsChanged {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.published
	w.published = nil
	return p
}

// claim claims the tenant's next slot.
func (w *world) claim(t *testing.T) queue.Scan {
	t.Helper()
	for due, err := range w.fleet.Due(t.Context(), w.clock.Now().Add(time.Second)) {
		if err != nil {
			t.Fatal(err)
		}
		m, claimed, err := w.fleet.Claim(t.Context(), due)
		if err != nil || !claimed {
			t.Fatalf("claim: got %v, %v", claimed, err)
		}
		w.clock.Add(time.Minute)
		return m
	}
	t.Fatal("the tenant is not listed")
	return queue.Scan{}
}

func (w *world) try(t *testing.T, m queue.Scan) error {
	t.Helper()
	return w.scan(t.Context(), m, serve.Push{ID: "1"})
}

func (w *world) mustScan(t *testing.T, m queue.Scan) {
	t.Helper()
	if err := w.try(t, m); err != nil {
		t.Fatalf("%v\n%s", err, w.lines)
	}
}

func (w *world) tenant(t *testing.T) *store.Tenant {
	t.Helper()
	return must(w.db.Tenant(w.id))(t)
}

// objects returns the tenant's sealed objects.
func (w *world) objects(t *testing.T) *archive.Tenant {
	t.Helper()
	return w.bucket.Tenant(w.tenant(t))
}

func (w *world) operatorTenant(t *testing.T) *store.Tenant {
	t.Helper()
	return must(w.operator.Tenant(w.id))(t)
}

// last returns the latest scan's record.
func (w *world) last(t *testing.T) store.Scan {
	t.Helper()
	scans := must(w.tenant(t).Scans(t.Context(), 1))(t)
	if len(scans) != 1 {
		t.Fatal("there is no scan")
	}
	return scans[0]
}

func (w *world) count(t *testing.T, group string) int {
	t.Helper()
	return len(must(w.client.CollectionGroup(group).Documents(t.Context()).GetAll())(t))
}

// change puts content in place of a recorded file; without content it is gone,
// and Graph refuses the path.
func (w *world) change(t *testing.T, resource, content string) {
	t.Helper()
	_, path, _ := strings.Cut(resource, "/")
	for _, version := range []string{"v1.0", "beta"} { // either serves what only the other has
		for _, ext := range []string{".json", ".ndjson"} {
			if err := os.Remove(filepath.Join(w.dir, version, filepath.FromSlash(path)+ext)); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
	}
	if content == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(w.dir, filepath.FromSlash(resource)+".json"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
