package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// latestTries is how often a link to later changes is asked for when Graph fails.
// A scan does without, the next one then reads all of it.
const latestTries = 4

// changesTries is the same for what changed in a collection, each page and each entity
// that is read by itself. Without it the collection is read in full: a link may fail
// for as long as it is asked for although the collection does not.
const changesTries = 4

// latest asks for a link to what changes in a collection from now on; empty where
// Graph gives none. It comes before the list, so that what changes while that is
// read is among the changes.
func (x *session) latest(ctx context.Context, t *task) string {
	var buf bytes.Buffer
	var p changedPage
	u := t.row.latest(x.r.base)
	version, path := x.r.relative(u)
	t.cost.items.Add(1)
	x.floor.together(version, t.level, t.row.Class())
	first := x.gather.ask(ctx, version, path, t.row.Class())
	c := call{url: u, items: 1, into: &buf, tries: latestTries}
	f := x.get(ctx, c, first, func(raw []byte) (err error) {
		p, err = parseChanges(raw)
		return err
	})
	if f != nil || p.next != "" || len(p.changed)+len(p.removed) > 0 {
		return ""
	}
	return x.deltaLink(t.row, p.link)
}

// deltaLink returns a link as it is kept; empty where it is none to the changes of
// the row's collection.
func (x *session) deltaLink(row Row, link string) string {
	u, ok := x.r.next(link)
	if !ok || u == nil {
		return ""
	}
	if _, rooted := x.r.rooted(u); isDeltaLink(row, rooted) {
		return rooted
	}
	return ""
}

func isDeltaLink(row Row, link string) bool {
	path, _, _ := strings.Cut(link, "?")
	path = strings.TrimSuffix(strings.TrimSuffix(path, "()"), "/")
	dir, last, _ := cutLast(path)
	return strings.EqualFold(dir, string(row.Resource)) && (strings.EqualFold(last, "delta") || strings.EqualFold(last, "microsoft.graph.delta"))
}

func cutLast(path string) (dir, last string, ok bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

// changes brings a collection up to date. whole says that it is; where it is not
// and there is no failure, or one that reading on does not help against, it is to
// be read in full.
func (x *session) changes(ctx context.Context, t *task) (whole bool, f *failure) {
	var buf bytes.Buffer
	next, again := t.kept.Link, t.touched
	if t.row.Expand == "" {
		again = nil // the changes tell
	}
	pages := 0
	if p := t.resumed; p != nil {
		next, again, pages = p.next, nil, p.pages
	}
	level := t.level
	seen := map[string]bool{}
	named := 0
	for {
		if !isDeltaLink(t.row, next) || seen[next] || pages > max(t.kept.Requests, few) {
			return false, nil
		}
		seen[next] = true
		var p changedPage
		f := x.request(ctx, t, x.r.absolute(next), &buf, pages == 0, 0, func(raw []byte) (err error) {
			p, err = parseChanges(raw)
			return err
		})
		if f != nil {
			return false, f
		}
		if pages > 0 {
			x.floor.add(1)
		}
		e := Entry{Resource: t.row.Resource, Delta: true, Removed: p.removed, Last: p.next == ""}
		if e.Last {
			e.Link = x.deltaLink(t.row, p.link)
		} else {
			e.Next = x.deltaLink(t.row, p.next)
		}
		if e.Link == "" && e.Next == "" {
			return false, nil
		}
		entities := p.changed
		if t.row.Expand != "" {
			ids := union(p.ids, again, p.removed)
			if again, named = nil, named+len(ids); named > maxBatch*max(t.kept.Requests, 1) {
				return false, nil
			}
			var gone []string
			if entities, gone, f = x.one(ctx, t, ids, 1); f != nil {
				return false, f
			}
			if len(ids) > 0 {
				t.level = level + 1
			}
			e.Removed = append(e.Removed, gone...)
		}
		e.Raw, e.Count = array(entities), len(entities)
		if snapshot.Merge(t.row.Key, x.s, e.Raw, e.Removed) != nil {
			return false, nil
		}
		x.tell(e)
		x.progress(t.row, e.Count, false)
		pages++
		if e.Last {
			t.link = e.Link
			return true, nil
		}
		next = e.Next
	}
}

// union returns the ids of a and b, each once, without those in removed.
func union(a, b, removed []string) []string {
	var out []string
	for _, id := range slices.Concat(a, b) {
		if id != "" && !slices.Contains(removed, id) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// array writes entities as a page's value.
func array(entities [][]byte) []byte {
	return slices.Concat([]byte{'['}, bytes.Join(entities, []byte{','}), []byte{']'})
}

// changedPage is one answer about what changed in a collection.
type changedPage struct {
	changed [][]byte // entities, with what changed of them at least
	ids     []string // theirs
	removed []string // the ids of entities that are gone
	next    string   // where the next page is
	link    string   // on the last page, where later changes are
}

// parseChanges takes an answer about changes apart. What is told of one entity
// more than once is what was told last. Errors are parsePage's.
func parseChanges(body []byte) (changedPage, error) {
	var in struct {
		Value []json.RawMessage `json:"value"`
		Next  string            `json:"@odata.nextLink"`
		Link  string            `json:"@odata.deltaLink"`
	}
	if err := unmarshal(body, &in); err != nil {
		return changedPage{}, err
	}
	if in.Value == nil || (in.Next == "") == (in.Link == "") {
		return changedPage{}, errShape
	}
	p := changedPage{next: in.Next, link: in.Link}
	gone := map[string]bool{}
	for _, raw := range in.Value {
		var e struct {
			ID      string          `json:"id"`
			Removed json.RawMessage `json:"@removed"`
		}
		if err := unmarshal(raw, &e); err != nil || e.ID == "" {
			return changedPage{}, errShape
		}
		if gone[e.ID] = len(e.Removed) > 0; !gone[e.ID] {
			p.changed = append(p.changed, raw)
			p.ids = append(p.ids, e.ID)
		}
	}
	var changed [][]byte
	var ids []string
	for i, id := range p.ids {
		if !gone[id] {
			changed, ids = append(changed, p.changed[i]), append(ids, id)
		}
	}
	p.changed, p.ids = changed, ids
	for id, is := range gone {
		if is {
			p.removed = append(p.removed, id)
		}
	}
	slices.Sort(p.removed)
	return p, nil
}
