//go:build graphsdk

package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/google/go-cmp/cmp"
	abstractions "github.com/microsoft/kiota-abstractions-go"
	authentication "github.com/microsoft/kiota-authentication-azure-go"
	khttp "github.com/microsoft/kiota-http-go"
	msgraphsdk "github.com/microsoftgraph/msgraph-sdk-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// The tests in this file drive the server with Microsoft's own generated client, which knows nothing of it. Building
// that client takes minutes and gigabytes, hence the build tag.

// bearer is a credential whose token is the tenant.
type bearer string

func (b bearer) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: string(b), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// sdk makes a client of the server at base. With the client's own middleware it compresses request bodies; without,
// retries keep their bodies.
func sdk(t *testing.T, base string, ownMiddleware bool) (*msgraphsdk.GraphServiceClient, *msgraphsdk.GraphRequestAdapter) {
	t.Helper()
	auth, err := authentication.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(bearer(smallTenant), nil, []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	var client *http.Client
	if !ownMiddleware {
		client = khttp.GetDefaultClient(khttp.NewRetryHandler(), khttp.NewRedirectHandler(),
			khttp.NewParametersNameDecodingHandler(), khttp.NewUserAgentHandler())
	}
	adapter, err := msgraphsdk.NewGraphRequestAdapterWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(auth, nil, nil, client)
	if err != nil {
		t.Fatal(err)
	}
	adapter.SetBaseUrl(base + "/v1.0")
	return msgraphsdk.NewGraphServiceClient(adapter), adapter
}

func ptr[T any](v T) *T { return &v }

func userQuery(top int32, names ...string) *users.UsersRequestBuilderGetRequestConfiguration {
	return &users.UsersRequestBuilderGetRequestConfiguration{
		QueryParameters: &users.UsersRequestBuilderGetQueryParameters{Top: ptr(top), Select: names},
	}
}

func TestSDKPaging(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(2500, true)})
	_, base := open(t, Config{}, dir)
	client, adapter := sdk(t, base, true)
	first, err := client.Users().Get(t.Context(), userQuery(999, "id", "displayName"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := core.NewPageIterator[models.Userable](first, adapter, models.CreateUserCollectionResponseFromDiscriminatorValue)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = pages.Iterate(t.Context(), func(u models.Userable) bool {
		if want := fmt.Sprintf("id-%06d", n); u.GetId() == nil || *u.GetId() != want || u.GetDisplayName() == nil {
			t.Errorf("got user %v, want %s with a name", u.GetId(), want)
		}
		if u.GetSignInActivity() != nil || u.GetMail() != nil {
			t.Error("got a property that was not selected")
		}
		n++
		return true
	})
	if err != nil || n != 2500 {
		t.Errorf("got %d users, %v, want 2500", n, err)
	}
}

func TestSDKEmptyPages(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(250, true)})
	_, base := open(t, Config{Faults: Faults{EmptyPage: 1}}, dir)
	client, adapter := sdk(t, base, true)
	first, err := client.Users().Get(t.Context(), userQuery(100, "id"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := core.NewPageIterator[models.Userable](first, adapter, models.CreateUserCollectionResponseFromDiscriminatorValue)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := pages.Iterate(t.Context(), func(models.Userable) bool { n++; return true }); err != nil || n != 250 {
		t.Errorf("got %d users, %v, want 250", n, err)
	}
}

func TestSDKQueries(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	client, _ := sdk(t, base, true)
	query := userQuery(5, "id", "signInActivity", "assignedLicenses", "createdDateTime")
	query.QueryParameters.Filter = ptr("assignedLicenses/$count ne 0 and userType eq 'Member'")
	query.QueryParameters.Count = ptr(true)
	query.Headers = abstractions.NewRequestHeaders()
	query.Headers.Add("ConsistencyLevel", "eventual")
	got, err := client.Users().Get(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.GetValue()) != 1 || got.GetOdataCount() == nil || *got.GetOdataCount() != 1 {
		t.Fatalf("got %d users and count %v, want 1", len(got.GetValue()), got.GetOdataCount())
	}
	u := got.GetValue()[0]
	if *u.GetId() != "u1" || len(u.GetAssignedLicenses()) != 2 || u.GetCreatedDateTime() == nil ||
		u.GetSignInActivity() == nil || u.GetSignInActivity().GetLastSignInDateTime() == nil {
		t.Errorf("got user %v without what was selected", *u.GetId())
	}
	policy, err := client.Policies().AuthorizationPolicy().Get(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if policy.GetAllowInvitesFrom() == nil || policy.GetAllowInvitesFrom().String() != "everyone" {
		t.Errorf("got invitations from %v, want everyone", policy.GetAllowInvitesFrom())
	}
	members, err := client.DirectoryRoles().ByDirectoryRoleId("role-1").Members().Get(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	types := []string{}
	for _, m := range members.GetValue() {
		types = append(types, fmt.Sprintf("%T", m))
	}
	if diff := cmp.Diff([]string{"*models.User", "*models.Group"}, types); diff != "" {
		t.Errorf("members' types (-want +got):\n%s", diff)
	}
}

func TestSDKErrors(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	client, _ := sdk(t, base, true)
	tests := []struct {
		name   string
		ask    func(context.Context) error
		status int
		code   string
	}{
		{"unknown id", func(ctx context.Context) error {
			_, err := client.Users().ByUserId("nobody").Get(ctx, nil)
			return err
		}, 404, "Request_ResourceNotFound"},
		{"not granted", func(ctx context.Context) error {
			_, err := client.Devices().Get(ctx, nil)
			return err
		}, 403, "Authorization_RequestDenied"},
		{"page too large", func(ctx context.Context) error {
			_, err := client.Users().Get(ctx, userQuery(1000))
			return err
		}, 400, "Request_UnsupportedQuery"},
		{"write", func(ctx context.Context) error {
			_, err := client.Users().Post(ctx, models.NewUser(), nil)
			return err
		}, 403, "Authorization_RequestDenied"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got *odataerrors.ODataError
			if err := tt.ask(t.Context()); !errors.As(err, &got) {
				t.Fatalf("got %T %v, want an ODataError", err, err)
			}
			main := got.GetErrorEscaped()
			if got.ResponseStatusCode != tt.status || main == nil || main.GetCode() == nil || *main.GetCode() != tt.code {
				t.Fatalf("got %d %v, want %d %s", got.ResponseStatusCode, got, tt.status, tt.code)
			}
			if inner := main.GetInnerError(); inner == nil || inner.GetRequestId() == nil || inner.GetDate() == nil {
				t.Error("the inner error has no request id or date")
			}
		})
	}
}

func TestSDKBatch(t *testing.T) {
	s, base := open(t, Config{}, "testdata/small")
	for _, own := range []bool{true, false} {
		client, adapter := sdk(t, base, own)
		good, err := client.Users().ToGetRequestInformation(t.Context(), userQuery(2, "id"))
		if err != nil {
			t.Fatal(err)
		}
		bad, err := client.Users().ByUserId("nobody").ToGetRequestInformation(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		batch := core.NewBatchRequest(adapter)
		goodItem, err := batch.AddBatchRequestStep(*good)
		if err != nil {
			t.Fatal(err)
		}
		badItem, err := batch.AddBatchRequestStep(*bad)
		if err != nil {
			t.Fatal(err)
		}
		answers, err := batch.Send(t.Context(), adapter)
		if err != nil {
			t.Fatal(err)
		}
		got, err := core.GetBatchResponseById[models.UserCollectionResponseable](answers, *goodItem.GetId(), models.CreateUserCollectionResponseFromDiscriminatorValue)
		if err != nil || len(got.GetValue()) != 2 || got.GetOdataNextLink() == nil {
			t.Errorf("own middleware %v: got %v, %v, want two users and a nextLink", own, got, err)
		}
		want := map[string]int32{*goodItem.GetId(): 200, *badItem.GetId(): 404}
		if diff := cmp.Diff(want, answers.GetStatusCodes()); diff != "" {
			t.Errorf("own middleware %v: statuses (-want +got):\n%s", own, diff)
		}
	}
	if got := s.Stats(smallTenant); got.Requests != 2 || got.Subrequests != 4 {
		t.Errorf("got %+v, want 2 requests with 4 items", got)
	}
}

// TestSDKThrottling answers the first request of each kind 429: the client waits as told and asks again.
func TestSDKThrottling(t *testing.T) {
	var mu sync.Mutex
	draws, at := []float64{0, 1, 0, 1, 1, 1}, 0 // the GET, again, the batch, again, its two items
	s, base := open(t, Config{Faults: Faults{TooMany: 0.5}, Rand: func() float64 {
		mu.Lock()
		defer mu.Unlock()
		at++
		return draws[min(at, len(draws))-1]
	}}, "testdata/small")
	client, adapter := sdk(t, base, false)
	start := time.Now()
	got, err := client.Groups().Get(t.Context(), nil)
	if err != nil || len(got.GetValue()) != 3 {
		t.Fatalf("got %v, %v, want three groups", got, err)
	}
	if took := time.Since(start); took < 900*time.Millisecond {
		t.Errorf("the client waited %v, want about the second it was told", took)
	}
	info, err := client.Users().ToGetRequestInformation(t.Context(), userQuery(5, "id"))
	if err != nil {
		t.Fatal(err)
	}
	batch := core.NewBatchRequest(adapter)
	for range 2 {
		if _, err := batch.AddBatchRequestStep(*info); err != nil {
			t.Fatal(err)
		}
	}
	answers, err := batch.Send(t.Context(), adapter)
	if err != nil || len(answers.GetResponses()) != 2 || len(answers.GetFailedResponses()) != 0 {
		t.Errorf("got %v, %v, want two good answers", answers, err)
	}
	if got := s.Stats(smallTenant); got.Requests != 4 || got.Subrequests != 2 {
		t.Errorf("got %+v, want each request twice", got)
	}
}

func TestSDKDelta(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(450, true)})
	_, base := open(t, Config{}, dir)
	client, _ := sdk(t, base, true)
	read := func(first *users.DeltaRequestBuilder, query *users.DeltaRequestBuilderGetRequestConfiguration) (ids, removed []string, link string) {
		t.Helper()
		page, err := first.GetAsDeltaGetResponse(t.Context(), query)
		for err == nil {
			for _, u := range page.GetValue() {
				if _, gone := u.GetAdditionalData()["@removed"]; gone {
					removed = append(removed, *u.GetId())
				} else {
					ids = append(ids, *u.GetId())
				}
			}
			if page.GetOdataNextLink() == nil {
				return ids, removed, *page.GetOdataDeltaLink()
			}
			page, err = client.Users().Delta().WithUrl(*page.GetOdataNextLink()).GetAsDeltaGetResponse(t.Context(), nil)
		}
		t.Fatal(err)
		return nil, nil, ""
	}
	ids, removed, link := read(client.Users().Delta(), &users.DeltaRequestBuilderGetRequestConfiguration{
		QueryParameters: &users.DeltaRequestBuilderGetQueryParameters{Select: []string{"displayName"}}})
	if len(ids) != 450 || len(removed) != 0 {
		t.Fatalf("got %d users and %d removed at first, want 450 and none", len(ids), len(removed))
	}
	text := strings.Replace(many(449, true), `"Person 7"`, `"Person Seven"`, 1)
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "users.ndjson"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	ids, removed, _ = read(client.Users().Delta().WithUrl(link), nil)
	if diff := cmp.Diff([]string{"id-000007"}, ids); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"id-000449"}, removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	_, err := client.Users().Delta().WithUrl(base+"/v1.0/users/delta?$deltatoken=gone").GetAsDeltaGetResponse(t.Context(), nil)
	var gone *odataerrors.ODataError
	if !errors.As(err, &gone) || gone.ResponseStatusCode != http.StatusGone {
		t.Errorf("unknown token: got %v, want 410", err)
	}
}
