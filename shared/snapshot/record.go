package snapshot

import (
	"encoding/binary"
	"strings"
	"time"
)

// A packer writes one record after the other.
type packer struct {
	names *names
	buf   []byte
	list  []byte
}

func (p *packer) byte(b byte)      { p.buf = append(p.buf, b) }
func (p *packer) uvarint(n uint64) { p.buf = binary.AppendUvarint(p.buf, n) }
func (p *packer) text(text string) { p.buf = appendText(p.buf, text) }
func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

// id writes an entity's id, which comes first in every record.
func (p *packer) id(id string) { p.buf = appendID(p.buf, id) }

// appendID writes an id: 0 and sixteen bytes where it is a GUID as Graph writes it,
// else one more than its length and itself.
func appendID(to []byte, id string) []byte {
	if guid, ok := parseGUID(id); ok {
		return append(append(to, 0), guid[:]...)
	}
	return append(binary.AppendUvarint(to, uint64(len(id))+1), id...)
}

// name writes a text that many entities share.
func (p *packer) name(text string) {
	at := p.names.ofText(text)
	p.uvarint(uint64(at))
	if at == 0 {
		p.text(text)
	}
}

// texts writes a list that many entities share; none is not the same as an empty one.
func (p *packer) texts(texts []string) {
	if texts == nil {
		p.uvarint(0)
		return
	}
	p.list = binary.AppendUvarint(p.list[:0], uint64(len(texts)))
	for _, text := range texts {
		p.list = appendText(p.list, text)
	}
	p.encoded()
}

// licences writes a list of licences likewise.
func (p *packer) licences(licences []AssignedLicense) {
	if licences == nil {
		p.uvarint(0)
		return
	}
	p.list = binary.AppendUvarint(p.list[:0], uint64(len(licences)))
	for i := range licences {
		p.list = appendText(p.list, licences[i].SkuID)
	}
	p.encoded()
}

func (p *packer) encoded() {
	at := p.names.ofList(p.list)
	if at == 0 {
		p.uvarint(1)
		p.buf = append(p.buf, p.list...)
		return
	}
	p.uvarint(uint64(at) + 1)
}

// time writes a readable timestamp.
func (p *packer) time(t Timestamp) {
	p.buf = binary.AppendVarint(p.buf, t.Time.Unix())
	p.uvarint(uint64(t.Time.Nanosecond()))
}

// An unpacker reads records. After one that is no record bad is true; nothing
// else of it counts then.
type unpacker struct {
	shared []string
	lists  []list
	rest   string
	bad    bool

	skims          bool             // ids stay empty
	texted, listed uint64           // how many texts and lists the records so far use, the last of them included
	known          string           // the id of the record, where the reader knows it
	out            *strings.Builder // where texts are written out that are kept otherwise
	room           int              // how much room the last of these had, in bytes
}

func (u *unpacker) take(n uint64) string {
	if n > uint64(len(u.rest)) {
		u.bad, u.rest = true, ""
		return ""
	}
	taken := u.rest[:n]
	u.rest = u.rest[n:]
	return taken
}

func (u *unpacker) byte() byte {
	if len(u.rest) == 0 {
		u.bad = true
		return 0
	}
	b := u.rest[0]
	u.rest = u.rest[1:]
	return b
}

func (u *unpacker) uvarint() uint64 {
	if len(u.rest) > 0 && u.rest[0] < 0x80 {
		n := u.rest[0]
		u.rest = u.rest[1:]
		return uint64(n)
	}
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		b := u.byte()
		if shift == 63 && b > 1 {
			break
		}
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	u.bad, u.rest = true, ""
	return 0
}

func (u *unpacker) text() string { return u.take(u.uvarint()) }

func (u *unpacker) name() string {
	at := u.uvarint()
	switch {
	case at == 0:
		return u.text()
	case at > uint64(len(u.shared)):
		u.bad = true
		return ""
	}
	u.texted = max(u.texted, at)
	return u.shared[at-1]
}

// texts reads a list as it is written out.
func (u *unpacker) texts() []string {
	n := u.uvarint()
	if n > uint64(len(u.rest)) { // each text takes a byte at least
		u.bad = true
		return nil
	}
	texts := make([]string, n)
	for i := range texts {
		texts[i] = u.text()
	}
	return texts
}

// list reads a list that entities share.
func (u *unpacker) list() list {
	at := u.uvarint()
	switch {
	case at == 0:
		return list{}
	case at == 1:
		return newList(u.texts())
	case at-1 > uint64(len(u.lists)):
		u.bad = true
		return list{}
	}
	u.listed = max(u.listed, at-1)
	return u.lists[at-2]
}

func (u *unpacker) time() Timestamp {
	n := u.uvarint() // as binary.AppendVarint folds the sign in
	seconds := int64(n >> 1)
	if n&1 != 0 {
		seconds = ^seconds
	}
	nanos := u.uvarint()
	if nanos >= uint64(time.Second) {
		u.bad = true
		return Timestamp{}
	}
	return At(time.Unix(seconds, int64(nanos)))
}

// maxRoom is how much is written out to one piece of memory, in bytes: so many GUIDs.
// Whoever keeps one of them keeps the piece.
const maxRoom = 32 * guidLength

// id reads an entity's id. GUIDs are written out many to a piece of memory.
func (u *unpacker) id() string {
	n := u.uvarint()
	if n > 0 {
		return u.take(n - 1)
	}
	guid := u.take(16)
	switch {
	case u.bad, u.skims:
		return ""
	case u.known != "":
		return u.known
	}
	var text [guidLength]byte
	formatGUID(&text, guid)
	out := u.space(guidLength)
	from := out.Len()
	out.Write(text[:])
	return out.String()[from:]
}

// space returns where a text of n bytes can be written out.
func (u *unpacker) space(n int) *strings.Builder {
	if u.out == nil || u.out.Cap()-u.out.Len() < n {
		u.room = min(max(guidLength, u.room*4), maxRoom)
		if u.out == nil {
			u.out = &strings.Builder{}
		}
		u.out.Reset() // what was handed out stays
		u.out.Grow(max(n, u.room))
	}
	return u.out
}
