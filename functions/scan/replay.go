package scan

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/s2"

	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/tenant"
)

// errJournal says that a slot's journal cannot be used. The slot is read anew.
var errJournal = errors.New("what was kept of the interrupted reading cannot be used")

// chunksOf returns the chunks of a slot's journal that belong together, in order:
// those of the last instance and those that it had found.
func chunksOf(ctx context.Context, objects *archive.Tenant, slot tenant.Slot) (chunks []string, err error) {
	names, err := objects.List(ctx, slotJournal(slot))
	if err != nil || len(names) == 0 {
		return nil, err
	}
	slices.Sort(names)
	last := names[len(names)-1]
	own := last[:strings.LastIndexByte(last, '-')+1]
	var mine []string
	for _, name := range names {
		if strings.HasPrefix(name, own) {
			if name != fmt.Sprintf("%s%06d", own, len(mine)) {
				break // what follows a gap does not belong to what went before
			}
			mine = append(mine, name)
		}
	}
	if len(mine) == 0 {
		return nil, errJournal
	}
	in, err := objects.Open(ctx, mine[0])
	if err != nil {
		return nil, err
	}
	defer in.Close()
	head, err := readHead(unpacked(in))
	if err != nil {
		return nil, err
	}
	return append(head.After, mine...), nil
}

// A superseded function says of an entry, which an instance with this fencing number
// made while that generation was kept, whether what is kept by now is newer. It is
// asked about every entry in order.
type superseded func(fence, kept int64, e graph.Entry) bool

// holdsNewer returns the function for what is kept and, of it, loaded. A light pass
// between two parts replaces what is kept: changes that Graph told before are
// changes to something else, and what the pass read is newer than what was read
// before it. A list that is read after a link to its changes goes on all the same: the
// next scan or pass asks for those, and reading a large one anew after each pass
// might never end. What is not loaded cannot be gone on from.
func (m manifest) holdsNewer(loaded map[snapshot.Resource]bool) superseded {
	linked, whole := map[snapshot.Resource]bool{}, map[snapshot.Resource]bool{}
	return func(fence, kept int64, e graph.Entry) bool {
		link := e.Raw == nil && e.Link != "" && !e.Delta // before the list
		linked[e.Resource] = linked[e.Resource] || link
		if e.Delta && kept != m.generation || !linked[e.Resource] && m.Resources[e.Resource].Fence > fence {
			return true
		}
		whole[e.Resource] = whole[e.Resource] || e.Fresh && e.Parent == ""
		return !whole[e.Resource] && !link && !loaded[e.Resource]
	}
}

// entries reads chunks one after the other, without what is superseded.
func entries(ctx context.Context, objects *archive.Tenant, chunks []string, old superseded) iter.Seq2[graph.Entry, error] {
	return func(yield func(graph.Entry, error) bool) {
		for _, name := range chunks {
			in, err := objects.Open(ctx, name)
			if err != nil {
				yield(graph.Entry{}, fmt.Errorf("open journal: %w", err))
				return
			}
			more, err := readChunk(unpacked(in), fenceOf(name), old, yield)
			_ = in.Close()
			if err != nil {
				yield(graph.Entry{}, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// unpacked reads a chunk's content. What is no chunk shows where it is read.
func unpacked(in io.Reader) *bufio.Reader { return bufio.NewReaderSize(s2.NewReader(in), 64<<10) }

// fenceOf reads the fencing number in a chunk's name; 0 where there is none.
func fenceOf(chunk string) int64 {
	number, _, _ := strings.Cut(chunk[strings.LastIndexByte(chunk, '/')+1:], "-")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func readChunk(r *bufio.Reader, fence int64, old superseded, yield func(graph.Entry, error) bool) (more bool, err error) {
	head, err := readHead(r)
	if err != nil {
		return false, err
	}
	for {
		n, err := binary.ReadUvarint(r)
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, errJournal
		}
		m, err := binary.ReadUvarint(r)
		if err != nil || n > maxEntry || m > maxEntry {
			return false, errJournal
		}
		both := make([]byte, n+m)
		if _, err := io.ReadFull(r, both); err != nil {
			return false, errJournal
		}
		var e graph.Entry
		if json.Unmarshal(both[:n], &e) != nil {
			return false, errJournal
		}
		if m > 0 {
			e.Raw = both[n:]
		}
		if old(fence, head.Kept, e) {
			continue
		}
		if !yield(e, nil) {
			return false, nil
		}
	}
}

func readHead(r *bufio.Reader) (head chunkHead, err error) {
	n, err := binary.ReadUvarint(r)
	if err != nil || n > 1<<20 {
		return head, errJournal
	}
	raw := make([]byte, n)
	if _, err := io.ReadFull(r, raw); err != nil || json.Unmarshal(raw, &head) != nil {
		return head, errJournal
	}
	return head, nil
}
