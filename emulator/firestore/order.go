package firestore

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
)

// rank is the place of a value's type in Firestore's order over all values.
type rank int

const (
	rankUnknown rank = iota
	rankNull
	rankBoolean
	rankNumber
	rankTimestamp
	rankString
	rankBytes
	rankReference
	rankGeoPoint
	rankArray
	rankVector
	rankMap
)

func rankOf(v *pb.Value) rank {
	switch v := v.GetValueType().(type) {
	case *pb.Value_NullValue:
		return rankNull
	case *pb.Value_BooleanValue:
		return rankBoolean
	case *pb.Value_IntegerValue, *pb.Value_DoubleValue:
		return rankNumber
	case *pb.Value_TimestampValue:
		return rankTimestamp
	case *pb.Value_StringValue:
		return rankString
	case *pb.Value_BytesValue:
		return rankBytes
	case *pb.Value_ReferenceValue:
		return rankReference
	case *pb.Value_GeoPointValue:
		return rankGeoPoint
	case *pb.Value_ArrayValue:
		return rankArray
	case *pb.Value_MapValue:
		if isVector(v.MapValue) {
			return rankVector
		}
		return rankMap
	}
	return rankUnknown
}

// isVector reports whether m is how clients send a vector: {__type__: "__vector__", value: [doubles]}.
func isVector(m *pb.MapValue) bool {
	return m.GetFields()["__type__"].GetStringValue() == "__vector__"
}

// compareValues orders any two values: by type first, then within the type. Integers and doubles are one type.
func compareValues(a, b *pb.Value) int {
	ra, rb := rankOf(a), rankOf(b)
	if ra != rb {
		return cmp.Compare(ra, rb)
	}
	switch ra {
	case rankBoolean:
		return compareBools(a.GetBooleanValue(), b.GetBooleanValue())
	case rankNumber:
		return compareNumbers(a, b)
	case rankTimestamp:
		x, y := a.GetTimestampValue(), b.GetTimestampValue()
		return cmp.Or(cmp.Compare(x.GetSeconds(), y.GetSeconds()), cmp.Compare(x.GetNanos(), y.GetNanos()))
	case rankString:
		return strings.Compare(a.GetStringValue(), b.GetStringValue())
	case rankBytes:
		return bytes.Compare(a.GetBytesValue(), b.GetBytesValue())
	case rankReference:
		return compareNames(a.GetReferenceValue(), b.GetReferenceValue())
	case rankGeoPoint:
		x, y := a.GetGeoPointValue(), b.GetGeoPointValue()
		return cmp.Or(cmp.Compare(x.GetLatitude(), y.GetLatitude()), cmp.Compare(x.GetLongitude(), y.GetLongitude()))
	case rankArray:
		return slices.CompareFunc(a.GetArrayValue().GetValues(), b.GetArrayValue().GetValues(), compareValues)
	case rankVector:
		x := a.GetMapValue().GetFields()["value"].GetArrayValue().GetValues()
		y := b.GetMapValue().GetFields()["value"].GetArrayValue().GetValues()
		return cmp.Or(cmp.Compare(len(x), len(y)), slices.CompareFunc(x, y, compareValues))
	case rankMap:
		return compareMaps(a.GetMapValue().GetFields(), b.GetMapValue().GetFields())
	}
	return 0
}

func equalValues(a, b *pb.Value) bool { return compareValues(a, b) == 0 }

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// compareNumbers is exact where a 64-bit integer has no double: 2^53+1 and 2^53 differ. NaN comes before all others and
// equals itself; -0.0 equals 0.
func compareNumbers(a, b *pb.Value) int {
	x, xInt := a.GetValueType().(*pb.Value_IntegerValue)
	y, yInt := b.GetValueType().(*pb.Value_IntegerValue)
	switch {
	case xInt && yInt:
		return cmp.Compare(x.IntegerValue, y.IntegerValue)
	case xInt:
		return compareIntFloat(x.IntegerValue, b.GetDoubleValue())
	case yInt:
		return -compareIntFloat(y.IntegerValue, a.GetDoubleValue())
	}
	return cmp.Compare(a.GetDoubleValue(), b.GetDoubleValue())
}

func compareIntFloat(i int64, f float64) int {
	const twoTo63 = 1 << 63
	switch {
	case math.IsNaN(f) || f < -twoTo63:
		return 1
	case f >= twoTo63:
		return -1
	}
	whole, fraction := math.Modf(f)
	if c := cmp.Compare(i, int64(whole)); c != 0 {
		return c
	}
	return cmp.Compare(0, fraction)
}

// compareMaps compares the entries in the order of their keys: the first differing key or value decides, then the
// number of entries.
func compareMaps(a, b map[string]*pb.Value) int {
	ka, kb := sortedKeys(a), sortedKeys(b)
	for i := range min(len(ka), len(kb)) {
		if c := strings.Compare(ka[i], kb[i]); c != 0 {
			return c
		}
		if c := compareValues(a[ka[i]], b[kb[i]]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(ka), len(kb))
}

func sortedKeys(m map[string]*pb.Value) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// compareNames orders resource names segment by segment, as their keys are ordered.
func compareNames(a, b string) int {
	for {
		sa, ra, moreA := strings.Cut(a, "/")
		sb, rb, moreB := strings.Cut(b, "/")
		if c := compareIDs(sa, sb); c != 0 {
			return c
		}
		if !moreA || !moreB {
			return compareBools(moreA, moreB)
		}
		a, b = ra, rb
	}
}

func compareIDs(a, b string) int {
	if a == b {
		return 0
	}
	na, numA := numericID(a)
	nb, numB := numericID(b)
	switch {
	case numA && numB:
		return cmp.Compare(na, nb)
	case numA:
		return -1
	case numB:
		return 1
	}
	return strings.Compare(a, b)
}
