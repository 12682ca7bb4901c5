package coverage

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// A Grant is what a sign-in must meet to be let in.
type Grant int

// The grants a requirement can ask for. A block is stricter than each of the
// others and fills their gaps, but does not alone make a policy count.
const (
	Block                Grant = iota
	MFA                        // multifactor authentication, of any kind
	PhishingResistant          // a strength of phishing-resistant methods only
	ManagedDevice              // a compliant or hybrid-joined device
	ManagedDeviceOrMFA         // either, with a managed device among what suffices
	SecurePasswordChange       // multifactor authentication and a new password
	CompliantDevice            // a device that Intune calls compliant
	Strength                   // an authentication strength with multifactor authentication
	grantCount
)

// A truth is a statement with doubt.
type truth int8

const (
	no truth = iota
	maybe
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// judge says whether controls let in only sign-ins that meet g (covers), and
// whether they ask for g itself rather than for something stricter (aims).
func (g Grant) judge(gc snapshot.GrantControls) (covers, aims truth) {
	blocks := hasControl(gc, "block")
	switch g {
	case Block:
		aims = truthOf(blocks)
		if !blocks && slices.ContainsFunc(controls(gc), func(c string) bool { return !isKnownControl(c) }) {
			aims = maybe
		}
		return aims, aims
	case SecurePasswordChange:
		aims = securePasswordChange(gc)
	case ManagedDeviceOrMFA:
		covers = combine(gc.Operator, g.alternatives(gc))
		aims = min(covers, slices.Max(append(ManagedDevice.alternatives(gc), no)))
		if blocks {
			covers = yes
		}
		return covers, aims
	default:
		aims = combine(gc.Operator, g.alternatives(gc))
	}
	if blocks {
		return yes, aims
	}
	return aims, aims
}

// alternatives says for each control but a block whether meeting it meets g.
func (g Grant) alternatives(gc snapshot.GrantControls) []truth {
	var out []truth
	for _, c := range controls(gc) {
		if !strings.EqualFold(c, "block") {
			out = append(out, g.builtIn(c))
		}
	}
	if t, there := g.strength(gc.AuthenticationStrength); there {
		out = append(out, t)
	}
	for _, list := range [][]string{gc.CustomAuthenticationFactors, gc.TermsOfUse} {
		for _, id := range list {
			if id != "" {
				out = append(out, no)
			}
		}
	}
	return out
}

// combine folds controls by their operator. Graph always sends one; where none
// is recorded, or one Vahti does not know, only controls that agree can be
// judged. An empty operator chooses nothing.
func combine(operator snapshot.Value[string], alternatives []truth) truth {
	if len(alternatives) == 0 {
		return no
	}
	least, most := slices.Min(alternatives), slices.Max(alternatives)
	if len(alternatives) == 1 || least == most && !operator.Known() {
		return least
	}
	switch strings.ToUpper(operator.V) {
	case "OR":
		return least
	case "AND":
		return most
	case "":
		if operator.Known() {
			return no
		}
	}
	if least == most {
		return least
	}
	return maybe
}

// securePasswordChange reports whether both multifactor authentication and a
// new password are asked for.
func securePasswordChange(gc snapshot.GrantControls) truth {
	mfa := truthOf(hasControl(gc, "mfa"))
	if t, there := MFA.strength(gc.AuthenticationStrength); there {
		mfa = max(mfa, t)
	}
	both := min(mfa, truthOf(hasControl(gc, "passwordChange")))
	switch strings.ToUpper(gc.Operator.V) {
	case "AND":
		return both
	case "OR", "":
		return no
	}
	return min(both, maybe)
}

// builtIn says whether meeting the control meets g.
func (g Grant) builtIn(control string) truth {
	if !isKnownControl(control) {
		return maybe
	}
	device := strings.EqualFold(control, "compliantDevice") || strings.EqualFold(control, "domainJoinedDevice")
	mfa := strings.EqualFold(control, "mfa")
	switch g {
	case MFA:
		return truthOf(mfa)
	case ManagedDevice:
		return truthOf(device)
	case ManagedDeviceOrMFA:
		return truthOf(device || mfa)
	case CompliantDevice:
		return truthOf(strings.EqualFold(control, "compliantDevice"))
	}
	return no
}

func isKnownControl(name string) bool {
	switch strings.ToLower(name) {
	case "block", "mfa", "compliantdevice", "domainjoineddevice", "approvedapplication", "compliantapplication",
		"passwordchange", "riskremediation":
		return true
	}
	return false
}

// controls returns the built-in controls; empty texts choose nothing.
func controls(gc snapshot.GrantControls) []string {
	return slices.DeleteFunc(slices.Clone(gc.BuiltInControls), func(c string) bool { return c == "" })
}

func hasControl(gc snapshot.GrantControls, name string) bool {
	return slices.ContainsFunc(gc.BuiltInControls, func(c string) bool { return strings.EqualFold(c, name) })
}

// strength says whether every combination of methods that the strength allows
// meets g; there is false when the policy asks for none.
//
// Graph names a policy's strength by id. Where a partial recording has methods
// without the id they still tell whether multifactor authentication is asked
// for, but no way around another control is read from them.
func (g Grant) strength(v snapshot.Value[snapshot.AuthenticationStrength]) (t truth, there bool) {
	s := v.V
	if !v.Known() || s.ID == "" && s.AllowedCombinations == nil {
		return no, false
	}
	asksMFA := g == MFA || g == PhishingResistant || g == Strength
	if s.ID == "" && !asksMFA {
		return no, false
	}
	if s.AllowedCombinations == nil {
		return g.builtInStrength(s.ID), true
	}
	if len(s.AllowedCombinations) == 0 {
		return no, true
	}
	t = yes
	for _, c := range s.AllowedCombinations {
		t = min(t, g.combination(c))
	}
	return t, true
}

// builtInStrength judges Microsoft's own strengths, whose ids are the same in
// every tenant, where their combinations were not read.
func (g Grant) builtInStrength(id string) truth {
	level := strings.TrimPrefix(id, "00000000-0000-0000-0000-00000000000")
	switch {
	case level != "2" && level != "3" && level != "4":
		if g == MFA || g == PhishingResistant || g == ManagedDeviceOrMFA || g == Strength {
			return maybe
		}
		return no
	case g == MFA, g == ManagedDeviceOrMFA, g == Strength:
		return yes
	case g == PhishingResistant:
		return truthOf(level == "4")
	}
	return no
}

// combination judges one combination of methods, a comma-separated text.
func (g Grant) combination(text string) truth {
	switch g {
	case PhishingResistant:
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "windowshelloforbusiness", "fido2", "x509certificatemultifactor":
			return yes
		}
		return no // not among the three, known or not
	case MFA, ManagedDeviceOrMFA, Strength:
		return isMultifactor(text)
	}
	return no
}

// isMultifactor reports whether a combination proves two factors: by a method
// that does alone, or by something known together with something held.
func isMultifactor(text string) truth {
	known, held, unknown := false, false, false
	for _, m := range split(text) {
		switch strings.ToLower(strings.TrimSpace(m)) {
		case "windowshelloforbusiness", "fido2", "x509certificatemultifactor", "devicebasedpush",
			"temporaryaccesspassonetime", "temporaryaccesspassmultiuse", "federatedmultifactor":
			return yes
		case "password", "federatedsinglefactor":
			known = true
		case "microsoftauthenticatorpush", "softwareoath", "hardwareoath", "sms", "voice", "x509certificatesinglefactor":
			held = true
		case "", "email", "qrcodepin":
		default:
			unknown = true
		}
	}
	switch {
	case known && held:
		return yes
	case unknown:
		return maybe
	}
	return no
}
