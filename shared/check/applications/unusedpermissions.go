package applications

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/apppermission"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// highRisk returns the name of an application permission that is worth stealing:
// one that leads to Global Administrator, or one that opens everybody's mail or
// files.
func highRisk(resource, appRoleID string) (name string, ok bool) {
	if name, ok = content(resource, appRoleID); ok || resource != apppermission.MicrosoftGraph {
		return name, ok
	}
	if name, ok = takeover(appRoleID); ok {
		return name, true
	}
	return steppingStone(appRoleID)
}

// content returns the name of an application permission over everybody's mail
// or files.
func content(resource, appRoleID string) (name string, ok bool) {
	switch appRoleID {
	case "810c84a8-4a9e-49e6-bf7d-12d183f40d01":
		return "Mail.Read", resource != apppermission.SharePointOnline
	case "e2a3a72e-5f79-4c64-b1b1-878b674786c9":
		return "Mail.ReadWrite", resource != apppermission.SharePointOnline
	case "b633e1c5-b582-4048-a93e-9f11b44c7e96":
		return "Mail.Send", resource != apppermission.SharePointOnline
	case "dc890d15-9560-4a4c-9b7f-a736ec74ec40":
		return "full_access_as_app", resource == apppermission.ExchangeOnline
	case "01d4889c-1287-42c6-ac1f-5d1e02578ef6":
		return "Files.Read.All", resource == apppermission.MicrosoftGraph
	case "75359482-378d-4052-8f01-80520e7db3cd":
		return "Files.ReadWrite.All", resource == apppermission.MicrosoftGraph
	case "332a536c-c7ef-4017-ab91-336970924f0d":
		return "Sites.Read.All", resource == apppermission.MicrosoftGraph
	case "9492366f-7969-46a4-8d15-ed1a20078fff":
		return "Sites.ReadWrite.All", resource == apppermission.MicrosoftGraph
	case "a82116e5-55eb-4c41-a434-62fe8a61c773":
		return "Sites.FullControl.All", resource == apppermission.MicrosoftGraph
	case "d13f72ca-a275-4b96-b789-48ebcc4da984":
		return "Sites.Read.All", resource == apppermission.SharePointOnline
	case "fbcd29d2-fcca-4405-aded-518d457caae4":
		return "Sites.ReadWrite.All", resource == apppermission.SharePointOnline
	case "678536fe-1083-478a-9c59-b99265e6b0d3":
		return "Sites.FullControl.All", resource == apppermission.SharePointOnline
	}
	return "", false
}

// UnusedPermissions asks that applications nobody uses could do no great harm.
// Each application is a result of its own.
var UnusedPermissions = &check.Check{
	ID:       "app-unused-permissions",
	Title:    "Applications that are not used hold no high-risk permissions",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "An application nobody uses brings nothing and is watched by nobody, but its permissions are as good as on the first day.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"AP-027"},
	Reads:    append(readsPermissions(), snapshot.ServicePrincipalSignIns.Resource()),
	Licence:  check.EntraP1,
	Risk:     "Someone who finds an old secret of a forgotten application, or breaks into its supplier, reads mail and files or takes over the tenant, and no use of it stands out.",
	Fix:      check.Fix{Portal: deleteUnused, Request: disableUnused},
	Texts:    []*text.Table{unusedPermissionsTexts, unusedTexts, permissionTexts},
	Since:    "2026-11",
	Source: "Microsoft Zero Trust Assessment, 21770, application permissions only; Microsoft Graph documentation, servicePrincipalSignInActivity resource type. " +
		"High-risk permissions are those of app-global-admin-permissions and app-indirect-admin-permissions and those over all mail or all files",
	Run: func(s *snapshot.Snapshot) []check.Result {
		holders, whole := apppermission.Holders(s, highRisk, apppermission.ExchangeOnline, apppermission.SharePointOnline)
		holders = slices.DeleteFunc(holders, func(h apppermission.Holder) bool { return !h.Enabled() })
		report, ok := signInsOf(s)
		facts := finding.Facts{"highRiskApplications": len(holders)}
		switch {
		case len(holders) > 0 && !ok:
			return check.One(finding.Unknown, noReport, finding.Evidence{Facts: facts})
		case !whole:
			return check.One(finding.Unknown, holdersUnread, finding.Evidence{})
		}
		var results []check.Result
		for _, h := range holders {
			evidence := finding.Evidence{
				Facts:    finding.Facts{"permissions": h.Permissions},
				Subjects: finding.Subjects{"applications": finding.List(h.Subject())},
			}
			switch report.used(h.App) {
			case finding.Fail:
				results = append(results, check.Result{Resource: h.ID, Verdict: finding.Fail, Evidence: evidence,
					Reason: "An application holds high-risk permissions, and Microsoft has no sign-in of it on record."})
			case finding.Unknown:
				results = append(results, check.Result{Resource: h.ID, Verdict: finding.Unknown, Reason: maybeUnused, Evidence: evidence})
			}
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "Every enabled application with high-risk permissions has signed in.", finding.Evidence{Facts: facts})
		}
		return results
	},
}
