package secretmanager

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	client "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

const parent = "projects/vahti-test"

func open(t *testing.T, path string) *Server {
	t.Helper()
	s, err := Open(Config{Path: path, Project: "vahti-test"})
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

func dial(t *testing.T, s *Server, grants []Grant) *client.Client {
	t.Helper()
	addr, err := s.Serve("identity", grants)
	if err != nil {
		t.Fatalf("Serve: %v", err)
	}
	c, err := client.NewClient(t.Context(), option.WithEndpoint(addr), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatalf("NewClient: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func euReplicas() *secretmanagerpb.Replication {
	return &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_UserManaged_{
		UserManaged: &secretmanagerpb.Replication_UserManaged{Replicas: []*secretmanagerpb.Replication_UserManaged_Replica{
			{Location: "europe-north1"}, {Location: "europe-west1"},
		}},
	}}
}

func create(c *client.Client, ctx context.Context, id string, labels map[string]string) error {
	_, err := c.CreateSecret(ctx, &secretmanagerpb.CreateSecretRequest{
		Parent: parent, SecretId: id, Secret: &secretmanagerpb.Secret{Replication: euReplicas(), Labels: labels},
	})
	return err
}

func add(c *client.Client, ctx context.Context, id, value string) (*secretmanagerpb.SecretVersion, error) {
	return c.AddSecretVersion(ctx, &secretmanagerpb.AddSecretVersionRequest{
		Parent:  parent + "/secrets/" + id,
		Payload: &secretmanagerpb.SecretPayload{Data: []byte(value)},
	})
}

func access(c *client.Client, ctx context.Context, id, version string) (string, error) {
	resp, err := c.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{
		Name: parent + "/secrets/" + id + "/versions/" + version,
	})
	return string(resp.GetPayload().GetData()), err
}

func mustSeed(t *testing.T, c *client.Client, id string, values ...string) {
	t.Helper()
	if err := create(c, t.Context(), id, nil); err != nil {
		t.Fatalf("create %s: %v", id, err)
	}
	for _, v := range values {
		if _, err := add(c, t.Context(), id, v); err != nil {
			t.Fatalf("add a version of %s: %v", id, err)
		}
	}
}

func TestLifeOfASecret(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "secrets.db")
	s := open(t, path)
	c := dial(t, s, nil)
	name := parent + "/secrets/tenant-a"

	if _, err := access(c, ctx, "tenant-a", "latest"); status.Code(err) != codes.NotFound {
		t.Errorf("access before creation: got %v, want NotFound", err)
	}
	if err := create(c, ctx, "tenant-a", map[string]string{"kind": "key"}); err != nil {
		t.Fatalf("CreateSecret: %v", err)
	}
	if err := create(c, ctx, "tenant-a", nil); status.Code(err) != codes.AlreadyExists {
		t.Errorf("CreateSecret again: got %v, want AlreadyExists", err)
	}
	got, err := c.GetSecret(ctx, &secretmanagerpb.GetSecretRequest{Name: name})
	if err != nil {
		t.Fatalf("GetSecret: %v", err)
	}
	if got.GetName() != name || got.GetLabels()["kind"] != "key" || got.GetEtag() == "" || got.GetCreateTime() == nil ||
		len(got.GetReplication().GetUserManaged().GetReplicas()) != 2 {
		t.Errorf("GetSecret: got %v", got)
	}
	if _, err := access(c, ctx, "tenant-a", "latest"); status.Code(err) != codes.NotFound {
		t.Errorf("access without a version: got %v, want NotFound", err)
	}

	for _, value := range []string{"alpha-value", "beta-value"} {
		v, err := add(c, ctx, "tenant-a", value)
		if err != nil {
			t.Fatalf("AddSecretVersion: %v", err)
		}
		if v.GetState() != secretmanagerpb.SecretVersion_ENABLED || len(v.GetReplicationStatus().GetUserManaged().GetReplicas()) != 2 {
			t.Errorf("AddSecretVersion: got %v", v)
		}
	}
	for version, want := range map[string]string{"1": "alpha-value", "2": "beta-value", "latest": "beta-value"} {
		if value, err := access(c, ctx, "tenant-a", version); err != nil || value != want {
			t.Errorf("access %s: got %q, %v, want %q", version, value, err, want)
		}
	}

	v2 := name + "/versions/2"
	if _, err := c.DisableSecretVersion(ctx, &secretmanagerpb.DisableSecretVersionRequest{Name: v2}); err != nil {
		t.Fatalf("DisableSecretVersion: %v", err)
	}
	for _, version := range []string{"2", "latest"} {
		if _, err := access(c, ctx, "tenant-a", version); status.Code(err) != codes.FailedPrecondition {
			t.Errorf("access %s while disabled: got %v, want FailedPrecondition", version, err)
		}
	}
	if _, err := c.EnableSecretVersion(ctx, &secretmanagerpb.EnableSecretVersionRequest{Name: v2}); err != nil {
		t.Fatalf("EnableSecretVersion: %v", err)
	}
	if value, err := access(c, ctx, "tenant-a", "latest"); err != nil || value != "beta-value" {
		t.Errorf("access after enabling: got %q, %v, want beta-value", value, err)
	}

	destroyed, err := c.DestroySecretVersion(ctx, &secretmanagerpb.DestroySecretVersionRequest{Name: v2})
	if err != nil || destroyed.GetState() != secretmanagerpb.SecretVersion_DESTROYED || destroyed.GetDestroyTime() == nil {
		t.Fatalf("DestroySecretVersion: got %v, %v", destroyed, err)
	}
	if _, err := access(c, ctx, "tenant-a", "2"); status.Code(err) != codes.FailedPrecondition {
		t.Errorf("access after destruction: got %v, want FailedPrecondition", err)
	}
	_, err = c.EnableSecretVersion(ctx, &secretmanagerpb.EnableSecretVersionRequest{Name: v2})
	if status.Code(err) != codes.FailedPrecondition {
		t.Errorf("enable after destruction: got %v, want FailedPrecondition", err)
	}
	if found := filesWith(t, filepath.Dir(path), "beta-value"); len(found) > 0 {
		t.Errorf("the destroyed value is still in %v", found)
	}
	if found := filesWith(t, filepath.Dir(path), "alpha-value"); len(found) != 1 {
		t.Errorf("the value that was kept is in %v, want one file", found)
	}

	if err := c.DeleteSecret(ctx, &secretmanagerpb.DeleteSecretRequest{Name: name}); err != nil {
		t.Fatalf("DeleteSecret: %v", err)
	}
	if err := c.DeleteSecret(ctx, &secretmanagerpb.DeleteSecretRequest{Name: name}); status.Code(err) != codes.NotFound {
		t.Errorf("DeleteSecret again: got %v, want NotFound", err)
	}
	if _, err := access(c, ctx, "tenant-a", "1"); status.Code(err) != codes.NotFound {
		t.Errorf("access after deletion: got %v, want NotFound", err)
	}
	if found := filesWith(t, filepath.Dir(path), "alpha-value"); len(found) > 0 {
		t.Errorf("the deleted value is still in %v", found)
	}
}

