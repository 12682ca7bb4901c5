package main

import (
	"context"
	"errors"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	admin "cloud.google.com/go/firestore/apiv1/admin"
	"cloud.google.com/go/firestore/apiv1/admin/adminpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/restore"
)

// project has databases of which it knows what Firestore tells their administrator.
type project struct {
	adminpb.UnimplementedFirestoreAdminServer
	backed []string                                 // databases with a backup schedule
	lives  map[string]adminpb.Field_TtlConfig_State // by database and collection, as vahti/news
	shut   bool
}

func (p *project) ListBackupSchedules(_ context.Context, r *adminpb.ListBackupSchedulesRequest) (*adminpb.ListBackupSchedulesResponse, error) {
	if p.shut {
		return nil, status.Error(codes.PermissionDenied, "no")
	}
	out := &adminpb.ListBackupSchedulesResponse{}
	if name, ok := strings.CutPrefix(r.GetParent(), "projects/p/databases/"); ok && slices.Contains(p.backed, name) {
		out.BackupSchedules = append(out.BackupSchedules, &adminpb.BackupSchedule{Name: r.GetParent() + "/backupSchedules/one"})
	}
	return out, nil
}

func (p *project) ListFields(_ context.Context, r *adminpb.ListFieldsRequest) (*adminpb.ListFieldsResponse, error) {
	if r.GetFilter() != "ttlConfig:*" {
		return nil, status.Error(codes.InvalidArgument, "only fields that were overridden can be listed")
	}
	out := &adminpb.ListFieldsResponse{}
	name := strings.Replace(strings.TrimPrefix(r.GetParent(), "projects/p/databases/"), "/collectionGroups/", "/", 1)
	if state, ok := p.lives[name]; ok {
		out.Fields = append(out.Fields, &adminpb.Field{Name: r.GetParent() + "/fields/until", TtlConfig: &adminpb.Field_TtlConfig{State: state}})
	}
	return out, nil
}

// client asks the project.
func (p *project) client(t *testing.T) *admin.FirestoreAdminClient {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := grpc.NewServer()
	adminpb.RegisterFirestoreAdminServer(s, p)
	go func() { _ = s.Serve(l) }()
	t.Cleanup(s.Stop)
	c, err := admin.NewFirestoreAdminClient(t.Context(), option.WithEndpoint(l.Addr().String()), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// applied is a project to which terraform was applied: what it declares is read from its
// own file.
func applied(t *testing.T) *project {
	t.Helper()
	file, err := os.ReadFile("../../terraform/firestore.tf")
	if err != nil {
		t.Fatal(err)
	}
	p := &project{backed: restore.Databases(), lives: map[string]adminpb.Field_TtlConfig_State{}}
	for _, m := range regexp.MustCompile(`(?m)^\s+"([a-z]+/[a-z-]+)"\s+= "[a-z]+"$`).FindAllSubmatch(file, -1) {
		p.lives[string(m[1])] = adminpb.Field_TtlConfig_ACTIVE
	}
	return p
}

// TestUpkeep: what a restore loses is missed, and what terraform makes is all that is
// asked for.
func TestUpkeep(t *testing.T) {
	tests := []struct {
		name   string
		change func(*project)
		want   []string // empty where nothing is lacking
	}{
		{"terraform is applied", func(*project) {}, nil},
		{"times to live are being made", func(p *project) { p.lives["people/letters"] = adminpb.Field_TtlConfig_CREATING }, nil},
		{"one could not be made", func(p *project) { p.lives["people/letters"] = adminpb.Field_TtlConfig_NEEDS_REPAIR }, []string{"people keeps letters"}},
		{"a schedule is lacking", func(p *project) { p.backed = p.backed[1:] }, []string{"vahti has no backup schedule"}},
		{"advice was restored", func(p *project) {
			delete(p.lives, "advice/explanations")
			p.backed = slices.DeleteFunc(p.backed, func(name string) bool { return name == "advice" })
		}, []string{"advice has no backup schedule", "advice keeps explanations"}},
		{"vahti was restored", func(p *project) {
			for _, collection := range []string{"hooks", "news", "payment-events", "requests"} {
				delete(p.lives, "vahti/"+collection)
			}
		}, []string{"vahti keeps requests", "vahti keeps news", "vahti keeps hooks", "vahti keeps payment-events"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := applied(t)
			tt.change(p)
			var out strings.Builder
			err := upkeep(t.Context(), p.client(t), "p", &out)
			if (err == nil) != (len(tt.want) == 0) || err != nil && !errors.Is(err, errBare) {
				t.Errorf("got %v", err)
			}
			var got []string
			for line := range strings.Lines(out.String()) {
				if line, ok := strings.CutPrefix(line, "Database "); ok {
					line, _, _ = strings.Cut(strings.TrimSuffix(line, ".\n"), " for ever")
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("lacking (-want +got):\n%s", diff)
			}
		})
	}
	shut := applied(t)
	shut.shut = true
	if err := upkeep(t.Context(), shut.client(t), "p", &strings.Builder{}); err == nil || errors.Is(err, errBare) {
		t.Errorf("who may not look: got %v", err)
	}
}
