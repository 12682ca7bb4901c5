package firestore

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
)

func FuzzName(f *testing.F) {
	for _, s := range []string{
		"", "projects/p/databases/(default)/documents/c/d", "projects/p/databases/d/documents", "projects/p/databases/d/documents/",
		"projects//databases/d", "projects/p/databases/d/documents/c/__id7__/é/\x00", "projects/p/databases/d/documents/c/__x__",
		"projects/p/databases/d/documents/c//x", "projects/p/databases/d/other/c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		db, p, err := parseParent(s)
		if err != nil {
			return
		}
		if got := db.name(p); got != s {
			t.Fatalf("name: got %q, want %q", got, s)
		}
		if len(p) == 0 {
			return
		}
		got, err := parseSegments(documentKey(p))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Fatalf("key (-want +got):\n%s", diff)
		}
		if other, _, err := parseDocument(s); err != nil || other != db {
			t.Fatalf("got %v, %v, want %v", other, err, db)
		}
	})
}

// FuzzKeyOrder shows that keys sort as names do.
func FuzzKeyOrder(f *testing.F) {
	for _, p := range [][2]string{{"a", "b"}, {"a", "a\x00"}, {"a\x00", "a\x00\x00"}, {"__id9__", "__id10__"}, {"__id-1__", "0"}, {"__id7_", "__id7__"}, {"é", "z"}} {
		f.Add(p[0], p[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if checkID(a) != nil || checkID(b) != nil {
			return
		}
		want := compareNames("c/"+a, "c/"+b)
		if got := bytes.Compare(documentKey(path{"c", a}), documentKey(path{"c", b})); got != want {
			t.Errorf("document keys: got %v, want %v", got, want)
		}
		if got := bytes.Compare(groupKey(path{"c", a}), groupKey(path{"c", b})); got != want {
			t.Errorf("group keys: got %v, want %v", got, want)
		}
	})
}

func FuzzKey(f *testing.F) {
	f.Add([]byte{})
	f.Add(documentKey(path{"c", "__id7__"}))
	f.Add([]byte{kindText, 'a', 0})
	f.Add([]byte{kindNumber, 1, 2})
	f.Fuzz(func(_ *testing.T, k []byte) {
		_, _ = parseSegments(k)
		_, _, _, _ = cutSegment(k)
	})
}

func FuzzFieldPath(f *testing.F) {
	for _, s := range []string{"a", "a.b", "`a.b`", "`a\\`b`.c", "", ".", "a.", "`", "``", "a b", "9a", "`\\", "__name__"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parseFieldPath(s)
		if err != nil {
			return
		}
		if len(p) == 0 || slices.Contains(p, "") {
			t.Fatalf("got %q, want names that are not empty", p)
		}
		fields := map[string]*pb.Value{}
		p.set(fields, integer(1))
		if got := p.get(fields); !equalValues(got, integer(1)) {
			t.Fatalf("got %v, want what was set", got)
		}
		p.remove(fields)
		if got := p.get(fields); got != nil {
			t.Fatalf("got %v after removal, want nothing", got)
		}
	})
}

func FuzzRecord(f *testing.F) {
	r, err := newRecord(time.Unix(1, 0), time.Unix(2, 0), map[string]*pb.Value{"a": integer(1), "b": array([]*pb.Value{double(2)})})
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(r))
	f.Add([]byte{})
	f.Add(append(slices.Clone([]byte(r)), 0x12, 0x05))
	wanted := map[string]bool{"a": true}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := record(b)
		if r.check() != nil {
			return
		}
		some := map[string]*pb.Value{}
		if r.some(wanted, some) != nil {
			return
		}
		_, _ = r.fields()
		_, _ = r.document("n", nil)
	})
}

// FuzzQuery feeds the planner and a scan whatever decodes as a query.
func FuzzQuery(f *testing.F) {
	eq := &pb.StructuredQuery{
		From:    []*pb.StructuredQuery_CollectionSelector{{CollectionId: "c"}},
		OrderBy: []*pb.StructuredQuery_Order{{Field: &pb.StructuredQuery_FieldReference{FieldPath: "a"}}},
		StartAt: &pb.Cursor{Values: []*pb.Value{integer(1)}},
		Where: &pb.StructuredQuery_Filter{FilterType: &pb.StructuredQuery_Filter_FieldFilter{FieldFilter: &pb.StructuredQuery_FieldFilter{
			Field: &pb.StructuredQuery_FieldReference{FieldPath: "a"}, Op: pb.StructuredQuery_FieldFilter_IN, Value: array([]*pb.Value{integer(1), {}}),
		}}},
	}
	seed, err := proto.Marshal(eq)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte{})
	r, err := newRecord(time.Unix(1, 0), time.Unix(2, 0), map[string]*pb.Value{"a": integer(1)})
	if err != nil {
		f.Fatal(err)
	}
	db := database{project: "p", id: "d"}
	f.Fuzz(func(_ *testing.T, b []byte) {
		q := &pb.StructuredQuery{}
		if proto.Unmarshal(b, q) != nil {
			return
		}
		p, err := newPlan(db, nil, q)
		if err != nil {
			return
		}
		p.touches(path{"c", "x"}, nil, r)
		c := &candidate{db: db, key: documentKey(path{"c", "x"}), path: path{"c", "x"}, record: r}
		_, _, _ = p.take(c, map[string]*pb.Value{})
		p.bounds(nil, nil, path{"c"})
	})
}

