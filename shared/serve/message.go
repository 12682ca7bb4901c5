package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"vahti.ai/vahti/shared/internal/wire"
)

// Message is what a pointer to a queue message can do: take a pushed body.
type Message[M any] interface {
	*M
	Receive(wire.Body) error
}

// Push is what a push said about itself besides the message.
type Push struct {
	ID           string // the same on every delivery of one message
	Subscription string
	Attempt      int // 0 without a dead letter policy
}

// push is the body of a Pub/Sub push request.
type push struct {
	Message *struct {
		Data      []byte `json:"data"`
		MessageID string `json:"messageId"`
	} `json:"message"`
	Subscription    string `json:"subscription"`
	DeliveryAttempt int    `json:"deliveryAttempt"`
}

// OnMessage adapts a handler of one message type to Pub/Sub push. A nil error
// acknowledges; any other keeps the message for another try and, after the
// subscription's limit, for the dead letter.
func OnMessage[M any, P Message[M]](function string, handle func(context.Context, M, Push) error) http.Handler {
	log := Logger(function)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			refuse(w, log, "push could not be read", "")
			return
		}
		var p push
		if err := json.Unmarshal(raw, &p); err != nil || p.Message == nil {
			refuse(w, log, "push has another form than Pub/Sub's", "")
			return
		}
		var m M
		if err := P(&m).Receive(wire.New(p.Message.Data)); err != nil {
			log.Error("message refused", "error", err, "messageId", p.Message.MessageID, "attempt", p.DeliveryAttempt)
			http.Error(w, "message refused", http.StatusBadRequest)
			return
		}
		about := Push{ID: p.Message.MessageID, Subscription: p.Subscription, Attempt: p.DeliveryAttempt}
		if err := handle(r.Context(), m, about); err != nil {
			level := slog.LevelWarn
			if errors.Is(err, context.Canceled) {
				level = slog.LevelInfo
			}
			log.Log(r.Context(), level, "message failed", "error", err, "messageId", about.ID, "attempt", about.Attempt)
			http.Error(w, "message failed", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

func refuse(w http.ResponseWriter, log *slog.Logger, message, id string) {
	log.Error(message, "messageId", id)
	http.Error(w, message, http.StatusBadRequest)
}
