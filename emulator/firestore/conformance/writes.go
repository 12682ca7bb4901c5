package conformance

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/genproto/googleapis/type/latlng"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func writes() []subtest {
	return []subtest{
		{"CreateAndGet", createAndGet},
		{"CreateAlreadyExists", createAlreadyExists},
		{"GetNotFound", getNotFound},
		{"UpdateNotFound", updateNotFound},
		{"DeleteWithPrecondition", deleteWithPrecondition},
		{"DeleteMissingSucceeds", deleteMissing},
		{"SetReplacesWhole", setReplaces},
		{"SetMergeAndDeleteField", setMerge},
		{"SetMergeCreates", setMergeCreates},
		{"UpdateNestedPaths", updateNested},
		{"UpdateThroughNonMap", updateThroughNonMap},
		{"LastUpdateTime", lastUpdateTime},
		{"UnchangedWriteKeepsUpdateTime", unchangedWrite},
		{"CreateTimeSurvivesUpdate", createTime},
		{"EveryValueTypeRoundTrips", valueTypes},
		{"TimestampsCutToMicroseconds", microseconds},
		{"ConcurrentCreatesOneWins", concurrentCreates},
		{"DatabasesAreSeparate", databasesSeparate},
		{"UnusualIDs", unusualIDs},
		{"ForbiddenNames", forbiddenNames},
	}
}

func createAndGet(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	res, err := ref.Create(e.ctx, fields{"name": "Aino", "n": 7})
	must(t, "create", err)
	snap := e.get(t, ref)
	wantEqual(t, "data", fields{"name": "Aino", "n": int64(7)}, snap.Data())
	if !snap.CreateTime.Equal(res.UpdateTime) || !snap.UpdateTime.Equal(res.UpdateTime) {
		t.Errorf("times: got %v and %v, want %v", snap.CreateTime, snap.UpdateTime, res.UpdateTime)
	}
	if snap.ReadTime.Before(snap.UpdateTime) {
		t.Errorf("read time %v is before the update %v", snap.ReadTime, snap.UpdateTime)
	}
}

func createAlreadyExists(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"v": 1})
	_, err := ref.Create(e.ctx, fields{"v": 2})
	wantCode(t, "second create", err, codes.AlreadyExists)
	wantEqual(t, "data", fields{"v": int64(1)}, e.data(t, ref))
}

func getNotFound(t *testing.T, e *env) {
	snap, err := e.root.Doc("none").Get(e.ctx)
	wantCode(t, "get", err, codes.NotFound)
	if snap == nil || snap.Exists() {
		t.Errorf("got snapshot %v, want one that says it does not exist", snap)
	}
}

func updateNotFound(t *testing.T, e *env) {
	_, err := e.root.Doc("none").Update(e.ctx, []firestore.Update{{Path: "v", Value: 1}})
	wantCode(t, "update", err, codes.NotFound)
}

func deleteWithPrecondition(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	_, err := ref.Delete(e.ctx, firestore.Exists)
	wantCode(t, "delete of a missing document that must exist", err, codes.NotFound)
	first := e.set(t, ref, fields{"v": 1})
	e.set(t, ref, fields{"v": 2})
	_, err = ref.Delete(e.ctx, firestore.LastUpdateTime(first.UpdateTime))
	wantCode(t, "delete of an overtaken version", err, codes.FailedPrecondition)
	_, err = ref.Delete(e.ctx, firestore.Exists)
	must(t, "delete", err)
	_, err = ref.Get(e.ctx)
	wantCode(t, "get after delete", err, codes.NotFound)
}

func deleteMissing(t *testing.T, e *env) {
	_, err := e.root.Doc("none").Delete(e.ctx)
	must(t, "delete", err)
}

func setReplaces(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"x": 1, "y": 2})
	e.set(t, ref, fields{"z": 3})
	wantEqual(t, "data", fields{"z": int64(3)}, e.data(t, ref))
	e.set(t, ref, fields{})
	wantEqual(t, "emptied", fields{}, e.data(t, ref))
}

