package store_test

import (
	"context"
	"errors"
	"testing"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// TestDamagedDocuments wants an error from what is damaged: neither a document
// that seems to be missing nor one that seems to be whole.
func TestDamagedDocuments(t *testing.T) {
	w := newWorld(t)
	scan := "/scans/" + tenant.NewSlot(asOf, 1).Key()
	about := func(ctx context.Context, h *store.Tenant) error { _, err := h.About(ctx); return err }
	findings := func(ctx context.Context, h *store.Tenant) error { _, err := h.Findings(ctx); return err }
	scans := func(ctx context.Context, h *store.Tenant) error { _, err := h.Scans(ctx, 1); return err }
	settings := func(ctx context.Context, h *store.Tenant) error { _, err := h.Settings(ctx); return err }
	tests := []struct {
		name, path, field string
		value             any
		read              func(context.Context, *store.Tenant) error
	}{
		{"state of a tenant", "", "state", "asleep", about},
		{"slot of a tenant", "", "slot", "today", about},
		{"slot of another type", "", "slot", 7, about},
		{"settings", "/settings/current", "sealed", []byte("open"), settings},
		{"state of a finding", "FINDING", "state", "gone", findings},
		{"severity of a finding", "FINDING", "severity", 3, findings},
		{"facts of a finding", "FINDING", "facts", []byte(`{"x":{}}`), findings},
		{"sealed part of a finding", "FINDING", "sealed", []byte("open"), findings},
		{"slot of a scan", scan, "slot", "first", scans},
		{"verdicts of a scan", scan, "verdicts", []byte("{"), scans},
		{"unread resources of a scan", scan, "unread", []byte("{"), scans},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := w.put(t, i+1, `{"language":"fi"}`)
			w.scan(t, h, 1)
			if err := tt.read(t.Context(), h); err != nil {
				t.Fatalf("before the damage: %v", err)
			}
			path := tt.path
			if path == "FINDING" {
				all, err := h.Findings(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				path = "/findings/" + string(all[0].ID)
			}
			if _, err := w.vahti().Doc("tenants/"+h.ID().String()+path).Set(t.Context(), map[string]any{tt.field: tt.value}, cloud.MergeAll); err != nil {
				t.Fatal(err)
			}
			if err := tt.read(t.Context(), h); err == nil || errors.Is(err, store.ErrNotFound) {
				t.Errorf("got %v, want an error of its own", err)
			}
		})
	}
}
