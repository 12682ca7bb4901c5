package erasure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
)

// TestLanguageOfOwners: owners are written to in their own language, to the certificate,
// which is written when their accounts are no more.
func TestLanguageOfOwners(t *testing.T) {
	w := &world{World: erasuretest.New(t)}
	if _, _, _, err := w.People.Create(t.Context(), account.New{Email: erasuretest.Owner(0), Name: "A person", Language: "sv"}); err != nil {
		t.Fatal(err)
	}
	s := w.Tenant(t, 0) // whose own language is another
	w.tenants, w.owners = []*store.Tenant{s}, []member.Actor{w.Staff(t, s, 0)}
	seen := map[string]string{}
	look := func() {
		t.Helper()
		w.run(t)
		for l, err := range letter.All(t.Context(), w.DB) {
			if err != nil {
				t.Fatal(err)
			}
			seen[string(l.Kind)] = l.Language
		}
	}
	w.terminate(t, 0)
	for range 33 {
		look()
		w.Add(day)
	}
	want := map[string]string{string(letter.AgreementEnded): "sv", string(letter.ErasureNear): "sv", string(letter.Erased): "sv"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("languages (-want +got):\n%s", diff)
	}
	if _, err := contract.Of(t.Context(), w.again(t, 0)); err == nil {
		t.Error("nothing was erased")
	}
}
