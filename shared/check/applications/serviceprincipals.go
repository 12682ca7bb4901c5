package applications

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ownedByMicrosoft reports whether an application belongs to one of the tenants
// in which Microsoft keeps its own.
func ownedByMicrosoft(sp *snapshot.ServicePrincipal) bool {
	switch strings.ToLower(sp.AppOwnerOrganizationID.V) {
	case "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47", "ea8a4392-515e-481f-879e-6571ff2a8a36":
		return true
	}
	return false
}

// managedIdentity reports whether Azure alone holds and renews the credentials.
func managedIdentity(sp *snapshot.ServicePrincipal) bool {
	return strings.EqualFold(sp.ServicePrincipalType, "ManagedIdentity")
}

// openings are the credentials with which somebody could sign in as a service
// principal. unread is whether Graph did not say all that is needed.
type openings struct {
	secrets, certificates int // unexpired
	expired               int
	lastEnd               time.Time // of the unexpired ones
	unread                bool
}

// openingsOf counts a service principal's own credentials.
func openingsOf(sp *snapshot.ServicePrincipal, now time.Time) openings {
	return countOpenings(sp, now, func(*snapshot.Credential) bool { return false })
}

// ownOpeningsOf counts only those that sign somebody in: neither what signs or
// encrypts tokens, nor the certificate by which Microsoft lets joined devices
// reach each other.
func ownOpeningsOf(sp *snapshot.ServicePrincipal, now time.Time) openings {
	return countOpenings(sp, now, func(c *snapshot.Credential) bool {
		return signing(sp, c) || strings.EqualFold(c.Usage, "Encrypt") || betweenDevices(sp, c)
	})
}

func countOpenings(sp *snapshot.ServicePrincipal, now time.Time, except func(*snapshot.Credential) bool) openings {
	o := openings{unread: sp.PasswordCredentials == nil || sp.KeyCredentials == nil}
	for i := range sp.PasswordCredentials {
		if c := &sp.PasswordCredentials[i]; !except(c) {
			o.count(c, now, &o.secrets)
		}
	}
	for i := range sp.KeyCredentials {
		if c := &sp.KeyCredentials[i]; !except(c) {
			o.count(c, now, &o.certificates)
		}
	}
	return o
}

func (o *openings) count(c *snapshot.Credential, now time.Time, kind *int) {
	end := c.EndDateTime
	switch {
	case !end.Known() || !end.V.Readable:
		o.unread = true
	case !end.V.Time.After(now):
		o.expired++
	default:
		*kind++
		if end.V.Time.After(o.lastEnd) {
			o.lastEnd = end.V.Time
		}
	}
}

// facts are what evidence says of them.
func (o *openings) facts() finding.Facts {
	f := finding.Facts{"passwordCredentials": o.secrets, "keyCredentials": o.certificates, "expiredCredentials": o.expired}
	if !o.lastEnd.IsZero() {
		f["lastEndDateTime"] = o.lastEnd.UTC().Format(time.DateOnly)
	}
	return f
}

// signing reports whether a credential is part of a certificate with which
// Microsoft Entra signs SAML tokens for the application: its private key, the
// password on that, and its public half.
func signing(sp *snapshot.ServicePrincipal, c *snapshot.Credential) bool {
	if strings.EqualFold(c.Usage, "Sign") || preferred(sp, c.CustomKeyIdentifier) {
		return true
	}
	return slices.ContainsFunc(sp.KeyCredentials, func(k snapshot.Credential) bool {
		return strings.EqualFold(k.Usage, "Sign") &&
			(k.KeyID != "" && strings.EqualFold(k.KeyID, c.KeyID) || k.CustomKeyIdentifier != "" && k.CustomKeyIdentifier == c.CustomKeyIdentifier)
	})
}

// preferred reports whether a key identifier is the thumbprint of the
// certificate that signs: in base 64, as Graph writes it, or in hexadecimal.
func preferred(sp *snapshot.ServicePrincipal, identifier string) bool {
	thumbprint := sp.PreferredTokenSigningKeyThumbprint.V
	if thumbprint == "" || identifier == "" {
		return false
	}
	raw, err := base64.StdEncoding.DecodeString(identifier)
	return strings.EqualFold(thumbprint, identifier) || err == nil && strings.EqualFold(thumbprint, hex.EncodeToString(raw))
}

// betweenDevices reports whether a certificate is the one that Microsoft puts on
// the service principal "P2P Server" of every tenant with joined devices. It
// issues the devices' certificates for remote desktop and signs nobody in.
func betweenDevices(sp *snapshot.ServicePrincipal, c *snapshot.Credential) bool {
	return slices.Contains(sp.ServicePrincipalNames, "urn:p2p_cert") && c.Usage != "" && strings.HasPrefix(c.DisplayName, "CN=MS-Organization-P2P-Access [")
}
