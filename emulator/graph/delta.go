package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

const (
	deltaPage = 200
	// A tenant's oldest tokens and snapshots are given up past these numbers; their holders must read anew.
	maxTokens    = 256
	maxSnapshots = 12
)

// deltas is what the server remembers of one tenant for those who ask for changes.
type deltas struct {
	mu        sync.Mutex
	dir       string            // what outlives the server lies here; empty for nothing
	tokens    map[string]*round // by the token of the deltaLink or nextLink
	order     []string          // tokens, oldest first
	snapshots []*snapshot       // least recently used first
}

// round is one reading of changes: of everything, or of what differs from an earlier snapshot.
type round struct {
	collection string // lower case
	version    string // of the API
	selected   []string
	after      *snapshot // what the collection held when the round began
	all        bool
	changed    []int32  // places of entities that are new or differ; unused when all
	removed    []string // ids
}

func (r *round) size() int {
	if r.all {
		return len(r.after.entries)
	}
	return len(r.changed) + len(r.removed)
}

func newDeltas(dir string) *deltas { return &deltas{dir: dir, tokens: map[string]*round{}} }

// keep remembers a round that goes on under a new token.
func (d *deltas) keep(r *round) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.name(strings.ReplaceAll(newID(), "-", ""), r)
}

// keepDone remembers a round that was read, under a token that names what its collection held.
func (d *deltas) keepDone(r *round) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	token := d.name(r.after.token(), r)
	d.save(token, r)
	return token
}

// name gives a round a token; the lock is held.
func (d *deltas) name(token string, r *round) string {
	if d.tokens[token] == nil {
		d.order = append(d.order, token)
	}
	if d.tokens[token] = r; len(d.order) > maxTokens {
		delete(d.tokens, d.order[0])
		d.order = d.order[1:]
	}
	return token
}

// find returns the round of a token while its snapshot is still kept, else nil.
func (d *deltas) find(token string) *round {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.tokens[token]
	if r != nil && d.use(r.after) {
		return r
	}
	return d.load(token)
}

// use marks a snapshot as just used and reports whether it is kept.
func (d *deltas) use(s *snapshot) bool {
	for i, kept := range d.snapshots {
		if kept == s {
			d.snapshots = append(append(d.snapshots[:i:i], d.snapshots[i+1:]...), s)
			return true
		}
	}
	return false
}

// known returns the kept snapshot of a key, or nil.
func (d *deltas) known(key snapshotKey) *snapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.snapshots {
		if s.key == key {
			d.use(s)
			return s
		}
	}
	return nil
}

func (d *deltas) add(s *snapshot) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hold(s)
}

// hold keeps a snapshot; the lock is held.
func (d *deltas) hold(s *snapshot) {
	if d.snapshots = append(d.snapshots, s); len(d.snapshots) > maxSnapshots {
		d.snapshots = d.snapshots[1:]
	}
}

// snapshotKey tells which state of what a snapshot is of.
type snapshotKey struct {
	generation                    uint64
	collection, version, selected string
}

// snapshot is what a collection held at one time: of each entity the id and a hash of what was selected.
type snapshot struct {
	key     snapshotKey
	entries []entry
	places  map[string]int32 // into entries, by id
	named   sync.Once
	name    string // what token returns
}

type entry struct {
	id   string
	hash uint64
	at   int32
}

// snapshot takes a snapshot of a collection as it is now.
func (c *call) snapshot(ctx context.Context, tg target, sh *shape) (*snapshot, *failure) {
	key := snapshotKey{tg.list.version, strings.ToLower(tg.path), c.version, strings.Join(sh.selected, ",")}
	if s := c.tenant.deltas.known(key); s != nil {
		return s, nil
	}
	s := &snapshot{key: key, places: make(map[string]int32, tg.list.count())}
	s.entries = make([]entry, 0, tg.list.count())
	var text []byte
	fail := c.walk(ctx, tg, 0, func(i int, e []byte) bool {
		id := memberText(e, "id")
		if id == "" {
			return true
		}
		if _, twice := s.places[id]; twice {
			return true
		}
		text = sh.append(text[:0], e)
		s.places[id] = int32(len(s.entries))
		s.entries = append(s.entries, entry{id, stableHash(text), int32(i)})
		return true
	})
	if fail != nil {
		return nil, fail
	}
	c.tenant.deltas.add(s)
	return s, nil
}

// since returns the round of what differs between a snapshot and a later one.
func (s *snapshot) since(earlier *snapshot) (changed []int32, removed []string) {
	if s == earlier || s.token() == earlier.token() {
		return nil, nil
	}
	for _, e := range s.entries {
		at, ok := earlier.places[e.id]
		if !ok || earlier.entries[at].hash != e.hash {
			changed = append(changed, e.at)
		}
	}
	for _, e := range earlier.entries {
		if _, ok := s.places[e.id]; !ok {
			removed = append(removed, e.id)
		}
	}
	return changed, removed
}

