package serve

import (
	"io"
	"log/slog"
	"os"
)

// Logger returns a logger whose lines Cloud Logging understands: "severity" and
// "message" instead of slog's own names, and "request" with the name of the request in
// whose context a line is logged. Messages are constant; what varies is
// in attributes, none of which may be personal data, a token or a body.
func Logger(function string) *slog.Logger { return newLogger(os.Stderr, function) }

func newLogger(w io.Writer, function string) *slog.Logger {
	h := slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: cloudKeys})
	return slog.New(tied{h}).With("function", function)
}

func cloudKeys(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.MessageKey:
		a.Key = "message"
	case slog.LevelKey:
		if level, ok := a.Value.Any().(slog.Level); ok {
			return slog.String("severity", severity(level))
		}
	}
	return a
}

// severity returns Cloud Logging's name for a level; slog's own for those in
// between, such as "INFO+2", are not known there.
func severity(level slog.Level) string {
	switch {
	case level < slog.LevelInfo:
		return "DEBUG"
	case level < slog.LevelWarn:
		return "INFO"
	case level < slog.LevelError:
		return "WARNING"
	}
	return "ERROR"
}
