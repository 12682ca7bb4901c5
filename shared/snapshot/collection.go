package snapshot

import (
	"errors"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"vahti.ai/vahti/shared/internal/jsonscan"
)

// A codec says how an entity becomes a record and is read from JSON.
type codec[T any] struct {
	id     func(*T) string
	pack   func(*packer, *T) // the id first
	unpack func(*unpacker, *T)
	// scan reads the object that comes next. It sets what the object holds and
	// leaves the rest as it is; texts and lists may be of the scanned text and of
	// the scan itself, until the next one.
	scan func(*scan, *T)
}

// pageBits is how many bits of an entity's place are those within a page of the
// collection's addresses.
const pageBits = 14

// A collection holds entities as records, in the order in which they were added.
type collection[T any] struct {
	codec *codec[T]

	mu     sync.RWMutex
	arena  arena
	names  names
	places [][]uint32 // addresses, 0 of an entity that is gone
	count  int        // of places
	live   int        // of entities
	dead   int        // records that stand for no entity any more

	// index finds places, each kept one higher than it is, by a hash of the id;
	// those of the first indexed entities are in it.
	index   []uint32
	indexed int
	twice   bool // an id was found twice
	seed    maphash.Seed

	packer packer
	scan   scan
}

func newCollection[T any](codec *codec[T]) *collection[T] {
	return &collection[T]{codec: codec, seed: maphash.MakeSeed()}
}

var errFull = errors.New("there is more of it than can be kept")

// put writes an entity's record and returns its address.
func (c *collection[T]) put(t *T) (uint32, error) {
	c.packer.names = &c.names
	c.packer.buf = c.packer.buf[:0]
	c.codec.pack(&c.packer, t)
	address, ok := c.arena.put(c.packer.buf)
	if !ok {
		return 0, errFull
	}
	return address, nil
}

// add adds an entity at the end.
func (c *collection[T]) add(t *T) error {
	address, err := c.put(t)
	if err != nil {
		return err
	}
	c.append(address)
	return nil
}

// addRecord is add for a record that is written already.
func (c *collection[T]) addRecord(record string) error {
	c.packer.buf = append(c.packer.buf[:0], record...)
	address, ok := c.arena.put(c.packer.buf)
	if !ok {
		return errFull
	}
	c.append(address)
	return nil
}

func (c *collection[T]) append(address uint32) {
	page := c.count >> pageBits
	if page == len(c.places) {
		n := 0
		if page > 0 {
			n = 1 << pageBits
		}
		c.places = append(c.places, make([]uint32, 0, n))
	}
	c.places[page] = append(c.places[page], address)
	c.count++
	c.live++
}

// truncate forgets the entities from the n-th on. Their records stay.
func (c *collection[T]) truncate(n int) {
	c.live -= c.count - n
	c.dead += c.count - n
	c.count = n
	for page := range c.places {
		c.places[page] = c.places[page][:max(0, min(len(c.places[page]), n-page<<pageBits))]
	}
	c.places = slices.DeleteFunc(c.places, func(page []uint32) bool { return len(page) == 0 })
}

// decode adds a page; after an error everything is as it was.
func (c *collection[T]) decode(raw []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.count
	c.scan.Scanner = jsonscan.Sharing(raw)
	t := new(T)
	var zero T
	for c.scan.Open('['); c.scan.More(']'); {
		*t = zero
		if c.codec.scan(&c.scan, t); c.scan.Bad() {
			break
		}
		if err := c.add(t); err != nil {
			c.truncate(before)
			return err
		}
	}
	ok := c.scan.End()
	c.scan.Scanner = jsonscan.Scanner{}
	if ok {
		return nil
	}
	c.truncate(before)
	var page []T
	if err := decode(raw, &page); err != nil {
		return err
	}
	for i := range page {
		if err := c.add(&page[i]); err != nil {
			c.truncate(before)
			return err
		}
	}
	return nil
}

