package explain

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gcfirestore "cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/vertex"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// ample is a patience that no answer of the stand-in needs.
const ample = 20 * time.Second

func TestEveryMisbehaviourEndsWell(t *testing.T) {
	tests := []struct {
		name    string
		kind    vertex.Kind
		retried bool   // the message comes back
		refused string // part of the reason kept in place of the text; empty when it is written
	}{
		{name: "good", kind: vertex.None},
		{name: "slow", kind: vertex.Slow, retried: true},
		{name: "exhausted", kind: vertex.Exhausted, retried: true},
		{name: "declined", kind: vertex.Refuse, refused: "no answer"},
		{name: "no JSON", kind: vertex.InvalidJSON, refused: "not JSON"},
		{name: "another language", kind: vertex.WrongLanguage, refused: "another language"},
		{name: "links", kind: vertex.Links, refused: "link"},
		{name: "claims", kind: vertex.ClaimsFixed, refused: "claims"},
		{name: "empty", kind: vertex.Empty, refused: "not JSON"},
		{name: "cut", kind: vertex.Truncated, refused: "no answer"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			patience := ample
			if test.kind == vertex.Slow {
				patience = 300 * time.Millisecond
			}
			b := newBench(t, patience)
			facts := finding.Facts{"isEnabled": false, "days": 90}
			id := b.open(0, facts)
			b.kind.Store(int64(test.kind))
			got := b.deliver(b.tenant, id)
			if test.retried {
				if got != http.StatusInternalServerError || b.stored(b.tenant) != 0 {
					t.Fatalf("got %v and %d explanations, want a failed message and none", got, b.stored(b.tenant))
				}
				if test.kind == vertex.Slow {
					return // the patience of this test is too short for a busy machine
				}
				b.kind.Store(int64(vertex.None))
				got = b.deliver(b.tenant, id)
			}
			if got != http.StatusNoContent {
				t.Fatalf("got %v, want the message acknowledged", got)
			}
			if shown := b.shown(0, facts); shown != (test.refused == "") {
				t.Fatalf("an explanation is shown: %v", shown)
			}
			d, _ := b.explanation(b.tenant, id)
			if test.refused != "" && (!strings.Contains(d.State, test.refused) || d.Summary+d.Why != "" || len(d.Steps) > 0) {
				t.Errorf("got %+v, want the reason %q and no text", d, test.refused)
			}
			asked := b.model.Stats().Requests
			b.kind.Store(int64(vertex.None))
			if got := b.deliver(b.tenant, id); got != http.StatusNoContent || b.model.Stats().Requests != asked {
				t.Errorf("the repeat: got %v and %d more questions, want none", got, b.model.Stats().Requests-asked)
			}
		})
	}
}

func TestASlowModelIsAskedAgain(t *testing.T) {
	b := newBench(t, 2*time.Second)
	facts := finding.Facts{"isEnabled": false}
	id := b.open(0, facts)
	b.kind.Store(int64(vertex.Slow))
	if got := b.deliver(b.tenant, id); got != http.StatusInternalServerError {
		t.Fatalf("got %v, want a failed message", got)
	}
	b.kind.Store(int64(vertex.None))
	if got := b.deliver(b.tenant, id); got != http.StatusNoContent || !b.shown(0, facts) {
		t.Errorf("got %v, shown %v; want the explanation of the second try", got, b.shown(0, facts))
	}
}

func TestChangedFactsAreExplainedAgain(t *testing.T) {
	b := newBench(t, ample)
	first, second := finding.Facts{"days": 90}, finding.Facts{"days": 30}
	id := b.open(0, first)
	b.deliver(b.tenant, id)
	b.open(0, second)
	if b.shown(0, second) {
		t.Fatal("an explanation of other facts is shown")
	}
	if got := b.deliver(b.tenant, id); got != http.StatusNoContent || !b.shown(0, second) {
		t.Errorf("got %v, shown %v", got, b.shown(0, second))
	}
	if got := b.model.Stats().Requests; got != 2 {
		t.Errorf("got %d questions, want 2", got)
	}
	b.putTenant(b.tenant, document.Tenant{State: string(tenant.Active), Language: "sv"})
	b.deliver(b.tenant, id)
	if d, _ := b.explanation(b.tenant, id); d.Language != "sv" {
		t.Errorf("got language %q after the tenant's changed to sv", d.Language)
	}
}

