package firestore

import (
	"slices"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	maxDisjunctions = 30
	maxNotIn        = 10
	maxFilterDepth  = 100
)

// A condition tells whether a document belongs to a query's result.
type condition func(*candidate) bool

// filterParser turns a query's filter into a condition and learns from it what planning needs.
type filterParser struct {
	fields     []fieldPath // every field looked at
	inequality []fieldPath // those that order the result where nothing else does
	negations  int         // != and its like
	notIn      bool
	either     bool // OR, IN or ARRAY_CONTAINS_ANY

	// names are conditions on __name__ that every result meets.
	names []nameBound
}

// nameBound says that a result's name stands in this relation to that of a document.
type nameBound struct {
	op  pb.StructuredQuery_FieldFilter_Operator
	ref string
}

// parsed is one node of the filter.
type parsed struct {
	match    condition
	disjunct int // how many conjunctions it would be if written out
	contains int // ARRAY_CONTAINS in one conjunction
}

func (fp *filterParser) parse(f *pb.StructuredQuery_Filter) (condition, error) {
	n, err := fp.node(f, true, 0)
	if err != nil {
		return nil, err
	}
	switch {
	case n.disjunct > maxDisjunctions:
		return nil, invalidQuery("a query may have at most %d disjunctions in disjunctive normal form", maxDisjunctions)
	case fp.negations > 1:
		return nil, invalidQuery("Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter allowed per query.")
	case fp.notIn && fp.either:
		return nil, invalidQuery("'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'.")
	}
	return n.match, nil
}

func invalidQuery(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, format, args...)
}

// node parses one filter; must is whether every result meets it.
func (fp *filterParser) node(f *pb.StructuredQuery_Filter, must bool, depth int) (parsed, error) {
	if depth > maxFilterDepth {
		return parsed{}, invalidQuery("the filter is nested deeper than %d", maxFilterDepth)
	}
	switch f := f.GetFilterType().(type) {
	case *pb.StructuredQuery_Filter_CompositeFilter:
		return fp.composite(f.CompositeFilter, must, depth)
	case *pb.StructuredQuery_Filter_FieldFilter:
		return fp.field(f.FieldFilter, must)
	case *pb.StructuredQuery_Filter_UnaryFilter:
		return fp.unary(f.UnaryFilter)
	}
	return parsed{}, invalidQuery("a filter has no kind")
}

func (fp *filterParser) composite(f *pb.StructuredQuery_CompositeFilter, must bool, depth int) (parsed, error) {
	or := f.GetOp() == pb.StructuredQuery_CompositeFilter_OR
	if !or && f.GetOp() != pb.StructuredQuery_CompositeFilter_AND {
		return parsed{}, invalidQuery("Unsupported CompositeFilter operator.")
	}
	if or && len(f.GetFilters()) == 0 {
		return parsed{}, invalidQuery("Composite filter must have at least one sub-filter.")
	}
	out := parsed{disjunct: 1}
	if or {
		out.disjunct = 0
		fp.either = fp.either || len(f.GetFilters()) > 1
	}
	conds := make([]condition, 0, len(f.GetFilters()))
	for _, sub := range f.GetFilters() {
		n, err := fp.node(sub, must && !or, depth+1)
		if err != nil {
			return parsed{}, err
		}
		conds = append(conds, n.match)
		if or {
			out.disjunct += n.disjunct
			out.contains = max(out.contains, n.contains)
		} else {
			out.disjunct *= n.disjunct
			out.contains += n.contains
		}
		out.disjunct = min(out.disjunct, maxDisjunctions+1)
	}
	if out.contains > 1 {
		return parsed{}, invalidQuery("A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.")
	}
	if or {
		out.match = anyOf(conds)
	} else {
		out.match = allOf(conds)
	}
	return out, nil
}

func allOf(conds []condition) condition {
	return func(c *candidate) bool {
		for _, match := range conds {
			if !match(c) {
				return false
			}
		}
		return true
	}
}

