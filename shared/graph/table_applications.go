package graph

import (
	"slices"

	"vahti.ai/vahti/shared/snapshot"
)

// applicationRows are applications and what they may do.
func applicationRows() []Row {
	return []Row{
		{
			// $top up to 999. $expand of owners gives the first 20.
			Key: snapshot.Applications, Batched: true, Delta: true, Permission: applicationRead, Top: largePage, PageLimit: largePage,
			Select: "id,appId,displayName,signInAudience,web,spa,publicClient,passwordCredentials",
			Expand: "owners($select=" + ownerProperties + ")",
			Why:    "To see where the tenant's own applications send people back to, who owns them and whether secrets open them.",
		},
		{
			// $top up to 999.
			Key: snapshot.PermissionGrants, Batched: true, Delta: true, Permission: "Directory.Read.All", Top: largePage, PageLimit: largePage,
			Why: "To see what applications may do in people's names.",
		},
		{
			// Beta only. $top is documented, how far it goes is not. The budget of reports
			// is small, so large pages matter.
			Key: snapshot.ServicePrincipalSignIns, Permission: auditRead, Licence: licenceP1, Top: largePage, PageLimit: largePage, Batched: true,
			Unlisted: "Microsoft Graph documentation, List servicePrincipalSignInActivities: application permission AuditLog.Read.All",
			Why:      "To see which applications are no longer used.",
		},
		{
			// Beta for patterns over claims. A handful per application.
			Key: snapshot.FederatedCredentials, Permission: applicationRead, PageLimit: defaultPage,
			Why:     "To see whose tokens open an application besides its own secrets.",
			Needs:   []snapshot.Resource{snapshot.Applications.Resource()},
			parents: listed(ownApplications),
		},
		{
			Key: snapshot.ApplicationProxies, Object: true, Permission: applicationRead, Licence: licenceP1, PageLimit: 1,
			Why:     "To see whether applications on the company's network ask for a sign-in before they can be reached.",
			Needs:   []snapshot.Resource{snapshot.Applications.Resource(), snapshot.ServicePrincipals.Resource()},
			parents: listed(proxiedApplications),
		},
	}
}

func ownApplications(s *snapshot.Snapshot) []parent {
	var out []parent
	for _, a := range snapshot.Applications.Of(s) {
		out = append(out, parent{id: a.ID})
	}
	return out
}

// proxyTag marks a service principal that is published through Application Proxy.
const proxyTag = "WindowsAzureActiveDirectoryOnPremApp"

func proxiedApplications(s *snapshot.Snapshot) []parent {
	published := map[string]bool{}
	for _, p := range snapshot.ServicePrincipals.Of(s) {
		if slices.Contains(p.Tags, proxyTag) {
			published[p.AppID] = true
		}
	}
	var out []parent
	for _, a := range snapshot.Applications.Of(s) {
		if published[a.AppID] {
			out = append(out, parent{id: a.ID})
		}
	}
	return out
}
