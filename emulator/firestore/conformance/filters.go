package conformance

import (
	"math"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
)

func filters() []subtest {
	return []subtest{
		{"WhereOperators", whereOperators},
		{"WhereOnNullAndNaN", whereNull},
		{"WhereComparesWithinOneType", whereTypes},
		{"WhereInAndNotIn", whereIn},
		{"WhereArrayContains", whereArray},
		{"WhereOr", whereOr},
		{"WhereNestedComposite", whereNested},
		{"WhereInequalityOnSeveralFields", whereSeveral},
		{"WhereNestedAndQuotedPaths", wherePaths},
		{"WhereMapAndArrayEquality", whereDeep},
		{"NameRange", nameRange},
		{"InvalidQueries", invalidQueries},
	}
}

func where(e *env, path, op string, v any) firestore.Query { return e.root.Where(path, op, v) }

func whereOperators(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": 1}, "b": {"v": 2}, "c": {"v": 2.5}, "d": {"v": 3}, "e": {"w": 2}})
	tests := []struct {
		op   string
		want []string
	}{
		{"==", []string{"b"}}, {"!=", []string{"a", "c", "d"}}, {"<", []string{"a"}}, {"<=", []string{"a", "b"}},
		{">", []string{"c", "d"}}, {">=", []string{"b", "c", "d"}},
	}
	for _, tt := range tests {
		e.wantIDs(t, "v "+tt.op+" 2", where(e, "v", tt.op, 2), tt.want...)
	}
	e.wantIDs(t, "two conditions", where(e, "v", ">", 1).Where("v", "<", 3), "b", "c")
	e.wantIDs(t, "integer equal to double", where(e, "v", "==", 2.0), "b")
}

func whereNull(t *testing.T, e *env) {
	e.seed(t, map[string]fields{
		"null": {"v": nil}, "nan": {"v": math.NaN()}, "one": {"v": 1}, "text": {"v": "x"}, "absent": {"w": 1},
	})
	e.wantIDs(t, "is null", where(e, "v", "==", nil), "null")
	e.wantIDs(t, "is not null", where(e, "v", "!=", nil), "nan", "one", "text")
	e.wantIDs(t, "is NaN", where(e, "v", "==", math.NaN()), "nan")
	e.wantIDs(t, "is not NaN", where(e, "v", "!=", math.NaN()), "one", "text")
	e.wantIDs(t, "not equal passes over null and absent", where(e, "v", "!=", 1), "nan", "text")
	e.wantIDs(t, "NaN is not below a number", where(e, "v", "<", 5), "one")
	e.wantIDs(t, "not-in a list with null", where(e, "v", "not-in", []any{1, nil}))
	e.wantIDs(t, "in a list with null", where(e, "v", "in", []any{1, nil}), "one")
}

func whereTypes(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"int": {"v": 5}, "text": {"v": "5"}, "bool": {"v": true}, "bytes": {"v": []byte("5")}})
	e.wantIDs(t, "above 0", where(e, "v", ">", 0), "int")
	e.wantIDs(t, "from the empty text", where(e, "v", ">=", ""), "text")
	e.wantIDs(t, "above false", where(e, "v", ">", false), "bool")
	e.wantIDs(t, "below bytes", where(e, "v", "<", []byte("6")), "bytes")
}

func whereIn(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": 1}, "b": {"v": 2}, "c": {"v": "x"}, "d": {"w": 1}})
	e.wantIDs(t, "in", where(e, "v", "in", []any{2, "x", 9}), "b", "c")
	e.wantIDs(t, "not-in", where(e, "v", "not-in", []any{2, "y"}), "a", "c")
	e.wantIDs(t, "name in", where(e, firestore.DocumentID, "in", []*firestore.DocumentRef{e.root.Doc("d"), e.root.Doc("a"), e.root.Doc("z")}), "a", "d")
}

func whereArray(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": []any{1, "x"}}, "b": {"v": []any{2}}, "c": {"v": 1}, "d": {"v": []any{fields{"k": 1}}}})
	e.wantIDs(t, "contains", where(e, "v", "array-contains", 1), "a")
	e.wantIDs(t, "contains a map", where(e, "v", "array-contains", fields{"k": 1}), "d")
	e.wantIDs(t, "contains any", where(e, "v", "array-contains-any", []any{2, "x"}), "a", "b")
}

func eq(path string, v any) firestore.EntityFilter {
	return firestore.PropertyFilter{Path: path, Operator: "==", Value: v}
}

