// Package shared is a tour of Vahti, bottom-up; it holds no code.
//
// Vahti watches the Microsoft 365 of companies. A company's administrator
// consents once; from then on Vahti reads the tenant, judges it, keeps findings
// with their history, puts them into words, and shows them. What the company's
// data processing agreement promises is enforced by what follows.
//
// # A tenant
//
// Package tenant names customers by an opaque [vahti.ai/vahti/shared/tenant.ID].
// Only shared/internal/tenantid can make one; a function receives IDs from gate
// (somebody who was let in), queue (a received message) or fleet (a listing), so
// code that serves one tenant has no way to write another's name. A
// [vahti.ai/vahti/shared/tenant.Slot] names one scan: the moment its verdicts
// are about, and a number. A plan says how often a tenant may be scanned.
//
// # What is read
//
// Package snapshot holds what one scan read as plain structs, with one key per
// resource of Microsoft Graph and a reason for each resource that could not be
// read. What grows with the people is packed: some hundred bytes a person. Package
// graph fills it; it is the only user of Graph and its table lists every resource
// with the permission it takes. Null, absent and unknown values stay apart, because
// a verdict may hang on them. Package publicdns adds what public DNS says about the
// tenant's domains.
//
// A second scan asks for what differs: users, groups and applications by Graph's
// record of changes, large reports daily, everything else anew (graph's freshness.go
// has the rules). What takes a request per person is read in turns, everybody at
// least weekly, a large drive over several scans; a snapshot says how much of the
// whole it speaks for. A pacer keeps each tenant, and all together, below Microsoft's
// limits, and one tenant's 429 closes one kind of request of that tenant. Every answer
// is told to a journal, from which another instance goes on.
//
// Package activity reads Microsoft's directory audit log: what an entry says has
// changed, so that it is read again at once, and whose hand made a change.
//
// # What it means
//
// Package check turns a snapshot into verdicts. A check is one file under
// shared/check: metadata as a literal and one pure function; check/all lists
// them, and check/coverage decides for conditional access what several policies
// keep together. A verdict is pass, fail, unknown or notApplicable; what could
// not be read is unknown and never a pass. Every text has its Finnish and Swedish
// beside it, in a table of check/text. check/custom makes checks of data that a
// customer or an operator wrote, check/frameworks says which published controls
// are answered, and check.ScoreOf sums the verdicts up.
//
// Package finding compares verdicts with the findings kept so far and returns
// the differences: opened, worsened, changed, resolved, reopened. Evidence has two
// parts. Facts are setting values and counts; subjects are people and things. Drift
// is what differs from the scan before, with an attribution where the audit log
// tells; a check's verdict that changed is one record. An exception accepts a finding
// until a date, or until it is worse than what was accepted.
//
// # What is kept
//
// Package seal gives each tenant a data key in Secret Manager. Subjects, names
// and Entra ids are sealed with it wherever they are stored, and found again by
// keyed hashes. Destroying the key makes every copy unreadable.
//
// Package store reads one tenant's data through a handle that has no method to
// reach another tenant: findings as they stand, a finding's story, the tenant's
// timeline, its score over time. Its writers are apart: store/record for scans,
// under a lease with a fencing number; store/exception for what people accept;
// store/trail for the audit trail, which can be added to and not changed, and whose
// entries are sealed into a chain, so that a missing one shows; store/advice for
// explanations, in a database of their own. Package archive keeps what is too large
// for a document, sealed, in Cloud Storage: the last reading and the journal of one
// under way. Package fleet works across tenants: it lists those that are due, claims
// their slots and finds work that a crash left behind.
//
// # Who may see it
//
// Package account keeps the people who sign in, in a database of their own because
// they are the same people in several tenants: passwords with a second factor,
// passkeys, links to Entra, sessions. Package auth/oidc verifies what Entra says of
// somebody, and account/belonging ends accounts that belong to nothing any more. What a
// person may do in a tenant is a membership with a role (store/member), of their own or
// of a partner organisation, whose people store/member/partner keeps; store/apikey has
// keys for scripts, store/grant the time-limited access of Vahti's own operators, and
// store/instruction keeps each change of a setting as a documented instruction,
// store/contract where the agreement stands.
// Package gate brings these together: it says who a request comes from and lets it
// into one tenant, or answers as if there were none. Package browser is what pages
// have in common: the language of an answer, moments, and texts with values in them.
// Package letter keeps the mail that is to be sent, permission lists what Vahti asks
// to read, and anomaly judges the service's own audit trail.
//
// Package export writes a tenant's data as one signed ZIP: NDJSON with schemas, tables,
// SARIF, OCSF, a report, the audit trail with its chain. It streams what a source yields
// and knows no store; export/signer keeps the key.
//
// # What is paid
//
// Package billing says in one pure function what follows from a subscription at
// Stripe: a plan, which bounds how often a tenant is scanned, the people that are
// watched, and a standing. Its client is the only code that asks Stripe; a tenant's
// opaque ID, an address for bills and a language are all that go there.
// store/subscription keeps what was read last, store/contract where the agreement
// stands. More people than are paid for are watched all the same: owners are told.
// Without a subscription everything is as was agreed with the customer.
//
// # What people are told
//
// Package notice decides what a tenant's people are told of a scan, at once or in a
// digest, and writes it down, in the language that each reader chose (account/language);
// package letter keeps letters until they are sent, writes them as text and HTML, and
// knows who wants which kinds, tells the audit trail when they change it, and knows who
// cannot be reached.
// Package notify hands a message over by one of its channels, each a file: mail by
// Postmark, and customers' webhooks, which it calls at public addresses alone. Package
// secret reads the secrets that others gave.
//
// # How long, and the end
//
// Package retention is the one table of what is kept, for how long, why and below
// what it may never go; store/past deletes by it, in steps. When an agreement ended
// a month ago, or the customer asks, package erasure erases the tenant everywhere,
// reads back that nothing is left, and notes it in the ledger, a database that
// outlives every backup. Package restore has a function answer 503 while a
// database that it reads was restored and knows less than the ledger. Keys are rotated
// by seal; store/reseal seals anew what older ones sealed.
//
// # How work moves
//
// Package queue is the messages: a Tick, a Scan, FindingsChanged. Everything can
// arrive twice, late or out of order. A slot is claimed by a create-only write;
// a finding's change carries the outbox entry that announces it; a scan's own
// document is written last. An unchanged tenant costs three writes, and about twenty
// requests besides those for whose turn it is: what Graph tells only person by person,
// or application by application, is read of more than 200 of them in turns, so that
// each is read within a week. A scan that nears its time limit gives its lease back and asks for its next part. Every five
// minutes a light pass reads the audit log and what it touched, and looks for a new
// Secure Score from the day after the last one's on; one that finds nothing writes
// nothing. A message that cannot be worked on lands in the dead letter with its error,
// from where scripts/dead-letters lists and replays it: after its last try, or when
// dispatch gives a slot up whose instances die. Replaying a scan's message opens its
// slot again.
//
// Package serve adapts handlers to functions-framework-go: errors become a
// status or a refusal to acknowledge in one place, and personal data can reach
// neither a log nor an answer. Package limit keeps one caller from taking the place of
// the others. Package config reads the environment, endpoint the addresses, clock the
// time; connect makes the clients that functions have in common; and identity is the
// one table of what each function may do, which terraform and the emulator follow too.
//
// # The functions
//
//   - functions/dispatch: tick → tenants that are due → one scan message each,
//     the light passes of the minute, and a billing message for each subscription
//     whose time of grace, or agreement, is over
//   - functions/scan: scan message → read, judge, record, announce
//   - functions/explain: changed findings → the model's words, checked by
//     package explain before anybody sees them; explain/brief makes the question
//     from a check's text and facts alone, explain/vertex asks the model. It can
//     neither unseal nor write findings
//   - functions/notify: changed findings → news of the scan, and once it has ended a
//     letter to each reader and a message to the tenant's webhook
//   - functions/deliver: each minute, hands letters to Postmark, calls webhooks, makes
//     the digests that are due
//   - functions/postmark: HTTP, hears from Postmark what became of letters, and from
//     their readers that they want no more
//   - functions/signin: HTTP, signing in, accounts, invitations, onboarding
//   - functions/console: HTTP, the pages people read, and the forms by which they
//     decide
//   - functions/api: HTTP, the same for programs, as JSON
//   - functions/export: HTTP, a tenant's data as a ZIP, streamed while it is read
//   - functions/stripe: Stripe's webhooks → billing messages
//   - functions/billing: billing message → the subscription as Stripe has it now →
//     plan, pauses and the end of agreements, letters; daily for everybody
//   - functions/erase: hourly, letters and erasures at the end of agreements, and the
//     ledger after a restore; it alone may delete everywhere
//   - functions/sweep: every ten minutes, seals the audit trail, ends what is over and
//     watches for anomalies; functions/retain: daily, what the trail need not keep
//
// Each has its package comment with what comes in, what goes out and what a
// repeat does, and deploys from its cmd.
//
// # One machine
//
// The emulator folder runs all of it on one machine: each function as its own
// process with its own identity, against stand-ins that speak the real
// protocols. imports_test.go holds the arrows between packages, each with its
// reason. "emulator rehearse" (scripts/faults) runs tenants whose true history is
// known while everything fails that can, light passes between the scans, and compares.
package shared
