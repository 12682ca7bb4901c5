package firestore

import (
	"math"
	"time"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A transform changes one field by what is in it.
type transform struct {
	path fieldPath
	to   *pb.DocumentTransform_FieldTransform
}

func parseTransform(t *pb.DocumentTransform_FieldTransform) (transform, error) {
	paths, err := parseFieldPaths([]string{t.GetFieldPath()})
	if err != nil {
		return transform{}, err
	}
	switch to := t.GetTransformType().(type) {
	case *pb.DocumentTransform_FieldTransform_SetToServerValue:
		if to.SetToServerValue != pb.DocumentTransform_FieldTransform_REQUEST_TIME {
			err = status.Error(codes.InvalidArgument, "a transform asks for an unknown server value")
		}
	case *pb.DocumentTransform_FieldTransform_Increment:
		err = checkNumber(to.Increment)
	case *pb.DocumentTransform_FieldTransform_Maximum:
		err = checkNumber(to.Maximum)
	case *pb.DocumentTransform_FieldTransform_Minimum:
		err = checkNumber(to.Minimum)
	case *pb.DocumentTransform_FieldTransform_AppendMissingElements:
		err = checkElements(to.AppendMissingElements)
	case *pb.DocumentTransform_FieldTransform_RemoveAllFromArray:
		err = checkElements(to.RemoveAllFromArray)
	default:
		err = status.Error(codes.InvalidArgument, "a transform has no kind")
	}
	if err != nil {
		return transform{}, err
	}
	return transform{path: paths[0], to: t}, nil
}

func checkNumber(v *pb.Value) error {
	if rankOf(v) != rankNumber {
		return status.Error(codes.InvalidArgument, "a numeric transform takes an integer or a double")
	}
	return nil
}

func checkElements(a *pb.ArrayValue) error {
	for _, e := range a.GetValues() {
		if err := checkValue(e, 2, true); err != nil {
			return err
		}
	}
	return nil
}

// apply changes fields and returns what the write's result reports: the new value, or null for arrays.
func (t transform) apply(fields map[string]*pb.Value, at time.Time) *pb.Value {
	old := t.path.get(fields)
	var v *pb.Value
	report := true
	switch to := t.to.GetTransformType().(type) {
	case *pb.DocumentTransform_FieldTransform_SetToServerValue:
		v = &pb.Value{ValueType: &pb.Value_TimestampValue{TimestampValue: timestamppb.New(at.Truncate(time.Millisecond))}}
	case *pb.DocumentTransform_FieldTransform_Increment:
		v = increment(old, to.Increment)
	case *pb.DocumentTransform_FieldTransform_Maximum:
		v = extreme(old, to.Maximum, 1)
	case *pb.DocumentTransform_FieldTransform_Minimum:
		v = extreme(old, to.Minimum, -1)
	case *pb.DocumentTransform_FieldTransform_AppendMissingElements:
		v, report = union(old, to.AppendMissingElements.GetValues()), false
	case *pb.DocumentTransform_FieldTransform_RemoveAllFromArray:
		v, report = without(old, to.RemoveAllFromArray.GetValues()), false
	}
	t.path.set(fields, v)
	if !report {
		return &pb.Value{ValueType: &pb.Value_NullValue{}}
	}
	return proto.CloneOf(v)
}

// increment adds: integers stay integers and stop at the ends of their range; with a double among them the sum is one.
// What is no number counts as nothing.
func increment(old, by *pb.Value) *pb.Value {
	if rankOf(old) != rankNumber {
		return by
	}
	x, xInt := old.GetValueType().(*pb.Value_IntegerValue)
	y, yInt := by.GetValueType().(*pb.Value_IntegerValue)
	if xInt && yInt {
		return integer(saturatingAdd(x.IntegerValue, y.IntegerValue))
	}
	return double(float(old) + float(by))
}

func saturatingAdd(a, b int64) int64 {
	switch {
	case b > 0 && a > math.MaxInt64-b:
		return math.MaxInt64
	case b < 0 && a < math.MinInt64-b:
		return math.MinInt64
	}
	return a + b
}

// extreme picks the larger (sign 1) or smaller (sign -1) number; of two equal ones what is there, and NaN if there is one.
func extreme(old, with *pb.Value, sign int) *pb.Value {
	switch {
	case rankOf(old) != rankNumber, isNaN(with):
		return with
	case isNaN(old):
		return old
	case sign*compareNumbers(with, old) > 0:
		return with
	}
	return old
}

func union(old *pb.Value, add []*pb.Value) *pb.Value {
	have := append([]*pb.Value(nil), old.GetArrayValue().GetValues()...)
	for _, v := range add {
		if !contains(have, v) {
			have = append(have, v)
		}
	}
	return array(have)
}

func without(old *pb.Value, remove []*pb.Value) *pb.Value {
	var kept []*pb.Value
	for _, v := range old.GetArrayValue().GetValues() {
		if !contains(remove, v) {
			kept = append(kept, v)
		}
	}
	return array(kept)
}

func contains(vs []*pb.Value, v *pb.Value) bool {
	for _, have := range vs {
		if equalValues(have, v) {
			return true
		}
	}
	return false
}

func integer(i int64) *pb.Value {
	return &pb.Value{ValueType: &pb.Value_IntegerValue{IntegerValue: i}}
}

func double(f float64) *pb.Value {
	return &pb.Value{ValueType: &pb.Value_DoubleValue{DoubleValue: f}}
}

func array(vs []*pb.Value) *pb.Value {
	return &pb.Value{ValueType: &pb.Value_ArrayValue{ArrayValue: &pb.ArrayValue{Values: vs}}}
}

// float is v as a double, for a number.
func float(v *pb.Value) float64 {
	if i, ok := v.GetValueType().(*pb.Value_IntegerValue); ok {
		return float64(i.IntegerValue)
	}
	return v.GetDoubleValue()
}

func isNaN(v *pb.Value) bool {
	d, ok := v.GetValueType().(*pb.Value_DoubleValue)
	return ok && math.IsNaN(d.DoubleValue)
}
