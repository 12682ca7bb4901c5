package exception_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// plain is what should be stored, worked out the plain way: numbers and texts.
type plain struct {
	findings map[string]*plainFinding // by check and resource
	verdicts map[string]finding.Verdict
	timeline []string
	trail    []string
}

type plainFinding struct {
	check, resource string
	open            bool
	n               int
	story           []string
	accepted        bool
	acceptedN       int
	expires         time.Time
	exception       string // its ID
}

// scan takes over what checks say, at a moment of the tenant's clock: by resource
// the number of a finding, or 0 where it is good.
func (p *plain) scan(says map[string]map[string]int, at time.Time) {
	baseline := p.verdicts == nil
	note := func(format string, args ...any) {
		if !baseline {
			p.timeline = append(p.timeline, fmt.Sprintf(format, args...))
		}
	}
	for _, check := range slices.Sorted(maps.Keys(says)) {
		for resource, n := range says[check] {
			if name := check + "/" + resource; n > 0 && p.findings[name] == nil {
				p.findings[name] = &plainFinding{check: check, resource: resource}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.findings)) {
		f := p.findings[name]
		now := says[f.check][f.resource]
		entity := f.resource != finding.TenantResource
		switch {
		case now > 0 && !f.open:
			kind, from := "reopened", `"resolved"`
			if f.story == nil {
				kind, from = "opened", "null"
			}
			f.story = append(f.story, kind)
			if entity {
				note(`finding %s %s %s->"open" `, f.check, f.resource, from)
			}
		case now == 0 && f.open:
			f.story = append(f.story, "resolved")
			if entity {
				note(`finding %s %s "open"->"resolved" `, f.check, f.resource)
			}
		case now > f.n && f.open:
			f.story = append(f.story, "worsened")
			note(`facts %s %s {"count":%d}->{"count":%d} `, f.check, f.resource, f.n, now)
		case now < f.n && f.open:
			f.story = append(f.story, "changed")
			note(`facts %s %s {"count":%d}->{"count":%d} `, f.check, f.resource, f.n, now)
		}
		f.open, f.n = now > 0, now
		switch {
		case f.accepted && !at.Before(f.expires):
			p.end(f, finding.Expired, "exception.expired")
		case f.accepted && f.open && f.n > f.acceptedN:
			p.end(f, finding.GotWorse, "exception.worse")
		}
	}
	now := map[string]finding.Verdict{}
	for check, resources := range says {
		now[check] = finding.Pass
		for _, n := range resources {
			if n > 0 {
				now[check] = finding.Fail
			}
		}
		if before, known := p.verdicts[check]; known && before != now[check] {
			note(`verdict %s tenant "%s"->"%s" `, check, before, now[check])
		}
	}
	p.verdicts = now
}

func (p *plain) end(f *plainFinding, why finding.EndReason, action string) {
	f.accepted = false
	p.trail = append(p.trail, action)
	if f.open {
		f.story = append(f.story, "returned "+string(why))
		p.timeline = append(p.timeline, fmt.Sprintf(`exception %s %s "excepted"->"open" %s`, f.check, f.resource, why))
	}
}

// state is what people should see at a moment.
func (f *plainFinding) state(now time.Time) finding.State {
	switch {
	case !f.open:
		return finding.Resolved
	case f.accepted && now.Before(f.expires) && f.n <= f.acceptedN:
		return finding.Excepted
	}
	return finding.Open
}

// judgedOf is what the checks say, as scans have it.
func judgedOf(says map[string]map[string]int) judged {
	var out judged
	for _, check := range slices.Sorted(maps.Keys(says)) {
		j := finding.Judged{Check: check, Severity: finding.High}
		for resource, n := range says[check] {
			v := finding.Fail
			if n == 0 {
				v = finding.Pass
			}
			j.Results = append(j.Results, finding.Result{Resource: resource, Verdict: v, Reason: "So.", Evidence: finding.Evidence{Facts: finding.Facts{"count": int64(n)}}})
		}
		if len(j.Results) == 0 {
			j.Results = []finding.Result{{Resource: finding.TenantResource, Verdict: finding.Pass, Reason: "So."}}
		}
		out.checks = append(out.checks, j)
	}
	return out
}

// matches compares all that is stored with the plain model.
func (w *world) matches(t *testing.T, p *plain, did string) {
	t.Helper()
	for name, f := range p.findings {
		id := w.id(f.check, f.resource)
		want := f.story
		got := w.story(t, id)
		for i := range got {
			got[i], _, _ = strings.Cut(got[i], " by ")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("after %s: story of %s (-want +got):\n%s", did, name, diff)
		}
		if got, want := w.state(t, id), f.state(w.Now()); got != want {
			t.Fatalf("after %s: %s is %v, want %v", did, name, got, want)
		}
	}
	got, want := w.timeline(t), slices.Clone(p.timeline)
	slices.Sort(got) // within a scan the model has another order
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("after %s: timeline (-want +got):\n%s", did, diff)
	}
	last, err := w.tenant.LastVerdicts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]finding.Verdict{}
	for _, v := range last {
		verdicts[v.Check] = v.Verdict
	}
	if len(p.verdicts)+len(verdicts) > 0 && !maps.Equal(verdicts, p.verdicts) {
		t.Fatalf("after %s: last verdicts %v, want %v", did, verdicts, p.verdicts)
	}
}

