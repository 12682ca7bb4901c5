package export

import (
	"encoding/json"
	"time"
)

// Scan is a scan with its verdicts.
type Scan struct {
	Name     string         `json:"name" doc:"Names the scan among the tenant's."`
	Slot     string         `json:"slot" doc:"The moment its verdicts are about, and a number."`
	Light    bool           `json:"light,omitempty" doc:"Whether it read only what the audit log told of."`
	State    string         `json:"state" doc:"How it ended."`
	Error    string         `json:"error,omitempty" doc:"Why it ended without verdicts."`
	Claimed  time.Time      `json:"claimed" doc:"When it was dispatched."`
	Ended    time.Time      `json:"ended,omitzero" doc:"When it ended."`
	Requests int            `json:"requests" doc:"Requests to Microsoft."`
	Seconds  float64        `json:"seconds" doc:"How long it took."`
	Verdicts []Verdict      `json:"verdicts" doc:"What each check said."`
	Unread   []Unread       `json:"unread" doc:"What could not be read, and why."`
	Open     map[string]int `json:"open" doc:"Open findings by severity."`
}

// Verdict is what a check said.
type Verdict struct {
	Check   string `json:"check"`
	Verdict string `json:"verdict" enum:"pass,fail,unknown,notApplicable"`
	Reason  string `json:"reason"`
}

// Unread is what a scan could not read.
type Unread struct {
	Resource string `json:"resource"`
	Reason   string `json:"reason"`
}

// AppendJSON implements Record.
func (r *Scan) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Check is a check that the tenant is judged by.
type Check struct {
	ID       string   `json:"id" doc:"The check's ID."`
	Title    string   `json:"title" doc:"What holds when it passes, in the language of the export."`
	Category string   `json:"category" doc:"What it is about."`
	Severity string   `json:"severity" enum:"critical,high,medium,low,info" doc:"How much it endangers the tenant when it fails."`
	Because  string   `json:"because" doc:"Why it has that severity."`
	Risk     string   `json:"risk" doc:"What an attacker gains while it fails."`
	Portal   string   `json:"portal" doc:"How to mend it in the admin centre."`
	Request  string   `json:"request" doc:"What changes it without a portal."`
	SCuBA    []string `json:"scuba,omitempty" doc:"CISA SCuBA controls that it answers."`
	CIS      []string `json:"cis,omitempty" doc:"CIS Microsoft 365 controls that it answers."`
	EIDSCA   []string `json:"eidsca,omitempty" doc:"EIDSCA controls that it answers."`
	ISO27001 []string `json:"iso27001,omitempty" doc:"Controls of ISO/IEC 27001:2022 that its result is evidence for."`
	NIS2     []string `json:"nis2,omitempty" doc:"Requirements of Directive (EU) 2022/2555 that its result is evidence for."`
	Since    string   `json:"since" doc:"The month since which it exists."`
	Source   string   `json:"source" doc:"Where its condition comes from."`
	Custom   bool     `json:"custom,omitempty" doc:"Whether it is not one of Vahti's own."`
}

// AppendJSON implements Record.
func (r Check) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Explanation is what the model said of a finding.
type Explanation struct {
	Finding  string   `json:"finding" doc:"The finding."`
	Facts    string   `json:"facts" doc:"Names the facts that it explains."`
	Language string   `json:"language" doc:"The language that it is in."`
	Written  bool     `json:"written" doc:"Whether it is shown; what broke a rule is not kept."`
	Summary  string   `json:"summary,omitempty" doc:"What it is about."`
	Why      string   `json:"why,omitempty" doc:"Why it matters."`
	Steps    []string `json:"steps" doc:"What to do."`
}

// AppendJSON implements Record.
func (r *Explanation) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Member is somebody who belongs to the tenant.
type Member struct {
	ID        string    `json:"id" doc:"The account, or org- and the ID of a partner organisation."`
	Kind      string    `json:"kind" enum:"person,organisation" doc:"What the member is."`
	State     string    `json:"state" enum:"active,suspended,removed" doc:"Where the membership stands."`
	Role      string    `json:"role" doc:"What the member may do."`
	Email     string    `json:"email,omitempty" doc:"The sign-in name."`
	Name      string    `json:"name" doc:"The name."`
	InvitedBy string    `json:"invitedBy,omitempty" doc:"Who invited the member; missing for Vahti."`
	Since     time.Time `json:"since" doc:"When the membership began."`
	Confirmed time.Time `json:"confirmed" doc:"When it was last confirmed."`
	Changed   time.Time `json:"changed" doc:"When it was last changed."`
}

// AppendJSON implements Record.
func (r *Member) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Invitation is an invitation, without the secret by which it is accepted.
type Invitation struct {
	State    string    `json:"state" enum:"open,accepted,withdrawn,replaced" doc:"What became of it; open although it expired where nobody accepted it."`
	Account  string    `json:"account,omitempty" doc:"Whose membership it became."`
	Email    string    `json:"email" doc:"Who is invited."`
	Role     string    `json:"role" doc:"As what."`
	Language string    `json:"language" doc:"The language of the letter."`
	By       string    `json:"by,omitempty" doc:"Who invited; missing for Vahti."`
	Created  time.Time `json:"created" doc:"When it was made."`
	Expires  time.Time `json:"expires" doc:"Until when it holds."`
}

