package api

import (
	"context"
	"slices"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// Me is who asks.
type Me struct {
	Way      string    `json:"way" enum:"session,token,key" doc:"How you proved who you are."`
	Account  string    `json:"account,omitempty" doc:"Your account's ID; missing for an API key."`
	Name     string    `json:"name" doc:"By which you sign in, or which key you use."`
	Operator bool      `json:"operator" doc:"Whether you are one of Vahti's own people."`
	Proved   time.Time `json:"proved" doc:"When you last proved who you are."`
	Sessions []Session `json:"sessions" nullable:"false" doc:"The browsers in which you are signed in; none for an API key."`
}

// Session is a browser in which a person is signed in.
type Session struct {
	ID      string    `json:"id" doc:"Names the session; it opens nothing."`
	Current bool      `json:"current" doc:"Whether this request comes by it."`
	Methods []string  `json:"methods" nullable:"false" doc:"How the person signed in."`
	Created time.Time `json:"created" doc:"When the person signed in."`
	Seen    time.Time `json:"seen" doc:"When it was used last, to five minutes."`
	Expires time.Time `json:"expires" doc:"When it ends at the latest."`
	Address string    `json:"address,omitempty" doc:"From which network address it was begun."`
	Agent   string    `json:"agent,omitempty" doc:"What the browser said it is."`
}

// MeIn asks who asks.
type MeIn struct{}

func (s *server) me(ctx context.Context, c *call, _ *MeIn) (*answer[Me], error) {
	out := Me{Way: string(c.who.Way), Account: c.who.Account, Name: c.who.Name, Operator: c.who.Operator, Proved: c.who.Proved.UTC(), Sessions: []Session{}}
	if c.who.Way == gate.ByKey {
		return &answer[Me]{out}, nil
	}
	open, err := s.sessions.Sessions(ctx, account.ID(c.who.Account))
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		one := Session{ID: o.ID, Current: o.ID == c.who.Session, Methods: []string{}, Created: o.Created.UTC(), Seen: o.Seen.UTC(), Expires: o.Expires.UTC(), Address: o.Address, Agent: o.Agent}
		for _, m := range o.Methods {
			one.Methods = append(one.Methods, string(m))
		}
		out.Sessions = append(out.Sessions, one)
	}
	return &answer[Me]{out}, nil
}

// TenantItem is a tenant that the caller can enter.
type TenantItem struct {
	ID           string `json:"id" doc:"The tenant's ID."`
	State        string `json:"state" enum:"invited,consented,active,terminated,erased" doc:"Where the tenant stands in its life."`
	Role         string `json:"role,omitempty" enum:"owner,admin,analyst,auditor" doc:"Your role; missing for an API key."`
	Organisation string `json:"organisation,omitempty" doc:"The partner organisation for which you act."`
}

// TenantsIn asks for tenants.
type TenantsIn struct{ Paged }

