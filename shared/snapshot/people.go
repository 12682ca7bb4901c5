package snapshot

import "strings"

// UserByID returns the user with this id, which Graph writes in lower case, nil
// where there is none or users were not read. Where an id is there twice it is the
// later one's. The struct is the caller's own.
func UserByID(s *Snapshot, id string) *User {
	var t User // on the caller's stack, where it stays there
	if !userByID(s, id, &t) {
		return nil
	}
	return &t
}

func userByID(s *Snapshot, id string, into *User) bool {
	c := Users.of(s)
	if c == nil {
		return false
	}
	u, ok := c.find(id)
	if ok {
		unpackUser(&u, into)
	}
	return ok
}

// People counts the people of the tenant who can sign in: users that are known to be
// enabled and are no guests. Shared mailboxes and rooms, which Microsoft keeps as
// disabled users, are not among them. known is false where users were not read.
func People(s *Snapshot) (n int, known bool) {
	if !s.Has(Users.Resource()) {
		return 0, false
	}
	for u := range Users.All(s) {
		if u.AccountEnabled.V && !strings.EqualFold(u.UserType, "Guest") {
			n++
		}
	}
	return n, true
}

// RegistrationDetail is one person's registered authentication methods, from
// Microsoft's report. ID is the user's id.
type RegistrationDetail struct {
	ID                string      `json:"id"`
	IsAdmin           Value[bool] `json:"isAdmin,omitzero"`
	IsMfaCapable      Value[bool] `json:"isMfaCapable,omitzero"`
	IsMfaRegistered   Value[bool] `json:"isMfaRegistered,omitzero"`
	IsSsprEnabled     Value[bool] `json:"isSsprEnabled,omitzero"`
	MethodsRegistered []string    `json:"methodsRegistered"`
}

// SignInActivity is when a person last signed in. Graph leaves it out for one who
// never did.
type SignInActivity struct {
	ID              string                `json:"id"`
	CreatedDateTime Value[Timestamp]      `json:"createdDateTime,omitzero"`
	SignInActivity  Value[LastActivities] `json:"signInActivity,omitzero"`
}

// LastActivities are the last sign-ins of a person; the second one failed or
// succeeded, the last one succeeded.
type LastActivities struct {
	LastSignInDateTime               Value[Timestamp] `json:"lastSignInDateTime,omitzero"`
	LastNonInteractiveSignInDateTime Value[Timestamp] `json:"lastNonInteractiveSignInDateTime,omitzero"`
	LastSuccessfulSignInDateTime     Value[Timestamp] `json:"lastSuccessfulSignInDateTime,omitzero"`
}

// LicenceDetail is a subscription given to a person, with its service plans.
type LicenceDetail struct {
	SkuID         string        `json:"skuId"`
	SkuPartNumber string        `json:"skuPartNumber"`
	ServicePlans  []ServicePlan `json:"servicePlans"`
}

// AuthenticationMethod is a method a person registered. Type is Graph's
// "@odata.type", such as "#microsoft.graph.fido2AuthenticationMethod".
type AuthenticationMethod struct {
	Type string `json:"@odata.type"`
	ID   string `json:"id"`
	// IsUsable is false for a Temporary Access Pass that has expired or was used.
	IsUsable Value[bool] `json:"isUsable,omitzero"`
}

// AuthenticationRequirements says whether the older, per-user multifactor
// authentication is on: "disabled", "enabled" or "enforced".
type AuthenticationRequirements struct {
	PerUserMfaState Value[string] `json:"perUserMfaState,omitzero"`
}

func (r AuthenticationRequirements) notable() bool { return r.PerUserMfaState.V != "disabled" }
