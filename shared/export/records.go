package export

import (
	"encoding/json"
	"time"

	"vahti.ai/vahti/shared/finding"
)

// A Record is one line of an NDJSON file. Its JSON is what encoding/json makes of it
// without escaping for HTML; the tags also describe it in the file's JSON Schema.
type Record interface {
	// AppendJSON appends the record to b.
	AppendJSON(b []byte) []byte
}

// Tenant is who the tenant is.
type Tenant struct {
	ID        string    `json:"id" doc:"Vahti's own name of the tenant."`
	Name      string    `json:"name" doc:"The customer's name."`
	EntraID   string    `json:"entraId" doc:"The directory's ID at Microsoft Entra."`
	State     string    `json:"state" doc:"Where the tenant stands in its life."`
	Language  string    `json:"language" doc:"The language of its people."`
	Onboarded time.Time `json:"onboarded,omitzero" doc:"When an administrator first consented."`
	Recorded  time.Time `json:"recorded,omitzero" doc:"For a recording: the moment that it is about."`
	// Permissions are what Microsoft lets Vahti read.
	Permissions []string  `json:"permissions" doc:"What Microsoft lets Vahti read of the tenant."`
	Consented   time.Time `json:"consented,omitzero" doc:"When these permissions were first seen."`
	Lost        bool      `json:"lost,omitempty" doc:"Whether Microsoft lets Vahti read nothing any more."`
	// Where the agreement stands.
	Agreements []Agreement `json:"agreements,omitempty" doc:"The versions of the agreement that were accepted."`
	Paused     time.Time   `json:"paused,omitzero" doc:"Since when scans rest because nothing was paid."`
	Terminated time.Time   `json:"terminated,omitzero" doc:"When the agreement ended."`
	Erase      time.Time   `json:"erase,omitzero" doc:"When everything is to be erased."`
	// What is paid for.
	Subscription string    `json:"subscription,omitempty" doc:"Where the subscription stands; absent where there is none."`
	Plan         string    `json:"plan,omitempty" doc:"The plan that is subscribed to."`
	Seats        int64     `json:"seats,omitempty" doc:"For how many people is paid."`
	People       int64     `json:"people,omitempty" doc:"How many people are watched, as a scan counted them last: users who can sign in, without guests."`
	Until        time.Time `json:"until,omitzero" doc:"When the trial, the paid period or the time of grace ends."`
}

// Agreement is that a version of the agreement was accepted.
type Agreement struct {
	Version string    `json:"version"`
	Page    string    `json:"page,omitempty"`
	At      time.Time `json:"at"`
	Account string    `json:"account"`
	Email   string    `json:"email"`
	Address string    `json:"address,omitempty"`
}

func (r Agreement) append(b []byte) []byte {
	o := begin(b)
	o.text("version", r.Version)
	o.textIf("page", r.Page)
	o.time("at", r.At)
	o.text("account", r.Account)
	o.text("email", r.Email)
	o.textIf("address", r.Address)
	return o.end()
}

// AppendJSON implements Record.
func (r Tenant) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.text("id", r.ID)
	o.text("name", r.Name)
	o.text("entraId", r.EntraID)
	o.text("state", r.State)
	o.text("language", r.Language)
	o.timeIf("onboarded", r.Onboarded)
	o.timeIf("recorded", r.Recorded)
	o.texts("permissions", r.Permissions)
	o.timeIf("consented", r.Consented)
	o.booleanIf("lost", r.Lost)
	if len(r.Agreements) > 0 {
		o.name("agreements")
		o.b = append(o.b, '[')
		for i, a := range r.Agreements {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = a.append(o.b)
		}
		o.b = append(o.b, ']')
	}
	o.timeIf("paused", r.Paused)
	o.timeIf("terminated", r.Terminated)
	o.timeIf("erase", r.Erase)
	o.textIf("subscription", r.Subscription)
	o.textIf("plan", r.Plan)
	o.numberIf("seats", r.Seats)
	o.numberIf("people", r.People)
	o.timeIf("until", r.Until)
	return o.end()
}

// Finding is a finding as people see it.
type Finding struct {
	ID        string           `json:"id" doc:"Names the finding, the same from scan to scan."`
	Check     string           `json:"check" doc:"The check that failed."`
	Title     string           `json:"title" doc:"What should hold, in the language of the export."`
	Category  string           `json:"category" doc:"What the check is about."`
	Severity  string           `json:"severity" enum:"critical,high,medium,low,info" doc:"How much it endangers the tenant."`
	State     string           `json:"state" enum:"open,resolved,excepted" doc:"Where it stands; excepted is open and accepted until a date."`
	Reason    string           `json:"reason" doc:"Why the check failed, in the language of the export."`
	Resource  string           `json:"resource" doc:"What it is about: tenant, or the ID of an entity."`
	Facts     finding.Facts    `json:"facts" doc:"The evidence without people in it."`
	Subjects  finding.Subjects `json:"subjects" doc:"The people and things that the evidence points at, by kind, with their number."`
	Since     time.Time        `json:"since" doc:"When the present state began."`
	Opened    time.Time        `json:"opened" doc:"When it was first opened."`
	Slot      string           `json:"slot" doc:"The scan that last changed it."`
	Version   int              `json:"version" doc:"How many changes it has had."`
	Exception string           `json:"exception,omitempty" doc:"The exception that covers it."`
	Accepted  string           `json:"accepted,omitempty" doc:"Why it is accepted, in a person's words."`
}

