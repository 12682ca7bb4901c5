package tenants_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/emulator/entra"
	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	client = "7a3c1f0e-5a52-4c1f-9d55-0d3f6c1b2a10"
	secret = "stand-in-client-secret"
)

// microsoft is the Entra that gives tokens for every stand-in of a test.
func microsoft(t *testing.T) (*entra.Server, graph.Credentials) {
	t.Helper()
	dir, err := os.MkdirTemp("", "tenants-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	e, err := entra.Open(entra.Config{CertDir: dir, Clients: []entra.Client{{ID: client, Secret: secret}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	authority, ca, err := e.Serve()
	if err != nil {
		t.Fatal(err)
	}
	return e, graph.Credentials{ClientID: client, Secret: func(context.Context) (string, error) { return secret, nil }, Authority: authority, CAFile: ca, DisableInstanceDiscovery: true}
}

// scan reads a sample as a scan does, with one resource refused; none where
// denied is empty.
func scan(t *testing.T, e *entra.Server, creds graph.Credentials, dir string, denied snapshot.Resource) *snapshot.Snapshot {
	t.Helper()
	recording, err := standin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var deny []string
	if _, path, ok := strings.Cut(string(denied), "/"); ok && !snapshot.IsDNS(denied) {
		path, _, _ = strings.Cut(path, "?")
		deny = []string{path}
	}
	e.AddTenant(recording.ID, nil)
	g := standin.Open(standin.Config{Deny: deny, Authenticate: func(bearer string) (string, bool) {
		id, _, err := e.Verify(bearer)
		return id, err == nil
	}})
	defer g.Close()
	if err := g.Add(recording); err != nil {
		t.Fatal(err)
	}
	base, err := g.Serve()
	if err != nil {
		t.Fatal(err)
	}
	// The stand-in has no limits, so nobody needs to wait for Microsoft's.
	var ahead atomic.Int64
	reader, err := graph.New(graph.Config{
		BaseURL: base,
		Now:     func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) },
		Sleep: func(ctx context.Context, d time.Duration) error {
			ahead.Add(int64(d))
			return ctx.Err()
		},
	}, creds)
	if err != nil {
		t.Fatal(err)
	}
	settings, err := snapshot.ParseSettings(recording.Settings)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot.New(recording.AsOf, settings)
	wanted := check.Resources(all.Checks())
	if _, err := reader.Read(t.Context(), recording.ID, s, graph.Order{Want: slices.DeleteFunc(slices.Clone(wanted), snapshot.IsDNS)}); err != nil {
		t.Fatal(err)
	}
	d := dns.New(func(string) bool { return snapshot.IsDNS(denied) })
	if _, err := d.Add(dir); err != nil {
		t.Fatal(err)
	}
	address, web, err := d.Serve()
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	resolver, err := publicdns.New(publicdns.Config{Server: address, Web: web})
	if err != nil {
		t.Fatal(err)
	}
	resolver.Read(t.Context(), s, wanted)
	return s
}

// TestScanned reads the samples as a scan does and finds what reading their
// files finds.
func TestScanned(t *testing.T) {
	e, creds := microsoft(t)
	for _, dir := range samples(t) {
		s, files := scan(t, e, creds, dir, ""), checktest.Load(t, dir)
		for _, c := range all.Checks() {
			got, want := check.Run(c, s), check.Run(c, files)
			if got.Verdict != want.Verdict {
				t.Errorf("%s: %s is %v when scanned (%s) and %v from the files (%s)", dir, c.ID, got.Verdict, got.Reason, want.Verdict, want.Reason)
			}
			checktest.Said(t, got)
		}
	}
}

// TestEveryResourceRefused refuses each resource in turn: no check that reads it
// says pass or fail.
func TestEveryResourceRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads both samples once for each resource")
	}
	e, creds := microsoft(t)
	for _, dir := range samples(t) {
		whole := scan(t, e, creds, dir, "")
		for _, key := range snapshot.Keys() {
			r := key.Resource()
			if _, missing := whole.Missing(r); missing {
				continue // refused anyway
			}
			if each, ok := key.(interface {
				Parents(*snapshot.Snapshot) []string
			}); ok && len(each.Parents(whole)) == 0 {
				continue // there is nothing to ask for
			}
			s := scan(t, e, creds, dir, r)
			if _, missing := s.Missing(r); !missing {
				t.Errorf("%s: %s is read although it was refused", dir, r)
			}
			for _, c := range all.Checks() {
				o := check.Run(c, s)
				judged := o.Verdict == finding.Pass || o.Verdict == finding.Fail
				if slices.Contains(c.Reads, r) && judged {
					t.Errorf("%s without %s: %s says %v (%s)", dir, r, c.ID, o.Verdict, o.Reason)
				}
				checktest.Said(t, o)
			}
			if r == snapshot.SubscribedSkus.Resource() {
				judgedWithoutLicences(t, s)
			}
		}
	}
}

// judgedWithoutLicences wants the checks judged on what is there where the
// licences are refused.
func judgedWithoutLicences(t *testing.T, s *snapshot.Snapshot) {
	t.Helper()
	counts := map[finding.Verdict]int{}
	for _, c := range all.Checks() {
		counts[check.Run(c, s).Verdict]++
	}
	if judged := counts[finding.Pass] + counts[finding.Fail]; judged < len(all.Checks())/2 {
		t.Errorf("without licences only %s are judged", fmt.Sprint(counts))
	}
}
