package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// odd are texts that a collection must keep as they are.
var odd = []string{
	"", "a", "Member", "Guest", "ä ö 日本", "true", "null", "unknownFutureValue", "00000000-0000-0000-0000-000000000000", "\x00\x01",
	"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg",
	"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f", "0a1b2c3d04e5f-6071-8293-a4b5c6d7e8f9", strings.Repeat("x", 300), "a\"b\\c/<&>\u2028",
}

type drawer struct{ *rand.Rand }

func (d drawer) text() string { return odd[d.IntN(len(odd))] }

func (d drawer) id() string {
	if d.IntN(4) == 0 {
		return d.text()
	}
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", d.IntN(40), d.IntN(3))
}

func (d drawer) texts() []string {
	n := d.IntN(4)
	if n == 3 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = d.text()
	}
	return out
}

func value[T any](d drawer, of func() T) Value[T] {
	switch d.IntN(3) {
	case 0:
		return Value[T]{}
	case 1:
		return NullOf[T]()
	}
	return Some(of())
}

func (d drawer) bool() bool { return d.IntN(2) == 0 }

func (d drawer) time() Timestamp {
	switch d.IntN(4) {
	case 0:
		return Timestamp{}
	case 1:
		return At(time.Date(d.IntN(9999), 2, 28, 23, 59, 59, d.IntN(1e9), time.UTC))
	}
	return At(time.Unix(d.Int64N(4e9), 0))
}

func (d drawer) user() User {
	u := User{
		ID: d.id(), DisplayName: d.text(), UserPrincipalName: d.text(), UserType: d.text(), AccountEnabled: value(d, d.bool),
		OnPremisesSyncEnabled: value(d, d.bool), OnPremisesImmutableID: value(d, d.text), Mail: value(d, d.text), EmployeeHireDate: value(d, d.time),
	}
	if d.bool() {
		u.Mail = Some(u.UserPrincipalName)
	}
	return u
}

func (d drawer) registration() RegistrationDetail {
	return RegistrationDetail{
		ID: d.id(), IsAdmin: value(d, d.bool), IsMfaCapable: value(d, d.bool),
		IsMfaRegistered: value(d, d.bool), IsSsprEnabled: value(d, d.bool), MethodsRegistered: d.texts(),
	}
}

func (d drawer) group() Group {
	g := Group{
		ID: d.id(), DisplayName: d.text(), Visibility: value(d, d.text), GroupTypes: d.texts(), SecurityEnabled: value(d, d.bool),
		MembershipRule: value(d, d.text), MembershipRuleProcessingState: value(d, d.text), IsAssignableToRole: value(d, d.bool),
		IsManagementRestricted: value(d, d.bool), OnPremisesSyncEnabled: value(d, d.bool), ResourceProvisioningOptions: d.texts(),
	}
	if ids := d.texts(); ids != nil {
		g.AssignedLicenses = []AssignedLicense{}
		for _, id := range ids {
			g.AssignedLicenses = append(g.AssignedLicenses, AssignedLicense{SkuID: id})
		}
	}
	return g
}

func (d drawer) device() ManagedDevice {
	return ManagedDevice{
		ID: d.id(), DeviceName: d.text(), OperatingSystem: d.text(), OSVersion: d.text(), IsEncrypted: value(d, d.bool),
		JailBroken: value(d, d.text), Model: d.text(), ManagementAgent: d.text(),
	}
}

// packedKeys runs a test with every packed key.
func packedKeys(t *testing.T, users func(*testing.T, Packed[User], func(drawer) User), registrations func(*testing.T, Packed[RegistrationDetail], func(drawer) RegistrationDetail),
	groups func(*testing.T, Packed[Group], func(drawer) Group), devices func(*testing.T, Packed[ManagedDevice], func(drawer) ManagedDevice)) {
	t.Helper()
	t.Run("users", func(t *testing.T) { users(t, Users, drawer.user) })
	t.Run("registrations", func(t *testing.T) { registrations(t, RegistrationDetails, drawer.registration) })
	t.Run("groups", func(t *testing.T) { groups(t, Groups, drawer.group) })
	t.Run("devices", func(t *testing.T) { devices(t, ManagedDevices, drawer.device) })
}

func some[T any](seed uint64, n int, draw func(drawer) T) []T {
	d := drawer{rand.New(rand.NewPCG(seed, 1))}
	out := make([]T, n)
	for i := range out {
		out[i] = draw(d)
	}
	return out
}

func empty() *Snapshot { return New(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Settings{}) }

