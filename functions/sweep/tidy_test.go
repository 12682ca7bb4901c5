package sweep

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/past"
)

// TestTidyGoesOn: of a tenant everything is deleted that was kept long enough, however
// many steps it takes; a visit that runs out of time leaves it to the next and fails no
// sweep.
func TestTidyGoesOn(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	changes := w.client[store.VahtiDatabase].Collection("tenants").Doc(one.ID().String()).Collection("changes")
	const many = 2*past.Step + 50
	for i := range many {
		if _, err := changes.Doc(fmt.Sprintf("%05d", i)).Set(t.Context(), document.Drift{Written: w.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	left := func() int { return len(must(changes.DocumentRefs(t.Context()).GetAll())(t)) }
	w.Add(retention.Of("changes").Keep + time.Hour)
	w.tidying = 0
	w.mustSweep(t)
	if n := left(); n != many {
		t.Errorf("without time %d of %d are left", n, many)
	}
	if !strings.Contains(w.lines.String(), "not all deleted yet") || strings.Contains(w.lines.String(), "not visited to the end") {
		t.Errorf("it was told as: %s", w.lines)
	}
	w.tidying = tidyTime
	w.Add(anomaly.RoundEvery)
	w.mustSweep(t)
	if n := left(); n != 0 {
		t.Errorf("%d of %d are left", n, many)
	}
}
