package entra

import "fmt"

// Misbehaviour is a way in which a sign-in is answered falsely, for a client to refuse.
type Misbehaviour int

// The kinds of misbehaviour. Those of tokens concern ID tokens and access tokens alike where both have what is false.
const (
	Honest             Misbehaviour = iota // every answer is good
	WrongKey                               // signed with a key that is not published, under the name of one that is
	UnknownKeyID                           // signed with the right key, under a name that is not published
	Expired                                // valid until an hour ago
	NotYetValid                            // valid from an hour on
	WrongAudience                          // issued to another application
	WrongIssuer                            // iss names another tenant, tid the person's own
	ForeignIssuer                          // iss names the same tenant at another authority
	TenantMismatch                         // tid names another tenant, iss the person's own
	WrongNonce                             // another nonce than was asked for
	MissingNonce                           // no nonce
	Replayed                               // the client's last good ID token again; a good one where there was none
	NoAlgorithm                            // alg none and no signature
	SymmetricSignature                     // HS256, keyed with the published key in PEM
	SwappedState                           // the browser is sent back with another state
	ForeignCode                            // the browser is sent back with a code that was issued to another client
)

func misbehaviourNames() []string {
	return []string{"honest", "wrong-key", "unknown-key-id", "expired", "not-yet-valid", "wrong-audience", "wrong-issuer",
		"foreign-issuer", "tenant-mismatch", "wrong-nonce", "missing-nonce", "replayed", "no-algorithm",
		"symmetric-signature", "swapped-state", "foreign-code"}
}

// Misbehaviours returns every kind, Honest first.
func Misbehaviours() []Misbehaviour {
	var all []Misbehaviour
	for i := range misbehaviourNames() {
		all = append(all, Misbehaviour(i))
	}
	return all
}

// String is the name that ParseMisbehaviour reads.
func (m Misbehaviour) String() string {
	names := misbehaviourNames()
	if m < 0 || int(m) >= len(names) {
		return fmt.Sprintf("misbehaviour %d", int(m))
	}
	return names[m]
}

// ParseMisbehaviour reads the name of a kind, such as "wrong-key".
func ParseMisbehaviour(name string) (Misbehaviour, error) {
	for i, n := range misbehaviourNames() {
		if n == name {
			return Misbehaviour(i), nil
		}
	}
	return Honest, fmt.Errorf("%q is no kind of misbehaviour; there are %v", printable(name), misbehaviourNames())
}

// Misbehave answers every sign-in from now on in this way, until it is called again. One sign-in alone is answered
// falsely where its request for a code has the parameter "misbehave" with a kind's name, or the kind is chosen on the
// page. A code that was issued before keeps its kind.
func (s *Server) Misbehave(m Misbehaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = m
}

func (s *Server) misbehaviour() Misbehaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode
}
