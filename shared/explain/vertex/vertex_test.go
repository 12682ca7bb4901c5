package vertex_test

import (
	"context"
	"errors"
	"io"
	"log"
	"sync/atomic"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/synth"
	standin "vahti.ai/vahti/emulator/vertex"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/explain"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/explain/vertex"
	"vahti.ai/vahti/shared/finding"
)

// TestMain silences what the client writes to the standard log.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	m.Run()
}

// model is a client of a stand-in that answers as kind says.
func model(t *testing.T, cfg standin.Config, allowed bool) (*vertex.Client, *standin.Server, *atomic.Int64) {
	t.Helper()
	kind := &atomic.Int64{}
	cfg.Misbehave = func() standin.Kind { return standin.Kind(kind.Load()) }
	s, err := standin.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addr, err := s.Serve("explain", allowed)
	if err != nil {
		t.Fatal(err)
	}
	options, err := endpoint.Options("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	c, err := vertex.New(t.Context(), "vertex-test", "europe-west1", "gemini-2.5-flash", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, s, kind
}

// found are findings of every check: with facts of each type, with none, and
// with those the check has of made-up tenants.
func found(t *testing.T) map[*check.Check][]finding.Facts {
	t.Helper()
	out := map[*check.Check][]finding.Facts{}
	for _, c := range all.Checks() {
		out[c] = []finding.Facts{{}, {"isEnabled": false, "days": 90, "share": 0.25, "mode": "Audit", "roles": []string{"GlobalAdministrator", "UserAdministrator"}}}
	}
	for seed := range uint64(4) {
		dir := t.TempDir()
		if err := synth.Write(dir, 20, seed); err != nil {
			t.Fatal(err)
		}
		s := checktest.Load(t, dir)
		for _, c := range all.Checks() {
			for _, r := range check.Run(c, s).Results {
				if r.Verdict == finding.Fail {
					out[c] = append(out[c], r.Evidence.Facts)
					break
				}
			}
		}
	}
	return out
}

// TestEveryCheckIsExplained has the stand-in explain findings of every check in
// every language, well and badly.
func TestEveryCheckIsExplained(t *testing.T) {
	c, _, kind := model(t, standin.Config{SlowFor: time.Millisecond}, true)
	findings := found(t)
	tests := []struct {
		kind           standin.Kind
		shown, refused bool // neither: tried again
	}{
		{kind: standin.None, shown: true},
		{kind: standin.Slow, shown: true}, // late, and still in time
		{kind: standin.Exhausted},
		{kind: standin.Refuse, refused: true},
		{kind: standin.InvalidJSON, refused: true},
		{kind: standin.WrongLanguage, refused: true},
		{kind: standin.Links, refused: true},
		{kind: standin.ClaimsFixed, refused: true},
		{kind: standin.Empty, refused: true},
		{kind: standin.Truncated, refused: true},
	}
	for _, test := range tests {
		t.Run(test.kind.String(), func(t *testing.T) {
			kind.Store(int64(test.kind))
			asked, wrong := 0, 0
			for check, facts := range findings {
				if test.kind != standin.None {
					facts = facts[len(facts)-1:]
				}
				for _, f := range facts {
					for _, language := range explain.Languages() {
						q := brief.Of(language, check, finding.Finding{Severity: check.Severity, Evidence: finding.Evidence{Facts: f}})
						a, err := explain.Explain(t.Context(), c.Ask, q)
						asked++
						if (err == nil) != test.shown || errors.Is(err, explain.ErrRefused) != test.refused {
							wrong++
							t.Errorf("%s in %s: got %v: %s", check.ID, language, err, a.Summary)
						}
					}
				}
			}
			t.Logf("%d answers, %d not as they should be", asked, wrong)
		})
	}
}

func TestAsk(t *testing.T) {
	const prompt = `{"language":"en","facts":{"days":90}}`
	t.Run("patience ends", func(t *testing.T) {
		c, _, kind := model(t, standin.Config{SlowFor: time.Minute}, true)
		kind.Store(int64(standin.Slow))
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := c.Ask(ctx, prompt); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, explain.ErrRefused) {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
	})
	t.Run("wrong settings are no refusal", func(t *testing.T) {
		for name, c := range map[string]*vertex.Client{
			"no right":  first(model(t, standin.Config{}, false)),
			"no model":  first(model(t, standin.Config{Models: []string{"gemini-other"}}, true)),
			"no region": first(model(t, standin.Config{Locations: []string{"eu"}}, true)),
		} {
			if _, err := c.Ask(t.Context(), prompt); err == nil || errors.Is(err, explain.ErrRefused) {
				t.Errorf("%s: got %v, want an error that may pass", name, err)
			}
		}
	})
	t.Run("the name", func(t *testing.T) {
		c, s, _ := model(t, standin.Config{}, true)
		if _, err := c.Ask(t.Context(), prompt); err != nil {
			t.Fatal(err)
		}
		if got := c.Name(); got != "gemini-2.5-flash" || s.Stats().Requests != 1 {
			t.Errorf("got %q, %d requests", got, s.Stats().Requests)
		}
		if want, got := explain.Instruction+"\n"+prompt, s.Prompts()[0]; got != want {
			t.Errorf("got the prompt %q, want the instruction and the question", got)
		}
	})
}

func first(c *vertex.Client, _ *standin.Server, _ *atomic.Int64) *vertex.Client { return c }

func TestOnlyTheEU(t *testing.T) {
	for _, region := range []string{"", "global", "us-central1", "europe-west2", "europe-west6", "asia-northeast1", "EU", "eu-west1", "europe-west1 "} {
		if c, err := vertex.New(t.Context(), "p", region, "m"); err == nil {
			_ = c.Close()
			t.Errorf("the region %q was taken", region)
		}
	}
}
