package notify

import (
	"errors"
	"net/netip"
	"strings"
	"syscall"
)

// errPrivate means that a webhook's name leads to where only the service could reach.
var errPrivate = errors.New("the address is not a public one")

// guard refuses connections to addresses that are not public. It is asked with the
// very address that is connected to, after names were looked up: a name that leads
// elsewhere a moment later changes nothing.
func guard(network, address string, _ syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return errPrivate
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil || !public(to.Addr()) {
		return errPrivate
	}
	return nil
}

// reserved lists what is not the public Internet, beyond what net/netip knows: IANA's
// registries of addresses for special purposes, and those that carry an IPv4 address
// within.
func reserved() []netip.Prefix {
	var out []netip.Prefix
	for _, p := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// public reports whether an address belongs to the public Internet.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.Zone() != "" {
		return false
	}
	for _, p := range reserved() {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// literal reads a host that is an address.
func literal(host string) (netip.Addr, error) { return netip.ParseAddr(strings.Trim(host, "[]")) }
