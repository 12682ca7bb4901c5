package checktest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	standin "vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/snapshot"
)

// loadDNS asks the stand-in for public DNS, which serves what the tenant
// recorded, as a scan does. It comes last: what to ask about was read before.
func loadDNS(t testing.TB, s *snapshot.Snapshot, dir string) {
	t.Helper()
	resources := []snapshot.Resource{snapshot.DomainRecords.Resource(), snapshot.HostRecords.Resource()}
	if _, err := os.Stat(filepath.Join(dir, "dns.json")); err != nil {
		for _, r := range resources {
			s.SetUnread(r, snapshot.Unread{Reason: "public DNS gave no answer"})
		}
		return
	}
	server := standin.New(nil)
	if _, err := server.Add(dir); err != nil {
		t.Fatal(err)
	}
	address, web, err := server.Serve()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	reader, err := publicdns.New(publicdns.Config{Server: address, Web: web, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	reader.Read(t.Context(), s, resources)
}
