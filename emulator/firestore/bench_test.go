package firestore_test

import (
	"fmt"
	"strings"
	"testing"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"vahti.ai/vahti/emulator/firestore"
)

const benchDB = "projects/p/databases/bench"

// raw makes a client without the retries and conversions of the real one, so that the server weighs more in the figure.
func raw(b testing.TB) pb.FirestoreClient {
	conn, err := grpc.NewClient("passthrough:///"+serve(b, open(b, firestore.Config{}), "operator", nil),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	return pb.NewFirestoreClient(conn)
}

func text(s string) *pb.Value { return &pb.Value{ValueType: &pb.Value_StringValue{StringValue: s}} }
func number(i int) *pb.Value {
	return &pb.Value{ValueType: &pb.Value_IntegerValue{IntegerValue: int64(i)}}
}

func benchWrite(i int) *pb.Write {
	return &pb.Write{Operation: &pb.Write_Update{Update: &pb.Document{
		Name: fmt.Sprintf("%s/documents/tenants/t1/findings/%08d", benchDB, i),
		Fields: map[string]*pb.Value{
			"check": text("entra-mfa"), "severity": number(i % 4), "n": number(i),
			"state": text([]string{"open", "resolved"}[i%2]), "facts": text(strings.Repeat("x", 600)),
		},
	}}}
}

// BenchmarkCommit writes one document of 700 bytes a commit, over the wire.
func BenchmarkCommit(b *testing.B) {
	c := raw(b)
	for i := 0; b.Loop(); i++ {
		if _, err := c.Commit(b.Context(), &pb.CommitRequest{Database: benchDB, Writes: []*pb.Write{benchWrite(i)}}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCommitBatch writes 500 documents a commit.
func BenchmarkCommitBatch(b *testing.B) {
	c := raw(b)
	for i := 0; b.Loop(); i++ {
		req := &pb.CommitRequest{Database: benchDB}
		for j := range 500 {
			req.Writes = append(req.Writes, benchWrite(500*i+j))
		}
		if _, err := c.Commit(b.Context(), req); err != nil {
			b.Fatal(err)
		}
	}
}

func seedBench(b *testing.B, c pb.FirestoreClient, n int) {
	for i := 0; i < n; i += 500 {
		req := &pb.CommitRequest{Database: benchDB}
		for j := range 500 {
			req.Writes = append(req.Writes, benchWrite(i+j))
		}
		if _, err := c.Commit(b.Context(), req); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGet reads one document by name.
func BenchmarkGet(b *testing.B) {
	c := raw(b)
	seedBench(b, c, 1000)
	req := &pb.BatchGetDocumentsRequest{Database: benchDB, Documents: []string{benchWrite(500).GetUpdate().GetName()}}
	for b.Loop() {
		st, err := c.BatchGetDocuments(b.Context(), req)
		if err != nil {
			b.Fatal(err)
		}
		for err == nil {
			_, err = st.Recv()
		}
	}
}

// BenchmarkQuery runs queries over a collection of 10,000 documents.
func BenchmarkQuery(b *testing.B) {
	c := raw(b)
	seedBench(b, c, 10_000)
	field := func(s string) *pb.StructuredQuery_FieldReference {
		return &pb.StructuredQuery_FieldReference{FieldPath: s}
	}
	where := func(path string, v *pb.Value) *pb.StructuredQuery_Filter {
		return &pb.StructuredQuery_Filter{FilterType: &pb.StructuredQuery_Filter_FieldFilter{FieldFilter: &pb.StructuredQuery_FieldFilter{
			Field: field(path), Op: pb.StructuredQuery_FieldFilter_EQUAL, Value: v,
		}}}
	}
	tests := []struct {
		name  string
		query *pb.StructuredQuery
		want  int
	}{
		{"All", &pb.StructuredQuery{}, 10_000},
		{"EqualOne", &pb.StructuredQuery{Where: where("n", number(7777))}, 1},
		{"EqualHalf", &pb.StructuredQuery{Where: where("state", text("open"))}, 5000},
		{"OrderByField", &pb.StructuredQuery{OrderBy: []*pb.StructuredQuery_Order{{Field: field("n"), Direction: pb.StructuredQuery_DESCENDING}}}, 10_000},
	}
	for _, tt := range tests {
		b.Run(tt.name, func(b *testing.B) {
			tt.query.From = []*pb.StructuredQuery_CollectionSelector{{CollectionId: "findings"}}
			req := &pb.RunQueryRequest{
				Parent:    benchDB + "/documents/tenants/t1",
				QueryType: &pb.RunQueryRequest_StructuredQuery{StructuredQuery: tt.query},
			}
			for b.Loop() {
				st, err := c.RunQuery(b.Context(), req)
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for {
					res, err := st.Recv()
					if err != nil {
						break
					}
					if res.GetDocument() != nil {
						n++
					}
				}
				if n != tt.want {
					b.Fatalf("got %d documents, want %d", n, tt.want)
				}
			}
		})
	}
}
