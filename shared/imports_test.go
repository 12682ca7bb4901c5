package shared_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "vahti.ai/vahti/"

// rule says that files under from may not import packages under deny, except
// what lies under but. Tests are held to it as well, unless tests is set.
type rule struct {
	from, deny string
	but        []string // of the importing files
	allow      []string // of the denied packages
	tests      bool     // test files may
	why        string
}

// The rules are read from the source files themselves: asking the go command
// would let a cached test result hide a new import.
var rules = []rule{
	{from: "functions/", deny: module + "shared/graph", but: []string{"functions/scan/"}, why: "only scan talks to Microsoft Graph"},
	{from: "shared/", deny: module + "shared/graph", but: []string{"shared/graph/", "shared/check/cmd/"}, why: "one careless import would link Graph into every function"},
	{from: "", deny: "github.com/microsoftgraph/", but: []string{"shared/graph/", "emulator/graph/graphsdk"}, why: "the Graph SDK lives in shared/graph and nowhere else"},
	{from: "", deny: "github.com/Azure/", but: []string{"shared/graph/"}, tests: true, why: "tokens for Graph are got in shared/graph alone"},
	{from: "", deny: "github.com/microsoftgraph/msgraph-sdk-go/models", but: []string{"emulator/graph/graphsdk"},
		allow: []string{"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"}, why: "the generated models cost minutes to compile and lose values they do not know"},
	{from: "", deny: "github.com/microsoft/kiota", but: []string{"shared/graph/", "emulator/graph/graphsdk"}, why: "the Graph SDK's transport lives in shared/graph"},
	{from: "functions/", deny: module + "functions/", why: "no function imports another"},
	{from: "shared/", deny: module + "functions/", why: "functions stand above shared"},
	{from: "shared/", deny: module + "emulator/", but: []string{"shared/check/checktest/"}, tests: true, why: "production code knows no stand-in"},
	{from: "functions/", deny: module + "emulator/", tests: true, why: "production code knows no stand-in"},
	{from: "functions/", deny: module + "shared/internal/", why: "functions receive tenants' IDs and cannot make them"},
	{from: "functions/explain/", deny: module + "shared/store/record", why: "an explanation cannot touch risk state"},
	{from: "functions/console/", deny: module + "shared/store/record", tests: true, why: "the console shows, and writes what people decide alone"},
	{from: "functions/api/", deny: module + "shared/store/record", tests: true, why: "the API shows, and writes what people decide alone"},
	{from: "functions/signin/", deny: module + "shared/store/record", tests: true, why: "signing in touches no finding"},
	{from: "functions/export/", deny: module + "shared/store/record", tests: true, why: "an export takes and writes nothing"},
	{from: "shared/export/", deny: module, allow: []string{module + "shared/finding", module + "shared/check/text", module + "shared/export"}, tests: true, why: "the writers of exports know records, and neither store nor check"},
	{from: "", deny: module + "shared/export", but: []string{"shared/export/", "functions/export/", "functions/console/", "scripts/", "emulator/"}, why: "exports are written in one function; the console offers what it writes"},
	{from: "", deny: "github.com/xuri/excelize/", tests: true, why: "workbooks are written by hand; tests alone read them"},
	{from: "", deny: "github.com/santhosh-tekuri/jsonschema/", tests: true, why: "tests alone validate by schemas"},
	{from: "functions/", deny: module + "shared/store/exception", but: []string{"functions/console/", "functions/api/"}, tests: true, why: "people accept, and scans end exceptions through record"},
	{from: "functions/", deny: module + "shared/store/reseal", tests: true, why: "an operator seals anew what older keys sealed"},
	{from: "functions/explain/", deny: module + "shared/store/trail", why: "explaining is no act on a tenant's data"},
	{from: "functions/explain/", deny: module + "shared/account", why: "explaining knows no people"},
	{from: "functions/dispatch/", deny: module + "shared/account", why: "dispatching knows no people"},
	{from: "functions/scan/", deny: module + "shared/account", why: "scanning knows no people who sign in"},
	{from: "", deny: "github.com/go-webauthn/", but: []string{"shared/account/"}, why: "ways to sign in are in one place"},
	{from: "", deny: "github.com/pquerna/otp", but: []string{"shared/account/"}, why: "ways to sign in are in one place"},
	{from: "", deny: "golang.org/x/crypto/argon2", but: []string{"shared/account/password/"}, why: "passwords are hashed in one place"},
	{from: "", deny: "github.com/coreos/go-oidc/", but: []string{"shared/auth/oidc/", "emulator/entra/"}, why: "tokens of Entra are verified in one place"},
	{from: "", deny: "github.com/danielgtaylor/huma/", but: []string{"functions/api/"}, why: "the API's frame is the API's own"},
	{from: "shared/store/exception/", deny: module + "shared/store/record", tests: true, why: "accepting a finding does not write it"},
	{from: "shared/explain/", deny: module + "shared/store", why: "a prompt is built from facts handed in; explain knows no store"},
	{from: "shared/explain/", deny: module + "shared/check", but: []string{"shared/explain/brief/"}, tests: true, why: "the rules for answers know no check; brief makes a question of one"},
	{from: "shared/explain/", deny: module + "shared/seal", why: "explain cannot unseal"},
	{from: "functions/", deny: module + "shared/fleet", but: []string{"functions/dispatch/", "functions/sweep/", "functions/retain/", "functions/signin/", "functions/api/"}, tests: true, why: "only dispatch, the sweeps, onboarding and who asks for a scan work with the fleet"},
	{from: "shared/check/", deny: module + "shared/graph", but: []string{"shared/check/cmd/"}, why: "checks and the reader meet in the snapshot"},
	{from: "shared/check/", deny: module + "shared/store", why: "checks are pure"},
	{from: "shared/finding/", deny: module, allow: nil, why: "a finding knows nothing of the rest"},
	{from: "shared/snapshot/", deny: module, allow: []string{module + "shared/internal/jsonscan"}, why: "the snapshot is a contract of plain structs; it reads large pages with a scanner that knows nothing of them"},
	{from: "shared/browser/", deny: module, allow: []string{module + "shared/check/text"}, tests: true, why: "what pages have in common knows nothing of what they say"},
	{from: "shared/internal/jsonscan/", deny: module, tests: true, why: "a scanner of JSON knows nothing of what is in it"},
	{from: "shared/activity/", deny: module, allow: []string{module + "shared/finding", module + "shared/snapshot"}, tests: true, why: "the audit log is read off a snapshot and explains findings; it knows no check and no Graph"},
	{from: "shared/tenant/tenant.go", deny: module, allow: []string{module + "shared/internal/tenantid"}, tests: true, why: "a tenant knows nothing of the rest"},
	{from: "", deny: module + "shared/tenant/tenanttest", tests: true, why: "only tests are handed IDs"},
	{from: "functions/", deny: "reflect", tests: true, why: "an ID could be forged with it"},
	{from: "", deny: "unsafe", why: "an ID could be forged with it"},
	{from: "functions/", deny: module + "shared/archive", but: []string{"functions/scan/", "functions/erase/"}, tests: true, why: "only scan keeps what it read, and erase deletes it"},
	{from: "functions/", deny: module + "shared/erasure", but: []string{"functions/erase/"}, tests: true, why: "only erase erases"},
	{from: "shared/", deny: module + "shared/erasure", tests: true, why: "only erase erases"},
	{from: "", deny: "github.com/stripe/", but: []string{"shared/billing/", "functions/stripe/", "emulator/stripe/"}, why: "Stripe is asked in one place; its webhooks are verified in one other"},
	{from: "functions/", deny: module + "shared/billing", but: []string{"functions/billing/", "functions/stripe/", "functions/api/", "functions/console/"}, tests: true, why: "what is paid is the business of these alone"},
	{from: "functions/", deny: module + "shared/store/subscription", but: []string{"functions/export/", "functions/erase/", "functions/billing/", "functions/stripe/", "functions/api/", "functions/console/"}, tests: true, why: "what is paid is the business of these alone"},
	{from: "functions/stripe/", deny: module + "shared/seal", why: "who takes webhooks cannot unseal"},
	{from: "functions/billing/", deny: module + "shared/store/record", tests: true, why: "paying touches no finding"},
	{from: "shared/billing/billing.go", deny: module, allow: []string{module + "shared/tenant"}, why: "what follows from a subscription is a pure function"},
	{from: "", deny: "cloud.google.com/go/storage", but: []string{"shared/archive/", "emulator/storage/conformance/"}, tests: true, why: "objects are reached through a tenant's handle and are always sealed"},
	{from: "functions/", deny: module + "shared/publicdns", but: []string{"functions/scan/"}, why: "only scan reads what tenants have"},
	{from: "", deny: "github.com/miekg/dns", but: []string{"shared/publicdns/", "emulator/dns/"}, why: "questions to public DNS are asked in one place"},
	{from: "", deny: "cel.dev/", but: []string{"shared/check/custom/", "scripts/rivals/"}, why: "expressions are evaluated in one place"},
	{from: "", deny: "cloud.google.com/go/vertexai", but: []string{"shared/explain/vertex/"}, tests: true, why: "the client is at the end of its life and is kept in one file"},
	{from: "", deny: "cloud.google.com/go/pubsub/v2", but: []string{"shared/connect/", "shared/queue/", "functions/dispatch/", "functions/explain/", "functions/stripe/", "scripts/deadletters/", "emulator/pubsub/"}, tests: true, why: "publishing goes through queue; dead letters are pulled by an operator's command"},
	{from: "functions/", deny: module + "shared/notify", but: []string{"functions/deliver/"}, tests: true, why: "only deliver reaches Postmark and customers' webhooks"},
	{from: "shared/limit/", deny: module, tests: true, why: "a limiter counts whoever it is told and knows nothing of the rest"},
	{from: "shared/notify/", deny: module, tests: true, why: "a channel hands over what it is given and knows nothing of the rest"},
	{from: "functions/notify/", deny: module + "shared/store/record", tests: true, why: "telling people touches no finding"},
	{from: "functions/deliver/", deny: module + "shared/store/record", tests: true, why: "telling people touches no finding"},
	{from: "functions/postmark/", deny: module + "shared/store/", allow: []string{module + "shared/store"}, tests: true, why: "what Postmark reaches sees no tenant"},
	{from: "emulator/history/", deny: module + "functions/", why: "a truth told by the service itself proves nothing"},
	{from: "emulator/history/", deny: module + "shared/store", why: "a truth told by the service itself proves nothing"},
}

