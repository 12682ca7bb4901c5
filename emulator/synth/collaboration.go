package synth

// writeCollaboration writes the settings of Microsoft 365's services, the company's own apps in Teams and the labels
// for confidential documents.
func (t *tenant) writeCollaboration() error {
	r := t.stream("collaboration")
	apps := []object{}
	for i := range r.IntN(3) {
		app := object{"id": guid(r), "externalId": guid(r), "displayName": products()[r.IntN(20)], "distributionMethod": "organization",
			"appDefinitions": []object{{"id": guid(r), "version": "1.0." + string(rune('0'+i)), "publishingState": "published"}}}
		if t.kept(r) {
			t.teamsApps = append(t.teamsApps, app["id"].(string))
		}
		apps = append(apps, app)
	}
	apps = append(apps, object{"id": "1542629c-01b3-4a6d-8f76-1938b779e48d", "externalId": nil, "displayName": "Planner",
		"distributionMethod": "store", "appDefinitions": []object{}})
	labels := []object{}
	if t.licence >= premium1 && t.kept(r) {
		for _, name := range []string{"Public", "Internal", "Confidential"} {
			labels = append(labels, object{"id": guid(r), "name": name, "isEnabled": true,
				"hasProtection": name == "Confidential" && t.kept(r)})
		}
	}
	return t.writeAll([]named{
		{"beta/admin/appsAndServices", object{"id": guid(r),
			"settings": object{"isOfficeStoreEnabled": !t.kept(r), "isAppAndServicesTrialEnabled": !t.kept(r)}}},
		{"beta/admin/forms", object{"id": guid(r), "settings": object{"isExternalSendFormEnabled": true,
			"isExternalShareCollaborationEnabled": !t.kept(r), "isInOrgFormsPhishingScanEnabled": t.kept(r)}}},
		{"v1.0/appCatalogs/teamsApps", list(apps...)},
		{"v1.0/security/dataSecurityAndGovernance/sensitivityLabels", list(labels...)},
	})
}
