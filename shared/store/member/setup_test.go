package member_test

import (
	"strings"
	"testing"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

var start = membertest.Start

// world is membertest's, at hand.
type world struct {
	*membertest.World
	data   *firestore.Server
	keys   *seal.Keys
	db     *store.DB
	tenant *store.Tenant
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := membertest.New(t)
	return &world{World: w, data: w.Data, keys: w.Keys, db: w.DB, tenant: w.Tenant}
}

func (w *world) doc() *cloud.DocumentRef { return handle.Doc(w.tenant.Handle()) }

func account(name string) member.Account { return membertest.Account(name) }

func actor(name string) member.Actor { return membertest.Actor(name) }

// via is that person, who acts for an organisation.
func via(name, organisation string, manager bool) member.Actor {
	a := actor(name)
	a.Via = member.Standing{Organisation: organisation, Manager: manager}
	return a
}

func (w *world) found(t testing.TB, name string) {
	t.Helper()
	w.SignsIn(t, account(name).ID)
	if _, err := member.Found(t.Context(), w.tenant, account(name), "192.0.2.7", w.Now()); err != nil {
		t.Fatal(err)
	}
}

// invite invites a person and returns the token.
func (w *world) invite(t testing.TB, name string, role tenant.Role, by member.Actor) member.Token {
	t.Helper()
	i, err := member.Invite(t.Context(), w.tenant, invitation(name, role), by, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return i.Token
}

func invitation(name string, role tenant.Role) member.Invitation {
	return member.Invitation{Email: account(name).Email, Role: role, Language: "fi"}
}

// join makes a person a member.
func (w *world) join(t testing.TB, name string, role tenant.Role, by member.Actor) {
	t.Helper()
	w.SignsIn(t, account(name).ID)
	if _, err := member.Accept(t.Context(), w.db, w.invite(t, name, role, by), account(name), "192.0.2.8", w.Now()); err != nil {
		t.Fatal(err)
	}
}

// staffed is a tenant with one member of each role: olga, anna, aapo and aino.
func staffed(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	w.found(t, "olga")
	w.join(t, "anna", tenant.Admin, actor("olga"))
	w.join(t, "aapo", tenant.Analyst, actor("olga"))
	w.join(t, "aino", tenant.Auditor, actor("olga"))
	return w
}

// members is who belongs to the tenant, as text by ID.
func (w *world) members(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, state := range []member.State{member.Active, member.Suspended, member.Removed} {
		for cursor := ""; ; {
			list, next, err := member.List(t.Context(), w.tenant, state, cursor, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				out[m.ID] = string(m.State) + " " + string(m.Role)
			}
			if cursor = next; next == "" {
				break
			}
		}
	}
	return out
}

// actions is the audit trail as text, oldest first.
func (w *world) actions(t *testing.T) []string {
	t.Helper()
	if err := trail.MoveAll(t.Context(), w.db, w.tenant); err != nil {
		t.Fatal(err)
	}
	entries, err := trail.Read(t.Context(), w.tenant)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		who, _, _ := strings.Cut(e.Actor, "@")
		out = append(out, strings.TrimSpace(string(e.Action)+" "+who))
	}
	return out
}

// role is what a person may do in the tenant, or nothing.
func (w *world) role(t *testing.T, name string, standings ...member.Standing) tenant.Role {
	t.Helper()
	a, err := member.Of(t.Context(), w.db, account(name).ID, standings, w.tenant.ID().String())
	if err != nil {
		return ""
	}
	return a.Role
}

// state and sealed are updates of a stored document.
func state(s tenant.State) []cloud.Update { return []cloud.Update{{Path: "state", Value: string(s)}} }

func sealed(text string) []cloud.Update {
	return []cloud.Update{{Path: "sealed", Value: []byte(text)}}
}
