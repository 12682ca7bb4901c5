package anomaly

import (
	"errors"
	"slices"
	"time"
	_ "time/tzdata" // an image need not have the time zones

	"vahti.ai/vahti/shared/store/trail"
)

// The rules that no events are counted for: what the trail's own chain shows.
const (
	trailUnsound = "trail-unsound"
	unsoundDo    = "Somebody changed the audit trail past the service. Keep the databases as they are, read what the verification says, and treat it as a breach."
)

// Longest is the longest window of any rule.
const Longest = time.Hour

// Rules returns the rules. Public holidays are working days to them.
func Rules() ([]Rule, error) {
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		return nil, errors.New("the time zone of the working hours is not known")
	}
	return slices.Concat(signIns(), support(helsinki), reaching()), nil
}

func account(e Event) string { return e.Account }
func from(e Event) string    { return e.From }
func tenant(e Event) string  { return e.Tenant }
func target(e Event) string  { return e.Target }

// signIns are the rules about who tries to come in.
func signIns() []Rule {
	failed := []trail.Action{trail.SignInFailed, trail.SignInThrottled, trail.SignInForged}
	once := func(e Event) bool { return e.Tenant == "" } // the tenants' books repeat what the service's tells
	return []Rule{
		{
			Name: "signin-account", Actions: failed, Subject: account, Threshold: 20, Window: time.Hour, Severity: Warning, When: once,
			Do: "Somebody guesses at one account. Look at from where; if it goes on, write to the person and lock the account.",
		},
		{
			Name: "signin-address", Actions: failed, Subject: from, Threshold: 50, Window: time.Hour, Severity: Warning, When: once,
			Do: "One address fails often. Its entry in the audit trail holds it: block it at the load balancer unless it is a customer's office.",
		},
		{
			Name: "signin-spray", Actions: failed, Subject: from, Each: account, Threshold: 10, Window: time.Hour, Severity: Critical, When: once,
			Do: "One address tries many accounts. Its entry in the audit trail holds it: block it at the load balancer and see whether any sign-in from there succeeded.",
		},
		{
			Name: "signin-overall", Actions: failed, Subject: func(Event) string { return "everybody" }, Threshold: 500, Window: time.Hour, Severity: Critical, When: once,
			Do: "Sign-ins fail everywhere. See whether a deployment or Entra broke them; otherwise limit requests at the load balancer.",
		},
	}
}

// support are the rules about operators.
func support(zone *time.Location) []Rule {
	return []Rule{
		{
			Name: "grant-hours", Actions: []trail.Action{trail.GrantAsked, trail.GrantApproved, trail.GrantStarted, trail.GrantViewed}, Subject: who, Threshold: 1, Window: time.Hour, Severity: Warning,
			When: func(e Event) bool { return !working(e.At.In(zone)) },
			Do:   "Support access was asked for, approved, begun or used outside working hours. Ask the operator why; without a reason revoke the grant.",
		},
		{
			Name: "support-breadth", Actions: []trail.Action{trail.GrantViewed}, Subject: account, Each: tenant, Threshold: 5, Window: time.Hour, Severity: Critical,
			Do: "One operator looked at many tenants within an hour. Ask the operator; without a reason end the sessions of the account and revoke its grants.",
		},
	}
}

// reaching are the rules about who takes or looks for much.
func reaching() []Rule {
	return []Rule{
		{
			Name: "export-mass", Actions: []trail.Action{trail.ExportMade, trail.ExportBroken}, Subject: account, Threshold: 10, Window: time.Hour, Severity: Critical,
			Do: "One account or key takes much data out. Ask the tenant's owner whether that is meant; otherwise end its sessions or revoke the key.",
		},
		{
			Name: "key-addresses", Actions: []trail.Action{trail.KeyUsed}, Subject: account, Each: from, Threshold: 5, Window: time.Hour, Severity: Warning,
			Do: "One API key is used from many addresses. It may have leaked: ask the tenant's owner, who can revoke it.",
		},
		{
			Name: "access-probe", Actions: []trail.Action{trail.AccessRefused}, Subject: who, Each: target, Threshold: 5, Window: time.Hour, Severity: Critical,
			Do: "Somebody asks for many tenants that are not theirs. End the sessions of the account or revoke the key, and see what it reached.",
		},
		{
			Name: "access-denied", Actions: []trail.Action{trail.AccessDenied}, Subject: account, Each: tenant, Threshold: 3, Window: time.Hour, Severity: Warning,
			Do: "One account asks in several tenants for what its role does not allow. Ask the partner organisation that it works for; without a reason end its sessions.",
		},
		{
			Name: "bearer-spray", Actions: []trail.Action{trail.TokenRefused}, Subject: func(Event) string { return "everybody" }, Each: from, Threshold: 20, Window: time.Hour, Severity: Warning,
			Do: "Tokens and keys that do not hold come from many addresses. See whether a deployment or Entra broke them; otherwise limit requests at the load balancer.",
		},
	}
}

// who is the account where there is one, and otherwise the tenant or the address.
func who(e Event) string {
	switch {
	case e.Account != "":
		return e.Account
	case e.Tenant != "":
		return e.Tenant
	}
	return e.From
}

// working reports whether a time of the working place lies from Monday to Friday,
// from seven to nineteen.
func working(at time.Time) bool {
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && at.Hour() >= 7 && at.Hour() < 19
}

// Unsound is the anomaly that the audit trail of a tenant, or of the service itself
// for an empty ID, is not as it was written; in so many places.
func Unsound(tenant string, places int, at time.Time) Anomaly {
	at = at.UTC()
	if tenant == "" {
		tenant = "service"
	}
	return Anomaly{Rule: trailUnsound, Subject: tenant, Hour: at.Truncate(time.Hour), Count: places, First: at, Last: at, Severity: Critical, Do: unsoundDo}
}
