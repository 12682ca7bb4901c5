package scan

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// function is the whole function as it is deployed, set up from the environment.
type function struct {
	*serve.Function
	queue *pubsub.Server
	log   string // file that it logs to
}

func (w *world) function(t *testing.T) *function {
	t.Helper()
	w.clock.Add(max(0, time.Since(w.clock.Now()))) // the function's clock is the real one
	f := &function{log: filepath.Join(t.TempDir(), "log")}
	rights, _ := identity.Of(name)
	f.queue = must(pubsub.Open(pubsub.Config{
		Path: filepath.Join(t.TempDir(), "pubsub.db"), Project: project, Topics: []string{queue.FindingsChangedTopic},
		Grants: map[string][]string{name: rights.Publishes},
	}))(t)
	t.Cleanup(func() { _ = f.queue.Close() })
	t.Setenv("PUBSUB_EMULATOR_HOST", must(f.queue.Serve(name, false))(t))
	for i := 0; i < len(w.env); i += 2 {
		t.Setenv(w.env[i], w.env[i+1])
	}
	file := must(os.Create(f.log))(t)
	stderr := os.Stderr
	os.Stderr = file // where every logger of the function writes
	t.Cleanup(func() { os.Stderr = stderr; _ = file.Close() })
	f.Function = serve.New(name, serve.Limits{Time: timeLimit, Body: 64 << 10}, setup)
	return f
}

// push sends a message as Pub/Sub does and returns the answer's status.
func (f *function) push(t *testing.T, data string) int {
	t.Helper()
	return f.pushFor(t, t.Context(), data)
}

// pushFor is push by a queue that waits until ctx ends.
func (f *function) pushFor(t *testing.T, ctx context.Context, data string) int {
	t.Helper()
	body := must(json.Marshal(map[string]any{
		"message": map[string]any{"data": []byte(data), "messageId": "1"}, "subscription": "projects/p/subscriptions/scan", "deliveryAttempt": 1,
	}))(t)
	rec := httptest.NewRecorder()
	f.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, http.MethodPost, "/", bytes.NewReader(body)))
	return rec.Code
}

func (f *function) logged(t *testing.T) string {
	t.Helper()
	return string(must(os.ReadFile(f.log))(t))
}

