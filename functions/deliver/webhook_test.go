package deliver

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

// hooked gives a tenant a webhook and returns its receiver.
func (w *world) hooked(t *testing.T, of *store.Tenant) *receiver {
	t.Helper()
	r := newReceiver(t, w.Now)
	w.Set(t, of, `{"atOnce":"never","digest":"never","webhook":"`+r.URL+`/hook"}`)
	secret, err := notice.NewSecret(t.Context(), of, membertest.Actor("anna"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	r.secret = secret
	return r
}

func (w *world) states(t *testing.T, of *store.Tenant) map[string]int {
	t.Helper()
	calls, err := notice.Calls(t.Context(), of, 100)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, c := range calls {
		out[c.State]++
	}
	return out
}

// TestWebhook: the receiver verifies what it gets, knows it by its name, and a secret
// can be exchanged without a message being lost.
func TestWebhook(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	r := w.hooked(t, one)
	for n := range 3 {
		w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: n + 1})
		w.minutes(t, 2)
	}
	if len(r.got) != 3 || len(r.bad) != 0 {
		t.Errorf("got %v, refused %v", r.got, r.bad)
	}
	if _, err := notice.NewSecret(t.Context(), one, membertest.Actor("anna"), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 9})
	w.minutes(t, 2)
	if len(r.got) != 4 || len(r.bad) != 0 {
		t.Errorf("with the secret before: got %v, refused %v", r.got, r.bad)
	}
	w.Add(25 * time.Hour)
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 1})
	w.minutes(t, 2)
	if len(r.got) != 4 || len(r.bad) == 0 {
		t.Errorf("with it a day later: got %v, refused %v", r.got, r.bad)
	}
	if got := w.Letters(); len(got) != 0 {
		t.Errorf("letters: %v", got)
	}
}

// TestWebhookDiesAnywhere: each message arrives, and is one by its name.
func TestWebhookDiesAnywhere(t *testing.T) {
	hooks := 1
	for at := 0; at <= hooks; at++ {
		w := newWorld(t)
		one := w.Tenant(t, 1)
		r := w.hooked(t, one)
		w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 1})
		n := w.dying(t, at)
		if at == 0 {
			hooks = n
		}
		w.deliverer = w.another(t)
		w.minutes(t, 12)
		if len(r.got) != 1 || w.states(t, one)[notice.CallTaken] != 1 {
			t.Errorf("dead at hook %d of %d: got %v, %v", at, hooks, r.got, w.states(t, one))
		}
	}
}

// TestFailingWebhook: tried for a day, then switched off and told once; switched on
// again, what was missed can be sent anew.
func TestFailingWebhook(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	r := w.hooked(t, one)
	r.answer(http.StatusFound)
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 1})
	for range 3 {
		w.Add(time.Hour)
		w.run(t)
	}
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 2})
	for range 24 {
		w.Add(time.Hour)
		w.run(t)
	}
	if got := w.Letters(); len(got) != 2 || got["webhook-failed anna@esimerkki.example"] != 1 {
		t.Errorf("letters: %v", got)
	}
	for range 30 {
		w.Add(time.Hour)
		w.run(t)
	}
	state, err := notice.State(t.Context(), one)
	if err != nil || state.Off.IsZero() {
		t.Fatalf("it is not off: %v, %v", state, err)
	}
	w.scanned(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 3})
	w.minutes(t, 2)
	if got := w.states(t, one); got[notice.CallMissed] != 3 || len(got) != 1 {
		t.Errorf("while it is off: %v", got)
	}
	r.answer(http.StatusOK)
	if err := notice.SwitchOn(t.Context(), one, membertest.Actor("aino"), w.Now()); err == nil {
		t.Error("an auditor switches it on")
	}
	if err := notice.SwitchOn(t.Context(), one, membertest.Actor("anna"), w.Now()); err != nil {
		t.Fatal(err)
	}
	calls, err := notice.Calls(t.Context(), one, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range calls {
		if err := notice.Replay(t.Context(), one, c.Name, w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.minutes(t, 2)
	if len(r.got) != 3 || w.states(t, one)[notice.CallTaken] != 3 {
		t.Errorf("anew: got %v, %v", r.got, w.states(t, one))
	}
	if got := w.Letters(); len(got) != 2 || got["webhook-failed anna@esimerkki.example"] != 1 {
		t.Errorf("letters: %v", got)
	}
}

// soon waits for something to become true while others are at work.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 2000 {
		if is() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s: not within ten seconds", what)
}

// TestHangingWebhook: while one tenant's webhook hangs, with much waiting for it, letters
// go out, of this delivery and of the next, others' webhooks are called, and it is tried
// once.
func TestHangingWebhook(t *testing.T) {
	w := newWorld(t)
	w.hooks = notify.NewHooks(notify.HooksConfig{Private: true, Patience: time.Minute, Now: w.Now})
	one, two := w.Tenant(t, 1), w.Tenant(t, 2)
	hangs, works := w.hooked(t, one), w.hooked(t, two)
	hangs.hang = make(chan struct{})
	let := sync.OnceFunc(func() { close(hangs.hang) })
	t.Cleanup(let)
	hangs.answer(http.StatusInternalServerError)
	for n := range batch + 10 {
		if err := w.desk.Test(t.Context(), one, fmt.Sprint("n", n)); err != nil {
			t.Fatal(err)
		}
	}
	w.Add(time.Second)
	for n := range 3 {
		if err := w.desk.Test(t.Context(), two, fmt.Sprint("n", n)); err != nil {
			t.Fatal(err)
		}
	}
	sent := func(name string) func() bool {
		return func() bool { return w.Letters()["invitation "+name+"@customer.example"] == 1 }
	}
	var all sync.WaitGroup
	deliver := func() {
		all.Go(func() {
			if err := w.deliver(t.Context(), queue.Deliver{}, serve.Push{}); err != nil {
				t.Error(err)
			}
		})
	}
	w.put(t, invitation("first"))
	deliver()
	soon(t, "the webhook is called", func() bool { return hangs.calls.Load() > 0 })
	soon(t, "a letter", sent("first"))
	w.Add(time.Minute)
	w.put(t, invitation("second"))
	deliver()
	soon(t, "a letter of the next minute", sent("second"))
	let()
	all.Wait()
	if got := hangs.calls.Load(); got != 1 {
		t.Errorf("the webhook that hangs was called %d times in a delivery", got)
	}
	w.minutes(t, 1)
	if got := works.calls.Load(); got != 3 {
		t.Errorf("another's was called %d times, want 3", got)
	}
	if got := hangs.calls.Load(); got != 2 {
		t.Errorf("the webhook that hung was called %d times in two deliveries", got)
	}
}

// TestMuchForOneWebhook: a webhook gets so many messages in a delivery and the rest in
// the next ones.
func TestMuchForOneWebhook(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	r := w.hooked(t, one)
	for n := range callsOfTenant + 10 {
		if err := w.desk.Test(t.Context(), one, fmt.Sprint("n", n)); err != nil {
			t.Fatal(err)
		}
	}
	w.run(t)
	if got := len(r.got); got != callsOfTenant {
		t.Errorf("got %d messages in a delivery, want %d", got, callsOfTenant)
	}
	w.minutes(t, 2)
	if got := len(r.got); got != callsOfTenant+10 || w.states(t, one)[notice.CallTaken] != callsOfTenant+10 {
		t.Errorf("got %d messages in all", got)
	}
}
