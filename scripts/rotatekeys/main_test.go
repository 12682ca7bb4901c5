package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/emulator/firestore"
	vault "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

func TestRun(t *testing.T) {
	const project = "rotate-test"
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	secrets, err := vault.Open(vault.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = secrets.Close() })
	where, err := secrets.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	options, err := endpoint.Options("http://" + where)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	keys := seal.NewKeys(client, project, time.Now)
	if _, err := keys.CreatePeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), project, keys, store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	f := fleet.New(db, time.Now)
	var ids []tenant.ID
	for _, name := range []string{"Yksi Oy", "Kaksi Oy", "Kolme Oy"} {
		id, err := f.Put(t.Context(), fleet.NewTenant{Profile: tenant.Profile{Name: name, EntraID: name}, Language: "fi", Interval: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := keys.Destroy(t.Context(), ids[2]); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string // in what it says, or in its error
	}{
		{"all", []string{"-project", project, "-endpoint", "http://" + where}, "3 keys rotated, 0 old versions destroyed, 1 tenants"},
		{"old versions alone", []string{"-project", project, "-endpoint", "http://" + where, "-tidy"}, "0 keys rotated"},
		{"what older keys sealed", []string{"-project", project, "-endpoint", "http://" + where, "-reseal"}, "2 fields sealed anew, 1 tenants have no key"},
		{"what older keys sealed, again", []string{"-project", project, "-endpoint", "http://" + where, "-reseal"}, " 0 fields sealed anew, 1 tenants have no key"},
		{"both", []string{"-project", project, "-endpoint", "http://" + where, "-reseal", "-tidy"}, "exclude each other"},
		{"no project", nil, "-project"},
		{"more than flags", []string{"-project", project, "x"}, "nothing but flags"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if err := run(t.Context(), tt.args, &out); err != nil {
				out.WriteString(err.Error())
			}
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("got %q, want %q in it", out.String(), tt.want)
			}
		})
	}
	// An instance that began before reads on.
	s, err := db.Tenant(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	about, err := s.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p, err := s.Profile(t.Context(), about); err != nil || p.Name != "Yksi Oy" {
		t.Errorf("got %v, %v", p.Name, err)
	}
}
