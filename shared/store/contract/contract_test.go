package contract_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// service is Vahti itself, as the subscription makes it act.
var service = member.Actor{Service: true}

// world is a tenant with an owner, whose agreement goes on.
type world struct{ *membertest.World }

func newWorld(t *testing.T) world {
	t.Helper()
	w := world{membertest.New(t)}
	w.Staff(t)
	return w
}

func (w world) standing(t *testing.T) contract.Standing {
	t.Helper()
	s, err := contract.Of(t.Context(), w.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Steps of an agreement, by name.
func (w world) do(t *testing.T, step string, by member.Actor) error {
	t.Helper()
	return w.doIn(t.Context(), t, step, by)
}

func (w world) doIn(ctx context.Context, t *testing.T, step string, by member.Actor) error {
	t.Helper()
	var err error
	switch step {
	case "pause":
		err = contract.Pause(ctx, w.Tenant, by, w.Now())
	case "resume":
		err = contract.Resume(ctx, w.Tenant, by, w.Now())
	case "terminate":
		_, err = contract.Terminate(ctx, w.Tenant, contract.Termination{Request: "r1", Why: contract.ByCustomer}, by, w.Now())
	case "end of subscription":
		_, err = contract.Terminate(ctx, w.Tenant, contract.Termination{Request: "r2", Why: contract.BySubscription}, by, w.Now())
	case "erase":
		_, err = contract.RequestErasure(ctx, w.Tenant, by, w.Now())
	case "reinstate":
		err = contract.Reinstate(ctx, w.Tenant, by, w.Now())
	default:
		t.Fatalf("no step is called %q", step)
	}
	return err
}

// TestSteps takes an owner's steps an hour apart, each twice.
func TestSteps(t *testing.T) {
	at := func(hours int) time.Time { return membertest.Start.Add(time.Duration(hours) * time.Hour) }
	ended := func(hours int, why contract.Why) contract.Standing {
		erase := at(hours).Add(contract.EraseAfter)
		return contract.Standing{State: tenant.Terminated, Terminated: at(hours), Export: erase, Erase: erase, Why: why}
	}
	asked := func(terminated, hours int) contract.Standing {
		s := ended(terminated, contract.ByCustomer)
		s.Export, s.Erase, s.Asked = at(hours), at(hours), at(hours)
		return s
	}
	tests := []struct {
		name  string
		steps []string
		want  contract.Standing
		told  []string
	}{
		{"nothing", nil, contract.Standing{State: tenant.Active}, nil},
		{"rests", []string{"pause"}, contract.Standing{State: tenant.Active, Paused: at(0)}, []string{"contract.paused olga"}},
		{"goes on", []string{"pause", "resume"}, contract.Standing{State: tenant.Active}, []string{"contract.paused olga", "contract.resumed olga"}},
		{"ends", []string{"terminate"}, ended(0, contract.ByCustomer), []string{"contract.terminated olga"}},
		{"ends once", []string{"terminate", "end of subscription"}, ended(0, contract.ByCustomer), []string{"contract.terminated olga"}},
		{"does not rest after its end", []string{"terminate", "pause"}, ended(0, contract.ByCustomer), []string{"contract.terminated olga"}},
		{"is reinstated", []string{"terminate", "reinstate"}, contract.Standing{State: tenant.Active}, []string{"contract.terminated olga", "contract.reinstated olga"}},
		{"a late repeat of what ended it", []string{"terminate", "reinstate", "terminate"}, contract.Standing{State: tenant.Active}, []string{"contract.terminated olga", "contract.reinstated olga"}},
		{"another end", []string{"terminate", "reinstate", "end of subscription"}, ended(2, contract.BySubscription),
			[]string{"contract.terminated olga", "contract.reinstated olga", "contract.terminated olga"}},
		{"erased at once", []string{"erase"}, asked(0, 0), []string{"erasure.asked olga"}},
		{"ends and is erased at once", []string{"terminate", "erase"}, asked(0, 1), []string{"contract.terminated olga", "erasure.asked olga"}},
		{"erasure is taken back in time", []string{"erase", "reinstate"}, contract.Standing{State: tenant.Active}, []string{"erasure.asked olga", "contract.reinstated olga"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			for _, step := range tt.steps {
				if err := w.do(t, step, membertest.Actor("olga")); err != nil {
					t.Fatalf("%s: %v", step, err)
				}
				before := w.standing(t)
				if err := w.do(t, step, membertest.Actor("olga")); err != nil && !errors.Is(err, contract.ErrGoes) {
					t.Fatalf("%s again: %v", step, err)
				}
				if diff := cmp.Diff(before, w.standing(t)); diff != "" {
					t.Errorf("%s again changed something (-first +again):\n%s", step, diff)
				}
				w.Add(time.Hour)
			}
			if diff := cmp.Diff(tt.want, w.standing(t)); diff != "" {
				t.Errorf("standing (-want +got):\n%s", diff)
			}
			if got := w.Actions(t); !slices.Equal(got, tt.told) {
				t.Errorf("the trail tells %q, want %q", got, tt.told)
			}
		})
	}
}

func TestWhoMay(t *testing.T) {
	tests := []struct {
		name string
		by   member.Actor
		may  []string // steps
	}{
		{"an owner", membertest.Actor("olga"), []string{"pause", "resume", "terminate", "erase", "reinstate"}},
		{"an admin", membertest.Actor("anna"), nil},
		{"an auditor", membertest.Actor("aino"), nil},
		{"a stranger", membertest.Actor("eve"), nil},
		{"Vahti itself", service, []string{"pause", "resume", "terminate", "reinstate"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			for _, step := range []string{"pause", "resume", "terminate", "erase", "reinstate"} {
				if step == "erase" && !slices.Contains(tt.may, step) {
					// whoever may not ask finds the tenant terminated
					if err := w.do(t, "terminate", service); err != nil {
						t.Fatal(err)
					}
				}
				err := w.do(t, step, tt.by)
				if got, want := !errors.Is(err, member.ErrForbidden), slices.Contains(tt.may, step); got != want {
					t.Errorf("%s: got %v, want it allowed: %v", step, err, want)
				}
			}
		})
	}
}

func TestRefused(t *testing.T) {
	w := newWorld(t)
	olga := membertest.Actor("olga")
	tests := []struct {
		name string
		call func() error
		want error
	}{
		{"no reason", func() error {
			_, err := contract.Terminate(t.Context(), w.Tenant, contract.Termination{Request: "x"}, olga, w.Now())
			return err
		}, contract.ErrWhy},
		{"no name", func() error {
			_, err := contract.Terminate(t.Context(), w.Tenant, contract.Termination{Why: contract.ByCustomer}, olga, w.Now())
			return err
		}, contract.ErrRequest},
		{"a path for a name", func() error {
			_, err := contract.Terminate(t.Context(), w.Tenant, contract.Termination{Request: "a/b", Why: contract.ByCustomer}, olga, w.Now())
			return err
		}, contract.ErrRequest},
		{"what goes on", func() error { return contract.Reinstate(t.Context(), w.Tenant, olga, w.Now()) }, contract.ErrGoes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.call(); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestAccept: who accepted which version of the agreement stands in the tenant's document
// and in the trail, once each, wherever that dies; other steps and a year leave it.
func TestAccept(t *testing.T) {
	first, second := contract.Text{Version: "2026-05-28", Page: "https://vahti.example/agreement"}, contract.Text{Version: "2026-09-01"}
	for at, hooks := 1, 1; at <= hooks; at++ {
		w, olga := newWorld(t), membertest.Actor("olga")
		n, err := w.Dying(t, at, func(ctx context.Context) error { return contract.Accept(ctx, w.Tenant, first, olga, w.Now()) })
		if hooks = max(hooks, n); err == nil {
			t.Fatalf("at hook %d of %d it went on", at, n)
		}
		for _, text := range []contract.Text{first, first, second} {
			if err := contract.Accept(t.Context(), w.Tenant, text, olga, w.Now()); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []string{"terminate", "reinstate", "pause", "resume"} {
			if err := w.do(t, step, olga); err != nil {
				t.Fatal(err)
			}
		}
		of := func(text contract.Text) contract.Acceptance {
			return contract.Acceptance{Text: text, At: membertest.Start, Account: olga.Account, Email: olga.Name, Address: olga.Address}
		}
		got, err := contract.Accepted(t.Context(), w.Tenant)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]contract.Acceptance{of(first), of(second)}, got); diff != "" {
			t.Errorf("after hook %d, accepted (-want +got):\n%s", at, diff)
		}
		w.Actions(t)
		all, err := trail.Read(t.Context(), w.Tenant)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, e := range all {
			if e.Action == trail.AgreementAccepted {
				told = append(told, e.Account+" "+e.Target+" "+string(e.After))
			}
		}
		want := []string{olga.Account + ` agreements/2026-05-28 {"address":"https://vahti.example/agreement","version":"2026-05-28"}`, olga.Account + ` agreements/2026-09-01 {"address":"","version":"2026-09-01"}`}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Errorf("after hook %d, the trail (-want +got):\n%s", at, diff)
		}
		snap, err := handle.Doc(w.Tenant.Handle()).Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if stored := fmt.Sprint(snap.Data()); !strings.Contains(stored, "2026-05-28") || strings.Contains(stored, olga.Name) {
			t.Error("what is stored names who accepted, or no version")
		}
	}
}

// TestWhoMayAccept: an owner alone accepts the agreement, and a version of it.
func TestWhoMayAccept(t *testing.T) {
	w := newWorld(t)
	for _, by := range []member.Actor{membertest.Actor("anna"), membertest.Actor("aino"), membertest.Actor("eve"), service} {
		if err := contract.Accept(t.Context(), w.Tenant, contract.Text{Version: "v"}, by, w.Now()); !errors.Is(err, member.ErrForbidden) {
			t.Errorf("got %v, want %v", err, member.ErrForbidden)
		}
	}
	if err := contract.Accept(t.Context(), w.Tenant, contract.Text{Version: "a/b"}, membertest.Actor("olga"), w.Now()); !errors.Is(err, contract.ErrVersion) {
		t.Errorf("got %v, want %v", err, contract.ErrVersion)
	}
	if got, err := contract.Accepted(t.Context(), w.Tenant); len(got) > 0 || err != nil {
		t.Errorf("%d are accepted: %v", len(got), err)
	}
}

// TestUnpaid: what ended with its subscription no person takes back, whether or not the
// erasure was asked for; Vahti does, once there is another subscription.
func TestUnpaid(t *testing.T) {
	for _, more := range []string{"", "erase"} {
		t.Run("then "+more, func(t *testing.T) {
			w, olga := newWorld(t), membertest.Actor("olga")
			if err := w.do(t, "end of subscription", service); err != nil {
				t.Fatal(err)
			}
			if more != "" {
				if err := w.do(t, more, olga); err != nil {
					t.Fatal(err)
				}
			}
			before := w.standing(t)
			if before.Resumable() {
				t.Error("it is offered to go on")
			}
			if err := w.do(t, "reinstate", olga); !errors.Is(err, contract.ErrUnpaid) {
				t.Errorf("an owner takes it back: got %v, want %v", err, contract.ErrUnpaid)
			}
			if diff := cmp.Diff(before, w.standing(t)); diff != "" {
				t.Errorf("it was changed all the same (-before +after):\n%s", diff)
			}
			if err := w.do(t, "reinstate", service); err != nil {
				t.Errorf("another subscription: %v", err)
			}
			if got, want := w.standing(t), (contract.Standing{State: tenant.Active}); got != want {
				t.Errorf("it stands at %+v, want %+v", got, want)
			}
		})
	}
}

// TestNotScanned has a tenant that is due, with a scan under way, rest or end.
func TestNotScanned(t *testing.T) {
	for _, step := range []string{"pause", "terminate", "erase"} {
		t.Run(step, func(t *testing.T) {
			w := newWorld(t)
			f := fleet.New(w.DB, w.Now)
			claim := func() (tenant.Slot, bool) {
				for d, err := range f.Due(t.Context(), time.Time{}) {
					if err != nil {
						t.Fatal(err)
					}
					m, claimed, err := f.Claim(t.Context(), d)
					if err != nil {
						t.Fatal(err)
					}
					return m.Slot, claimed
				}
				return tenant.Slot{}, false
			}
			slot, claimed := claim()
			if !claimed {
				t.Fatal("the tenant is not due")
			}
			scan, err := record.Begin(t.Context(), w.Tenant, slot, w.Now)
			if err != nil {
				t.Fatal(err)
			}
			w.Add(time.Second)
			if err := w.do(t, step, membertest.Actor("olga")); err != nil {
				t.Fatal(err)
			}
			if err := scan.Finish(t.Context(), record.Result{}); !errors.Is(err, record.ErrLost) {
				t.Errorf("the scan under way: got %v, want %v", err, record.ErrLost)
			}
			if _, err := record.Begin(t.Context(), w.Tenant, slot, w.Now); !errors.Is(err, record.ErrOver) {
				t.Errorf("its message again: got %v, want %v", err, record.ErrOver)
			}
			light := tenant.NewSlot(w.Now(), 1)
			if _, err := record.BeginLight(t.Context(), w.Tenant, light, w.Now); !errors.Is(err, record.ErrOver) {
				t.Errorf("a light pass: got %v, want %v", err, record.ErrOver)
			}
			w.Add(2 * time.Hour)
			if slot, claimed := claim(); claimed {
				t.Errorf("it was dispatched: %v", slot)
			}
			for minute := range 5 {
				for m, err := range f.Light(t.Context(), w.Now().Add(time.Duration(minute)*time.Minute)) {
					t.Errorf("a light pass is listed: %v, %v", m, err)
				}
			}
			for m, err := range f.Late(t.Context(), nil) {
				t.Errorf("the claim is published again: %v, %v", m, err)
			}
			if err := f.Ask(t.Context(), w.Tenant, membertest.Actor("olga")); !errors.Is(err, fleet.ErrPaused) && !errors.Is(err, fleet.ErrOver) {
				t.Errorf("asking for a scan: got %v, want it refused", err)
			}
			back := map[string]string{"pause": "resume", "terminate": "reinstate", "erase": "reinstate"}[step]
			if err := w.do(t, back, membertest.Actor("olga")); err != nil {
				t.Fatal(err)
			}
			if _, claimed := claim(); !claimed {
				t.Errorf("after %s it is not dispatched", back)
			}
		})
	}
}

// TestKilled stops each step at each of its writes, and takes it again.
func TestKilled(t *testing.T) {
	for _, step := range []string{"pause", "terminate", "erase"} {
		t.Run(step, func(t *testing.T) {
			for at := 1; ; at++ {
				w := newWorld(t)
				hooks, _ := w.Dying(t, at, func(ctx context.Context) error { return w.doIn(ctx, t, step, membertest.Actor("olga")) })
				if err := w.do(t, step, membertest.Actor("olga")); err != nil {
					t.Fatalf("after dying at write %d: %v", at, err)
				}
				if got := w.Actions(t); len(got) != 1 {
					t.Errorf("after dying at write %d the trail tells %q, want one entry", at, got)
				}
				if hooks < at {
					return
				}
			}
		})
	}
}

func TestLatest(t *testing.T) {
	start := membertest.Start
	tests := []struct {
		name string
		s    contract.Standing
		want time.Time
	}{
		{"goes on", contract.Standing{}, time.Time{}},
		{"ended", contract.Standing{Terminated: start}, start.Add(90 * 24 * time.Hour)},
		{"asked later", contract.Standing{Terminated: start, Asked: start.Add(time.Hour)}, start.Add(90 * 24 * time.Hour)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.Latest(); !got.Equal(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