// A view is a collection at one moment, for reading.
type view struct {
	chunks []string
	places [][]uint32
	shared []string
	lists  []list
	dead   int // of the collection
}

func (c *collection[T]) view() view {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return view{
		chunks: slices.Clone(c.arena.chunks), places: slices.Clone(c.places),
		shared: c.names.texts, lists: c.names.lists, dead: c.dead,
	}
}

func (v *view) unpacker() unpacker { return unpacker{shared: v.shared, lists: v.lists} }

// addresses yields where every entity of a view is, in order.
func (v *view) addresses(yield func(uint32) bool) {
	for _, page := range v.places {
		for _, address := range page {
			if address != 0 && !yield(address) {
				return
			}
		}
	}
}

// count is how many entities there are.
func (v *view) count() (n int) {
	for range v.addresses {
		n++
	}
	return n
}

// all yields every entity of a view in order, always in the same place.
func (k *codec[T]) all(v view, yield func(*T) bool) {
	u := v.unpacker()
	t := new(T)
	for address := range v.addresses {
		u.rest = record(v.chunks, address)
		if k.unpack(&u, t); !yield(t) {
			return
		}
	}
}

// place returns the address of the n-th entity.
func (c *collection[T]) place(n int) *uint32 { return &c.places[n>>pageBits][n&(1<<pageBits-1)] }

// lookup returns the place of the last entity with an id, -1 where there is none.
// The index must be whole.
func (c *collection[T]) lookup(id string) int {
	if id == "" || len(c.index) == 0 {
		return -1
	}
	var key [64]byte
	_, n := c.probe(string(appendID(key[:0], id)))
	return n
}

// probe returns where the index has, or would have, the entity with this key and
// its place, -1 where there is none.
func (c *collection[T]) probe(key string) (at, place int) {
	mask := len(c.index) - 1
	for at = int(maphash.String(c.seed, key)) & mask; c.index[at] != 0; at = (at + 1) & mask {
		n := int(c.index[at] - 1)
		if address := *c.place(n); address != 0 && recordID(record(c.arena.chunks, address)) == key {
			return at, n
		}
	}
	return at, -1
}

// find returns an unpacker at the last entity with an id, which Graph writes in
// lower case.
func (c *collection[T]) find(id string) (u unpacker, ok bool) {
	c.mu.RLock()
	for c.indexed < c.count {
		c.mu.RUnlock()
		c.mu.Lock()
		c.reindex()
		c.mu.Unlock()
		c.mu.RLock()
	}
	defer c.mu.RUnlock()
	n := c.lookup(id)
	if n < 0 {
		id = strings.ToLower(id)
		n = c.lookup(id)
	}
	if n < 0 {
		return u, false
	}
	return unpacker{shared: c.names.texts, lists: c.names.lists, known: id, rest: record(c.arena.chunks, *c.place(n))}, true
}

// unite leaves of entities with the same id the last one, as pages of a list that
// changes while it is read can hold one twice.
func (c *collection[T]) unite() {
	if c.reindex(); !c.twice {
		return
	}
	c.twice = false
	for n := range c.count {
		address := c.place(n)
		if *address == 0 {
			continue
		}
		if _, last := c.probe(recordID(record(c.arena.chunks, *address))); last > n {
			*address = 0
			c.live--
			c.dead++
		}
	}
}

// reindex adds to the index what was added to the collection.
func (c *collection[T]) reindex() {
	if need := c.count + c.count/3; need >= len(c.index) {
		size := 16
		for size <= need {
			size *= 2
		}
		c.index, c.indexed = make([]uint32, size), 0
	}
	for ; c.indexed < c.count; c.indexed++ {
		address := *c.place(c.indexed)
		if address == 0 {
			continue
		}
		key := recordID(record(c.arena.chunks, address))
		if key == "\x01" {
			continue // the empty id
		}
		at, before := c.probe(key)
		c.twice = c.twice || before >= 0
		c.index[at] = uint32(c.indexed) + 1
	}
}
