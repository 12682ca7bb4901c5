// Package firestore is the emulator's own Firestore: the part of google.firestore.v1 that the Go client uses, over
// gRPC, stored in one file. It runs with any number of projects and databases, which come into being when first
// written to.
//
// Each identity is served on a port of its own and may do there what its grants allow, as with IAM's
// datastore.entities.* permissions.
//
// An acknowledged commit survives the death of the process, however sudden: it is in the operating system's hands
// before the answer leaves. It is not flushed to the disk each time, so a power cut may cost the last seconds; the file
// stays whole but for that. Close flushes it.
//
// Not there: real-time listening, the streaming Write method, pipelines, vector search, query partitions, query
// explanation and reading at a time in the past; they answer UNIMPLEMENTED or FAILED_PRECONDITION and say what is
// missing. Composite indexes are not asked for.
package firestore

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	bolt "go.etcd.io/bbolt"
	"google.golang.org/grpc"
)

const (
	// lockWait is how long Open waits for another process to let go of the file.
	lockWait = time.Second
	// closeWait is how long Close lets calls in flight finish.
	closeWait = 3 * time.Second
	// mappedBytes keeps the file from being mapped anew as it grows, which would have to wait for every open snapshot.
	// It is address space, not memory.
	mappedBytes = 1 << 30
	// receiveBytes lets a request that is too large reach the check that refuses it with Firestore's own error.
	receiveBytes = 64 << 20
)

// ErrClosed is what Serve answers after Close.
var ErrClosed = errors.New("firestore stand-in is closed")

// Config says how a Server works.
type Config struct {
	// Path is the file everything is kept in; created when absent.
	Path string
	// Now is the clock of commit and read times; nil stands for time.Now. Commit times of a database rise even where
	// the clock does not.
	Now func() time.Time
	// AbortCommit is a fault: when it answers true, that one Commit answers ABORTED and applies nothing. nil: never.
	AbortCommit func() bool
	// Fate is a fault: it decides what becomes of one request to write, a Commit or a BatchWrite, of the named identity.
	// nil: all are applied.
	Fate func(identity string) Fate
	// Watch is told of each request to write right before it is applied, with applied false, and right after, before its
	// answer leaves, with applied true. An error in the first case answers the request instead of applying it, and in
	// the second instead of its answer. nil: nobody is told.
	Watch func(identity string, applied bool) error
	// Uncounted names writes that Stats leaves out. It is asked about each applied write that is not a delete, with
	// the document's full resource name and the field paths the write's mask and transforms name; mask is nil for a
	// write that replaces the document and transforms nothing. nil: every write counts.
	Uncounted func(docPath string, mask []string) bool
}

// Stats counts documents as Firestore bills them: each document read, found or missing, and each document a query
// answers or skips, at least one for a query; an aggregation counts one for each thousand documents it looks at, at least
// one; each write and each delete that was applied.
type Stats struct {
	Reads, Writes, Deletes int64
}

// A Server holds the databases and serves identities until Close.
type Server struct {
	cfg  Config
	db   *bolt.DB
	txns *registry

	commit sync.Mutex // held while a commit is checked, applied and announced

	reads, writes, deletes atomic.Int64

	mu     sync.Mutex
	grpcs  []*grpc.Server
	served sync.WaitGroup
	closed bool
}

// Open opens or creates the file.
func Open(cfg Config) (*Server, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	mapped := mappedBytes
	if runtime.GOOS == "windows" {
		mapped = 0 // there the file would be made as large
	}
	db, err := bolt.Open(cfg.Path, 0o600, &bolt.Options{
		Timeout:         lockWait,
		NoSync:          true,
		NoGrowSync:      true,
		NoFreelistSync:  true,
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: mapped,
	})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", cfg.Path, err)
	}
	return &Server{cfg: cfg, db: db, txns: newRegistry(idleTimeout, totalTimeout)}, nil
}

// Serve serves one identity on a loopback port of its own until Close and returns the port's address, host:port. The
// identity may do what grants allow; nil grants allow everything, as for an operator, and empty ones nothing.
func (s *Server) Serve(identity string, grants []Grant) (string, error) {
	return s.ServeAddr("127.0.0.1:0", identity, grants)
}

// ServeAddr is Serve on a given address.
func (s *Server) ServeAddr(addr, identity string, grants []Grant) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return "", ErrClosed
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return "", fmt.Errorf("serve %s: %w", identity, err)
	}
	g := grpc.NewServer(
		grpc.ForceServerCodecV2(newCodec()),
		grpc.MaxRecvMsgSize(receiveBytes),
		grpc.WaitForHandlers(true),
	)
	pb.RegisterFirestoreServer(g, &port{server: s, caller: newCaller(identity, grants)})
	s.grpcs = append(s.grpcs, g)
	s.served.Go(func() { _ = g.Serve(l) }) // it ends by Close alone
	return l.Addr().String(), nil
}

// Stats is what was billed since Open or ResetStats.
func (s *Server) Stats() Stats {
	return Stats{Reads: s.reads.Load(), Writes: s.writes.Load(), Deletes: s.deletes.Load()}
}

// ResetStats begins counting anew.
func (s *Server) ResetStats() {
	s.reads.Store(0)
	s.writes.Store(0)
	s.deletes.Store(0)
}

// Close lets calls in flight finish for a few seconds, ends the rest, and flushes and closes the file.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	grpcs := s.grpcs
	s.mu.Unlock()

	var stopping sync.WaitGroup
	for _, g := range grpcs {
		stopping.Go(func() {
			hard := time.AfterFunc(closeWait, g.Stop)
			defer hard.Stop()
			g.GracefulStop()
		})
	}
	stopping.Wait()
	s.served.Wait()
	s.txns.close()
	err := s.db.Sync()
	if err := errors.Join(err, s.db.Close()); err != nil {
		return fmt.Errorf("close %s: %w", s.cfg.Path, err)
	}
	return nil
}

// A port is the service as one identity sees it.
type port struct {
	pb.UnimplementedFirestoreServer
	server *Server
	caller caller
}
