package account_test

import (
	"testing"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/letter"
)

// TestForgetSuppression: with a person goes what is kept of letters that came back.
func TestForgetSuppression(t *testing.T) {
	w := newWorld(t)
	var made []account.Account
	for _, email := range []string{"aino@customer.example", "eino@customer.example"} {
		a, _, _, err := w.Create(t.Context(), account.New{Email: email, Name: "A person", Language: "fi"})
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, a)
		if err := letter.Suppress(t.Context(), w.db, email, letter.HardBounce, "", w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if _, err := w.Forget(t.Context(), made[0].ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range made {
		got, err := letter.Suppressed(t.Context(), w.db, a.Email)
		if err != nil || got != (a.ID == made[1].ID) {
			t.Errorf("%s: suppressed %v, %v", a.ID, got, err)
		}
	}
}