func anyOf(conds []condition) condition {
	return func(c *candidate) bool {
		return slices.ContainsFunc(conds, func(match condition) bool { return match(c) })
	}
}

func (fp *filterParser) unary(f *pb.StructuredQuery_UnaryFilter) (parsed, error) {
	path, err := parseFieldPath(f.GetField().GetFieldPath())
	if err != nil {
		return parsed{}, err
	}
	if path.isName() {
		return parsed{}, invalidQuery("a unary filter on __name__ is not supported")
	}
	fp.fields = append(fp.fields, path)
	var is func(*pb.Value) bool
	negated := false
	switch f.GetOp() {
	case pb.StructuredQuery_UnaryFilter_IS_NULL:
		is = isNull
	case pb.StructuredQuery_UnaryFilter_IS_NAN:
		is = isNaN
	case pb.StructuredQuery_UnaryFilter_IS_NOT_NULL:
		is, negated = func(v *pb.Value) bool { return !isNull(v) }, true
	case pb.StructuredQuery_UnaryFilter_IS_NOT_NAN:
		is, negated = func(v *pb.Value) bool { return !isNull(v) && !isNaN(v) }, true
	default:
		return parsed{}, invalidQuery("Unsupported UnaryFilter operator.")
	}
	if negated {
		fp.negations++
		fp.inequality = append(fp.inequality, path)
	}
	return parsed{disjunct: 1, match: func(c *candidate) bool {
		v := path.get(c.fields)
		return v != nil && is(v)
	}}, nil
}

func isNull(v *pb.Value) bool { return rankOf(v) == rankNull }

func (fp *filterParser) field(f *pb.StructuredQuery_FieldFilter, must bool) (parsed, error) {
	path, err := parseFieldPath(f.GetField().GetFieldPath())
	if err != nil {
		return parsed{}, err
	}
	fp.fields = append(fp.fields, path)
	out := parsed{disjunct: 1}
	test, err := fp.test(f, &out)
	if err != nil {
		return parsed{}, err
	}
	if isInequality(f.GetOp()) {
		fp.inequality = append(fp.inequality, path)
	}
	if !path.isName() {
		out.match = func(c *candidate) bool {
			v := path.get(c.fields)
			return v != nil && test(v)
		}
		return out, nil
	}
	if err := fp.name(f, must); err != nil {
		return parsed{}, err
	}
	out.match = func(c *candidate) bool {
		return test(&pb.Value{ValueType: &pb.Value_ReferenceValue{ReferenceValue: c.name()}})
	}
	return out, nil
}

// name checks a filter on __name__ and notes the bound it sets.
func (fp *filterParser) name(f *pb.StructuredQuery_FieldFilter, must bool) error {
	vs := []*pb.Value{f.GetValue()}
	switch f.GetOp() {
	case pb.StructuredQuery_FieldFilter_IN, pb.StructuredQuery_FieldFilter_NOT_IN:
		vs = f.GetValue().GetArrayValue().GetValues()
	case pb.StructuredQuery_FieldFilter_ARRAY_CONTAINS, pb.StructuredQuery_FieldFilter_ARRAY_CONTAINS_ANY:
		return invalidQuery("array operators do not apply to __name__")
	default:
		if must {
			fp.names = append(fp.names, nameBound{op: f.GetOp(), ref: f.GetValue().GetReferenceValue()})
		}
	}
	for _, v := range vs {
		if rankOf(v) != rankReference {
			return invalidQuery("a filter on __name__ takes document references")
		}
		if _, _, err := parseDocument(v.GetReferenceValue()); err != nil {
			return err
		}
	}
	return nil
}

func isInequality(op pb.StructuredQuery_FieldFilter_Operator) bool {
	switch op {
	case pb.StructuredQuery_FieldFilter_LESS_THAN, pb.StructuredQuery_FieldFilter_LESS_THAN_OR_EQUAL,
		pb.StructuredQuery_FieldFilter_GREATER_THAN, pb.StructuredQuery_FieldFilter_GREATER_THAN_OR_EQUAL,
		pb.StructuredQuery_FieldFilter_NOT_EQUAL, pb.StructuredQuery_FieldFilter_NOT_IN:
		return true
	}
	return false
}

