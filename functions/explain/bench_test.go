package explain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	gcfirestore "cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/vertex"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

const (
	testProject = "explain-test"
	// sealed stands in findings where what points at people is; it must not
	// come back out anywhere.
	sealed = "sealed-subjects-of-the-finding"
)

// TestMain silences what the model's client writes beside the function's own
// log, as serve.Main does.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	m.Run()
}

// bench is the function as it is deployed, over stand-ins that hold it to its
// own rights, and an operator's clients beside it.
type bench struct {
	t        *testing.T
	function *serve.Function
	model    *vertex.Server
	kind     atomic.Int64 // of the model's next answers
	fs       *firestore.Server
	own      string // the function's own address of the databases
	vahti    *gcfirestore.Client
	advice   *gcfirestore.Client
	tenant   tenant.ID
}

// newBench starts everything with one active tenant that reads Finnish. patience
// is the setting of that name.
func newBench(t *testing.T, patience time.Duration) *bench {
	t.Helper()
	b := &bench{t: t, tenant: tenanttest.ID(t)}
	var err error
	b.fs, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.fs.Close() })
	b.model, err = vertex.Open(vertex.Config{SlowFor: time.Minute, Misbehave: func() vertex.Kind { return vertex.Kind(b.kind.Load()) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.model.Close() })
	rights, ok := identity.Of(name)
	if !ok {
		t.Fatal("the function has no identity")
	}
	grants := []firestore.Grant{}
	for _, a := range rights.Databases {
		grants = append(grants, firestore.Grant(a))
	}
	operator, err1 := b.fs.Serve("operator", nil)
	own, err2 := b.fs.Serve(name, grants)
	model, err3 := b.model.Serve(name, rights.Vertex)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	b.own = own
	b.vahti, b.advice = b.client(operator, store.VahtiDatabase), b.client(operator, store.AdviceDatabase)
	t.Setenv("FIRESTORE_EMULATOR_HOST", own)
	t.Setenv("GOOGLE_CLOUD_PROJECT", testProject)
	t.Setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:9") // nobody is there, and no test has a dead letter
	t.Setenv("VERTEX_ENDPOINT", "http://"+model)
	t.Setenv("VERTEX_REGION", "europe-west1")
	t.Setenv("VERTEX_PATIENCE", patience.String())
	b.function = serve.New(name, serve.Limits{Time: time.Minute, Body: 1 << 20}, setup)
	b.putTenant(b.tenant, document.Tenant{State: string(tenant.Active), Language: "fi"})
	return b
}

// client is a client of a database at an address.
func (b *bench) client(addr, database string) *gcfirestore.Client {
	b.t.Helper()
	b.t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	c, err := gcfirestore.NewClientWithDatabase(b.t.Context(), testProject, database)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = c.Close() })
	return c
}

func (b *bench) putTenant(id tenant.ID, d document.Tenant) {
	b.t.Helper()
	if _, err := b.vahti.Collection("tenants").Doc(id.String()).Set(b.t.Context(), d); err != nil {
		b.t.Fatal(err)
	}
}

// put writes a finding of a check as scan does.
func (b *bench) put(of tenant.ID, id finding.ID, checkID string, state finding.State, facts finding.Facts) {
	b.t.Helper()
	raw, err := json.Marshal(facts)
	if err != nil {
		b.t.Fatal(err)
	}
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	_, err = b.vahti.Collection("tenants").Doc(of.String()).Collection("findings").Doc(string(id)).Set(b.t.Context(), document.Finding{
		ID: string(id), Check: checkID, Severity: string(finding.High), State: string(state), Reason: "It is so.",
		Facts: raw, Sealed: []byte(sealed), Since: at, Opened: at, Slot: "2026-11-01T12:00:00Z/1", Version: 1,
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// open writes an open finding of the n-th check.
func (b *bench) open(n int, facts finding.Facts) finding.ID {
	b.t.Helper()
	id := finding.ID(fmt.Sprintf("finding%d", n))
	b.put(b.tenant, id, all.Checks()[n].ID, finding.Open, facts)
	return id
}

// deliver pushes a message about findings and returns the status.
func (b *bench) deliver(of tenant.ID, ids ...finding.ID) int {
	b.t.Helper()
	slot := tenant.NewSlot(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), 1)
	_, data, err := queue.Encode(queue.FindingsChanged{Tenant: of, Slot: slot, Findings: ids})
	if err != nil {
		b.t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"message": map[string]any{"data": data, "messageId": "1"}, "subscription": "explain", "deliveryAttempt": 1})
	if err != nil {
		b.t.Fatal(err)
	}
	w := httptest.NewRecorder()
	b.function.ServeHTTP(w, httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, "/", strings.NewReader(string(body))))
	return w.Code
}

// explanation returns what is stored about a finding; false when nothing is.
func (b *bench) explanation(of tenant.ID, id finding.ID) (document.Advice, bool) {
	b.t.Helper()
	var d document.Advice
	snap, err := b.advice.Collection("tenants").Doc(of.String()).Collection("explanations").Doc(string(id)).Get(b.t.Context())
	if status.Code(err) == codes.NotFound {
		return d, false
	}
	if err == nil {
		err = snap.DataTo(&d)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return d, true
}

// shown reports whether people read an explanation of the finding as it is:
// written, in the tenant's language, for the facts of the n-th check's finding.
func (b *bench) shown(n int, facts finding.Facts) bool {
	b.t.Helper()
	d, ok := b.explanation(b.tenant, finding.ID(fmt.Sprintf("finding%d", n)))
	f := finding.Finding{Severity: finding.High, Evidence: finding.Evidence{Facts: facts}}
	want, err := brief.Of("fi", all.Checks()[n], f).Hash()
	if err != nil {
		b.t.Fatal(err)
	}
	if !ok || d.Facts != want || d.State != store.Written {
		return false
	}
	if d.Language != "fi" || d.Summary == "" || d.Why == "" || len(d.Steps) == 0 || d.Check != all.Checks()[n].ID || d.Model == "" || d.At.IsZero() {
		b.t.Errorf("the explanation lacks something: %+v", d)
	}
	return true
}

// stored counts the explanations of a tenant.
func (b *bench) stored(of tenant.ID) int {
	b.t.Helper()
	docs, err := b.advice.Collection("tenants").Doc(of.String()).Collection("explanations").Documents(b.t.Context()).GetAll()
	if err != nil {
		b.t.Fatal(err)
	}
	return len(docs)
}
