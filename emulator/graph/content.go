package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/maphash"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// keepWhole is the largest .json file, in bytes, that is held in memory; of a larger collection only where its
// entities lie is held.
const keepWhole = 4 << 20

// span is where an entity lies: n bytes from off.
type span struct {
	off int64
	n   int32
}

// file is one file of a recording; its content is read when first asked for and again when it changes.
type file struct {
	path  string
	lines bool // .ndjson
	cache *cache

	mu      sync.Mutex
	current *content
}

// content is what a file held at one time. It does not change.
type content struct {
	generation uint64 // differs when the file differs
	modified   time.Time
	size       int64

	path       string
	raw        []byte // the whole file, compact; nil for a collection read by offset
	collection bool
	spans      []span // a collection's entities, in raw or in the file

	idsMu   sync.Mutex
	indexed bool
	ids     []idPlace // sorted by hash; complete once indexed
}

type idPlace struct {
	hash uint64
	at   int32
}

// content returns what the file holds now. An error means that it cannot be read or does not parse.
func (f *file) content() (*content, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if err != nil {
		return nil, err
	}
	if c := f.current; c != nil && c.size == info.Size() && c.modified.Equal(info.ModTime()) {
		f.cache.touch(f)
		return c, nil
	}
	c := &content{path: f.path, modified: info.ModTime(), size: info.Size()}
	c.generation = generation(f.path, info)
	if f.lines {
		c.collection = true
		c.spans, err = scanLines(f.path, nil)
	} else {
		err = c.readWhole()
	}
	if err != nil {
		return nil, err
	}
	f.current = c
	f.cache.add(f, int64(len(c.raw))+32*int64(len(c.spans))+512)
	return c, nil
}

// forget lets go of what the file held; the cache calls it.
func (f *file) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.current = nil
}

func (c *content) readWhole() error {
	data, err := os.ReadFile(c.path)
	if err != nil {
		return err
	}
	mark := bytes.HasPrefix(data, []byte("\xef\xbb\xbf"))
	if len(data) <= keepWhole || mark {
		var compact bytes.Buffer
		if err := json.Compact(&compact, bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))); err != nil {
			return err
		}
		data = bytes.Clone(compact.Bytes())
	} else if !json.Valid(data) {
		return errNotJSON
	}
	c.raw = data
	value, ok := member(data, "value")
	if !ok || kind(data) != '{' {
		return nil
	}
	if c.spans, c.collection = elements(value); !c.collection {
		return nil
	}
	base := int64(cap(data) - cap(value)) // value is a part of data
	for i := range c.spans {
		c.spans[i].off += base
	}
	if len(data) > keepWhole && !mark {
		c.raw = nil
	}
	return nil
}

var (
	errNotJSON = errors.New("not JSON")
	// errChanged tells that a file is no longer what its content was made from.
	errChanged = errors.New("the file has changed")
)

var seed = maphash.MakeSeed()

func generation(path string, info os.FileInfo) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	maphash.WriteComparable(&h, path)
	maphash.WriteComparable(&h, info.ModTime().UnixNano())
	maphash.WriteComparable(&h, info.Size())
	return h.Sum64()
}

func (c *content) count() int { return len(c.spans) }

// read returns the entities from index i up to j. They must not be changed. It fails when the file has changed since.
func (c *content) read(i, j int) ([][]byte, error) {
	if i >= j {
		return nil, nil
	}
	data, base := c.raw, int64(0)
	if data == nil {
		base = c.spans[i].off
		last := c.spans[j-1]
		data = make([]byte, last.off+int64(last.n)-base)
		f, err := os.Open(c.path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if info, err := f.Stat(); err != nil || info.Size() != c.size || !info.ModTime().Equal(c.modified) {
			return nil, errors.Join(errChanged, err)
		}
		if _, err := f.ReadAt(data, base); err != nil && err != io.EOF {
			return nil, err
		}
	}
	out := make([][]byte, 0, j-i)
	for _, s := range c.spans[i:j] {
		out = append(out, data[s.off-base:s.off-base+int64(s.n)])
	}
	return out, nil
}

// keyed returns the entity whose id (or userPrincipalName, which names a user as well) is key, or nil.
func (c *content) keyed(key string) ([]byte, error) {
	if err := c.indexIDs(); err != nil {
		return nil, err
	}
	want := hashID(key)
	at, _ := slices.BinarySearchFunc(c.ids, want, func(p idPlace, h uint64) int {
		switch {
		case p.hash < h:
			return -1
		case p.hash > h:
			return 1
		}
		return 0
	})
	for ; at < len(c.ids) && c.ids[at].hash == want; at++ {
		i := int(c.ids[at].at)
		got, err := c.read(i, i+1)
		if err != nil {
			return nil, err
		}
		if hasID(got[0], key) {
			return got[0], nil
		}
	}
	return nil, nil
}

func (c *content) indexIDs() error {
	c.idsMu.Lock()
	defer c.idsMu.Unlock()
	if c.indexed {
		return nil
	}
	ids := make([]idPlace, 0, len(c.spans))
	for i := 0; i < len(c.spans); i += block {
		entities, err := c.read(i, min(i+block, len(c.spans)))
		if err != nil {
			return err
		}
		for k, e := range entities {
			for _, name := range idNames {
				if id := memberText(e, name); id != "" {
					ids = append(ids, idPlace{hashID(id), int32(i + k)})
				}
			}
		}
	}
	slices.SortFunc(ids, func(a, b idPlace) int {
		if a.hash != b.hash {
			if a.hash < b.hash {
				return -1
			}
			return 1
		}
		return int(a.at - b.at)
	})
	c.ids, c.indexed = ids, true
	return nil
}

// block is how many entities are read at a time where a whole collection is walked.
const block = 512

var idNames = [...]string{"id", "userPrincipalName"}

func hashID(id string) uint64 { return maphash.String(seed, strings.ToLower(id)) }

func hasID(entity []byte, key string) bool {
	for _, name := range idNames {
		if key != "" && strings.EqualFold(memberText(entity, name), key) {
			return true
		}
	}
	return false
}
