package export

import (
	"slices"

	"vahti.ai/vahti/shared/finding"
)

// sarif writes findings as one run of SARIF 2.1.0. A finding that was resolved is
// absent from the baseline, one that is accepted is suppressed.
type sarif struct {
	rules map[string]int // index by check
}

// sarifSchema is where the format is defined.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// head appends all that stands before the results.
func (s *sarif) head(b []byte, p Plan, checks []Check) []byte {
	s.rules = map[string]int{}
	b = append(b, `{"$schema":"`+sarifSchema+`","version":"2.1.0","runs":[{"tool":{"driver":{"name":"Vahti","organization":"Vahti","informationUri":"https://vahti.ai","version":"1","rules":[`...)
	for i, c := range checks {
		s.rules[c.ID] = i
		if i > 0 {
			b = append(b, ',')
		}
		b = appendRule(b, c)
	}
	b = append(b, `],"language":`...)
	b = appendText(b, string(p.Language))
	b = append(b, `}},"columnKind":"utf16CodeUnits","automationDetails":{"id":`...)
	b = appendText(b, "vahti/"+p.Tenant+"/")
	return append(b, `},"results":[`...)
}

func appendRule(b []byte, c Check) []byte {
	o := begin(b)
	o.text("id", c.ID)
	for _, part := range [][2]string{{"shortDescription", c.Title}, {"fullDescription", c.Risk}, {"help", c.Portal}} {
		if part[1] != "" {
			o.message(part[0], part[1])
		}
	}
	o.name("defaultConfiguration")
	in := begin(o.b)
	in.text("level", sarifLevel(c.Severity))
	o.b = in.end()
	o.name("properties")
	in = begin(o.b)
	in.texts("tags", slices.Concat([]string{c.Category}, c.SCuBA, c.CIS, c.EIDSCA, c.ISO27001, c.NIS2))
	in.text("security-severity", sarifScore(c.Severity))
	o.b = in.end()
	return o.end()
}

func (o *object) message(n, v string) {
	o.name(n)
	in := begin(o.b)
	in.text("text", v)
	o.b = in.end()
}

// tail is what stands behind the results.
const sarifTail = "]}]}\n"

// result appends a finding.
func (s *sarif) result(b []byte, f *Finding) []byte {
	o := begin(b)
	o.text("ruleId", f.Check)
	if at, ok := s.rules[f.Check]; ok {
		o.number("ruleIndex", int64(at))
	}
	if f.State == string(finding.Resolved) {
		o.text("kind", "pass")
		o.text("level", "none")
		o.text("baselineState", "absent")
	} else {
		o.text("kind", "fail")
		o.text("level", sarifLevel(f.Severity))
	}
	o.message("message", firstText(f.Reason, f.Title, f.Check))
	o.name("locations")
	o.b = append(o.b, `[{"logicalLocations":[`...)
	in := begin(o.b)
	in.text("fullyQualifiedName", f.Resource)
	in.text("kind", "resource")
	o.b = append(in.end(), `]}]`...)
	o.name("partialFingerprints")
	in = begin(o.b)
	in.text("vahtiFinding/v1", f.ID)
	o.b = in.end()
	if f.State == string(finding.Excepted) {
		o.name("suppressions")
		o.b = append(o.b, '[')
		in = begin(o.b)
		in.text("kind", "external")
		in.text("status", "accepted")
		in.textIf("justification", f.Accepted)
		o.b = append(in.end(), ']')
	}
	o.name("properties")
	in = begin(o.b)
	in.text("severity", f.Severity)
	in.text("state", f.State)
	in.time("since", f.Since)
	in.time("opened", f.Opened)
	in.facts("facts", f.Facts)
	in.subjects(f.Subjects)
	o.b = in.end()
	return o.end()
}

func firstText(some ...string) string {
	for _, s := range some {
		if s != "" {
			return s
		}
	}
	return "-"
}

func sarifLevel(severity string) string {
	switch finding.Severity(severity) {
	case finding.Critical, finding.High:
		return "error"
	case finding.Medium:
		return "warning"
	}
	return "note"
}

// sarifScore is the number by which readers of SARIF grade findings of security.
func sarifScore(severity string) string {
	switch finding.Severity(severity) {
	case finding.Critical:
		return "9.5"
	case finding.High:
		return "8.0"
	case finding.Medium:
		return "5.5"
	case finding.Low:
		return "3.0"
	}
	return "0.0"
}
