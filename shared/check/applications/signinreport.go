package applications

import (
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// signInReport is Microsoft's report of when applications were last used, by
// application id in small letters: a pass where it names a sign-in, a fail where
// it says that there was none, unknown where it says neither.
type signInReport map[string]finding.Verdict

// signInsOf reads the report. It lists Vahti itself before long, so that an
// empty one is no report.
func signInsOf(s *snapshot.Snapshot) (report signInReport, ok bool) {
	rows := snapshot.ServicePrincipalSignIns.Of(s)
	report = make(signInReport, len(rows))
	for i := range rows {
		id, last := strings.ToLower(rows[i].AppID), &rows[i].LastSignInActivity
		switch {
		case last.V.LastSignInDateTime.Known():
			report[id] = finding.Pass
		case report[id] == finding.Pass:
		case last.Null || last.V.LastSignInDateTime.Null:
			report[id] = finding.Fail
		default:
			report[id] = finding.Unknown
		}
	}
	return report, len(rows) > 0
}

// used says whether an application has signed in: a pass where the report names
// a sign-in, a fail where it knows of none, unknown where it could not show
// one. Microsoft does not say whether managed identities are in the report.
func (r signInReport) used(app *snapshot.ServicePrincipal) finding.Verdict {
	if app == nil || app.AppID == "" {
		return finding.Unknown
	}
	verdict, listed := r[strings.ToLower(app.AppID)]
	switch {
	case listed:
		return verdict
	case managedIdentity(app):
		return finding.Unknown
	}
	return finding.Fail
}

// noReport is the reason where the report is empty.
const noReport = "Microsoft's report of when applications were last used is empty."

// maybeUnused is the reason where the report cannot show a use.
const maybeUnused = "It cannot be told whether the application is used: Microsoft's report does not show it."

// deleteUnused is where an application that nobody uses is disabled or deleted.
const deleteUnused = "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Properties > Enabled for users to sign-in: No, and delete it once nobody misses it"

// disableUnused does the same through Graph.
const disableUnused = `PATCH /v1.0/servicePrincipals/{id of the application} {"accountEnabled":false}`
