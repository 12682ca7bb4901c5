package custom

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// definition is a valid custom check with this expression.
func definition(expression string) Definition {
	return Definition{
		ID: "custom-invitations", Title: Text{EN: "Nobody can invite guests", SV: "Ingen kan bjuda in gäster"}, Category: check.Guests, Severity: finding.High,
		Because: Text{EN: "We have no guests."}, Risk: Text{EN: "A stranger gets in."}, Portal: Text{EN: "Entra admin center > External collaboration settings"},
		Request: `PATCH /v1.0/policies/authorizationPolicy {"allowInvitesFrom":"none"}`, Since: "2026-11", Source: "Our own policy, section 4",
		Expression: expression,
	}
}

func TestVerdicts(t *testing.T) {
	policy, users, skus := snapshot.AuthorizationPolicy.Resource(), snapshot.Users.Resource(), snapshot.GroupMembers.Resource()
	const invites = `resources["v1.0/policies/authorizationPolicy"].allowInvitesFrom == "none"`
	const guests = `resources["v1.0/users"].filter(u, u.userType == "Guest" && u.accountEnabled).map(u, u.id)`
	tests := []struct {
		name, expression string
		files            checktest.Files
		want             finding.Verdict
		results          int
	}{
		{"holds", invites, checktest.Files{policy: `{"allowInvitesFrom":"none"}`}, finding.Pass, 1},
		{"does not hold", invites, checktest.Files{policy: `{"allowInvitesFrom":"everyone"}`}, finding.Fail, 1},
		{"not read", invites, checktest.Files{}, finding.Unknown, 1},
		{"absent", `resources["v1.0/policies/authorizationPolicy"].blockMsolPowerShell`, checktest.Files{policy: `{}`}, finding.Unknown, 1},
		{"null", `resources["v1.0/policies/authorizationPolicy"].blockMsolPowerShell`, checktest.Files{policy: `{"blockMsolPowerShell":null}`}, finding.Unknown, 1},
		{"names two", guests, checktest.Files{users: `[{"id":"b","userType":"Guest","accountEnabled":true},{"id":"a","userType":"Guest","accountEnabled":true},
			{"id":"c","userType":"Guest","accountEnabled":false},{"id":"d","userType":"Member","accountEnabled":true}]`}, finding.Fail, 2},
		{"names none", guests, checktest.Files{users: `[]`}, finding.Pass, 1},
		{"names no texts", `resources["v1.0/users"].map(u, 1)`, checktest.Files{users: `[{"id":"a"}]`}, finding.Unknown, 1},
		{"a number is no verdict", `resources["v1.0/policies/authorizationPolicy"].guestUserRoleId`, checktest.Files{policy: `{"guestUserRoleId":"x"}`}, finding.Unknown, 1},
		{"by parent", `resources["v1.0/groups/{id}/transitiveMembers"].all(g, size(resources["v1.0/groups/{id}/transitiveMembers"][g]) < 2)`,
			checktest.Files{skus: `{"g":[{"id":"a"},{"id":"b"}]}`}, finding.Fail, 1},
		{"time", `now < timestamp("2027-01-01T00:00:00Z") && resources["v1.0/users"].size() == 0`, checktest.Files{users: `[]`}, finding.Pass, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := New(definition(tt.expression))
			if err != nil {
				t.Fatal(err)
			}
			out := check.Run(c, checktest.Snapshot(t, snapshot.Settings{}, tt.files))
			if out.Verdict != tt.want || len(out.Results) != tt.results {
				t.Errorf("got %v (%s) with %d results, want %v with %d", out.Verdict, out.Reason, len(out.Results), tt.want, tt.results)
			}
			checktest.Said(t, out)
		})
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name, expression, want string
	}{
		{"nothing", ``, "missing"},
		{"syntax", `resources["v1.0/users"].size( > 1`, "line 1, column 31"},
		{"second line", "resources[\"v1.0/users\"].size() > 1 &&\n  nonsense", "line 2, column 3"},
		{"unknown name", `people.size() > 1`, "line 1, column 1"},
		{"unknown resource", `resources["v1.0/nonsense"].size() > 1`, "line 1, column 11"},
		{"resource by chance", `resources[string(now)].size() > 1`, "line 1, column 1"},
		{"all resources", `resources.size() > 1`, "line 1, column 1"},
		{"no resource", `1 < 2`, "reads no resource"},
		{"a number", `resources["v1.0/users"].size()`, "gives int"},
		{"too long", `resources["v1.0/users"].size() > 1` + strings.Repeat(" ", maxExpression), "longer than"},
		{"too deep", strings.Repeat("(", 100) + `resources["v1.0/users"].size() > 1` + strings.Repeat(")", 100), "recursion"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(definition(tt.expression))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to say %q", err, tt.want)
			}
		})
	}
}

