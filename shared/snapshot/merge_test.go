package snapshot

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMerge(t *testing.T) {
	packedKeys(t, mergesLikeFull[User], mergesLikeFull[RegistrationDetail], mergesLikeFull[Group], mergesLikeFull[ManagedDevice])
}

// mergesLikeFull applies pages of changes and wants what a full reading gives,
// from a packed collection as from a plain one.
func mergesLikeFull[T any](t *testing.T, k Packed[T], draw func(drawer) T) {
	d := drawer{rand.New(rand.NewPCG(11, 5))}
	plain := Many[T]{k.name}
	packed, list := empty(), empty()
	var want []T
	id := k.codec.id
	k.Set(packed, nil)
	plain.Set(list, nil)
	for round := range 80 {
		var page []json.RawMessage
		var removed []string
		for range d.IntN(12) {
			next := draw(d)
			if id(&next) == "" {
				continue
			}
			raw, err := json.Marshal(next)
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(want, func(v T) bool { return id(&v) == id(&next) })
			if at < 0 {
				want = append(want, next)
				page = append(page, raw)
				continue
			}
			// Some of its properties change, the others are left out or null.
			changed, after := partly(t, d, raw, want[at])
			var whole T
			if err := json.Unmarshal(after, &whole); err != nil {
				t.Fatal(err)
			}
			want[at] = whole
			page = append(page, changed)
		}
		for range d.IntN(4) {
			if len(want) > 0 {
				at := d.IntN(len(want))
				removed = append(removed, id(&want[at]), "never there")
				want = slices.Delete(want, at, at+1)
			}
		}
		raw, err := json.Marshal(page)
		if err != nil {
			t.Fatal(err)
		}
		if page == nil {
			raw = nil
		}
		if err := Merge(k, packed, raw, removed); err != nil {
			t.Fatal(err)
		}
		if err := Merge(plain, list, raw, removed); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, k.Of(packed)); diff != "" && len(want) > 0 {
			t.Fatalf("round %d: packed (-want +got):\n%s", round, diff)
		}
		if diff := cmp.Diff(want, plain.Of(list)); diff != "" && len(want) > 0 {
			t.Fatalf("round %d: list (-want +got):\n%s", round, diff)
		}
	}
	full := empty()
	k.Set(full, want)
	if !bytes.Equal(saved(t, k, packed), saved(t, k, full)) {
		t.Error("what was merged is saved in another way than what was read in full")
	}
}

// partly leaves out some properties of what an entity becomes, and returns that
// and the whole entity after it.
func partly[T any](t *testing.T, d drawer, becomes []byte, was T) (changed, after []byte) {
	t.Helper()
	before, err := json.Marshal(was)
	if err != nil {
		t.Fatal(err)
	}
	var all, some map[string]json.RawMessage
	if json.Unmarshal(before, &all) != nil || json.Unmarshal(becomes, &some) != nil {
		t.Fatal("an entity is no object")
	}
	for name := range some {
		switch {
		case name == "id":
		case d.IntN(2) == 0:
			delete(some, name)
		case d.IntN(4) == 0:
			some[name] = json.RawMessage("null")
		}
	}
	for name, raw := range some {
		all[name] = raw
	}
	if changed, err = json.Marshal(some); err != nil {
		t.Fatal(err)
	}
	if after, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	return changed, after
}

func TestMergeUnusual(t *testing.T) {
	before := []User{{ID: "1", DisplayName: "a", Mail: Some("m")}, {ID: "2", DisplayName: "b"}, {ID: "1", DisplayName: "later", Mail: Some("n")}}
	tests := []struct {
		name    string
		changed string
		removed []string
		want    []User // nil where it fails
	}{
		{name: "nothing", want: before[1:]},
		{name: "another case", changed: `[{"ID":"2","DISPLAYNAME":"c"}]`, want: []User{{ID: "2", DisplayName: "c"}, before[2]}},
		{name: "a property twice", changed: `[{"id":"2","mail":null,"mail":"x"}]`, want: []User{{ID: "2", DisplayName: "b", Mail: Some("x")}, before[2]}},
		{name: "one of two with an id", changed: `[{"id":"1","mail":null}]`, want: []User{before[1], {ID: "1", DisplayName: "later", Mail: NullOf[string]()}}},
		{name: "twice in a page", changed: `[{"id":"2","displayName":"x"},{"id":"2","mail":"y"}]`, want: []User{{ID: "2", DisplayName: "x", Mail: Some("y")}, before[2]}},
		{name: "both of two gone", removed: []string{"1"}, want: before[1:2]},
		{name: "changed and gone", changed: `[{"id":"3"}]`, removed: []string{"3"}, want: before[1:]},
		{name: "no id", changed: `[{"id":"2","displayName":"c"},{"displayName":"d"}]`},
		{name: "a number as name", changed: `[{"id":"2","displayName":"c"},{"id":"2","displayName":1}]`},
		{name: "no array", changed: `{}`},
		{name: "cut", changed: `[{"id":"2","displayName":"c"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plain := Many[User]{Users.name}
			for _, k := range []Key{Users, plain} {
				s := empty()
				if k == Key(Users) {
					Users.Set(s, before)
				} else {
					plain.Set(s, slices.Clone(before))
				}
				err := Merge(k, s, []byte(tt.changed), tt.removed)
				want := tt.want
				if want == nil {
					want = before
				}
				if (err == nil) != (tt.want != nil) {
					t.Errorf("%T: got error %v", k, err)
				}
				if diff := cmp.Diff(want, Form(k, s)); diff != "" {
					t.Errorf("%T (-want +got):\n%s", k, diff)
				}
			}
		})
	}
	if err := Merge(Users, empty(), []byte(`[]`), nil); err == nil {
		t.Error("changes were applied to what was not read")
	}
}
