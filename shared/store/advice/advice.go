// Package advice writes explanations. They live in a database of their own,
// apart from findings: an explanation is advice and cannot touch risk state.
package advice

import (
	"context"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// Explanation is what is kept of a model's answer.
type Explanation struct {
	Check    string
	Facts    string // hash of what was explained
	Language string
	// Refused, when set, is the rule the model's answer broke; its text is not kept.
	Refused string
	Summary string
	Why     string
	Steps   []string
	Model   string
	At      time.Time
}

// Put stores the explanation of a finding in place of any earlier one. An id
// that can name no finding is store.ErrNotFound.
func Put(ctx context.Context, t *store.Tenant, id finding.ID, e Explanation) error {
	d := document.Advice{Check: e.Check, Facts: e.Facts, Language: e.Language, State: store.Written,
		Summary: e.Summary, Why: e.Why, Steps: e.Steps, Model: e.Model, At: e.At, Until: e.At.Add(retention.Of("explanations").Keep)}
	if e.Refused != "" {
		d.State, d.Summary, d.Why, d.Steps = e.Refused, "", "", nil
	}
	if !handle.Named(string(id)) {
		return fmt.Errorf("store explanation: %w", store.ErrNotFound)
	}
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := handle.Explanations(t.Handle()).Doc(string(id)).Set(ctx, d)
		return err
	})
	if err != nil {
		return fmt.Errorf("store explanation: %w", err)
	}
	return nil
}