// TestCost gives an expression that would run for very long: it ends, and says
// that it could not tell.
func TestCost(t *testing.T) {
	const expensive = `resources["v1.0/users"].all(a, resources["v1.0/users"].all(b, resources["v1.0/users"].all(c, a.id != "x" || b.id != "x" || c.id != "x")))`
	c, err := New(definition(expensive))
	if err != nil {
		t.Fatal(err)
	}
	users := make([]string, 2000)
	for i := range users {
		users[i] = fmt.Sprintf(`{"id":"u%d"}`, i)
	}
	out := check.Run(c, checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{snapshot.Users.Resource(): "[" + strings.Join(users, ",") + "]"}))
	if out.Verdict != finding.Unknown || out.Reason != "The expression costs more than is allowed." {
		t.Errorf("got %v: %s", out.Verdict, out.Reason)
	}
}

func TestParse(t *testing.T) {
	good := definition(`resources["v1.0/users"].size() > 0`)
	with := func(change func(*Definition)) string {
		d := good
		change(&d)
		raw, err := json.Marshal([]Definition{d})
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	tests := []struct {
		name, raw, want string
	}{
		{"nothing", ``, ""},
		{"null", `null`, ""},
		{"good", with(func(*Definition) {}), ""},
		{"no array", `{}`, "custom checks"},
		{"more after it", `[] []`, "more after"},
		{"a field too many", `[{"id":"custom-a","verdict":"pass"}]`, "unknown field"},
		{"Vahti's own id", with(func(d *Definition) { d.ID = "ca-mfa" }), "custom-"},
		{"no title", with(func(d *Definition) { d.Title = Text{FI: "Otsikko"} }), "title is missing in English"},
		{"no category", with(func(d *Definition) { d.Category = "x" }), "no category"},
		{"no severity", with(func(d *Definition) { d.Severity = "worst" }), "no severity"},
		{"no licence", with(func(d *Definition) { d.Licence = "Gold" }), "no licence"},
		{"no month", with(func(d *Definition) { d.Since = "today" }), "no month"},
		{"no source", with(func(d *Definition) { d.Source = "" }), "source"},
		{"control characters", with(func(d *Definition) { d.Risk.EN = "a\x00b" }), "control characters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.raw))
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("got %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want it to say %q", err, tt.want)
			}
		})
	}
	var many []Definition
	for i := range MaxDefinitions + 1 {
		d := good
		d.ID = fmt.Sprintf("custom-%d", i)
		many = append(many, d)
	}
	raw, err := json.Marshal(many)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(raw); err == nil {
		t.Error("too many are accepted")
	}
	twice, err := json.Marshal([]Definition{good, good})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Parse(twice); err == nil || !strings.Contains(err.Error(), "taken") {
		t.Errorf("the same id twice: %v", err)
	}
}

func TestTogether(t *testing.T) {
	own := []*check.Check{{ID: "ca-mfa"}, {ID: "id-x"}}
	got := Together(own, []*check.Check{{ID: "custom-b"}, {ID: "ca-mfa", Title: "false"}}, []*check.Check{{ID: "custom-a"}, {ID: "custom-b", Title: "tenant's"}})
	var ids []string
	for _, c := range got {
		ids = append(ids, c.ID)
		if c.Title != "" {
			t.Errorf("%s was replaced", c.ID)
		}
	}
	if want := "ca-mfa custom-a custom-b id-x"; strings.Join(ids, " ") != want {
		t.Errorf("got %v, want %s", ids, want)
	}
}

func TestTextsFallBackToEnglish(t *testing.T) {
	c, err := New(definition(`resources["v1.0/users"].size() > 0`))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := check.Say(c, text.Swedish, c.Title); got != "Ingen kan bjuda in gäster" {
		t.Errorf("got %q", got)
	}
	if got, ok := check.Say(c, text.Finnish, c.Title); got != c.Title || !ok {
		t.Errorf("got %q", got)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{`resources["v1.0/users"].size() > 0`, `resources["v1.0/users"]`, `[][0]`, `{}`, "\x00", `resources["v1.0/users"].exists(u, u.id.matches("(a+)+$"))`} {
		f.Add(s)
	}
	s := checktest.Snapshot(f, snapshot.Settings{}, checktest.Files{snapshot.Users.Resource(): `[{"id":"a","accountEnabled":true}]`})
	f.Fuzz(func(t *testing.T, expression string) {
		c, err := New(definition(expression))
		if err != nil {
			return
		}
		if out := check.Run(c, s); out.Verdict.Validate() != nil || len(out.Results) == 0 {
			t.Errorf("got %+v", out)
		}
	})
}
