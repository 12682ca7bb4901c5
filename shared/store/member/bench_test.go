package member_test

import (
	"testing"

	"vahti.ai/vahti/shared/store/member"
)

// BenchmarkOf asks what a member may do, as every request does.
func BenchmarkOf(b *testing.B) {
	w := staffed(b)
	standings := []member.Standing{msp(true)}
	for b.Loop() {
		if _, err := member.Of(b.Context(), w.db, "aolga", standings, w.tenant.ID().String()); err != nil {
			b.Fatal(err)
		}
	}
}
