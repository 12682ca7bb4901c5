package devices

import (
	"strings"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// Whom a policy is assigned to.
const (
	allDevices = `{"id":"a","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}`
	allUsers   = `{"id":"a","target":{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget"}}`
)

func group(id string) string {
	return `{"id":"a","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"` + id + `"}}`
}

func without(id string) string {
	return `{"id":"a","target":{"@odata.type":"#microsoft.graph.exclusionGroupAssignmentTarget","groupId":"` + id + `"}}`
}

// policy is a policy for Windows.
func policy(family, assignments string, settings ...string) string {
	var instances []string
	for _, s := range settings {
		instances = append(instances, `{"settingInstance":`+s+`}`)
	}
	return `{"id":"p","name":"P","platforms":"windows10","technologies":"mdm","templateReference":{"templateId":"t","templateFamily":"` + family +
		`"},"assignments":[` + assignments + `],"settings":[` + strings.Join(instances, ",") + `]}`
}

func catalogue(policies ...string) checktest.Files {
	return in(snapshot.ConfigurationPolicies.Resource(), "["+strings.Join(policies, ",")+"]")
}
