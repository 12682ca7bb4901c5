package factor

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Lifetime is how long a ceremony may take, from options to response.
const Lifetime = 5 * time.Minute

// maxResponse bounds what a browser answers, in bytes.
const maxResponse = 64 << 10

// Site is the service as browsers know it.
type Site struct {
	// Domain is what passkeys are bound to, such as "vahti.example".
	Domain string
	// Name is what browsers show.
	Name string
	// Origins are the addresses of the pages that may ask for a passkey, such as
	// "https://vahti.example".
	Origins []string
}

// SiteAt is Vahti at the address where people reach it. Passkeys cannot be bound to a
// number: one's own machine is localhost then.
func SiteAt(address *url.URL) Site {
	s := Site{Domain: address.Hostname(), Name: "Vahti", Origins: []string{address.String()}}
	if _, err := netip.ParseAddr(s.Domain); err == nil {
		s.Domain = "localhost"
	}
	return s
}

// Passkeys makes and verifies passkeys of a site. The person is always verified by
// the device, so that a passkey is two factors by itself.
type Passkeys struct{ site *webauthn.WebAuthn }

// NewPasskeys returns the passkeys of a site.
func NewPasskeys(s Site) (*Passkeys, error) {
	w, err := webauthn.New(&webauthn.Config{
		RPID: s.Domain, RPDisplayName: s.Name, RPOrigins: s.Origins,
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{UserVerification: protocol.VerificationRequired},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: Lifetime},
			Registration: webauthn.TimeoutConfig{Timeout: Lifetime},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys of the site: %w", err)
	}
	return &Passkeys{w}, nil
}

// Passkey is one passkey as it is kept. It holds no secret, but tells whose device it is.
type Passkey struct {
	Credential webauthn.Credential `json:"credential"`
}

// ID names the passkey among all.
func (p Passkey) ID() []byte { return p.Credential.ID }

// Synced reports whether the passkey may be copied between its owner's devices.
func (p Passkey) Synced() bool { return p.Credential.Flags.BackupEligible }

// String keeps a passkey out of formatted errors.
func (Passkey) String() string { return "[passkey]" }

// GoString implements fmt.GoStringer for the same reason.
func (Passkey) GoString() string { return "[passkey]" }

// LogValue implements slog.LogValuer.
func (Passkey) LogValue() slog.Value { return slog.StringValue("[passkey]") }

// Owner is whose passkeys they are.
type Owner struct {
	// Handle names the owner to devices: opaque, at most 64 bytes, nothing personal.
	Handle   []byte
	Email    string // shown by browsers
	Name     string // shown by browsers
	Passkeys []Passkey
}

// String keeps an owner out of formatted errors.
func (Owner) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (Owner) GoString() string { return "[person]" }

// LogValue implements slog.LogValuer.
func (Owner) LogValue() slog.Value { return slog.StringValue("[person]") }

// user is an owner as the library asks for it.
type user struct{ Owner }

func (u user) WebAuthnID() []byte          { return u.Handle }
func (u user) WebAuthnName() string        { return u.Email }
func (u user) WebAuthnDisplayName() string { return u.Name }
func (u user) WebAuthnCredentials() []webauthn.Credential {
	var out []webauthn.Credential
	for _, p := range u.Passkeys {
		out = append(out, p.Credential)
	}
	return out
}

// State is what the service must remember of a ceremony, for Lifetime and for one
// response. It is kept on the service's side.
type State []byte

// Register begins to make a passkey: options are for the browser's
// navigator.credentials.create. Where alone is set the passkey is the only way its
// owner signs in, so that it must be one that can be found without a name.
func (p *Passkeys) Register(o Owner, alone bool) (options json.RawMessage, state State, err error) {
	resident := protocol.ResidentKeyRequirementPreferred
	if alone {
		resident = protocol.ResidentKeyRequirementRequired
	}
	var kept webauthn.Credentials = user{o}.WebAuthnCredentials()
	creation, session, err := p.site.BeginRegistration(user{o},
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			UserVerification: protocol.VerificationRequired}),
		webauthn.WithResidentKeyRequirement(resident),
		webauthn.WithExclusions(kept.CredentialDescriptors()),
		webauthn.WithCredentialParameters(algorithms()))
	if err != nil {
		return nil, nil, fmt.Errorf("begin a passkey: %w", err)
	}
	return pack(creation, session)
}

