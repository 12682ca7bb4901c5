package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// hybridOf says whether the tenant synchronises an on-premises directory. Null
// is documented as never; what is absent is not known.
func hybridOf(orgs []snapshot.Organization) snapshot.Value[bool] {
	known := len(orgs) > 0
	for _, o := range orgs {
		if o.OnPremisesSyncEnabled.Known() && o.OnPremisesSyncEnabled.V {
			return snapshot.Some(true)
		}
		known = known && o.OnPremisesSyncEnabled.Set
	}
	if !known {
		return snapshot.Value[bool]{}
	}
	return snapshot.Some(false)
}

func notHybrid() []check.Result {
	return check.One(finding.NotApplicable, "The tenant does not synchronise an on-premises directory.", finding.Evidence{})
}

func unknownHybrid() []check.Result {
	return check.One(finding.Unknown, "Graph did not say whether the tenant synchronises an on-premises directory.", finding.Evidence{})
}
