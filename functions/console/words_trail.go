package console

import "vahti.ai/vahti/shared/store/trail"

// action says what was done, after the name of who did it.
func (l locale) action(a trail.Action) string {
	switch a {
	case trail.SignInSucceeded:
		return l.say("signed in")
	case trail.SignInFailed:
		return l.say("could not sign in")
	case trail.SignInContinued:
		return l.say("gave a password that was right")
	case trail.SignInForged:
		return l.say("brought an answer of Microsoft’s that is not valid")
	case trail.SignInThrottled:
		return l.say("tried to sign in too often")
	case trail.SignInEnded:
		return l.say("signed out")
	case trail.SessionRevoked:
		return l.say("ended a session from elsewhere")
	case trail.TenantOpened:
		return l.say("opened the tenant")
	case trail.AccessRefused:
		return l.say("asked for a tenant that is not theirs")
	case trail.TokenRefused:
		return l.say("brought a token or key that does not hold")
	case trail.AccessDenied:
		return l.say("asked for something that the role does not allow")
	case trail.AccountCreated:
		return l.say("has an account now")
	case trail.AccountChanged:
		return l.say("changed an account")
	case trail.AddressAsked:
		return l.say("asked for another e-mail address")
	case trail.AccountLinked:
		return l.say("linked an account to Microsoft")
	case trail.AccountUnlinked:
		return l.say("unlinked an account from Microsoft")
	case trail.AccountLocked:
		return l.say("locked an account")
	case trail.AccountUnlocked:
		return l.say("unlocked an account")
	case trail.AccountRemoved:
		return l.say("removed an account")
	case trail.PasswordChanged:
		return l.say("changed a password")
	case trail.PasswordReset:
		return l.say("set a new password by a letter")
	case trail.PasswordRemoved:
		return l.say("removed a password")
	case trail.ResetAsked:
		return l.say("asked for a letter to set a password")
	case trail.EnrolmentBegan:
		return l.say("began to set up an account")
	case trail.FactorAdded:
		return l.say("added a passkey, app or recovery codes")
	case trail.FactorRemoved:
		return l.say("removed a passkey, app or recovery codes")
	case trail.FactorCopied:
		return l.say("used a passkey that seems copied")
	case trail.RecoveryUsed:
		return l.say("used a recovery code")
	case trail.MemberAdded:
		return l.say("added a member")
	case trail.MemberChanged:
		return l.say("changed a member’s role")
	case trail.MemberSuspended:
		return l.say("suspended a member")
	case trail.MemberRestored:
		return l.say("restored a member")
	case trail.MemberRemoved:
		return l.say("removed a member")
	case trail.MemberConfirmed:
		return l.say("confirmed a member’s access")
	case trail.InvitationSent:
		return l.say("invited somebody")
	case trail.InvitationAccepted:
		return l.say("accepted an invitation")
	case trail.InvitationWithdrawn:
		return l.say("took an invitation back")
	case trail.ReviewOpened:
		return l.say("opened the yearly access review")
	case trail.ReviewClosed:
		return l.say("closed the yearly access review")
	case trail.OrganisationCreated:
		return l.say("made a partner organisation")
	case trail.OrganisationChanged:
		return l.say("changed a partner organisation")
	case trail.OrganisationEngaged:
		return l.say("let the people of a partner organisation in")
	case trail.OrganisationJoined:
		return l.say("joined a partner organisation")
	case trail.OrganisationLeft:
		return l.say("left a partner organisation")
	case trail.OrganisationRegraded:
		return l.say("changed somebody’s standing in a partner organisation")
	case trail.ConsentGranted:
		return l.say("let Vahti read the tenant")
	case trail.ConsentDeclined:
		return l.say("did not let Vahti read the tenant")
	case trail.ConsentRefused:
		return l.say("brought a consent that does not fit the tenant")
	case trail.ConsentWithdrawn:
		return l.say("withdrew Vahti’s leave to read")
	case trail.ConsentNarrowed:
		return l.say("narrowed Vahti’s leave to read")
	case trail.KeyCreated:
		return l.say("made an API key")
	case trail.KeyRevoked:
		return l.say("revoked an API key")
	case trail.KeyUsed:
		return l.say("used an API key")
	case trail.KeyRefused:
		return l.say("used an API key that holds no longer")
	case trail.SupportPolicyChanged:
		return l.say("changed whether support access needs approval")
	case trail.NotificationRedirected:
		return l.say("sent alerts elsewhere")
	case trail.PreferencesChanged:
		return l.say("changed which letters they get")
	case trail.SettingChanged:
		return l.say("changed a setting")
	case trail.ExceptionAccepted:
		return l.say("accepted a finding")
	case trail.ExceptionWithdrawn:
		return l.say("took an acceptance back")
	case trail.ExceptionExpired:
		return l.say("let an acceptance run out")
	case trail.ExceptionWorse:
		return l.say("ended an acceptance because the finding got worse")
	case trail.ScanRequested:
		return l.say("asked for a scan")
	case trail.ExportRequested:
		return l.say("asked for an export")
	case trail.ExportBroken:
		return l.say("had an export break off")
	case trail.ExportMade:
		return l.say("made an export")
	case trail.GrantAsked:
		return l.say("asked for support access")
	case trail.GrantApproved:
		return l.say("approved support access")
	case trail.GrantRefused:
		return l.say("refused support access")
	case trail.GrantStarted:
		return l.say("began support access")
	case trail.GrantViewed:
		return l.say("looked under support access")
	case trail.GrantRevoked:
		return l.say("ended support access")
	case trail.GrantEnded:
		return l.say("was done with support access")
	case trail.GrantReported:
		return l.say("told the outcome of support access")
	case trail.TenantCreated:
		return l.say("made the tenant")
	case trail.AgreementAccepted:
		return l.say("accepted the agreement")
	case trail.PlanChanged:
		return l.say("changed the plan")
	case trail.PaymentOpened:
		return l.say("went to Stripe’s pages about paying")
	case trail.PaymentFailed:
		return l.say("did not get a payment")
	case trail.PaymentSettled:
		return l.say("got a payment that was missing")
	case trail.PaymentDisputed:
		return l.say("heard from a bank that disputes a payment")
	case trail.ContractPaused:
		return l.say("let the scans rest")
	case trail.ContractResumed:
		return l.say("had the scans go on")
	case trail.ContractTerminated:
		return l.say("ended the agreement")
	case trail.ContractReinstated:
		return l.say("had the agreement go on")
	case trail.ErasureAsked:
		return l.say("asked to have everything erased")
	case trail.DataErased:
		return l.say("erased data")
	case trail.NoticeGiven:
		return l.say("wrote the owners a notice that the agreement promises")
	case trail.OperatorAdded:
		return l.say("made somebody an operator")
	case trail.OperatorRemoved:
		return l.say("took an operator’s rights")
	case trail.AnomalyRaised:
		return l.say("raised an alarm about something unusual")
	}
	return string(a)
}
