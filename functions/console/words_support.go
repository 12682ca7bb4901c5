package console

import "vahti.ai/vahti/shared/store/grant"

// grantState says where a support access stands.
func (l locale) grantState(s grant.State) string {
	switch s {
	case grant.Asked:
		return l.say("Waits for approval")
	case grant.Approved:
		return l.say("May begin")
	case grant.Refused:
		return l.say("Refused")
	case grant.Active:
		return l.say("Under way")
	}
	return l.say("Over")
}

// ending says why a support access ended; nothing for one that has not.
func (l locale) ending(because grant.EndReason) string {
	switch because {
	case grant.Expired:
		return l.say("Its time was over.")
	case grant.Revoked:
		return l.say("The customer ended it.")
	case grant.Finished:
		return l.say("The operator ended it.")
	case grant.Lapsed:
		return l.say("It never began.")
	}
	return ""
}

// view names a part of what Vahti shows of a tenant.
func (l locale) view(v grant.View) string {
	switch v {
	case grant.OnboardingView:
		return l.say("onboarding status")
	case grant.SummaryView:
		return l.say("summary")
	case grant.FindingsView:
		return l.say("findings")
	case grant.TimelineView:
		return l.say("timeline")
	case grant.ScansView:
		return l.say("scans")
	case grant.ChecksView:
		return l.say("checks")
	case grant.ExceptionsView:
		return l.say("acceptances")
	case grant.SettingsView:
		return l.say("settings")
	case grant.MembersView:
		return l.say("members")
	case grant.TrailView:
		return l.say("audit trail")
	case grant.BillingView:
		return l.say("billing")
	}
	return string(v)
}

// method says how an operator reaches what is looked at.
func (l locale) method(m grant.Method) string {
	switch m {
	case grant.Interface:
		return l.say("these pages")
	case grant.Database:
		return l.say("the database")
	case grant.Log:
		return l.say("logs")
	case grant.Metadata:
		return l.say("metadata")
	}
	return string(m)
}
