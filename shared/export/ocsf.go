package export

import (
	"time"

	"vahti.ai/vahti/shared/finding"
)

// ocsfVersion is the version of the Open Cybersecurity Schema Framework.
const ocsfVersion = "1.3.0"

// appendOCSF appends a finding as an event of the class Compliance Finding. Times are
// milliseconds since 1970.
func appendOCSF(b []byte, p Plan, c *Check, f *Finding) []byte {
	millis := func(t time.Time) int64 { return t.UnixMilli() }
	activity, activityName := int64(1), "Create"
	status, statusName := int64(1), "New"
	result, resultName := int64(3), "Fail"
	switch {
	case f.State == string(finding.Resolved):
		activity, activityName, status, statusName, result, resultName = 3, "Close", 4, "Resolved", 1, "Pass"
	case f.State == string(finding.Excepted):
		activity, activityName, status, statusName = 2, "Update", 3, "Suppressed"
	case f.Version > 1:
		activity, activityName = 2, "Update"
	}
	severity, severityName := ocsfSeverity(f.Severity)
	o := begin(b)
	o.number("activity_id", activity)
	o.text("activity_name", activityName)
	o.number("category_uid", 2)
	o.text("category_name", "Findings")
	o.number("class_uid", 2003)
	o.text("class_name", "Compliance Finding")
	o.number("type_uid", 200300+activity)
	o.text("type_name", "Compliance Finding: "+activityName)
	o.number("time", millis(f.Since))
	o.number("severity_id", severity)
	o.text("severity", severityName)
	o.number("status_id", status)
	o.text("status", statusName)
	o.text("message", firstText(f.Reason, f.Title, f.Check))
	o.name("metadata")
	in := begin(o.b)
	in.text("version", ocsfVersion)
	in.text("tenant_uid", p.Tenant)
	in.text("uid", f.ID)
	in.number("logged_time", millis(p.At))
	in.name("product")
	product := begin(in.b)
	product.text("name", "Vahti")
	product.text("vendor_name", "Vahti")
	product.text("lang", string(p.Language))
	in.b = product.end()
	o.b = in.end()
	o.name("finding_info")
	in = begin(o.b)
	in.text("uid", f.ID)
	in.text("title", firstText(f.Title, f.Check))
	in.textIf("desc", c.Risk)
	in.number("created_time", millis(f.Opened))
	in.number("first_seen_time", millis(f.Opened))
	in.number("modified_time", millis(f.Since))
	in.texts("types", []string{firstText(f.Category, "other")})
	o.b = in.end()
	o.name("compliance")
	o.b = appendCompliance(o.b, c, f, result, resultName)
	if c.Portal != "" {
		o.name("remediation")
		in = begin(o.b)
		in.text("desc", c.Portal)
		o.b = in.end()
	}
	o.name("resources")
	o.b = append(o.b, '[')
	in = begin(o.b)
	in.text("uid", f.Resource)
	in.text("type", resourceType(f.Resource))
	o.b = append(in.end(), ']')
	o.name("unmapped")
	in = begin(o.b)
	in.facts("facts", f.Facts)
	in.subjects(f.Subjects)
	in.number("version", int64(f.Version))
	in.textIf("exception", f.Exception)
	o.b = in.end()
	return o.end()
}

// appendCompliance appends which control was judged, by which standards, and how.
func appendCompliance(b []byte, c *Check, f *Finding, result int64, name string) []byte {
	var standards, requirements []string
	for _, s := range []struct {
		name string
		ids  []string
	}{{"CISA SCuBA", c.SCuBA}, {"CIS Microsoft 365 Foundations Benchmark", c.CIS}, {"EIDSCA", c.EIDSCA}, {"ISO/IEC 27001:2022", c.ISO27001}, {"Directive (EU) 2022/2555", c.NIS2}} {
		if len(s.ids) > 0 {
			standards, requirements = append(standards, s.name), append(requirements, s.ids...)
		}
	}
	if standards == nil { // the class asks for one
		standards = []string{"Vahti"}
	}
	in := begin(b)
	in.text("control", f.Check)
	in.texts("standards", standards)
	if requirements != nil {
		in.texts("requirements", requirements)
	}
	in.number("status_id", result)
	in.text("status", name)
	in.textIf("status_detail", f.Reason)
	return in.end()
}

func resourceType(resource string) string {
	if resource == finding.TenantResource {
		return "Tenant"
	}
	return "Entity"
}

func ocsfSeverity(severity string) (id int64, name string) {
	switch finding.Severity(severity) {
	case finding.Critical:
		return 5, "Critical"
	case finding.High:
		return 4, "High"
	case finding.Medium:
		return 3, "Medium"
	case finding.Low:
		return 2, "Low"
	case finding.Info:
		return 1, "Informational"
	}
	return 0, "Unknown"
}
