package identity_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
)

// topics are the names by which functions' sources call topics and messages.
var (
	topics = map[string]string{"ScanTopic": queue.ScanTopic, "FindingsChangedTopic": queue.FindingsChangedTopic, "TickTopic": queue.TickTopic,
		"DeadLetterTopic": queue.DeadLetterTopic, "SweepTopic": queue.SweepTopic, "RetainTopic": queue.RetainTopic, "EraseTopic": queue.EraseTopic, "BillingTopic": queue.BillingTopic,
		"DeliverTopic": queue.DeliverTopic}
	messages = map[string]string{"Scan": queue.Scan{}.Topic(), "FindingsChanged": queue.FindingsChanged{}.Topic(), "Tick": queue.Tick{}.Topic(),
		"Sweep": queue.Sweep{}.Topic(), "Retain": queue.Retain{}.Topic(), "Erase": queue.Erase{}.Topic(), "Billing": queue.Billing{}.Topic(), "Deliver": queue.Deliver{}.Topic()}
)

// given are the secrets that others gave, which package secret reads.
var given = []string{identity.StripeKey, identity.StripeWebhook, identity.PostmarkToken, identity.PostmarkWebhook}

// source is what a function's code says it needs.
type source struct {
	databases, publishes []string
	// gated are the databases of which the gate is told that the function reads them.
	gated   []string
	trigger string
	unseals bool
	imports map[string]bool
}

// TestCodeFollowsTable reads each function's source: what it opens, publishes
// and receives must be what its identity may, no less and no more.
func TestCodeFollowsTable(t *testing.T) {
	for _, i := range identity.Table() {
		t.Run(i.Function, func(t *testing.T) {
			s := sourceOf(t, i.Function)
			var databases []string
			for _, a := range i.Databases {
				databases = append(databases, a.Database)
			}
			slices.Sort(databases)
			var reads []string
			for _, a := range i.Databases {
				if a.Get && a.Database != identity.Ledger && i.Function != "erase" { // erase brings them up to date
					reads = append(reads, a.Database)
				}
			}
			slices.Sort(reads)
			if diff := cmp.Diff(reads, s.gated); diff != "" {
				t.Errorf("databases that are read, and watched for a restore (-table +code):\n%s", diff)
			}
			publishes := slices.Sorted(slices.Values(i.Publishes))
			if diff := cmp.Diff(databases, s.databases); diff != "" {
				t.Errorf("databases (-table +code):\n%s", diff)
			}
			if diff := cmp.Diff(publishes, s.publishes); diff != "" {
				t.Errorf("topics published to (-table +code):\n%s", diff)
			}
			if s.trigger != i.Trigger {
				t.Errorf("messages of the topic: got %q in code, want %q", s.trigger, i.Trigger)
			}
			if may := slices.Contains(i.Secrets, identity.TenantKeys) || slices.Contains(i.Secrets, identity.PeopleKey); s.unseals != may || s.imports["vahti.ai/vahti/shared/seal"] && !may {
				t.Errorf("unseals: got %v, the table says %v", s.unseals, may)
			}
			for path, may := range map[string]bool{
				"vahti.ai/vahti/shared/notify":         slices.Contains(i.Calls, identity.Postmark) || slices.Contains(i.Calls, identity.CustomersHooks),
				"vahti.ai/vahti/shared/archive":        i.Objects != identity.Objects{},
				"vahti.ai/vahti/shared/erasure":        len(i.Destroys) > 0,
				"vahti.ai/vahti/shared/graph":          i.Graph,
				"vahti.ai/vahti/shared/explain/vertex": i.Vertex,
				"vahti.ai/vahti/shared/auth":           i.Public && !i.Webhook,
				"vahti.ai/vahti/shared/billing":        slices.Contains(i.Calls, identity.Stripe),
				"vahti.ai/vahti/shared/secret":         slices.ContainsFunc(i.Secrets, func(s string) bool { return slices.Contains(given, s) }),
			} {
				if s.imports[path] != may {
					t.Errorf("imports %s: got %v, the table says %v", path, s.imports[path], may)
				}
			}
		})
	}
}

// sourceOf reads the code of a function, its tests and cmd apart.
func sourceOf(t *testing.T, function string) source {
	t.Helper()
	s := source{imports: map[string]bool{}}
	for _, file := range glob(t, root+"functions/"+function+"/*.go") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			s.imports[path] = true
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s.see(t, n)
			return true
		})
	}
	slices.Sort(s.databases)
	slices.Sort(s.publishes)
	slices.Sort(s.gated)
	return s
}

// see notes what a piece of code tells.
func (s *source) see(t *testing.T, n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if name := selected(n.Fun, "store"); name == "Open" {
			s.open(n.Args[3:])
			if keys, ok := n.Args[2].(*ast.Ident); !ok || keys.Name != "nil" {
				s.unseals = true
			}
		}
		if name := selected(n.Fun, "connect"); name == "Open" {
			s.open(n.Args[2:])
			s.unseals = true
		}
		switch { // behind the gate of a restored database
		case selected(n.Fun, "restore") == "Gate":
			s.gated = append(s.gated, databasesOf(n.Args[4:])...)
		case selected(n.Fun, "c") == "Whole":
			s.gated = append(s.gated, databasesOf(n.Args[3:])...)
		}
		if name := selected(n.Fun, "queue"); name == "NewPublisher" {
			for _, arg := range n.Args[1:] {
				topic := selected(arg, "queue")
				if topics[topic] == "" {
					t.Errorf("a topic is not named by its constant: %q", topic)
				}
				s.publishes = append(s.publishes, topics[topic])
			}
		}
	case *ast.FuncType: // a handler takes a message and what the push says of itself
		for at, p := range n.Params.List {
			if name := selected(p.Type, "serve"); name != "Push" || at == 0 {
				continue
			}
			message := selected(n.Params.List[at-1].Type, "queue")
			if messages[message] == "" || s.trigger != "" && s.trigger != messages[message] {
				t.Errorf("a handler takes %q, which is no message or a second one", message)
			}
			s.trigger = messages[message]
		}
	}
}

// open notes which databases are opened.
func (s *source) open(names []ast.Expr) { s.databases = append(s.databases, databasesOf(names)...) }

// databasesOf is the names of databases by their constants.
func databasesOf(names []ast.Expr) (out []string) {
	for _, arg := range names {
		out = append(out, strings.ToLower(strings.TrimSuffix(selected(arg, "store"), "Database")))
	}
	return out
}

// selected returns what is selected of a package, such as Open of store.Open,
// and nothing for any other expression.
func selected(e ast.Expr, pkg string) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := sel.X.(*ast.Ident)
	if !ok || x.Name != pkg {
		return ""
	}
	return sel.Sel.Name
}
