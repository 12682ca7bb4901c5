package console

import (
	"errors"
	"net/http"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/request"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/store/trail"
)

// reasons are the wishes about a tenant's own affairs that are refused, and the status
// of that.
func reasons() map[error]int {
	const unfit, conflict, forbidden = http.StatusUnprocessableEntity, http.StatusConflict, http.StatusForbidden
	return map[error]int{
		request.ErrName: unfit, request.ErrOther: conflict, request.ErrUnderway: conflict,
		member.ErrForbidden: forbidden, member.ErrEmail: unfit, member.ErrLanguage: unfit, member.ErrRole: unfit, member.ErrPartnerRole: unfit, member.ErrMember: conflict, member.ErrEngaged: conflict,
		member.ErrNone: conflict, member.ErrNoInvitation: conflict, member.ErrLastOwner: conflict, member.ErrRaise: forbidden, member.ErrSelf: forbidden,
		member.ErrNoReview: conflict, member.ErrTooMany: unfit, partner.ErrNone: unfit,
		partner.ErrForbidden: forbidden, partner.ErrNobody: conflict, partner.ErrColleague: conflict, partner.ErrLastManager: conflict, partner.ErrRequest: unfit,
		gate.ErrNotFound: unfit, grant.ErrPurpose: unfit, grant.ErrReason: unfit, grant.ErrGoal: unfit, grant.ErrOutcome: unfit, grant.ErrViews: unfit, grant.ErrMethod: unfit,
		grant.ErrLimit: unfit, grant.ErrRequest: unfit, grant.ErrOnboarding: conflict, grant.ErrOwed: conflict, grant.ErrTooMany: conflict,
		grant.ErrNone: conflict, grant.ErrState: conflict, instruction.ErrChanged: conflict,
		errSettings: unfit, instruction.ErrValue: unfit, instruction.ErrLarge: unfit, instruction.ErrPlan: unfit, instruction.ErrInterval: unfit, instruction.ErrLanguage: unfit,
		subscription.ErrSubscribed: conflict, subscription.ErrNotYet: conflict, billing.ErrPlan: unfit, billing.ErrSeats: unfit,
		instruction.ErrNotifications: unfit, notice.ErrAddress: unfit, notice.ErrNoSecret: conflict, notice.ErrNoCall: conflict, letter.ErrPreferences: unfit,
		apikey.ErrNone: conflict, apikey.ErrName: unfit, apikey.ErrPermissions: unfit, apikey.ErrExpiry: unfit,
		errConfirm: unfit, contract.ErrGoes: conflict, contract.ErrUnpaid: conflict,
	}
}

// reasonOf returns which refusal an error is, and the status of that; nil for what is
// none.
func reasonOf(err error) (status int, why error) {
	for why, status := range reasons() {
		if errors.Is(err, why) {
			return status, why
		}
	}
	return 0, nil
}

