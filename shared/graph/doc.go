// Package graph reads Microsoft 365 tenants through Microsoft Graph and fills
// snapshots with them. It is the only code of the product that talks to Graph,
// it asks for read permissions alone, and it knows no check.
//
// One table (Table) says for every resource what is asked, with which
// permission and why. A Reader then reads any choice of resources of any tenant
// that consented: singletons in one $batch, collections with $select and the
// largest page, several requests in flight, 429 and Retry-After obeyed for that
// tenant alone, everything that is not a lasting refusal repeated until the
// caller's time limit. A resource is either whole in the snapshot or recorded
// there as unread with a reason; nothing in between.
//
// The transport is the Graph SDK's request adapter with its authentication
// provider; bodies are decoded by the snapshot's own keys, because generated
// models lose values they do not know.
//
// Nothing here logs. Errors and reasons never hold a token, a body, or a word
// of what Microsoft sent; an error code is the most that is kept.
package graph
