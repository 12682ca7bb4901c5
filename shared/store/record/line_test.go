package record

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// line carries a client's calls to the database. A test may do something
// before a commit is carried, or have its answer lost after it was applied.
type line struct {
	addr string
	conn *grpc.ClientConn

	mu      sync.Mutex
	commits int
	// before is called with the number of each commit that writes, from 1, before
	// it is carried; after, once it was applied, says which code its caller gets
	// instead of the answer, OK for the answer.
	before func(commit int)
	after  func(commit int) codes.Code
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	conn, err := grpc.NewClient(to, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{addr: listener.Addr().String(), conn: conn}
	server := grpc.NewServer(grpc.ForceServerCodec(raw{}), grpc.UnknownServiceHandler(l.carry))
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return l
}

// disturb sets what happens to the commits from now on.
func (l *line) disturb(before func(int), after func(int) codes.Code) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.commits, l.before, l.after = 0, before, after
}

// carry carries one call with a single request and any number of answers.
func (l *line) carry(_ any, from grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(from)
	md, _ := metadata.FromIncomingContext(from.Context())
	to, err := l.conn.NewStream(metadata.NewOutgoingContext(from.Context(), md),
		&grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, method, grpc.ForceCodec(raw{}))
	if err != nil {
		return err
	}
	var request []byte
	if err := from.RecvMsg(&request); err != nil {
		return err
	}
	answered := l.meet(method, request)
	if err := errors.Join(to.SendMsg(&request), to.CloseSend()); err != nil {
		return err
	}
	for {
		var answer []byte
		if err := to.RecvMsg(&answer); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if lost := answered(); lost != codes.OK {
			return status.Error(lost, "the answer was lost")
		}
		if err := from.SendMsg(&answer); err != nil {
			return err
		}
	}
}

// meet does what the test wants done before a commit, and returns what it wants
// done once the commit was answered.
func (l *line) meet(method string, request []byte) (answered func() codes.Code) {
	var c pb.CommitRequest
	if !strings.HasSuffix(method, "/Commit") || proto.Unmarshal(request, &c) != nil || len(c.GetWrites()) == 0 {
		return func() codes.Code { return codes.OK }
	}
	l.mu.Lock()
	l.commits++
	n, before, after := l.commits, l.before, l.after
	l.mu.Unlock()
	if before != nil {
		before(n)
	}
	return func() codes.Code {
		if after == nil {
			return codes.OK
		}
		return after(n)
	}
}

// raw passes messages on as they are.
type raw struct{}

func (raw) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }

func (raw) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = append([]byte(nil), data...)
	return nil
}

func (raw) Name() string { return "proto" }
