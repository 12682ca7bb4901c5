package graph

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/synth"
)

// fetch reads one answer and returns its nextLink; it decodes nothing else.
func fetch(b *testing.B, link, bearer string) string {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, link, nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	head := make([]byte, 1024)
	n, err := io.ReadFull(res.Body, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		b.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		b.Fatal(err)
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusForbidden {
		b.Fatalf("%s: status %d", link, res.StatusCode)
	}
	_, rest, found := strings.Cut(string(head[:n]), `"@odata.nextLink":"`)
	if !found {
		return ""
	}
	link, _, _ = strings.Cut(rest, `"`)
	return link
}

func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLargeTenant reads 100,000 users in pages of 999, server and client in one process.
func BenchmarkLargeTenant(b *testing.B) {
	dir := b.TempDir()
	if err := synth.Write(dir, 100_000, 1); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	rec, err := Load(dir)
	if err != nil {
		b.Fatal(err)
	}
	load := time.Since(start)
	s, base := open(b, Config{})
	if err := s.Add(rec); err != nil {
		b.Fatal(err)
	}
	for name, query := range map[string]string{
		"select": "?$top=999&$select=id,displayName,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,onPremisesImmutableId",
		"whole":  "?$top=999&$select=*",
		"filter": "?$top=999&$select=id&$filter=userType%20eq%20'Guest'",
		"delta":  "/delta?$deltatoken=latest&$select=id,displayName",
	} {
		b.Run(name, func(b *testing.B) {
			before := cpu(b)
			for b.Loop() {
				for link := base + "/v1.0/users" + query; link != ""; {
					link = fetch(b, link, rec.ID)
				}
			}
			b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.Logf("Load took %v; the server holds %d MB", load, m.HeapAlloc>>20)
}

// BenchmarkFleet asks 300 small tenants for what a scan reads, eight at a time.
func BenchmarkFleet(b *testing.B) {
	dir := b.TempDir()
	if err := synth.WriteFleet(dir, 300, 1); err != nil {
		b.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*", "tenant.json"))
	if err != nil {
		b.Fatal(err)
	}
	s, base := open(b, Config{})
	var ids []string
	for _, f := range found {
		rec, err := Load(filepath.Dir(f))
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Add(rec); err != nil {
			b.Fatal(err)
		}
		ids = append(ids, rec.ID)
	}
	paths := strings.Fields(`/v1.0/users?$select=id&$top=999 /v1.0/groups?$top=999 /v1.0/servicePrincipals?$top=999&$select=id,appId
		/v1.0/roleManagement/directory/roleAssignments?$expand=principal /v1.0/policies/authorizationPolicy
		/v1.0/roleManagement/directory/roleEligibilitySchedules /v1.0/policies/roleManagementPolicyAssignments?$expand=policy($expand=rules)
		/beta/identity/conditionalAccess/policies /beta/policies/authenticationMethodsPolicy /v1.0/domains /v1.0/organization
		/v1.0/subscribedSkus /v1.0/groupSettings /v1.0/policies/defaultAppManagementPolicy /v1.0/devices`)
	before := cpu(b)
	for b.Loop() {
		work := make(chan string)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for id := range work {
					for _, p := range paths {
						fetch(b, base+p, id)
					}
				}
			})
		}
		for _, id := range ids {
			work <- id
		}
		close(work)
		wg.Wait()
	}
	b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N), "cpu-s/op")
	b.Logf("%d requests", len(ids)*len(paths))
}
