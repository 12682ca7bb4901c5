package check

import "vahti.ai/vahti/shared/snapshot"

// ChangeSettings is the request that changes tenant-wide directory settings;
// values are their names and values as JSON objects. Graph takes all values of a
// kind or none, and a tenant that never changed Microsoft's defaults has no
// object to change yet.
func ChangeSettings(t snapshot.SettingTemplate, values string) string {
	return `PATCH /v1.0/groupSettings/{id of ` + t.Name + `} {"values":[` + values + `,{every other value as it is}]}, or, where the tenant has none, ` +
		`POST /v1.0/groupSettings {"templateId":"` + t.ID + `","values":[{the same, with the template's defaults for the others}]}`
}
