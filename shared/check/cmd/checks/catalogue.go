package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/frameworks"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

func printTable(out io.Writer, checks []*check.Check) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CHECK\tSEVERITY\tLICENCE\tCONTROLS\tTITLE")
	for _, c := range checks {
		licence := string(c.Licence)
		if licence == "" {
			licence = "-"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", c.ID, c.Severity, licence, dash(strings.Join(published(c), " ")), c.Title)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%d checks\n", len(checks))
	return err
}

// published are the controls a check answers, with the framework where the id
// does not tell.
func published(c *check.Check) []string {
	var ids []string
	ids = append(ids, c.Controls.SCuBA...)
	for _, id := range c.Controls.CIS {
		ids = append(ids, "CIS:"+id)
	}
	for _, id := range c.Controls.EIDSCA {
		ids = append(ids, "EIDSCA."+id)
	}
	return ids
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// entry is a check as -json prints it.
type entry struct {
	ID          string              `json:"id"`
	Category    check.Category      `json:"category"`
	Severity    string              `json:"severity"`
	Licence     string              `json:"licence"`
	Title       map[string]string   `json:"title"`
	Reads       []snapshot.Resource `json:"reads"`
	Uses        []snapshot.Resource `json:"uses"`
	Permissions []string            `json:"permissions"`
	Controls    controls            `json:"controls"`
	Rows        []string            `json:"rows"`
	Since       string              `json:"since"`
}

type controls struct {
	SCuBA    []string `json:"scuba"`
	CIS      []string `json:"cis"`
	EIDSCA   []string `json:"eidsca"`
	ISO27001 []string `json:"iso27001"`
	NIS2     []string `json:"nis2"`
}

func printJSON(out io.Writer, checks []*check.Check) error {
	entries := make([]entry, len(checks))
	for i, c := range checks {
		title := map[string]string{}
		for _, l := range text.Languages() {
			title[string(l)], _ = check.Say(c, l, c.Title)
		}
		entries[i] = entry{
			ID: c.ID, Category: c.Category, Severity: string(c.Severity), Licence: string(c.Licence), Title: title,
			Reads: list(c.Reads), Uses: list(c.Uses), Permissions: list(permissionsOf(c)),
			Controls: controls{list(c.Controls.SCuBA), list(c.Controls.CIS), list(c.Controls.EIDSCA), list(c.Controls.ISO27001), list(c.Controls.NIS2)},
			Rows:     list(c.Rows), Since: c.Since,
		}
	}
	e := json.NewEncoder(out)
	e.SetIndent("", " ")
	e.SetEscapeHTML(false)
	return e.Encode(entries)
}

// list makes no list an empty one.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// permissionsOf returns the permissions that what a check reads takes, and what
// leads to it.
func permissionsOf(c *check.Check) []string {
	rows := map[snapshot.Resource]graph.Row{}
	for _, row := range graph.Table() {
		rows[row.Resource] = row
	}
	var out []string
	var add func(snapshot.Resource)
	add = func(r snapshot.Resource) {
		row, ok := rows[r]
		if !ok {
			switch r { // what public DNS is asked about comes from Graph
			case snapshot.DomainRecords.Resource():
				add(snapshot.Domains.Resource())
			case snapshot.HostRecords.Resource():
				add(snapshot.Applications.Resource())
			}
			return
		}
		out = append(out, row.Permission)
		if row.Also != "" {
			out = append(out, row.Also)
		}
		for _, need := range row.Needs {
			add(need)
		}
	}
	for _, r := range slices.Concat(c.Reads, c.Uses) {
		add(r)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func printCoverage(out io.Writer, checks []*check.Check) error {
	var b strings.Builder
	rows := frameworks.Rows(checks)
	answered := 0
	for _, r := range rows {
		if len(r.Checks) > 0 {
			answered++
		}
	}
	fmt.Fprintf(&b, "Rows of the catalogue of controls: %d of %d answered\n", answered, len(rows))
	for _, r := range rows {
		if len(r.Checks) == 0 {
			fmt.Fprintf(&b, "  %s  not answered: %s\n", r.ID, r.Reason)
		}
	}
	for _, f := range frameworks.Of(checks) {
		fmt.Fprintf(&b, "\n%s: %d of %d covered\n", f.Name, f.Answered(), f.Total())
		for _, c := range f.Controls {
			if len(c.Checks) > 0 {
				fmt.Fprintf(&b, "  %-24s %s\n", c.ID, strings.Join(c.Checks, " "))
			} else {
				fmt.Fprintf(&b, "  %-24s not covered: %s\n", c.ID, c.Reason)
			}
		}
		if f.Beyond > 0 {
			fmt.Fprintf(&b, "  and %d more that only a portal shows: not covered\n", f.Beyond)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func printPermissions(out io.Writer) error {
	var b strings.Builder
	for _, p := range graph.Permissions() {
		fmt.Fprintf(&b, "%s\n", p.Name)
		for _, why := range p.Why {
			fmt.Fprintf(&b, "    %s\n", why)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}
