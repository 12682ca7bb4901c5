package serve

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// redacted is a value that says itself how it is logged.
type redacted struct{ Name string }

// LogValue implements slog.LogValuer.
func (redacted) LogValue() slog.Value { return slog.StringValue("[redacted]") }

// TestLog is what Cloud Logging gets, letter by letter.
func TestLog(t *testing.T) {
	var b bytes.Buffer
	log := newLogger(&b, "scan")
	log.Info("scan begun", "tenant", "t1", "level", "an attribute of that name")
	log.Debug("not shown")
	log.Warn("scan failed", "error", errors.New("consent is missing"))
	log.Error("handler panicked", "at", "p.f")
	log.Log(context.Background(), slog.LevelInfo+2, "between")
	log.Log(context.Background(), slog.LevelError+4, "beyond")
	log.Info("whole", slog.Group("stats", "msg", 1, "level", slog.LevelInfo), "took", time.Second, "who", redacted{"Contoso"})
	const want = `{"time":T,"severity":"INFO","message":"scan begun","function":"scan","tenant":"t1","level":"an attribute of that name"}
{"time":T,"severity":"WARNING","message":"scan failed","function":"scan","error":"consent is missing"}
{"time":T,"severity":"ERROR","message":"handler panicked","function":"scan","at":"p.f"}
{"time":T,"severity":"INFO","message":"between","function":"scan"}
{"time":T,"severity":"ERROR","message":"beyond","function":"scan"}
{"time":T,"severity":"INFO","message":"whole","function":"scan","stats":{"msg":1,"level":"INFO"},"took":1000000000,"who":"[redacted]"}
`
	got := regexp.MustCompile(`"time":"\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)"`).ReplaceAllString(b.String(), `"time":T`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

func TestSeverity(t *testing.T) {
	tests := []struct {
		level slog.Level
		want  string
	}{
		{slog.LevelDebug - 4, "DEBUG"}, {slog.LevelDebug, "DEBUG"}, {slog.LevelInfo - 1, "DEBUG"}, {slog.LevelInfo, "INFO"},
		{slog.LevelWarn - 1, "INFO"}, {slog.LevelWarn, "WARNING"}, {slog.LevelError - 1, "WARNING"}, {slog.LevelError, "ERROR"},
		{slog.LevelError + 8, "ERROR"},
	}
	for _, tt := range tests {
		if got := severity(tt.level); got != tt.want {
			t.Errorf("%v: got %v, want %v", tt.level, got, tt.want)
		}
	}
}
