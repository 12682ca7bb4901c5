package archive_test

import (
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"cloud.google.com/go/storage"
	"google.golang.org/api/option"

	"vahti.ai/vahti/emulator/standintest"
	standin "vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

const bucket = "vahti-test"

// world is Cloud Storage's stand-in and the keys of tenants.
type world struct {
	server *standin.Server
	keys   *seal.Keys
	db     *store.DB
}

func newWorld(t testing.TB, faults standin.Faults) *world {
	t.Helper()
	chance := rand.New(rand.NewPCG(1, 2))
	server, err := standin.Open(standin.Config{
		Path: filepath.Join(t.TempDir(), "storage.db"), Bucket: bucket,
		Faults: faults, Rand: chance.Float64,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	keys := standintest.Keys(t, "vahti-test")
	db, err := store.Open(t.Context(), "vahti-test", keys)
	if err != nil {
		t.Fatal(err)
	}
	return &world{server, keys, db}
}

// bucket connects an identity; a nil grant is the operator's.
func (w *world) bucket(t testing.TB, grant *standin.Grant) *archive.Bucket {
	t.Helper()
	addr, err := w.server.Serve("identity", grant)
	if err != nil {
		t.Fatal(err)
	}
	b, err := archive.Open(context.WithoutCancel(t.Context()), bucket, "http://"+addr)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tenant makes a tenant with a key.
func (w *world) tenant(t testing.TB) *store.Tenant {
	t.Helper()
	id := tenanttest.ID(t)
	if _, err := w.keys.Create(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	h, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// raw connects to the bucket as somebody who knows nothing of sealing.
func (w *world) raw(t testing.TB) *storage.BucketHandle {
	t.Helper()
	addr, err := w.server.Serve("raw", nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := storage.NewClient(context.WithoutCancel(t.Context()), storage.WithJSONReads(),
		option.WithEndpoint("http://"+addr+"/storage/v1/"), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c.Bucket(bucket)
}

// stored returns what lies in the bucket under a tenant's name.
func stored(t testing.TB, raw *storage.BucketHandle, of *store.Tenant, name string) []byte {
	t.Helper()
	r, err := raw.Object("tenants/" + of.ID().String() + "/" + name).NewReader(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// plant puts bytes into the bucket under a tenant's name.
func plant(t testing.TB, raw *storage.BucketHandle, of *store.Tenant, name string, content []byte) {
	t.Helper()
	w := raw.Object("tenants/" + of.ID().String() + "/" + name).NewWriter(t.Context())
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}
