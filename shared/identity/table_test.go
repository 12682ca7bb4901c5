package identity_test

import (
	"slices"
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
	if identity.Vahti != store.VahtiDatabase || identity.Advice != store.AdviceDatabase || identity.Audit != store.AuditDatabase || identity.People != store.PeopleDatabase {
		t.Error("the databases have other names in store")
	}
}

// writes reports whether a function may change anything in a database.
func writes(i identity.Identity, database string) bool {
	return slices.ContainsFunc(i.Databases, func(a identity.Access) bool {
		return a.Database == database && (a.Create || a.Update || a.Delete)
	})
}

// TestGuarantees are the promises that the table keeps, in words.
func TestGuarantees(t *testing.T) {
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
		{"only explain reaches the model", func(i identity.Identity) bool { return !i.Vertex || i.Function == "explain" }},
		{"what reaches the model cannot unseal", func(i identity.Identity) bool { return !i.Vertex || len(i.Secrets) == 0 }},
		{"only scan reaches what it read of tenants", func(i identity.Identity) bool { return i.Objects == identity.Objects{} || i.Function == "scan" }},
		{"what reaches the model cannot touch a finding", func(i identity.Identity) bool { return !i.Vertex || !writes(i, identity.Vahti) }},
		{"only what reaches the model writes advice", func(i identity.Identity) bool { return i.Vertex || !writes(i, identity.Advice) }},
		{"what people reach deletes nothing of a tenant's, and has nothing done but a tick", func(i identity.Identity) bool {
			deletes := func(a identity.Access) bool { return a.Delete && a.Database != identity.People }
			more := func(topic string) bool { return topic != queue.TickTopic }
			return !i.Public || !slices.ContainsFunc(i.Databases, deletes) && !writes(i, identity.Advice) && !slices.ContainsFunc(i.Publishes, more)
		}},
		{"only signing in and the sweep delete of people's accounts", func(i identity.Identity) bool {
			return i.Function == "signin" || i.Function == "sweep" || !slices.ContainsFunc(i.Databases, func(a identity.Access) bool { return a.Database == identity.People && a.Delete })
		}},
		{"nobody changes what the audit trail holds, and only retain deletes of it", func(i identity.Identity) bool {
			return !slices.ContainsFunc(i.Databases, func(a identity.Access) bool {
				return a.Database == identity.Audit && (a.Update || a.Delete && i.Function != "retain")
			})
		}},
		{"what deletes of the audit trail writes nothing else", func(i identity.Identity) bool {
			return i.Function != "retain" || !writes(i, identity.Vahti) && !writes(i, identity.People)
		}},
		{"what people reach calls nothing outside", func(i identity.Identity) bool { return !i.Public || !i.Graph && !i.Vertex }},
		{"what dispatches and what explains unseals nothing", func(i identity.Identity) bool {
			return !unseals(i) || i.Function != "dispatch" && i.Function != "explain"
		}},
		{"only what notes consent finds tenants by Entra id", func(i identity.Identity) bool {
			return i.Function == "signin" || !slices.Contains(i.Secrets, identity.DirectoryKey)
		}},
		{"whoever takes messages can tell of those it cannot take", func(i identity.Identity) bool {
			return (i.Trigger != "") == slices.Contains(i.Publishes, queue.DeadLetterTopic)
		}},
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
	databases := []string{identity.Vahti, identity.Advice, identity.Audit, identity.People}
	secrets := []string{identity.TenantKeys, identity.DirectoryKey, identity.GraphSecret, identity.PeopleKey, identity.SignInSecret}
	published := []string{queue.ScanTopic, queue.FindingsChangedTopic, queue.DeadLetterTopic, queue.TickTopic}
	triggers := []string{queue.TickTopic, queue.ScanTopic, queue.FindingsChangedTopic, queue.SweepTopic, queue.RetainTopic}
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
