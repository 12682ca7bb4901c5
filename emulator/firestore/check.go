package firestore

import (
	"math"
	"unicode/utf8"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	maxDocumentBytes = 1 << 20
	maxRequestBytes  = 10 << 20
	maxValueBytes    = maxDocumentBytes - 89
	maxDepth         = 20
)

// checkFields holds a document's fields to Firestore's rules and brings them into the form that is stored: times cut
// to microseconds, absent containers made empty ones.
func checkFields(fields map[string]*pb.Value) error {
	for name, v := range fields {
		if err := checkFieldName(name); err != nil {
			return err
		}
		if err := checkValue(v, 1, false); err != nil {
			return err
		}
		if valueSize(v) > maxValueBytes+1 {
			return status.Errorf(codes.InvalidArgument, "the value of a field is longer than %d bytes", maxValueBytes)
		}
	}
	return nil
}

func checkFieldName(name string) error {
	switch {
	case name == "":
		return status.Error(codes.InvalidArgument, "a field name is empty")
	case len(name) > maxFieldNameBytes:
		return status.Errorf(codes.InvalidArgument, "a field name is longer than %d bytes", maxFieldNameBytes)
	case reserved(name):
		return status.Errorf(codes.InvalidArgument, "field name %q is reserved", name)
	case !utf8.ValidString(name):
		return status.Error(codes.InvalidArgument, "a field name is not valid UTF-8")
	}
	return nil
}

// checkValue does for one value what checkFields does for all. depth counts the containers around and including v.
func checkValue(v *pb.Value, depth int, inArray bool) error {
	switch t := v.GetValueType().(type) {
	case *pb.Value_NullValue, *pb.Value_BooleanValue, *pb.Value_IntegerValue, *pb.Value_StringValue, *pb.Value_BytesValue:
		return nil
	case *pb.Value_DoubleValue:
		if math.IsNaN(t.DoubleValue) {
			t.DoubleValue = math.NaN()
		}
		return nil
	case *pb.Value_TimestampValue:
		return checkTimestamp(t)
	case *pb.Value_ReferenceValue:
		_, _, err := parseDocument(t.ReferenceValue)
		return err
	case *pb.Value_GeoPointValue:
		if lat, lng := t.GeoPointValue.GetLatitude(), t.GeoPointValue.GetLongitude(); !(math.Abs(lat) <= 90 && math.Abs(lng) <= 180) {
			return status.Error(codes.InvalidArgument, "a geographical point lies outside [-90, 90] × [-180, 180]")
		}
		return nil
	case *pb.Value_ArrayValue:
		return checkArray(t, depth, inArray)
	case *pb.Value_MapValue:
		return checkMap(t, depth)
	}
	return status.Error(codes.InvalidArgument, "a value has no type or one that cannot be stored")
}

func checkTimestamp(t *pb.Value_TimestampValue) error {
	if err := t.TimestampValue.CheckValid(); err != nil {
		return status.Error(codes.InvalidArgument, "a timestamp is out of range")
	}
	t.TimestampValue = &timestamppb.Timestamp{
		Seconds: t.TimestampValue.GetSeconds(),
		Nanos:   t.TimestampValue.GetNanos() / 1000 * 1000,
	}
	return nil
}

func checkArray(t *pb.Value_ArrayValue, depth int, inArray bool) error {
	if inArray {
		return status.Error(codes.InvalidArgument, "an array directly contains an array")
	}
	if err := checkDepth(depth); err != nil {
		return err
	}
	if t.ArrayValue == nil {
		t.ArrayValue = &pb.ArrayValue{}
	}
	for _, e := range t.ArrayValue.Values {
		if err := checkValue(e, depth+1, true); err != nil {
			return err
		}
	}
	return nil
}

func checkMap(t *pb.Value_MapValue, depth int) error {
	if err := checkDepth(depth); err != nil {
		return err
	}
	if t.MapValue == nil {
		t.MapValue = &pb.MapValue{}
	}
	vector := isVector(t.MapValue)
	for name, e := range t.MapValue.Fields {
		if !(vector && name == "__type__") {
			if err := checkFieldName(name); err != nil {
				return err
			}
		}
		if err := checkValue(e, depth+1, false); err != nil {
			return err
		}
	}
	return nil
}

func checkDepth(depth int) error {
	if depth > maxDepth {
		return status.Errorf(codes.InvalidArgument, "a value is nested deeper than %d maps and arrays", maxDepth)
	}
	return nil
}

// documentSize counts bytes as Firestore's storage size calculation does: the name, each field's name and value, and
// 32 bytes more.
func documentSize(p path, fields map[string]*pb.Value) int {
	return nameSize(p) + mapSize(fields) + 32
}

func nameSize(p path) int {
	n := 16
	for _, id := range p {
		if _, ok := numericID(id); ok {
			n += 8
		} else {
			n += len(id) + 1
		}
	}
	return n
}

func mapSize(fields map[string]*pb.Value) int {
	n := 0
	for name, v := range fields {
		n += len(name) + 1 + valueSize(v)
	}
	return n
}

func valueSize(v *pb.Value) int {
	switch t := v.GetValueType().(type) {
	case *pb.Value_NullValue, *pb.Value_BooleanValue:
		return 1
	case *pb.Value_StringValue:
		return len(t.StringValue) + 1
	case *pb.Value_BytesValue:
		return len(t.BytesValue)
	case *pb.Value_ReferenceValue:
		_, p, err := parseDocument(t.ReferenceValue)
		if err != nil {
			return len(t.ReferenceValue)
		}
		return nameSize(p)
	case *pb.Value_GeoPointValue:
		return 16
	case *pb.Value_ArrayValue:
		n := 0
		for _, e := range t.ArrayValue.GetValues() {
			n += valueSize(e)
		}
		return n
	case *pb.Value_MapValue:
		return mapSize(t.MapValue.GetFields())
	}
	return 8
}
