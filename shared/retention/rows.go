package retention

import "time"

// year is the time that the audit trail and what explains it are kept.
const year = 365 * day

// tenants is what lies below a tenant. All of it goes with the tenant.
func tenants() []Row {
	row := func(kind, place string, keep time.Duration, since string, floor time.Duration, by, why string) Row {
		return Row{Kind: kind, Place: place, Keep: keep, Since: since, Floor: floor, By: by, Why: why, Owner: Tenant}
	}
	current := func(kind, place, why string) Row { return row(kind, place, Forever, "", 0, Erase, why) }
	return []Row{
		current("tenant", "vahti:tenants", "the customer: state, plan, agreement and who accepted it, when it is scanned"),
		current("settings", "vahti:tenants/*/settings", "what the customer set, as it stands"),
		current("instructions", "vahti:tenants/*/instructions", "the customer's documented instructions (section 10 of the agreement)"),
		row("resolved findings", "vahti:tenants/*/findings", 400*day, "it was resolved", 90*day, Sweep, "what was unsafe a year ago can be compared; open findings stay"),
		row("history of findings", "vahti:tenants/*/findings/*/history", 400*day, "the step was taken, the last step of each finding apart", 90*day, Sweep, "how a finding came about"),
		row("changes", "vahti:tenants/*/changes", 400*day, "it was written", 90*day, Sweep, "the timeline, and the score over a year"),
		row("scans", "vahti:tenants/*/scans", 90*day, "it was claimed, the newest of each kind apart", 14*day, Sweep, "how scanning went; verdicts of the newest are what is shown"),
		row("ended exceptions", "vahti:tenants/*/exceptions", 800*day, "it ended", year, Sweep, "who accepted what, for two audits"),
		current("members", "vahti:tenants/*/members", "who may see the tenant; those removed go as the next row says"),
		row("removed members", "vahti:tenants/*/members?removed", 30*day, "the membership ended", 14*day, Sweep, "the audit trail can be understood"),
		row("invitations", "vahti:tenants/*/invitations", 30*day, "it expired", 14*day, Sweep, "the audit trail can be understood"),
		row("reviews", "vahti:tenants/*/reviews", 3*year, "it was closed, the newest apart", year, Sweep, "proof of the yearly access review"),
		row("support grants", "vahti:tenants/*/grants", 2*year, "it ended", year, Sweep, "who of Vahti saw what, and why"),
		row("ended keys", "vahti:tenants/*/keys", 90*day, "the key was revoked or expired", 30*day, Sweep, "the audit trail can be understood"),
		row("requests", "vahti:tenants/*/requests", day, "the request was answered", 0, Firestore, "a repeat of a request gets the same answer"),
		row("outbox", "vahti:tenants/*/outbox", 14*day, "it was written", day, Sweep, "a message that must be published; dispatch publishes and deletes it within minutes"),
		current("trail on its way", "vahti:tenants/*/trail", "entries that dispatch and the sweep move into the audit trail within minutes; none is deleted unmoved"),
		row("news", "vahti:tenants/*/news", 60*day, "a scan was first heard of", 14*day, Firestore, "what a scan changed, until every reader was told"),
		row("messages to webhooks", "vahti:tenants/*/hooks", 30*day, "it was written", 7*day, Firestore, "a message can be sent anew by hand"),
		current("digests", "vahti:tenants/*/digests", "when each cadence's next digest is due, and until when each reader was told"),
		current("channels", "vahti:tenants/*/channels", "the webhook's secrets, sealed, and whether it works"),
		current("subscription", "vahti:tenants/*/billing", "what the tenant has subscribed to, as last read at Stripe"),
		current("memory", "vahti:tenants/*/memory", "what a scan knows of earlier ones, replaced by each"),
		current("clean-ups", "vahti:tenants/*/cleanups", "how far the deletion of what is old came, where it takes several visits"),
		current("anchors", "vahti:tenants/*/anchors", "how far the audit trail's chain reached"),
		row("explanations", "advice:tenants/*/explanations", 400*day, "it was written", 30*day, Firestore, "words for findings; written anew where they are missed"),
		row("audit trail", "audit:tenants/*/entries", year, "it happened", year, Retain, "who did what (annex 3, section 5)"),
		row("audit chain", "audit:tenants/*/chain", year, "the newest entry it covers happened", year, Retain, "proof that no entry is missing"),
		current("readings", "storage:tenants/*/current", "what the last scan read, sealed, replaced by each"),
		row("journals", "storage:tenants/*/journal", 2*day, "it was written", day, Bucket, "a scan under way can go on in another instance"),
		current("data key", "secrets:tenant-*", "everything above is sealed with it"),
	}
}

