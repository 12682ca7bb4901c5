package coverage

import "strings"

// A mask is a set of the values of a condition.
type mask uint16

// A dim is a condition whose values are Microsoft's own and few.
type dim int

const (
	clientApps dim = iota
	platforms
	userRisk
	signInRisk
	servicePrincipalRisk
	agentRisk
	insiderRisk
	flows
	dimCount
)

// A domain is the values of a condition: which words of Graph stand for which,
// and what gaps and notes say of it.
type domain struct {
	name     string // as Graph calls it
	some     string // the gap where some values are left out
	narrowed string // the note on a policy for some values, which follow
	amiss    string // the note on a policy for other values than those asked for
	words    map[string]mask
	full     mask
}

const (
	otherPlatform mask = 1 << 6
	noRisk        mask = 1
	ordinaryFlow  mask = 1
)

var risks = map[string]mask{"none": noRisk, "low": 2, "medium": 4, "high": 8, "hidden": 0}

// domains holds one domain per dim. A word that stands for no value is known
// and selects nothing that a sign-in has.
var domains = [dimCount]domain{
	clientApps: {
		"clientAppTypes", "some client types", "narrowed to client types %s", "does not apply to the client types that matter",
		map[string]mask{
			"all": 31, "browser": 1, "mobileappsanddesktopclients": 2, "exchangeactivesync": 4 | 8, "eassupported": 4, "other": 16,
		}, 31,
	},
	platforms: {
		"platforms", "some device platforms", "narrowed to device platforms %s", "does not apply to the device platforms that matter",
		map[string]mask{
			"all": 127, "android": 1, "ios": 2, "windows": 4, "windowsphone": 8, "macos": 16, "linux": 32,
		}, 63 | otherPlatform,
	},
	userRisk: {
		"userRiskLevels", "some user risk levels", "narrowed to user risk levels %s", "does not apply to the user risk levels that matter", risks, 15,
	},
	signInRisk: {
		"signInRiskLevels", "some sign-in risk levels", "narrowed to sign-in risk levels %s", "does not apply to the sign-in risk levels that matter", risks, 15,
	},
	servicePrincipalRisk: {
		"servicePrincipalRiskLevels", "some workload identity risk levels", "narrowed to workload identity risk levels %s",
		"does not apply to the workload identity risk levels that matter", risks, 15,
	},
	agentRisk: {
		"agentIdRiskLevels", "some agent risk levels", "narrowed to agent risk levels %s", "does not apply to the agent risk levels that matter", risks, 15,
	},
	insiderRisk: {
		"insiderRiskLevels", "some insider risk levels", "narrowed to insider risk levels %s", "does not apply to the insider risk levels that matter",
		map[string]mask{"none": noRisk, "minor": 2, "moderate": 4, "elevated": 8}, 15,
	},
	flows: {
		"authenticationFlows", "some authentication flows", "narrowed to authentication flows %s", "does not apply to the authentication flows that matter",
		map[string]mask{"none": ordinaryFlow, "devicecodeflow": 2, "authenticationtransfer": 4}, 7,
	},
}

// parse reads words into a set; unknown reports a word Vahti does not know.
// Empty words choose nothing.
func (d domain) parse(words []string) (m mask, unknown bool) {
	for _, w := range words {
		w = strings.ToLower(strings.TrimSpace(w))
		if w == "" {
			continue
		}
		bits, ok := d.words[w]
		if !ok {
			unknown = true
		}
		m |= bits
	}
	return m, unknown
}

// Kinds of people, for the axis who.
const member mask = 1

var guestKinds = domain{words: map[string]mask{
	"none": 0, "internalguest": 2, "b2bcollaborationguest": 4, "b2bcollaborationmember": 8,
	"b2bdirectconnectuser": 16, "otherexternaluser": 32, "serviceprovider": 64,
}, full: 126}

// Kinds of places, for the axis where.
const (
	untrusted mask = 1
	trusted   mask = 2
)

// An axis is a condition over named things: a sign-in has one kind there and
// any number of attributes, such as the groups its user is in.
type axis int

const (
	who axis = iota
	what
	where
	deviceFilter
	devices
	deviceStates
	axisCount
)

// axisKinds is every kind there is on an axis.
var axisKinds = [axisCount]mask{
	who: member | 126, what: 1, where: untrusted | trusted, deviceFilter: 1, devices: 1, deviceStates: 1,
}

// axisNames is what gaps and notes call an axis.
var axisNames = [axisCount]string{
	who: "users", what: "applications", where: "locations",
	deviceFilter: "devices", devices: "devices", deviceStates: "devices",
}

// split reads a comma-separated text of Graph's.
func split(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// A space is the sign-ins that a requirement speaks of.
type space [dimCount]mask

// box returns the sign-ins r speaks of. Risk of workloads and agents is no
// property of people's sign-ins, and the other way round.
func (r Requirement) box() space {
	var m space
	for d := range domains {
		m[d] = domains[d].full
	}
	m[servicePrincipalRisk], m[agentRisk] = noRisk, noRisk
	if r.Agents {
		m[userRisk], m[signInRisk], m[insiderRisk] = noRisk, noRisk, noRisk
		m[flows] = ordinaryFlow
	}
	for d, values := range r.ranges() {
		if len(values.Values) > 0 {
			m[d], _ = domains[d].parse(values.Values)
		}
	}
	return m
}

func (r Requirement) ranges() map[dim]Range {
	return map[dim]Range{
		clientApps: r.ClientApps, platforms: r.Platforms, flows: r.Flows,
		userRisk: r.UserRisk, signInRisk: r.SignInRisk, agentRisk: r.AgentRisk,
	}
}

// kinds returns the kinds of people and places that r speaks of.
func (r Requirement) kinds() [axisCount]mask {
	k := axisKinds
	if r.Guests {
		k[who] = guestKinds.full
	}
	if r.Untrusted {
		k[where] = untrusted
	}
	return k
}
