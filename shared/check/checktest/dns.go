package checktest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"vahti.ai/vahti/shared/snapshot"
)

// loadDNS reads what a recorded tenant says about public DNS.
func loadDNS(t testing.TB, s *snapshot.Snapshot, dir string, key snapshot.Key) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "dns.json"))
	if os.IsNotExist(err) {
		s.SetUnread(key.Resource(), snapshot.Unread{Reason: "public DNS gave no answer"})
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var recorded json.RawMessage
	if err := json.Unmarshal(raw, &recorded); err != nil {
		t.Fatalf("parse dns.json: %v", err)
	}
	s.SetUnread(key.Resource(), snapshot.Unread{Reason: "public DNS gave no answer"})
}