// AppendJSON implements Record.
func (r *Invitation) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Review is a yearly review of who has access.
type Review struct {
	Number    int       `json:"number" doc:"Which one, from 1."`
	State     string    `json:"state" enum:"planned,open,closed" doc:"Where it stands."`
	Due       time.Time `json:"due,omitzero" doc:"When it opens or, once open, closes."`
	Opened    time.Time `json:"opened,omitzero" doc:"When it began."`
	Closed    time.Time `json:"closed,omitzero" doc:"When it ended."`
	Suspended int       `json:"suspended" doc:"Members that were suspended when it closed."`
}

// AppendJSON implements Record.
func (r *Review) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Grant is a support access of Vahti's operators.
type Grant struct {
	ID        string    `json:"id" doc:"Names the support access."`
	State     string    `json:"state" doc:"Where it stands."`
	Operator  string    `json:"operator" doc:"Who asked for it."`
	Purpose   string    `json:"purpose" doc:"What it is for, of the agreement's purposes."`
	Reason    string    `json:"reason" doc:"Why it was asked for."`
	Goal      string    `json:"goal" doc:"What was to be reached."`
	Views     []string  `json:"views" doc:"What it covers."`
	Method    string    `json:"method" doc:"The method of access."`
	Minutes   int       `json:"minutes" doc:"How long it lasts from its beginning."`
	Approval  bool      `json:"approval" doc:"Whether the customer had to approve."`
	DecidedBy string    `json:"decidedBy,omitempty" doc:"Who approved or refused."`
	Asked     time.Time `json:"asked" doc:"When it was asked for."`
	Decided   time.Time `json:"decided,omitzero" doc:"When it was approved or refused."`
	Started   time.Time `json:"started,omitzero" doc:"When it began."`
	Ended     time.Time `json:"ended,omitzero" doc:"When it ended."`
	Because   string    `json:"because,omitempty" doc:"Why it ended."`
	EndedBy   string    `json:"endedBy,omitempty" doc:"Who ended it."`
	Outcome   string    `json:"outcome,omitempty" doc:"What came of it."`
	Reported  time.Time `json:"reported,omitzero" doc:"When the outcome was told."`
}

// AppendJSON implements Record.
func (r *Grant) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Setting is a setting as it stands.
type Setting struct {
	Name  string          `json:"name" doc:"The setting."`
	Value json.RawMessage `json:"value" doc:"What it is."`
}

// AppendJSON implements Record.
func (r Setting) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Preference is what one reader wants of the tenant's letters.
type Preference struct {
	Account string   `json:"account" doc:"The reader's account."`
	Muted   []string `json:"muted" doc:"Kinds of letters that the reader turned off, as a member."`
	Wanted  []string `json:"wanted" doc:"Kinds of letters that the reader asked for, for a partner organisation."`
	Digest  string   `json:"digest,omitempty" enum:"daily,weekly" doc:"How often the reader gets a digest; missing for as often as the tenant."`
}

// AppendJSON implements Record.
func (r *Preference) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Message is a message to the tenant's webhook.
type Message struct {
	Name  string          `json:"name" doc:"Names the message, to its receiver too."`
	Kind  string          `json:"kind" doc:"What it is about."`
	State string          `json:"state" enum:"waiting,taken,missed" doc:"What became of it."`
	At    time.Time       `json:"at" doc:"When it was written."`
	Done  time.Time       `json:"done,omitzero" doc:"When it was taken."`
	Tries int             `json:"tries" doc:"How often it was tried."`
	Last  string          `json:"last,omitempty" doc:"Why the last try failed, in a word."`
	Body  json.RawMessage `json:"body" doc:"What it says."`
}

// AppendJSON implements Record.
func (r *Message) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// Instruction is a change of a setting, as the customer instructed.
type Instruction struct {
	Number  int             `json:"number" doc:"Which one, from 1 without gaps."`
	Setting string          `json:"setting" doc:"The setting."`
	Source  string          `json:"source" doc:"Where it was given."`
	At      time.Time       `json:"at" doc:"When."`
	Account string          `json:"account" doc:"The account of who gave it."`
	By      string          `json:"by" doc:"Who gave it."`
	Before  json.RawMessage `json:"before,omitempty" doc:"What the setting was."`
	After   json.RawMessage `json:"after" doc:"What it became."`
}

// AppendJSON implements Record.
func (r *Instruction) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// APIKey is a key for scripts, without its secret.
type APIKey struct {
	ID          string    `json:"id" doc:"Names the key."`
	Name        string    `json:"name" doc:"What it is for."`
	By          string    `json:"by" doc:"Who made it."`
	Account     string    `json:"account" doc:"That person's account."`
	Permissions []string  `json:"permissions" doc:"What it carries."`
	Created     time.Time `json:"created" doc:"When it was made."`
	Expires     time.Time `json:"expires" doc:"When it ends by itself."`
	Used        time.Time `json:"used,omitzero" doc:"When it was last used, to the hour."`
	Revoked     time.Time `json:"revoked,omitzero" doc:"When it was revoked."`
}

// AppendJSON implements Record.
func (r *APIKey) AppendJSON(b []byte) []byte { return marshalled(b, r) }

// marshalled appends a record of which a tenant has few.
func marshalled(b []byte, v any) []byte {
	out := lines{b}
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil { // of no form that JSON has, which no record is
		return append(b, "null"...)
	}
	return out.b[:len(out.b)-1] // without the line's end
}

// lines appends what is written.
type lines struct{ b []byte }

// Write implements io.Writer.
func (l *lines) Write(p []byte) (int, error) {
	l.b = append(l.b, p...)
	return len(p), nil
}
