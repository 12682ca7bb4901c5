package identity_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store"
)

func TestNames(t *testing.T) {
	var names []string
	for _, i := range identity.Table() {
		names = append(names, i.Function)
		got, ok := identity.Of(i.Function)
		if diff := cmp.Diff(i, got); !ok || diff != "" {
			t.Errorf("Of(%q): found %v (-want +got):\n%s", i.Function, ok, diff)
		}
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) || slices.Contains(names, "") {
		t.Errorf("got the functions %v, want each once and in order", names)
	}
	for _, name := range []string{"", "Scan", "scan ", "operator", "*"} {
		if i, ok := identity.Of(name); ok || len(i.Databases)+len(i.Publishes)+len(i.Secrets) > 0 {
			t.Errorf("Of(%q): got %v, want nothing", name, i)
		}
	}
	if identity.Vahti != store.VahtiDatabase || identity.Advice != store.AdviceDatabase || identity.Audit != store.AuditDatabase || identity.People != store.PeopleDatabase || identity.Ledger != store.LedgerDatabase {
		t.Error("the databases have other names in store")
	}
}

// writes reports whether a function may change anything in a database.
func writes(i identity.Identity, database string) bool {
	return slices.ContainsFunc(i.Databases, func(a identity.Access) bool {
		return a.Database == database && (a.Create || a.Update || a.Delete)
	})
}

