package trail

// Action is what was done: a noun and a verb with a dot between them.
type Action string

// Who signs in: in the service's own book, and in those of the tenants that the person
// belongs to. What fails for an address that nobody has stands in the former alone.
const (
	SignInSucceeded Action = "signin.succeeded" // a person signed in
	SignInFailed    Action = "signin.failed"    // a password, a second factor or a token was refused
	SignInContinued Action = "signin.continued" // a password was right; a second factor is asked for
	SignInForged    Action = "signin.forged"    // what came as Entra's answer was not valid
	SignInThrottled Action = "signin.throttled" // a try was not looked at because there were too many
	SignInEnded     Action = "signin.ended"     // a person signed out, or a session ran out
	SessionRevoked  Action = "session.revoked"  // a session was ended from elsewhere
	TenantOpened    Action = "tenant.opened"    // a session reached the tenant's data for the first time from an address, or a token that day
	AccessRefused   Action = "access.refused"   // somebody asked for a tenant that is not there or not theirs: told once an hour and group of them, in the service's book
	TokenRefused    Action = "token.refused"    // an access token or a key did not hold: told once an hour, in the service's book
	AccessDenied    Action = "access.denied"    // somebody asked for more than the role or the key allows: told once an hour and permission
)

// Accounts and what proves who has one.
const (
	AccountCreated  Action = "account.created"  // somebody has an account now
	AccountChanged  Action = "account.changed"  // its name, address or language
	AddressAsked    Action = "address.asked"    // a letter was sent to a new address, which counts once it is answered
	AccountLinked   Action = "account.linked"   // it can be used by signing in at Entra
	AccountUnlinked Action = "account.unlinked" // and no longer
	AccountLocked   Action = "account.locked"   // nobody can sign in with it
	AccountUnlocked Action = "account.unlocked" // and can again
	AccountRemoved  Action = "account.removed"  // it is no more
	PasswordChanged Action = "password.changed" // by somebody who knew the old one
	PasswordReset   Action = "password.reset"   // by a link sent to the account's address
	PasswordRemoved Action = "password.removed" // the account signs in otherwise
	ResetAsked      Action = "reset.asked"      // somebody asked for such a link
	EnrolmentBegan  Action = "enrolment.began"  // somebody began to set up how to sign in
	FactorAdded     Action = "factor.added"     // a passkey, an authenticator or recovery codes
	FactorRemoved   Action = "factor.removed"   // one of them
	FactorCopied    Action = "factor.copied"    // a passkey seems to be on a second device
	RecoveryUsed    Action = "recovery.used"    // a recovery code stood in for a factor
)

// Who may do what in a tenant.
const (
	MemberAdded            Action = "member.added"            // a person or an organisation has a role now
	MemberChanged          Action = "member.changed"          // another role
	MemberSuspended        Action = "member.suspended"        // the role rests
	MemberRestored         Action = "member.restored"         // and is held again
	MemberRemoved          Action = "member.removed"          // the role is gone
	MemberConfirmed        Action = "member.confirmed"        // an access review says that the role is still needed
	InvitationSent         Action = "invitation.sent"         // somebody was asked to become a member
	InvitationAccepted     Action = "invitation.accepted"     // and did
	InvitationWithdrawn    Action = "invitation.withdrawn"    // the invitation holds no longer
	ReviewOpened           Action = "review.opened"           // the yearly access review began
	ReviewClosed           Action = "review.closed"           // it ended
	OrganisationCreated    Action = "organisation.created"    // a partner organisation was made
	OrganisationChanged    Action = "organisation.changed"    // its name, or the name or address of a person in it
	OrganisationEngaged    Action = "organisation.engaged"    // it has a role in a tenant now, and these people work for it
	OrganisationJoined     Action = "organisation.joined"     // a person works for it now
	OrganisationLeft       Action = "organisation.left"       // and no longer
	OrganisationRegraded   Action = "organisation.regraded"   // a person has another role in it
	ConsentGranted         Action = "consent.granted"         // an administrator let Vahti read the tenant
	ConsentDeclined        Action = "consent.declined"        // an administrator did not
	ConsentRefused         Action = "consent.refused"         // what came as the answer does not fit the tenant
	ConsentWithdrawn       Action = "consent.withdrawn"       // and lets it no longer
	ConsentNarrowed        Action = "consent.narrowed"        // a permission is missing that was there
	KeyCreated             Action = "key.created"             // an API key was made
	KeyRevoked             Action = "key.revoked"             // it holds no longer
	KeyUsed                Action = "key.used"                // it read or wrote: told once a day and address
	KeyRefused             Action = "key.refused"             // it was used though it holds no longer, or rests: told once an hour
	SupportPolicyChanged   Action = "support-policy.changed"  // whether support access needs approval
	NotificationRedirected Action = "notification.redirected" // alerts go elsewhere
	PreferencesChanged     Action = "preferences.changed"     // somebody gets other letters than before
)

