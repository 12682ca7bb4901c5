package console

import "vahti.ai/vahti/shared/export"

// exportKind says what a kind of data is.
func (l locale) exportKind(k export.Kind) string {
	switch k {
	case export.TheTenant:
		return l.say("The tenant itself")
	case export.Checks:
		return l.say("Checks that it is judged by")
	case export.Findings:
		return l.say("Findings with their evidence")
	case export.History:
		return l.say("History of each finding")
	case export.Changes:
		return l.say("What changed, when and by whom")
	case export.Scores:
		return l.say("Scores over time")
	case export.Exceptions:
		return l.say("Accepted findings")
	case export.Scans:
		return l.say("Scans with their verdicts")
	case export.Explanations:
		return l.say("Explanations")
	case export.Members:
		return l.say("Members")
	case export.Invitations:
		return l.say("Invitations")
	case export.Reviews:
		return l.say("Yearly access reviews")
	case export.Grants:
		return l.say("Support access")
	case export.Settings:
		return l.say("Settings")
	case export.Preferences:
		return l.say("Which letters each reader wants")
	case export.Messages:
		return l.say("Messages to the webhook")
	case export.Instructions:
		return l.say("Instructions")
	case export.Keys:
		return l.say("API keys, without their secrets")
	case export.Trail:
		return l.say("Audit trail with its chain")
	case export.Chain: // comes with the trail
	}
	return string(k)
}

// exportFormat says what a format is for.
func (l locale) exportFormat(f export.Format) string {
	switch f {
	case export.CSV:
		return l.say("CSV, a table as text")
	case export.XLSX:
		return l.say("XLSX, a workbook for spreadsheets")
	case export.SARIF:
		return l.say("SARIF 2.1.0, for tools that gather findings")
	case export.OCSF:
		return l.say("OCSF 1.3, for security event systems")
	case export.Report:
		return l.say("A report to read and print")
	}
	return string(f)
}
