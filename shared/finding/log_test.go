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
	by := Attribution{Attributed: true, Actor: secret, ActorID: secret, App: secret, IP: secret, Activity: secret, Entry: secret}
	x := Exception{ID: "e", Resource: secret, Reason: secret, Owner: secret, By: secret, EndedBy: secret, Accepted: e}
	f := Finding{ID: "f", Resource: secret, Evidence: e, Exception: &x}
	d := Drift{Kind: DriftSubjects, Resource: secret, From: plain(e.Subjects), By: by}
	c := Change{Finding: f, FromSubjects: e.Subjects, By: by}
	var b strings.Builder
	for _, h := range []slog.Handler{slog.NewJSONHandler(&b, nil), slog.NewTextHandler(&b, nil)} {
		log := slog.New(h)
		for _, v := range []any{s, list, e.Subjects, e, f, by, x, &x, d, c} {
			log.Info("x", "v", v)
		}
	}
	for _, v := range []any{s, &s, []Subject{s}, list, e.Subjects, by, &by, x, &x, []Exception{x}, d, []Drift{d}} {
		fmt.Fprintf(&b, "%v %+v %#v %s", v, v, v, v)
	}
	if strings.Contains(b.String(), secret) {
		t.Errorf("a subject shows:\n%s", b.String())
	}
}
