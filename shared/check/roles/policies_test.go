package roles

import (
	"strings"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// rules are the rules of a role over the whole tenant.
func rules(role string, all ...string) string {
	return `{"scopeId":"/","scopeType":"DirectoryRole","roleDefinitionId":"` + role + `","policy":{"rules":[` + strings.Join(all, ",") + `]}}`
}

// notification is a rule with these recipients.
func notification(id, recipients string) string {
	return `{"id":"` + id + `","isDefaultRecipientsEnabled":true,"notificationRecipients":[` + recipients + `]}`
}

// ruled is a licensed tenant with these role policies and no role besides that is
// known.
func ruled(policies ...string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource():         withP2,
		snapshot.RoleDefinitions.Resource():        `[]`,
		snapshot.RoleManagementPolicies.Resource(): `[` + strings.Join(policies, ",") + `]`,
	}
}

const someone = `"security@company.example"`
