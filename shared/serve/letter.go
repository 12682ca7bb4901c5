package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/grpc/status"
)

// Inbox is where a function's messages arrive and what becomes of those that it
// cannot take.
type Inbox struct {
	Function string
	// Bury publishes a dead letter: the message's data, and attributes that say
	// why. Nil leaves dead letters to Pub/Sub, which gives no reasons.
	Bury func(ctx context.Context, data []byte, about map[string]string) error
	// Attempts is how often the subscription delivers a message before it is a
	// dead letter. Zero leaves messages that keep failing to Pub/Sub.
	Attempts int
}

// The attributes of a dead letter that a function published itself.
const (
	LetterError    = "error"     // why, in words of Vahti's own
	LetterFunction = "function"  // who could not take the message
	LetterTopic    = "topic"     // where it was published
	LetterMessage  = "messageId" // its id there
	LetterAttempts = "attempts"  // how often it was delivered
	LetterAt       = "at"        // when it was given up; RFC 3339
)

// LetterReplayed is the attribute of a message that was a dead letter and that an
// operator sent where it was published at first.
const LetterReplayed = "replayed"

// buryTime bounds the publishing of a dead letter. It lies within what is left to
// answer a push whose handler used its whole time.
const buryTime = grace - 500*time.Millisecond

// bury publishes a message as a dead letter and reports whether it is out; if it
// is not, the push must be refused, and Pub/Sub's own dead letter takes it in the
// end.
func (in Inbox) bury(ctx context.Context, log *slog.Logger, topic string, data []byte, about Push, why error) bool {
	if in.Bury == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), buryTime)
	defer cancel()
	err := in.Bury(ctx, data, map[string]string{
		LetterError: Sentence(why), LetterFunction: in.Function, LetterTopic: topic, LetterMessage: about.ID,
		LetterAttempts: strconv.Itoa(max(about.Attempt, 1)), LetterAt: time.Now().UTC().Format(time.RFC3339),
	})
	if err != nil {
		log.ErrorContext(ctx, "dead letter not published", "error", err)
		return false
	}
	log.ErrorContext(ctx, "message is a dead letter")
	return true
}

// last reports whether a failed push will not be repeated.
func (in Inbox) last(about Push) bool { return in.Attempts > 0 && about.Attempt >= in.Attempts }

// maxSentence is how much of an error's text a dead letter carries, in bytes.
const maxSentence = 500

// Sentence returns an error's text for people who look at dead letters. Texts of
// other programs, which may hold anything, are left out: of an answer of Google's
// the code remains, of any other error its kind.
func Sentence(err error) string {
	text := err.Error()
	for _, f := range foreign(err) {
		if foreignText := f.Error(); foreignText != "" {
			text = strings.ReplaceAll(text, foreignText, kind(f))
		}
	}
	text = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	if len(text) > maxSentence {
		text = text[:maxSentence]
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	return text
}

// ours are the packages whose errors hold no text but what Vahti gave them.
var ours = [...]string{"vahti.ai/vahti/", "errors", "fmt", "context"}

// foreign returns the outermost errors in a tree that are not Vahti's own.
func foreign(err error) []error {
	t := reflect.TypeOf(err)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	own := false
	for _, p := range ours {
		own = own || t.PkgPath() == p || strings.HasSuffix(p, "/") && strings.HasPrefix(t.PkgPath(), p)
	}
	if !own {
		return []error{err}
	}
	switch e := err.(type) { //nolint:errorlint // one level at a time
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			return foreign(inner)
		}
	case interface{ Unwrap() []error }:
		var all []error
		for _, inner := range e.Unwrap() {
			all = append(all, foreign(inner)...)
		}
		return all
	}
	return nil
}

// kind names an error of another program without its text.
func kind(err error) string {
	var s interface{ GRPCStatus() *status.Status }
	if errors.As(err, &s) {
		return s.GRPCStatus().Code().String()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return context.DeadlineExceeded.Error()
	}
	return fmt.Sprintf("error of type %T", err)
}
