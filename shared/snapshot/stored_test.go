package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// TestSaveAndLoad saves what the sample tenants answer, of every resource.
func TestSaveAndLoad(t *testing.T) {
	for _, k := range Keys() {
		t.Run(string(k.Resource()), func(t *testing.T) {
			answers := samples(t, k.Resource())
			if k.Kind() != Singleton {
				answers = append(answers, []byte(`[]`))
			}
			for _, raw := range answers {
				s := empty()
				if err := k.Decode(s, parentOf(k), raw); err != nil {
					t.Fatal(err)
				}
				if k.Kind() == PerParent {
					for _, parent := range []string{"b", "", "a"} { // read, and perhaps empty
						if err := k.Decode(s, parent, []byte(`[]`)); err != nil {
							t.Fatal(err)
						}
					}
				}
				file := saved(t, k, s)
				loaded := empty()
				if err := Load(k, loaded, iotest.OneByteReader(bytes.NewReader(file))); err != nil {
					t.Fatal(err)
				}
				if _, missing := loaded.Missing(k.Resource()); missing {
					t.Error("what was loaded does not count as read")
				}
				if diff := cmp.Diff(form(t, k, s), form(t, k, loaded)); diff != "" {
					t.Errorf("what was loaded is another (-want +got):\n%s", diff)
				}
				if !bytes.Equal(saved(t, k, loaded), file) {
					t.Error("what was loaded is saved in another way")
				}
			}
		})
	}
}

func TestSaveOrder(t *testing.T) {
	parents := []string{"d", "a", "c", "b", "e"}
	var first []byte
	for range 20 {
		s := empty()
		for _, i := range rand.Perm(len(parents)) {
			InboxRules.Set(s, parents[i], []InboxRule{{ID: parents[i]}})
		}
		file := saved(t, InboxRules, s)
		if first == nil {
			first = file
		}
		if !bytes.Equal(file, first) {
			t.Fatal("the same content gave other bytes")
		}
	}
}

func TestLoadWrong(t *testing.T) {
	s := empty()
	Users.Set(s, some(1, 50, drawer.user))
	Domains.Set(s, []Domain{{ID: "contoso.example"}, {ID: "fabrikam.example"}})
	InboxRules.Set(s, "someone", []InboxRule{{ID: "rule"}})
	SecurityDefaults.Set(s, SecurityDefaultsData{})
	// replaced changes the count in a header.
	replaced := func(file []byte, from, to string) []byte {
		return bytes.Replace(file, []byte(`"count":`+from), []byte(`"count":`+to), 1)
	}
	users, domains, rules, defaults := saved(t, Users, s), saved(t, Domains, s), saved(t, InboxRules, s), saved(t, SecurityDefaults, s)
	tests := []struct {
		name string
		key  Key
		file []byte
		form bool // the error is ErrForm
	}{
		{"nothing", Users, nil, true},
		{"no header", Users, bytes.Repeat([]byte("x"), 10000), true},
		{"another resource", Users, domains, true},
		{"another resource of the same type", Organizations, domains, true},
		{"another version", Domains, bytes.Replace(domains, []byte(`"form":"`), []byte(`"form":"0`), 1), true},
		{"a collection cut", Domains, domains[:len(domains)-3], false},
		{"a collection longer than it says", Domains, replaced(domains, "2", "1"), false},
		{"a collection shorter than it says", Domains, replaced(domains, "2", "3"), false},
		{"a negative count", Domains, replaced(domains, "2", "-2"), true},
		{"packed and cut", Users, users[:len(users)-1], false},
		{"packed and longer", Users, append(bytes.Clone(users), 0), false},
		{"packed with another count", Users, replaced(users, "50", "51"), false},
		{"packed with a length beyond all", Users, append(users[:bytes.IndexByte(users, '\n')+1:bytes.IndexByte(users, '\n')+1], 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), false},
		{"a singleton cut", SecurityDefaults, defaults[:len(defaults)-3], false},
		{"two singletons", SecurityDefaults, append(bytes.Clone(defaults), "{}"...), false},
		{"no parent", InboxRules, bytes.Replace(rules, []byte(`"someone"`), []byte(`""`), 1), false},
		{"another type", InboxRules, bytes.Replace(rules, []byte(`"someone"`), []byte(`1`), 1), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := empty()
			s.SetUnread(tt.key.Resource(), Unread{Reason: "before"})
			err := Load(tt.key, s, bytes.NewReader(tt.file))
			if err == nil || errors.Is(err, ErrForm) != tt.form {
				t.Errorf("got error %v, want ErrForm: %v", err, tt.form)
			}
			if why, _ := s.Missing(tt.key.Resource()); why.Reason != "before" {
				t.Error("the snapshot was changed")
			}
		})
	}
	cut := errors.New("the line is cut")
	for _, k := range []Key{Users, Domains, InboxRules, SecurityDefaults} {
		file := saved(t, k, s)
		err := Load(k, empty(), io.MultiReader(bytes.NewReader(file[:len(file)-2]), iotest.ErrReader(cut)))
		if !errors.Is(err, cut) {
			t.Errorf("%s: got error %v, want the reader's own", k.Resource(), err)
		}
		if err := Save(k, empty(), io.Discard); err == nil {
			t.Errorf("%s: what was not read was saved", k.Resource())
		}
		if err := Save(k, s, brokenWriter{}); !errors.Is(err, errBroken) {
			t.Errorf("%s: got error %v, want the writer's own", k.Resource(), err)
		}
	}
}