// others is what is about tenants and people and lies elsewhere.
func others() []Row {
	return []Row{
		{Kind: "wishes", Place: "vahti:wishes", Keep: 90 * day, Since: "it was made", Floor: 7 * day, By: Sweep, Owner: Tenant, Field: "tenant",
			Why: "a repeated wish for a new customer makes the same customer"},
		{Kind: "customers", Place: "vahti:customers", By: Erase, Owner: Tenant, Field: "tenant", Why: "which customer at Stripe a tenant is"},
		{Kind: "events at Stripe", Place: "vahti:payment-events", Keep: 35 * day, Since: "it was taken up", Floor: 4 * day, By: Firestore, Owner: Service,
			Why: "an event is taken up once, for as long as Stripe may send it again; by its ID alone"},
		{Kind: "preferences", Place: "people:preferences", By: Erase, Owner: Person, Field: "tenant", Why: "which letters about a tenant a reader wants; erased with the tenant"},
		{Kind: "changes of preferences", Place: "people:preferencechanges", By: Sweep, Owner: Person, Field: "tenant",
			Why: "until the sweep has told them to the tenant's audit trail, which takes minutes; erased with the tenant"},
		{Kind: "suppressions", Place: "people:suppressions", By: Erase, Owner: Person, Field: "tenant",
			Why: "addresses that bounce or complain, by keyed hashes, so that they are written to no more, and which tenants hear of it; erased with the tenant whose letter it was, and with the person's account"},
		{Kind: "suppressions of no tenant", Place: "people:suppressions?tenantless", Keep: 400 * day, Since: "a letter last came back, or the suppression ended", Floor: 90 * day, By: Firestore, Owner: Person,
			Why: "as suppressions, of letters that are about no tenant"},
		{Kind: "reports of mail", Place: "people:mailevents", Keep: 60 * day, Since: "it was heard", Floor: 7 * day, By: Firestore, Owner: Service,
			Why: "a report is heeded once; keyed hashes alone"},
		{Kind: "accounts", Place: "people:accounts", By: Erase + ", " + Sweep, Owner: Person, Why: "people who sign in; erased with the last tenant and organisation they belong to; of who was removed or never came, with the removed member or the invitation"},
		{Kind: "addresses", Place: "people:emails", By: Erase + ", " + Sweep, Owner: Person, Why: "keyed hashes of addresses, by which accounts are found"},
		{Kind: "identities", Place: "people:identities", By: Erase + ", " + Sweep, Owner: Person, Why: "keyed hashes of accounts at Entra, by which accounts are found"},
		{Kind: "sessions", Place: "people:sessions", Keep: day, Since: "it expired", By: Sweep, Owner: Person, Why: "who is signed in"},
		{Kind: "tokens", Place: "people:tokens", Keep: day, Since: "it expired", By: Sweep, Owner: Person, Why: "links and steps of signing in"},
		{Kind: "throttles", Place: "people:throttles", Keep: day, Since: "it expired", By: Sweep, Owner: Person, Why: "tries to sign in are counted, by keyed hashes"},
		{Kind: "letters", Place: "people:letters", Keep: 60 * day, Since: "it was written", Floor: 30 * day, By: Sweep, Owner: Person,
			Why: "a letter waits to be sent, which takes minutes; what the agreement requires is tried for as long, anything else is given up after three days"},
		{Kind: "sent letters", Place: "people:letters?sent", Keep: 60 * day, Since: "it was sent or given up", Floor: 45 * day, By: Firestore, Owner: Person,
			Why: "a name without what was said, so that the letter is not sent again; Postmark can be asked about it for 45 days"},
		{Kind: "organisations", Place: "people:organisations", By: Nobody, Owner: Service, Why: "partner organisations"},
		{Kind: "colleagues", Place: "people:organisations/*/members", By: Sweep, Owner: Person, Why: "who works for a partner organisation, and who left it, until the account is erased"},
		{Kind: "partners' invitations", Place: "people:organisations/*/invitations", Keep: 30 * day, Since: "it expired", Floor: 14 * day, By: Sweep, Owner: Person, Why: "the audit trail can be understood"},
		{Kind: "service trail on its way", Place: "people:trail", By: Sweep, Owner: Service, Why: "as the trail on its way"},
		{Kind: "service anchors", Place: "people:anchors", By: Nobody, Owner: Service, Why: "how far the service's own chain reached"},
		{Kind: "erasures' notices", Place: "people:notices", Keep: 30 * day, Since: "the erasure began", Floor: day, By: Erase, Owner: Service,
			Why: "to whom the certificate goes, sealed; deleted once the letters are written"},
	}
}

