package firestore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"strings"
)

// Keys sort as Firestore sorts names: segment by segment, numeric IDs (__id7__) before all others and by their number,
// the rest by bytes.
//
// A document lies at   segment(c1) segment(d1) … segment(cN) sep segment(dN)
// so that the documents of one collection lie side by side with nothing of their subcollections between them, and
// everything below a document shares the prefix segment(c1) segment(d1) ….
//
// A second bucket has one empty entry for each document at
//
//	segment(cN) segment(c1) segment(d1) … segment(cN) segment(dN)
//
// which lists collection groups in name order.
const (
	sep        = 0x00 // sorts before both kinds of segment
	kindNumber = 0x01
	kindText   = 0x02
	escaped    = 0xFF // behind a zero byte: the text has a zero byte here
	textEnd    = 0x01 // behind a zero byte: the text ends here
	afterAll   = 0x03 // sorts behind both kinds of segment
)

var errBadKey = errors.New("malformed key")

func appendSegment(k []byte, id string) []byte {
	if n, ok := numericID(id); ok {
		return binary.BigEndian.AppendUint64(append(k, kindNumber), uint64(n)^(1<<63))
	}
	k = append(k, kindText)
	for {
		i := strings.IndexByte(id, 0)
		if i < 0 {
			break
		}
		k = append(append(k, id[:i]...), 0, escaped)
		id = id[i+1:]
	}
	return append(append(k, id...), 0, textEnd)
}

// numericID reads __id<number>__ in its shortest form.
func numericID(id string) (int64, bool) {
	s, ok := strings.CutPrefix(id, "__id")
	if !ok {
		return 0, false
	}
	s, ok = strings.CutSuffix(s, "__")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != s || n == math.MinInt64 {
		return 0, false
	}
	return n, true
}

func appendSegments(k []byte, p path) []byte {
	for _, id := range p {
		k = appendSegment(k, id)
	}
	return k
}

// documentKey is where the document p lies.
func documentKey(p path) []byte {
	last := len(p) - 1
	return appendSegment(collectionPrefix(p[:last]), p[last])
}

// collectionPrefix begins the keys of the documents of the collection p, and of nothing else.
func collectionPrefix(p path) []byte {
	n := 2
	for _, id := range p {
		n += len(id) + 3
	}
	return append(appendSegments(make([]byte, 0, n+64), p), sep)
}

// groupKey is where the document p lies in its collection group.
func groupKey(p path) []byte {
	return appendSegments(appendSegment(nil, p[len(p)-2]), p)
}

// cutSegment splits the first segment off k. raw is its encoded form.
func cutSegment(k []byte) (id string, raw, rest []byte, err error) {
	if len(k) == 0 {
		return "", nil, nil, errBadKey
	}
	switch k[0] {
	case kindNumber:
		if len(k) < 9 {
			return "", nil, nil, errBadKey
		}
		n := int64(binary.BigEndian.Uint64(k[1:9]) ^ (1 << 63))
		return "__id" + strconv.FormatInt(n, 10) + "__", k[:9], k[9:], nil
	case kindText:
		text, n, err := cutText(k[1:])
		if err != nil {
			return "", nil, nil, err
		}
		return text, k[:1+n], k[1+n:], nil
	}
	return "", nil, nil, errBadKey
}

func cutText(k []byte) (text string, n int, err error) {
	var b []byte
	start := 0
	for {
		i := bytes.IndexByte(k[start:], 0)
		if i < 0 || start+i+1 >= len(k) {
			return "", 0, errBadKey
		}
		switch end := start + i; k[end+1] {
		case textEnd:
			if b == nil {
				return string(k[start:end]), end + 2, nil
			}
			return string(append(b, k[start:end]...)), end + 2, nil
		case escaped:
			b = append(append(b, k[start:end]...), 0)
			start = end + 2
		default:
			return "", 0, errBadKey
		}
	}
}

// parseSegments reads a run of segments, as in a group key or, with its separator, in a document key.
func parseSegments(k []byte) (path, error) {
	var p path
	for len(k) > 0 {
		if k[0] == sep {
			k = k[1:]
			continue
		}
		id, _, rest, err := cutSegment(k)
		if err != nil {
			return nil, err
		}
		p = append(p, id)
		k = rest
	}
	return p, nil
}

// prefixEnd is the least key behind every key that begins with prefix; nil where there is none.
func prefixEnd(prefix []byte) []byte {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xFF {
			end := bytes.Clone(prefix[:i+1])
			end[i]++
			return end
		}
	}
	return nil
}