var errBroken = errors.New("the writer is broken")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestForget(t *testing.T) {
	s := empty()
	s.SetUnread(Domains.Resource(), Unread{Reason: "refused"})
	Users.Set(s, []User{{ID: "a"}})
	InboxRules.Set(s, "a", nil)
	s.SetTurn(InboxRules.Resource(), Turn{Total: 1})
	for _, k := range []Key{Domains, Users, InboxRules} {
		Forget(k, s)
		if why, missing := s.Missing(k.Resource()); !missing || why.Reason != "it was not asked for" {
			t.Errorf("%s: got %+v", k.Resource(), why)
		}
	}
	if len(s.Turns()) != 0 || len(s.AllUnread()) != 0 || UserByID(s, "a") != nil {
		t.Error("something is left of what was forgotten")
	}
}

func TestMergeRefuses(t *testing.T) {
	for _, k := range []Key{SecurityDefaults, InboxRules} {
		s := empty()
		if err := k.Decode(s, parentOf(k), []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
		if err := Merge(k, s, []byte(`[{"id":"a"}]`), nil); err == nil {
			t.Errorf("%s took changes", k.Resource())
		}
	}
}

// FuzzDecodePacked wants a packed collection to hold what encoding/json reads.
func FuzzDecodePacked(f *testing.F) {
	keys := []Key{Users, RegistrationDetails, Groups, ManagedDevices}
	for i, k := range keys {
		for _, raw := range samples(f, k.Resource()) {
			if len(raw) < 1<<14 {
				f.Add(uint8(i), raw)
			}
		}
	}
	for i, seed := range []string{
		`[{"id":"a","ID":"b"}]`, `[{"mail":null,"mail":"x"}]`, `[{"ıd":"a","displayname":"\u00e4"}]`, `[null,{}]`, `[{"accountEnabled":"true"}]`,
		`[{"employeeHireDate":"/Date(1700000000000)/"}]`, `[{"x":[[[{"y":1e5}]]]}] `, "[{\"displayName\":\"\xff\"}]", `[{"id":null}]`, `null`, `{}`,
		`[{"methodsRegistered":["a",null]}]`, `[{"methodsRegistered":[],"isAdmin":null}]`, `[{"assignedLicenses":[{"skuId":"a","skuId":"b"},{"SKUID":"c"}]}]`,
		`[{"groupTypes":["Unified"],"resourceProvisioningOptions":["Team"]}]`, `[{"employeeHireDate":"0001-01-01T00:00:00Z"}]`,
	} {
		f.Add(uint8(i), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		switch which % 4 {
		case 0:
			decodesAlike(t, Users, raw)
		case 1:
			decodesAlike(t, RegistrationDetails, raw)
		case 2:
			decodesAlike(t, Groups, raw)
		case 3:
			decodesAlike(t, ManagedDevices, raw)
		}
	})
}

func decodesAlike[T any](t *testing.T, k Packed[T], raw []byte) {
	packed, list := empty(), empty()
	first := []byte(`[{"id":"before"}]`)
	plain := Many[T]{k.name}
	if k.Decode(packed, "", first) != nil || plain.Decode(list, "", first) != nil {
		t.Fatal("a page was refused")
	}
	err, want := k.Decode(packed, "", raw), plain.Decode(list, "", raw)
	if (err == nil) != (want == nil) || err != nil && err.Error() != want.Error() {
		t.Fatalf("got error %v, want %v", err, want)
	}
	if diff := cmp.Diff(plain.Of(list), k.Of(packed)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	err, want = Merge(k, packed, raw, []string{"before"}), Merge(plain, list, raw, []string{"before"})
	if (err == nil) != (want == nil) {
		t.Fatalf("merging: got error %v, want %v", err, want)
	}
	if diff := cmp.Diff(append([]T{}, plain.Of(list)...), append([]T{}, k.Of(packed)...)); diff != "" {
		t.Fatalf("merged (-want +got):\n%s", diff)
	}
}

// FuzzLoad wants damage to give an error and never a panic, and what is loaded to
// be saved and loaded alike.
func FuzzLoad(f *testing.F) {
	s := empty()
	Users.Set(s, some(1, 5, drawer.user))
	RegistrationDetails.Set(s, some(1, 5, drawer.registration))
	Groups.Set(s, some(1, 5, drawer.group))
	ManagedDevices.Set(s, some(1, 5, drawer.device))
	Domains.Set(s, []Domain{{ID: "contoso.example"}})
	InboxRules.Set(s, "someone", []InboxRule{{ID: "rule"}})
	keys := []Key{Users, RegistrationDetails, Groups, ManagedDevices, Domains, InboxRules}
	for i, k := range keys {
		_, body, _ := bytes.Cut(saved(f, k, s), []byte("\n"))
		f.Add(uint8(i), uint8(5), body)
	}
	heads := make([]string, len(keys))
	for i, k := range keys {
		head, _, _ := strings.Cut(string(saved(f, k, s)), "\n")
		heads[i] = head
	}
	f.Fuzz(func(t *testing.T, which, count uint8, body []byte) {
		i := int(which) % len(keys)
		k := keys[i]
		var h header
		if err := json.Unmarshal([]byte(heads[i]), &h); err != nil {
			t.Fatal(err)
		}
		h.Count = int(count)
		head, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		s := empty()
		if err := Load(k, s, io.MultiReader(bytes.NewReader(head), strings.NewReader("\n"), bytes.NewReader(body))); err != nil {
			if s.Has(k.Resource()) {
				t.Fatal("an error left something in the snapshot")
			}
			return
		}
		file := saved(t, k, s)
		again := empty()
		if err := Load(k, again, bytes.NewReader(file)); err != nil {
			t.Fatalf("what was loaded and saved does not load: %v", err)
		}
		if !bytes.Equal(saved(t, k, again), file) {
			t.Fatal("what was loaded is saved in another way")
		}
	})
}
