// Package language tells who writes to people in which language they read, and nothing
// else of their accounts.
package language

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
)

// atOnce is how many accounts are read in one request.
const atOnce = 300

// errForm names nobody and tells nothing of what is sealed.
var errForm = errors.New("an account is not in the expected form")

// Of returns the languages that people chose, by their accounts: "fi", "sv" or "en".
// Accounts that there are not, or not any more, are not among them.
func Of(ctx context.Context, db *store.DB, accounts ...string) (map[string]string, error) {
	people, keys := handle.People(db.Handle()), handle.Keys(db.Handle())
	if people == nil || keys == nil {
		return nil, errors.New("this function has no access to the people who sign in")
	}
	out := map[string]string{}
	for some := range slices.Chunk(accounts, atOnce) {
		var refs []*firestore.DocumentRef
		for _, id := range some {
			if handle.Named(id) {
				refs = append(refs, people.Collection("accounts").Doc(id))
			}
		}
		if len(refs) == 0 {
			continue
		}
		docs, err := people.GetAll(ctx, refs)
		if err != nil {
			return nil, fmt.Errorf("read languages: %w", err)
		}
		for _, snap := range docs {
			if !snap.Exists() {
				continue
			}
			key, err := keys.People(ctx)
			if err != nil {
				return nil, fmt.Errorf("read languages: %w", err)
			}
			chosen, err := read(snap, key)
			if err != nil {
				return nil, err
			}
			if chosen != "" {
				out[snap.Ref.ID] = chosen
			}
		}
	}
	return out, nil
}

// read is the language of an account; empty for one that was erased.
func read(snap *firestore.DocumentSnapshot, key *seal.Key) (string, error) {
	var d struct {
		Sealed []byte `firestore:"sealed"`
	}
	if snap.DataTo(&d) != nil {
		return "", errForm
	}
	if len(d.Sealed) == 0 {
		return "", nil
	}
	plain, err := key.Open(d.Sealed, "accounts/"+snap.Ref.ID)
	if err != nil {
		return "", fmt.Errorf("read languages: %w", err)
	}
	var chosen struct {
		Language string `json:"language"`
	}
	if json.Unmarshal(plain, &chosen) != nil {
		return "", errForm
	}
	return chosen.Language, nil
}
