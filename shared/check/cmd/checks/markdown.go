package main

import (
	"fmt"
	"io"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/frameworks"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

func printMarkdown(out io.Writer, checks []*check.Check) error {
	var b strings.Builder
	b.WriteString("# The checks\n\nMade by `go run ./shared/check/cmd/checks -md`; a test keeps it current.\n\n")
	fmt.Fprintf(&b, "%d checks. ", len(checks))
	for i, f := range frameworks.Of(checks)[:3] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s: %d of %d", f.Name, f.Answered(), f.Total())
	}
	b.WriteString(".\n\nThe score of a tenant is 100 × the weight of the checks that pass ÷ the weight of those that pass, fail or are unknown;\n" +
		"a check weighs 10 when it is critical, 5 when high, 3 when medium, 1 when low and 0 when it only informs.\n\n")
	for _, category := range check.Categories() {
		of := inCategory(checks, category)
		if len(of) == 0 {
			continue
		}
		fmt.Fprintf(&b, "- [%s](#%s): %d\n", category.Name(text.English), anchor(category), len(of))
	}
	for _, category := range check.Categories() {
		of := inCategory(checks, category)
		if len(of) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n", category.Name(text.English))
		for _, c := range of {
			writeCheck(&b, c)
		}
	}
	writeResources(&b)
	_, err := io.WriteString(out, b.String())
	return err
}

func inCategory(checks []*check.Check, category check.Category) []*check.Check {
	var out []*check.Check
	for _, c := range checks {
		if c.Category == category {
			out = append(out, c)
		}
	}
	return out
}

func anchor(c check.Category) string {
	return strings.ReplaceAll(strings.ToLower(c.Name(text.English)), " ", "-")
}

func writeCheck(b *strings.Builder, c *check.Check) {
	fmt.Fprintf(b, "\n### %s\n\n", c.ID)
	fmt.Fprintf(b, "**%s.** %s: %s\n\n", c.Title, capital(string(c.Severity)), c.Because)
	fmt.Fprintf(b, "*Risk*: %s\n\n", c.Risk)
	for _, l := range text.Languages()[1:] {
		title, _ := check.Say(c, l, c.Title)
		fmt.Fprintf(b, "- %s: %s\n", l, title)
	}
	if c.Licence != check.NoLicence {
		fmt.Fprintf(b, "- Licence: %s\n", c.Licence)
	}
	if ids := published(c); len(ids) > 0 {
		fmt.Fprintf(b, "- Answers: %s\n", strings.Join(ids, ", "))
	}
	fmt.Fprintf(b, "- Supports: ISO/IEC 27001:2022 %s; NIS2 %s\n", strings.Join(c.Controls.ISO27001, ", "), strings.Join(c.Controls.NIS2, ", "))
	fmt.Fprintf(b, "- Rows: %s\n", strings.Join(c.Rows, ", "))
	fmt.Fprintf(b, "- Reads: %s\n", resources(c.Reads))
	if len(c.Uses) > 0 {
		fmt.Fprintf(b, "- Uses where it can: %s\n", resources(c.Uses))
	}
	fmt.Fprintf(b, "- Permissions: %s\n", strings.Join(permissionsOf(c), ", "))
	fmt.Fprintf(b, "- Portal: %s\n", c.Fix.Portal)
	fmt.Fprintf(b, "- Change: `%s`\n", c.Fix.Request)
	fmt.Fprintf(b, "- Since %s. Source: %s\n", c.Since, c.Source)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func resources(list []snapshot.Resource) string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = "`" + string(r) + "`"
	}
	return strings.Join(names, ", ")
}

// writeResources writes what is read and with which permission.
func writeResources(b *strings.Builder) {
	b.WriteString("\n## What is read\n\nEvery permission is an application permission of Microsoft Graph and only reads.\n\n| Resource | Permission | Why |\n|---|---|---|\n")
	for _, row := range graph.Table() {
		permission := row.Permission
		if row.Also != "" {
			permission += ", " + row.Also
		}
		why := row.Why
		if row.NotLeast != "" {
			why += " Not the least permission listed: " + row.NotLeast + "."
		}
		if row.Unlisted != "" {
			why += " Documented in: " + row.Unlisted + "."
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", row.Resource, permission, why)
	}
}
