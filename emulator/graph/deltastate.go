package graph

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxStates is how many states of one tenant's collections are kept on disk; past it the oldest is given up.
const maxStates = 32

// stateDir is where the states of a tenant's collections are kept; empty for nowhere.
func (s *Server) stateDir(tenant string) string {
	if s.cfg.Dir == "" {
		return ""
	}
	return filepath.Join(s.cfg.Dir, hex.EncodeToString([]byte(tenant)))
}

// stableHash hashes an entity alike in every process.
func stableHash(text []byte) uint64 {
	h := fnv.New64a()
	h.Write(text)
	return h.Sum64()
}

// token names what a collection held: the same content has the same token, in every process.
func (s *snapshot) token() string {
	s.named.Do(func() {
		h := sha256.New()
		for _, text := range []string{s.key.collection, s.key.version, s.key.selected} {
			h.Write(append([]byte(text), 0))
		}
		var sum [8]byte
		for _, e := range s.entries {
			binary.BigEndian.PutUint64(sum[:], e.hash)
			h.Write(append([]byte(e.id), 0))
			h.Write(sum[:])
		}
		s.name = hex.EncodeToString(h.Sum(nil)[:16])
	})
	return s.name
}

// state is a snapshot as it lies on disk.
type state struct {
	Collection, Version, Key string
	Selected                 []string
	All                      bool // nothing was selected
	IDs                      []string
	Hashes                   []uint64
}

// save writes what a token names, so that the next server knows it; the lock is held. Where that fails the token lives
// as long as this server.
func (d *deltas) save(token string, r *round) {
	if d.dir == "" {
		return
	}
	file := filepath.Join(d.dir, token)
	if _, err := os.Stat(file); err == nil {
		return
	}
	st := state{Collection: r.collection, Version: r.version, Key: r.after.key.selected, Selected: r.selected, All: r.selected == nil}
	for _, e := range r.after.entries {
		st.IDs = append(st.IDs, e.id)
		st.Hashes = append(st.Hashes, e.hash)
	}
	if writeState(d.dir, file, &st) == nil {
		d.prune()
	}
}

func writeState(dir, file string, st *state) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".state-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // where it was not renamed
	buffered := bufio.NewWriter(f)
	zipped := gzip.NewWriter(buffered)
	err = gob.NewEncoder(zipped).Encode(st)
	for _, end := range []func() error{zipped.Close, buffered.Flush, f.Close} {
		if failed := end(); err == nil {
			err = failed
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// prune gives up the oldest states past maxStates.
func (d *deltas) prune() {
	files, err := os.ReadDir(d.dir)
	if err != nil || len(files) <= maxStates {
		return
	}
	age := func(e os.DirEntry) int64 {
		info, err := e.Info()
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(files, func(a, b os.DirEntry) int { return int(max(-1, min(1, age(a)-age(b)))) })
	for _, e := range files[:len(files)-maxStates] {
		_ = os.Remove(filepath.Join(d.dir, e.Name())) // another try comes with the next state
	}
}

// load finds a token of an earlier server; nil where there is none. The lock is held.
func (d *deltas) load(token string) *round {
	if d.dir == "" || token == "" || strings.Trim(token, "0123456789abcdef") != "" {
		return nil
	}
	f, err := os.Open(filepath.Join(d.dir, token))
	if err != nil {
		return nil
	}
	defer f.Close()
	zipped, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return nil
	}
	var st state
	if gob.NewDecoder(zipped).Decode(&st) != nil || len(st.IDs) != len(st.Hashes) {
		return nil
	}
	s := &snapshot{key: snapshotKey{collection: st.Collection, version: st.Version, selected: st.Key}, places: make(map[string]int32, len(st.IDs))}
	for i, id := range st.IDs {
		s.places[id] = int32(i)
		s.entries = append(s.entries, entry{id: id, hash: st.Hashes[i]})
	}
	if s.token() != token {
		return nil
	}
	r := &round{collection: st.Collection, version: st.Version, selected: st.Selected, after: s}
	if st.Selected == nil && !st.All {
		r.selected = []string{}
	}
	d.hold(s)
	d.name(token, r)
	return r
}