func saved(t testing.TB, k Key, s *Snapshot) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Save(k, s, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPackedKeepsEverything(t *testing.T) {
	packedKeys(t, keepsEverything[User], keepsEverything[RegistrationDetail], keepsEverything[Group], keepsEverything[ManagedDevice])
}

func keepsEverything[T any](t *testing.T, k Packed[T], draw func(drawer) T) {
	want := some(7, 3000, draw)
	s := empty()
	k.Set(s, want)
	if diff := cmp.Diff(want, k.Of(s)); diff != "" {
		t.Fatalf("what was set is another (-want +got):\n%s", diff)
	}
	if got := k.Len(s); got != len(want) {
		t.Errorf("got length %d, want %d", got, len(want))
	}

	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	read := empty()
	for _, page := range []string{"[]", string(raw), " [ ] "} {
		if err := k.Decode(read, "", []byte(page)); err != nil {
			t.Fatal(err)
		}
	}
	var plain []T
	if err := json.Unmarshal(raw, &plain); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain, k.Of(read)); diff != "" {
		t.Fatalf("what was read is another than encoding/json reads (-want +got):\n%s", diff)
	}

	loaded := empty()
	file := saved(t, k, s)
	if err := Load(k, loaded, bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, k.Of(loaded)); diff != "" {
		t.Fatalf("what was loaded is another (-want +got):\n%s", diff)
	}
	if !bytes.Equal(saved(t, k, loaded), file) {
		t.Error("what was loaded is saved in another way")
	}
}

func TestPackedScansPlainPages(t *testing.T) {
	packedKeys(t, scansPlainPages[User], scansPlainPages[RegistrationDetail], scansPlainPages[Group], scansPlainPages[ManagedDevice])
}

// scansPlainPages wants pages as Graph sends them to be read without encoding/json.
func scansPlainPages[T any](t *testing.T, k Packed[T], draw func(drawer) T) {
	for _, want := range some(3, 200, draw) {
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		c := newCollection(k.codec)
		var got T
		if _, err := c.read(raw, &got, false); err != nil && !errors.Is(err, errNoID) {
			t.Fatal(err)
		}
		if c.scan.Bad() {
			t.Fatalf("the scanner refused %s", raw)
		}
	}
}

func TestPackedOutgrowsChunksAndNames(t *testing.T) {
	want := make([]ManagedDevice, maxNames+2000)
	for i := range want {
		want[i] = ManagedDevice{ID: fmt.Sprint(i), DeviceName: strings.Repeat("n", i%50), Model: fmt.Sprint("model ", i)}
	}
	want[5].DeviceName = strings.Repeat("long", chunkSize)
	s := empty()
	ManagedDevices.Set(s, want)
	if got := ManagedDevices.Of(s); !reflect.DeepEqual(got, want) {
		t.Error("devices with many models are kept as others")
	}
	loaded := empty()
	if err := Load(ManagedDevices, loaded, bytes.NewReader(saved(t, ManagedDevices, s))); err != nil {
		t.Fatal(err)
	}
	if got := ManagedDevices.Of(loaded); !reflect.DeepEqual(got, want) {
		t.Error("devices with many models are loaded as others")
	}
}

func TestUserByIDFollowsReading(t *testing.T) {
	const guid = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
	s := empty()
	if UserByID(s, guid) != nil {
		t.Error("a user was found where none was read")
	}
	Users.Set(s, []User{{ID: guid, DisplayName: "first"}, {ID: "plain"}, {ID: "Upper"}, {}, {ID: guid, DisplayName: "later"}})
	tests := []struct{ id, want, name string }{
		{guid, guid, "later"}, {strings.ToUpper(guid), guid, "later"}, {"plain", "plain", ""}, {"PLAIN", "plain", ""},
		{"Upper", "Upper", ""}, {"upper", "", ""}, {"", "", ""}, {"unknown", "", ""},
	}
	for _, tt := range tests {
		got := UserByID(s, tt.id)
		if (got != nil) != (tt.want != "") || got != nil && (got.ID != tt.want || got.DisplayName != tt.name) {
			t.Errorf("%q: got %+v, want %q %q", tt.id, got, tt.want, tt.name)
		}
	}
	for i := range 5000 { // the index follows what is read later
		raw := fmt.Sprintf(`[{"id":"%08x-0000-4000-8000-000000000000","displayName":"%d"}]`, i, i)
		if err := Users.Decode(s, "", []byte(raw)); err != nil {
			t.Fatal(err)
		}
		if i%7 == 0 {
			at := i / 2
			if u := UserByID(s, fmt.Sprintf("%08x-0000-4000-8000-000000000000", at)); u == nil || u.DisplayName != fmt.Sprint(at) {
				t.Fatalf("got %+v for user %d of %d", u, at, i)
			}
		}
	}
	if n := testing.AllocsPerRun(100, func() {
		if u := UserByID(s, guid); u == nil || u.DisplayName != "later" {
			t.Error("the user was not found")
		}
	}); n != 0 {
		t.Errorf("looking a user up allocates %v times", n)
	}
}

func TestIterationHardlyAllocates(t *testing.T) {
	const n = 10000
	s := empty()
	users := make([]User, n)
	for i := range users {
		users[i] = User{ID: fmt.Sprintf("%08x-0000-4000-8000-000000000000", i), DisplayName: "someone", UserType: "Member"}
	}
	Users.Set(s, users)
	allocations := testing.AllocsPerRun(5, func() {
		for u := range Users.All(s) {
			if u.ID == "" {
				t.Error("a user has no id")
			}
		}
	})
	if allocations > n/20 {
		t.Errorf("going over %d users allocates %v times", n, allocations)
	}
	for range Users.All(s) {
		break // is no more than that
	}
}