// filesWith lists the files below dir that contain a value.
func filesWith(t *testing.T, dir, value string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(value)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestChecksum(t *testing.T) {
	c := dial(t, open(t, filepath.Join(t.TempDir(), "s.db")), nil)
	mustSeed(t, c, "a")
	sum := int64(crc32.Checksum([]byte("value"), crc32.MakeTable(crc32.Castagnoli)))
	tests := []struct {
		name string
		data []byte
		sum  *int64
		want codes.Code
	}{
		{"right", []byte("value"), proto.Int64(sum), codes.OK},
		{"none", []byte("value"), nil, codes.OK},
		{"wrong", []byte("value"), proto.Int64(sum + 1), codes.InvalidArgument},
		{"largest", make([]byte, maxPayload), nil, codes.OK},
		{"too large", make([]byte, maxPayload+1), nil, codes.InvalidArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := c.AddSecretVersion(t.Context(), &secretmanagerpb.AddSecretVersionRequest{
				Parent:  parent + "/secrets/a",
				Payload: &secretmanagerpb.SecretPayload{Data: tt.data, DataCrc32C: tt.sum},
			})
			if status.Code(err) != tt.want {
				t.Errorf("AddSecretVersion: got %v, want %v", err, tt.want)
			}
		})
	}
	resp, err := c.AccessSecretVersion(t.Context(), &secretmanagerpb.AccessSecretVersionRequest{
		Name: parent + "/secrets/a/versions/1",
	})
	if err != nil || resp.GetPayload().GetDataCrc32C() != sum {
		t.Errorf("checksum of the value: got %d, %v, want %d", resp.GetPayload().GetDataCrc32C(), err, sum)
	}
}

