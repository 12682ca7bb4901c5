package archive_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	standin "vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// refusals does everything there is to do and returns the errors by what was done.
func refusals(ctx context.Context, a *archive.Tenant, name string) map[string]error {
	out := map[string]error{}
	w, err := a.Create(ctx, name)
	if err == nil {
		if _, err = w.Write([]byte("Maija Mehiläinen")); err == nil {
			err = w.Close()
		}
		w.Abort()
	}
	out["create"] = err
	out["replace"] = a.Replace(ctx, name, 0, []byte("Maija Mehiläinen"))
	r, err := a.Open(ctx, name)
	if err == nil {
		r.Close()
	}
	out["open"] = err
	_, out["list"] = a.List(ctx, name)
	out["delete"] = a.Delete(ctx, name)
	return out
}

func TestErrors(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	down := newWorld(t, standin.Faults{Unavailable: 1})
	of := w.tenant(t)
	const name = "snapshot/o"
	for _, what := range []string{name, "x"} {
		put(t, w.bucket(t, nil).Tenant(of), what, []byte("x"))
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	destroyed := tenanttest.ID(t)
	without, err := w.db.Tenant(destroyed)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		ctx  context.Context
		a    *archive.Tenant
		want error // nil for a plain one
		all  bool  // listing and deleting too
	}{
		{"no rights", t.Context(), w.bucket(t, &standin.Grant{}).Tenant(of), nil, true},
		{"an ended context", ended, w.bucket(t, nil).Tenant(of), context.Canceled, true},
		{"a service that is away until time is up", short, down.bucket(t, nil).Tenant(down.tenant(t)), context.DeadlineExceeded, true},
		{"no key", t.Context(), w.bucket(t, nil).Tenant(without), seal.ErrNoKey, false},
		{"no tenant", t.Context(), w.bucket(t, nil).Tenant(&store.Tenant{}), tenant.ErrZero, true},
		{"no handle", t.Context(), w.bucket(t, nil).Tenant(nil), tenant.ErrZero, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for what, err := range refusals(tt.ctx, tt.a, name) {
				if !tt.all && (what == "list" || what == "delete") {
					continue
				}
				if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
					t.Errorf("%s: got %v, want %v", what, err, tt.want)
					continue
				}
				for _, secret := range []string{"Maija", name, of.ID().String(), "127.0.0.1", bucket} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("%s: %q tells %q", what, err, secret)
					}
				}
			}
		})
	}
}

// TestRights: what an identity may do is decided by Cloud Storage, one right at a
// time.
func TestRights(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	of := w.tenant(t)
	tests := []struct {
		grant standin.Grant
		may   map[string]bool
	}{
		{standin.Grant{Get: true}, map[string]bool{"open": true}},
		{standin.Grant{List: true}, map[string]bool{"list": true}},
		{standin.Grant{Create: true}, map[string]bool{}}, // it stands there already
		{standin.Grant{Create: true, Delete: true}, map[string]bool{"create": true, "delete": true}},
	}
	for _, tt := range tests {
		put(t, w.bucket(t, nil).Tenant(of), "o", []byte("x"))
		for what, err := range refusals(t.Context(), w.bucket(t, &tt.grant).Tenant(of), "o") {
			// Replacing what should not be there fails for everybody.
			if what != "replace" && tt.may[what] != (err == nil) {
				t.Errorf("%+v, %s: got %v, want that it is allowed: %v", tt.grant, what, err, tt.may[what])
			}
		}
	}
}

func TestJournalsCarryTheirTime(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	of, raw := w.tenant(t), w.raw(t)
	a := w.bucket(t, nil).Tenant(of)
	for name, want := range map[string]bool{archive.Journal + "1": true, "snapshot/journal/1": false, "journals": false} {
		put(t, a, name, []byte("x"))
		attrs, err := raw.Object("tenants/" + of.ID().String() + "/" + name).Attrs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := time.Since(attrs.CustomTime) < time.Minute; got != want {
			t.Errorf("%s: got its own time %v, want one of now: %v", name, attrs.CustomTime, want)
		}
	}
}

// TestNothingIsTold looks into the bucket for what was written there.
func TestNothingIsTold(t *testing.T) {
	w := newWorld(t, standin.Faults{})
	of, raw := w.tenant(t), w.raw(t)
	a := w.bucket(t, nil).Tenant(of)
	const plain = "Maija Mehiläinen, maija@example.fi"
	for _, content := range []string{plain, strings.Repeat(plain+"\n", 100_000)} {
		put(t, a, "o", []byte(content))
		b := stored(t, raw, of, "o")
		for _, part := range []string{"Maija", "example.fi", "\x28\xb5\x2f\xfd"} { // the last is how compressed content begins
			if bytes.Contains(b, []byte(part)) {
				t.Errorf("%d bytes: what is stored holds %q", len(content), part)
			}
		}
		if len(content) > 1000 && len(b) > len(content)/10 {
			t.Errorf("%d bytes that repeat take %d", len(content), len(b))
		}
		attrs, err := raw.Object("tenants/" + of.ID().String() + "/o").Attrs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(attrs.Metadata) != 1 || len(attrs.Metadata["mark"]) != 32 {
			t.Errorf("got the metadata %v, want a random mark alone", attrs.Metadata)
		}
	}
	first := stored(t, raw, of, "o")
	put(t, a, "o", []byte(strings.Repeat(plain+"\n", 100_000)))
	if bytes.Equal(first[headSize:], stored(t, raw, of, "o")[headSize:]) {
		t.Error("the same content is stored alike twice")
	}
}
