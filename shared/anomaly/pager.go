package anomaly

import (
	"context"
	"io"
	"log/slog"
	"time"
)

// Alert is an anomaly as those on call are told of it. It holds nothing personal.
type Alert struct {
	Name     string // the anomaly's
	Rule     string
	Subject  string
	Severity Severity
	Count    int
	Hour     time.Time
	Do       string
}

// Alert returns what is told of the anomaly.
func (a Anomaly) Alert() Alert {
	return Alert{Name: a.Name(), Rule: a.Rule, Subject: a.Subject, Severity: a.Severity, Count: a.Count, Hour: a.Hour, Do: a.Do}
}

// Pager tells those on call. An alert may be told again under the same name, which
// is then the same alert. A pager is safe for concurrent use; where the context has
// ended it returns its error and tells nothing.
type Pager interface {
	Page(context.Context, Alert) error
}

// AlertMessage is the message of the line that a LogPager writes. Terraform's alert
// policy looks for it.
const AlertMessage = "anomaly raised"

// LogPager writes a line for Cloud Logging, where an alert policy notifies those on
// call.
type LogPager struct{ log *slog.Logger }

// NewLogPager returns a pager that writes lines of a function to w.
func NewLogPager(w io.Writer, function string) *LogPager {
	keys := func(groups []string, a slog.Attr) slog.Attr {
		switch {
		case len(groups) > 0:
		case a.Key == slog.MessageKey:
			a.Key = "message"
		case a.Key == slog.LevelKey:
			return slog.String("severity", "ALERT")
		}
		return a
	}
	return &LogPager{slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: keys})).With("function", function)}
}

// Page implements Pager.
func (p *LogPager) Page(ctx context.Context, a Alert) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.log.LogAttrs(ctx, slog.LevelError, AlertMessage, slog.String("anomaly", a.Name), slog.String("rule", a.Rule), slog.String("subject", a.Subject),
		slog.String("urgency", string(a.Severity)), slog.Int("count", a.Count), slog.Time("hour", a.Hour.UTC()), slog.String("do", a.Do))
	return nil
}
