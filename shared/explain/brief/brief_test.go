package brief_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/explain"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
)

// recorded returns the folders of every recorded tenant there is: made-up ones
// always, the emulator's samples and recordings beside the checkout when they
// are there.
func recorded(t *testing.T) []string {
	t.Helper()
	made := t.TempDir()
	if err := synth.WriteFleet(made, 30, 7); err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, pattern := range []string{
		filepath.Join(made, "*"), "../../../emulator/tenants/*",
		"../../../../shared/data/recordings/series/*", "../../../../shared/data/recordings/cases/*",
	} {
		found, err := filepath.Glob(filepath.Join(pattern, "tenant.json"))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			t.Logf("no tenants in %s: not looked at", pattern)
		}
		for _, f := range found {
			dirs = append(dirs, filepath.Dir(f))
		}
	}
	return dirs
}

// TestSection15QuestionsNameNobody asks about everything every check says of every
// recorded tenant, and looks in the prompts for what the tenant's files hold
// about people and things.
func TestSection15QuestionsNameNobody(t *testing.T) {
	dirs := recorded(t)
	prompts, known := 0, 0
	for _, dir := range dirs {
		private := privateOf(t, dir)
		known += len(private)
		s := checktest.Load(t, dir)
		for _, c := range all.Checks() {
			constant := prompt(t, c, nil)
			for _, r := range check.Run(c, s).Results {
				prompts++
				text := prompt(t, c, r.Evidence.Facts)
				if strings.Contains(text, ": null") {
					t.Errorf("%s: a fact is null, which is no fact once it was stored:\n%s", c.ID, text)
				}
				for what, property := range private {
					if holds(text, what) && !strings.Contains(constant, what) {
						t.Errorf("%s, %s: the prompt holds %q, which the tenant's files hold as %s", filepath.Base(dir), c.ID, what, property)
					}
				}
			}
		}
	}
	if prompts < 1000 || known < 1000 {
		t.Errorf("only %d prompts were searched for %d texts", prompts, known)
	}
	t.Logf("%d prompts of %d tenants searched for %d texts", prompts, len(dirs), known)
}

// holds reports whether a text holds another as a word of its own: "deployment"
// is not in "deploymentStatus".
func holds(text, what string) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= 'A' && text[i] <= 'Z' || text[i] >= '0' && text[i] <= '9')
	}
	for from := 0; ; {
		i := strings.Index(text[from:], what)
		if i < 0 {
			return false
		}
		i += from
		if !letter(i-1) && !letter(i+len(what)) {
			return true
		}
		from = i + 1
	}
}

// prompt is the prompt about a finding with such facts.
func prompt(t *testing.T, c *check.Check, facts finding.Facts) string {
	t.Helper()
	if facts == nil {
		facts = finding.Facts{}
	}
	f := finding.Finding{Check: c.ID, Severity: c.Severity, Evidence: finding.Evidence{Facts: facts}}
	text, err := brief.Of("fi", c, f).Prompt()
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	return text
}

// published are names that stand in tenants' files and are Microsoft's own.
func published(name string) bool {
	switch name {
	case "Email", "SoftwareOath", // authentication methods
		"EnableBannedPasswordCheck", "EnableBannedPasswordCheckOnPremises", "BannedPasswordCheckOnPremisesMode", "LockoutThreshold",
		"LockoutDurationInSeconds", "BlockUserConsentForRiskyApps", "EnableGroupSpecificConsent", "AllowGuestsToBeGroupOwner",
		"EnableGroupCreation", "EnableMIPLabels", "AllowGuestsToAccessGroups", "AllowToAddGuests", "PrefixSuffixNamingRequirement", // settings
		"Group", "User", "/users", "/groups", // kinds of things
		"ApplicationImpersonation", "full_access_as_app": // a role and a permission in Exchange
		return true
	}
	return permission.MatchString(name) || strings.HasPrefix(name, "microsoft-user-default-") || strings.HasPrefix(name, "microsoft.directory/")
}

var permission = regexp.MustCompile(`^[A-Z]\w+\.(Read|ReadWrite|Send|FullControl|Manage|EnableDisableAccount|ReadBasic)(\.\w+)*$`)

// names are the properties whose values are names, addresses and ids.
var names = []string{
	"id", "displayName", "userPrincipalName", "mail", "mailNickname", "givenName", "surname", "otherMails", "proxyAddresses", "mobilePhone",
	"businessPhones", "onPremisesImmutableId", "onPremisesSamAccountName", "onPremisesUserPrincipalName", "onPremisesDistinguishedName",
	"onPremisesSecurityIdentifier", "principalId", "userId", "groupId", "resourceId", "servicePrincipalId", "appId", "publisherName", "homepage",
	"includeUsers", "excludeUsers", "includeGroups", "excludeGroups", "includeLocations", "excludeLocations", "users", "groups",
	"notificationRecipients", "query", "description", "ipRanges", "cidrAddress", "domains", "AllowedDomains", "BlockedDomains", "BannedPasswordList",
	"tenantId", "technicalNotificationMails", "street", "city", "postalCode", "principalDisplayName", "resourceDisplayName", "createdByAppId",
	"verifiedDomains", "name", "definition",
}

// privateOf collects the values of such properties from a tenant's files, with
// the property each was found under.
func privateOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	private := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) == "reference.json" {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for dec := json.NewDecoder(bytes.NewReader(raw)); dec.More(); {
			var v any
			if err := dec.Decode(&v); err != nil {
				return err
			}
			collect(private, "", v)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return private
}

func collect(private map[string]string, name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, child := range v {
			collect(private, key, child)
		}
	case []any:
		for _, child := range v {
			collect(private, name, child)
		}
	case string:
		if slices.Contains(names, name) && len(v) > 3 && !published(v) { // shorter ones are "All" and "me"
			private[v] = name
		}
	}
}

func TestOf(t *testing.T) {
	c := all.Checks()[0]
	f := finding.Finding{
		ID: "id", Check: c.ID, Resource: "resource", Severity: finding.Low, Reason: "reason",
		Evidence: finding.Evidence{Facts: finding.Facts{"n": 1}, Subjects: finding.Subjects{"users": finding.List(finding.Subject{ID: "x", Name: "y"})}},
	}
	want := explain.Question{Language: "sv", Check: c.ID, Title: c.Title, Risk: c.Risk, Fix: c.Fix.Portal, Facts: finding.Facts{"n": 1}}
	if diff := cmp.Diff(want, brief.Of("sv", c, f)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := brief.Of("de", c, f).Language; got != "en" {
		t.Errorf("a language nobody writes: got %q, want en", got)
	}
	// Facts come back from the store with other numeric types.
	hash := func(facts finding.Facts) string {
		f.Evidence.Facts = facts
		h, err := brief.Of("sv", c, f).Hash()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	if hash(finding.Facts{"n": 1, "l": []string{}}) != hash(finding.Facts{"n": int64(1), "l": []string{}}) {
		t.Error("the same facts have different hashes")
	}
	if hash(finding.Facts{"n": 1}) == hash(finding.Facts{"n": 2}) {
		t.Error("different facts have the same hash")
	}
}
