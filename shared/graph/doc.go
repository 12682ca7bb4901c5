// Package graph reads Microsoft 365 tenants through Microsoft Graph and fills
// snapshots with them. It is the only code of the product that talks to Graph,
// it asks for read permissions alone, and it knows no check.
//
// One table (Table) says for every resource what is asked, with which
// permission and why. A Reader then reads what an Order names of any tenant that
// consented: whatever can be asked at the same time in common $batches (gather.go),
// collections with $select and the largest page, several requests in flight, within
// Microsoft's limits (pacer.go), everything that is not a lasting refusal repeated
// until the caller's time limit. A resource is either whole in the snapshot or
// recorded there as unread with a reason; nothing in between.
//
// A Read builds on what an earlier one left: of the large collections it asks for
// the changes (delta.go), the rest as often as freshness.go says. It can be ended
// anywhere: a journal of its answers, replayed, says where the next one goes on
// (journal.go).
//
// The transport is the Graph SDK's request adapter with its authentication
// provider; bodies are decoded by the snapshot's own keys, because generated
// models lose values they do not know.
//
// Nothing here logs. Errors and reasons never hold a token, a body, or a word
// of what Microsoft sent; an error code is the most that is kept.
package graph
