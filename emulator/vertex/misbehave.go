package vertex

import "fmt"

// Kind is a way in which an answer is bad.
type Kind int

// The kinds of misbehaviour.
const (
	None          Kind = iota // a good answer
	Slow                      // a good answer, late
	Refuse                    // no text, stopped for safety
	Exhausted                 // RESOURCE_EXHAUSTED
	InvalidJSON               // text that is not JSON although JSON was asked for
	WrongLanguage             // sentences in another language than was asked for
	Links                     // text that contains URLs
	ClaimsFixed               // says that the problem has been fixed already
	Empty                     // ends well and says nothing
	Truncated                 // stops in the middle, at the output limit
)

func kindNames() []string {
	return []string{"none", "slow", "refuse", "exhausted", "invalid-json", "wrong-language", "links", "claims-fixed",
		"empty", "truncated"}
}

// String is the name that ParseKind reads.
func (k Kind) String() string {
	names := kindNames()
	if k < 0 || int(k) >= len(names) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return names[k]
}

// ParseKind reads the name of a kind, such as "wrong-language".
func ParseKind(name string) (Kind, error) {
	for i, n := range kindNames() {
		if n == name {
			return Kind(i), nil
		}
	}
	return None, fmt.Errorf("%q is no kind of misbehaviour; there are %v", name, kindNames())
}
