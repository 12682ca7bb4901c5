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
	return onMessage[M, P](Logger(function), handle)
}

func onMessage[M any, P Message[M]](log *slog.Logger, handle func(context.Context, M, Push) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, about, refusal := readPush(r)
		if refusal != nil {
			log.Error("push refused", "error", refusal)
			http.Error(w, refusal.Detail, refusal.Status)
			return
		}
		log := log.With("messageId", about.ID, "attempt", about.Attempt)
		var m M
		if err := P(&m).Receive(wire.New(data)); err != nil {
			log.Error("message refused", "error", err)
			http.Error(w, "message refused", http.StatusBadRequest)
			return
		}
		if err := handle(r.Context(), m, about); err != nil {
			level := slog.LevelWarn
			if errors.Is(err, context.Canceled) || errors.Is(r.Context().Err(), context.Canceled) {
				level = slog.LevelInfo
			}
			log.Log(r.Context(), level, "message failed", "error", err)
			http.Error(w, "message failed", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// readPush takes a push request apart. Nothing of the body is in its error.
func readPush(r *http.Request) (data []byte, about Push, refusal *Error) {
	raw, err := io.ReadAll(r.Body)
	if tooLarge(err) {
		return nil, Push{}, &Error{Status: http.StatusRequestEntityTooLarge, Detail: "push is too large"}
	}
	if err != nil {
		return nil, Push{}, &Error{Status: http.StatusBadRequest, Detail: "push could not be read"}
	}
	var p push
	if err := json.Unmarshal(raw, &p); err != nil || p.Message == nil || p.Message.MessageID == "" {
		return nil, Push{}, &Error{Status: http.StatusBadRequest, Detail: "push has another form than Pub/Sub's"}
	}
	return p.Message.Data, Push{ID: p.Message.MessageID, Subscription: p.Subscription, Attempt: p.DeliveryAttempt}, nil
}

// tooLarge reports whether reading ended at the limit of the body.
func tooLarge(err error) bool {
	var limit *http.MaxBytesError
	return errors.As(err, &limit)
}
