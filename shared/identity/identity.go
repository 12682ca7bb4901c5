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
	Ledger = "ledger" // which tenants were erased
)

// The prefixes of secret names.
const (
	TenantKeys   = "tenant-"       // one data key per tenant
	DirectoryKey = "directory-"    // hashes Entra ids so that a tenant can be found
	PeopleKey    = "people-key"    // seals accounts
	GraphSecret  = "graph-client"  // Vahti's own client secret, where it is not federated
	SignInSecret = "signin-client" // that of the registration by which people sign in
	ExportKey    = "export-key"    // signs exports
	StripeKey    = "stripe-key"    // the key of Stripe's API
	// StripeWebhook is by what Stripe's webhooks prove where they come from.
	StripeWebhook = "stripe-webhook"

	PostmarkToken   = "postmark-token"   // by which letters are handed to Postmark
	PostmarkWebhook = "postmark-webhook" // by which Postmark shows that it is Postmark
)

// Services outside that a function may call.
const (
	Stripe         = "stripe"
	Postmark       = "postmark"
	CustomersHooks = "customers-hooks" // addresses that customers gave
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
	// Secrets are the prefixes of secrets it may read, and Destroys of those that it may
	// destroy and delete.
	Secrets  []string
	Destroys []string
	// Pulls are the subscriptions from which it may take messages out.
	Pulls  []string
	Graph  bool // may ask Entra for a token to Microsoft Graph
	Vertex bool // may call the model
	// Calls are the services outside Google and Microsoft that it calls: Stripe, Postmark,
	// and CustomersHooks.
	Calls  []string
	Public bool // is reached over the Internet rather than by Pub/Sub
	// Webhook says that it is reached by another service, which signs in in its own way,
	// rather than by people.
	Webhook bool
	// Paths are the beginnings of the paths that lead to it; one with a slash at its
	// end stands for all below. The longest counts.
	Paths []string
	// Trigger is the topic whose messages are pushed to it; empty for HTTP.
	Trigger string
}

