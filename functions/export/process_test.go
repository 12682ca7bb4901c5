package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/emulator/firestore"
	standin "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/export/signer"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// BenchmarkProcess runs the function as a process of its own against the stand-ins and
// exports tenants with more and more findings, in every format. It tells when the first
// byte came and how much memory the process had taken by then. It takes minutes.
func BenchmarkProcess(b *testing.B) {
	p := newProcess(b)
	for _, n := range []int{1000, 100_000} {
		t, key := p.tenant(b, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				first, size, digest := p.export(b, t, key)
				b.SetBytes(size)
				b.ReportMetric(float64(first)/float64(time.Millisecond), "first-byte-ms")
				b.ReportMetric(float64(p.resident(b))/(1<<20), "resident-MiB")
				b.Logf("%d bytes, %s", size, digest)
			}
		})
	}
}

// process is the function as it is deployed, and what is around it.
type process struct {
	data    *firestore.Server
	db      *store.DB
	keys    *seal.Keys
	fleet   *fleet.Fleet
	public  []export.PublicKey
	address string
	cmd     *exec.Cmd
	n       int
}

func newProcess(b *testing.B) *process {
	b.Helper()
	dir := b.TempDir()
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(dir, "data.db")})
	must(b, err)
	b.Cleanup(func() { _ = data.Close() })
	vault, err := standin.Open(standin.Config{Path: filepath.Join(dir, "secrets.db"), Project: testProject})
	must(b, err)
	b.Cleanup(func() { _ = vault.Close() })
	all, err := data.Serve("operator", nil)
	must(b, err)
	own, err := data.Serve(name, ownRights(b))
	must(b, err)
	secrets, err := vault.Serve("operator", nil)
	must(b, err)
	rights, _ := identity.Of(name)
	var grants []standin.Grant
	for _, prefix := range rights.Secrets {
		grants = append(grants, standin.Grant{Prefix: prefix, Access: true})
	}
	ownSecrets, err := vault.Serve(name, grants)
	must(b, err)
	b.Setenv("FIRESTORE_EMULATOR_HOST", all)
	options, err := endpoint.Options("http://" + secrets)
	must(b, err)
	client, err := secretmanager.NewClient(b.Context(), options...)
	must(b, err)
	must(b, signer.Make(b.Context(), client, testProject, false))
	p := &process{keys: seal.NewKeys(client, testProject, time.Now)}
	_, err = p.keys.CreatePeople(b.Context())
	must(b, err)
	k, err := signer.Read(b.Context(), client, testProject)
	must(b, err)
	p.public = k.Public()
	p.db, err = store.Open(context.WithoutCancel(b.Context()), testProject, p.keys, store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase)
	must(b, err)
	p.data = data
	p.fleet = fleet.New(p.db, time.Now)
	p.start(b, dir, own, ownSecrets)
	return p
}

// start builds and starts the function.
func (p *process) start(b *testing.B, dir, data, secrets string) {
	b.Helper()
	program := filepath.Join(dir, "export")
	out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, "./cmd").CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	_, port, err := net.SplitHostPort(l.Addr().String())
	must(b, err)
	must(b, l.Close())
	p.address = "http://127.0.0.1:" + port
	p.cmd = exec.CommandContext(context.WithoutCancel(b.Context()), program)
	p.cmd.Env = append(os.Environ(), "HOST=127.0.0.1", "PORT="+port, "GOOGLE_CLOUD_PROJECT="+testProject, "FIRESTORE_EMULATOR_HOST="+data,
		"SECRET_MANAGER_ENDPOINT=http://"+secrets, "PUBLIC_ADDRESS=http://localhost:"+port, "PROXIES=0")
	p.cmd.Stderr = os.Stderr
	must(b, p.cmd.Start())
	b.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	})
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		res, err := http.Get(p.address + "/export/keys")
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(end) {
			b.Fatalf("the function does not answer: %v", err)
		}
	}
}