// until repeats something that dies at ever another write until it succeeds, the
// last time undisturbed.
func (w *world) until(t *testing.T, draw *rand.Rand, run func(context.Context) error) {
	t.Helper()
	for range draw.IntN(4) {
		if _, err := w.dying(t, 1+draw.IntN(14), run); err == nil {
			return
		}
		w.Add(15 * time.Second) // the lease of the dead runs out
	}
	if err := run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestAgainstAPlainModel draws histories at random: the tenant changes, scans and
// light passes die at any write and are repeated, findings are accepted and
// withdrawn, dates pass. Story, drift, states and trail must be the model's.
func TestAgainstAPlainModel(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			model(t, rand.New(rand.NewPCG(seed, 1)), 60)
		})
	}
}

func model(t *testing.T, draw *rand.Rand, steps int) {
	w := newWorld(t, nil)
	p := &plain{findings: map[string]*plainFinding{}}
	says := map[string]map[string]int{"guests": {finding.TenantResource: 1}, "users": {}}
	requests := 0
	for range steps {
		w.Add(time.Duration(1+draw.IntN(60)) * time.Minute)
		var did string
		switch action := draw.IntN(10); {
		case action < 4: // something changes, and is scanned
			if draw.IntN(2) == 0 {
				says["guests"][finding.TenantResource] = draw.IntN(4)
			}
			who := fmt.Sprint("u", draw.IntN(3))
			if n := draw.IntN(4); n > 0 {
				says["users"][who] = n
			} else {
				delete(says["users"], who)
			}
			fallthrough
		case action < 5:
			did = "a full scan"
			slot := w.claim(t)
			w.until(t, draw, func(ctx context.Context) error {
				err := w.full(ctx, slot, judgedOf(says))
				if errors.Is(err, record.ErrOver) { // died after its last write
					return nil
				}
				return err
			})
			p.scan(says, slot.At)
		case action < 6:
			if p.verdicts == nil {
				continue
			}
			did = "a light pass"
			if draw.IntN(2) == 0 {
				says["guests"][finding.TenantResource] = draw.IntN(4)
			}
			slot := tenant.NewSlot(w.Now(), 1)
			w.until(t, draw, func(ctx context.Context) error {
				err := w.light(ctx, slot, judgedOf(says))
				if errors.Is(err, record.ErrOver) {
					return nil
				}
				return err
			})
			p.scan(says, slot.At)
		case action < 8:
			did = "an acceptance"
			requests++
			w.accepts(t, draw, p, fmt.Sprint("q", requests))
		case action < 9:
			did = "a withdrawal"
			w.withdraws(t, draw, p)
		default:
			did = "time"
			w.Add(time.Duration(draw.IntN(72)) * time.Hour)
		}
		w.matches(t, p, did)
	}
	if err := trail.MoveAll(t.Context(), w.db, w.tenant); err != nil {
		t.Fatal(err)
	}
	entries, err := trail.Read(t.Context(), w.tenant)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, string(e.Action))
	}
	want := slices.Clone(p.trail)
	slices.Sort(got) // several may end at one moment
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
	if len(p.timeline) < 10 || len(p.trail) < 2 {
		t.Errorf("only %d events and %d entries of the trail: the history is too dull", len(p.timeline), len(p.trail))
	}
}

// pick draws one of the model's findings.
func (p *plain) pick(draw *rand.Rand, is func(*plainFinding) bool) *plainFinding {
	var all []*plainFinding
	for _, name := range slices.Sorted(maps.Keys(p.findings)) {
		if f := p.findings[name]; is(f) {
			all = append(all, f)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all[draw.IntN(len(all))]
}

func (w *world) accepts(t *testing.T, draw *rand.Rand, p *plain, request string) {
	t.Helper()
	f := p.pick(draw, func(f *plainFinding) bool { return f.open })
	if f == nil {
		return
	}
	a := wish(request, w.id(f.check, f.resource))
	a.Expires = w.Now().Add(time.Duration(1+draw.IntN(200)) * time.Hour)
	if f.accepted {
		if _, err := exception.Accept(t.Context(), w.tenant, a, maija, w.Now()); !errors.Is(err, exception.ErrOverlap) {
			t.Fatalf("accepting twice: got %v, want %v", err, exception.ErrOverlap)
		}
		return
	}
	var made []finding.Exception
	w.until(t, draw, func(ctx context.Context) (err error) {
		made, err = exception.Accept(ctx, w.tenant, a, maija, w.Now())
		return err
	})
	f.accepted, f.acceptedN, f.expires, f.exception = true, f.n, a.Expires, made[0].ID
	f.story = append(f.story, "excepted")
	p.trail = append(p.trail, "exception.accepted")
	p.timeline = append(p.timeline, fmt.Sprintf(`exception %s %s "open"->"excepted" `, f.check, f.resource))
}

func (w *world) withdraws(t *testing.T, draw *rand.Rand, p *plain) {
	t.Helper()
	f := p.pick(draw, func(f *plainFinding) bool { return f.accepted })
	if f == nil {
		return
	}
	w.until(t, draw, func(ctx context.Context) error {
		_, err := exception.Withdraw(ctx, w.tenant, f.exception, maija, w.Now())
		return err
	})
	p.end(f, finding.Withdrawn, "exception.withdrawn")
}
