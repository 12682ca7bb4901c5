package console

import (
	"slices"
	"time"

	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/tenant"
)

// links are a tenant's other pages, as far as the visitor may see them.
func (l locale) links(in visit) (out []crumb) {
	for _, one := range []struct {
		name, path string
		needs      tenant.Permission
		view       grant.View // empty for what no operator sees
	}{
		{l.say("What changed, when and by whom"), timelinePath(in.id(), "", time.Time{}), tenant.Read, grant.TimelineView},
		{l.say("Members"), tenantPath(in.id()) + "/members", tenant.Read, grant.MembersView},
		{l.say("Yearly access review"), tenantPath(in.id()) + "/review", tenant.ManageOwners, ""},
		{l.say("Support access"), tenantPath(in.id()) + "/support", tenant.ReadTrail, ""},
		{l.say("Audit trail"), tenantPath(in.id()) + "/trail", tenant.ReadTrail, grant.TrailView},
		{l.say("Settings"), tenantPath(in.id()) + "/settings", tenant.Read, grant.SettingsView},
		{l.say("Notifications"), tenantPath(in.id()) + "/notifications", tenant.Read, grant.SettingsView},
		{l.say("Export your data"), tenantPath(in.id()) + "/export", tenant.Export, ""},
		{l.say("API keys"), tenantPath(in.id()) + "/keys", tenant.ManageKeys, ""},
		{l.say("Plan"), tenantPath(in.id()) + "/plan", tenant.Contract, ""},
		{l.say("Agreement"), tenantPath(in.id()) + "/agreement", tenant.Contract, ""},
	} {
		if in.may(one.needs) || in.support() && slices.Contains(in.grant.Views, one.view) {
			out = append(out, crumb{one.name, l.href(one.path)})
		}
	}
	return out
}

// role names a role; empty for none.
func (l locale) role(r tenant.Role) string {
	switch r {
	case tenant.Owner:
		return l.say("Owner")
	case tenant.Admin:
		return l.say("Administrator")
	case tenant.Analyst:
		return l.say("Analyst")
	case tenant.Auditor:
		return l.say("Auditor")
	}
	return ""
}

// purpose says what support access is for, as the agreement does.
func (l locale) purpose(p grant.Purpose) string {
	switch p {
	case grant.OnboardingSupport:
		return l.say("onboarding support")
	case grant.QualityAssurance:
		return l.say("limited service quality assurance during the first 30 days of onboarding")
	case grant.ServiceIssue:
		return l.say("incident or service issue investigation")
	case grant.CustomerSupport:
		return l.say("customer support requests")
	case grant.Billing:
		return l.say("billing investigation")
	case grant.SecurityIncident:
		return l.say("security incident handling")
	case grant.CustomerRequest:
		return l.say("customer-requested data export, deletion, or anonymization")
	}
	return string(p)
}
