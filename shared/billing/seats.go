package billing

// Who counts as watched is what a customer would count too: the people of the tenant
// who can sign in, guests apart; see snapshot.People. A scan counts them, and the
// number stays with Vahti: Stripe learns for how many is paid and no more.
//
// More people than are paid for are watched all the same, and nothing of what is found
// is held back. What follows is a letter to the owners and a sentence on the page of
// the plan.

// Exceeded reports whether more people are watched than e is for. It cannot be said
// while nobody has counted them, with people nil, or while scans pause; where there is
// no subscription to exceed it is false.
func (e Entitlement) Exceeded(people *int) (exceeded, said bool) {
	switch e.Standing {
	case Trial, Paid, InDebt:
		if people == nil {
			return false, false
		}
		return *people > e.Seats, true
	case Halted:
		return false, false
	}
	return false, true
}

// Crossing says from whether more people were watched than were paid for whether more
// are now, and whether owners are to be told: once each time the number is passed. What
// cannot be said stays as it was.
func (e Entitlement) Crossing(was bool, people *int) (is, tell bool) {
	exceeded, said := e.Exceeded(people)
	if !said {
		return was, false
	}
	return exceeded, exceeded && !was
}