func (s *server) tenants(ctx context.Context, c *call, in *TenantsIn) (*answer[Page[TenantItem]], error) {
	list, next, err := s.gate.Tenants(ctx, c.who, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(list, next, func(a member.Access) TenantItem {
		return TenantItem{ID: a.Tenant.String(), State: string(a.State), Role: string(a.Role), Organisation: a.Via.Organisation}
	}), nil
}

// Tenant is a tenant.
type Tenant struct {
	TenantItem
	Name        string         `json:"name" doc:"The customer's name."`
	EntraID     string         `json:"entraId" doc:"Microsoft Entra's ID of the tenant."`
	Language    string         `json:"language" enum:"en,fi,sv" doc:"The language in which its people are written to."`
	Permissions []string       `json:"permissions" nullable:"false" doc:"What you may do."`
	Score       *float64       `json:"score,omitempty" minimum:"0" maximum:"100" doc:"The share of what is asked of the tenant that it keeps, by weight. Missing before the first scan."`
	Open        map[string]int `json:"open" doc:"How many findings were open at the last scan, by severity."`
	Judged      *time.Time     `json:"judged,omitempty" doc:"When the last scan with verdicts ended. Missing before the first."`
}

func (s *server) oneTenant(ctx context.Context, c *call, _ *InTenant) (*single[Tenant], error) {
	t := c.tenant()
	about, err := t.About(ctx)
	if err != nil {
		return nil, err
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return nil, err
	}
	out := Tenant{TenantItem: TenantItem{t.ID().String(), string(about.State), string(c.entry.Role), c.entry.Via.Organisation},
		Name: profile.Name, EntraID: profile.EntraID, Language: about.Language, Permissions: []string{}, Open: map[string]int{}}
	for _, p := range tenant.Permissions() {
		if c.entry.Allows(p) || c.entry.Role.Allows(p) {
			out.Permissions = append(out.Permissions, string(p))
		}
	}
	last, err := t.LastJudged(ctx)
	if err != nil {
		return nil, err
	}
	if last != nil {
		k, err := s.catalogue(ctx, t, about.Language)
		if err != nil {
			return nil, err
		}
		out.Score, out.Judged, out.Open = k.score(last.Verdicts), moment(last.Ended), counts(last.Open)
	}
	return one(out), nil
}

// counts are numbers of findings by severity.
func counts(open map[finding.Severity]int) map[string]int {
	out := make(map[string]int, len(open))
	for severity, n := range open {
		out[string(severity)] = n
	}
	return out
}

// Status is how a tenant's onboarding and scans stand.
type Status struct {
	State   string       `json:"state" enum:"invited,consented,active,terminated,erased" doc:"Where the tenant stands in its life."`
	Steps   []StatusStep `json:"steps" nullable:"false" doc:"The steps of the onboarding, in order."`
	Last    *Scan        `json:"last,omitempty" doc:"The scan that ended last. Missing before the first."`
	Under   bool         `json:"underway" doc:"Whether a scan is under way or about to begin."`
	Granted []string     `json:"granted" nullable:"false" doc:"The permissions of Microsoft Graph that the last scan had, as far as it could tell."`
	Missing []string     `json:"missing" nullable:"false" doc:"The permissions that Vahti asks for and did not have. Empty before the first scan."`
	Lost    bool         `json:"consentLost" doc:"Whether Microsoft lets Vahti read nothing any more: the consent was withdrawn."`
	Unread  []Unread     `json:"unread" nullable:"false" doc:"What the last scan with verdicts could not read, naming the permission that is missing."`
}

// StatusStep is one step of a tenant's onboarding.
type StatusStep struct {
	Step string `json:"step" enum:"consent,scan,permissions,second-owner" doc:"An administrator consents; the first scan ends with verdicts; every permission was given; a second person answers for the tenant."`
	Done bool   `json:"done" doc:"Whether it is done. What is not is left to do."`
}

// recent is how many scans are looked at for how a tenant stands.
const recent = 20

func (s *server) status(ctx context.Context, c *call, in *InTenantSpoken) (*answer[Status], error) {
	t := c.tenant()
	about, err := t.About(ctx)
	if err != nil {
		return nil, err
	}
	k, err := s.catalogue(ctx, t, in.Language)
	if err != nil {
		return nil, err
	}
	scans, err := t.Scans(ctx, recent)
	if err != nil {
		return nil, err
	}
	judged, err := t.LastJudged(ctx)
	if err != nil {
		return nil, err
	}
	owners, err := hasTwoOwners(ctx, t)
	if err != nil {
		return nil, err
	}
	out := Status{State: string(about.State), Granted: list(about.Consent.Permissions), Missing: []string{}, Lost: about.Consent.Lost, Unread: []Unread{}}
	if !about.Consent.Seen.IsZero() {
		out.Missing = list(permission.Missing(about.Consent.Permissions))
	}
	for i, scan := range scans {
		if !scan.Finished() {
			// A claim older than the scan that began last was given up.
			out.Under = out.Under || i == 0 && scan.Slot.Compare(about.Slot) >= 0
		} else if out.Last == nil {
			last := k.scan(scan, false)
			out.Last = &last
		}
	}
	if judged != nil {
		out.Unread = k.unread(judged.Unread)
	}
	out.Steps = []StatusStep{
		{"consent", about.State != tenant.Invited && !about.Consent.Lost},
		{"scan", judged != nil},
		{"permissions", !about.Consent.Seen.IsZero() && len(out.Missing) == 0},
		{"second-owner", owners},
	}
	return &answer[Status]{out}, nil
}

// hasTwoOwners reports whether the tenant has more than one owner, among the first
// page of its members.
func hasTwoOwners(ctx context.Context, t *store.Tenant) (bool, error) {
	list, _, err := member.List(ctx, t, member.Active, "", member.MaxPage)
	list = slices.DeleteFunc(list, func(m member.Member) bool { return m.Role != tenant.Owner })
	return len(list) > 1, err
}

// InTenantSpoken asks about a tenant for an answer with texts.
type InTenantSpoken struct {
	InTenant
	Spoken
}