// test makes the comparison with a value that exists. Nothing compares with null or NaN, except that everything but
// null differs from NaN.
func (fp *filterParser) test(f *pb.StructuredQuery_FieldFilter, out *parsed) (func(*pb.Value) bool, error) {
	want := f.GetValue()
	switch f.GetOp() {
	case pb.StructuredQuery_FieldFilter_IN, pb.StructuredQuery_FieldFilter_NOT_IN, pb.StructuredQuery_FieldFilter_ARRAY_CONTAINS_ANY:
		return fp.testList(f, out)
	}
	if rankOf(want) == rankUnknown {
		return nil, invalidQuery("a filter has no value to compare with")
	}
	void := !hasOrder(want)
	ordered := func(ok func(c int) bool) func(*pb.Value) bool {
		return func(v *pb.Value) bool {
			return !void && rankOf(v) == rankOf(want) && !isNaN(v) && ok(compareValues(v, want))
		}
	}
	switch f.GetOp() {
	case pb.StructuredQuery_FieldFilter_EQUAL:
		return ordered(func(c int) bool { return c == 0 }), nil
	case pb.StructuredQuery_FieldFilter_LESS_THAN:
		return ordered(func(c int) bool { return c < 0 }), nil
	case pb.StructuredQuery_FieldFilter_LESS_THAN_OR_EQUAL:
		return ordered(func(c int) bool { return c <= 0 }), nil
	case pb.StructuredQuery_FieldFilter_GREATER_THAN:
		return ordered(func(c int) bool { return c > 0 }), nil
	case pb.StructuredQuery_FieldFilter_GREATER_THAN_OR_EQUAL:
		return ordered(func(c int) bool { return c >= 0 }), nil
	case pb.StructuredQuery_FieldFilter_NOT_EQUAL:
		fp.negations++
		return func(v *pb.Value) bool {
			return !isNull(want) && !isNull(v) && (void || !equalValues(v, want))
		}, nil
	case pb.StructuredQuery_FieldFilter_ARRAY_CONTAINS:
		out.contains = 1
		return func(v *pb.Value) bool {
			return !void && contains(v.GetArrayValue().GetValues(), want)
		}, nil
	}
	return nil, invalidQuery("Unsupported FieldFilter operator.")
}

func hasOrder(v *pb.Value) bool { return !isNull(v) && !isNaN(v) }

func (fp *filterParser) testList(f *pb.StructuredQuery_FieldFilter, out *parsed) (func(*pb.Value) bool, error) {
	list := f.GetValue().GetArrayValue().GetValues()
	op := f.GetOp()
	if rankOf(f.GetValue()) != rankArray || len(list) == 0 {
		return nil, invalidQuery("'%v' requires an non-empty ArrayValue.", op)
	}
	most := maxDisjunctions
	if op == pb.StructuredQuery_FieldFilter_NOT_IN {
		most = maxNotIn
	}
	if len(list) > most {
		return nil, invalidQuery("'%v' supports up to %d comparison values.", op, most)
	}
	usable := slices.DeleteFunc(slices.Clone(list), func(v *pb.Value) bool { return !hasOrder(v) })
	switch op {
	case pb.StructuredQuery_FieldFilter_IN:
		fp.either = true
		out.disjunct = len(list)
		return func(v *pb.Value) bool { return contains(usable, v) }, nil
	case pb.StructuredQuery_FieldFilter_ARRAY_CONTAINS_ANY:
		fp.either = true
		out.disjunct = len(list)
		return func(v *pb.Value) bool {
			return slices.ContainsFunc(v.GetArrayValue().GetValues(), func(e *pb.Value) bool { return contains(usable, e) })
		}, nil
	}
	fp.negations++
	fp.notIn = true
	hasNull := slices.ContainsFunc(list, isNull)
	return func(v *pb.Value) bool {
		return !hasNull && !isNull(v) && !contains(usable, v)
	}, nil
}
