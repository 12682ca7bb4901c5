package coverage

// gaps is a set of names of what policies leave out.
type gaps uint32

// gapNames are the names, sorted; each has the bit of its place.
var gapNames = [...]string{
	"agentIdRiskLevels", "authenticationFlows", "clientAppTypes",
	"excluded-agents", "excluded-applications", "excluded-devices", "excluded-groups", "excluded-locations", "excluded-roles", "excluded-users",
	"guests", "insiderRiskLevels",
	"other-agents", "other-applications", "other-devices", "other-locations", "other-users",
	"platforms", "roleHolders", "servicePrincipalRiskLevels", "signInRiskLevels", "userRiskLevels",
}

// gapOf returns the set of one name.
func gapOf(name string) gaps {
	for i, known := range gapNames {
		if known == name {
			return 1 << i
		}
	}
	panic("no gap is called " + name)
}

// names returns the names in the set, sorted; nil where there is none.
func (g gaps) names() []string {
	var out []string
	for i, name := range gapNames {
		if g&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}

var (
	guestGap, roleHolderGap = gapOf("guests"), gapOf("roleHolders")
	groupGap, roleGap       = gapOf("excluded-groups"), gapOf("excluded-roles")
	agentGap, otherAgentGap = gapOf("excluded-agents"), gapOf("other-agents")
	dimGaps                 = gapsOfDomains()
	excludedGaps, otherGaps = gapsOfAxes("excluded-"), gapsOfAxes("other-")
)

func gapsOfDomains() (out [dimCount]gaps) {
	for d := range domains {
		out[d] = gapOf(domains[d].name)
	}
	return out
}

func gapsOfAxes(prefix string) (out [axisCount]gaps) {
	for x, name := range axisNames {
		out[x] = gapOf(prefix + name)
	}
	return out
}

func kindGap(x axis) gaps {
	if x == who {
		return guestGap
	}
	return excludedGaps[x]
}

func otherGap(x axis, req *Requirement) gaps {
	switch {
	case x == who && len(req.Roles) > 0:
		return roleHolderGap
	case x == who && req.Agents:
		return otherAgentGap
	}
	return otherGaps[x]
}

func heldGap(x axis, sort byte, req *Requirement) gaps {
	switch {
	case sort == groupSort:
		return groupGap
	case sort == roleSort:
		return roleGap
	case x == who && req.Agents:
		return agentGap
	}
	return excludedGaps[x]
}
