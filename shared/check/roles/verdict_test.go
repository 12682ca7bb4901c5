package roles

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	withP2    = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM_P2","provisioningStatus":"Success"}]}]`
	withoutP2 = `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`

	exchange = "29232cdf-9323-42fd-ade2-1d097af3e4de"
)

// users are assignments of a role to cloud-only users of these names.
func users(role string, ids ...string) string {
	var all []string
	for _, id := range ids {
		all = append(all, assigned(role, id, `"@odata.type":"#microsoft.graph.user","displayName":"`+id+`","accountEnabled":true,"onPremisesSyncEnabled":null,"onPremisesImmutableId":null`))
	}
	return strings.Join(all, ",")
}

// assigned is an assignment of a role over the tenant to a principal.
func assigned(role, id, principal string) string {
	return `{"principalId":"` + id + `","roleDefinitionId":"` + role + `","directoryScopeId":"/","principal":{"id":"` + id + `",` + principal + `}}`
}

// holding is a tenant with these assignments in which nobody is eligible.
func holding(assignments ...string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource():           withP2,
		snapshot.RoleAssignments.Resource():          `[` + strings.Join(assignments, ",") + `]`,
		snapshot.RoleEligibilitySchedules.Resource(): `[]`,
	}
}

// with replaces one resource of a tenant.
func with(files checktest.Files, r snapshot.Resource, text string) checktest.Files {
	out := checktest.Files{r: text}
	for k, v := range files {
		if k != r {
			out[k] = v
		}
	}
	return out
}

// without leaves a resource unread.
func without(files checktest.Files, r snapshot.Resource) checktest.Files {
	out := checktest.Files{}
	for k, v := range files {
		if k != r {
			out[k] = v
		}
	}
	return out
}

func numbered(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = "user" + string(rune('a'+i))
	}
	return ids
}

func emergency(ids ...string) snapshot.Settings {
	return snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: ids}}
}

// TestTranslated wants what people read of each check in every language.
func TestTranslated(t *testing.T) {
	for _, c := range All() {
		for _, english := range []string{c.Title, c.Because, c.Risk, c.Fix.Portal} {
			for _, l := range text.Languages()[1:] {
				if got, ok := check.Say(c, l, english); !ok || got == english {
					t.Errorf("%s: %q is not translated into %s", c.ID, english, l)
				}
			}
		}
	}
}

// TestAnyAnswer gives each check answers that hold nothing they should: every
// reason is translated, and none passes on an assignment of which Graph said
// nothing.
func TestAnyAnswer(t *testing.T) {
	for _, c := range All() {
		for _, r := range c.Reads {
			key, _ := snapshot.KeyOf(r)
			for _, empty := range []string{`[{}]`, `[null]`} {
				files := checktest.Files{snapshot.SubscribedSkus.Resource(): withP2}
				for _, other := range c.Reads {
					files[other] = `[]`
					if k, _ := snapshot.KeyOf(other); k.Kind() == snapshot.PerParent {
						files[other] = `{}`
					}
				}
				files[r] = empty
				if key.Kind() == snapshot.PerParent {
					files[r] = `{"x":` + empty + `}`
				}
				out := check.Run(c, checktest.Snapshot(t, snapshot.Settings{}, files))
				checktest.Said(t, out)
				if r == snapshot.RoleAssignments.Resource() && out.Verdict != finding.Unknown {
					t.Errorf("%s on %s as %s: got %v (%s), want unknown", c.ID, r, empty, out.Verdict, out.Reason)
				}
			}
		}
	}
}
