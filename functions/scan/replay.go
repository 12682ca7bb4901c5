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
// those that stand, which are few, and the rest of what the last instance kept, to be
// put together.
func chunksOf(ctx context.Context, objects *archive.Tenant, slot tenant.Slot) (stand, rest []string, err error) {
	names, err := objects.List(ctx, slotJournal(slot))
	if err != nil || len(names) == 0 {
		return nil, nil, err
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
		return nil, nil, errJournal
	}
	in, err := objects.Open(ctx, mine[0])
	if err != nil {
		return nil, nil, err
	}
	defer in.Close()
	head, err := readHead(unpacked(in))
	if err != nil {
		return nil, nil, err
	}
	return append(head.After, mine[0]), mine[1:], nil
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

// placed is an entry of a chunk, with the head that it stands under.
type placed struct {
	graph.Entry
	head chunkHead
	at   int // the chunk's place among those that were read
}

// An opener opens an object by its name. The context holds until it is closed.
type opener func(ctx context.Context, name string) (io.ReadCloser, error)

// entries reads chunks one after the other, without what is superseded.
func entries(ctx context.Context, open opener, chunks []string, old superseded) iter.Seq2[placed, error] {
	return func(yield func(placed, error) bool) {
		at := 0
		for in, err := range open.ahead(ctx, chunks) {
			if err != nil {
				yield(placed{}, fmt.Errorf("open journal: %w", err))
				return
			}
			more, err := readChunk(unpacked(in), chunks[at], old, func(head chunkHead, e graph.Entry) bool {
				return yield(placed{e, head, at}, nil)
			})
			_ = in.Close()
			if err != nil {
				yield(placed{}, err)
			}
			if err != nil || !more {
				return
			}
			at++
		}
	}
}

// openAhead is how many objects are open at a time: small ones take longer to be
// opened than to be read.
const openAhead = 6

// ahead opens objects in order, some of them before they are asked for, up to the
// first that cannot be opened. Whoever takes one closes it.
func (open opener) ahead(ctx context.Context, names []string) iter.Seq2[io.ReadCloser, error] {
	type opened struct {
		in  io.ReadCloser
		err error
	}
	return func(yield func(io.ReadCloser, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		var coming []chan opened
		defer func() {
			stop()
			for _, c := range coming {
				if o := <-c; o.err == nil {
					_ = o.in.Close()
				}
			}
		}()
		for len(names)+len(coming) > 0 {
			for ; len(names) > 0 && len(coming) < openAhead; names = names[1:] {
				c, name := make(chan opened, 1), names[0]
				coming = append(coming, c)
				go func() {
					in, err := open(ctx, name)
					c <- opened{in, err}
				}()
			}
			o := <-coming[0]
			coming = coming[1:]
			if !yield(o.in, o.err) || o.err != nil {
				return
			}
		}
	}
}

// repeat has replay go over what chunks hold, those that stand and then the rest, and
// keeps what is in the rest itself, in one chunk.
func (j *journal) repeat(ctx context.Context, open opener, stand, rest []string, old superseded, replay func(iter.Seq2[graph.Entry, error]) error) error {
	j.spent = rest
	return replay(func(yield func(graph.Entry, error) bool) {
		for p, err := range entries(ctx, open, slices.Concat(stand, rest), old) {
			if err == nil && p.at >= len(stand) {
				j.again(p.head, p.Entry)
			}
			if !yield(p.Entry, err) {
				return
			}
		}
	})
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

func readChunk(r *bufio.Reader, name string, old superseded, yield func(chunkHead, graph.Entry) bool) (more bool, err error) {
	head, err := readHead(r)
	if err != nil {
		return false, err
	}
	head.Fence = fenceOf(name)
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
		if n == 0 { // the head of the entries that follow
			head = chunkHead{}
			if json.Unmarshal(both, &head) != nil {
				return false, errJournal
			}
			continue
		}
		var e graph.Entry
		if json.Unmarshal(both[:n], &e) != nil {
			return false, errJournal
		}
		if m > 0 {
			e.Raw = both[n:]
		}
		if old(head.Fence, head.Kept, e) {
			continue
		}
		if !yield(head, e) {
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
