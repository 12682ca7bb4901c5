package notify

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// world is the function with its own rights over a world of tenants.
type world struct {
	*newstest.World
	*notifier
	published int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: newstest.New(t)}
	w.notifier = w.another(t)
	return w
}

// another is a further instance of the function.
func (w *world) another(t *testing.T) *notifier {
	t.Helper()
	return &notifier{desk: w.Desk(w.As(t, name)), log: slog.New(slog.NewTextHandler(w.Lines, nil)),
		publish: func(context.Context, queue.Message) error { w.published++; return nil }}
}

func messages(of *store.Tenant, slot tenant.Slot, changed [][]finding.ID) []queue.FindingsChanged {
	var out []queue.FindingsChanged
	for _, ids := range changed {
		out = append(out, queue.FindingsChanged{Tenant: of.ID(), Slot: slot, Findings: ids})
	}
	return out
}

func (w *world) take(t *testing.T, all ...queue.FindingsChanged) {
	t.Helper()
	for _, m := range all {
		if err := w.changed(t.Context(), m, serve.Push{}); err != nil {
			t.Fatal(err)
		}
	}
}

// letters is what waits to be sent, as kind and first name, with how often.
func (w *world) letters(t *testing.T) (list map[string]int, texts string) {
	t.Helper()
	list = map[string]int{}
	for l, err := range letter.All(t.Context(), w.DB) {
		if err != nil {
			t.Fatal(err)
		}
		who, _, _ := strings.Cut(l.To, "@")
		list[string(l.Kind)+" "+who]++
		m, err := l.Compose()
		if err != nil {
			t.Fatal(err)
		}
		texts += m.Subject + m.Text + m.HTML
	}
	return list, texts
}

var toAll = map[string]int{"findings-alert olga": 1, "findings-alert anna": 1, "findings-alert aapo": 1}

// TestOneLetterPerReader: a thousand findings are announced by fifty messages, twice
// and in any order, the first of them before the scan has ended.
func TestOneLetterPerReader(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Set(t, one, `{"webhook":"https://hooks.example/vahti"}`)
	if _, err := notice.NewSecret(t.Context(), one, membertest.Actor("anna"), w.Now()); err != nil {
		t.Fatal(err)
	}
	slot, changed, finish := w.Begin(t, one, newstest.Judgement{Check: "guests", Severity: finding.High, Fails: 990}, newstest.Judgement{Check: "mfa", Severity: finding.Critical, Fails: 10})
	if len(changed) < 50 {
		t.Fatalf("got %d messages", len(changed))
	}
	all := messages(one, slot, append(changed, changed...))
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	w.take(t, all[:20]...)
	if got, _ := w.letters(t); len(got) != 0 {
		t.Errorf("before the scan has ended: %v", got)
	}
	finish()
	w.take(t, all[20:]...)
	got, texts := w.letters(t)
	if diff := cmp.Diff(toAll, got); diff != "" {
		t.Errorf("letters (-want +got):\n%s", diff)
	}
	if !strings.Contains(texts, ": 1000") || !strings.Contains(texts, "Title of guests in fi (990)") || strings.Contains(texts, "Salainen") {
		t.Errorf("the letters say:\n%.2000s", texts)
	}
	calls, err := notice.Calls(t.Context(), one, 10)
	if err != nil || len(calls) != 1 || calls[0].State != notice.CallWaiting {
		t.Errorf("messages to the webhook: %v, %v", calls, err)
	}
	if w.published == 0 {
		t.Error("nobody was asked to deliver")
	}
	if log := w.Lines.String(); strings.Contains(log, "esimerkki") {
		t.Errorf("log:\n%s", log)
	}
}

