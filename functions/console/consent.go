package console

import (
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// consentNote says what is not as it should be with Microsoft's leave to read.
type consentNote struct {
	Lost    bool     // Microsoft gives no access any more
	Missing []string // the permissions that were asked for and not given
	Waits   bool     // onboarding is not done
	// Onboarding is where it is put right; empty for who may not.
	Onboarding string
}

// consent makes the note of a tenant; nil where everything is as it should be.
func (l locale) consent(about store.About, in visit) *consentNote {
	n := consentNote{}
	switch about.State {
	case tenant.Active:
		n.Lost = about.Consent.Lost
		if !n.Lost && !about.Consent.Seen.IsZero() {
			n.Missing = permission.Missing(about.Consent.Permissions)
		}
	case tenant.Invited, tenant.Consented:
		n.Waits = true
	}
	if !n.Lost && !n.Waits && len(n.Missing) == 0 {
		return nil
	}
	if in.may(tenant.Configure) {
		n.Onboarding = l.href("/onboarding/" + in.id().String())
	}
	return &n
}
