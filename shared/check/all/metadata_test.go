package all

import (
	"encoding/csv"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/snapshot"
)

// catalogue is where the catalogue of controls lies beside the checkout, when
// it does.
const catalogue = "../../../../shared/catalogue/controls.csv"

var (
	checkID = regexp.MustCompile(`^(ca|id|auth|app|role|guest|group|device|sp|teams|mail|dns|risk|log)(-[a-z0-9]+)+$`)
	rowID   = regexp.MustCompile(`^[A-Z]{2}-[0-9]{3}$`)
	since   = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])$`)
	request = regexp.MustCompile(`^((GET|POST|PATCH|PUT|DELETE) (https://graph\.microsoft\.com)?/(v1\.0|beta)/\S+|DNS |PowerShell )`)

	scubaID  = regexp.MustCompile(`^MS\.[A-Z]+\.[0-9]+\.[0-9]+v[0-9]+$`)
	cisID    = regexp.MustCompile(`^[0-9]+(\.[0-9]+)+$`)
	eidscaID = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}$`)
	isoID    = regexp.MustCompile(`^A\.(5\.([1-9]|[12][0-9]|3[0-7])|6\.[1-8]|7\.([1-9]|1[0-4])|8\.([1-9]|[12][0-9]|3[0-4]))$`)
	nis2ID   = regexp.MustCompile(`^21\(2\)\([a-j]\)$`)
)

// prefixes ties the first part of an ID to its category.
var prefixes = map[check.Category]string{
	check.ConditionalAccess: "ca", check.Identity: "id", check.AuthMethods: "auth", check.Applications: "app",
	check.Roles: "role", check.Guests: "guest", check.Groups: "group", check.Devices: "device", check.SharePoint: "sp",
	check.Teams: "teams", check.Exchange: "mail", check.Domains: "dns", check.SignIns: "risk", check.Monitoring: "log",
}

func TestAnnex1Metadata(t *testing.T) {
	seen := map[string]bool{}
	titles := map[string]string{}
	for _, c := range Checks() {
		t.Run(c.ID, func(t *testing.T) {
			if !checkID.MatchString(c.ID) {
				t.Errorf("the ID is not kebab-case with a category before it")
			}
			if seen[c.ID] {
				t.Errorf("the ID is taken twice")
			}
			seen[c.ID] = true
			if other, taken := titles[c.Title]; taken {
				t.Errorf("it has the title of %s", other)
			}
			titles[c.Title] = c.ID
			if prefix, ok := prefixes[c.Category]; !ok || !strings.HasPrefix(c.ID, prefix+"-") {
				t.Errorf("the ID does not begin with what the category %q asks for", c.Category)
			}
			if err := c.Severity.Validate(); err != nil {
				t.Error(err)
			}
			texts(t, c)
			if c.Run == nil {
				t.Errorf("it has no function")
			}
			if len(c.Reads)+len(c.Uses) == 0 {
				t.Errorf("it reads nothing")
			}
			for _, r := range slices.Concat(c.Reads, c.Uses) {
				if _, ok := snapshot.KeyOf(r); !ok {
					t.Errorf("there is no resource %s", r)
				}
			}
			if len(c.Rows) == 0 {
				t.Errorf("it answers no row")
			}
			for _, r := range c.Rows {
				if !rowID.MatchString(r) {
					t.Errorf("%q is no row", r)
				}
			}
			bare(t, scubaID, c.Controls.SCuBA)
			bare(t, cisID, c.Controls.CIS)
			bare(t, eidscaID, c.Controls.EIDSCA)
			bare(t, isoID, c.Controls.ISO27001)
			bare(t, nis2ID, c.Controls.NIS2)
			if len(c.Controls.ISO27001) == 0 || len(c.Controls.NIS2) == 0 {
				t.Errorf("it supports no control of ISO 27001 or no measure of NIS2")
			}
			if c.Licence != check.NoLicence && !slices.Contains(check.Licences(), c.Licence) {
				t.Errorf("%q is no licence", c.Licence)
			}
		})
	}
	if len(seen) == 0 {
		t.Error("there are no checks")
	}
}

// texts looks at what people read.
func texts(t *testing.T, c *check.Check) {
	t.Helper()
	for name, text := range map[string]string{
		"title": c.Title, "because": c.Because, "risk": c.Risk, "portal": c.Fix.Portal, "request": c.Fix.Request, "source": c.Source,
	} {
		if len(strings.TrimSpace(text)) < 15 || strings.TrimSpace(text) != text {
			t.Errorf("the %s says too little or has space around it: %q", name, text)
		}
		if strings.Contains(text, "TODO") || strings.ContainsAny(text, "\t\r") {
			t.Errorf("the %s is not finished: %q", name, text)
		}
	}
	for name, text := range map[string]string{"because": c.Because, "risk": c.Risk} {
		if !strings.HasSuffix(text, ".") {
			t.Errorf("the %s is no sentence: %q", name, text)
		}
	}
	if strings.HasSuffix(c.Title, ".") {
		t.Errorf("the title ends with a full stop: %q", c.Title)
	}
	if !since.MatchString(c.Since) {
		t.Errorf("since %q is no month", c.Since)
	}
	if !request.MatchString(c.Fix.Request) {
		t.Errorf("the request does not begin with a method and a path of Graph: %q", c.Fix.Request)
	}
}

func bare(t *testing.T, id *regexp.Regexp, ids []string) {
	t.Helper()
	for i, v := range ids {
		if !id.MatchString(v) {
			t.Errorf("%q is no bare control id", v)
		}
		if slices.Contains(ids[:i], v) {
			t.Errorf("%s is there twice", v)
		}
	}
}

func TestChecksAreSorted(t *testing.T) {
	ids := make([]string, 0, 100)
	for _, c := range Checks() {
		ids = append(ids, c.ID)
	}
	if !slices.IsSorted(ids) {
		t.Errorf("got %v, want them sorted", ids)
	}
}

// A row is the control ids of one row of the catalogue.
type row struct{ scuba, cis, eidsca []string }

func readCatalogue(t *testing.T) map[string]row {
	t.Helper()
	f, err := os.Open(catalogue)
	if os.IsNotExist(err) {
		t.Skip("the catalogue does not lie beside the checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(lines[0], name) }
	id, scuba, cis, eidsca := column("id"), column("scuba"), column("cis_m365_v7"), column("eidsca")
	rows := map[string]row{}
	for _, l := range lines[1:] {
		rows[l[id]] = row{controlIDs(scubaID, l[scuba]), controlIDs(cisID, l[cis]), controlIDs(eidscaID, l[eidsca])}
	}
	return rows
}

var (
	remark = regexp.MustCompile(`\([^)]*\)`)
	span   = regexp.MustCompile(`^([A-Z]{2})([0-9]{2})-[A-Z]{2}([0-9]{2})$`)
)

// controlIDs reads the ids of a cell, without remarks, spans such as
// "AT03-AT06" written out.
func controlIDs(id *regexp.Regexp, cell string) []string {
	var out []string
	for _, v := range strings.Fields(remark.ReplaceAllString(cell, " ")) {
		v = strings.Trim(v, ";,")
		if m := span.FindStringSubmatch(v); m != nil {
			first, _ := strconv.Atoi(m[2])
			last, _ := strconv.Atoi(m[3])
			for n := first; n <= last; n++ {
				out = append(out, fmt.Sprintf("%s%02d", m[1], n))
			}
			continue
		}
		if id.MatchString(v) {
			out = append(out, v)
		}
	}
	return out
}

// TestCatalogue compares the checks' controls with the catalogue's, in both
// directions: no check claims a control that its rows do not name, and what a
// row names is claimed by some check that answers it.
func TestCatalogue(t *testing.T) {
	rows := readCatalogue(t)
	claimed := map[string]row{}
	for _, c := range Checks() {
		var allowed row
		for _, id := range c.Rows {
			r, ok := rows[id]
			if !ok {
				t.Errorf("%s: the catalogue has no row %s", c.ID, id)
			}
			allowed = row{append(allowed.scuba, r.scuba...), append(allowed.cis, r.cis...), append(allowed.eidsca, r.eidsca...)}
			had := claimed[id]
			claimed[id] = row{append(had.scuba, c.Controls.SCuBA...), append(had.cis, c.Controls.CIS...), append(had.eidsca, c.Controls.EIDSCA...)}
		}
		missing(t, c.ID+" claims, and its rows do not name,", c.Controls.SCuBA, allowed.scuba)
		missing(t, c.ID+" claims, and its rows do not name,", c.Controls.CIS, allowed.cis)
		missing(t, c.ID+" claims, and its rows do not name,", c.Controls.EIDSCA, allowed.eidsca)
	}
	for id, got := range claimed {
		missing(t, "row "+id+" names, and no check claims,", rows[id].scuba, got.scuba)
		missing(t, "row "+id+" names, and no check claims,", rows[id].cis, got.cis)
		missing(t, "row "+id+" names, and no check claims,", rows[id].eidsca, got.eidsca)
	}
}

func missing(t *testing.T, what string, ids, in []string) {
	t.Helper()
	for _, id := range ids {
		if !slices.Contains(in, id) {
			t.Errorf("%s %s", what, id)
		}
	}
}