// algorithms are those that passkeys may sign with, the preferred first.
func algorithms() []protocol.CredentialParameter {
	var out []protocol.CredentialParameter
	for _, a := range []webauthncose.COSEAlgorithmIdentifier{webauthncose.AlgEdDSA, webauthncose.AlgES256, webauthncose.AlgRS256} {
		out = append(out, protocol.CredentialParameter{Type: protocol.PublicKeyCredentialType, Algorithm: a})
	}
	return out
}

func pack(options any, session *webauthn.SessionData) (json.RawMessage, State, error) {
	o, err := json.Marshal(options)
	if err != nil {
		return nil, nil, fmt.Errorf("write a ceremony's options: %w", err)
	}
	s, err := json.Marshal(session)
	if err != nil {
		return nil, nil, fmt.Errorf("write a ceremony's state: %w", err)
	}
	return o, s, nil
}

func (s State) session() (webauthn.SessionData, error) {
	var out webauthn.SessionData
	if err := json.Unmarshal(s, &out); err != nil {
		return out, errors.New("the state of a passkey's ceremony is not in the expected form")
	}
	return out, nil
}

// Registered returns the passkey that a browser made, or ErrPasskey.
func (p *Passkeys) Registered(o Owner, s State, response []byte) (Passkey, error) {
	session, err := s.session()
	if err != nil {
		return Passkey{}, err
	}
	if len(response) > maxResponse {
		return Passkey{}, ErrPasskey
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return Passkey{}, ErrPasskey // not the library's text, which may quote the response
	}
	c, err := p.site.CreateCredential(user{o}, session, parsed)
	if err != nil {
		return Passkey{}, ErrPasskey
	}
	return Passkey{*c}, nil
}

// Ask begins to ask for a passkey: options are for navigator.credentials.get. An
// owner whose name is not known yet is nil; the browser then offers what it has.
func (p *Passkeys) Ask(o *Owner) (options json.RawMessage, state State, err error) {
	var assertion *protocol.CredentialAssertion
	var session *webauthn.SessionData
	if o == nil {
		assertion, session, err = p.site.BeginDiscoverableLogin()
	} else {
		assertion, session, err = p.site.BeginLogin(user{*o})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return pack(assertion, session)
}

// Response is a browser's answer to Ask, not verified yet.
type Response struct {
	parsed *protocol.ParsedCredentialAssertionData
}

// ParseResponse reads a browser's answer, or returns ErrPasskey.
func ParseResponse(response []byte) (Response, error) {
	if len(response) > maxResponse {
		return Response{}, ErrPasskey
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return Response{}, ErrPasskey
	}
	return Response{parsed}, nil
}

// Handle is the owner that the answer names, empty where it names none.
func (r Response) Handle() []byte { return r.parsed.Response.UserHandle }

// ID names the passkey that the answer is signed with.
func (r Response) ID() []byte { return r.parsed.RawID }

// Verify verifies an answer against its owner's passkeys and returns the passkey as
// it is after it was used; ErrPasskey otherwise. ErrCloned means that the signature
// is good but the device's counter went back, so that there are two of it.
func (p *Passkeys) Verify(o Owner, s State, r Response) (Passkey, error) {
	session, err := s.session()
	if err != nil {
		return Passkey{}, err
	}
	var c *webauthn.Credential
	if len(session.UserID) == 0 {
		c, err = p.site.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return user{o}, nil }, session, r.parsed)
	} else {
		c, err = p.site.ValidateLogin(user{o}, session, r.parsed)
	}
	if err != nil {
		return Passkey{}, ErrPasskey
	}
	if c.Authenticator.CloneWarning {
		return Passkey{}, ErrCloned
	}
	return Passkey{*c}, nil
}