// reason says why a wish was refused.
func (l locale) reason(why error) string {
	switch {
	case errors.Is(why, request.ErrUnderway):
		return l.say("The same form is being worked on. Load the page again in a moment.")
	case errors.Is(why, request.ErrOther):
		return l.say("This form was sent before with other contents. Load the page again and fill in a new one.")
	case errors.Is(why, errConfirm):
		return l.say("What you typed is not the name. Nothing was changed.")
	case errors.Is(why, contract.ErrGoes):
		return l.say("The agreement was not ended, so there is nothing to take back.")
	case errors.Is(why, contract.ErrUnpaid):
		return l.say("The agreement ended with its subscription. Choose a plan first, and it goes on.")
	case errors.Is(why, member.ErrForbidden):
		return l.say("Your role does not allow that.")
	case errors.Is(why, member.ErrEmail):
		return l.say("Give an e-mail address of at most 254 characters.")
	case errors.Is(why, member.ErrLanguage), errors.Is(why, instruction.ErrLanguage):
		return l.say("Choose a language.")
	case errors.Is(why, member.ErrRole):
		return l.say("Choose a role.")
	case errors.Is(why, member.ErrPartnerRole):
		return l.say("A partner organisation can be administrator, analyst or auditor.")
	case errors.Is(why, partner.ErrNone):
		return l.say("There is no such partner organisation. Its manager can tell what Vahti calls it.")
	case errors.Is(why, partner.ErrNobody):
		return l.say("This person does not work for the organisation.")
	case errors.Is(why, partner.ErrColleague):
		return l.say("This person works for the organisation already.")
	case errors.Is(why, partner.ErrLastManager):
		return l.say("An organisation keeps at least one manager. Make somebody else one first.")
	case errors.Is(why, partner.ErrForbidden):
		return l.say("Only a manager of the organisation can do this.")
	case errors.Is(why, member.ErrMember):
		return l.say("This person is a member already.")
	case errors.Is(why, member.ErrEngaged):
		return l.say("The organisation is a member already. Change its role or restore it among the members.")
	case errors.Is(why, member.ErrNone):
		return l.say("There is no such member any more.")
	case errors.Is(why, member.ErrNoInvitation):
		return l.say("There is no such open invitation any more.")
	case errors.Is(why, member.ErrLastOwner):
		return l.say("A tenant keeps at least one owner. Make somebody else an owner first.")
	case errors.Is(why, member.ErrRaise):
		return l.say("Nobody can give themselves a higher role.")
	case errors.Is(why, member.ErrSelf):
		return l.say("Nobody can suspend or restore themselves.")
	case errors.Is(why, member.ErrNoReview):
		return l.say("There is no open review to confirm members in.")
	case errors.Is(why, member.ErrTooMany):
		return l.say("Confirm at most 100 members at a time.")
	case errors.Is(why, grant.ErrNone):
		return l.say("There is no such support access any more.")
	case errors.Is(why, grant.ErrState):
		return l.say("The support access is not in a state in which that can be done. Look at it as it is now.")
	case errors.Is(why, instruction.ErrChanged):
		return l.say("The setting was changed meanwhile. Look at it as it is now.")
	case errors.Is(why, gate.ErrNotFound):
		return l.say("There is no such tenant.")
	case errors.Is(why, grant.ErrPurpose):
		return l.say("Choose a purpose.")
	case errors.Is(why, grant.ErrReason):
		return l.refusal(exception.ErrReason)
	case errors.Is(why, grant.ErrGoal):
		return l.say("Give a goal of 10 to 1000 characters.")
	case errors.Is(why, grant.ErrOutcome):
		return l.say("Give an outcome of 10 to 1000 characters.")
	case errors.Is(why, grant.ErrViews):
		return l.say("Choose at least one of the parts that the purpose can need.")
	case errors.Is(why, grant.ErrLimit):
		return l.say("Choose a time limit of at most 8 hours.")
	case errors.Is(why, grant.ErrOnboarding):
		return l.say("Quality assurance is for the first 30 days of onboarding only.")
	case errors.Is(why, grant.ErrOwed):
		return l.say("Tell the outcome of your former support access first.")
	case errors.Is(why, grant.ErrTooMany):
		return l.say("End one of your support accesses first; nobody has more than 10.")
	case errors.Is(why, errSettings), errors.Is(why, instruction.ErrValue):
		return l.say("The settings are not in the expected form.")
	case errors.Is(why, instruction.ErrLarge):
		return l.say("The settings are too large.")
	case errors.Is(why, instruction.ErrNotifications):
		return l.say("Check the time zone and the quiet hours: a zone such as Europe/Helsinki, times such as 22:00.")
	case errors.Is(why, notice.ErrAddress):
		return l.say("A webhook’s address begins with https:// and names a public host.")
	case errors.Is(why, notice.ErrNoSecret):
		return l.say("Make a secret for the webhook first.")
	case errors.Is(why, notice.ErrNoCall):
		return l.say("There is no such message any more.")
	case errors.Is(why, letter.ErrPreferences):
		return l.say("Choose among what is on the page.")
	case errors.Is(why, instruction.ErrPlan):
		return l.say("Your plan does not allow this interval.")
	case errors.Is(why, instruction.ErrInterval):
		return l.say("Choose an interval.")
	case errors.Is(why, subscription.ErrSubscribed):
		return l.say("There is a subscription. Change that one instead.")
	case errors.Is(why, subscription.ErrNotYet):
		return l.say("There is no subscription yet.")
	case errors.Is(why, billing.ErrPlan):
		return l.say("Choose one of the plans.")
	case errors.Is(why, billing.ErrSeats):
		return l.say("Choose for how many people, from 1 to 1000000.")
	case errors.Is(why, apikey.ErrNone):
		return l.say("There is no such API key any more.")
	case errors.Is(why, apikey.ErrName):
		return l.say("Give the key a name of 1 to 100 characters.")
	case errors.Is(why, apikey.ErrPermissions):
		return l.say("Choose at least one permission.")
	case errors.Is(why, apikey.ErrExpiry):
		return l.say("Choose an end after today and at most 365 days away.")
	}
	return l.say("The form could not be used as it was sent. Load the page again and fill in a new one.")
}

// listing is the error of a list, or of one of its items: what does not exist is not
// there.
func listing(err error) error {
	for _, none := range []error{member.ErrCursor, grant.ErrCursor, grant.ErrNone, trail.ErrCursor, trail.ErrPeriod, instruction.ErrCursor, apikey.ErrCursor} {
		if errors.Is(err, none) {
			return errors.Join(store.ErrNotFound, err)
		}
	}
	return err
}
