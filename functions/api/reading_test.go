package api

import (
	"net/http"
	"strings"

	"vahti.ai/vahti/shared/finding"
)

// reading is what is asked of routes that read.
func (w *inhabited) reading() []attempt {
	in := func(path string) ask { return ask{who: auditor, path: path} }
	var all []attempt
	for _, a := range []struct{ name, path, says string }{
		{"me", "!/api/v1/me", `"account":"auditor"`},
		{"tenants", "!/api/v1/tenants", w.one.ID().String()},
		{"tenant", "", `"name":"Aallokko 1 Oy"`},
		{"status", "/status", `{"step":"scan","done":true}`},
		{"findings", "/findings", w.mfa},
		{"findings in Finnish", "/findings?q=monimenetelm%C3%A4&language=fi", w.mfa},
		{"findings by control", "/findings?q=aad.3.2", w.mfa},
		{"findings by fact", "/findings?q=rolemanagement&limit=1", `"next":`},
		{"findings by state", "/findings?state=excepted", w.accepted},
		{"findings of a check", "/findings?check=t-apps&severity=high&category=applications&resourceKind=applications&since=2026-01-01T00:00:00Z", w.app},
		{"no findings", "/findings?since=2030-01-01T00:00:00Z", `"items":[]`},
		{"finding", "/findings/" + w.mfa, canary},
		{"finding explained", "/findings/" + w.mfa, "Yhteenveto."},
		{"history", "/findings/" + w.mfa + "/history", `"kind":"worsened"`},
		{"lookup", "/lookup?id=app-1&kind=applications", w.app},
		{"lookup of none", "/lookup?id=nobody", `"items":[]`},
		{"timeline", "/timeline", `"kind":"facts"`},
		{"scores", "/scores?since=2026-01-01T00:00:00Z", `"score":40`},
		{"exceptions", "/exceptions?active=true", w.accepted},
		{"exception", "/exceptions/" + w.accepted, "It is being replaced."},
		{"checks", "/checks?language=sv", "Multifaktorautentisering krävs"},
		{"failing checks", "/checks?verdict=fail&category=applications", "t-apps"},
		{"check", "/checks/t-mfa", `"verdict":"fail"`},
		{"scans", "/scans?limit=1", `"next":`},
		{"scan", "/scans/" + w.scanned, `"verdicts":[`},
		{"members", "/members", "analyst@aallokko.example"},
		{"unconfirmed members", "/members?unconfirmed=true", `"items":[]`},
		{"member", "/members/" + analyst, "Person analyst"},
		{"reviews", "/reviews", `"state":"planned"`},
		{"settings", "/settings", "softwareTokens"},
		{"setting", "/settings/language", `"value":"fi"`},
		{"instructions", "/instructions", `"setting":"support"`},
		{"trail", "/trail?action=exception.&order=oldest", `"action":"exception.accepted"`},
		{"trail by text", "/trail?q=replaced", `"action":"exception.accepted"`},
		{"verification", "/trail/verification", `"sound":`},
		{"access", "/trail/access?from=2026-01-01T00:00:00Z&to=2026-12-31T00:00:00Z", `"counts":`},
		{"grants", "/grants", w.asked},
		{"live grants", "/grants?live=true", w.active},
		{"grant", "/grants/" + w.active, `"state":"active"`},
	} {
		all = append(all, attempt{name: a.name, ask: in(a.path), want: http.StatusOK, says: a.says})
	}
	for _, path := range []string{
		"/findings/" + planted, "/findings/" + planted + "/history", "/exceptions/" + planted, "/checks/" + planted, "/scans/" + planted, "/members/" + planted, "/grants/" + planted,
		"/findings/" + string(finding.ID("a%2Fb")), "/findings/__x__",
	} {
		all = append(all, attempt{name: "none at " + path, ask: in(path), want: http.StatusNotFound, kind: notFound})
	}
	for _, path := range []string{"/findings", "/findings/" + w.mfa + "/history", "/timeline", "/scores", "/exceptions", "/checks", "/scans", "/members", "/instructions", "/trail", "/grants", "/lookup?id=x"} {
		joined := path + "?"
		if strings.Contains(path, "?") {
			joined = path + "&"
		}
		all = append(all, attempt{name: "a cursor of nothing at " + path, ask: in(joined + "cursor=" + planted), want: http.StatusUnprocessableEntity, kind: badCursor})
	}
	for _, path := range []string{
		"/findings?limit=201", "/findings?limit=0", "/findings?limit=" + planted, "/findings?state=" + planted, "/findings?since=" + planted, "/findings?" + planted + "=1",
		"/findings?q=" + strings.Repeat("x", 201), "/lookup", "/trail/access?from=2026-01-01T00:00:00Z", "/trail?order=" + planted, "/settings/" + planted,
		"/trail/access?from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z", "/trail?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
	} {
		all = append(all, attempt{name: "wrong at " + path, ask: in(path), want: http.StatusUnprocessableEntity, kind: invalid})
	}
	return append(all,
		attempt{name: "me with sessions", ask: ask{who: owner, path: "!/api/v1/me"}, want: http.StatusOK, says: `"agent":"A browser"`},
		attempt{name: "me by a key", ask: ask{who: w.keyText, path: "!/api/v1/me"}, want: http.StatusOK, says: `"way":"key"`},
		attempt{name: "tenants of a key", ask: ask{who: w.keyText, path: "!/api/v1/tenants"}, want: http.StatusOK, says: w.one.ID().String()},
		attempt{name: "findings by a key", ask: ask{who: w.keyText, path: "/findings"}, want: http.StatusOK, says: w.mfa},
		attempt{name: "what a key does not carry", ask: ask{who: w.keyText, path: "/trail"}, want: http.StatusForbidden, kind: forbidden},
		attempt{name: "a key that is none", ask: ask{who: w.keyText + "x", path: "/findings"}, want: http.StatusUnauthorized, kind: unknown},
		attempt{name: "an operator under a grant", ask: ask{who: operator, path: "/findings"}, want: http.StatusOK, says: w.mfa},
		attempt{name: "an operator beyond the grant", ask: ask{who: operator, path: "/keys"}, want: http.StatusNotFound, kind: notFound},
		attempt{name: "what an operator looked at", ask: in("/trail?action=grant."), want: http.StatusOK, says: `"grant":"` + w.active + `"`},
		attempt{name: "a tenant of a bad cursor", ask: in("!/api/v1/tenants?cursor=" + planted), want: http.StatusUnprocessableEntity, kind: badCursor},
		attempt{name: "me with a parameter", ask: in("!/api/v1/me?" + planted + "=1"), want: http.StatusUnprocessableEntity, kind: invalid},
	)
}