// FuzzWrite feeds the checks of a write, and its application to nothing, whatever decodes as one.
func FuzzWrite(f *testing.F) {
	seed, err := proto.Marshal(&pb.Write{
		Operation:  &pb.Write_Update{Update: &pb.Document{Name: "projects/p/databases/d/documents/c/x", Fields: map[string]*pb.Value{"a": array(nil)}}},
		UpdateMask: &pb.DocumentMask{FieldPaths: []string{"a", "b.c"}},
		UpdateTransforms: []*pb.DocumentTransform_FieldTransform{{
			FieldPath: "n", TransformType: &pb.DocumentTransform_FieldTransform_Increment{Increment: integer(1)},
		}},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		w := &pb.Write{}
		if proto.Unmarshal(b, w) != nil {
			return
		}
		verbsOf(w)
		m, err := parseWrite(database{project: "p", id: "d"}, w)
		if err != nil || m.delete {
			return
		}
		fields, err := m.merge(nil)
		if err != nil {
			return
		}
		for _, tr := range m.transforms {
			tr.apply(fields, time.Unix(1, 0))
		}
		documentSize(m.path, fields)
		r, err := newRecord(time.Unix(1, 0), time.Unix(1, 0), fields)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.fields()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fields, got, protocmp.Transform()); diff != "" {
			t.Errorf("stored fields (-want +got):\n%s", diff)
		}
	})
}

func TestFrameEqualsMessage(t *testing.T) {
	fields := map[string]*pb.Value{"a": integer(1), "b": array([]*pb.Value{double(1.5)}), "é": {ValueType: &pb.Value_StringValue{StringValue: "x"}}}
	at := time.Date(2026, 1, 2, 3, 4, 5, 678000, time.UTC)
	r, err := newRecord(at, at.Add(time.Second), fields)
	if err != nil {
		t.Fatal(err)
	}
	want, err := r.document("projects/p/databases/d/documents/c/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := appendDocument(nil, runQueryDocument, want.GetName(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := &pb.RunQueryResponse{}
	if err := proto.Unmarshal(appendTime(b, runQueryReadTime, at), got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.GetDocument(), protocmp.Transform()); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	if !got.GetReadTime().AsTime().Equal(at) {
		t.Errorf("read time: got %v, want %v", got.GetReadTime().AsTime(), at)
	}
}

func TestCompareNumbersIsExact(t *testing.T) {
	tests := []struct {
		name string
		a, b *pb.Value
		want int
	}{
		{"integer past the doubles", integer(1<<53 + 1), double(1 << 53), 1},
		{"largest integer and 2^63", integer(1<<63 - 1), double(1 << 63), -1},
		{"smallest integer and -2^63", integer(-1 << 63), double(-1 << 63), 0},
		{"fraction", integer(2), double(2.5), -1},
		{"negative fraction", integer(-2), double(-2.5), 1},
		{"equal", integer(2), double(2), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := compareValues(tt.a, tt.b); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := compareValues(tt.b, tt.a); got != -tt.want {
				t.Errorf("turned round: got %v, want %v", got, -tt.want)
			}
		})
	}
}

func TestChildrenSeeksPastWhatIsBelow(t *testing.T) {
	s := openInternal(t)
	p := &port{server: s, caller: newCaller("operator", nil)}
	var ws []*pb.Write
	for i := range 40 {
		ws = append(ws, &pb.Write{Operation: &pb.Write_Update{Update: &pb.Document{
			Name: fmt.Sprintf("projects/p/databases/d/documents/c%d/x/s%d/y", i%2, i),
		}}})
	}
	if _, err := p.Commit(t.Context(), &pb.CommitRequest{Database: "projects/p/databases/d", Writes: ws}); err != nil {
		t.Fatal(err)
	}
	var got []string
	token := ""
	for {
		res, err := p.ListCollectionIds(t.Context(), &pb.ListCollectionIdsRequest{
			Parent: "projects/p/databases/d/documents/c1/x", PageSize: 7, PageToken: token,
		})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, res.GetCollectionIds()...)
		if token = res.GetNextPageToken(); token == "" {
			break
		}
	}
	if len(got) != 20 || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != 20 {
		t.Errorf("got %v, want 20 different IDs in order", got)
	}
}
