package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// BenchmarkPages makes the pages of a tenant with 10,000 findings, a tenth of them
// open, and 3,000 events, without what the store takes.
func BenchmarkPages(b *testing.B) {
	id := tenanttest.ID(b)
	k := sampleTenant()
	for i := range 10_000 {
		f := sampleApplications()[0]
		f.ID, f.Resource = finding.ID(fmt.Sprintf("0many%d", i)), fmt.Sprint("many-", i)
		if i%10 > 0 {
			f.State = finding.Resolved
		}
		k.findings = append(k.findings, f)
	}
	k.events = manyEvents(3000)
	s := newSite(b, memory{id: k})
	of := "/tenants/" + id.String()
	for name, path := range map[string]string{"tenant": of, "timeline": of + "/timeline", "finding": of + "/findings/0app0"} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
			s.door.admit(r, adminOf(id))
			for b.Loop() {
				w := s.do(r)
				if w.Code != http.StatusOK {
					b.Fatalf("got %v", w.Code)
				}
				b.ReportMetric(float64(w.Body.Len()), "bytes/page")
			}
		})
	}
}