func setMerge(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"keep": 1, "drop": 2, "m": fields{"x": 1, "y": 2}})
	_, err := ref.Set(e.ctx, fields{"drop": firestore.Delete, "m": fields{"y": 3}, "new": true}, firestore.MergeAll)
	must(t, "merge", err)
	wantEqual(t, "data", fields{"keep": int64(1), "m": fields{"x": int64(1), "y": int64(3)}, "new": true}, e.data(t, ref))
	_, err = ref.Set(e.ctx, fields{"keep": 9, "new": false}, firestore.Merge([]string{"new"}))
	must(t, "merge of one path", err)
	wantEqual(t, "data", fields{"keep": int64(1), "m": fields{"x": int64(1), "y": int64(3)}, "new": false}, e.data(t, ref))
}

func setMergeCreates(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	_, err := ref.Set(e.ctx, fields{"m": fields{"x": 1}}, firestore.MergeAll)
	must(t, "merge", err)
	wantEqual(t, "data", fields{"m": fields{"x": int64(1)}}, e.data(t, ref))
	empty := e.root.Doc("b")
	_, err = empty.Set(e.ctx, fields{}, firestore.MergeAll)
	must(t, "merge of nothing", err)
	wantEqual(t, "data", fields{}, e.data(t, empty))
}

func updateNested(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"m": fields{"a": 1, "b": fields{"c": 2, "d": 3}}, "s": "x"})
	_, err := ref.Update(e.ctx, []firestore.Update{
		{Path: "m.b.c", Value: 20},
		{Path: "m.b.d", Value: firestore.Delete},
		{Path: "m.new.deep", Value: "y"},
		{FieldPath: firestore.FieldPath{"odd.name", "with `tick`"}, Value: 5},
	})
	must(t, "update", err)
	wantEqual(t, "data", fields{
		"m":        fields{"a": int64(1), "b": fields{"c": int64(20)}, "new": fields{"deep": "y"}},
		"s":        "x",
		"odd.name": fields{"with `tick`": int64(5)},
	}, e.data(t, ref))
}

func updateThroughNonMap(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"v": 1})
	_, err := ref.Update(e.ctx, []firestore.Update{{Path: "v.x", Value: 2}, {Path: "none.y", Value: firestore.Delete}})
	must(t, "update", err)
	wantEqual(t, "data", fields{"v": fields{"x": int64(2)}}, e.data(t, ref))
}

func lastUpdateTime(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	first := e.set(t, ref, fields{"v": 1})
	second, err := ref.Update(e.ctx, []firestore.Update{{Path: "v", Value: 2}}, firestore.LastUpdateTime(first.UpdateTime))
	must(t, "update of the current version", err)
	if !second.UpdateTime.After(first.UpdateTime) {
		t.Errorf("update times: got %v then %v, want them to rise", first.UpdateTime, second.UpdateTime)
	}
	_, err = ref.Update(e.ctx, []firestore.Update{{Path: "v", Value: 3}}, firestore.LastUpdateTime(first.UpdateTime))
	wantCode(t, "update of an overtaken version", err, codes.FailedPrecondition)
	_, err = e.root.Doc("none").Update(e.ctx, []firestore.Update{{Path: "v", Value: 3}}, firestore.LastUpdateTime(first.UpdateTime))
	wantCode(t, "update of a missing document", err, codes.FailedPrecondition, codes.NotFound)
	wantEqual(t, "data", fields{"v": int64(2)}, e.data(t, ref))
}

func unchangedWrite(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	first := e.set(t, ref, fields{"v": 1, "m": fields{"x": "y"}})
	again := e.set(t, ref, fields{"m": fields{"x": "y"}, "v": 1})
	if !again.UpdateTime.Equal(first.UpdateTime) {
		t.Errorf("update time of an unchanged write: got %v, want %v", again.UpdateTime, first.UpdateTime)
	}
}

func createTime(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	first := e.set(t, ref, fields{"v": 1})
	e.set(t, ref, fields{"v": 2})
	if got := e.get(t, ref).CreateTime; !got.Equal(first.UpdateTime) {
		t.Errorf("create time: got %v, want %v", got, first.UpdateTime)
	}
	_, err := ref.Delete(e.ctx)
	must(t, "delete", err)
	e.set(t, ref, fields{"v": 3})
	if got := e.get(t, ref).CreateTime; !got.After(first.UpdateTime) {
		t.Errorf("create time after deletion: got %v, want later than %v", got, first.UpdateTime)
	}
}