// TestWhatIsToldAtOnce follows findings through four scans.
func TestWhatIsToldAtOnce(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	steps := []struct {
		name     string
		says     []newstest.Judgement
		settings string
		want     int // letters so far
	}{
		{"medium is not told at once", []newstest.Judgement{{Check: "a", Severity: finding.Medium, Fails: 3}}, "", 0},
		{"what became worse is", []newstest.Judgement{{Check: "a", Severity: finding.High, Fails: 3}}, "", 3},
		{"what is mended is not", []newstest.Judgement{{Check: "a", Severity: finding.High, Fails: 0}}, "", 3},
		{"what is back is", []newstest.Judgement{{Check: "a", Severity: finding.High, Fails: 1}}, "", 6},
		{"high is not where critical alone is wanted", []newstest.Judgement{{Check: "b", Severity: finding.High, Fails: 1}}, `{"atOnce":"critical"}`, 6},
		{"critical is", []newstest.Judgement{{Check: "c", Severity: finding.Critical, Fails: 1}}, "", 9},
		{"nothing is where nothing is wanted", []newstest.Judgement{{Check: "d", Severity: finding.Critical, Fails: 1}}, `{"atOnce":"never"}`, 9},
		{"medium is where it is wanted", []newstest.Judgement{{Check: "e", Severity: finding.Medium, Fails: 1}}, `{"atOnce":"medium"}`, 12},
	}
	for _, tt := range steps {
		w.Add(time.Hour)
		if tt.settings != "" {
			w.Set(t, one, tt.settings)
		}
		slot, changed := w.Scan(t, one, tt.says...)
		w.take(t, messages(one, slot, changed)...)
		got, _ := w.letters(t)
		total := 0
		for _, n := range got {
			total += n
		}
		if total != tt.want {
			t.Errorf("%s: got %d letters so far, want %d", tt.name, total, tt.want)
		}
	}
}

// TestFurtherNews: what a scan changes after its news was told, because it was given
// up on, is told too, and nothing is told twice.
func TestFurtherNews(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	slot, changed, finish := w.Begin(t, one, newstest.Judgement{Check: "a", Severity: finding.High, Fails: 45})
	first := messages(one, slot, changed)
	w.take(t, first[0])
	w.Add(time.Hour)
	w.take(t, first[0]) // the scan is given up on
	if got, _ := w.letters(t); got["findings-alert anna"] != 1 {
		t.Errorf("after an hour: %v", got)
	}
	w.take(t, first...)
	finish()
	if got, _ := w.letters(t); got["findings-alert anna"] != 1 {
		t.Errorf("told twice: %v", got)
	}
}

// TestChangedBeforeItWasTold: what a scan opens is told at once also where later passes
// change it before its news is read, whichever message comes first; and once.
func TestChangedBeforeItWasTold(t *testing.T) {
	says := func(severity finding.Severity, count int) newstest.Judgement {
		return newstest.Judgement{Check: "a", Severity: severity, Fails: 2, Count: count}
	}
	tests := []struct {
		name  string
		scans []newstest.Judgement
		order []int // of the scans' messages; those of scans not named are lost
		early int   // how many scans' messages come before the next scan
		want  int   // letters to each reader
	}{
		{"told in time", []newstest.Judgement{says(finding.Critical, 1), says(finding.Critical, 2)}, []int{0, 1}, 1, 1},
		{"the first message late", []newstest.Judgement{says(finding.Critical, 1), says(finding.Critical, 2)}, []int{1, 0, 1}, 0, 1},
		{"both late, in order", []newstest.Judgement{says(finding.Critical, 1), says(finding.Critical, 2)}, []int{0, 1, 0}, 0, 1},
		{"the first message lost, changed twice", []newstest.Judgement{says(finding.Critical, 1), says(finding.Critical, 2), says(finding.Critical, 3)}, []int{2, 1}, 0, 1},
		{"worse, and then changed", []newstest.Judgement{says(finding.Low, 1), says(finding.Critical, 1), says(finding.Critical, 2)}, []int{2, 1}, 1, 1},
		{"mended in the end", []newstest.Judgement{says(finding.Critical, 1), says(finding.Critical, 2), {Check: "a", Severity: finding.Critical}}, []int{2, 1, 0}, 0, 0},
		{"changed alone", []newstest.Judgement{says(finding.Low, 1), says(finding.Low, 2)}, []int{1, 0}, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			one := w.Tenant(t, 1)
			var all [][]queue.FindingsChanged
			for n, judgement := range tt.scans {
				slot, changed := w.Scan(t, one, judgement)
				all = append(all, messages(one, slot, changed))
				if n < tt.early {
					w.take(t, all[n]...)
				}
				w.Add(time.Hour)
			}
			for _, n := range tt.order {
				w.take(t, all[n]...)
			}
			slot, changed := w.Scan(t, one, newstest.Judgement{Check: "a", Severity: tt.scans[len(tt.scans)-1].Severity, Fails: tt.scans[len(tt.scans)-1].Fails, Count: 9})
			w.take(t, messages(one, slot, changed)...)
			want := map[string]int{}
			for letter, n := range toAll {
				if tt.want > 0 {
					want[letter] = n * tt.want
				}
			}
			got, texts := w.letters(t)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("letters (-want +got):\n%s", diff)
			}
			if tt.want > 0 && !strings.Contains(texts, "Title of a in fi (2)") {
				t.Errorf("the letters say:\n%.1000s", texts)
			}
		})
	}
}

