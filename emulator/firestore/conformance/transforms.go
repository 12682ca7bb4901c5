package conformance

import (
	"fmt"
	"math"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
)

func transforms() []subtest {
	return []subtest{
		{"ServerTimestamp", serverTimestamp},
		{"Increment", increment},
		{"IncrementCreatesAndReplaces", incrementCreates},
		{"ArrayUnion", arrayUnion},
		{"ArrayRemove", arrayRemove},
		{"MaximumAndMinimum", extremes},
		{"TransformsWithUpdateAreAtomic", transformsAtomic},
	}
}

func serverTimestamp(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	res := e.set(t, ref, fields{"at": firestore.ServerTimestamp, "m": fields{"at": firestore.ServerTimestamp}, "v": 1})
	data := e.data(t, ref)
	at, ok := data["at"].(time.Time)
	if !ok || at.After(res.UpdateTime) || res.UpdateTime.Sub(at) > time.Minute {
		t.Errorf("server time: got %v, want shortly before %v", data["at"], res.UpdateTime)
	}
	wantEqual(t, "second server time", any(fields{"at": at}), data["m"])
	if at.Nanosecond()%int(time.Millisecond) != 0 {
		t.Errorf("server time %v is finer than a millisecond", at)
	}
}

func increment(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"i": 5, "d": 0.5, "big": int64(math.MaxInt64), "small": int64(math.MinInt64)})
	_, err := ref.Update(e.ctx, []firestore.Update{
		{Path: "i", Value: firestore.Increment(-7)},
		{Path: "d", Value: firestore.Increment(2)},
		{Path: "big", Value: firestore.Increment(1)},
		{Path: "small", Value: firestore.Increment(-1)},
	})
	must(t, "update", err)
	wantEqual(t, "data", fields{"i": int64(-2), "d": 2.5, "big": int64(math.MaxInt64), "small": int64(math.MinInt64)}, e.data(t, ref))
	_, err = ref.Update(e.ctx, []firestore.Update{{Path: "i", Value: firestore.Increment(0.5)}})
	must(t, "increment of an integer by a double", err)
	wantEqual(t, "mixed", any(-1.5), e.data(t, ref)["i"])
}

func incrementCreates(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	_, err := ref.Set(e.ctx, fields{"n": firestore.Increment(3)}, firestore.MergeAll)
	must(t, "increment of a missing document", err)
	wantEqual(t, "data", fields{"n": int64(3)}, e.data(t, ref))
	e.set(t, ref, fields{"n": "text"})
	_, err = ref.Update(e.ctx, []firestore.Update{{Path: "n", Value: firestore.Increment(4)}})
	must(t, "increment of a text", err)
	wantEqual(t, "data", fields{"n": int64(4)}, e.data(t, ref))
}

func arrayUnion(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"v": []any{1, "x"}})
	_, err := ref.Update(e.ctx, []firestore.Update{
		{Path: "v", Value: firestore.ArrayUnion(1.0, "y", "y", "x", fields{"k": 1})},
		{Path: "none", Value: firestore.ArrayUnion("a")},
	})
	must(t, "union", err)
	wantEqual(t, "data", fields{"v": []any{int64(1), "x", "y", fields{"k": int64(1)}}, "none": []any{"a"}}, e.data(t, ref))
}

func arrayRemove(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	e.set(t, ref, fields{"v": []any{1, 2, 1, "1", 3}, "s": "text"})
	_, err := ref.Update(e.ctx, []firestore.Update{
		{Path: "v", Value: firestore.ArrayRemove(1, 3, 9)},
		{Path: "s", Value: firestore.ArrayRemove("text")},
	})
	must(t, "remove", err)
	wantEqual(t, "data", fields{"v": []any{int64(2), "1"}, "s": []any{}}, e.data(t, ref))
}

func extremes(t *testing.T, e *env) {
	tests := []struct {
		name     string
		old      any
		max, min any
		wantMax  any
		wantMin  any
	}{
		{name: "larger", old: 5, max: 7, min: 7, wantMax: int64(7), wantMin: int64(5)},
		{name: "smaller", old: 5, max: 3, min: 3, wantMax: int64(5), wantMin: int64(3)},
		{name: "equal keeps type", old: 5, max: 5.0, min: 5.0, wantMax: int64(5), wantMin: int64(5)},
		{name: "double wins over integer", old: 5, max: 5.5, min: 4.5, wantMax: 5.5, wantMin: 4.5},
		{name: "no number", old: "text", max: 1, min: 1, wantMax: int64(1), wantMin: int64(1)},
	}
	for i, tt := range tests {
		ref := e.root.Doc(fmt.Sprint(i))
		e.set(t, ref, fields{"max": tt.old, "min": tt.old})
		_, err := ref.Update(e.ctx, []firestore.Update{
			{Path: "max", Value: firestore.FieldTransformMaximum(tt.max)},
			{Path: "min", Value: firestore.FieldTransformMinimum(tt.min)},
		})
		must(t, tt.name, err)
		wantEqual(t, tt.name, fields{"max": tt.wantMax, "min": tt.wantMin}, e.data(t, ref))
	}
}

func transformsAtomic(t *testing.T, e *env) {
	ref := e.root.Doc("a")
	_, err := ref.Update(e.ctx, []firestore.Update{{Path: "n", Value: firestore.Increment(1)}})
	wantCode(t, "transform of a missing document that must exist", err, codes.NotFound)
	e.set(t, ref, fields{"n": 1, "s": "a"})
	_, err = ref.Update(e.ctx, []firestore.Update{{Path: "s", Value: "b"}, {Path: "n", Value: firestore.Increment(1)}})
	must(t, "update", err)
	wantEqual(t, "data", fields{"n": int64(2), "s": "b"}, e.data(t, ref))
}
