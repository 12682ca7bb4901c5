package sweep

import (
	"fmt"
	"testing"
	"time"

	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// BenchmarkSweep is a sweep after ten minutes in which each of 100 tenants made ten
// entries, and one after which nobody made any.
func BenchmarkSweep(b *testing.B) {
	w := newWorld(b)
	all := make([]*store.Tenant, 100)
	for n := range all {
		id := must(fleet.New(w.db, w.Now).Put(b.Context(), fleet.NewTenant{
			Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}, Language: "fi", Interval: time.Hour}))(b)
		all[n] = must(w.db.Tenant(id))(b)
	}
	for _, bench := range []struct {
		name    string
		entries int
	}{{"1000 entries", 10}, {"idle", 0}} {
		b.Run(bench.name, func(b *testing.B) {
			w.Add(3 * time.Hour) // what was before is looked at no more
			w.mustSweep(b)
			for b.Loop() {
				b.StopTimer()
				for n, t := range all {
					for i := range bench.entries {
						e := trail.Entry{At: w.Now(), Account: fmt.Sprint("a", n), Address: address, Action: trail.KeyUsed}
						if err := trail.Of(t).Add(b.Context(), fmt.Sprint(w.Now().Unix(), "-", i), e); err != nil {
							b.Fatal(err)
						}
					}
				}
				w.Add(10 * time.Minute)
				b.StartTimer()
				w.mustSweep(b)
			}
		})
	}
}