// TestSection4Guarantees are the promises that the table keeps, in words.
func TestSection4Guarantees(t *testing.T) {
	unseals := func(i identity.Identity) bool { return slices.Contains(i.Secrets, identity.TenantKeys) }
	tests := []struct {
		name  string
		holds func(identity.Identity) bool
	}{
		{"only scan reaches Microsoft Graph", func(i identity.Identity) bool { return !i.Graph || i.Function == "scan" }},
		{"only scan reads the client secret", func(i identity.Identity) bool {
			return !slices.Contains(i.Secrets, identity.GraphSecret) || i.Function == "scan"
		}},
		{"only signin reads what it proves itself with to people's Entra", func(i identity.Identity) bool {
			return !slices.Contains(i.Secrets, identity.SignInSecret) || i.Function == "signin"
		}},
		{"only export signs exports, and what signs them changes nothing but notes of use", func(i identity.Identity) bool {
			makes := func(a identity.Access) bool { return a.Database != identity.Audit && (a.Create || a.Delete) }
			return !slices.Contains(i.Secrets, identity.ExportKey) || i.Function == "export" && !slices.ContainsFunc(i.Databases, makes) && len(i.Publishes) == 0
		}},
		{"only explain reaches the model", func(i identity.Identity) bool { return !i.Vertex || i.Function == "explain" }},
		{"what reaches the model cannot unseal", func(i identity.Identity) bool { return !i.Vertex || len(i.Secrets) == 0 }},
		{"only scan reaches what it read of tenants, and only erase deletes it unseen", func(i identity.Identity) bool {
			return i.Objects == identity.Objects{} || i.Function == "scan" || i.Function == "erase" && !i.Objects.Get && !i.Objects.Create
		}},
		{"only erase deletes everywhere, and destroys keys", func(i identity.Identity) bool {
			everywhere := len(i.Databases) > 2 && !slices.ContainsFunc(i.Databases, func(a identity.Access) bool { return a.Database != identity.Ledger && !a.Delete })
			return i.Function == "erase" || !everywhere && len(i.Destroys) == 0 && len(i.Pulls) == 0
		}},
		{"everybody knows how far the ledger goes, only erase writes it, and nobody deletes of it", func(i identity.Identity) bool {
			return slices.ContainsFunc(i.Databases, func(a identity.Access) bool {
				least := a == identity.Access{Database: identity.Ledger, Get: true}
				return a.Database == identity.Ledger && a.Get && !a.Delete && (least || i.Function == "erase")
			})
		}},
		{"what deletes everywhere is reached by no person and calls nothing outside", func(i identity.Identity) bool {
			return len(i.Destroys) == 0 || !i.Public && !i.Graph && !i.Vertex && len(i.Calls) == 0
		}},
		{"what reaches the model cannot touch a finding", func(i identity.Identity) bool { return !i.Vertex || !writes(i, identity.Vahti) }},
		{"only what reaches the model writes advice, and erase takes it away", func(i identity.Identity) bool {
			return i.Function == "erase" || i.Vertex || !writes(i, identity.Advice)
		}},
		{"what people reach deletes nothing of a tenant's, and has nothing done but a tick; what Stripe reaches, nothing but to look again", func(i identity.Identity) bool {
			deletes := func(a identity.Access) bool { return a.Delete && a.Database != identity.People }
			more := func(topic string) bool {
				return topic != queue.TickTopic && (i.Function != "stripe" || topic != queue.BillingTopic)
			}
			return !i.Public || !slices.ContainsFunc(i.Databases, deletes) && !writes(i, identity.Advice) && !slices.ContainsFunc(i.Publishes, more)
		}},
		{"only signing in, the sweep and the erasure delete of people's accounts", func(i identity.Identity) bool {
			return i.Function == "signin" || i.Function == "sweep" || i.Function == "erase" || !slices.ContainsFunc(i.Databases, func(a identity.Access) bool { return a.Database == identity.People && a.Delete })
		}},
		{"nobody changes what the audit trail holds, and only retain deletes of it, and erase with the tenant", func(i identity.Identity) bool {
			return !slices.ContainsFunc(i.Databases, func(a identity.Access) bool {
				return i.Function != "erase" && a.Database == identity.Audit && (a.Update || a.Delete && i.Function != "retain")
			})
		}},
		{"what deletes of the audit trail writes nothing else", func(i identity.Identity) bool {
			return i.Function != "retain" || !writes(i, identity.Vahti) && !writes(i, identity.People)
		}},
		{"what people reach calls nothing outside but Stripe", func(i identity.Identity) bool {
			other := func(service string) bool { return service != identity.Stripe }
			return !i.Public || !i.Graph && !i.Vertex && !slices.ContainsFunc(i.Calls, other)
		}},
		{"only api, billing and console call Stripe, and they alone have its key", func(i identity.Identity) bool {
			calls := slices.Contains(i.Calls, identity.Stripe)
			return calls == slices.Contains(i.Secrets, identity.StripeKey) && (!calls || slices.Contains([]string{"api", "billing", "console"}, i.Function))
		}},
		{"only what Stripe's webhooks reach can tell whether they are Stripe's, and it can read nothing sealed and change nothing", func(i identity.Identity) bool {
			changes := func(a identity.Access) bool {
				return a != identity.Access{Database: identity.Ledger, Get: true} && (a.List || a.Update || a.Delete || a.Database != identity.Vahti)
			}
			return slices.Contains(i.Secrets, identity.StripeWebhook) == (i.Function == "stripe") &&
				(i.Function != "stripe" || len(i.Secrets) == 1 && len(i.Calls) == 0 && !slices.ContainsFunc(i.Databases, changes))
		}},
		{"what dispatches and what explains unseals nothing", func(i identity.Identity) bool {
			return !unseals(i) || i.Function != "dispatch" && i.Function != "explain"
		}},
		{"only what notes consent finds tenants by Entra id", func(i identity.Identity) bool {
			return i.Function == "signin" || !slices.Contains(i.Secrets, identity.DirectoryKey)
		}},
		{"whoever takes messages can tell of those it cannot take", func(i identity.Identity) bool {
			return (i.Trigger != "") == slices.Contains(i.Publishes, queue.DeadLetterTopic)
		}},
		{"whatever is reached over the Internet has paths that lead to it", func(i identity.Identity) bool { return i.Public == (len(i.Paths) > 0) }},
		{"only deliver reaches Postmark and customers' webhooks, and proves itself to Postmark", func(i identity.Identity) bool {
			outside := slices.Contains(i.Calls, identity.Postmark) || slices.Contains(i.Calls, identity.CustomersHooks) || slices.Contains(i.Secrets, identity.PostmarkToken)
			return !outside || i.Function == "deliver"
		}},
		{"what reaches Postmark and customers' webhooks deletes nothing", func(i identity.Identity) bool {
			return i.Function != "deliver" || !slices.ContainsFunc(i.Databases, func(a identity.Access) bool { return a.Delete })
		}},
		{"only what Postmark reaches knows by what Postmark shows itself", func(i identity.Identity) bool {
			return (i.Function == "postmark") == slices.Contains(i.Secrets, identity.PostmarkWebhook)
		}},
		{"what Postmark reaches sees no tenant", func(i identity.Identity) bool {
			return i.Function != "postmark" || !unseals(i) && !slices.ContainsFunc(i.Databases, func(a identity.Access) bool { return a.Database != identity.People && a.Database != identity.Ledger })
		}},
		{"what another service reaches is public", func(i identity.Identity) bool { return !i.Webhook || i.Public }},
		{"people or Pub/Sub, not both and not neither", func(i identity.Identity) bool { return i.Public == (i.Trigger == "") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, i := range identity.Table() {
				if !tt.holds(i) {
					t.Errorf("%s breaks it", i.Function)
				}
			}
		})
	}
}