// delta answers a request for changes.
func (c *call) delta(ctx context.Context, tg target) (answer, *failure) {
	q := c.query
	if q.expand != nil || q.filter != nil || q.orderBy != nil || q.count || q.skip > 0 {
		return answer{}, unsupported("Only $select, $deltatoken and $skiptoken are supported for delta requests.")
	}
	if q.skipToken != "" && q.deltaToken != "" {
		return answer{}, badRequest("$skiptoken and $deltatoken exclude each other.")
	}
	r, offset, fail := c.round(ctx, tg)
	if fail != nil {
		return answer{}, fail
	}
	return c.deltaPage(tg, r, offset)
}

// round finds the round that the request goes on with, or begins one.
func (c *call) round(ctx context.Context, tg target) (*round, int, *failure) {
	q, collection := c.query, strings.ToLower(tg.path)
	if q.skipToken != "" {
		token, text, _ := strings.Cut(q.skipToken, ".")
		offset, err := strconv.Atoi(text)
		r := c.tenant.deltas.find(token)
		if r == nil || err != nil || r.collection != collection || offset < 0 || offset > r.size() ||
			r.after.key.generation != tg.list.version {
			return nil, 0, resync()
		}
		return r, offset, nil
	}
	r := &round{collection: collection, version: c.version, selected: q.selected, all: true}
	var earlier *round
	if q.deltaToken != "" && !q.latest {
		earlier = c.tenant.deltas.find(q.deltaToken)
		if earlier == nil || earlier.collection != collection || earlier.version != c.version {
			return nil, 0, resync()
		}
		r.selected, r.all = earlier.selected, false
	}
	var fail *failure
	if r.after, fail = c.snapshot(ctx, tg, c.deltaShape(tg, r.selected)); fail != nil {
		return nil, 0, fail
	}
	switch {
	case earlier != nil:
		r.changed, r.removed = r.after.since(earlier.after)
	case q.latest:
		r.all = false
	}
	return r, 0, nil
}

// deltaShape is how entities are written in a delta: always with their id, never with their sign-ins.
func (c *call) deltaShape(tg target, selected []string) *shape {
	sh := &shape{selected: selected, links: append(linksOf(tg.name), signInActivity)}
	if sh.selected == nil && strings.EqualFold(tg.path, "users") && c.version == "v1.0" {
		sh.selected = usersByDefault()
	}
	if sh.selected != nil && sh.selected[0] != "*" {
		sh.selected = append([]string{"id"}, sh.selected...)
	}
	return sh
}

func (c *call) deltaPage(tg target, r *round, offset int) (answer, *failure) {
	sh := c.deltaShape(tg, r.selected)
	value := []byte{'['}
	end := min(offset+deltaPage, r.size())
	for i := offset; i < end; i++ {
		if i > offset {
			value = append(value, ',')
		}
		if i >= len(r.changed) && !r.all {
			value = appendRemoved(value, r.removed[i-len(r.changed)])
			continue
		}
		var at int
		if r.all {
			at = int(r.after.entries[i].at)
		} else {
			at = int(r.changed[i])
		}
		e, err := tg.list.read(at, at+1)
		if err != nil {
			return answer{}, broken()
		}
		value = sh.append(value, e[0])
	}
	c.query.selected = r.selected
	out := c.context(tg, "")
	out = out[:len(out)-1]
	if end < r.size() {
		token, _, resumed := strings.Cut(c.query.skipToken, ".")
		if !resumed {
			token = c.tenant.deltas.keep(r)
		}
		link := c.url(c.path, []string{"$skiptoken=" + token + "." + strconv.Itoa(end)})
		out = appendMember(out, []byte("@odata.nextLink"), link)
	} else {
		done := &round{collection: r.collection, version: r.version, selected: r.selected, after: r.after}
		link := c.url(c.path, []string{"$deltatoken=" + c.tenant.deltas.keepDone(done)})
		out = appendMember(out, []byte("@odata.deltaLink"), link)
	}
	out = append(appendMember(out, []byte("value"), append(value, ']')), '}')
	return answer{status: http.StatusOK, contentType: jsonType, body: out}, nil
}

func appendRemoved(dst []byte, id string) []byte {
	text, err := json.Marshal(id)
	if err != nil { // a string: cannot fail
		text = []byte(`""`)
	}
	dst = append(append(dst, `{"id":`...), text...)
	return append(dst, `,"@removed":{"reason":"changed"}}`...)
}
