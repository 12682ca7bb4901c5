package api

import (
	"vahti.ai/vahti/shared/fleet"
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
	"vahti.ai/vahti/shared/store/trail"
)

// refusals says what the errors of what handlers use mean to a client; all others
// are ours. The first that fits counts.
func refusals() []refusal {
	const noTenant = "There is no such tenant, or none for you."
	out := []refusal{
		{gate.ErrUnknown, unknown, "Send a valid access token or API key."},
		{gate.ErrNotFound, notFound, noTenant},
		{gate.ErrForbidden, forbidden, ""},
		{gate.ErrStepUp, stepUp, ""},

		{errNoCheck, notFound, ""},
		{errNoFinding, notFound, ""},
		{exception.ErrNotFound, notFound, ""},
		{exception.ErrNone, notFound, ""},
		{member.ErrNotFound, notFound, noTenant},
		{member.ErrNone, notFound, ""},
		{member.ErrNoInvitation, notFound, ""},
		{partner.ErrNone, notFound, ""},
		{apikey.ErrNone, notFound, ""},
		{grant.ErrNone, notFound, ""},
		{notice.ErrNoCall, notFound, ""},
		{errNoWebhook, notFound, ""},
		{fleet.ErrNoTenant, notFound, noTenant},
		{store.ErrNotFound, notFound, "There is no such resource."},

		{store.ErrOrder, badCursor, errCursor().Detail},
		{member.ErrCursor, badCursor, errCursor().Detail},
		{apikey.ErrCursor, badCursor, errCursor().Detail},
		{instruction.ErrCursor, badCursor, errCursor().Detail},
		{grant.ErrCursor, badCursor, errCursor().Detail},
		{trail.ErrCursor, badCursor, errCursor().Detail},

		{request.ErrUnderway, underway, ""},
		{request.ErrOther, reusedKey, ""},
		{instruction.ErrChanged, changed, ""},
		{member.ErrChanged, changed, ""},
		{letter.ErrPreferred, changed, ""},
	}
	for _, err := range []error{member.ErrForbidden, member.ErrRaise, member.ErrSelf, member.ErrAccount} {
		out = append(out, refusal{err, forbidden, ""})
	}
	for _, err := range []error{
		exception.ErrNotOpen, exception.ErrOverlap, exception.ErrEnded, exception.ErrInactive,
		member.ErrMember, member.ErrEngaged, member.ErrFounded, member.ErrLastOwner, member.ErrNoReview, grant.ErrState,
		fleet.ErrUnread, fleet.ErrOver, fleet.ErrPaused, fleet.ErrCalm, contract.ErrGoes, contract.ErrUnpaid,
		notice.ErrNoSecret, errNoReader,
	} {
		out = append(out, refusal{err, conflict, ""})
	}
	for _, err := range []error{
		exception.ErrNothing, exception.ErrTooMany, exception.ErrMixed, exception.ErrReason, exception.ErrOwner, exception.ErrExpiry, exception.ErrRequest,
		member.ErrEmail, member.ErrName, member.ErrLanguage, member.ErrRole, member.ErrPartnerRole, member.ErrTooMany,
		instruction.ErrValue, instruction.ErrLarge, instruction.ErrLanguage, instruction.ErrInterval, instruction.ErrSupport, instruction.ErrPlan,
		instruction.ErrNotifications, notice.ErrAddress, letter.ErrPreferences,
		apikey.ErrName, apikey.ErrPermissions, apikey.ErrExpiry,
		trail.ErrPeriod, trail.ErrLimit, trail.ErrText, request.ErrName, errConfirm,
	} {
		out = append(out, refusal{err, invalid, ""})
	}
	return append(out, paymentRefusals()...)
}
