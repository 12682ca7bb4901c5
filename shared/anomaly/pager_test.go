package anomaly_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/anomaly/anomalytest"
)

func TestPagers(t *testing.T) {
	t.Run("memory", func(t *testing.T) {
		anomalytest.Contract(t, func(*testing.T) (anomaly.Pager, func() []anomaly.Alert) {
			p := &anomalytest.Pager{}
			return p, p.Alerts
		})
	})
	t.Run("log", func(t *testing.T) {
		anomalytest.Contract(t, func(t *testing.T) (anomaly.Pager, func() []anomaly.Alert) {
			lines := &standintest.Lines{}
			return anomaly.NewLogPager(lines, "sweep"), func() []anomaly.Alert { return read(t, lines.String()) }
		})
	})
}

// read reads alerts off lines as those on call see them, each name once.
func read(t *testing.T, text string) []anomaly.Alert {
	t.Helper()
	var out []anomaly.Alert
	seen := map[string]bool{}
	for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
		var l struct {
			Anomaly, Rule, Subject, Urgency, Do string
			Count                               int
			Hour                                time.Time
		}
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if !seen[l.Anomaly] {
			seen[l.Anomaly] = true
			out = append(out, anomaly.Alert{Name: l.Anomaly, Rule: l.Rule, Subject: l.Subject, Severity: anomaly.Severity(l.Urgency), Count: l.Count, Hour: l.Hour, Do: l.Do})
		}
	}
	return out
}

// TestLine is what the alert policy looks for.
func TestLine(t *testing.T) {
	var b bytes.Buffer
	if err := anomaly.NewLogPager(&b, "sweep").Page(t.Context(), anomaly.Unsound("t1", 3, start).Alert()); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	delete(got, "time")
	delete(got, "do")
	want := map[string]any{"severity": "ALERT", "message": "anomaly raised", "function": "sweep", "rule": "trail-unsound", "subject": "t1", "urgency": "critical",
		"count": 3.0, "hour": "2026-11-02T12:00:00Z", "anomaly": anomaly.Unsound("t1", 3, start).Name()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("line (-want +got):\n%s", diff)
	}
}

// TestTerraformFollowsLine: the metric counts the line that a pager writes, of every
// function that has one.
func TestTerraformFollowsLine(t *testing.T) {
	file, err := os.ReadFile("../../terraform/alerts.tf")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"severity = ALERT"`, `"jsonPayload.message = \"` + anomaly.AlertMessage + `\""`, "EXTRACT(jsonPayload.rule)", "EXTRACT(jsonPayload.urgency)"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("the metric does not hold %s", want)
		}
	}
}

// TestTerraformListensToEveryPager: the metric counts the lines of each function that
// makes a pager, and the policy says whose logs to look into.
func TestTerraformListensToEveryPager(t *testing.T) {
	sources, err := filepath.Glob("../../functions/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	functions := map[string]bool{}
	for _, source := range sources {
		code, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(source, "_test.go") && bytes.Contains(code, []byte("anomaly.NewLogPager(")) {
			functions[filepath.Base(filepath.Dir(source))] = true
		}
	}
	names := slices.Sorted(maps.Keys(functions))
	if len(names) < 2 {
		t.Fatalf("functions that make a pager: got %v alone", names)
	}
	file, err := os.ReadFile("../../terraform/alerts.tf")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"resource.labels.service_name = (\"` + strings.Join(names, `\" OR \"`) + `\")"`,
		"in the logs of " + strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + ":",
	} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("terraform does not hold %s", want)
		}
	}
}

// TestNothingPersonalPrints looks at whatever prints.
func TestNothingPersonalPrints(t *testing.T) {
	const address = "192.0.2.77"
	e := anomaly.Event{Account: "a1", Address: address}
	a := anomaly.Anomaly{Rule: "r", Subject: "s", Address: address}
	var log bytes.Buffer
	for _, v := range []any{e, &e, []anomaly.Event{e}, a, &a, []anomaly.Anomaly{a}, a.Alert(), anomaly.Step{Events: []anomaly.Event{e}}} {
		fmt.Fprintf(&log, "%v %+v %#v %s %q", v, v, v, v, v)
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
	}
	if strings.Contains(log.String(), address) {
		t.Errorf("the address prints:\n%s", log.String())
	}
}