func valueTypes(t *testing.T, e *env) {
	ref, other := e.root.Doc("a"), e.root.Doc("other")
	at := time.Date(2026, 2, 3, 4, 5, 6, 789000, time.UTC)
	e.set(t, ref, fields{
		"null": nil, "bool": true, "int": int64(-1 << 63), "double": 1.5, "string": "ä€😀\x00", "bytes": []byte{0, 255},
		"time": at, "geo": &latlng.LatLng{Latitude: 60.17, Longitude: 24.94}, "ref": other,
		"array": []any{int64(1), "x", fields{"k": []any{nil}}}, "map": fields{"": "", "é": fields{}}["é"], "empty": []any{},
	})
	got := e.data(t, ref)
	gotRef, _ := got["ref"].(*firestore.DocumentRef)
	if gotRef == nil || gotRef.Path != other.Path {
		t.Errorf("reference: got %v, want %v", got["ref"], other.Path)
	}
	geo, _ := got["geo"].(*latlng.LatLng)
	wantEqual(t, "latitude", 60.17, geo.GetLatitude())
	delete(got, "ref")
	delete(got, "geo")
	wantEqual(t, "data", fields{
		"null": nil, "bool": true, "int": int64(-1 << 63), "double": 1.5, "string": "ä€😀\x00", "bytes": []byte{0, 255},
		"time": at, "array": []any{int64(1), "x", fields{"k": []any{nil}}}, "map": fields{}, "empty": []any{},
	}, got)
}

func microseconds(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	at := time.Date(2026, 2, 3, 4, 5, 6, 123456789, time.UTC)
	e.set(t, ref, fields{"at": at})
	wantEqual(t, "time", any(at.Truncate(time.Microsecond)), e.data(t, ref)["at"])
}

func concurrentCreates(t *testing.T, e *env) {
	ref := e.root.Doc("one")
	var won, lost atomic.Int32
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			switch _, err := ref.Create(e.ctx, fields{"by": i}); status.Code(err) {
			case codes.OK:
				won.Add(1)
			case codes.AlreadyExists:
				lost.Add(1)
			default:
				t.Errorf("create: %v", err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 || lost.Load() != 7 {
		t.Errorf("got %d creations and %d refusals, want 1 and 7", won.Load(), lost.Load())
	}
}

func databasesSeparate(t *testing.T, e *env) {
	e.set(t, e.root.Doc("a"), fields{"v": 1})
	other := e.open(t, "other-"+e.unique)
	_, err := other.Collection(e.root.ID).Doc("a").Get(e.ctx)
	wantCode(t, "get in another database", err, codes.NotFound)
}

func unusualIDs(t *testing.T, e *env) {
	for _, id := range []string{"ä", "a b", "a\x01b", "...", "__x", "x__", "__id7__", "😀", "%2F", strings.Repeat("x", 1500)} {
		ref := e.root.Doc(id)
		e.set(t, ref, fields{"id": id})
		wantEqual(t, fmt.Sprintf("document %.20q", id), fields{"id": id}, e.data(t, ref))
	}
	got, err := e.ids(e.root.Query)
	must(t, "query", err)
	wantEqual(t, "count", 10, len(got))
}

func forbiddenNames(t *testing.T, e *env) {
	for _, id := range []string{".", "..", "__x__", strings.Repeat("x", 1501)} {
		_, err := e.root.Doc(id).Set(e.ctx, fields{"v": 1})
		wantCode(t, fmt.Sprintf("document ID %.20q", id), err, codes.InvalidArgument)
	}
	for _, name := range []string{"__x__", strings.Repeat("x", 1501)} {
		_, err := e.root.Doc("a").Set(e.ctx, fields{name: 1})
		wantCode(t, fmt.Sprintf("field %.20q", name), err, codes.InvalidArgument)
		_, err = e.root.Doc("a").Set(e.ctx, fields{"m": fields{name: 1}})
		wantCode(t, fmt.Sprintf("nested field %.20q", name), err, codes.InvalidArgument)
	}
	_, err := e.root.Doc("a").Set(e.ctx, fields{"v": []any{[]any{1}}})
	if err == nil {
		err = errors.New("accepted")
	}
	wantCode(t, "array in array", err, codes.InvalidArgument)
}
