package coverage

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// Session is a session control that a requirement can ask for instead of a
// grant. A sign-in that is refused has no session, so a block fills the gaps of
// each of them. Sessions are what modern clients have: a requirement that asks
// for one speaks of those alone.
type Session interface {
	// keeps says whether the controls do what is asked.
	keeps(c *snapshot.SessionControls) truth
	// lacks is the note on a policy whose controls do not.
	lacks() string
	// refuses says whether sessions of the kind in question are refused by
	// something less than a block.
	refuses(g snapshot.GrantControls) truth
}

// SignInFrequency asks that a person signs in again after so much time at the
// latest; zero asks for it every time.
type SignInFrequency time.Duration

func (limit SignInFrequency) keeps(c *snapshot.SessionControls) truth {
	if !c.SignInFrequency.Known() {
		return no
	}
	f := c.SignInFrequency.V
	return min(switched(f.IsEnabled), limit.within(f), again(f.AuthenticationType))
}

// within judges the interval. Policies made before Graph had "everyTime" hold no
// interval and are time-based.
func (limit SignInFrequency) within(f snapshot.SignInFrequency) truth {
	var unit time.Duration
	switch strings.ToLower(f.Type.V) {
	case "hours":
		unit = time.Hour
	case "days":
		unit = 24 * time.Hour
	}
	timed := f.Value.Known() && f.Value.V > 0 && unit > 0
	switch strings.ToLower(f.FrequencyInterval) {
	case "everytime":
		return yes
	case "timebased":
		if limit == 0 {
			return no
		}
	case "":
	default:
		return maybe
	}
	if !timed {
		return maybe
	}
	return truthOf(limit > 0 && f.Value.V <= int64(time.Duration(limit)/unit))
}

// again judges what a person has to do again. Asking for the second factor alone
// is enough to end a stolen session.
func again(kind snapshot.Value[string]) truth {
	switch strings.ToLower(kind.V) {
	case "", "primaryandsecondaryauthentication", "secondaryauthentication":
		return yes
	}
	return maybe
}

func (limit SignInFrequency) lacks() string {
	if limit == 0 {
		return "does not ask for a new sign-in every time"
	}
	return "does not ask for a new sign-in often enough"
}

func (SignInFrequency) refuses(snapshot.GrantControls) truth { return no }

// The session controls that are on or off.
const (
	// NoPersistentBrowser asks that browsers forget the sign-in once closed.
	NoPersistentBrowser switchable = iota
	// AppRestrictions asks that Exchange and SharePoint give unmanaged devices
	// less. Policies that let in managed devices only give them nothing.
	AppRestrictions
	// TokenProtection asks that sign-in tokens are bound to the device.
	TokenProtection
)

type switchable int

func (s switchable) keeps(c *snapshot.SessionControls) truth {
	switch s {
	case NoPersistentBrowser:
		if !c.PersistentBrowser.Known() {
			return no
		}
		b := c.PersistentBrowser.V
		mode := maybe
		switch strings.ToLower(b.Mode.V) {
		case "never":
			mode = yes
		case "always":
			mode = no
		}
		return min(switched(b.IsEnabled), mode)
	case AppRestrictions:
		if c.ApplicationEnforcedRestrictions.Known() {
			return switched(c.ApplicationEnforcedRestrictions.V.IsEnabled)
		}
	case TokenProtection:
		if c.SecureSignInSession.Known() {
			return switched(c.SecureSignInSession.V.IsEnabled)
		}
	}
	return no
}

func (s switchable) lacks() string {
	switch s {
	case NoPersistentBrowser:
		return "does not end browser sessions"
	case AppRestrictions:
		return "does not use app-enforced restrictions"
	}
	return "does not require token protection"
}

func (s switchable) refuses(g snapshot.GrantControls) truth {
	if s != AppRestrictions {
		return no
	}
	managed, _ := ManagedDevice.judge(g)
	return managed
}

// switched reads a switch that Graph always sends with a session control.
func switched(v snapshot.Value[bool]) truth {
	if !v.Known() {
		return maybe
	}
	return truthOf(v.V)
}
