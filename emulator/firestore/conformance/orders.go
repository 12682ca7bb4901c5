package conformance

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/genproto/googleapis/type/latlng"
)

func orders() []subtest {
	return []subtest{
		{"OrderWithinAndAcrossTypes", orderTypes},
		{"OrderOfNumericIDs", orderNumericIDs},
		{"OrderBySeveralFields", orderSeveral},
		{"OrderLeavesOutAbsentFields", orderAbsent},
		{"LimitAndOffset", limitOffset},
		{"LimitToLast", limitToLast},
		{"SelectFields", selectFields},
		{"Count", counting},
		{"SumAndAverage", sums},
	}
}

// orderTypes seeds values in Firestore's order and wants them back in it.
func orderTypes(t *testing.T, e *env) {
	doc := e.root.Doc
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	sorted := []any{
		nil, false, true,
		math.NaN(), math.Inf(-1), int64(math.MinInt64), -1.5, -1, 0, 0.5, 1, int64(1)<<53 + 1, int64(1)<<53 + 2, math.Inf(1),
		at, at.Add(time.Microsecond),
		"", "A", "B", "a", "ä", "€", "😀",
		[]byte{}, []byte{0}, []byte{0, 0}, []byte{1},
		doc("a"), doc("a").Collection("x").Doc("y"), doc("b"),
		&latlng.LatLng{Latitude: -1, Longitude: 5}, &latlng.LatLng{Latitude: 1, Longitude: -5}, &latlng.LatLng{Latitude: 1, Longitude: 5},
		[]any{}, []any{1}, []any{1, "a"}, []any{2}, []any{"a"},
		fields{}, fields{"a": 1}, fields{"a": 1, "b": 1}, fields{"a": 2}, fields{"b": 0},
	}
	docs := map[string]fields{}
	var want []string
	for i, v := range sorted {
		id := fmt.Sprintf("%02d", (i*29)%len(sorted)) // a different order by name
		docs[id] = fields{"v": v}
		want = append(want, id)
	}
	e.seed(t, docs)
	e.wantIDs(t, "ascending", e.root.OrderBy("v", firestore.Asc), want...)
	back := make([]string, len(want))
	for i, id := range want {
		back[len(want)-1-i] = id
	}
	e.wantIDs(t, "descending", e.root.OrderBy("v", firestore.Desc), back...)
}

func orderNumericIDs(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"__id10__": {}, "__id9__": {}, "__id-5__": {}, "10": {}, "9": {}, "A": {}, "_": {}})
	e.wantIDs(t, "by name", e.root.Query, "__id-5__", "__id9__", "__id10__", "10", "9", "A", "_")
}

func orderSeveral(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"x": 1, "y": 1}, "b": {"x": 1, "y": 2}, "c": {"x": 2, "y": 1}, "d": {"x": 2, "y": 1}})
	e.wantIDs(t, "up, down", e.root.OrderBy("x", firestore.Asc).OrderBy("y", firestore.Desc), "b", "a", "d", "c")
	e.wantIDs(t, "down, up", e.root.OrderBy("x", firestore.Desc).OrderBy("y", firestore.Asc), "c", "d", "a", "b")
	e.wantIDs(t, "name explicit", e.root.OrderBy("x", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Desc), "b", "a", "d", "c")
}

func orderAbsent(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": 2}, "b": {}, "c": {"v": nil}, "d": {"v": 1}})
	e.wantIDs(t, "ordered", e.root.OrderBy("v", firestore.Asc), "c", "d", "a")
}

func letters(e *env, t *testing.T) {
	docs := map[string]fields{}
	for i, id := range strings.Split("a b c d e f g", " ") {
		docs[id] = fields{"v": i}
	}
	e.seed(t, docs)
}

func limitOffset(t *testing.T, e *env) {
	letters(e, t)
	e.wantIDs(t, "limit", e.root.Limit(2), "a", "b")
	e.wantIDs(t, "limit by field", e.root.OrderBy("v", firestore.Desc).Limit(2), "g", "f")
	e.wantIDs(t, "offset and limit", e.root.Offset(2).Limit(2), "c", "d")
	e.wantIDs(t, "offset by field", e.root.OrderBy("v", firestore.Desc).Offset(5).Limit(5), "b", "a")
	e.wantIDs(t, "offset past the end", e.root.Offset(70))
}

func limitToLast(t *testing.T, e *env) {
	letters(e, t)
	// A new query each time: the client turns the orders of a LimitToLast query round in place.
	up := func() firestore.Query { return e.root.OrderBy("v", firestore.Asc) }
	e.wantIDs(t, "last three", up().LimitToLast(3), "e", "f", "g")
	e.wantIDs(t, "last two, descending", e.root.OrderBy("v", firestore.Desc).LimitToLast(2), "b", "a")
	e.wantIDs(t, "before a value", up().EndBefore(5).LimitToLast(2), "d", "e")
	e.wantIDs(t, "between", up().StartAt(2).EndAt(4).LimitToLast(5), "c", "d", "e")
}

func selectFields(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"x": 1, "y": 2, "m": fields{"p": 1, "q": 2}}})
	one := func(what string, q firestore.Query, want fields) {
		t.Helper()
		snaps, err := q.Documents(e.ctx).GetAll()
		must(t, what, err)
		if len(snaps) != 1 {
			t.Fatalf("%s: got %d documents, want 1", what, len(snaps))
		}
		wantEqual(t, what, want, snaps[0].Data())
	}
	one("two fields", e.root.Select("x", "m.q"), fields{"x": int64(1), "m": fields{"q": int64(2)}})
	one("nothing", e.root.Select(), fields{})
	one("absent", e.root.Select("none"), fields{})
}

func count(t *testing.T, e *env, q firestore.Query) int64 {
	t.Helper()
	res, err := q.NewAggregationQuery().WithCount("n").Get(e.ctx)
	must(t, "count", err)
	return aggregate[int64](t, res, "n")
}

func counting(t *testing.T, e *env) {
	letters(e, t)
	wantEqual(t, "all", int64(7), count(t, e, e.root.Query))
	wantEqual(t, "filtered", int64(3), count(t, e, where(e, "v", ">=", 4)))
	wantEqual(t, "limited", int64(4), count(t, e, e.root.Limit(4)))
	wantEqual(t, "none", int64(0), count(t, e, where(e, "v", ">", 70)))
}

func sums(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"i": 1, "d": 1}, "b": {"i": 2, "d": 0.5}, "c": {"i": 6, "d": "text"}, "e": {"other": 1}})
	res, err := e.root.NewAggregationQuery().WithSum("i", "sum").WithAvg("i", "avg").Get(e.ctx)
	must(t, "aggregate", err)
	wantEqual(t, "sum", 9, aggregate[int64](t, res, "sum"))
	wantEqual(t, "average", 3.0, aggregate[float64](t, res, "avg"))
	res, err = e.root.NewAggregationQuery().WithSum("d", "sum").Get(e.ctx)
	must(t, "aggregate", err)
	wantEqual(t, "sum with a double", 1.5, aggregate[float64](t, res, "sum"))
	none := where(e, "i", ">", 100)
	res, err = none.NewAggregationQuery().WithSum("i", "sum").WithAvg("i", "avg").Get(e.ctx)
	must(t, "aggregate of nothing", err)
	wantEqual(t, "sum of nothing", 0, aggregate[int64](t, res, "sum"))
	if !isNull(res["avg"]) {
		t.Errorf("average of nothing: got %v, want null", res["avg"])
	}
}
