package guests

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{DirectoryAccess, Invitations, InvitationDomains, InboundDefault, AccessReview, Leaving}
}
