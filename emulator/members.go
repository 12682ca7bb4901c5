package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/tenant"
)

// Each tenant of this machine has members, who are people of its recording, one for
// each role. They sign in at the stand-in of Entra, which lists them. A partner
// organisation with one person has a role in each tenant, and one of Vahti's operators
// is invited by mail.

const (
	// mostSeeded is how many tenants have members.
	mostSeeded = 50
	// operatorEmail is the operator's address.
	operatorEmail = "operator@vahti.example"
)

// person is somebody in a recording.
type person struct {
	ID      string `json:"id"`
	Name    string `json:"displayName"`
	UPN     string `json:"userPrincipalName"`
	Type    string `json:"userType"`
	Enabled *bool  `json:"accountEnabled"`
}

// sampleDirectory is the Entra of this machine's own, samplePerson its one person:
// they own a tenant that is scanned live.
const sampleDirectory = "00000000-0000-4000-8000-0000000000aa"

func samplePerson() person {
	return person{ID: "00000000-0000-4000-8000-0000000000ab", Name: "Sample administrator", UPN: "admin@vahti.example"}
}

// usable reports whether the person can be a member here.
func (p person) usable() bool {
	local, domain, ok := strings.Cut(p.UPN, "@")
	return ok && local != "" && domain != "" && p.ID != "" && p.Name != "" && !strings.Contains(p.UPN, "#") &&
		(p.Enabled == nil || *p.Enabled) && !strings.EqualFold(p.Type, "Guest")
}

// mostRead is how many people of a recording are looked at.
const mostRead = 500

