package applications

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// servesEveryone reports whether an issuer gives tokens to whoever opens an
// account, so that trust in the issuer alone is trust in anyone.
func servesEveryone(issuer string) bool {
	return slices.Contains([]string{
		"https://token.actions.githubusercontent.com", "https://gitlab.com", "https://app.terraform.io", "https://accounts.google.com",
	}, issuer)
}

// address is an issuer without what makes no difference.
func address(issuer string) string {
	return strings.ToLower(strings.TrimSuffix(strings.TrimSpace(issuer), "/"))
}

// FederatedCredentials asks that other services' tokens stand for an
// application's secret only where that was declared, one subject at a time. The
// tenant itself needs no declaration. Each application is a result of its own;
// settings.declared.federatedIssuers lists whom the tenant trusts for what.
var FederatedCredentials = &check.Check{
	ID:       "app-federated-credentials",
	Title:    "Applications trust only declared issuers and single subjects instead of a secret",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "A federated credential is a secret that never expires and is kept by someone else: nobody in the tenant sees where it is used.",
	Controls: check.Controls{ISO27001: []string{"A.5.17", "A.5.19"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"AP-038"},
	Reads:    []snapshot.Resource{snapshot.FederatedCredentials.Resource(), snapshot.Applications.Resource()},
	Uses:     []snapshot.Resource{snapshot.ServicePrincipals.Resource(), snapshot.Organizations.Resource()},
	Risk:     "An attacker adds trust in an account of their own, or changes any branch of a repository, and signs in as the application without a secret, for as long as they like.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > App registrations > the application > Certificates & secrets > Federated credentials > delete what nobody knows, and name one subject without wildcards; declare the issuers that are yours",
		Request: `DELETE /v1.0/applications/{id of the application}/federatedIdentityCredentials/{id of the credential}`,
	},
	Texts: []*text.Table{federatedCredentialsTexts},
	Since: "2026-11",
	Source: "Microsoft Graph documentation, federatedIdentityCredential resource type; Microsoft Entra documentation, Important considerations and restrictions for federated identity credentials " +
		"and Flexible federated identity credentials",
	Run: func(s *snapshot.Snapshot) []check.Result {
		coverage := s.Coverage(snapshot.FederatedCredentials.Resource())
		facts := func() finding.Facts {
			f := finding.Facts{}
			if coverage.Total > 0 {
				f["read"], f["total"] = coverage.Read, coverage.Total
			}
			return f
		}
		trusted := trustOf(s)
		var results []check.Result
		credentials := 0
		for _, parent := range snapshot.FederatedCredentials.Parents(s) {
			list, _ := snapshot.FederatedCredentials.Of(s, parent)
			if len(list) == 0 {
				continue
			}
			app := registration(s, parent)
			if app != nil && application(s, app.AppID).Disabled() {
				continue
			}
			credentials += len(list)
			verdict, reason, named := trusted.judge(list)
			if verdict == finding.Pass {
				continue
			}
			f := facts()
			f["credentials"] = len(list)
			who := finding.Subject{ID: parent}
			if app != nil {
				who.Name = app.DisplayName
			}
			results = append(results, check.Result{Resource: parent, Verdict: verdict, Reason: reason, Evidence: finding.Evidence{
				Facts: f, Subjects: finding.Subjects{"applications": finding.List(who), "credentials": finding.List(named...)},
			}})
		}
		whole := facts()
		whole["credentials"] = credentials
		switch {
		case len(results) > 0:
			return results
		case credentials == 0:
			return check.One(finding.NotApplicable, "No application has federated credentials.", finding.Evidence{Facts: whole})
		}
		return check.One(finding.Pass, "Every federated credential trusts a declared issuer for one subject.", finding.Evidence{Facts: whole})
	},
}

// registration returns the app registration with an id, or nil.
func registration(s *snapshot.Snapshot, id string) *snapshot.Application {
	all := snapshot.Applications.Of(s)
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}

// trust is whom the tenant trusts: prefixes are what subjects begin with, by issuer.
type trust struct {
	prefixes map[string][]string
	// ownUnknown says that the tenant does not know its own tokens from those of
	// another tenant.
	ownUnknown bool
}

// tenants is where the issuers lie that are tenants.
const tenants = "https://login.microsoftonline.com/"

// trustOf reads the declarations. The tenant's own tokens, by which a managed
// identity stands for an application, come from nobody else.
func trustOf(s *snapshot.Snapshot) trust {
	t := trust{prefixes: map[string][]string{}, ownUnknown: true}
	for _, d := range s.Settings.Declared.FederatedIssuers {
		if issuer := address(d.Issuer); issuer != "" && (d.SubjectPrefix != "" || !servesEveryone(issuer)) {
			t.prefixes[issuer] = append(t.prefixes[issuer], d.SubjectPrefix)
		}
	}
	for _, o := range snapshot.Organizations.Of(s) {
		if o.ID != "" {
			issuer := tenants + strings.ToLower(o.ID) + "/v2.0"
			t.prefixes[issuer] = append(t.prefixes[issuer], "")
			t.ownUnknown = false
		}
	}
	return t
}

// judge gives the worst verdict on an application's credentials, why, and which
// credentials have it.
func (t trust) judge(list []snapshot.FederatedCredential) (worst finding.Verdict, reason string, which []finding.Subject) {
	worst = finding.Pass
	for i := range list {
		c := &list[i]
		verdict, why := t.one(c)
		switch finding.Worst(verdict, worst) {
		case finding.Pass:
			continue
		case worst:
			if verdict != worst {
				continue
			}
		default:
			worst, reason, which = verdict, why, nil
		}
		which = append(which, finding.Subject{ID: c.ID, Name: c.Name, Note: why})
	}
	return worst, reason, which
}

// one judges a single credential.
func (t trust) one(c *snapshot.FederatedCredential) (finding.Verdict, string) {
	const (
		undeclared = "An application trusts an issuer or a subject that was not declared."
		wildcard   = "An application trusts every subject that fits a pattern."
		hidden     = "Graph did not return which subject a federated credential trusts."
		maybeOwn   = "It could not be told whether an application trusts the tenant itself or another one."
	)
	subject := c.Subject.V
	if expression := c.ClaimsMatchingExpression.V.Value; expression != "" {
		// claims['sub'] eq 'one subject' names one; anything else is a pattern.
		const one = "claims['sub'] eq '"
		rest, ok := strings.CutPrefix(expression, one)
		named, closed := strings.CutSuffix(rest, "'")
		if !ok || !closed || strings.Contains(named, "'") {
			return finding.Fail, wildcard
		}
		subject = named
	}
	prefixes, declared := t.prefixes[address(c.Issuer)]
	switch {
	case !declared && t.ownUnknown && strings.HasPrefix(address(c.Issuer), tenants):
		return finding.Unknown, maybeOwn
	case c.Issuer != "" && !declared:
		return finding.Fail, undeclared
	case strings.ContainsAny(subject, "*?"):
		return finding.Fail, wildcard
	case c.Issuer == "" || subject == "":
		return finding.Unknown, hidden
	case !slices.ContainsFunc(prefixes, func(prefix string) bool { return within(subject, prefix) }):
		return finding.Fail, undeclared
	}
	return finding.Pass, ""
}

// within reports whether a subject begins with a prefix, up to the end of a part
// of it: "repo:example" does not open "repo:example-evil".
func within(subject, prefix string) bool {
	rest, ok := strings.CutPrefix(subject, prefix)
	return ok && (prefix == "" || rest == "" || strings.ContainsAny(prefix[len(prefix)-1:], "/:") || strings.ContainsAny(rest[:1], "/:"))
}