// AppendJSON implements Record.
func (r *Finding) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.text("id", r.ID)
	o.text("check", r.Check)
	o.text("title", r.Title)
	o.text("category", r.Category)
	o.text("severity", r.Severity)
	o.text("state", r.State)
	o.text("reason", r.Reason)
	o.text("resource", r.Resource)
	o.facts("facts", r.Facts)
	o.subjects(r.Subjects)
	o.time("since", r.Since)
	o.time("opened", r.Opened)
	o.text("slot", r.Slot)
	o.number("version", int64(r.Version))
	o.textIf("exception", r.Exception)
	o.textIf("accepted", r.Accepted)
	return o.end()
}

// Step is an entry of a finding's history.
type Step struct {
	Finding   string              `json:"finding" doc:"The finding."`
	Version   int                 `json:"version" doc:"Which change of the finding it is."`
	Kind      string              `json:"kind" doc:"What became of it."`
	At        time.Time           `json:"at" doc:"When, by the tenant's clock."`
	Written   time.Time           `json:"written" doc:"When it was written."`
	Slot      string              `json:"slot,omitempty" doc:"The scan that saw it."`
	Reason    string              `json:"reason,omitempty" doc:"Why the check failed then."`
	From      finding.Facts       `json:"from,omitempty" doc:"The facts before."`
	To        finding.Facts       `json:"to" doc:"The facts after."`
	By        finding.Attribution `json:"by,omitzero" doc:"Who made it, where Microsoft's audit log tells."`
	Exception string              `json:"exception,omitempty" doc:"The exception that began or ended."`
	Because   string              `json:"because,omitempty" doc:"Why that ended."`
}

// AppendJSON implements Record.
func (r *Step) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.text("finding", r.Finding)
	o.number("version", int64(r.Version))
	o.text("kind", r.Kind)
	o.time("at", r.At)
	o.time("written", r.Written)
	o.textIf("slot", r.Slot)
	o.textIf("reason", r.Reason)
	if len(r.From) > 0 {
		o.facts("from", r.From)
	}
	o.facts("to", r.To)
	o.by("by", r.By)
	o.textIf("exception", r.Exception)
	o.textIf("because", r.Because)
	return o.end()
}

// Change is an event of the tenant's timeline.
type Change struct {
	At       time.Time           `json:"at" doc:"When, by the tenant's clock."`
	Written  time.Time           `json:"written" doc:"When it was written."`
	Slot     string              `json:"slot,omitempty" doc:"The scan that saw it; missing for what a person did."`
	Kind     string              `json:"kind" enum:"verdict,facts,subjects,finding,exception" doc:"In what the tenant differs from before."`
	Check    string              `json:"check" doc:"The check."`
	Resource string              `json:"resource" doc:"What it is about."`
	Finding  string              `json:"finding,omitempty" doc:"The finding."`
	From     json.RawMessage     `json:"from" doc:"What it was."`
	To       json.RawMessage     `json:"to" doc:"What it became."`
	By       finding.Attribution `json:"by,omitzero" doc:"Who made it, where Microsoft's audit log tells."`
	Because  string              `json:"because,omitempty" doc:"Why a finding that was accepted has returned."`
}

// AppendJSON implements Record.
func (r *Change) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.time("at", r.At)
	o.time("written", r.Written)
	o.textIf("slot", r.Slot)
	o.text("kind", r.Kind)
	o.text("check", r.Check)
	o.text("resource", r.Resource)
	o.textIf("finding", r.Finding)
	o.raw("from", r.From)
	o.raw("to", r.To)
	o.by("by", r.By)
	o.textIf("because", r.Because)
	return o.end()
}

// Score is the posture score from a moment on.
type Score struct {
	At    time.Time `json:"at" doc:"From this moment on, by the tenant's clock."`
	Score float64   `json:"score" doc:"From 0 to 100; -1 where nothing was asked."`
}

// AppendJSON implements Record.
func (r Score) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.time("at", r.At)
	o.float("score", r.Score)
	return o.end()
}

// Exception is a finding that is or was accepted until a date.
type Exception struct {
	ID       string           `json:"id" doc:"Names the exception."`
	Request  string           `json:"request" doc:"Shared by those that were accepted together."`
	Finding  string           `json:"finding" doc:"The finding."`
	Check    string           `json:"check" doc:"Its check."`
	Resource string           `json:"resource" doc:"What the finding is about."`
	Reason   string           `json:"reason" doc:"Why it is accepted."`
	Owner    string           `json:"owner" doc:"Who answers for it."`
	By       string           `json:"by" doc:"Who accepted it."`
	Created  time.Time        `json:"created" doc:"When, by the tenant's clock."`
	Written  time.Time        `json:"written" doc:"When it was written."`
	Expires  time.Time        `json:"expires" doc:"Until when."`
	Severity string           `json:"severity" doc:"The finding's severity then."`
	Facts    finding.Facts    `json:"facts" doc:"The finding's facts then."`
	Subjects finding.Subjects `json:"subjects" doc:"The finding's subjects then."`
	Ended    time.Time        `json:"ended,omitzero" doc:"When it ended."`
	Because  string           `json:"because,omitempty" doc:"Why it ended."`
	EndedBy  string           `json:"endedBy,omitempty" doc:"Who withdrew it."`
}

// AppendJSON implements Record.
func (r *Exception) AppendJSON(b []byte) []byte {
	o := begin(b)
	o.text("id", r.ID)
	o.text("request", r.Request)
	o.text("finding", r.Finding)
	o.text("check", r.Check)
	o.text("resource", r.Resource)
	o.text("reason", r.Reason)
	o.text("owner", r.Owner)
	o.text("by", r.By)
	o.time("created", r.Created)
	o.time("written", r.Written)
	o.time("expires", r.Expires)
	o.text("severity", r.Severity)
	o.facts("facts", r.Facts)
	o.subjects(r.Subjects)
	o.timeIf("ended", r.Ended)
	o.textIf("because", r.Because)
	o.textIf("endedBy", r.EndedBy)
	return o.end()
}
