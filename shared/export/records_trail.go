package export

import (
	"encoding/base64"
	"encoding/json"
	"time"
)

// Entry is an entry of the audit trail, with what the chain covers of it: the digest is
// over the entry's name and its fields as they are stored, which are tenant, at, action,
// target, sealed and arrived.
type Entry struct {
	Name    string          `json:"name" doc:"Names the entry."`
	At      time.Time       `json:"at" doc:"When it happened."`
	Arrived time.Time       `json:"arrived,omitzero" doc:"When the trail took it in."`
	Action  string          `json:"action" doc:"What was done."`
	Target  string          `json:"target" doc:"What it was done to."`
	Kind    string          `json:"kind,omitempty" enum:"member,operator,key" doc:"What the actor is; missing for Vahti itself."`
	Actor   string          `json:"actor,omitempty" doc:"Who did it."`
	Account string          `json:"account,omitempty" doc:"The actor's account or key."`
	Address string          `json:"address,omitempty" doc:"From which network address."`
	Grant   string          `json:"grant,omitempty" doc:"The support access under which it was done."`
	Purpose string          `json:"purpose,omitempty" doc:"What that is for."`
	Reason  string          `json:"reason,omitempty" doc:"Why it was done."`
	Before  json.RawMessage `json:"before,omitempty" doc:"What it was."`
	After   json.RawMessage `json:"after,omitempty" doc:"What it became."`
	Damaged bool            `json:"damaged,omitempty" doc:"Whether the entry cannot be read."`
	Tenant  string          `json:"tenant" doc:"The tenant, as stored."`
	Sealed  []byte          `json:"sealed" doc:"The sealed part as it is stored, for the digest; nobody can open it without the tenant's key."`
	Digest  string          `json:"digest" doc:"SHA-256 over the entry as it is stored."`
}

// AppendJSON implements Record.
func (r *Entry) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.text("name", r.Name)
	o.time("at", r.At)
	o.timeIf("arrived", r.Arrived)
	o.text("action", r.Action)
	o.text("target", r.Target)
	o.textIf("kind", r.Kind)
	o.textIf("actor", r.Actor)
	o.textIf("account", r.Account)
	o.textIf("address", r.Address)
	o.textIf("grant", r.Grant)
	o.textIf("purpose", r.Purpose)
	o.textIf("reason", r.Reason)
	o.rawIf("before", r.Before)
	o.rawIf("after", r.After)
	o.booleanIf("damaged", r.Damaged)
	o.text("tenant", r.Tenant)
	o.bytes("sealed", r.Sealed)
	o.text("digest", r.Digest)
	return o.end()
}

// bytes appends bytes in base64.
func (o *object) bytes(n string, v []byte) {
	o.name(n)
	if v == nil {
		o.b = append(o.b, "null"...)
		return
	}
	o.b = append(base64.StdEncoding.AppendEncode(append(o.b, '"'), v), '"')
}

// Link is a link of the chain that seals the trail: it holds the digest of each entry
// that it covers, and of the link before.
type Link struct {
	Number        int64     `json:"number" doc:"Which link, from 1."`
	Made          time.Time `json:"made" doc:"When it was made."`
	Previous      string    `json:"previous" doc:"The digest of the link before; empty for the first."`
	After         time.Time `json:"after" doc:"It covers the entries that arrived after this place"`
	AfterName     string    `json:"afterName" doc:"and, at the same time, behind this name,"`
	Through       time.Time `json:"through" doc:"up to this place"`
	ThroughName   string    `json:"throughName" doc:"and this name."`
	Oldest        time.Time `json:"oldest" doc:"When the oldest of them happened."`
	Newest        time.Time `json:"newest" doc:"When the newest of them happened."`
	Names         []string  `json:"names" doc:"The entries that it covers."`
	Digests       []string  `json:"digests" doc:"Their digests, in the same order."`
	Retired       int64     `json:"retired,omitempty" doc:"The last link that was removed because of its age."`
	RetiredDigest string    `json:"retiredDigest,omitempty" doc:"The digest of that link."`
	Digest        string    `json:"digest" doc:"SHA-256 over the link."`
	Sound         bool      `json:"sound" doc:"Whether the link is as Vahti wrote it, by a key that Vahti alone has."`
}

// AppendJSON implements Record.
func (r *Link) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.number("number", r.Number)
	o.time("made", r.Made)
	o.text("previous", r.Previous)
	o.time("after", r.After)
	o.text("afterName", r.AfterName)
	o.time("through", r.Through)
	o.text("throughName", r.ThroughName)
	o.time("oldest", r.Oldest)
	o.time("newest", r.Newest)
	o.texts("names", r.Names)
	o.texts("digests", r.Digests)
	o.numberIf("retired", r.Retired)
	o.textIf("retiredDigest", r.RetiredDigest)
	o.text("digest", r.Digest)
	o.boolean("sound", r.Sound)
	return o.end()
}
