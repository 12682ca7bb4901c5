// Command addcheck writes the skeleton of a new check; scripts/add-check runs it.
package main

import (
	"errors"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

func main() {
	if err := run(".", os.Args[1:], time.Now()); err != nil {
		fmt.Fprintf(os.Stderr, "add-check: %v\n", err)
		os.Exit(2)
	}
}

// category is where checks of an ID's first part live.
type category struct{ folder, constant string }

var categories = map[string]category{
	"ca": {"conditionalaccess", "ConditionalAccess"}, "id": {"identity", "Identity"}, "auth": {"authmethods", "AuthMethods"},
	"app": {"applications", "Applications"}, "role": {"roles", "Roles"}, "guest": {"guests", "Guests"}, "group": {"groups", "Groups"},
	"device": {"devices", "Devices"}, "sp": {"sharepoint", "SharePoint"}, "teams": {"teams", "Teams"}, "mail": {"exchange", "Exchange"},
	"dns": {"domains", "Domains"}, "risk": {"signins", "SignIns"}, "log": {"monitoring", "Monitoring"},
}

var (
	checkID = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	rowID   = regexp.MustCompile(`^[A-Z]{2}-[0-9]{3}$`)
)

func run(root string, args []string, now time.Time) error {
	if len(args) == 0 {
		return errors.New("usage: scripts/add-check ID [ROW ...], such as scripts/add-check device-firewall IN-014")
	}
	id := args[0]
	prefix, rest, _ := strings.Cut(id, "-")
	c, known := categories[prefix]
	if !checkID.MatchString(id) || !known {
		return fmt.Errorf("%q is no check's ID: it is kebab-case and begins with ca, id, auth, app, role, guest, group, device, sp, teams, mail, dns, risk or log", id)
	}
	for _, row := range args[1:] {
		if !rowID.MatchString(row) {
			return fmt.Errorf("%q is no row of the catalogue, such as IN-014", row)
		}
	}
	var name string
	for part := range strings.SplitSeq(rest, "-") {
		name += strings.ToUpper(part[:1]) + part[1:]
	}
	if name[0] >= '0' && name[0] <= '9' {
		return fmt.Errorf("%q cannot name a variable: begin with a word", rest)
	}
	folder := filepath.Join(root, "shared", "check", c.folder)
	base := filepath.Join(folder, strings.ReplaceAll(rest, "-", ""))
	w := words{ID: id, Package: c.folder, Category: c.constant, Name: name, Var: strings.ToLower(name[:1]) + name[1:], Since: now.Format("2006-01"), Rows: args[1:]}
	files := map[string]string{base + ".go": w.fill(checkFile), base + "_texts.go": w.fill(textsFile), base + "_test.go": w.fill(testFile)}
	for file := range files {
		if _, err := os.Stat(file); err == nil {
			return fmt.Errorf("%s is there already", file)
		}
	}
	list := filepath.Join(folder, "all.go")
	listed, err := addToList(list, name)
	if err != nil {
		return err
	}
	for file, content := range files {
		formatted, err := format.Source([]byte(content))
		if err != nil {
			return fmt.Errorf("write %s: %w", file, err)
		}
		if err := os.WriteFile(file, formatted, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", file, err)
		}
	}
	if err := os.WriteFile(list, listed, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", list, err)
	}
	fmt.Printf("%s.go, _texts.go and _test.go are written and listed in %s.\nNext: say what it reads and judges, write every text in three languages, then\n  go test ./shared/check/%s ./shared/check/all && go run ./shared/check/cmd/checks -md > shared/check/CATALOGUE.md\nand add the verdicts it should give to emulator/tenants/*/expected.json.\n", base, list, c.folder)
	return nil
}

// addToList returns all.go with the check at the end of its list.
func addToList(file, name string) ([]byte, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	text := string(raw)
	const open = "return []*check.Check{"
	at := strings.Index(text, open)
	if at < 0 {
		return nil, fmt.Errorf("%s has no list of checks", file)
	}
	end := at + strings.Index(text[at:], "\n}")
	closing := strings.LastIndex(text[:end+1], "}")
	inside := strings.TrimRight(text[at+len(open):closing], " \t\n")
	out, err := format.Source([]byte(text[:at+len(open)] + inside + "\n\t\t" + name + ",\n\t" + text[closing:]))
	if err != nil {
		return nil, fmt.Errorf("add to %s: %w", file, err)
	}
	return out, nil
}

type words struct {
	ID, Package, Category, Name, Var, Since string
	Rows                                    []string
}

func (w words) fill(template string) string {
	rows := ""
	if len(w.Rows) > 0 {
		rows = `"` + strings.Join(w.Rows, `", "`) + `"`
	}
	return strings.NewReplacer("{{ID}}", w.ID, "{{Package}}", w.Package, "{{Category}}", w.Category, "{{Name}}", w.Name,
		"{{Var}}", w.Var, "{{Since}}", w.Since, "{{Rows}}", rows).Replace(template)
}

const checkFile = `package {{Package}}

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// {{Name}} asks that …
var {{Name}} = &check.Check{
	ID:       "{{ID}}",
	Title:    "",
	Category: check.{{Category}},
	Severity: finding.Medium,
	Because:  "",
	Controls: check.Controls{ISO27001: []string{}, NIS2: []string{}},
	Rows:     []string{ {{Rows}} },
	Reads:    []snapshot.Resource{},
	Licence:  check.NoLicence,
	Risk:     "",
	Fix: check.Fix{
		Portal:  "",
		Request: "",
	},
	Texts:  []*text.Table{ {{Var}}Texts },
	Since:  "{{Since}}",
	Source: "",
	Run:    {{Var}},
}

// {{Var}} is unknown until it is written.
func {{Var}}(*snapshot.Snapshot) []check.Result {
	return check.One(finding.Unknown, "The check is not written yet.", finding.Evidence{})
}
`

const textsFile = `package {{Package}}

import "vahti.ai/vahti/shared/check/text"

// {{Var}}Texts translate what {{Name}} says, by the English.
var {{Var}}Texts = text.New(text.Texts{})
`

const testFile = `package {{Package}}

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func Test{{Name}}(t *testing.T) {
	checktest.Verdicts(t, {{Name}}, []checktest.Test{
		{Name: "as it should be", Files: checktest.Files{}, Want: finding.Pass},
		{Name: "as it should not be", Files: checktest.Files{}, Want: finding.Fail},
		{Name: "nothing read", Files: checktest.Files{}, Want: finding.Unknown},
	})
}
`
