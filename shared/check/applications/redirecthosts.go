package applications

import (
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RedirectHosts asks that every host exists that the tenant's own applications
// send people back to. Each host that does not is a result of its own.
var RedirectHosts = &check.Check{
	ID:       "app-redirect-hosts",
	Title:    "Every host exists that applications send people back to",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "A host that no longer exists can be brought to life by somebody else, who then receives the sign-ins of everyone who uses the application.",
	Controls: check.Controls{ISO27001: []string{"A.5.9", "A.8.26"}, NIS2: []string{"21(2)(e)"}},
	Rows:     []string{"AP-019"},
	Reads: []snapshot.Resource{
		snapshot.Applications.Resource(), snapshot.ServicePrincipals.Resource(), snapshot.Organizations.Resource(), snapshot.HostRecords.Resource(),
	},
	Risk: "An attacker registers the lapsed domain or the released cloud service, sends a genuine Microsoft sign-in link and collects the tokens that come back.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > App registrations > the application > Authentication > remove the address, and delete the DNS alias if there is one",
		Request: `PATCH /v1.0/applications/{id} {"web":{"redirectUris":["https://app.example.com/signin-oidc"]}} (likewise "spa" and "publicClient")`,
	},
	Texts:  []*text.Table{redirectHostsTexts, redirectAddressTexts},
	Since:  "2026-11",
	Source: "Zero Trust Assessment, 21888; Microsoft documentation, Prevent dangling DNS entries and avoid subdomain takeover. A host exists when it has an address, so an alias of a name that does not exist is missing too. This machine, addresses without a name, names for private use and Microsoft's own hosts are not asked for.",
	Run:    judgeHosts,
}

const (
	missingHost  = "does not exist in public DNS"
	missingAlias = "is an alias of a name that does not exist"
)

func judgeHosts(s *snapshot.Snapshot) []check.Result {
	hosts := snapshot.RedirectHosts(s)
	dangling := map[string]string{} // notes by host
	var unasked []finding.Subject
	for _, host := range hosts {
		switch exists, note := hostExists(s, host); exists {
		case finding.Fail:
			dangling[host] = note
		case finding.Unknown:
			unasked = append(unasked, finding.Subject{ID: host, Name: host})
		}
	}
	results := missingHosts(s, hosts, dangling)
	facts := finding.Facts{"hosts": len(hosts)}
	unread, all := redirectsUnread(s), len(hosts) < snapshot.MaxRedirectHosts
	told := func(host string) bool {
		if slices.Contains(hosts, host) {
			return !slices.ContainsFunc(unasked, func(u finding.Subject) bool { return u.ID == host })
		}
		return !unread && all
	}
	switch {
	case len(unasked) > 0:
		return append(results, check.Unsure("Public DNS gave no answer about some hosts that applications send people back to.",
			finding.Evidence{Facts: facts, Subjects: finding.Subjects{"hosts": finding.List(unasked...)}}, told)...)
	case unread:
		return append(results, check.Unsure(unreadRedirects, finding.Evidence{Facts: facts}, told)...)
	case !all:
		return append(results, check.Unsure("The applications send people back to more hosts than Vahti looks up.", finding.Evidence{Facts: facts}, told)...)
	case len(results) > 0:
		return results
	case len(hosts) == 0:
		return check.One(finding.NotApplicable, "No application sends people back to a host in public DNS.", finding.Evidence{})
	}
	return check.One(finding.Pass, "Every host exists that applications send people back to.", finding.Evidence{Facts: facts})
}

// hostExists judges whether a host has an address.
func hostExists(s *snapshot.Snapshot, host string) (verdict finding.Verdict, note string) {
	answers, _ := snapshot.HostRecords.Of(s, host)
	v4, knows4 := snapshot.DNS(answers, host, "A")
	v6, knows6 := snapshot.DNS(answers, host, "AAAA")
	alias, _ := snapshot.DNS(answers, host, "CNAME")
	switch {
	case len(v4)+len(v6) > 0:
		return finding.Pass, ""
	case !knows4 || !knows6:
		return finding.Unknown, ""
	case len(alias) > 0:
		return finding.Fail, missingAlias
	}
	return finding.Fail, missingHost
}

// missingHosts are the results about hosts that do not exist, each with the
// applications that send people there.
func missingHosts(s *snapshot.Snapshot, hosts []string, notes map[string]string) []check.Result {
	if len(notes) == 0 {
		return nil
	}
	users := map[string][]finding.Subject{}
	add := func(uris []string, who finding.Subject) {
		for _, uri := range uris {
			if host, ok := snapshot.RedirectHost(uri); ok && notes[host] != "" && !slices.Contains(users[host], who) {
				users[host] = append(users[host], who)
			}
		}
	}
	applications, principals := snapshot.Applications.Of(s), snapshot.ServicePrincipals.Of(s)
	for i := range applications {
		add(applications[i].RedirectURIs(), finding.Subject{ID: applications[i].ID, Name: applications[i].DisplayName})
	}
	for i := range principals {
		if principals[i].OwnOf(s) {
			add(principals[i].ReplyURLs, subject(principals[i].ID, &principals[i]))
		}
	}
	var results []check.Result
	for _, host := range hosts {
		if note := notes[host]; note != "" {
			results = append(results, check.Result{
				Resource: host, Verdict: finding.Fail, Reason: "An application sends people back to a host that does not exist.",
				Evidence: finding.Evidence{
					Facts: finding.Facts{"alias": note == missingAlias, "applications": len(users[host])},
					Subjects: finding.Subjects{
						"hosts":        finding.List(finding.Subject{ID: host, Name: host, Note: note}),
						"applications": finding.List(users[host]...),
					},
				},
			})
		}
	}
	return results
}

// redirectsUnread reports whether there may be addresses that Graph did not
// return, so that hosts are missing among those looked up.
func redirectsUnread(s *snapshot.Snapshot) bool {
	if o := snapshot.Organizations.Of(s); len(o) == 0 || o[0].ID == "" {
		return true
	}
	applications, principals := snapshot.Applications.Of(s), snapshot.ServicePrincipals.Of(s)
	for i := range applications {
		if !redirectsKnown(&applications[i]) {
			return true
		}
	}
	for i := range principals {
		if p := &principals[i]; p.ReplyURLs == nil && (p.OwnOf(s) || !p.AppOwnerOrganizationID.Set) {
			return true
		}
	}
	return false
}