func TestALanguageNobodyWritesIsEnglish(t *testing.T) {
	b := newBench(t, ample)
	b.putTenant(b.tenant, document.Tenant{State: string(tenant.Active)})
	id := b.open(0, finding.Facts{"days": 90})
	if got := b.deliver(b.tenant, id); got != http.StatusNoContent {
		t.Fatalf("got %v", got)
	}
	if d, ok := b.explanation(b.tenant, id); !ok || d.State != store.Written || d.Language != "en" {
		t.Errorf("got %+v, want an English explanation", d)
	}
}

func TestNothingToExplain(t *testing.T) {
	b := newBench(t, ample)
	known := all.Checks()[0].ID
	facts := finding.Facts{"days": 90}
	terminated, gone := tenanttest.ID(t), tenanttest.ID(t)
	b.putTenant(terminated, document.Tenant{State: string(tenant.Terminated), Language: "fi"})
	b.put(b.tenant, "resolved", known, finding.Resolved, facts)
	b.put(b.tenant, "unknown", "no-such-check", finding.Open, facts)
	b.put(terminated, "ended", known, finding.Open, facts)
	b.put(gone, "orphan", known, finding.Open, facts)
	tests := []struct {
		name   string
		tenant tenant.ID
		id     finding.ID
	}{
		{"resolved since", b.tenant, "resolved"},
		{"a check that is no longer made", b.tenant, "unknown"},
		{"finding erased since", b.tenant, "0nosuch"},
		{"another tenant's finding", b.tenant, "ended"},
		{"agreement ended", terminated, "ended"},
		{"tenant erased since", gone, "orphan"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := b.deliver(test.tenant, test.id); got != http.StatusNoContent {
				t.Errorf("got %v, want the message acknowledged", got)
			}
			if got := b.stored(test.tenant); got != 0 || b.model.Stats().Requests != 0 {
				t.Errorf("got %d explanations and %d questions, want none", got, b.model.Stats().Requests)
			}
		})
	}
}

// TestOneFailureLeavesTheOthers has the model fail once among several findings.
func TestOneFailureLeavesTheOthers(t *testing.T) {
	b := newBench(t, ample)
	facts := finding.Facts{"days": 90}
	var ids []finding.ID
	for n := range 6 {
		ids = append(ids, b.open(n, facts))
	}
	b.put(b.tenant, ids[2], all.Checks()[2].ID, finding.Open, finding.Facts{"list": []string{"a", "b"}})
	b.kind.Store(int64(vertex.Exhausted))
	if got := b.deliver(b.tenant, ids[0]); got != http.StatusInternalServerError {
		t.Fatalf("got %v", got)
	}
	b.kind.Store(int64(vertex.None))
	b.deliver(b.tenant, ids[:5]...)
	asked := b.model.Stats().Requests
	if got := b.deliver(b.tenant, ids...); got != http.StatusNoContent || b.model.Stats().Requests != asked+1 {
		t.Errorf("got %v with %d questions, want one about the finding that was left", got, b.model.Stats().Requests-asked)
	}
	if got := b.stored(b.tenant); got != len(ids) {
		t.Errorf("got %d explanations, want %d", got, len(ids))
	}
}

