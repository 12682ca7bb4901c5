package finding

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// TestSubjectsStayOutOfLogs logs and formats everything that holds a subject.
func TestSubjectsStayOutOfLogs(t *testing.T) {
	const secret = "Maija Virtanen"
	s := Subject{ID: secret, Name: secret, Note: secret}
	list := List(s)
	e := Evidence{Facts: Facts{"n": 1}, Subjects: Subjects{"users": list}}
	f := Finding{ID: "f", Resource: secret, Evidence: e}
	var b strings.Builder
	for _, h := range []slog.Handler{slog.NewJSONHandler(&b, nil), slog.NewTextHandler(&b, nil)} {
		log := slog.New(h)
		for _, v := range []any{s, list, e.Subjects, e, f} {
			log.Info("x", "v", v)
		}
	}
	for _, v := range []any{s, &s, []Subject{s}, list, e.Subjects} {
		fmt.Fprintf(&b, "%v %+v %#v %s", v, v, v, v)
	}
	if strings.Contains(b.String(), secret) {
		t.Errorf("a subject shows:\n%s", b.String())
	}
}