// tenant makes a tenant with n findings, each with a step of history, and a key.
func (p *process) tenant(b *testing.B, n int) (*store.Tenant, string) {
	b.Helper()
	p.n++
	ctx := b.Context()
	id, err := p.fleet.Put(ctx, fleet.NewTenant{Profile: tenant.Profile{Name: "Suuri Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", p.n)}, Language: "fi", Interval: time.Hour})
	must(b, err)
	t, err := p.db.Tenant(id)
	must(b, err)
	who := fmt.Sprint("omistaja", p.n)
	membertest.SignsIn(b, p.data, testProject, who)
	_, err = member.Found(ctx, t, person(who), "", time.Now())
	must(b, err)
	_, secret, err := apikey.Create(ctx, t, apikey.Wish{Name: "x", Permissions: []tenant.Permission{tenant.Export}, Expires: time.Now().Add(24 * time.Hour)}, member.Actor{Account: who, Name: person(who).Email}, time.Now())
	must(b, err)
	key, err := t.Key(ctx)
	must(b, err)
	c, err := cloud.NewClientWithDatabase(ctx, testProject, store.VahtiDatabase)
	must(b, err)
	defer func() { _ = c.Close() }()
	below := c.Collection("tenants").Doc(id.String()).Collection("findings")
	const together = 200
	for i := 0; i < n; i += together {
		err := c.RunTransaction(ctx, func(_ context.Context, tx *cloud.Transaction) error {
			for j := i; j < min(n, i+together); j++ {
				if err := put(tx, below, key, j); err != nil {
					return err
				}
			}
			return nil
		})
		must(b, err)
	}
	return t, string(secret)
}

// put writes a finding and its first step.
func put(tx *cloud.Transaction, below *cloud.CollectionRef, key *seal.Key, i int) error {
	now := time.Now()
	resource := fmt.Sprintf("app-%08d", i)
	f := finding.Finding{ID: finding.ID(fmt.Sprintf("%08x%024x", i*2654435761, i)), Check: "app-secrets", Resource: resource, Severity: finding.Severities()[i%5], State: finding.Open,
		Reason: "The application may grant itself any role.", Since: now, Opened: now, Slot: "2026-11-01T12:00:00Z/1", Version: 1,
		Evidence: finding.Evidence{Facts: finding.Facts{"credentials": int64(i % 9), "permissions": []string{"RoleManagement.ReadWrite.Directory"}},
			Subjects: finding.Subjects{"applications": finding.List(finding.Subject{ID: resource, Name: fmt.Sprintf("Palkanlaskenta %d", i), Note: "has a secret"})}}}
	d, err := document.FromFinding(f, key)
	if err != nil {
		return err
	}
	step, change, err := document.FromChange(finding.Change{Kind: finding.Opened, Finding: f, At: now}, d, now, key)
	if err != nil {
		return err
	}
	doc := below.Doc(d.ID)
	if err := tx.Create(doc, d); err != nil {
		return err
	}
	return tx.Create(doc.Collection("history").Doc(step), change)
}

// export takes everything in every format, and verifies it.
func (p *process) export(b *testing.B, t *store.Tenant, key string) (first time.Duration, size int64, digest string) {
	b.Helper()
	// The process's own record of its peak begins anew.
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.cmd.Process.Pid), []byte("5"), 0o600)
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, p.address+"/export/tenants/"+t.ID().String(), strings.NewReader("format=csv&format=xlsx&format=sarif&format=ocsf&format=report"))
	must(b, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+key)
	began := time.Now()
	res, err := http.DefaultClient.Do(r)
	must(b, err)
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		b.Fatalf("got status %d", res.StatusCode)
	}
	one := make([]byte, 1)
	_, err = io.ReadFull(res.Body, one)
	must(b, err)
	first = time.Since(began)
	rest, err := io.ReadAll(res.Body)
	must(b, err)
	raw := append(one, rest...)
	v, err := export.Verify(bytes.NewReader(raw), int64(len(raw)), p.public)
	if err != nil || len(v.Problems) > 0 {
		b.Fatalf("got %q, %v", v.Problems, err)
	}
	return first, int64(len(raw)), fmt.Sprintf("%x", sha256.Sum256(raw))
}

// resident is the most memory that the process had.
func (p *process) resident(b *testing.B) uint64 {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			must(b, err)
			return n << 10
		}
	}
	return 0
}
