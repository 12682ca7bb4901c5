package signin

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

// reason says to the person why what they asked for is refused, and the status it is
// answered with. ok is false for what went wrong otherwise.
func (l locale) reason(err error) (said string, status int, ok bool) {
	if said := l.credential(err); said != "" {
		return said, http.StatusForbidden, true
	}
	if said := l.wish(err); said != "" {
		return said, http.StatusUnprocessableEntity, true
	}
	if wait := (*account.WaitError)(nil); errors.As(err, &wait) {
		return l.wait(wait.After), http.StatusTooManyRequests, true
	}
	return "", 0, false
}

// credential says why somebody is not believed.
func (l locale) credential(err error) string {
	switch {
	case errors.Is(err, account.ErrRefused):
		return l.say("The e-mail address, the password or the code is not right.")
	case errors.Is(err, account.ErrToken):
		return l.say("The link or the step is not valid any more. Begin again.")
	case errors.Is(err, account.ErrCurrent):
		return l.say("The current password is not right.")
	case errors.Is(err, factor.ErrCode):
		return l.say("The code is not right, or was used already. Wait for the next one.")
	case errors.Is(err, factor.ErrCloned):
		return l.say("The passkey seems to have been copied. Sign in by another way and remove it.")
	case errors.Is(err, factor.ErrPasskey):
		return l.say("The passkey could not be verified.")
	case errors.Is(err, member.ErrInvitation):
		return l.say("The invitation is not valid, or not any more. Ask for a new one.")
	case errors.Is(err, member.ErrOtherPerson):
		return l.say("The invitation is for another e-mail address than your account’s.")
	}
	return ""
}

// wish says why something cannot be as it was wished.
func (l locale) wish(err error) string {
	switch {
	case errors.Is(err, account.ErrEmail):
		return l.say("Give an e-mail address such as name@company.example.")
	case errors.Is(err, account.ErrExists):
		return l.say("The e-mail address belongs to another account.")
	case errors.Is(err, account.ErrName), errors.Is(err, member.ErrName):
		return l.say("Give a name of 1 to 200 characters.")
	case errors.Is(err, account.ErrLanguage):
		return l.say("Choose Finnish, Swedish or English.")
	case errors.Is(err, account.ErrLinked):
		return l.say("The Microsoft account is linked to another account already.")
	case errors.Is(err, account.ErrLast):
		return l.say("This cannot be removed: the account would be left without a safe way to sign in.")
	case errors.Is(err, account.ErrPasskey):
		return l.say("An operator needs a passkey.")
	case errors.Is(err, account.ErrNoFactor):
		return l.say("There is no such passkey, app or link.")
	case errors.Is(err, account.ErrTooMany):
		return l.say("An account has at most 20 passkeys and 10 linked Microsoft accounts.")
	case errors.Is(err, account.ErrLabel):
		return l.say("Give the passkey a name of 1 to 100 characters.")
	case errors.Is(err, account.ErrCondition):
		return l.say("This cannot be done to an account in its present state.")
	case errors.Is(err, partner.ErrTooMany):
		return l.say("A person works for at most 30 partner organisations.")
	case errors.Is(err, errUnlike):
		return l.say("The new password was typed in two different ways.")
	case errors.Is(err, errNoCodes):
		return l.say("Make recovery codes first, and keep them: without them you could be locked out.")
	}
	return l.weak(err)
}

// weak says why a password cannot be chosen.
func (l locale) weak(err error) string {
	switch {
	case errors.Is(err, password.ErrShort):
		return l.say("Choose a password of at least 12 characters.")
	case errors.Is(err, password.ErrLong):
		return l.say("Choose a password of at most 256 characters.")
	case errors.Is(err, password.ErrText):
		return l.say("The password holds bytes that are no characters.")
	case errors.Is(err, password.ErrListed):
		return l.say("This password, or one much like it, is among those that became public. Choose another.")
	case errors.Is(err, password.ErrPersonal):
		return l.say("Choose a password that does not hold your name or e-mail address.")
	case errors.Is(err, password.ErrService):
		return l.say("Choose a password that does not hold the name of this service.")
	case errors.Is(err, password.ErrPattern):
		return l.say("Choose a password that is not a pattern of repeated or neighbouring characters.")
	}
	return ""
}

// refuse answers with a page that says why, or returns the error where it is no
// refusal.
func (s *site) refuse(w http.ResponseWriter, p page, err error) error {
	said, status, ok := p.locale.reason(err)
	if !ok {
		return err
	}
	if wait := (*account.WaitError)(nil); errors.As(err, &wait) {
		retryAfter(w, wait.After)
	}
	p.Problem = said
	return s.write(w, status, p)
}

// retryAfter says when to come again, in whole seconds.
func retryAfter(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(max(wait+time.Second-1, time.Second)/time.Second)))
}
