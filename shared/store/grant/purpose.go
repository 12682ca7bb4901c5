package grant

import "slices"

// Purpose is what support access is for. The agreement limits it to these (annex 3,
// section 2).
type Purpose string

// The purposes.
const (
	OnboardingSupport Purpose = "onboarding-support"
	QualityAssurance  Purpose = "onboarding-quality-assurance" // within QualityDays of onboarding only
	ServiceIssue      Purpose = "service-issue"
	CustomerSupport   Purpose = "customer-support"
	Billing           Purpose = "billing"
	SecurityIncident  Purpose = "security-incident"
	CustomerRequest   Purpose = "customer-request"
)

// View is a part of what Vahti shows of a tenant.
type View string

// The views.
const (
	OnboardingView View = "onboarding" // its status information
	SummaryView    View = "summary"    // operational summaries
	FindingsView   View = "findings"
	TimelineView   View = "timeline"
	ScansView      View = "scans" // the scan pipeline
	ChecksView     View = "checks"
	ExceptionsView View = "exceptions"
	SettingsView   View = "settings"
	MembersView    View = "members"
	TrailView      View = "trail"
	BillingView    View = "billing"
)

// Method is how an operator reaches what is looked at. Only the user interface shows
// views by itself; the others are recorded.
type Method string

// The access methods that the agreement names.
const (
	Interface Method = "interface"
	Database  Method = "database"
	Log       Method = "log"
	Metadata  Method = "metadata"
)

// Terms is a purpose in the agreement's words, and the views that it can need.
type Terms struct {
	Purpose Purpose
	Wording string
	Views   []View
}

// Purposes lists the purposes with their terms. Each sees the least that serves it.
func Purposes() []Terms {
	product := []View{SummaryView, FindingsView, TimelineView, ScansView, ChecksView}
	with := func(more ...View) []View { return slices.Concat(product, more) }
	return []Terms{
		{OnboardingSupport, "onboarding support", with(OnboardingView, SettingsView, MembersView)},
		{QualityAssurance, "limited service quality assurance during the first 30 days of onboarding", with(OnboardingView)},
		{ServiceIssue, "incident or service issue investigation", with(OnboardingView, ExceptionsView, SettingsView)},
		{CustomerSupport, "customer support requests", with(OnboardingView, ExceptionsView, SettingsView, MembersView)},
		{Billing, "billing investigation", []View{SummaryView, BillingView}},
		{SecurityIncident, "security incident handling", with(ExceptionsView, SettingsView, MembersView, TrailView)},
		{CustomerRequest, "customer-requested data export, deletion, or anonymization", []View{SummaryView, SettingsView, MembersView}},
	}
}

// Views lists every view.
func Views() []View {
	return []View{OnboardingView, SummaryView, FindingsView, TimelineView, ScansView, ChecksView, ExceptionsView, SettingsView, MembersView,
		TrailView, BillingView}
}

// Methods lists every access method.
func Methods() []Method { return []Method{Interface, Database, Log, Metadata} }

// terms returns the terms of a purpose.
func terms(p Purpose) (Terms, bool) {
	all := Purposes()
	at := slices.IndexFunc(all, func(t Terms) bool { return t.Purpose == p })
	if at < 0 {
		return Terms{}, false
	}
	return all[at], true
}