// TestTerminated: nobody of a tenant whose agreement has ended is told anything.
func TestTerminated(t *testing.T) {
	w := newWorld(t)
	one, two := w.Tenant(t, 1), w.Tenant(t, 2)
	slot, changed := w.Scan(t, one, newstest.Judgement{Check: "a", Severity: finding.High, Fails: 1})
	w.Terminate(t, one)
	w.take(t, messages(one, slot, changed)...)
	if got, _ := w.letters(t); len(got) != 0 {
		t.Errorf("letters: %v", got)
	}
	slot, changed = w.Scan(t, two, newstest.Judgement{Check: "a", Severity: finding.High, Fails: 1})
	w.take(t, messages(two, slot, changed)...)
	if got, _ := w.letters(t); len(got) != 3 {
		t.Errorf("letters of another tenant: %v", got)
	}
}

// TestNotifyDiesAnywhere: the next delivery of the message does what the dead instance
// did not, and nothing is written twice.
func TestNotifyDiesAnywhere(t *testing.T) {
	hooks := 1
	for at := 0; at <= hooks; at++ {
		w := newWorld(t)
		one := w.Tenant(t, 1)
		w.Set(t, one, `{"webhook":"https://hooks.example/vahti"}`)
		if _, err := notice.NewSecret(t.Context(), one, membertest.Actor("anna"), w.Now()); err != nil {
			t.Fatal(err)
		}
		slot, changed := w.Scan(t, one, newstest.Judgement{Check: "a", Severity: finding.High, Fails: 2})
		m := messages(one, slot, changed)[0]
		n, err := w.Dying(t, name, at, func(ctx context.Context) error { return w.another(t).changed(ctx, m, serve.Push{}) })
		if at == 0 {
			if hooks = n; hooks < 12 || err != nil {
				t.Fatalf("a whole run passed %d hooks: %v", hooks, err)
			}
		}
		w.notifier = w.another(t)
		w.take(t, m, m)
		got, _ := w.letters(t)
		if diff := cmp.Diff(toAll, got); diff != "" {
			t.Errorf("dead at hook %d of %d (-want +got):\n%s", at, hooks, diff)
		}
		calls, err := notice.Calls(t.Context(), one, 10)
		if err != nil || len(calls) != 1 {
			t.Errorf("dead at hook %d of %d: %d messages to the webhook, %v", at, hooks, len(calls), err)
		}
	}
}

// TestMessageForm is what a webhook is told, as its receiver reads it.
func TestMessageForm(t *testing.T) {
	w := newWorld(t)
	one := w.Tenant(t, 1)
	w.Set(t, one, `{"webhook":"https://hooks.example/vahti"}`)
	if _, err := notice.NewSecret(t.Context(), one, membertest.Actor("anna"), w.Now()); err != nil {
		t.Fatal(err)
	}
	slot, changed := w.Scan(t, one, newstest.Judgement{Check: "a", Severity: finding.Low, Fails: 600})
	w.take(t, messages(one, slot, changed)...)
	due, errs := w.desk.DueCalls(t.Context(), 10)
	if len(due) != 1 || len(errs) != 0 {
		t.Fatalf("due: %d, %v", len(due), errs)
	}
	var got struct {
		ID, Type, Tenant, Scan, Link, Severest string
		Version, Total                         int
		Changes                                []map[string]string
		Counts                                 map[string]int
	}
	if err := json.Unmarshal(due[0].Message.Event, &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "findings.changed" || got.Total != 600 || len(got.Changes) != 500 || got.Counts["opened"] != 600 || got.Severest != "low" || got.Tenant != one.ID().String() ||
		got.Changes[0]["check"] != "a" || got.Changes[0]["change"] != "opened" || got.ID != due[0].Message.Name {
		t.Errorf("got %.500s", due[0].Message.Event)
	}
	if strings.Contains(string(due[0].Message.Event), "Salainen") {
		t.Error("the message names somebody")
	}
}
