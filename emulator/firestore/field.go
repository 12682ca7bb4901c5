package firestore

import (
	"strings"

	pb "cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	maxFieldNameBytes = 1500
	nameField         = "__name__"
)

// fieldPath leads to a value inside nested maps.
type fieldPath []string

// isName reports whether p stands for the document's name.
func (p fieldPath) isName() bool { return len(p) == 1 && p[0] == nameField }

// parseFieldPath reads "a.b.`c d`". A name that is not a plain identifier stands in backticks, where a backslash
// precedes a literal backtick or backslash.
func parseFieldPath(s string) (fieldPath, error) {
	bad := func() (fieldPath, error) {
		return nil, status.Errorf(codes.InvalidArgument, "invalid field path %q", s)
	}
	var p fieldPath
	rest := s
	for {
		name, more, ok := cutField(rest)
		if !ok {
			return bad()
		}
		if len(name) > maxFieldNameBytes {
			return nil, status.Errorf(codes.InvalidArgument, "a field name is longer than %d bytes", maxFieldNameBytes)
		}
		p = append(p, name)
		if more == "" {
			return p, nil
		}
		if more[0] != '.' {
			return bad()
		}
		rest = more[1:]
	}
}

// cutField takes one name off the front; rest begins with the dot, if anything is left.
func cutField(s string) (name, rest string, ok bool) {
	if !strings.HasPrefix(s, "`") {
		n := 0
		for n < len(s) && plainByte(s[n], n == 0) {
			n++
		}
		return s[:n], s[n:], n > 0
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
			if i == len(s) {
				return "", "", false
			}
			b.WriteByte(s[i])
		case '`':
			return b.String(), s[i+1:], b.Len() > 0
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}

func plainByte(c byte, first bool) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || !first && '0' <= c && c <= '9'
}

// parseFieldPaths reads a mask and refuses reserved names, duplicates and paths inside one another.
func parseFieldPaths(ss []string) ([]fieldPath, error) {
	ps := make([]fieldPath, len(ss))
	for i, s := range ss {
		p, err := parseFieldPath(s)
		if err != nil {
			return nil, err
		}
		for _, name := range p {
			if reserved(name) {
				return nil, status.Errorf(codes.InvalidArgument, "field name %q is reserved", name)
			}
		}
		ps[i] = p
	}
	for i := range ps {
		for j := range ps {
			if i != j && hasPrefix(ps[i], ps[j]) {
				return nil, status.Errorf(codes.InvalidArgument, "field paths %q and %q overlap", ss[j], ss[i])
			}
		}
	}
	return ps, nil
}

func hasPrefix(p, prefix fieldPath) bool {
	if len(p) < len(prefix) {
		return false
	}
	for i, name := range prefix {
		if p[i] != name {
			return false
		}
	}
	return true
}

// get finds the value at p; nil where there is none.
func (p fieldPath) get(fields map[string]*pb.Value) *pb.Value {
	for i, name := range p {
		v := fields[name]
		if v == nil || i == len(p)-1 {
			return v
		}
		fields = v.GetMapValue().GetFields()
	}
	return nil
}

// set puts v at p, making the maps on the way; what is there and is no map is replaced by one.
func (p fieldPath) set(fields map[string]*pb.Value, v *pb.Value) {
	for _, name := range p[:len(p)-1] {
		next := fields[name].GetMapValue()
		if next == nil {
			next = &pb.MapValue{}
			fields[name] = &pb.Value{ValueType: &pb.Value_MapValue{MapValue: next}}
		}
		if next.Fields == nil {
			next.Fields = map[string]*pb.Value{}
		}
		fields = next.Fields
	}
	fields[p[len(p)-1]] = v
}

// remove deletes the value at p, if there is one. The maps on the way stay, even empty.
func (p fieldPath) remove(fields map[string]*pb.Value) {
	for _, name := range p[:len(p)-1] {
		fields = fields[name].GetMapValue().GetFields()
		if fields == nil {
			return
		}
	}
	delete(fields, p[len(p)-1])
}

// project keeps of fields what mask names. A mask that names only __name__ keeps nothing.
func project(fields map[string]*pb.Value, mask []fieldPath) map[string]*pb.Value {
	kept := map[string]*pb.Value{}
	for _, p := range mask {
		if p.isName() {
			continue
		}
		if v := p.get(fields); v != nil {
			p.set(kept, v)
		}
	}
	return kept
}