func TestDuplicatesAtTheSameTime(t *testing.T) {
	b := newBench(t, ample)
	facts := finding.Facts{"days": 90}
	var ids []finding.ID
	for n := range 3 {
		ids = append(ids, b.open(n, facts))
	}
	var group sync.WaitGroup
	statuses := make([]int, 6)
	for i := range statuses {
		group.Go(func() { statuses[i] = b.deliver(b.tenant, ids...) })
	}
	group.Wait()
	for _, got := range statuses {
		if got != http.StatusNoContent {
			t.Errorf("got %v, want every copy acknowledged", got)
		}
	}
	if got := b.stored(b.tenant); got != len(ids) {
		t.Errorf("got %d explanations, want %d", got, len(ids))
	}
	for n := range ids {
		if !b.shown(n, facts) {
			t.Errorf("finding %d has no explanation", n)
		}
	}
}

// TestALateAnswerIsReplaced has the facts change while the model answers, and
// the message about the change handled before the answer comes in.
func TestALateAnswerIsReplaced(t *testing.T) {
	b := newBench(t, ample)
	before, after := finding.Facts{"days": 90}, finding.Facts{"days": 30}
	id := b.open(0, before)
	t.Setenv("FIRESTORE_EMULATOR_HOST", b.own)
	db, err := store.Open(t.Context(), testProject, nil, store.VahtiDatabase, store.AdviceDatabase)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	e := &explainer{
		db: db, model: "m", patience: ample, now: time.Now, log: slog.New(slog.DiscardHandler),
		checks: map[string]*check.Check{all.Checks()[0].ID: all.Checks()[0]},
		ask: func(context.Context, string) (string, error) {
			if asked++; asked == 1 {
				b.open(0, after)
				b.deliver(b.tenant, id)
				if !b.shown(0, after) {
					t.Error("the newer message was not handled")
				}
			}
			return `{"language":"fi","summary":"Asetus on pois päältä, ja se koskee kaikkia käyttäjiä.","why":"Arvattu salasana riittää, joten hyökkääjä pääsee sisään.",
				"steps":["Avaa hallintakeskus ja ota asetus käyttöön kaikille.","Kerro käyttäjille, mitä muutos tarkoittaa."]}`, nil
		},
	}
	if err := e.changed(t.Context(), queue.FindingsChanged{Tenant: b.tenant, Findings: []finding.ID{id}}, serve.Push{}); err != nil {
		t.Fatal(err)
	}
	if !b.shown(0, after) || asked != 2 {
		t.Errorf("after %d questions the explanation is not that of the present facts", asked)
	}
}

