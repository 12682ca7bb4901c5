package graph

import (
	"container/list"
	"sync"
)

// cacheBytes is how much of the recordings is held in memory at most, over all tenants.
const cacheBytes = 96 << 20

// cache bounds what files hold in memory: the least recently used forget first.
type cache struct {
	mu    sync.Mutex
	limit int64
	used  int64
	order *list.List // of *held, most recently used first
	place map[*file]*list.Element
}

type held struct {
	f    *file
	cost int64
}

func newCache(limit int64) *cache {
	return &cache{limit: limit, order: list.New(), place: map[*file]*list.Element{}}
}

// touch marks a file as just used.
func (c *cache) touch(f *file) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.place[f]; e != nil {
		c.order.MoveToFront(e)
	}
}

// add records that f now holds cost bytes and lets others forget until all fit. The newest always stays.
func (c *cache) add(f *file, cost int64) {
	c.mu.Lock()
	c.drop(f)
	c.place[f] = c.order.PushFront(&held{f, cost})
	c.used += cost
	var evicted []*file
	for c.used > c.limit && c.order.Len() > 1 {
		last := c.order.Back().Value.(*held).f
		c.drop(last)
		evicted = append(evicted, last)
	}
	c.mu.Unlock()
	for _, old := range evicted {
		// In its own goroutine: the caller holds f's lock and another may hold old's while it waits for this cache.
		go old.forget()
	}
}

func (c *cache) drop(f *file) {
	if e := c.place[f]; e != nil {
		c.used -= e.Value.(*held).cost
		c.order.Remove(e)
		delete(c.place, f)
	}
}

// release drops the files of a tree that is no longer served.
func (c *cache) release(files map[string]*file) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range files {
		c.drop(f)
	}
}
