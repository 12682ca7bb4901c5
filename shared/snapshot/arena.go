package snapshot

import (
	"encoding/binary"
	"strings"
)

// chunkBits is how many bits of a record's address are its place in a chunk.
const chunkBits = 18

// chunkSize is how long a chunk is that holds several records, in bytes.
const chunkSize = 1 << chunkBits

// maxChunks is how many chunks an address can tell apart.
const maxChunks = 1 << (32 - chunkBits)

// An arena keeps records one after the other in a few large chunks without
// pointers, which cost the garbage collector nothing. What was put into it stays
// where and as it is, so that parts of it can be handed out as strings.
type arena struct {
	last   *strings.Builder
	chunks []string // the last one as far as it is filled
}

// put adds a record and returns its address, which is never 0; ok is false where
// the arena is full.
func (a *arena) put(record []byte) (address uint32, ok bool) {
	if n := len(a.chunks); n == 0 || len(a.chunks[n-1])+len(record) > chunkSize {
		if n == maxChunks {
			return 0, false
		}
		a.last = &strings.Builder{}
		if n == 0 {
			a.last.WriteByte(0) // of the address that none has
		} else {
			a.last.Grow(max(chunkSize, len(record))) // the first one grows as it is filled
		}
		a.chunks = append(a.chunks, "")
	}
	at := a.last.Len()
	a.last.Write(record)
	a.chunks[len(a.chunks)-1] = a.last.String()
	return uint32(len(a.chunks)-1)<<chunkBits | uint32(at), true
}

// record returns what begins at an address.
func record(chunks []string, address uint32) string {
	return chunks[address>>chunkBits][address&(chunkSize-1):]
}

// maxNames is how many texts, and how many lists, a collection keeps once for all
// its entities; the rest stand in each entity's record.
const maxNames = 1 << 16

// names are the texts and lists that many entities of a collection share, such as
// the name of an operating system. Lists are handed out: nobody changes them.
type names struct {
	texts []string
	lists []list
	text  map[string]uint32 // their places, from 1 on
	list  map[string]uint32
}

// A list is a list of texts, which can be of licences.
type list struct {
	texts    []string
	licences []AssignedLicense
}

func newList(texts []string) list {
	l := list{texts: texts, licences: make([]AssignedLicense, len(texts))}
	for i, text := range texts {
		l.licences[i].SkuID = text
	}
	return l
}

// namesOf returns the names that stand at these places. It copies the texts, which
// may be parts of larger ones.
func namesOf(texts []string, lists []list) names {
	n := names{text: make(map[string]uint32, len(texts)), list: make(map[string]uint32, len(lists))}
	for i, text := range texts {
		text = strings.Clone(text)
		n.texts = append(n.texts, text)
		n.text[text] = uint32(i) + 1
	}
	for i, l := range lists {
		encoded := binary.AppendUvarint(nil, uint64(len(l.texts)))
		for _, text := range l.texts {
			encoded = appendText(encoded, text)
		}
		key := string(encoded)
		u := unpacker{rest: key}
		n.lists = append(n.lists, newList(u.texts()))
		n.list[key] = uint32(i) + 1
	}
	return n
}

// ofText returns the place of a text, 0 where there is no room for it.
func (n *names) ofText(text string) uint32 {
	if at, ok := n.text[text]; ok {
		return at
	}
	if len(n.texts) >= maxNames {
		return 0
	}
	if n.text == nil {
		n.text = map[string]uint32{}
	}
	text = strings.Clone(text)
	n.texts = append(n.texts, text)
	n.text[text] = uint32(len(n.texts))
	return uint32(len(n.texts))
}

// ofList returns the place of a list that is written as encoded.
func (n *names) ofList(encoded []byte) uint32 {
	if at, ok := n.list[string(encoded)]; ok {
		return at
	}
	if len(n.lists) >= maxNames {
		return 0
	}
	if n.list == nil {
		n.list = map[string]uint32{}
	}
	key := string(encoded)
	u := unpacker{rest: key}
	n.lists = append(n.lists, newList(u.texts()))
	n.list[key] = uint32(len(n.lists))
	return uint32(len(n.lists))
}

// recordID returns the id that a record begins with, as it stands there: the kind
// and the bytes of it.
func recordID(rec string) string {
	if rec[0] == 0 {
		return rec[:17]
	}
	u := unpacker{rest: rec}
	n := u.uvarint() - 1
	return rec[:len(rec)-len(u.rest)+int(n)]
}
