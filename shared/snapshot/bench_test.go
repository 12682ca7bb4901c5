package snapshot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
)

// benchPages is how many pages of users the benchmarks have, benchPage how long
// Graph makes one at most.
const benchPage, benchPages = 999, 20

// benchUsers returns pages of users as Graph sends them when asked for what Vahti
// reads.
func benchUsers(tb testing.TB) (pages [][]byte, bytes int64) {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	for range benchPages {
		page := make([]User, benchPage)
		for i := range page {
			name := fmt.Sprintf("%x", r.Uint32())
			upn := "given." + name + "@contoso.example"
			page[i] = User{
				ID:          fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Int64N(1<<48)),
				DisplayName: "Given Säilä-" + name, UserPrincipalName: upn, Mail: Some(upn), UserType: "Member", AccountEnabled: Some(i%20 != 0),
				OnPremisesSyncEnabled: NullOf[bool](), OnPremisesImmutableID: NullOf[string](), EmployeeHireDate: NullOf[Timestamp](),
			}
		}
		raw, err := json.Marshal(page)
		if err != nil {
			tb.Fatal(err)
		}
		pages = append(pages, raw)
		bytes += int64(len(raw))
	}
	return pages, bytes
}

// BenchmarkDecode decodes the same pages into the packed form, which the first
// one reports the size of, and into structs by encoding/json.
func BenchmarkDecode(b *testing.B) {
	pages, n := benchUsers(b)
	for _, k := range []Key{Users, Many[User]{Users.name}} {
		name := "packed"
		if k != Key(Users) {
			name = "encodingjson"
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(n)
			b.ReportAllocs()
			var s *Snapshot
			for b.Loop() {
				s = empty()
				for _, page := range pages {
					if err := k.Decode(s, "", page); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(held(s, k)/(benchPage*benchPages), "B/user")
		})
	}
}

// held is how much memory letting go of a resource frees, in bytes.
func held(s *Snapshot, k Key) float64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	Forget(k, s)
	runtime.GC()
	runtime.ReadMemStats(&after)
	return float64(before.HeapAlloc) - float64(after.HeapAlloc)
}

func benchSnapshot(b *testing.B) *Snapshot {
	b.Helper()
	s := empty()
	pages, _ := benchUsers(b)
	for _, page := range pages {
		if err := Users.Decode(s, "", page); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// BenchmarkAll is going over every user; the time is for one of them.
func BenchmarkAll(b *testing.B) {
	s := benchSnapshot(b)
	b.ReportAllocs()
	enabled, n := 0, 0
	for n < b.N {
		for u := range Users.All(s) {
			if u.AccountEnabled.V {
				enabled++
			}
			if n++; n == b.N {
				break
			}
		}
	}
	if enabled == 0 && b.N > 100 {
		b.Fatal("nobody is enabled")
	}
}

func BenchmarkUserByID(b *testing.B) {
	s := benchSnapshot(b)
	var ids []string
	for u := range Users.All(s) {
		ids = append(ids, u.ID)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if i++; i == len(ids) {
			i = 0
		}
		if u := UserByID(s, ids[i]); u == nil || u.UserType != "Member" {
			b.Fatal("the user was not found")
		}
	}
}

func BenchmarkSave(b *testing.B) {
	s := benchSnapshot(b)
	var file bytes.Buffer
	if err := Save(Users, s, &file); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		if err := Save(Users, s, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(file.Len())/(benchPage*benchPages), "B/user")
}

func BenchmarkLoad(b *testing.B) {
	var file bytes.Buffer
	if err := Save(Users, benchSnapshot(b), &file); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		if err := Load(Users, empty(), bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMerge applies a page of changes to two hundred users.
func BenchmarkMerge(b *testing.B) {
	s := benchSnapshot(b)
	var page []map[string]any
	for u := range Users.All(s) {
		if len(page) < 200 {
			page = append(page, map[string]any{"id": u.ID, "accountEnabled": false})
		}
	}
	raw, err := json.Marshal(page)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Merge(Users, s, raw, nil); err != nil {
			b.Fatal(err)
		}
	}
}
