package graph

import (
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// An Order says what one Read is to read, and what is known already.
type Order struct {
	// Want are the resources to have in the snapshot; those that name their
	// parents are read too.
	Want []snapshot.Resource
	// Kept says of each resource how an earlier scan read it. Where the snapshot
	// holds it, loaded before, this one builds on that; where it does not, this one
	// knows how large it is. What is in the snapshot and not in here is read anew;
	// what is neither wanted nor needed stays as it is.
	Kept map[snapshot.Resource]Kept
	// Keep says that a later scan will build on this one, so that links to what
	// changes from now on are worth asking for.
	Keep bool
	// Touched are resources that are known to have changed since they were kept:
	// by the ids of the entities or parents, all of them where there are none.
	// They are asked for again, however fresh they are.
	Touched map[snapshot.Resource][]string
	// Closed are the classes that Microsoft closed to the tenant when it was asked by
	// another reader, and for how long they still are; see Report.
	Closed map[Class]time.Duration
	// Resume is where an interrupted Read of the same order stopped, as Replay
	// found it; nil for a Read from the start.
	Resume *Resume
	// Journal is told of every answer once the snapshot holds it, in an order in
	// which Replay may repeat them; nil for nobody. It may be called from several
	// goroutines. The entry's Raw is valid until it returns.
	Journal func(Entry)
}

// Kept is how a resource was read that a later scan may build on.
type Kept struct {
	// At is the moment of the scan that last asked for the resource or for what
	// changed in it, by the snapshot's clock.
	At time.Time `json:"at"`
	// Full is the moment of the scan that last read all of it.
	Full time.Time `json:"full"`
	// Requests are what reading all of it took; twenty items of batches, or less,
	// count as one.
	Requests int `json:"requests"`
	// Asked names the properties and options it was asked for with.
	Asked string `json:"asked"`
	// Link asks for what changed since; empty where Graph keeps no such record.
	// It names a state of the tenant: whoever stores it seals it.
	Link string `json:"link,omitempty"`
}

// Report is what one Read did.
type Report struct {
	Stats
	// Kept is what a later scan's order needs to know of each resource that is in
	// the snapshot. Resources whose parents take turns are not among them: what is
	// known of those is remembered otherwise.
	Kept map[snapshot.Resource]Kept
	// Whole is false where the time limit came before everything was read that
	// Microsoft did not refuse: reading on would help.
	Whole bool
	// Turns is set where all that the time limit left out are parents that take turns:
	// they have theirs with the next scan, and the snapshot says whom it speaks for.
	Turns bool
	// Late are the resources that only the time limit left out, or that what it left
	// out names the parents of: reading them again later would help. Sorted.
	Late []snapshot.Resource
	// Closed are the classes in which Microsoft asked to wait, and for how long still;
	// AllClasses where all of them wait. A reader that is told asks for nothing before.
	Closed map[Class]time.Duration
	// Wait is how long it takes until reading on can bring more, because all that only
	// the time limit left out is of classes that are closed.
	Wait time.Duration
	// Granted are the permissions that the tenant's administrators have given, sorted;
	// nil where the token does not tell.
	Granted []string
}