func whereOr(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": 1}, "b": {"v": 2}, "c": {"w": 1}, "d": {"v": 3, "w": 1}})
	or := firestore.OrFilter{Filters: []firestore.EntityFilter{eq("v", 1), eq("w", 1)}}
	e.wantIDs(t, "or", e.root.WhereEntity(or), "a", "c", "d")
	e.wantIDs(t, "or, ordered, limited", e.root.WhereEntity(or).OrderBy("v", firestore.Desc).Limit(1), "d")
}

func whereNested(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"x": 1, "y": 1}, "b": {"x": 1, "y": 2}, "c": {"x": 2, "y": 1}, "d": {"x": 2, "y": 2}})
	and := func(fs ...firestore.EntityFilter) firestore.EntityFilter { return firestore.AndFilter{Filters: fs} }
	or := func(fs ...firestore.EntityFilter) firestore.EntityFilter { return firestore.OrFilter{Filters: fs} }
	e.wantIDs(t, "or of ands", e.root.WhereEntity(or(and(eq("x", 1), eq("y", 2)), and(eq("x", 2), eq("y", 1)))), "b", "c")
	e.wantIDs(t, "and of ors", e.root.WhereEntity(and(or(eq("x", 1), eq("y", 1)), or(eq("x", 2), eq("y", 2)))), "b", "c")
}

func whereSeveral(t *testing.T, e *env) {
	e.seed(t, map[string]fields{
		"a": {"x": 3, "y": 1}, "b": {"x": 1, "y": 3}, "c": {"x": 2, "y": 2}, "d": {"x": 9}, "e": {"x": 2, "y": 9},
	})
	q := where(e, "y", "<", 5).Where("x", ">", 0)
	e.wantIDs(t, "implicit order is by field name", q, "b", "c", "a")
	e.wantIDs(t, "explicit order first", q.OrderBy("y", firestore.Asc), "a", "c", "b")
	e.wantIDs(t, "explicit order's direction is taken over", where(e, "y", ">", 0).OrderBy("x", firestore.Desc), "a", "e", "c", "b")
}

func wherePaths(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"m": fields{"n": 1}}, "b": {"m": fields{"n": 2}}, "c": {"m.n": 1}, "d": {"m": 1}})
	e.wantIDs(t, "nested", where(e, "m.n", "==", 1), "a")
	e.wantIDs(t, "quoted", e.root.WherePath(firestore.FieldPath{"m.n"}, "==", 1), "c")
	e.wantIDs(t, "order by nested", e.root.OrderBy("m.n", firestore.Desc), "b", "a")
}

func whereDeep(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {"v": fields{"x": 1, "y": []any{1, 2}}}, "b": {"v": fields{"x": 1}}, "c": {"v": []any{1, 2}}})
	e.wantIDs(t, "map", where(e, "v", "==", fields{"y": []any{1, 2}, "x": 1}), "a")
	e.wantIDs(t, "array", where(e, "v", "==", []any{1, 2}), "c")
	e.wantIDs(t, "array prefix", where(e, "v", "==", []any{1}))
}

func nameRange(t *testing.T, e *env) {
	e.seed(t, map[string]fields{"a": {}, "b": {}, "b1": {}, "c": {}, "d": {}})
	e.set(t, e.root.Doc("b").Collection("sub").Doc("x"), fields{})
	id := firestore.DocumentID
	from, to := e.root.Doc("b"), e.root.Doc("d")
	e.wantIDs(t, "range", where(e, id, ">=", from).Where(id, "<", to), "b", "b1", "c")
	e.wantIDs(t, "open range", where(e, id, ">", from).Where(id, "<=", to), "b1", "c", "d")
	e.wantIDs(t, "one", where(e, id, "==", from), "b")
	e.wantIDs(t, "with another condition", where(e, id, ">=", from).Where("v", "==", 1))
}

func invalidQueries(t *testing.T, e *env) {
	long := func(n int) []any {
		vs := make([]any, n)
		for i := range vs {
			vs[i] = i
		}
		return vs
	}
	tests := []struct {
		name string
		q    firestore.Query
	}{
		{"in without values", where(e, "v", "in", []any{})},
		{"in with 31 values", where(e, "v", "in", long(31))},
		{"not-in with 11 values", where(e, "v", "not-in", long(11))},
		{"not-in beside !=", where(e, "v", "not-in", []any{1}).Where("v", "!=", 2)},
		{"two array-contains", where(e, "v", "array-contains", 1).Where("w", "array-contains", 2)},
		{"more than 30 disjunctions", where(e, "v", "in", long(6)).Where("w", "in", long(6))},
		{"negative limit", e.root.Limit(-1)},
		{"name compared with a number", where(e, firestore.DocumentID, "==", 1)},
	}
	for _, tt := range tests {
		_, err := tt.q.Documents(e.ctx).GetAll()
		wantCode(t, tt.name, err, codes.InvalidArgument)
	}
}
