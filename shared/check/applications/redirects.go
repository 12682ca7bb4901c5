package applications

import (
	"net/netip"
	"net/url"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Redirects asks that the tenant's own applications send people back to
// addresses that nobody else can listen at. Each application that does not is a
// result of its own.
var Redirects = &check.Check{
	ID:       "app-redirect-addresses",
	Title:    "App registrations send people back to safe addresses only",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "The redirect address receives the proof of a sign-in, so whoever can read or take over that address signs in as the person.",
	Controls: check.Controls{ISO27001: []string{"A.8.5", "A.8.26"}, NIS2: []string{"21(2)(e)", "21(2)(i)"}},
	Rows:     []string{"AP-018"},
	Reads:    []snapshot.Resource{snapshot.Applications.Resource()},
	Risk:     "An attacker sends a sign-in link that ends at an address they can listen to, or at a name they registered after it was given up, and gets the person's token.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > App registrations > the application > Authentication > remove the address, or replace it by an exact https address below a domain of your own",
		Request: `PATCH /v1.0/applications/{id} {"web":{"redirectUris":["https://app.example.com/signin-oidc"]}} (likewise "spa" and "publicClient")`,
	},
	Texts:  []*text.Table{redirectsTexts, unsafeAddressTexts, redirectAddressTexts},
	Since:  "2026-11",
	Source: "Zero Trust Assessment, 21885; Microsoft identity platform documentation, Redirect URI (reply URL) restrictions and limitations, by which http is for localhost and loopback addresses alone. Addresses of schemes other than http and https belong to apps on the device and are judged for wildcards only.",
	Run: func(s *snapshot.Snapshot) []check.Result {
		applications := snapshot.Applications.Of(s)
		var results []check.Result
		var unread []finding.Subject
		for i := range applications {
			a := &applications[i]
			dangers := dangersOf(a)
			switch {
			case len(dangers.addresses) > 0:
				results = append(results, check.Result{
					Resource: resourceOf(a.ID), Verdict: finding.Fail, Reason: "An app registration sends people back to an address that is not safe.",
					Evidence: finding.Evidence{
						Facts: dangers.facts,
						Subjects: finding.Subjects{
							"applications": finding.List(finding.Subject{ID: a.ID, Name: a.DisplayName}),
							"addresses":    finding.List(dangers.addresses...),
						},
					},
				})
			case dangers.unreadable || !redirectsKnown(a):
				unread = append(unread, finding.Subject{ID: a.ID, Name: a.DisplayName})
			}
		}
		results = append(results, unsure(unreadRedirects, unread)...)
		switch {
		case len(results) > 0:
			return results
		case len(applications) == 0:
			return check.One(finding.NotApplicable, noApplications, finding.Evidence{})
		}
		return check.One(finding.Pass, "Every app registration sends people back to safe addresses only.", finding.Evidence{Facts: finding.Facts{"applications": len(applications)}})
	},
}

const (
	noApplications  = "The tenant has no app registrations."
	unreadRedirects = "Graph did not return all addresses that an application sends people back to."
)

// dangers are what is not safe about an application's addresses.
type dangers struct {
	addresses  []finding.Subject
	facts      finding.Facts // how many there are of each kind
	unreadable bool          // an address could not be judged
}

func dangersOf(a *snapshot.Application) (found dangers) {
	for _, uri := range a.RedirectURIs() {
		d := dangerOf(uri)
		switch d {
		case safe:
			continue
		case unreadable:
			found.unreadable = true
			continue
		}
		if found.facts == nil {
			found.facts = finding.Facts{}
		}
		n, _ := found.facts[d.fact()].(int)
		found.facts[d.fact()] = n + 1
		found.addresses = append(found.addresses, finding.Subject{Name: uri, Note: string(d)})
	}
	return found
}

// redirectsKnown reports whether Graph said of all three kinds of address which
// the application has.
func redirectsKnown(a *snapshot.Application) bool {
	return a.Web.V.RedirectURIs != nil && a.SPA.V.RedirectURIs != nil && a.PublicClient.V.RedirectURIs != nil
}

// danger is why a redirect address is not safe, as a note.
type danger string

const (
	safe        danger = ""
	unencrypted danger = "is not encrypted"
	wildcard    danger = "holds a wildcard"
	givenUp     danger = "lies below azurewebsites.net, where anyone can take a name that was given up"
	unreadable  danger = "is no address Vahti can read"
)

// fact names the count of such addresses.
func (d danger) fact() string {
	switch d {
	case wildcard:
		return "wildcard"
	case givenUp:
		return "azurewebsites"
	}
	return "unencrypted"
}

// dangerOf judges a redirect address.
func dangerOf(uri string) danger {
	uri = strings.TrimSpace(uri)
	if strings.Contains(uri, "*") {
		return wildcard
	}
	u, err := url.Parse(uri)
	if err != nil || uri == "" {
		return unreadable
	}
	encrypted := strings.EqualFold(u.Scheme, "https")
	if !encrypted && !strings.EqualFold(u.Scheme, "http") {
		return safe
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	switch {
	case host == "azurewebsites.net" || strings.HasSuffix(host, ".azurewebsites.net"):
		return givenUp
	case !encrypted && !thisMachine(host):
		return unencrypted
	case host == "":
		return unreadable
	}
	return safe
}

// thisMachine reports whether a host is the person's own device.
func thisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