// peopleOf returns so many people of a recording, those with the first names first.
func peopleOf(dir string, n int) ([]person, error) {
	all, err := readPeople(dir)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p person) bool { return !p.usable() })
	slices.SortStableFunc(all, func(a, b person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return all[:min(n, len(all))], nil
}

func readPeople(dir string) ([]person, error) {
	bad := fmt.Errorf("the people in %s cannot be read", dir)
	raw, err := os.ReadFile(filepath.Join(dir, "v1.0", "users.json"))
	if err == nil {
		var in struct{ Value []person }
		if json.Unmarshal(raw, &in) != nil {
			return nil, bad
		}
		return in.Value[:min(mostRead, len(in.Value))], nil
	}
	f, err := os.Open(filepath.Join(dir, "v1.0", "users.ndjson"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, bad
	}
	defer f.Close()
	var out []person
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for len(out) < mostRead && lines.Scan() {
		var p person
		if len(lines.Bytes()) == 0 {
			continue
		}
		if json.Unmarshal(lines.Bytes(), &p) != nil {
			return nil, bad
		}
		out = append(out, p)
	}
	return out, nil
}

// people makes the members of the tenants and the operator, as onboarding does. What
// is there already stays as it is.
func (s *service) people(ctx context.Context) error {
	accounts, err := account.Open(s.db, account.Settings{
		Hasher: password.NewHasher(password.DefaultCost(), 1),
		Site:   factor.Site{Domain: "localhost", Name: "Vahti", Origins: []string{s.address()}},
	}, s.standins.clock)
	if err != nil {
		return err
	}
	org, err := s.partner(ctx, accounts)
	if err != nil {
		return fmt.Errorf("make a partner organisation: %w", err)
	}
	for i, t := range s.tenants {
		s.standins.entra.NameTenant(t.entraID, t.name)
		if t.failure != "" || i >= mostSeeded || t.dir == "" && s.opts.live == "" {
			continue
		}
		if err := s.members(ctx, accounts, t, org); err != nil {
			return fmt.Errorf("make members: %w", err)
		}
	}
	return s.operator(ctx, accounts)
}

// members makes the members of one tenant, one for each role, the highest first.
func (s *service) members(ctx context.Context, accounts *account.Store, t *served, org partner.Organisation) error {
	roles := tenant.Roles()
	entraID, some := t.entraID, []person{samplePerson()}
	if t.dir == "" { // a real tenant, whose people are not read here
		entraID = sampleDirectory
		s.standins.entra.NameTenant(entraID, "This machine")
	} else {
		var err error
		if some, err = peopleOf(t.dir, len(roles)); err != nil {
			return err
		}
	}
	if t.invited {
		return s.invite(ctx, t, some)
	}
	h, err := s.db.Tenant(t.id)
	if err != nil {
		return err
	}
	about, err := h.About(ctx)
	if err != nil {
		return err
	}
	var owner member.Account
	for i, p := range some {
		err := s.standins.entra.AddPerson(entra.Person{TenantID: entraID, ObjectID: p.ID, Name: p.Name, UPN: p.UPN, Email: p.UPN, Admin: roles[i].Allows(tenant.Configure)})
		if err != nil {
			return err
		}
		who, err := linked(ctx, accounts, p, entraID, about.Language)
		if err != nil {
			return err
		}
		if i == 0 {
			owner = who
		}
		if err := join(ctx, s.db, h, who, roles[i], owner, s.standins.clock()); err != nil {
			return err
		}
	}
	if owner.ID == "" {
		return nil
	}
	_, err = member.Engage(ctx, h, org.ID, org.Name, tenant.Analyst, member.Actor{Account: owner.ID, Name: owner.Email}, s.standins.clock())
	if errors.Is(err, member.ErrEngaged) { // its role was changed in an earlier run
		return nil
	}
	return err
}

// partnerDirectory is the Entra of the partner organisation.
const partnerDirectory = "00000000-0000-4000-8000-0000000000ba"

// partner makes the partner organisation and its one person.
func (s *service) partner(ctx context.Context, accounts *account.Store) (partner.Organisation, error) {
	p := person{ID: "00000000-0000-4000-8000-0000000000bb", Name: "Pia Partner", UPN: "pia@partner.example"}
	s.standins.entra.NameTenant(partnerDirectory, "Partner Oy")
	if err := s.standins.entra.AddPerson(entra.Person{TenantID: partnerDirectory, ObjectID: p.ID, Name: p.Name, UPN: p.UPN, Email: p.UPN}); err != nil {
		return partner.Organisation{}, err
	}
	who, err := linked(ctx, accounts, p, partnerDirectory, "en")
	if err != nil {
		return partner.Organisation{}, err
	}
	return partner.Create(ctx, s.db, "partner", "Partner Oy", who, member.Actor{Service: true, Name: operatorEmail}, s.standins.clock())
}

// invite makes a tenant that has yet to consent, as an operator does, and invites the
// first of its people as its owner.
func (s *service) invite(ctx context.Context, t *served, some []person) error {
	for i, p := range some {
		if err := s.standins.entra.AddPerson(entra.Person{TenantID: t.entraID, ObjectID: p.ID, Name: p.Name, UPN: p.UPN, Email: p.UPN, Admin: i == 0}); err != nil {
			return err
		}
	}
	if len(some) == 0 {
		return fmt.Errorf("%s has nobody to invite", t.name)
	}
	var err error
	t.id, err = s.fleet.Invite(ctx, fleet.NewCustomer{Request: "onboard-" + t.entraID, Name: t.name, EntraID: t.entraID, Language: "en", Plan: tenant.Standard}, operatorEmail, "")
	if err != nil {
		return err
	}
	h, err := s.db.Tenant(t.id)
	if err != nil {
		return err
	}
	invited, err := member.Invite(ctx, h, member.Invitation{Email: some[0].UPN, Role: tenant.Owner, Language: "en"}, member.Actor{Service: true, Name: operatorEmail}, s.standins.clock())
	if errors.Is(err, member.ErrFounded) { // somebody has accepted in an earlier run
		return nil
	}
	if err != nil {
		return err
	}
	return letter.Put(ctx, s.db, letter.Letter{
		Name: "invitation-" + invited.ID, Kind: letter.Invitation, To: some[0].UPN, Language: "en", Tenant: t.name, By: operatorEmail, Until: invited.Expires,
		Link: s.address() + "/invitations?token=" + url.QueryEscape(string(invited.Token)),
	}, s.standins.clock())
}

// linked returns the account of a person who signs in at Entra.
func linked(ctx context.Context, accounts *account.Store, p person, entraID, language string) (member.Account, error) {
	a, made, _, err := accounts.Create(ctx, account.New{Email: p.UPN, Name: p.Name, Language: language})
	if err != nil {
		return member.Account{}, err
	}
	who := member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name}
	if !made && a.State != account.Invited {
		return who, nil
	}
	begun, _, err := accounts.Enrol(ctx, a.ID, account.From{})
	if err != nil {
		return who, err
	}
	_, err = accounts.Link(ctx, begun.Session, account.Identity{Tenant: entraID, Object: p.ID}, account.From{})
	return who, err
}

// join makes an account a member of a tenant, the first one its owner.
func join(ctx context.Context, db *store.DB, h *store.Tenant, who member.Account, role tenant.Role, owner member.Account, now time.Time) error {
	if role == tenant.Owner {
		_, err := member.Found(ctx, h, who, "", now)
		if errors.Is(err, member.ErrFounded) {
			return nil
		}
		return err
	}
	if _, err := member.Get(ctx, h, who.ID); err == nil {
		return nil
	}
	by := member.Actor{Account: owner.ID, Name: owner.Email}
	invited, err := member.Invite(ctx, h, member.Invitation{Email: who.Email, Role: role, Language: "en"}, by, now)
	if err != nil {
		return err
	}
	_, err = member.Accept(ctx, db, invited.Token, who, "", now)
	return err
}

// operator invites one of Vahti's own.
func (s *service) operator(ctx context.Context, accounts *account.Store) error {
	a, made, _, err := accounts.Create(ctx, account.New{Email: operatorEmail, Name: "An operator of Vahti", Language: "en", Operator: true})
	if err != nil || !made {
		return err
	}
	l, err := accounts.Invite(ctx, a.ID)
	if err != nil {
		return err
	}
	return letter.Put(ctx, s.db, letter.Letter{
		Name: "operator-" + string(a.ID), Kind: letter.Invitation, To: l.To, Language: l.Language, By: "Vahti", Until: s.standins.clock().Add(member.InvitationLife),
		Link: s.address() + "/invitations?token=" + string(l.Token),
	}, s.standins.clock())
}