func init() {
	// A stand-in built from the product's own tables proves nothing.
	for _, s := range []string{"firestore", "pubsub", "secretmanager", "graph", "entra", "vertex", "dns", "storage", "stripe", "synth", "postmark"} {
		rules = append(rules, rule{from: "emulator/" + s + "/", deny: module + "shared/", tests: s == "graph" || s == "synth", why: "a stand-in imports nothing of shared"})
	}
}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != "..") {
			return filepath.SkipDir
		}
		if _, err := os.Stat(filepath.Join(path, "go.mod")); d.IsDir() && err == nil && path != ".." {
			return filepath.SkipDir // a module of its own
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		file := strings.TrimPrefix(filepath.ToSlash(path), "../")
		seen[filepath.Dir(file)] = true
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			for _, r := range rules {
				if r.breaks(file, imported) {
					t.Errorf("%s imports %s: %s", file, imported, r.why)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"functions/scan", "shared/graph", "shared/store/record", "emulator"} {
		if !seen[dir] {
			t.Errorf("no file of %s was read", dir)
		}
	}
}

func (r rule) breaks(file, imported string) bool {
	under := func(prefix string) bool { return strings.HasPrefix(file, prefix) }
	denied := imported == strings.TrimSuffix(r.deny, "/") || strings.HasPrefix(imported, r.deny)
	if !denied || !under(r.from) || r.tests && strings.HasSuffix(file, "_test.go") {
		return false
	}
	// A package may import its own parts.
	if r.from != "" && strings.HasPrefix(imported, module+strings.TrimSuffix(r.from, "/")) {
		return false
	}
	return !slices.ContainsFunc(r.but, under) && !slices.Contains(r.allow, imported)
}

func TestRulesCatchWhatTheyForbid(t *testing.T) {
	tests := []struct {
		file, imported string
		want           bool
	}{
		{"functions/console/console.go", module + "shared/graph", true},
		{"functions/console/reader.go", module + "shared/store/exception", false},
		{"functions/console/reader.go", module + "shared/store/record", true},
		{"functions/scan/scan.go", module + "shared/graph", false},
		{"functions/explain/explain.go", module + "shared/store/record", true},
		{"functions/explain/explain.go", module + "shared/store/advice", false},
		{"functions/api/api.go", module + "shared/internal/tenantid", true},
		{"emulator/firestore/server.go", module + "shared/store", true},
		{"shared/check/roles/x.go", module + "shared/graph", true},
		{"shared/graph/reader.go", "github.com/microsoftgraph/msgraph-sdk-go/models", true},
		{"shared/graph/reader.go", "github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors", false},
		{"functions/console/console.go", module + "shared/archive", true},
		{"functions/scan/setup.go", module + "shared/archive", false},
		{"functions/scan/setup.go", "cloud.google.com/go/storage", true},
		{"emulator/storage/store.go", module + "shared/archive", true},
		{"shared/store/store.go", module + "shared/tenant/tenanttest", true},
		{"shared/store/store_test.go", module + "shared/tenant/tenanttest", false},
	}
	for _, tt := range tests {
		got := slices.ContainsFunc(rules, func(r rule) bool { return r.breaks(tt.file, tt.imported) })
		if got != tt.want {
			t.Errorf("%s importing %s: broken %v, want %v", tt.file, tt.imported, got, tt.want)
		}
	}
}