// services is what is the service's own.
func services() []Row {
	return []Row{
		{Kind: "service trail", Place: "audit:service/*/entries", Keep: year, Since: "it happened", Floor: year, By: Retain, Owner: Service, Why: "who did what to the service itself"},
		{Kind: "service chain", Place: "audit:service/*/chain", Keep: year, Since: "the newest entry it covers happened", Floor: year, By: Retain, Owner: Service, Why: "proof that no entry is missing"},
		{Kind: "rounds", Place: "vahti:sweeps", By: Nobody, Owner: Service, Why: "how far the sweeps came"},
		{Kind: "marks", Place: "vahti:ledger, advice:ledger, audit:ledger, people:ledger", By: Nobody, Owner: Service, Why: "how far a database knows the ledger"},
		{Kind: "tombstones", Place: "ledger:tombstones, ledger:names, ledger:heads", By: Nobody, Owner: Service, Why: "which tenants were erased, by opaque IDs, so that no backup brings one back; certificates without names"},
		{Kind: "messages", Place: "pubsub:topics", Keep: 7 * day, Since: "it was published", By: PubSub, Owner: Service, Why: "work on its way, by IDs alone"},
		{Kind: "dead letters", Place: "pubsub:dead-letter", Keep: 31 * day, Since: "it was published", Floor: 7 * day, By: PubSub, Owner: Service, Why: "what could not be worked on, until somebody looked; erased with its tenant"},
		{Kind: "logs", Place: "logging:_Default", Keep: 30 * day, Since: "it was written", By: Logging, Owner: Service, Why: "what the functions did, by IDs alone"},
		{Kind: "access past the functions", Place: "logging:vahti-access", Keep: year, Since: "it happened", By: Logging, Owner: Service,
			Why: "who of Vahti's people read or changed databases, keys and objects (annex 3, section 2)"},
		{Kind: "backups", Place: "backups:vahti, advice, audit, people", Keep: 30 * day, Since: "it was made", Floor: 7 * day, By: Backups, Owner: Service,
			Why: "recovery; what is sealed of an erased tenant is unreadable at once, its key being destroyed"},
		{Kind: "ledger's backups", Place: "backups:ledger", Keep: 98 * day, Since: "it was made", Floor: 60 * day, By: Backups, Owner: Service, Why: "they outlive those of the other databases"},
	}
}
