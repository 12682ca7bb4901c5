package all

import (
	"maps"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/snapshot"
)

func TestScratchCA(t *testing.T) {
	files := wellKept()
	maps.Copy(files, wellKeptConditionalAccess())
	files[snapshot.Groups.Resource()] = `[]`
	files[snapshot.DeviceManagement.Resource()] = `{"settings":{"secureByDefault":true}}`
	files[snapshot.CompliancePolicies.Resource()] = `[{"id":"c","assignments":[{"target":{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget"}}]}]`
	files[snapshot.SubscribedSkus.Resource()] = strings.Replace(files[snapshot.SubscribedSkus.Resource()], `"servicePlans":[`, `"servicePlans":[{"servicePlanName":"INTUNE_A","provisioningStatus":"Success"},`, 1)
	for _, c := range Checks() {
		if strings.HasPrefix(c.ID, "ca-") {
			o := check.Run(c, tenant(t, files))
			t.Logf("%-45s %v %s", c.ID, o.Verdict, o.Reason)
		}
	}
}