func encode(t *testing.T, m queue.Scan) string {
	t.Helper()
	_, data, err := queue.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPushes(t *testing.T) {
	w := newWorld(t)
	f := w.function(t)
	m := w.claim(t)
	good := encode(t, m)
	unknown := encode(t, queue.Scan{Tenant: tenanttest.ID(t), Slot: m.Slot})
	tests := []struct {
		name, data string
		status     int
	}{
		{"nothing", ``, http.StatusBadRequest},
		{"no JSON", `scan`, http.StatusBadRequest},
		{"no tenant", fmt.Sprintf(`{"slot":%q}`, m.Slot), http.StatusBadRequest},
		{"no slot", fmt.Sprintf(`{"tenant":%q}`, m.Tenant), http.StatusBadRequest},
		{"a path for a tenant", fmt.Sprintf(`{"tenant":"../%s","slot":%q}`, m.Tenant, m.Slot), http.StatusBadRequest},
		{"Entra's id for a tenant", fmt.Sprintf(`{"tenant":%q,"slot":%q}`, w.entraID, m.Slot), http.StatusBadRequest},
		{"a path for a slot", fmt.Sprintf(`{"tenant":%q,"slot":"../x"}`, m.Tenant), http.StatusBadRequest},
		{"further fields", strings.Replace(good, "{", `{"state":"done",`, 1), http.StatusBadRequest},
		{"a tenant that was erased", unknown, http.StatusNoContent},
		{"a slot that was never claimed", encode(t, queue.Scan{Tenant: m.Tenant, Slot: tenant.NewSlot(m.Slot.At, 8)}), http.StatusInternalServerError},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := f.push(t, tt.data); got != tt.status {
				t.Errorf("got status %d, want %d", got, tt.status)
			}
		})
	}
	if n := w.data.Stats().Writes; n != 1 { // the claim
		t.Errorf("refused messages wrote %d documents", n-1)
	}
	for range 2 {
		if got := f.push(t, good); got != http.StatusNoContent {
			t.Errorf("got status %d, want %d\n%s", got, http.StatusNoContent, f.logged(t))
		}
	}
	findings := must(w.tenant(t).Findings(t.Context()))(t)
	if got, want := f.queue.Stats().Published, int64((len(findings)+19)/20); got != want || want == 0 {
		t.Errorf("got %d messages, want %d", got, want)
	}
	if got := w.last(t); got.State != document.Done {
		t.Errorf("the scan is %s", got.State)
	}
}

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// secrets are the names and ids of a recording's people, groups, applications
// and domains.
func secretsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				collect(e)
			}
		case map[string]any:
			for key, e := range v {
				text, ok := e.(string)
				named := key == "displayName" || key == "userPrincipalName" || key == "mail"
				if ok && (named && len(text) > 5 || guid.MatchString(text)) {
					out[text] = true
				}
				collect(e)
			}
		}
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		values := json.NewDecoder(bytes.NewReader(file))
		for values.More() {
			var v any
			if err := values.Decode(&v); err != nil {
				return err
			}
			collect(v)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAnnex3Section5LogsNameNobody goes through scans that work and scans that fail in every
// way, and looks for the tenant's own words in all that was logged.
func TestAnnex3Section5LogsNameNobody(t *testing.T) {
	w := newWorld(t)
	w.change(t, "v1.0/domains", `{"value":[{"id":"kuutamo.example","isDefault":true,"isVerified":true,"authenticationType":"Managed"}]}`)
	secrets := secretsOf(t, w.dir)
	if len(secrets) < 100 {
		t.Fatalf("got only %d names and ids to look for", len(secrets))
	}
	for _, s := range []string{"kuutamo", w.entraID, clientSecret, "tenant-0001", "Bearer", "eyJ"} {
		secrets[s] = true
	}
	f := w.function(t)
	m := w.claim(t)
	if got := f.push(t, encode(t, m)); got != http.StatusNoContent {
		t.Fatalf("got status %d\n%s", got, f.logged(t))
	}
	w.change(t, "v1.0/users", `{"value":[{"id":7,"displayName":["Kuutamo"],"userPrincipalName":{"kuutamo":1}}]}`)
	w.change(t, "v1.0/policies/authorizationPolicy", `"kuutamo"`)
	f.push(t, encode(t, w.claim(t)))
	w.entra.RemoveTenant(w.entraID)
	fresh := w.function(t)
	fresh.push(t, encode(t, w.claim(t)))
	if got := w.last(t); !got.Failed() {
		t.Errorf("without consent: the scan is %s", got.State)
	}
	_ = w.graph.Close()
	w.entra.AddTenant(w.entraID, nil)
	down := w.function(t)
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if got := down.pushFor(t, ctx, encode(t, w.claim(t))); got != http.StatusInternalServerError {
		t.Errorf("with Graph down: got status %d, want %d", got, http.StatusInternalServerError)
	}

	log := f.logged(t) + fresh.logged(t) + down.logged(t)
	for _, want := range []string{"scan begun", "resource read", "tenant judged", "scan finished", "scan failed", "message failed", m.Tenant.String()} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q", want)
		}
	}
	for s := range secrets {
		if strings.Contains(strings.ToLower(log), strings.ToLower(s)) {
			t.Errorf("the log holds %q", s)
		}
	}
}

func TestSetupReportsEverythingMissing(t *testing.T) {
	t.Setenv("GOOGLE_CLOUD_PROJECT", "")
	t.Setenv("ENTRA_CLIENT_ID", "")
	_, err := setup(t.Context())
	for _, want := range []string{"GOOGLE_CLOUD_PROJECT", "ENTRA_CLIENT_ID"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s among what is not set", err, want)
		}
	}
}
