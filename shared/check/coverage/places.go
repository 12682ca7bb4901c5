package coverage

import (
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// places says of named locations whether they are trusted. The map is nil when
// the tenant's were not read.
type places map[string]truth

// trustedIPs is the id under which policies name the addresses that the older
// multifactor authentication trusts.
const trustedIPs = "00000000-0000-0000-0000-000000000000"

func placesOf(s *snapshot.Snapshot) places {
	if !s.Has(snapshot.NamedLocations.Resource()) {
		return nil
	}
	p := places{}
	for _, l := range snapshot.NamedLocations.Of(s) {
		t := no
		switch {
		case l.IsTrusted.Known():
			t = truthOf(l.IsTrusted.V)
		case !strings.EqualFold(strings.TrimPrefix(l.Type, "#"), "microsoft.graph.countryNamedLocation"):
			t = maybe // countries cannot be trusted, everything else can
		}
		p[strings.ToLower(l.ID)] = t
	}
	return p
}

// kinds returns the kinds of places that the named location lies in. One that is
// not trusted may overlap with one that is. A trusted one is trusted whole.
func (p places) kinds(id string, d doubt) mask {
	t := p[id]
	switch {
	case id == trustedIPs:
		t = yes
	case p == nil:
		t = maybe
	}
	if t == yes || t == maybe && d == hope {
		return trusted
	}
	return axisKinds[where]
}
