package notice

import (
	"context"
	"encoding/json"
	"fmt"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/instruction"
)

// MaxMessages is how many messages Messages returns at a time.
const MaxMessages = 100

// Message is a message to the webhook with what it says.
type Message struct {
	Sent
	Body json.RawMessage
}

// Messages lists every message to a tenant's webhook that is kept, in the order of their
// names, page by page: from behind a cursor, empty for the first, and with the next
// page's, empty behind the last.
func Messages(ctx context.Context, t *store.Tenant, cursor string) (list []Message, next string, err error) {
	q := handle.Doc(t.Handle()).Collection("hooks").OrderBy(firestore.DocumentID, firestore.Asc).Limit(MaxMessages)
	if cursor != "" {
		q = q.StartAfter(cursor)
	}
	docs, err := q.Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fmt.Errorf("list messages: %w", err)
	}
	for _, snap := range docs {
		var c call
		if err := snap.DataTo(&c); err != nil {
			return nil, "", fmt.Errorf("list messages: %w", err)
		}
		m := Message{Sent{Name: snap.Ref.ID, Kind: c.Kind, State: c.State, Last: c.Last, At: c.At.UTC(), Tries: c.Tries}, json.RawMessage(c.Body)}
		if c.Done != nil {
			m.Done = c.Done.UTC()
		}
		list = append(list, m)
	}
	if len(docs) == MaxMessages {
		next = docs[len(docs)-1].Ref.ID
	}
	return list, next, nil
}

// Settings are every setting of a customer, with webhooks at public addresses alone.
func Settings() []instruction.Named { return instruction.All(notify.CheckAddress) }
