// Package identity is the one table of what each function may do. Terraform
// gives the roles it names, the emulator's stand-ins enforce it port by port,
// and tests read it. A function that is not in the table may do nothing.
package identity

// Databases, by name.
const (
	Vahti  = "vahti"  // tenants and everything below them
	Advice = "advice" // explanations
	Audit  = "audit"  // the audit trail
	People = "people" // accounts of those who sign in
)

// The prefixes of secret names.
const (
	TenantKeys   = "tenant-"      // one data key per tenant
	DirectoryKey = "directory-"   // hashes Entra ids so that a tenant can be found
	PeopleKey    = "people-key"   // seals accounts
	GraphSecret  = "graph-client" // Vahti's own client secret, where it is not federated
)

// Access is what an identity may do in one database, after the permissions of
// Firestore's entities.
type Access struct {
	Database                          string
	Get, List, Create, Update, Delete bool
}

// Objects is what an identity may do with the sealed objects of all tenants, after
// the permissions of Cloud Storage. Replacing an object takes Create and Delete.
type Objects struct{ Get, List, Create, Delete bool }

// Identity is one function's rights.
type Identity struct {
	Function  string
	Databases []Access
	Objects   Objects
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
			Function: "console",
			// It creates what a person's decision leaves: an exception, its steps in the
			// story and the timeline, its audit entry and the outbox; and it updates the
			// exception that ends. Firestore grants by database: that these alone are
			// written lies in the code, which links store/exception and no other writer. It
			// deletes nothing; dispatch moves the audit entries.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true}, read(Advice)},
			Secrets:   []string{TenantKeys},
			Public:    true,
		},
		{
			Function: "dispatch",
			// It creates and updates claims, deletes outbox entries it has published, and
			// moves what waits for the audit trail.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true, Delete: true},
				{Database: Audit, Create: true},
			},
			Publishes: []string{"scan", "findings-changed", "dead-letter"},
			Trigger:   "tick",
		},
		{
			Function: "explain",
			// It reads facts, writes advice, and can neither unseal nor touch a finding.
			Databases: []Access{read(Vahti), {Database: Advice, Get: true, List: true, Create: true, Update: true}},
			Publishes: []string{"dead-letter"},
			Vertex:    true,
			Trigger:   "findings-changed",
		},
		{
			Function: "scan",
			// It ends exceptions, which the audit trail tells.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true, Delete: true},
				{Database: Audit, Create: true},
			},
			// What it read of a tenant, kept for its next scan.
			Objects: Objects{Get: true, List: true, Create: true, Delete: true},
			// A scan that goes on in a further message asks for that itself.
			Publishes: []string{"findings-changed", "scan", "dead-letter"},
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
