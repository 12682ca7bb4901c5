// Package identity is the one table of what each function may do. Terraform
// gives the roles it names, the emulator's stand-ins enforce it port by port,
// and tests read it. A function that is not in the table may do nothing.
package identity

// Databases, by name.
const (
	Vahti  = "vahti"  // tenants and everything below them
	Advice = "advice" // explanations
)

// The prefixes of secret names.
const (
	TenantKeys   = "tenant-"      // one data key per tenant
	DirectoryKey = "directory-"   // hashes Entra ids so that a tenant can be found
	GraphSecret  = "graph-client" // Vahti's own client secret, where it is not federated
)

// Access is what an identity may do in one database, after the permissions of
// Firestore's entities.
type Access struct {
	Database                          string
	Get, List, Create, Update, Delete bool
}

// Identity is one function's rights.
type Identity struct {
	Function  string
	Databases []Access
	Publishes []string // topics
	// Secrets are the prefixes of secrets it may read.
	Secrets []string
	Graph   bool // may ask Entra for a token to Microsoft Graph
	Vertex  bool // may call the model
	Public  bool // is reached by people rather than by Pub/Sub
	// Trigger is the topic whose messages are pushed to it; empty for HTTP.
	Trigger string
}

// Table returns the identities of all functions, by name.
func Table() []Identity {
	read := func(db string) Access { return Access{Database: db, Get: true, List: true} }
	return []Identity{
		{
			Function:  "console",
			Databases: []Access{read(Vahti), read(Advice)},
			Secrets:   []string{TenantKeys},
			Public:    true,
		},
		{
			Function: "dispatch",
			// It creates and updates claims and deletes outbox entries it has published.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true, Delete: true}},
			Publishes: []string{"scan", "findings-changed"},
			Trigger:   "tick",
		},
		{
			Function: "explain",
			// It reads facts, writes advice, and can neither unseal nor touch a finding.
			Databases: []Access{read(Vahti), {Database: Advice, Get: true, List: true, Create: true, Update: true}},
			Vertex:    true,
			Trigger:   "findings-changed",
		},
		{
			Function:  "scan",
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true, Delete: true}},
			Publishes: []string{"findings-changed"},
			Secrets:   []string{TenantKeys, GraphSecret},
			Graph:     true,
			Trigger:   "scan",
		},
	}
}

// Of returns the identity of a function.
func Of(function string) (Identity, bool) {
	for _, i := range Table() {
		if i.Function == function {
			return i, true
		}
	}
	return Identity{}, false
}
