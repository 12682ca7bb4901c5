package export

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// TestReport looks for what a report must have and for what none may, in each language.
func TestReport(t *testing.T) {
	titles := map[text.Language]string{text.English: "Security report", text.Finnish: "Tietoturvaraportti", text.Swedish: "Säkerhetsrapport"}
	for _, l := range text.Languages() {
		p := testPlan()
		p.Language = l
		s := testSource(700)
		_, raw := export(t, p, s)
		body := opened(t, raw)["report.html"]
		for _, want := range []string{`<html lang="` + string(l) + `"`, titles[l], "<svg", `class="line"`, "Palkanlaskenta", "prefers-color-scheme:dark", "@media print", "Reporting &#34;live&#34;"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the report lacks %s", l, want)
			}
		}
		if bad := regexp.MustCompile(`(?i)<script|\son\w+=|<img|<iframe|<link|src=|href=|url\(|@import|https?://|ZgotmplZ|%!|\{\}`).FindString(body); bad != "" {
			t.Errorf("%s: the report holds %q", l, bad)
		}
		if n := strings.Count(body, "<article"); n != maxReported {
			t.Errorf("%s: %d findings, want %d", l, n, maxReported)
		}
		if strings.Count(body, "<h1>") != 1 || strings.Count(body, "<table") != strings.Count(body, "</table>") {
			t.Errorf("%s: the report is not well formed", l)
		}
		file := os.Getenv("REPORT_DIR")
		if file != "" {
			if err := os.WriteFile(fmt.Sprintf("%s/report-%s.html", file, l), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestReportTexts: each text of the report is translated, and none for nothing.
func TestReportTexts(t *testing.T) {
	said := map[string]bool{}
	for _, m := range regexp.MustCompile(`\{\{-?\s*(?:with|if|range)?[^}]*?\bt "([^"]+)"|\(t "([^"]+)"`).FindAllStringSubmatch(reportHTML, -1) {
		said[m[1]+m[2]] = true
	}
	for _, m := range regexp.MustCompile(`t "([^"]+)"`).FindAllStringSubmatch(reportHTML, -1) {
		said[m[1]] = true
	}
	for _, s := range finding.Severities() {
		said["severity "+string(s)] = true
	}
	for english, in := range reportTexts.Texts() {
		if !said[english] {
			t.Errorf("%q is translated and not said", english)
		}
		if in.FI == "" || in.SV == "" || strings.Count(in.FI, text.Place) != strings.Count(english, text.Place) || strings.Count(in.SV, text.Place) != strings.Count(english, text.Place) {
			t.Errorf("%q is not translated whole", english)
		}
	}
	for english := range said {
		if _, ok := reportTexts.Texts()[english]; !ok && english != "" {
			t.Errorf("%q is said and not translated", english)
		}
	}
}

// TestReportEscapes shows names as they are.
func TestReportEscapes(t *testing.T) {
	const evil = `<script>alert(1)</script>{{.}}" onload="x`
	s := testSource(1)
	s.Tenant.Name = evil
	_, raw := export(t, testPlan(), s)
	if body := opened(t, raw)["report.html"]; strings.Contains(body, "<script") || strings.Contains(body, `" onload="x`) || !strings.Contains(body, "&lt;script&gt;") {
		t.Error("a name was taken for markup")
	}
}

// TestCurve keeps the lowest scores of many, and the last.
func TestCurve(t *testing.T) {
	for _, n := range []int{0, 1, 2, maxPoints, maxPoints + 1, 10_000} {
		var c curve
		lowest := 100.0
		for i := range n {
			s := Score{At: made.Add(time.Duration(i) * time.Hour), Score: float64(100 - (i*7919)%97)}
			lowest = min(lowest, s.Score)
			c.add(s)
		}
		c.add(Score{At: made, Score: -1}) // nothing was asked
		got := c.all()
		if len(got) > maxPoints+1 || n > 0 && len(got) == 0 {
			t.Errorf("%d scores: got %d points", n, len(got))
		}
		if n == 0 {
			continue
		}
		if last := got[len(got)-1]; !last.At.Equal(made.Add(time.Duration(n-1) * time.Hour)) {
			t.Errorf("%d scores: the last is of %v", n, last.At)
		}
		least := 100.0
		for i, p := range got {
			least = min(least, p.Score)
			if i > 0 && p.At.Before(got[i-1].At) {
				t.Errorf("%d scores: point %d lies before the one before", n, i)
			}
		}
		if least != lowest {
			t.Errorf("%d scores: the lowest is %v, want %v", n, least, lowest)
		}
		if svg := string(chart(got, made.Add(time.Duration(n)*time.Hour))); strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") || !strings.Contains(svg, "<path") {
			t.Errorf("%d scores: got %.200s", n, svg)
		}
	}
	if chart(nil, made) != "" {
		t.Error("no scores have a chart")
	}
}