func TestGrants(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s.db"))
	mustSeed(t, dial(t, s, nil), "tenant-x", "v")
	all := []string{"access", "get", "list", "create", "add", "disable", "delete"}
	tests := []struct {
		name    string
		grants  []Grant
		allowed string
	}{
		{"operator", nil, "access get list create add disable delete"},
		{"nothing", []Grant{}, ""},
		{"other prefix", []Grant{{Prefix: "graph-", Access: true, Create: true, AddVersion: true, Destroy: true}}, "list"},
		{"access", []Grant{{Prefix: "tenant-", Access: true}}, "access"},
		{"create and add", []Grant{{Prefix: "tenant-", Create: true, AddVersion: true}}, "get list create add"},
		{"destroy", []Grant{{Prefix: "tenant-", Destroy: true}}, "get list disable delete"},
		{"two grants", []Grant{{Prefix: "graph-", Access: true}, {Prefix: "tenant-x", Access: true}}, "access"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := dial(t, s, tt.grants)
			for _, call := range all {
				err := try(t, c, call)
				allowed := status.Code(err) != codes.PermissionDenied
				if want := strings.Contains(tt.allowed, call); allowed != want {
					t.Errorf("%s: got %v, allowed should be %v", call, err, want)
				}
			}
			mine := dial(t, s, nil) // undo what was allowed
			if err := create(mine, t.Context(), "tenant-x", nil); err == nil {
				if _, err := add(mine, t.Context(), "tenant-x", "v"); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func try(t *testing.T, c *client.Client, call string) error {
	ctx, name := t.Context(), parent+"/secrets/tenant-x"
	switch call {
	case "access":
		_, err := access(c, ctx, "tenant-x", "1")
		return err
	case "get":
		_, err := c.GetSecret(ctx, &secretmanagerpb.GetSecretRequest{Name: name})
		return err
	case "list":
		_, err := c.ListSecrets(ctx, &secretmanagerpb.ListSecretsRequest{Parent: parent}).Next()
		if errors.Is(err, iterator.Done) {
			return nil
		}
		return err
	case "create":
		return create(c, ctx, "tenant-x", nil)
	case "add":
		_, err := add(c, ctx, "tenant-x", "w")
		return err
	case "disable":
		_, err := c.DisableSecretVersion(ctx, &secretmanagerpb.DisableSecretVersionRequest{Name: name + "/versions/1"})
		return err
	default:
		return c.DeleteSecret(ctx, &secretmanagerpb.DeleteSecretRequest{Name: name})
	}
}

func TestListing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s.db"))
	c := dial(t, s, nil)
	for i := range 5 {
		if err := create(c, t.Context(), fmt.Sprint("tenant-", i), map[string]string{"odd": fmt.Sprint(i % 2)}); err != nil {
			t.Fatal(err)
		}
	}
	mustSeed(t, c, "graph-secret", "one", "two", "three")
	tests := []struct {
		name, filter string
		want         string
	}{
		{"all", "", "graph-secret tenant-0 tenant-1 tenant-2 tenant-3 tenant-4"},
		{"name", "name:tenant-", "tenant-0 tenant-1 tenant-2 tenant-3 tenant-4"},
		{"label", `labels.odd="1"`, "tenant-1 tenant-3"},
		{"any label", "labels.odd:*", "tenant-0 tenant-1 tenant-2 tenant-3 tenant-4"},
		{"both", "name:tenant-1 AND labels.odd=1", "tenant-1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			it := c.ListSecrets(t.Context(), &secretmanagerpb.ListSecretsRequest{Parent: parent, Filter: tt.filter, PageSize: 2})
			for {
				secret, err := it.Next()
				if errors.Is(err, iterator.Done) {
					break
				}
				if err != nil {
					t.Fatalf("ListSecrets: %v", err)
				}
				got = append(got, strings.TrimPrefix(secret.GetName(), parent+"/secrets/"))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("secrets (-want +got):\n%s", diff)
			}
		})
	}
	name := parent + "/secrets/graph-secret"
	if _, err := c.DisableSecretVersion(t.Context(), &secretmanagerpb.DisableSecretVersionRequest{Name: name + "/versions/2"}); err != nil {
		t.Fatal(err)
	}
	var got []string
	it := c.ListSecretVersions(t.Context(), &secretmanagerpb.ListSecretVersionsRequest{Parent: name, PageSize: 1, Filter: "state:ENABLED"})
	for {
		v, err := it.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			t.Fatalf("ListSecretVersions: %v", err)
		}
		got = append(got, strings.TrimPrefix(v.GetName(), name+"/versions/"))
	}
	if diff := cmp.Diff([]string{"3", "1"}, got); diff != "" {
		t.Errorf("enabled versions, newest first (-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	ctx := t.Context()
	c := dial(t, open(t, filepath.Join(t.TempDir(), "s.db")), nil)
	mustSeed(t, c, "a", "v")
	name := parent + "/secrets/a"
	tests := []struct {
		name string
		call func() error
		want codes.Code
	}{
		{"no replication", func() error {
			_, err := c.CreateSecret(ctx, &secretmanagerpb.CreateSecretRequest{Parent: parent, SecretId: "b", Secret: &secretmanagerpb.Secret{}})
			return err
		}, codes.InvalidArgument},
		{"bad id", func() error { return create(c, ctx, "a b", nil) }, codes.InvalidArgument},
		{"bad label", func() error { return create(c, ctx, "b", map[string]string{"A": "b"}) }, codes.InvalidArgument},
		{"version of nothing", func() error { _, err := add(c, ctx, "b", "v"); return err }, codes.NotFound},
		{"version 0", func() error { _, err := access(c, ctx, "a", "0"); return err }, codes.InvalidArgument},
		{"version 9", func() error { _, err := access(c, ctx, "a", "9"); return err }, codes.NotFound},
		{"other project", func() error {
			_, err := c.GetSecret(ctx, &secretmanagerpb.GetSecretRequest{Name: "projects/other/secrets/a"})
			return err
		}, codes.PermissionDenied},
		{"stale etag", func() error {
			return c.DeleteSecret(ctx, &secretmanagerpb.DeleteSecretRequest{Name: name, Etag: `"0"`})
		}, codes.FailedPrecondition},
		{"stale etag of a version", func() error {
			_, err := c.DestroySecretVersion(ctx, &secretmanagerpb.DestroySecretVersionRequest{Name: name + "/versions/1", Etag: `"0"`})
			return err
		}, codes.FailedPrecondition},
		{"bad filter", func() error {
			_, err := c.ListSecrets(ctx, &secretmanagerpb.ListSecretsRequest{Parent: parent, Filter: "colour:red"}).Next()
			return err
		}, codes.InvalidArgument},
		{"update", func() error {
			_, err := c.UpdateSecret(ctx, &secretmanagerpb.UpdateSecretRequest{
				Secret:     &secretmanagerpb.Secret{Name: name, Labels: map[string]string{"a": "b"}},
				UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"labels"}},
			})
			return err
		}, codes.OK},
		{"update of the name", func() error {
			_, err := c.UpdateSecret(ctx, &secretmanagerpb.UpdateSecretRequest{
				Secret:     &secretmanagerpb.Secret{Name: name},
				UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"name"}},
			})
			return err
		}, codes.InvalidArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.call(); status.Code(err) != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if value, err := access(c, ctx, "a", "latest"); err != nil || value != "v" {
		t.Errorf("after all refusals: got %q, %v, want v", value, err)
	}
}
