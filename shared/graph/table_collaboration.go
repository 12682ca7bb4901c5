package graph

import "vahti.ai/vahti/shared/snapshot"

// collaborationRows are the settings of Microsoft 365's services.
func collaborationRows() []Row {
	return []Row{
		{
			// Beta only.
			Key: snapshot.AppsAndServices, Permission: "OrgSettings-AppsAndServices.Read.All", Batched: true,
			Why: "To see whether people may install add-ins and start trials by themselves.",
		},
		{
			// Beta only.
			Key: snapshot.Forms, Permission: "OrgSettings-Forms.Read.All", Batched: true,
			Why: "To see whether Microsoft Forms looks for phishing.",
		},
		{
			Key: snapshot.SharePointSettings, Permission: "SharePointTenantSettings.Read.All", Batched: true,
			Why: "To see how far files can be shared and how SharePoint is signed in to.",
		},
		{
			Key: snapshot.TeamsApps, Permission: "AppCatalog.Read.All", PageLimit: defaultPage, Batched: true,
			Filter: "distributionMethod eq 'organization'",
			Expand: "appDefinitions($select=publishingState)",
			Why:    "To see which apps the company itself put into Teams.",
		},
		{
			// $select is not documented.
			Key: snapshot.SensitivityLabels, Permission: "SensitivityLabels.Read.All", PageLimit: defaultPage, Batched: true,
			NotLeast: "the least permission listed shows only the labels published to one person; this one shows the organisation's",
			Why:      "To see whether documents can be marked as confidential.",
		},
	}
}