// TestRights holds what the function's identity can do to what it should.
func TestRights(t *testing.T) {
	b := newBench(t, ample)
	id := b.open(0, finding.Facts{"days": 90})
	b.deliver(b.tenant, id)
	ctx := t.Context()
	own := b.client(b.own, store.VahtiDatabase).Collection("tenants").Doc(b.tenant.String())
	words := b.client(b.own, store.AdviceDatabase).Collection("tenants").Doc(b.tenant.String()).Collection("explanations").Doc(string(id))
	f := own.Collection("findings").Doc(string(id))
	one := map[string]any{"state": "resolved"}
	tests := []struct {
		name string
		do   func() error
	}{
		{"overwrite a finding", func() error { _, err := f.Set(ctx, one); return err }},
		{"change a finding", func() error {
			_, err := f.Update(ctx, []gcfirestore.Update{{Path: "state", Value: "resolved"}})
			return err
		}},
		{"create a finding", func() error { _, err := own.Collection("findings").Doc("new").Create(ctx, one); return err }},
		{"delete a finding", func() error { _, err := f.Delete(ctx); return err }},
		{"delete history", func() error { _, err := f.Collection("history").Doc("00000001").Delete(ctx); return err }},
		{"write history", func() error { _, err := f.Collection("history").Doc("00000002").Create(ctx, one); return err }},
		{"grant an exception", func() error { _, err := own.Collection("exceptions").Doc("x").Create(ctx, one); return err }},
		{"change the tenant", func() error { _, err := own.Set(ctx, one); return err }},
		{"delete an explanation", func() error { _, err := words.Delete(ctx); return err }},
	}
	for _, test := range tests {
		if err := test.do(); status.Code(err) != codes.PermissionDenied {
			t.Errorf("%s: got %v, want %v", test.name, err, codes.PermissionDenied)
		}
	}

	rights, _ := identity.Of(name)
	if len(rights.Secrets) > 0 || rights.Graph || !slices.Equal(rights.Publishes, []string{queue.DeadLetterTopic}) || rights.Public {
		t.Errorf("got %+v, want no secrets, no Graph, no topic but dead letters' and no public address", rights)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", b.own)
	db, err := store.Open(ctx, testProject, nil, store.VahtiDatabase, store.AdviceDatabase)
	if err != nil {
		t.Fatal(err)
	}
	h, err := db.Tenant(b.tenant)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Key(ctx); err == nil {
		t.Error("the function has a tenant's key")
	}
	if _, err := h.Finding(ctx, id); err == nil {
		t.Error("the function unsealed a finding")
	}
}

// TestSection15PromptsHoldNothingSealed reads what the model was told.
func TestSection15PromptsHoldNothingSealed(t *testing.T) {
	b := newBench(t, ample)
	id := b.open(0, finding.Facts{"days": 90})
	b.deliver(b.tenant, id)
	prompts := b.model.Prompts()
	if len(prompts) != 1 || !strings.Contains(prompts[0], `"days": 90`) || !strings.Contains(prompts[0], all.Checks()[0].Risk) {
		t.Fatalf("got %d prompts, want one with the facts and the check's text", len(prompts))
	}
	for _, secret := range []string{sealed, b.tenant.String(), string(id), "It is so.", `\u003e`} {
		if strings.Contains(prompts[0], secret) {
			t.Errorf("the prompt holds %q", secret)
		}
	}
}

// TestFreeTextIsNotSent has a finding whose stored facts hold what no check writes.
func TestFreeTextIsNotSent(t *testing.T) {
	b := newBench(t, ample)
	id := b.open(0, finding.Facts{"owner": "Maija Meikäläinen"})
	if got := b.deliver(b.tenant, id); got != http.StatusNoContent || b.model.Stats().Requests != 0 {
		t.Errorf("got %v and %d questions, want an acknowledged message and none", got, b.model.Stats().Requests)
	}
	if d, ok := b.explanation(b.tenant, id); !ok || d.State == store.Written {
		t.Errorf("got %+v, want the check's own text to be shown", d)
	}
}

func TestWithoutTheRightToTheModel(t *testing.T) {
	b := newBench(t, ample)
	addr, err := b.model.Serve("other", false)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("VERTEX_ENDPOINT", "http://"+addr)
	id := b.open(0, finding.Facts{"days": 90})
	if got := b.deliver(b.tenant, id); got != http.StatusInternalServerError || b.stored(b.tenant) != 0 {
		t.Errorf("got %v and %d explanations, want a failed message: a wrong setting is no refusal", got, b.stored(b.tenant))
	}
}

func TestSetupRefuses(t *testing.T) {
	tests := []struct{ name, variable, value, says string }{
		{"a region outside the EU", "VERTEX_REGION", "us-central1", "not in the EU"},
		{"London", "VERTEX_REGION", "europe-west2", "not in the EU"},
		{"prompts in the clear", "VERTEX_ENDPOINT", "http://192.0.2.1:80", "unencrypted"},
		{"no project", "GOOGLE_CLOUD_PROJECT", "", "GOOGLE_CLOUD_PROJECT is not set"},
		{"no patience", "VERTEX_PATIENCE", "0s", "VERTEX_PATIENCE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("GOOGLE_CLOUD_PROJECT", testProject)
			t.Setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
			t.Setenv("VERTEX_ENDPOINT", "http://127.0.0.1:1")
			t.Setenv(test.variable, test.value)
			if _, err := setup(t.Context()); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want it to say %q", err, test.says)
			}
		})
	}
}
