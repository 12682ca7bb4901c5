package membertest

import (
	"context"
	"testing"

	cloud "cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// SignsIn has accounts be ones that sign in, as far as it shows to others than the
// accounts themselves.
func SignsIn(t testing.TB, data *firestore.Server, project string, accounts ...string) {
	t.Helper()
	account(t, data, project, document.AccountActive, accounts...)
}

// Locked has accounts be locked, as SignsIn.
func Locked(t testing.TB, data *firestore.Server, project string, accounts ...string) {
	t.Helper()
	account(t, data, project, "locked", accounts...)
}

// Unknown takes back what SignsIn did.
func Unknown(t testing.TB, data *firestore.Server, project string, accounts ...string) {
	t.Helper()
	account(t, data, project, "", accounts...)
}

// account puts accounts into a state; with none they are no more.
func account(t testing.TB, data *firestore.Server, project, state string, accounts ...string) {
	t.Helper()
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := grpc.NewClient("passthrough:///"+addr, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithPerRPCCredentials(owner{}))
	if err != nil {
		t.Fatal(err)
	}
	c, err := cloud.NewClientWithDatabase(context.WithoutCancel(t.Context()), project, store.PeopleDatabase, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for _, id := range accounts {
		ref := c.Collection("accounts").Doc(id)
		if state == "" {
			_, err = ref.Delete(t.Context())
		} else {
			_, err = ref.Set(t.Context(), map[string]any{"state": state}, cloud.MergeAll)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// owner is what emulators take for the right to everything.
type owner struct{}

func (owner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer owner"}, nil
}

func (owner) RequireTransportSecurity() bool { return false }
