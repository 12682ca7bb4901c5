package erasure_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/account/belonging"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/past"
	"vahti.ai/vahti/shared/tenant"
)

// The whole measure is: go test ./shared/erasure -run Years -years.tenants 1000 -v -timeout 2h
var livingTenants = flag.Int("years.tenants", 50, "how many tenants live through three years")

// event is what a customer does at a moment.
type event struct {
	at   time.Time
	n    int // whose
	what string
}

// years is what was seen of tenants that lived through them.
type years struct {
	*world
	draw    *rand.Rand
	lefts   map[string][]time.Time // when something was left in which tenant
	letters map[string][]time.Time // when which letters were written, by kind and reader
	kills   int
	runs    int
	visits  int
	forgot  int
	born    time.Time
}

// TestSection19Years has tenants live through three years of changing minds, outages and kills,
// and holds what was promised to each against the records.
func TestSection19Years(t *testing.T) {
	began := time.Now()
	y := &years{world: newWorld(t, *livingTenants), draw: rand.New(rand.NewPCG(*seed, 6)), letters: map[string][]time.Time{}, lefts: map[string][]time.Time{}}
	y.born = y.Now()
	y.run(t)
	y.collect(t)
	events := y.fates()
	t.Logf("%d tenants, %d events, made after %v", *livingTenants, len(events), time.Since(began).Round(time.Second))
	end := y.born.AddDate(3, 0, 0)
	for month := y.born; y.Now().Before(end); {
		for len(events) > 0 && !events[0].at.After(y.Now()) {
			y.happen(t, events[0])
			events = events[1:]
		}
		y.perhapsKilled(t)
		y.collect(t)
		if !y.Now().Before(month) {
			y.visit(t)
			month = month.AddDate(0, 1, 0)
		}
		wait := 24 * time.Hour
		if *livingTenants >= 100 {
			wait = 6 * time.Hour
		}
		if y.draw.Float64() < 0.01 {
			wait += time.Duration(y.draw.IntN(6*24)) * time.Hour // nothing runs for days
		}
		y.Add(wait)
	}
	y.Add(120 * day) // whoever ended last
	for range 3 {
		y.world.run(t)
		y.collect(t)
		y.Add(8 * day)
	}
	y.judge(t)
	t.Logf("%d runs, %d of them killed, %d visits that deleted %d documents, %v in all", y.runs, y.kills, y.visits, y.forgot, time.Since(began).Round(time.Second))
}

// fates draws what each customer does.
func (y *years) fates() []event {
	var out []event
	for n := range *livingTenants {
		at := y.born.Add(time.Duration(y.draw.IntN(2*365*24)) * time.Hour)
		switch p := y.draw.Float64(); {
		case p < 0.15:
			out = append(out, event{at, n, "terminate"})
		case p < 0.25:
			out = append(out, event{at, n, "unpaid"})
		case p < 0.35:
			out = append(out, event{at, n, "erase"})
		case p < 0.42: // and changes his mind
			out = append(out, event{at, n, "terminate"}, event{at.Add(time.Duration(1+y.draw.IntN(28)) * day), n, "reinstate"})
			if p < 0.38 {
				out = append(out, event{at.Add(200 * day), n, "unpaid"})
			}
		case p < 0.47: // and then wants it over
			out = append(out, event{at, n, "terminate"}, event{at.Add(time.Duration(1+y.draw.IntN(28)) * day), n, "erase"})
		}
	}
	slices.SortFunc(out, func(a, b event) int { return a.at.Compare(b.at) })
	return out
}

func (y *years) happen(t *testing.T, e event) {
	t.Helper()
	s, ctx := y.again(t, e.n), t.Context()
	var err error
	switch e.what {
	case "terminate":
		_, err = contract.Terminate(ctx, s, contract.Termination{Request: e.at.Format("20060102T15"), Why: contract.ByCustomer}, y.owners[e.n], y.Now())
	case "unpaid":
		_, err = contract.Terminate(ctx, s, contract.Termination{Request: e.at.Format("20060102T15"), Why: contract.BySubscription}, member.Actor{Service: true}, y.Now())
	case "erase":
		_, err = contract.RequestErasure(ctx, s, y.owners[e.n], y.Now())
	case "reinstate":
		err = contract.Reinstate(ctx, s, y.owners[e.n], y.Now())
	}
	if err != nil {
		t.Fatalf("tenant %d, %s at %v: %v", e.n, e.what, y.Now(), err)
	}
}

