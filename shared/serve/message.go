package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

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
	Attempt      int       // 0 without a dead letter policy
	Published    time.Time // the same on every delivery; zero when the push does not say
	Replayed     bool      // the message was a dead letter
}

// push is the body of a Pub/Sub push request.
type push struct {
	Message *struct {
		Data       []byte            `json:"data"`
		MessageID  string            `json:"messageId"`
		Published  string            `json:"publishTime"`
		Attributes map[string]string `json:"attributes"`
	} `json:"message"`
	Subscription    string `json:"subscription"`
	DeliveryAttempt int    `json:"deliveryAttempt"`
}

// OnMessage adapts a handler of one message type to Pub/Sub push. A nil error
// acknowledges; any other keeps the message for another try. A message that is
// of another form than the handler's, and one that fails in the last of its
// subscription's attempts, becomes a dead letter with its error and is
// acknowledged.
func OnMessage[M any, P Message[M]](in Inbox, handle func(context.Context, M, Push) error) http.Handler {
	return onMessage[M, P](Logger(in.Function), in, handle)
}

func onMessage[M any, P Message[M]](log *slog.Logger, in Inbox, handle func(context.Context, M, Push) error) http.Handler {
	var topic string
	if m, ok := any(*new(M)).(interface{ Topic() string }); ok {
		topic = m.Topic()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, about, refusal := readPush(r)
		if refusal != nil {
			log.ErrorContext(r.Context(), "push refused", "error", refusal)
			http.Error(w, refusal.Detail, refusal.Status)
			return
		}
		log := log.With("messageId", about.ID, "attempt", about.Attempt)
		var m M
		if err := P(&m).Receive(wire.New(data)); err != nil {
			log.ErrorContext(r.Context(), "message refused", "error", err)
			if in.bury(r.Context(), log, topic, data, about, err) {
				w.WriteHeader(http.StatusNoContent)
				return
			}
			http.Error(w, "message refused", http.StatusBadRequest)
			return
		}
		last := in.last(about)
		err := attempt(r.Context(), log, last, func(ctx context.Context) error { return handle(ctx, m, about) })
		if err == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		level := slog.LevelWarn
		cancelled := errors.Is(r.Context().Err(), context.Canceled)
		if cancelled || errors.Is(err, context.Canceled) {
			level = slog.LevelInfo
		}
		log.Log(r.Context(), level, "message failed", "error", err)
		// Whoever hung up would not hear that the message is taken care of.
		if last && !cancelled && in.bury(r.Context(), log, topic, data, about, err) {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		http.Error(w, "message failed", http.StatusInternalServerError)
	})
}

// attempt calls a handler. In a message's last attempt a panic is an error like
// any other, so that the dead letter can tell of it.
func attempt(ctx context.Context, log *slog.Logger, last bool, handle func(context.Context) error) (err error) {
	if last {
		defer func() {
			if recover() != nil {
				at := panicSite()
				log.ErrorContext(ctx, "handler panicked", "at", at)
				err = errors.New("panicked in " + at)
			}
		}()
	}
	return handle(ctx)
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
	published, _ := time.Parse(time.RFC3339, p.Message.Published) // another form says nothing
	return p.Message.Data, Push{
		ID: p.Message.MessageID, Subscription: p.Subscription, Attempt: p.DeliveryAttempt, Published: published,
		Replayed: p.Message.Attributes[LetterReplayed] != "",
	}, nil
}

// tooLarge reports whether reading ended at the limit of the body.
func tooLarge(err error) bool {
	var limit *http.MaxBytesError
	return errors.As(err, &limit)
}
