package serve

import (
	"log/slog"
	"os"
)

// Logger returns a logger whose lines Cloud Logging understands: "severity" and
// "message" instead of slog's own names. Messages are constant; what varies is
// in attributes, none of which may be personal data, a token or a body.
func Logger(function string) *slog.Logger {
	h := slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{ReplaceAttr: cloudKeys})
	return slog.New(h).With("function", function)
}

func cloudKeys(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.MessageKey:
		a.Key = "message"
	case slog.LevelKey:
		a.Key = "severity"
		if a.Value.Any() == slog.LevelWarn {
			a.Value = slog.StringValue("WARNING")
		}
	}
	return a
}