// perhapsKilled runs once, and once more where the first was killed; sometimes only
// hours later.
func (y *years) perhapsKilled(t *testing.T) {
	t.Helper()
	y.runs++
	if y.draw.Float64() < 0.2 {
		y.world.run(t)
		return
	}
	at := 1 + y.draw.IntN(40)
	hooks, err := y.Dying(t.Context(), at, func(ctx context.Context) error { return y.Eraser(t).Run(ctx) })
	switch {
	case hooks >= at:
		y.kills++
	case err != nil:
		t.Fatal(err)
	}
	if err := restore.Check(t.Context(), y.DB, restore.Databases()...); err != nil {
		t.Fatalf("after a kill nobody is served: %v", err)
	}
}

// collect sends the letters that wait, as whoever sends them does: their names stay used.
func (y *years) collect(t *testing.T) {
	t.Helper()
	for {
		due, err := letter.Due(t.Context(), y.DB, y.Now(), 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(due) == 0 {
			return
		}
		for _, p := range due {
			if mine, err := p.Claim(t.Context(), y.Now()); err != nil || !mine {
				t.Fatalf("claim a letter: %v, %v", mine, err)
			}
			k := string(p.Kind) + " " + p.To
			y.letters[k] = append(y.letters[k], p.At)
			if err := p.Sent(t.Context(), "receipt", y.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// visit leaves something in the tenants that live, and has what is old deleted.
func (y *years) visit(t *testing.T) {
	t.Helper()
	for n := range y.tenants {
		s := y.again(t, n)
		st, err := contract.Of(t.Context(), s)
		if err != nil || st.State != tenant.Active {
			continue
		}
		y.leave(t, s)
		for {
			deleted, whole, err := past.Forget(t.Context(), s, y.Now(), belonging.Search{DB: y.DB, People: y.People, Now: y.Now()}.Release)
			if err != nil {
				t.Fatal(err)
			}
			if y.forgot += deleted; whole {
				break
			}
		}
		y.visits++
		y.kept(t, s)
	}
	if _, err := past.Elsewhere(t.Context(), y.DB, y.Now()); err != nil {
		t.Fatal(err)
	}
}

// kinds are the collections in which something is left each month, with the row that
// says how long it stays there.
var kinds = map[string]string{"changes": "changes", "scans": "scans", "exceptions": "ended exceptions", "findings": "resolved findings", "outbox": "outbox", "keys": "ended keys"}

// leave leaves one document of each kind that is over now.
func (y *years) leave(t *testing.T, s *store.Tenant) {
	t.Helper()
	now := y.Now()
	doc := y.Raw[store.VahtiDatabase].Doc("tenants/" + s.ID().String())
	name := "m" + now.Format("20060102T15")
	y.lefts[s.ID().String()] = append(y.lefts[s.ID().String()], now)
	for collection, d := range map[string]any{
		"changes": document.Drift{Written: now}, "scans": document.Scan{Slot: tenant.NewSlot(now, 1).String(), State: document.Done, Claimed: now},
		"exceptions": document.Exception{ID: name, State: document.ExceptionEnded, EndWritten: &now}, "outbox": document.Outbox{At: now},
		"findings": document.Finding{ID: name, State: "resolved", Since: now, Version: 2}, "keys": document.APIKey{Expires: now},
	} {
		if _, err := doc.Collection(collection).Doc(name).Set(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := doc.Collection("findings").Doc(name).Collection("history").Doc("1").Set(t.Context(), document.Change{At: now, Version: 1}); err != nil {
		t.Fatal(err)
	}
}

// kept holds that exactly what is younger than the table says is there.
func (y *years) kept(t *testing.T, s *store.Tenant) {
	t.Helper()
	doc := y.Raw[store.VahtiDatabase].Doc("tenants/" + s.ID().String())
	for collection, row := range kinds {
		refs, err := doc.Collection(collection).DocumentRefs(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		keep := retention.Of(row).Keep
		got, want := 0, 0
		for _, ref := range refs {
			if at, err := time.Parse("m20060102T15", ref.ID); err == nil {
				if got++; at.Before(y.Now().Add(-keep - time.Hour)) {
					t.Fatalf("%s of %v is there at %v", collection, at, y.Now())
				}
			}
		}
		for _, at := range y.lefts[s.ID().String()] {
			if !at.Before(y.Now().Add(-keep)) {
				want++
			}
		}
		if got < want {
			t.Fatalf("%d of %s are there at %v, want at least %d", got, collection, y.Now(), want)
		}
	}
}

// judge holds every promise against the records.
func (y *years) judge(t *testing.T) {
	t.Helper()
	stones := map[string]document.Tombstone{}
	docs, err := y.Raw[store.LedgerDatabase].Collection("tombstones").OrderBy(cloud.DocumentID, cloud.Asc).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, snap := range docs {
		var d document.Tombstone
		if err := snap.DataTo(&d); err != nil {
			t.Fatal(err)
		}
		stones[d.Tenant] = d
	}
	var soonest, longest, export time.Duration = 1 << 62, 0, 1 << 62
	asked, letters := 0, 0
	for n, s := range y.tenants {
		owner := erasuretest.Owner(n)
		d, erased := stones[s.ID().String()]
		st, err := contract.Of(t.Context(), y.again(t, n))
		if !erased {
			if err != nil || st.State != tenant.Active {
				t.Errorf("tenant %d: got %v, %v, want it to live", n, st.State, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("tenant %d: erased, and there", n)
		}
		c, err := erasure.Verify(t.Context(), y.DB, d.Number)
		if err != nil {
			t.Errorf("tenant %d: %v", n, err)
			continue
		}
		from := d.Terminated
		if !d.Asked.IsZero() {
			asked++
			from = d.Asked
		} else {
			export, soonest = min(export, d.Began.Sub(d.Terminated)), min(soonest, d.Began.Sub(d.Terminated))
			if d.Began.Sub(d.Terminated) < 31*day {
				t.Errorf("tenant %d: its erasure began %v after the end of its agreement", n, d.Began.Sub(d.Terminated))
			}
			letters += y.wrote(t, n, "agreement-ended "+owner, func(at time.Time) bool { return !at.Before(d.Terminated) && !at.After(d.Began) })
			letters += y.wrote(t, n, "erasure-near "+owner, func(at time.Time) bool { return at.After(d.Terminated) && d.Began.Sub(at) >= 7*day })
		}
		letters += y.wrote(t, n, "erased "+owner, func(at time.Time) bool { return !at.Before(c.Done) })
		longest = max(longest, c.Done.Sub(d.Terminated))
		if c.Done.Sub(d.Terminated) > 90*day || c.Done.Sub(from) > 90*day {
			t.Errorf("tenant %d: erased %v after the end of its agreement", n, c.Done.Sub(d.Terminated))
		}
	}
	y.Stop()
	for part := range slices.Chunk(slices.Sorted(maps.Keys(stones)), 50) {
		if hits := erasuretest.Search(t, y.Dir, ledgers, part...); len(hits) > 0 {
			t.Errorf("left: %v", hits[:min(len(hits), 10)])
		}
	}
	y.Start(t)
	t.Logf("%d erased, %d of them because they asked; soonest %s and at the latest %s after the end; %d letters", len(stones), asked, days(soonest), days(longest), letters)
	if len(y.Alerts) > 0 {
		t.Errorf("alerts: %v", y.Alerts[:min(3, len(y.Alerts))])
	}
	if len(stones) == 0 {
		t.Error("nobody was erased: this proves nothing")
	}
}

func days(d time.Duration) string { return fmt.Sprintf("%.2f days", d.Hours()/24) }

// wrote holds that a letter was written when it should, and once, whoever was killed
// between the letter and the note that it was written: what is left of a letter that was
// sent keeps its name, and nothing is written under it again.
func (y *years) wrote(t *testing.T, n int, which string, when func(time.Time) bool) int {
	t.Helper()
	count := 0
	for _, at := range y.letters[which] {
		if when(at) {
			count++
		}
	}
	if count == 0 {
		t.Errorf("tenant %d: no letter %s in time: %v", n, which, y.letters[which])
	}
	if count > 1 {
		t.Errorf("tenant %d: the letter %s was sent %d times: %v", n, which, count, y.letters[which])
	}
	return count
}
