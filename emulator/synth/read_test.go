package synth

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	standindns "vahti.ai/vahti/emulator/dns"
	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/snapshot"
)

// credentials are those of a token server that gives every tenant the token "t-<tenant>".
func credentials(t *testing.T) graph.Credentials {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tenant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		base := "https://" + r.Host + "/" + tenant
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration") {
			fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":%q,"token_endpoint":%q}`, base+"/v2.0", base+"/authorize", base+"/token")
			return
		}
		fmt.Fprintf(w, `{"token_type":"Bearer","expires_in":3600,"access_token":"t-%s"}`, tenant)
	}))
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return graph.Credentials{ClientID: "vahti", Secret: func(context.Context) (string, error) { return "secret", nil }, Authority: server.URL + "/", CAFile: ca, DisableInstanceDiscovery: true}
}

// readers reads generated tenants as Vahti does, through the stand-ins that serve them.
type readers struct {
	served *standin.Server
	names  *standindns.Server
	graph  *graph.Reader
	dns    *publicdns.Reader
}

func newReaders(t *testing.T) *readers {
	t.Helper()
	r := &readers{
		served: standin.Open(standin.Config{Authenticate: func(bearer string) (string, bool) { return strings.CutPrefix(bearer, "t-") }}),
		names:  standindns.New(nil),
	}
	base, err := r.served.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.served.Close() })
	server, web, err := r.names.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.names.Close() })
	if r.graph, err = graph.New(graph.Config{BaseURL: base, Unpaced: true}, credentials(t)); err != nil {
		t.Fatal(err)
	}
	if r.dns, err = publicdns.New(publicdns.Config{Server: server, Web: web}); err != nil {
		t.Fatal(err)
	}
	return r
}

// read reads everything that Vahti can read of a tenant.
func (r *readers) read(t *testing.T, dir string) *snapshot.Snapshot {
	t.Helper()
	recording, err := standin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.served.Add(recording); err != nil {
		t.Fatal(err)
	}
	if _, err := r.names.Add(dir); err != nil {
		t.Fatal(err)
	}
	settings, err := snapshot.ParseSettings(recording.Settings)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot.New(recording.AsOf, settings)
	var want, public []snapshot.Resource
	for _, k := range snapshot.Keys() {
		if snapshot.IsDNS(k.Resource()) {
			public = append(public, k.Resource())
		} else {
			want = append(want, k.Resource())
		}
	}
	if _, err := r.graph.Read(t.Context(), recording.ID, s, graph.Order{Want: want}); err != nil {
		t.Fatal(err)
	}
	r.dns.Read(t.Context(), s, public)
	return s
}

// licences are what the table of resources calls the licences without which Graph does not answer.
func licences() map[string]check.Licence {
	return map[string]check.Licence{
		"": check.NoLicence, "Microsoft Entra ID P1": check.EntraP1, "Microsoft Entra ID P2": check.EntraP2,
		"Microsoft Entra Workload ID Premium": check.WorkloadID, "Microsoft Intune": check.Intune,
		"a Microsoft Defender licence": check.Defender,
	}
}

// holds reports whether anything was read of a resource, under any parent.
func holds(t *testing.T, k snapshot.Key, s *snapshot.Snapshot) bool {
	t.Helper()
	text, err := json.Marshal(snapshot.Form(k, s))
	if err != nil {
		t.Fatal(err)
	}
	var byParent map[string][]any
	if k.Kind() != snapshot.PerParent {
		return !slices.Contains([]string{"null", "[]", "{}"}, string(text))
	}
	if err := json.Unmarshal(text, &byParent); err != nil {
		t.Fatalf("%s: %v", k.Resource(), err)
	}
	for _, entities := range byParent {
		if len(entities) > 0 {
			return true
		}
	}
	return false
}

// turnsAtOnce is up to how many people or groups one scan reads all that is read person by person.
const turnsAtOnce = 150

// TestEverythingIsRead reads tenants of every licence as Vahti does, through the stand-ins: what the licence allows is
// recorded, the rest is refused, and each resource holds something in one of the tenants.
func TestEverythingIsRead(t *testing.T) {
	r := newReaders(t)
	needs := map[snapshot.Resource]check.Licence{}
	for _, row := range graph.Table() {
		l, known := licences()[row.Licence]
		if !known {
			t.Errorf("%s needs %q, which this test does not know", row.Resource, row.Licence)
		}
		needs[row.Resource] = l
	}
	filled, kinds := map[snapshot.Resource]bool{}, map[string]bool{}
	for seed := range uint64(16) {
		users := []int{3, 17, 45, 301}[seed%4]
		s := r.read(t, write1(t, users, seed))
		kinds[snapshot.SubscribedSkus.Of(s)[0].SkuPartNumber] = true
		for _, k := range snapshot.Keys() {
			name := k.Resource()
			filled[name] = filled[name] || holds(t, k, s)
			has, _ := check.Licensed(needs[name], s)
			switch why, missing := s.Missing(name); {
			case has && missing:
				t.Errorf("%d users, seed %d: %s is not read: %d %s", users, seed, name, why.Status, why.Reason)
			case !has && holds(t, k, s) && name != snapshot.PrivilegedSignInActivity.Resource(): // the users themselves
				t.Errorf("%d users, seed %d: %s is recorded without the licence that it needs", users, seed, name)
			}
		}
		for name, turn := range s.Turns() {
			if turn.Refused > 0 || users <= turnsAtOnce && turn.Read < turn.Total {
				t.Errorf("%d users, seed %d: %s: read %d of %d, refused %d", users, seed, name, turn.Read, turn.Total, turn.Refused)
			}
		}
	}
	for _, k := range snapshot.Keys() {
		// Contracts are shown to partners, and no generated tenant is one; nor does a group of theirs hold one of the
		// roles whose groups' log is read.
		if name := k.Resource(); !filled[name] && name != snapshot.Contracts.Resource() && name != snapshot.GroupChanges.Resource() {
			t.Errorf("%s is empty in every tenant", name)
		}
	}
	if want := []string{"O365_BUSINESS_ESSENTIALS", "SPB", "SPE_E3", "SPE_E5"}; !slices.Equal(slices.Sorted(maps.Keys(kinds)), want) {
		t.Errorf("the tenants have %v, want each of %v", slices.Sorted(maps.Keys(kinds)), want)
	}
}

// TestZonesAreOwn looks at many tenants' zones: but for Microsoft's own record for its customers none is another's.
func TestZonesAreOwn(t *testing.T) {
	dir := t.TempDir()
	if err := WriteFleet(dir, 40, 2); err != nil {
		t.Fatal(err)
	}
	names := standindns.New(nil)
	found, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range found {
		already, err := names.Add(f)
		if err != nil {
			t.Fatal(err)
		}
		already = slices.DeleteFunc(already, func(zone string) bool { return i > 0 && zone == "spf.protection.outlook.com" })
		if len(already) > 0 {
			t.Errorf("%s shares the zones %v with another", filepath.Base(f), already)
		}
	}
}
