package all

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
)

// TestTranslated wants everything a person reads of a check in every language,
// and in none of them left in English.
func TestTranslated(t *testing.T) {
	for _, c := range Checks() {
		for name, english := range read(c) {
			for _, l := range text.Languages()[1:] {
				if got, ok := check.Say(c, l, english); !ok || got == english {
					t.Errorf("%s: the %s is not translated into %s", c.ID, name, l)
				}
			}
		}
	}
}

// read is what people read of a check's literal.
func read(c *check.Check) map[string]string {
	texts := map[string]string{"title": c.Title, "because": c.Because, "risk": c.Risk, "portal": c.Fix.Portal}
	if c.Absent != "" {
		texts["absent"] = c.Absent
	}
	return texts
}

// TestTranslationsAreWhole wants each translation of a table in every language,
// different from the English and with the same places in it.
func TestTranslationsAreWhole(t *testing.T) {
	for _, c := range Checks() {
		for _, table := range c.Texts {
			for english, translation := range table.Texts() {
				for _, l := range text.Languages()[1:] {
					got := translation.In(l)
					if strings.TrimSpace(got) != got || got == "" || got == english {
						t.Errorf("%s: %q is %q in %s", c.ID, english, got, l)
					}
					if places(got) != places(english) {
						t.Errorf("%s: %q has other places in %s: %q", c.ID, english, l, got)
					}
				}
				if translation.FI == translation.SV && strings.Contains(english, " ") {
					t.Errorf("%s: %q is the same in Finnish and Swedish: %q", c.ID, english, translation.FI)
				}
			}
		}
	}
}

var place = regexp.MustCompile(`\{[1-9]?\}`)

func places(s string) int { return len(place.FindAllString(s, -1)) }

// A source is the texts in the code of one package, apart from translations and tests.
type source struct {
	literals []string
	corpus   string
}

func sources(t *testing.T) map[string]*source {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	own, err := filepath.Glob(filepath.Join("..", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*source{}
	for _, file := range append(files, own...) {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "texts.go") {
			continue
		}
		dir := filepath.Base(filepath.Dir(file))
		if out[dir] == nil {
			out[dir] = &source{}
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					out[dir].literals = append(out[dir].literals, s)
				}
			}
			return true
		})
	}
	for _, s := range out {
		s.corpus = strings.Join(s.literals, "\n")
	}
	return out
}

// directory is the folder that a category's checks are in.
var directory = map[check.Category]string{
	check.ConditionalAccess: "conditionalaccess", check.Identity: "identity", check.AuthMethods: "authmethods", check.Applications: "applications",
	check.Roles: "roles", check.Guests: "guests", check.Groups: "groups", check.Devices: "devices", check.SharePoint: "sharepoint",
	check.Teams: "teams", check.Exchange: "exchange", check.Domains: "domains", check.SignIns: "signins", check.Monitoring: "monitoring",
}

// verb is a formatting verb of a reason.
var verb = regexp.MustCompile(`%(\[\d\])?[dsvq]`)

// TestTranslationsAreCurrent refuses translations of an English text that no
// check says any more: it changed, and its translations went stale.
func TestTranslationsAreCurrent(t *testing.T) {
	texts := sources(t)
	var everywhere strings.Builder
	for _, s := range texts {
		everywhere.WriteString(verb.ReplaceAllString(s.corpus, text.Place))
		everywhere.WriteByte('\n')
	}
	corpus := everywhere.String()
	said := map[string]bool{}
	for _, c := range Checks() {
		for _, english := range read(c) {
			said[english] = true
		}
	}
	seen := map[string]bool{}
	for _, c := range Checks() {
		for _, table := range c.Texts {
			for english := range table.Texts() {
				if said[english] || seen[english] {
					continue
				}
				seen[english] = true
				for fragment := range strings.SplitSeq(english, text.Place) {
					if fragment = strings.Trim(fragment, " .,:;"); len(fragment) > 3 && !strings.Contains(corpus, fragment) {
						t.Errorf("%s: nothing says %q any more (looked for %q)", c.ID, english, fragment)
						break
					}
				}
			}
		}
	}
}

var sentence = regexp.MustCompile(`^[A-Z][^\n]*[a-z0-9)]\.$`)

// TestEverySentenceIsTranslated looks at the code of the checks: every sentence
// in it that is not a literal's own is a reason, and a reason is translated.
func TestEverySentenceIsTranslated(t *testing.T) {
	texts := sources(t)
	byDir := map[string][]*check.Check{}
	var fields strings.Builder
	for _, c := range Checks() {
		byDir[directory[c.Category]] = append(byDir[directory[c.Category]], c)
		for _, own := range []string{c.Title, c.Because, c.Risk, c.Fix.Portal, c.Fix.Request, c.Source} {
			fields.WriteString(own)
			fields.WriteByte('\n')
		}
	}
	own := fields.String()
	for dir, checks := range byDir {
		for _, literal := range texts[dir].literals {
			if strings.Contains(own, literal) || !sentence.MatchString(literal) || strings.Count(literal, " ") < 2 {
				continue
			}
			english := verb.ReplaceAllString(literal, text.Place)
			if !anySays(checks, english) {
				t.Errorf("%s: %q is not translated by any check of the package", dir, literal)
			}
		}
	}
}

func anySays(checks []*check.Check, english string) bool {
	for _, c := range checks {
		fi, okFI := check.Say(c, text.Finnish, english)
		sv, okSV := check.Say(c, text.Swedish, english)
		if okFI && okSV && fi != english && sv != english {
			return true
		}
	}
	return false
}