// TestRowsNameWhatExists: a prefix or name with a slip in it would give too much
// or nothing.
func TestRowsNameWhatExists(t *testing.T) {
	databases := []string{identity.Vahti, identity.Advice, identity.Audit, identity.People, identity.Ledger}
	secrets := []string{identity.TenantKeys, identity.DirectoryKey, identity.GraphSecret, identity.PeopleKey, identity.SignInSecret, identity.StripeKey, identity.StripeWebhook,
		identity.PostmarkToken, identity.PostmarkWebhook, identity.ExportKey}
	published := []string{queue.ScanTopic, queue.FindingsChangedTopic, queue.DeadLetterTopic, queue.TickTopic, queue.BillingTopic, queue.DeliverTopic}
	triggers := []string{queue.TickTopic, queue.ScanTopic, queue.FindingsChangedTopic, queue.SweepTopic, queue.RetainTopic, queue.EraseTopic, queue.BillingTopic, queue.DeliverTopic}
	for _, i := range identity.Table() {
		var seen []string
		for _, a := range i.Databases {
			if !slices.Contains(databases, a.Database) || slices.Contains(seen, a.Database) {
				t.Errorf("%s: database %q is unknown or named twice", i.Function, a.Database)
			}
			if !a.Get && !a.List && !a.Create && !a.Update && !a.Delete {
				t.Errorf("%s: database %q is named for nothing", i.Function, a.Database)
			}
			seen = append(seen, a.Database)
		}
		if i.Objects != (identity.Objects{}) && !slices.Contains(i.Secrets, identity.TenantKeys) {
			t.Errorf("%s reaches sealed objects and cannot unseal them", i.Function)
		}
		for _, s := range i.Secrets {
			if !slices.Contains(secrets, s) {
				t.Errorf("%s: no secret begins with %q", i.Function, s)
			}
		}
		for _, s := range i.Destroys {
			if !slices.Contains(i.Secrets, s) {
				t.Errorf("%s destroys secrets %q that it does not know", i.Function, s)
			}
		}
		for _, s := range i.Pulls {
			if s != queue.DeadLetterTopic {
				t.Errorf("%s pulls from %q, which nobody may", i.Function, s)
			}
		}
		for _, topic := range i.Publishes {
			if !slices.Contains(published, topic) {
				t.Errorf("%s publishes to %q, which no function does", i.Function, topic)
			}
		}
		if i.Trigger != "" && !slices.Contains(triggers, i.Trigger) {
			t.Errorf("%s is triggered by %q, which is no topic for functions", i.Function, i.Trigger)
		}
	}
	for _, topic := range triggers {
		receives := func(i identity.Identity) bool { return i.Trigger == topic }
		if !slices.ContainsFunc(identity.Table(), receives) {
			t.Errorf("nobody receives %s", topic)
		}
	}
	for _, prefix := range secrets {
		for _, other := range secrets {
			if prefix != other && len(prefix) <= len(other) && other[:len(prefix)] == prefix {
				t.Errorf("the prefix %q gives %q too", prefix, other)
			}
		}
	}
}

// TestPaths: every path leads to one function, and to one at any rate.
func TestPaths(t *testing.T) {
	of := map[string]string{}
	for _, i := range identity.Table() {
		for _, path := range i.Paths {
			if path == "" || path[0] != '/' {
				t.Errorf("%s: %q is no path", i.Function, path)
			}
			if other, taken := of[path]; taken {
				t.Errorf("%s leads to %s and to %s", path, other, i.Function)
			}
			of[path] = i.Function
		}
	}
	if of["/"] != "console" {
		t.Errorf("whatever leads nowhere else leads to %q, want the console", of["/"])
	}
}

// TestTableIsACopy: nobody can widen rights by writing into what Table returned.
func TestTableIsACopy(t *testing.T) {
	want := identity.Table()
	mine := identity.Table()
	for n := range mine {
		mine[n].Graph = true
		for m := range mine[n].Databases {
			mine[n].Databases[m].Delete = true
		}
		for m := range mine[n].Secrets {
			mine[n].Secrets[m] = ""
		}
	}
	if diff := cmp.Diff(want, identity.Table()); diff != "" {
		t.Errorf("the table after writing into a copy (-want +got):\n%s", diff)
	}
}

// TestSecurityPageFollowsTable: the page on security names every secret, and by each
// service outside the functions that call it and no others.
func TestSecurityPageFollowsTable(t *testing.T) {
	page := read(t, "../../.github/SECURITY.md")
	rows := map[string]string{}
	for line := range strings.Lines(page) {
		if cells := strings.Split(line, "|"); len(cells) > 4 {
			rows[strings.TrimSpace(cells[1])] = cells[3]
		}
	}
	const graph, model = "graph", "model"
	services := map[string]string{identity.Stripe: "Stripe", identity.Postmark: "Postmark", identity.CustomersHooks: "customers' webhooks",
		graph: "Microsoft Graph", model: "Google Vertex AI, in the EU"}
	called := map[string][]string{}
	for _, row := range identity.Table() {
		calls := slices.Clone(row.Calls)
		if row.Graph {
			calls = append(calls, graph)
		}
		if row.Vertex {
			calls = append(calls, model)
		}
		for _, service := range calls {
			called[service] = append(called[service], "`"+row.Function+"`")
		}
		for _, secret := range row.Secrets {
			family, _, _ := strings.Cut(secret, "-")
			if !strings.Contains(page, "`"+secret) && !strings.Contains(page, "`"+family+"-*`") {
				t.Errorf("the secret %s is not named", secret)
			}
		}
	}
	for service, callers := range called {
		listed, _, _ := strings.Cut(rows[services[service]], ";") // behind it: who is called
		got := strings.Split(strings.TrimSpace(listed), ", ")
		slices.Sort(got)
		slices.Sort(callers)
		if diff := cmp.Diff(callers, got); diff != "" {
			t.Errorf("who calls %s (-table +page):\n%s", service, diff)
		}
	}
	if len(called) != len(services) {
		t.Errorf("%d services are called, the test knows %d", len(called), len(services))
	}
}
