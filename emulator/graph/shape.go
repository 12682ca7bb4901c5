package graph

import (
	"bytes"
	"slices"
	"strings"
)

// shape is how the entities of one answer are written: which properties, and which linked resources.
type shape struct {
	selected []string // nil or {"*"}: all but the withheld
	withheld []string // properties given only when selected
	links    []string // linked resources of this kind of entity, given only when expanded
	expand   []expansion
	most     int                                     // how many entities a linked collection carries; 0: all
	resolve  func(entity []byte, name string) []byte // finds a link that is not recorded inside; may be nil
}

// plain tells that entities are written as they are recorded.
func (sh *shape) plain() bool {
	return sh.selected == nil && len(sh.withheld) == 0 && len(sh.links) == 0 && len(sh.expand) == 0
}

// append appends an entity in this shape. What is not an object is appended as it is.
func (sh *shape) append(dst, entity []byte) []byte {
	if sh.plain() || kind(entity) != '{' {
		return append(dst, entity...)
	}
	start := len(dst)
	dst = append(dst, '{')
	var given []string
	ok := members(entity, func(key, value []byte) bool {
		name := keyBase(key)
		if e := sh.expansion(name); e != nil {
			if bytes.IndexByte(key, '@') < 0 {
				given = append(given, e.name)
				value = e.shape(name).nest(value)
			}
			dst = appendMember(dst, key, value)
		} else if name == "" || sh.keeps(name) {
			dst = appendMember(dst, key, value)
		}
		return true
	})
	if !ok {
		return append(dst[:start], entity...)
	}
	for i := range sh.expand {
		e := &sh.expand[i]
		if sh.resolve == nil || e.name == "*" || slices.Contains(given, e.name) {
			continue
		}
		if value := sh.resolve(entity, e.name); value != nil {
			dst = appendMember(dst, []byte(e.name), e.shape(e.name).nest(value))
		}
	}
	return append(dst, '}')
}

// keyBase returns the property that a key, which may be an annotation of it, belongs to; "" for an annotation of the
// entity itself.
func keyBase(key []byte) string {
	name := keyText(key)
	if i := strings.Index(name, "@odata."); i >= 0 {
		return name[:i]
	}
	return name
}

func (sh *shape) keeps(name string) bool {
	if containsFold(sh.links, name) {
		return false
	}
	if sh.selected == nil || sh.selected[0] == "*" {
		return !containsFold(sh.withheld, name)
	}
	return containsFold(sh.selected, name)
}

func (sh *shape) expansion(name string) *expansion {
	for i := range sh.expand {
		if e := &sh.expand[i]; e.name == "*" && containsFold(sh.links, name) || strings.EqualFold(e.name, name) {
			return e
		}
	}
	return nil
}

// maxLinked is how many directory objects one expanded entity carries.
const maxLinked = 20

// shape is how the resources of an expansion are written.
func (e *expansion) shape(name string) *shape {
	sh := &shape{selected: e.selected, links: linksOf(name), expand: e.expand}
	if isDirectory(name) {
		sh.most = maxLinked
	}
	return sh
}

// nest writes a linked resource, or the first of a linked collection.
func (sh *shape) nest(value []byte) []byte {
	spans, ok := elements(value)
	if !ok {
		return sh.append(nil, value)
	}
	if sh.most > 0 {
		spans = spans[:min(len(spans), sh.most)]
	}
	out := []byte{'['}
	for i, s := range spans {
		if i > 0 {
			out = append(out, ',')
		}
		out = sh.append(out, value[s.off:s.off+int64(s.n)])
	}
	return append(out, ']')
}

func containsFold(names []string, name string) bool {
	for _, n := range names {
		if len(n) == len(name) && (n == name || strings.EqualFold(n, name)) {
			return true
		}
	}
	return false
}
