package synth

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// What Graph answers below a user or a group, such as /users/{id}/mailboxSettings, is recorded as a member of the
// user or group. A file each would be a million files.

// habits are what people do in a tenant that nobody keeps an eye on; all zero in one that is well kept.
type habits struct {
	perUserMFA                    float64 // share of people with the older kind of multifactor authentication
	forwarding, hiding, anonymous float64 // share of mailboxes with such rules, and of drives with such links
	openMailboxes                 float64 // share of mailboxes of no person that can be signed in to
	adminsApart                   bool    // administrators have accounts of their own
	selfService                   bool    // everyone can reset a password
	passkeys                      bool    // administrators sign in with what cannot be phished
	looseGrants, looseMail        bool    // applications were given whatever they asked for, or all mailboxes
}

func (t *tenant) drawHabits() habits {
	r := t.stream("habits")
	few := 0.002 + min(0.06, 2/float64(t.users)) // of a few people one, of a hundred thousand two hundred
	share := func(of float64) float64 {
		if t.kept(r) {
			return 0
		}
		return of
	}
	return habits{perUserMFA: share(0.3), forwarding: share(few), hiding: share(few / 2), anonymous: share(2 * few),
		openMailboxes: share(0.4), adminsApart: t.kept(r), selfService: t.kept(r),
		passkeys: t.kept(r), looseGrants: !t.kept(r), looseMail: !t.kept(r)}
}

// roleHolders is how many of the first users may be given a role.
const roleHolders = 300

const (
	mfaOff   = `{"requirements":{"perUserMfaState":"disabled"}}`
	mfaOn    = `{"requirements":{"perUserMfaState":"enforced"}}`
	noRules  = `{"inbox":{"messageRules":[]}}`
	noFiles  = `{"root":{"delta":[]}}`
	noDrive  = `[]` // so that the drive's root is not found, as where nobody has opened it yet
	personal = `{"userPurpose":"user"}`
)

// appendPersonal writes what is read of an ordinary user one by one.
func (t *tenant) appendPersonal(l *lines, r *rand.Rand, p person, mailbox, licensed bool) {
	mfa := mfaOff
	if t.habits.perUserMFA > 0 && r.Float64() < t.habits.perUserMFA {
		mfa = mfaOn
	}
	l.raw("authentication", mfa)
	if len(t.people) < roleHolders+len(t.emergency) || p.guest && len(t.guests) < manyGuests {
		details := noLicences
		if licensed {
			details = t.details
		}
		l.raw("licenseDetails", details)
	}
	if p.guest {
		return // a guest has neither mailbox nor drive here
	}
	if r.Float64() < 0.003 {
		l.time("employeeHireDate", AsOf().AddDate(0, 0, 1+r.IntN(40)))
	}
	if mailbox {
		t.appendMailbox(l, r, p, licensed)
	}
	if licensed {
		l.raw("drive", t.drive(r))
	} else {
		l.raw("drive", noDrive)
	}
}

const noLicences = "[]"

func (t *tenant) appendMailbox(l *lines, r *rand.Rand, p person, licensed bool) {
	purpose := personal
	if !licensed && (p.enabled && r.Float64() < t.habits.openMailboxes || !p.enabled && r.Float64() < 0.5) {
		purpose = []string{`{"userPurpose":"shared"}`, `{"userPurpose":"room"}`, `{"userPurpose":"equipment"}`}[r.IntN(3)]
	}
	l.raw("mailboxSettings", purpose)
	x, h := r.Float64(), &t.habits
	var rule string
	switch {
	case x < h.forwarding:
		rule = `"displayName":"Send home","isEnabled":true,"conditions":{},"actions":{"forwardTo":[{"emailAddress":{"name":"Me at home","address":"` +
			p.id[:8] + `@free-mail.example"}}],"stopProcessingRules":true}`
	case x < h.forwarding+h.hiding:
		rule = `"displayName":".","isEnabled":true,"conditions":{"bodyOrSubjectContains":["invoice","payment"]},` +
			`"actions":{"moveToFolder":"AAMkRSS","markAsRead":true,"stopProcessingRules":true}`
	case x > 0.99:
		rule = `"displayName":"Copy for info","isEnabled":true,"conditions":{"sentToMe":true},"actions":{"forwardTo":[{"emailAddress":` +
			`{"name":"Info box","address":"info@` + t.domain + `"}}]}`
	case x > 0.96:
		rule = `"displayName":"Newsletters","isEnabled":true,"conditions":{"fromAddresses":[{"emailAddress":{"name":"Partner news","address":` +
			`"news@partner.example"}}]},"actions":{"moveToFolder":"AAMkNews"}`
	default:
		l.raw("mailFolders", noRules)
		return
	}
	l.raw("mailFolders", `{"inbox":{"messageRules":[{"id":"AQAA`+strconv.FormatUint(r.Uint64(), 36)+`","sequence":1,`+rule+`}]}}`)
}

// drive draws the files of a person or a team that Graph tells of; nearly all of them are shared with nobody.
func (t *tenant) drive(r *rand.Rand) string {
	x := r.Float64()
	scope := "users"
	switch {
	case x < t.habits.anonymous:
		scope = "anonymous"
	case x > 0.98:
		scope = "organization"
	case x < 0.96:
		return noFiles
	}
	return `{"root":{"delta":[{"id":"01` + strconv.FormatUint(r.Uint64(), 32) + `","file":{},"shared":{"scope":"` + scope + `","sharedDateTime":"` +
		before(r, 900).Format(time.RFC3339) + `"}}]}}`
}

// appendEmergency writes the same of an account for emergencies, and how it signs in.
func appendEmergency(l *lines, r *rand.Rand, passkey bool) {
	method := "microsoftAuthenticator"
	if passkey {
		method = "fido2"
	}
	l.raw("authentication", mfaOff[:len(mfaOff)-1]+`,"methods":[{"@odata.type":"#microsoft.graph.passwordAuthenticationMethod",`+
		`"id":"28c10230-6103-485e-b985-444c60001490"},{"@odata.type":"#microsoft.graph.`+method+`AuthenticationMethod","id":"`+guid(r)+`"}]}`)
	l.raw("licenseDetails", noLicences)
	l.raw("drive", noDrive)
}
