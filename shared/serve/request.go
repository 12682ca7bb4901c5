package serve

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
)

// RequestHeader is the header of each answer that names the request, so that whoever
// asks about one can be helped: the lines of the log that it left have the same name.
const RequestHeader = "X-Request-Id"

// named is where the name of a request travels in its context.
type named struct{}

// nameOf returns the name of a request: that of Google's trace, which the platform's
// own lines have too, or one at random. It is 32 hexadecimal digits and says nothing.
func nameOf(h http.Header) string {
	trace, _, _ := strings.Cut(h.Get("X-Cloud-Trace-Context"), "/")
	if plain := strings.ToLower(trace); isName(plain) {
		return plain
	}
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// isName reports whether a text, which anybody may have sent, can name a request.
func isName(text string) bool {
	return len(text) == 32 && strings.Trim(text, "0123456789abcdef") == "" && strings.Trim(text, "0") != ""
}

// tied adds to each line that is logged within a request the name of that request.
type tied struct{ slog.Handler }

// Handle implements slog.Handler.
func (h tied) Handle(ctx context.Context, r slog.Record) error {
	if name, ok := ctx.Value(named{}).(string); ok {
		r = r.Clone()
		r.AddAttrs(slog.String("request", name))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h tied) WithAttrs(attrs []slog.Attr) slog.Handler { return tied{h.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (h tied) WithGroup(name string) slog.Handler { return tied{h.Handler.WithGroup(name)} }
