package queue_test

import (
	"encoding"
	"encoding/gob"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/wire"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// same compares messages: instants whatever their zone, IDs by what they name.
var same = cmp.Options{
	cmpopts.EquateApproxTime(0), cmpopts.EquateEmpty(),
	cmp.Comparer(func(a, b tenant.ID) bool { return a == b }),
}

// receiver is a pointer to a message.
type receiver interface{ Receive(wire.Body) error }

// fresh returns an empty message of every kind, by its topic.
func fresh() map[string]receiver {
	return map[string]receiver{
		queue.TickTopic: new(queue.Tick), queue.ScanTopic: new(queue.Scan), queue.FindingsChangedTopic: new(queue.FindingsChanged),
		queue.BillingTopic: new(queue.Billing),
	}
}

// value returns the message that a receiver points to.
func value(r receiver) queue.Message {
	return reflect.ValueOf(r).Elem().Interface().(queue.Message)
}

func TestReceive(t *testing.T) {
	id := tenanttest.ID(t)
	slot := tenant.NewSlot(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), 2)
	const valid = `{"tenant":"ID","slot":"2026-11-01T12:00:00Z/2"}`
	scan, changed, tick := queue.ScanTopic, queue.FindingsChangedTopic, queue.TickTopic
	tests := []struct {
		name, topic, data string
		want              queue.Message // nil when the message is refused
	}{
		{"tick of nothing", tick, ``, queue.Tick{}},
		{"tick", tick, `{}`, queue.Tick{}},
		{"tick with spaces around", tick, " {}\r\n", queue.Tick{}},
		{"tick with a moment", tick, `{"before":"2026-11-01T14:00:00+02:00"}`, queue.Tick{Before: slot.At}},
		{"tick with another moment", tick, `{"before":"yesterday"}`, nil},
		{"tick that names a tenant", tick, `{"tenant":"ID"}`, nil},
		{"scan taken for a tick", tick, valid, nil},
		{"tick with an unknown field", tick, `{"all":true}`, nil},
		{"tick and more", tick, `{}{}`, nil},
		{"tick null", tick, `null`, nil},
		{"tick of spaces", tick, `  `, nil},

		{"billing for everybody", queue.BillingTopic, ``, queue.Billing{}},
		{"billing for everybody, scheduled", queue.BillingTopic, `{}`, queue.Billing{}},
		{"billing", queue.BillingTopic, `{"customer":"cus_9sX"}`, queue.Billing{Customer: "cus_9sX"}},
		{"billing of a payment", queue.BillingTopic, `{"charge":"ch_3A_b"}`, queue.Billing{Charge: "ch_3A_b"}},
		{"billing of two", queue.BillingTopic, `{"customer":"cus_9sX","charge":"ch_3A"}`, nil},
		{"billing with a path", queue.BillingTopic, `{"customer":"cus_9/../x"}`, nil},
		{"billing with what it is worth", queue.BillingTopic, `{"customer":"cus_9sX","status":"active"}`, nil},

		{"scan", scan, valid, queue.Scan{Tenant: id, Slot: slot}},
		{"light pass", scan, strings.Replace(valid, "}", `,"light":true}`, 1), queue.Scan{Tenant: id, Slot: slot, Light: true}},
		{"not light, in words", scan, strings.Replace(valid, "}", `,"light":false}`, 1), queue.Scan{Tenant: id, Slot: slot}},
		{"light by a text", scan, strings.Replace(valid, "}", `,"light":"true"}`, 1), nil},
		{"light by a number", scan, strings.Replace(valid, "}", `,"light":1}`, 1), nil},
		{"light changes", changed, strings.Replace(valid, "}", `,"light":true}`, 1), nil},
		{"scan of nothing", scan, ``, nil},
		{"scan null", scan, `null`, nil},
		{"scan {}", scan, `{}`, nil},
		{"scan of a list", scan, `[` + valid + `]`, nil},
		{"no tenant", scan, `{"slot":"2026-11-01T12:00:00Z/2"}`, nil},
		{"empty tenant", scan, strings.Replace(valid, "ID", "", 1), nil},
		{"a tenant's number", scan, strings.Replace(valid, `"ID"`, "1", 1), nil},
		{"short tenant", scan, strings.Replace(valid, "ID", id.String()[:24], 1), nil},
		{"long tenant", scan, strings.Replace(valid, "ID", id.String()+"a", 1), nil},
		{"tenant in capitals", scan, strings.Replace(valid, "ID", strings.ToUpper(id.String()), 1), nil},
		{"tenant with a path", scan, strings.Replace(valid, "ID", "t/../"+id.String()[5:], 1), nil},
		{"tenant of Entra", scan, strings.Replace(valid, "ID", "5d3a8f0e-1b2c-4d5e-8f90-a1b2c3d4e5f6", 1), nil},
		{"tenant as an object", scan, strings.Replace(valid, `"ID"`, `{"s":"ID"}`, 1), nil},
		{"no slot", scan, `{"tenant":"ID"}`, nil},
		{"empty slot", scan, `{"tenant":"ID","slot":""}`, nil},
		{"slot without a number", scan, strings.Replace(valid, "Z/2", "Z", 1), nil},
		{"slot 0", scan, strings.Replace(valid, "Z/2", "Z/0", 1), nil},
		{"slot -1", scan, strings.Replace(valid, "Z/2", "Z/-1", 1), nil},
		{"slot 02", scan, strings.Replace(valid, "Z/2", "Z/02", 1), nil},
		{"slot of another zone", scan, strings.Replace(valid, "Z/2", "+02:00/2", 1), nil},
		{"unknown field", scan, strings.Replace(valid, "}", `,"force":true}`, 1), nil},
		{"findings in a scan", scan, strings.Replace(valid, "}", `,"findings":["f1"]}`, 1), nil},
		{"a second object", scan, valid + valid, nil},
		{"garbage behind", scan, valid + "x", nil},
		{"a bracket behind", scan, valid + "}", nil},
		{"cut short", scan, valid[:len(valid)-1], nil},

		{"changed", changed, strings.Replace(valid, "}", `,"findings":["f1","f2"]}`, 1),
			queue.FindingsChanged{Tenant: id, Slot: slot, Findings: []finding.ID{"f1", "f2"}}},
		{"changed without findings", changed, valid, queue.FindingsChanged{Tenant: id, Slot: slot}},
		{"changed for no tenant", changed, `{"slot":"2026-11-01T12:00:00Z/2","findings":["f1"]}`, nil},
		{"changed for no slot", changed, `{"tenant":"ID","findings":["f1"]}`, nil},
		{"empty finding", changed, strings.Replace(valid, "}", `,"findings":["f1",""]}`, 1), nil},
		{"finding with a path", changed, strings.Replace(valid, "}", `,"findings":["f1/history/1"]}`, 1), nil},
		{"finding of dots", changed, strings.Replace(valid, "}", `,"findings":[".."]}`, 1), nil},
		{"one finding", changed, strings.Replace(valid, "}", `,"findings":"f1"}`, 1), nil},
		{"unknown field in changed", changed, strings.Replace(valid, "}", `,"subjects":[]}`, 1), nil},
		{"garbage behind changed", changed, valid + " null", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := strings.ReplaceAll(tt.data, "ID", id.String())
			got := fresh()[tt.topic]
			fill(got, id, slot) // what was there before may not shine through
			err := got.Receive(wire.New([]byte(data)))
			if tt.want == nil {
				if err == nil {
					t.Fatalf("got %v, want an error", value(got))
				}
				if diff := cmp.Diff(value(fresh()[tt.topic]), value(got), same); diff != "" {
					t.Errorf("a refused message leaves (-want +got):\n%s", diff)
				}
				quotesNothing(t, err, data)
				return
			}
			if err != nil {
				t.Fatalf("got error %v", err)
			}
			if diff := cmp.Diff(tt.want, value(got), same); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

// fill puts something into a message.
func fill(r receiver, id tenant.ID, slot tenant.Slot) {
	switch m := r.(type) {
	case *queue.Tick:
		m.Before = time.Unix(1, 0)
	case *queue.Scan:
		*m = queue.Scan{Tenant: id, Slot: tenant.NewSlot(slot.At, 9), Light: true}
	case *queue.FindingsChanged:
		*m = queue.FindingsChanged{Tenant: id, Slot: tenant.NewSlot(slot.At, 9), Findings: []finding.ID{"old"}}
	}
}

// quotesNothing fails the test when an error holds a piece of the message.
func quotesNothing(t *testing.T, err error, data string) {
	t.Helper()
	for i := 0; i+8 <= len(data); i++ {
		if strings.Contains(err.Error(), data[i:i+8]) {
			t.Errorf("the error %q quotes the message", err)
			return
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	id, slot := tenanttest.ID(t), tenant.NewSlot(time.Unix(1, 0), 1)
	tests := []struct {
		name string
		m    queue.Message
		want error // nil when any error will do
	}{
		{"scan of no tenant", queue.Scan{Slot: slot}, tenant.ErrZero},
		{"scan of no slot", queue.Scan{Tenant: id}, nil},
		{"changed of no tenant", queue.FindingsChanged{Slot: slot, Findings: []finding.ID{"f"}}, tenant.ErrZero},
		{"changed of no slot", queue.FindingsChanged{Tenant: id}, nil},
		{"changed with an empty finding", queue.FindingsChanged{Tenant: id, Slot: slot, Findings: []finding.ID{""}}, nil},
		{"changed with a path", queue.FindingsChanged{Tenant: id, Slot: slot, Findings: []finding.ID{"a/b"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			topic, data, err := queue.Encode(tt.m)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) || topic != "" || data != nil {
				t.Errorf("got %q, %q, %v, want nothing but the error %v", topic, data, err, tt.want)
			}
		})
	}
}

// TestRoundTrip sends random messages of every kind.
func TestRoundTrip(t *testing.T) {
	const alphabet = "abcdefghijklmnopqrstuvABCXYZ0123456789_-"
	property := func(at uint32, nanos uint32, n uint16, names []uint32, zone int8) bool {
		id := tenanttest.ID(t)
		moment := time.Unix(int64(at), int64(nanos)).In(time.FixedZone("", int(zone)*60))
		slot := tenant.NewSlot(moment, int(n)+1)
		var findings []finding.ID
		for _, name := range names {
			var b strings.Builder
			for ; name > 0 || b.Len() == 0; name /= 7 {
				b.WriteByte(alphabet[name%uint32(len(alphabet))])
			}
			findings = append(findings, finding.ID(b.String()))
		}
		for _, m := range []queue.Message{queue.Tick{}, queue.Tick{Before: moment}, queue.Scan{Tenant: id, Slot: slot},
			queue.Scan{Tenant: id, Slot: slot, Light: true}, queue.FindingsChanged{Tenant: id, Slot: slot, Findings: findings}} {
			if diff := cmp.Diff(m, through(t, m), same); diff != "" {
				t.Errorf("after a round trip (-want +got):\n%s", diff)
				return false
			}
		}
		return true
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 300}); err != nil {
		t.Error(err)
	}
}

// through encodes a message and receives it again.
func through(t *testing.T, m queue.Message) queue.Message {
	t.Helper()
	topic, data, err := queue.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	if topic != m.Topic() {
		t.Errorf("got topic %v, want %v", topic, m.Topic())
	}
	got := fresh()[topic]
	if err := got.Receive(wire.New(data)); err != nil {
		t.Fatalf("%s does not take %s: %v", topic, data, err)
	}
	return value(got)
}

// FuzzReceive holds every receiver to this: it never panics, and what it takes
// can be sent on and arrives the same.
func FuzzReceive(f *testing.F) {
	id := tenanttest.ID(f).String()
	for _, seed := range []string{
		`{"customer":"cus_1"}`, `{"charge":"ch_1"}`, `{"customer":""}`,
		``, `{}`, `null`, `{"before":"2026-11-01T12:00:00Z"}`, `{"before":"0001-01-01T00:00:00Z"}`, `{"before":null}`,
		`{"before":"9999-12-31T23:59:59.999999999+23:59"}`,
		`{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1"}`,
		`{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1","light":true}`,
		`{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1","findings":["a","b"]}`,
		`{"TENANT":"` + id + `","Slot":"2026-11-01T12:00:00Z_1","findings":[]}`,
		`{"tenant":"` + id + `","slot":"2026-11-01T12:00:00Z/1","findings":["\ud800"]} `,
		`{"tenant":"` + id + `","tenant":"x","slot":"9999-12-31T23:59:59Z/9223372036854775807"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for topic, r := range fresh() {
			if err := r.Receive(wire.New(data)); err != nil {
				if diff := cmp.Diff(value(fresh()[topic]), value(r), same); diff != "" {
					t.Errorf("%s: a refused message leaves (-want +got):\n%s", topic, diff)
				}
				continue
			}
			if diff := cmp.Diff(value(r), through(t, value(r)), same); diff != "" {
				t.Errorf("%s: after a round trip (-want +got):\n%s", topic, diff)
			}
		}
	})
}

// TestNoMessageCanBeForged: a type that decodes itself from bytes would let any
// function turn text of its own into a tenant's ID.
func TestNoMessageCanBeForged(t *testing.T) {
	types := map[string]reflect.Type{
		"Tick": reflect.TypeFor[queue.Tick](), "Scan": reflect.TypeFor[queue.Scan](),
		"FindingsChanged": reflect.TypeFor[queue.FindingsChanged](), "Publisher": reflect.TypeFor[queue.Publisher](),
		"Message": reflect.TypeFor[queue.Message](), "Sweep": reflect.TypeFor[queue.Sweep](), "Retain": reflect.TypeFor[queue.Retain](),
		"Erase": reflect.TypeFor[queue.Erase](), "DeadLetters": reflect.TypeFor[queue.DeadLetters](),
		"Billing": reflect.TypeFor[queue.Billing](),
		"Deliver": reflect.TypeFor[queue.Deliver](),
	}
	for _, name := range exported(t) {
		if types[name] == nil {
			t.Errorf("%s is exported and not looked at here", name)
		}
	}
	decoders := []reflect.Type{
		reflect.TypeFor[json.Unmarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
		reflect.TypeFor[encoding.BinaryUnmarshaler](), reflect.TypeFor[gob.GobDecoder](),
		reflect.TypeFor[interface{ Scan(any) error }](),
	}
	types["tenant.ID"] = reflect.TypeFor[tenant.ID]()
	for name, typ := range types {
		for _, d := range decoders {
			if typ.Implements(d) || reflect.PointerTo(typ).Implements(d) {
				t.Errorf("%s implements %v", name, d)
			}
		}
	}
	id := tenanttest.ID(t).String()
	for _, text := range []string{
		`{"Tenant":"` + id + `"}`, `{"Tenant":{"s":"` + id + `"}}`, `{"tenant":{"S":"` + id + `"}}`, `{"Tenant":["` + id + `"]}`,
	} {
		var s queue.Scan
		_ = json.Unmarshal([]byte(text), &s)
		if !s.Tenant.IsZero() {
			t.Errorf("%s makes an ID", text)
		}
	}
}

// exported returns the types the package exports.
func exported(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.TypeSpec); ok && s.Name.IsExported() {
				names = append(names, s.Name.Name)
			}
			return true
		})
	}
	if len(names) < 5 {
		t.Fatalf("got the types %v, want five or more", names)
	}
	return names
}