// Table returns the identities of all functions, by name.
func Table() []Identity {
	read := func(db string) Access { return Access{Database: db, Get: true, List: true} }
	all := func(db string) Access {
		return Access{Database: db, Get: true, List: true, Create: true, Update: true, Delete: true}
	}
	// signedIn is what it takes to know who is signed in, to note that a session is
	// used, and to leave a letter.
	signedIn := Access{Database: People, Get: true, List: true, Create: true, Update: true}
	// told is what it takes to write the audit trail and to show it.
	told := Access{Database: Audit, Get: true, List: true, Create: true}
	// knows is what it takes to answer nobody after a restore until the ledger is
	// applied; see package restore.
	knows := Access{Database: Ledger, Get: true}
	return []Identity{
		{
			Function: "api",
			// As console.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true}, read(Advice), signedIn, told, knows},
			Secrets:   []string{TenantKeys, PeopleKey, StripeKey},
			// Whoever asks for a scan has it dispatched at once.
			Publishes: []string{"tick"},
			// It makes the pages at Stripe to which owners go.
			Calls:  []string{Stripe},
			Public: true,
			Paths:  []string{"/api/"},
		},
		{
			Function: "billing",
			// It keeps what customers have subscribed to, brings plans and agreements to
			// that, and leaves letters to owners.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true}, {Database: People, Create: true}, knows},
			// When all customers are looked at, each is by a message of its own.
			Publishes: []string{"billing", "dead-letter"},
			Secrets:   []string{TenantKeys, PeopleKey, StripeKey},
			Calls:     []string{Stripe},
			Trigger:   "billing",
		},
		{
			Function: "console",
			// It creates and updates what people decide: exceptions, members, invitations,
			// grants, instructions and keys, their entries for the audit trail and the
			// outbox. Firestore grants by database: that these alone are written lies in
			// the code, which links no writer of findings. It deletes nothing; dispatch
			// moves the audit entries.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Create: true, Update: true}, read(Advice), signedIn, told, knows},
			Secrets:   []string{TenantKeys, PeopleKey, StripeKey},
			Calls:     []string{Stripe}, // as api
			Public:    true,
			Paths:     []string{"/"},
		},
		{
			Function: "deliver",
			// It notes what it has sent and who was told, and writes letters about what could
			// not be sent and consents that were lost.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true},
				{Database: People, Get: true, List: true, Create: true, Update: true},
				knows,
			},
			Publishes: []string{"dead-letter"},
			Secrets:   []string{TenantKeys, PeopleKey, PostmarkToken},
			Calls:     []string{Postmark, CustomersHooks},
			Trigger:   "deliver",
		},
		{
			Function: "dispatch",
			// It creates and updates claims, deletes outbox entries it has published, moves
			// what waits for the audit trail, and notes which subscriptions it asked to look at.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true, Delete: true},
				{Database: Audit, Create: true},
				knows,
			},
			Publishes: []string{"scan", "findings-changed", "billing", "dead-letter"},
			Trigger:   "tick",
		},
		{
			Function: "erase",
			// It alone deletes everywhere, destroys keys and writes the ledger. Its mark in
			// each database, how far that knows the ledger, is what it updates there.
			Databases: []Access{all(Vahti), all(Advice), all(Audit), all(People), {Database: Ledger, Get: true, List: true, Create: true, Update: true}},
			Objects:   Objects{List: true, Delete: true},
			// A subscription that outlives its agreement is for billing to cancel.
			Publishes: []string{"billing", "dead-letter"},
			// It writes to owners, and reads to whom before it destroys the key.
			Secrets:  []string{TenantKeys, PeopleKey},
			Destroys: []string{TenantKeys},
			// Dead letters may be about a tenant that is erased.
			Pulls:   []string{"dead-letter"},
			Trigger: "erase",
		},
		{
			Function: "explain",
			// It reads facts, writes advice, and can neither unseal nor touch a finding.
			Databases: []Access{read(Vahti), {Database: Advice, Get: true, List: true, Create: true, Update: true}, knows},
			Publishes: []string{"dead-letter"},
			Vertex:    true,
			Trigger:   "findings-changed",
		},
		{
			Function: "export",
			// It reads everything of a tenant's and writes that somebody took it, when a key
			// was used and that a session is in use.
			Databases: []Access{{Database: Vahti, Get: true, List: true, Update: true}, read(Advice), {Database: People, Get: true, List: true, Update: true}, told, knows},
			Secrets:   []string{TenantKeys, PeopleKey, ExportKey},
			Public:    true,
			Paths:     []string{"/export/"},
		},
		{
			Function: "notify",
			// It notes what is to be told, and leaves the letters that tell it. It calls
			// nothing outside: deliver does.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true},
				{Database: People, Get: true, List: true, Create: true},
				knows,
			},
			Publishes: []string{"deliver", "dead-letter"},
			Secrets:   []string{TenantKeys, PeopleKey},
			Trigger:   "findings-changed",
		},
		{
			Function: "postmark",
			// It hears from Postmark what became of letters, and of readers that they want
			// no more of a kind. It sees no tenant: deliver tells the tenant's people.
			Databases: []Access{{Database: People, Get: true, List: true, Create: true, Update: true}, knows},
			Secrets:   []string{PeopleKey, PostmarkWebhook},
			Public:    true,
			Webhook:   true,
			Paths:     []string{"/postmark/", "/mail/"},
		},
		{
			Function: "retain",
			// It deletes from the audit trail what is older than a year; besides it erase
			// alone may delete there, a tenant whole.
			Databases: []Access{{Database: Vahti, Get: true, List: true}, {Database: Audit, Get: true, List: true, Create: true, Delete: true}, knows},
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
				knows,
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
				{Database: People, Get: true, List: true, Create: true, Update: true, Delete: true}, told, knows,
			},
			Secrets: []string{TenantKeys, PeopleKey, DirectoryKey, SignInSecret},
			// A tenant that consented is scanned at once.
			Publishes: []string{"tick"},
			Public:    true,
			Paths:     []string{"/signin", "/signin/", "/signout", "/account", "/account/", "/invitations", "/invitations/", "/onboarding/", "/.well-known/security.txt"},
		},
		{
			Function: "stripe",
			// It notes which events it took. It can neither unseal nor ask Stripe.
			Databases: []Access{{Database: Vahti, Get: true, Create: true}, knows},
			Publishes: []string{"billing"},
			Secrets:   []string{StripeWebhook},
			Public:    true,
			Webhook:   true,
			Paths:     []string{"/webhooks/stripe"},
		},
		{
			Function: "sweep",
			// It seals the audit trail, ends what is over, and forgets what was for a time.
			Databases: []Access{
				{Database: Vahti, Get: true, List: true, Create: true, Update: true, Delete: true},
				{Database: People, Get: true, List: true, Create: true, Update: true, Delete: true}, told, knows,
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
