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
	TenantKeys   = "tenant-"       // one data key per tenant
	DirectoryKey = "directory-"    // hashes Entra ids so that a tenant can be found
	PeopleKey    = "people-key"    // seals accounts
	GraphSecret  = "graph-client"  // Vahti's own client secret, where it is not federated
	SignInSecret = "signin-client" // that of the registration by which people sign in
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
	// signedIn is what it takes to know who is signed in, to note that a session is
	// used, and to leave a letter.
	signedIn := Access{Database: People, Get: true, List: true, Create: true, Update: true}
	// told is what it takes to write the audit trail and to show it.
	told := Access{Database: Audit, Get: true, List: true, Create: true}
	return []Identity{
		{
			Function: "api",
			// As console.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true}, read(Advice), signedIn, told},
			Secrets:   []string{TenantKeys, PeopleKey},
			// Whoever asks for a scan has it dispatched at once.
			Publishes: []string{"tick"},
			Public:    true,
		},
		{
			Function: "console",
			// It creates and updates what people decide: exceptions, members, invitations,
			// grants, instructions and keys, their entries for the audit trail and the
			// outbox. Firestore grants by database: that these alone are written lies in
			// the code, which links no writer of findings. It deletes nothing; dispatch
			// moves the audit entries.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true}, read(Advice), signedIn, told},
			Secrets:   []string{TenantKeys, PeopleKey},
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
			Function: "retain",
			// It alone deletes from the audit trail, and nothing younger than a year.
			Databases: []Access{{Database: Vahti, Get: true, List: true}, {Database: Audit, Get: true, List: true, Create: true, Delete: true}},
			Publishes: []string{"dead-letter"},
			Secrets:   []string{TenantKeys, PeopleKey},
			Trigger:   "retain",
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
		{
			Function: "signin",
			// It makes accounts, sessions and first members, and notes that a tenant
			// consented, by the hash of its Entra id.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true},
				{Database: People, Get: true, List: true, Create: true, Update: true, Delete: true}, told,
			},
			Secrets: []string{TenantKeys, PeopleKey, DirectoryKey, SignInSecret},
			// A tenant that consented is scanned at once.
			Publishes: []string{"tick"},
			Public:    true,
		},
		{
			Function: "sweep",
			// It seals the audit trail, ends what is over, and forgets what was for a time.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true, Delete: true},
				{Database: People, Get: true, List: true, Create: true, Update: true, Delete: true}, told,
			},
			Publishes: []string{"dead-letter"},
			Secrets:   []string{TenantKeys, PeopleKey},
			Trigger:   "sweep",
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
