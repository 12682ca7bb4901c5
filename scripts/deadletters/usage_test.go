package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
)

func TestLettersOfNoKnownTopic(t *testing.T) {
	w := newWorld(t)
	if _, err := w.pubsub.Publish(queue.DeadLetterTopic, []byte("not\x1b[31m json"), map[string]string{
		serve.LetterTopic: "somewhere", serve.LetterError: "a\x1b[31mb\nc", serve.LetterAttempts: "many",
	}); err != nil {
		t.Fatal(err)
	}
	rows := w.lines(t)
	if len(rows) != 1 {
		t.Fatalf("got %v, want one letter", rows)
	}
	if diff := cmp.Diff([]string{"-", "-", "-", "-", "a [31mb c"}, rows[0][2:]); diff != "" {
		t.Errorf("the letter (-want +got):\n%s", diff)
	}
	if got, want := w.do(t, "show", rows[0][0]), `"not\x1b[31m json"`+"\n"; got != want {
		t.Errorf("show: got %q, want %q", got, want)
	}
	for _, id := range []string{rows[0][0], "all"} {
		err := run(t.Context(), []string{"-data", w.dir, "replay", id}, &bytes.Buffer{})
		if want := "dead letter " + rows[0][0] + " does not say to which topic it belongs: it can only be dropped"; err == nil || err.Error() != want {
			t.Errorf("replay %s: got %v, want %s", id, err, want)
		}
	}
	if got := w.lines(t); len(got) != 1 {
		t.Errorf("after the refusal: got %v, want it still there", got)
	}
	err := run(t.Context(), []string{"-data", w.dir, "drop", "4711"}, &bytes.Buffer{})
	if err == nil || err.Error() != `there is no dead letter "4711"` || errors.Is(err, errUsage) {
		t.Errorf("drop of another: got %v", err)
	}
}

func TestStoppedEmulator(t *testing.T) {
	w := newWorld(t)
	empty := t.TempDir()
	if err := w.pubsub.Close(); err != nil {
		t.Fatal(err)
	}
	damaged := &world{dir: t.TempDir()}
	damaged.write(t, `{"project":`)
	tests := []struct{ name, dir, want string }{
		{"killed", w.dir, "no emulator is running over DIR: start one with -data DIR"},
		{"stopped", empty, "no emulator is running over DIR: start one with -data DIR"},
		{"no folder", filepath.Join(empty, "none"), "there is no folder DIR"},
		{"damaged", damaged.dir, "the file addresses.json in DIR cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := run(t.Context(), []string{"-data", tt.dir, "list"}, &bytes.Buffer{})
			if err == nil || err.Error() != strings.ReplaceAll(tt.want, "DIR", tt.dir) || errors.Is(err, errUsage) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestUsage(t *testing.T) {
	t.Setenv("GOOGLE_CLOUD_PROJECT", "")
	tests := []struct {
		args string
		want string
	}{
		{"", errUsage.Error()},
		{"-h", errUsage.Error()},
		{"-data x", errUsage.Error()},
		{"-data", "flag needs an argument: -data"},
		{"-folder x list", "flag provided but not defined: -folder"},
		{"-data x purge", `"purge" is none of list, show, replay and drop`},
		{"-data x list all", "list takes nothing after it"},
		{"-data x show", "show takes the ID of one dead letter, as list shows it"},
		{"-data x replay 1 2", "replay takes the ID of one dead letter, as list shows it"},
		{"-data x drop", "drop takes the ID of one dead letter, as list shows it"},
		{"-data x -project y list", "-data is about an emulator and -project about the cloud: give one of them"},
		{"list", "name the folder of an emulator with -data or a project with -project"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			err := run(t.Context(), strings.Fields(tt.args), &bytes.Buffer{})
			if err == nil || err.Error() != tt.want || !errors.Is(err, errUsage) {
				t.Errorf("got %v, want the misuse %q", err, tt.want)
			}
		})
	}
	t.Setenv("GOOGLE_CLOUD_PROJECT", "mine")
	if c, err := parse([]string{"list"}); err != nil || c.project != "mine" {
		t.Errorf("the project of the environment: got %+v, %v", c, err)
	}
}