// What a tenant's people decide.
const (
	SettingChanged     Action = "setting.changed"     // an instruction to Vahti
	ExceptionAccepted  Action = "exception.accepted"  // a finding is accepted until a date
	ExceptionWithdrawn Action = "exception.withdrawn" // somebody took that back
	ExceptionExpired   Action = "exception.expired"   // the date passed
	ExceptionWorse     Action = "exception.worse"     // the finding is worse than what was accepted
	ScanRequested      Action = "scan.requested"      // a scan outside the schedule
	ExportRequested    Action = "export.requested"    // somebody asked for the tenant's data
	ExportMade         Action = "export.made"         // it lies ready, or was sent at once
	ExportBroken       Action = "export.broken"       // it broke off while it was sent
)

// Support access: what an operator does with a customer's leave.
const (
	GrantAsked    Action = "grant.asked"    // an operator asked for access
	GrantApproved Action = "grant.approved" // the customer agreed
	GrantRefused  Action = "grant.refused"  // the customer did not
	GrantStarted  Action = "grant.started"  // the access began
	GrantViewed   Action = "grant.viewed"   // an operator looked at a view under it
	GrantRevoked  Action = "grant.revoked"  // the customer ended it
	GrantEnded    Action = "grant.ended"    // its time was over, or the operator ended it
	GrantReported Action = "grant.reported" // the operator told the outcome
)

// The contract, and what watches over Vahti itself.
const (
	TenantCreated      Action = "tenant.created"      // a customer's tenant was made
	AgreementAccepted  Action = "agreement.accepted"  // a version of the agreement
	PlanChanged        Action = "plan.changed"        // what the customer buys
	PaymentOpened      Action = "payment.opened"      // somebody was sent to a page of Stripe's, to subscribe or to change how it is paid
	PaymentFailed      Action = "payment.failed"      // a bill was not paid when it was due
	PaymentSettled     Action = "payment.settled"     // and was paid later
	PaymentDisputed    Action = "payment.disputed"    // the customer's bank takes a payment back
	ContractPaused     Action = "contract.paused"     // scans rest, and what was found stays
	ContractResumed    Action = "contract.resumed"    // they go on
	ContractTerminated Action = "contract.terminated" // it ends
	ContractReinstated Action = "contract.reinstated" // and goes on after all
	ErasureAsked       Action = "erasure.asked"       // the customer wants everything erased at once
	DataErased         Action = "data.erased"         // a part of what is kept was erased
	NoticeGiven        Action = "notice.given"        // a notice that the agreement promises was written to the owners
	OperatorAdded      Action = "operator.added"      // an account may work as an operator
	OperatorRemoved    Action = "operator.removed"    // and no longer
	AnomalyRaised      Action = "anomaly.raised"      // something unusual in Vahti itself was told to those on call
)

// Actions returns every action, for those who choose among them.
func Actions() []Action {
	return []Action{
		SignInSucceeded, SignInFailed, SignInContinued, SignInForged, SignInThrottled, SignInEnded, SessionRevoked, TenantOpened, AccessRefused, TokenRefused, AccessDenied,
		AccountCreated, AccountChanged, AddressAsked, AccountLinked, AccountUnlinked, AccountLocked, AccountUnlocked, AccountRemoved,
		PasswordChanged, PasswordReset, PasswordRemoved, ResetAsked, EnrolmentBegan,
		FactorAdded, FactorRemoved, FactorCopied, RecoveryUsed,
		MemberAdded, MemberChanged, MemberSuspended, MemberRestored, MemberRemoved, MemberConfirmed,
		InvitationSent, InvitationAccepted, InvitationWithdrawn, ReviewOpened, ReviewClosed,
		OrganisationCreated, OrganisationChanged, OrganisationEngaged, OrganisationJoined, OrganisationLeft, OrganisationRegraded,
		ConsentGranted, ConsentDeclined, ConsentRefused, ConsentWithdrawn, ConsentNarrowed, KeyCreated, KeyRevoked, KeyUsed, KeyRefused,
		SupportPolicyChanged, NotificationRedirected, PreferencesChanged,
		SettingChanged, ExceptionAccepted, ExceptionWithdrawn, ExceptionExpired, ExceptionWorse,
		ScanRequested, ExportRequested, ExportMade, ExportBroken,
		GrantAsked, GrantApproved, GrantRefused, GrantStarted, GrantViewed, GrantRevoked, GrantEnded, GrantReported,
		TenantCreated, AgreementAccepted, PlanChanged, PaymentOpened, PaymentFailed, PaymentSettled, PaymentDisputed, ContractPaused, ContractResumed, ContractTerminated, ContractReinstated, ErasureAsked, DataErased, NoticeGiven,
		OperatorAdded, OperatorRemoved, AnomalyRaised,
	}
}
