package conformance

import (
	"testing"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
)

// aggregate takes one figure out of an aggregation's result.
func aggregate[T int64 | float64](t *testing.T, res firestore.AggregationResult, alias string) T {
	t.Helper()
	v, ok := res[alias].(*firestorepb.Value)
	if !ok {
		t.Fatalf("%s: got %v, want a value", alias, res[alias])
	}
	switch v := v.GetValueType().(type) {
	case *firestorepb.Value_IntegerValue:
		if n, ok := any(v.IntegerValue).(T); ok {
			return n
		}
	case *firestorepb.Value_DoubleValue:
		if f, ok := any(v.DoubleValue).(T); ok {
			return f
		}
	}
	t.Fatalf("%s: got %v, which has another type", alias, v)
	return 0
}

func isNull(v any) bool {
	pv, ok := v.(*firestorepb.Value)
	if !ok {
		return false
	}
	_, ok = pv.GetValueType().(*firestorepb.Value_NullValue)
	return ok
}
