package member_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

func msp(manager bool) member.Standing { return member.Standing{Organisation: "msp", Manager: manager} }

func TestOf(t *testing.T) {
	w := staffed(t)
	engage := func(org string, role tenant.Role) {
		t.Helper()
		if _, err := member.Engage(t.Context(), w.tenant, org, "Kumppani Oy", role, actor("olga"), w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	engage("msp", tenant.Admin)
	engage("audit", tenant.Auditor)
	engage("gone", tenant.Admin)
	w.join(t, "pia", tenant.Admin, actor("olga"))
	w.join(t, "petri", tenant.Admin, actor("olga"))
	_, err1 := member.Suspend(t.Context(), w.tenant, "apia", actor("olga"), w.Now())
	_, err2 := member.Remove(t.Context(), w.tenant, "apetri", actor("olga"), w.Now())
	_, err3 := member.Suspend(t.Context(), w.tenant, "org-gone", actor("olga"), w.Now())
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	auditors := member.Standing{Organisation: "audit", Manager: true}
	tests := []struct {
		name      string
		account   string
		standings []member.Standing
		want      tenant.Role
		via       string
	}{
		{"an owner", "aolga", nil, tenant.Owner, ""},
		{"an auditor", "aaino", nil, tenant.Auditor, ""},
		{"a membership of one's own comes first", "aaino", []member.Standing{msp(true)}, tenant.Auditor, ""},
		{"a partner's manager", "amira", []member.Standing{msp(true)}, tenant.Admin, "msp"},
		{"a partner's staff", "amira", []member.Standing{msp(false)}, tenant.Analyst, "msp"},
		{"the highest of several", "amira", []member.Standing{auditors, msp(false), {Organisation: "gone", Manager: true}}, tenant.Analyst, "msp"},
		{"a manager of who has little", "amira", []member.Standing{auditors}, tenant.Auditor, "audit"},
		{"a partner that is suspended", "amira", []member.Standing{{Organisation: "gone", Manager: true}}, "", ""},
		{"a partner without a role here", "amira", []member.Standing{{Organisation: "else", Manager: true}}, "", ""},
		{"who is suspended", "apia", []member.Standing{msp(true)}, "", ""},
		{"who was removed", "apetri", nil, "", ""},
		{"who was removed, through a partner", "apetri", []member.Standing{msp(true)}, tenant.Admin, "msp"},
		{"a stranger", "aville", nil, "", ""},
		{"a partner's membership as an account", "org-msp", nil, "", ""},
		{"nobody", "", nil, "", ""},
		{"a path", "aolga/x", nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := member.Of(t.Context(), w.db, tt.account, tt.standings, w.tenant.ID().String())
			if got.Role != tt.want || got.Via.Organisation != tt.via || errors.Is(err, member.ErrNotFound) != (tt.want == "") {
				t.Errorf("got %q via %q, %v, want %q via %q", got.Role, got.Via.Organisation, err, tt.want, tt.via)
			}
			if tt.want != "" && (got.Tenant != w.tenant.ID() || got.State != tenant.Active) {
				t.Errorf("got tenant %v, %v", got.Tenant, got.State)
			}
		})
	}
	if _, err := member.Of(t.Context(), w.db, "amira", make([]member.Standing, 31), w.tenant.ID().String()); err == nil || errors.Is(err, member.ErrNotFound) {
		t.Errorf("too many organisations: got %v", err)
	}
}

// TestAuthorize holds that asking within a transaction gives what Of gives.
func TestAuthorize(t *testing.T) {
	w := staffed(t)
	if _, err := member.Engage(t.Context(), w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	forged := actor("ville")
	forged.Account = "org-msp"
	tests := []struct {
		name string
		by   member.Actor
		role tenant.Role
	}{
		{"an owner", actor("olga"), tenant.Owner},
		{"an admin", actor("anna"), tenant.Admin},
		{"an analyst", actor("aapo"), tenant.Analyst},
		{"an auditor", actor("aino"), tenant.Auditor},
		{"a partner's manager", via("mira", "msp", true), tenant.Admin},
		{"a partner's staff", via("mira", "msp", false), tenant.Analyst},
		{"an auditor by a partner", via("aino", "msp", true), tenant.Auditor},
		{"a stranger", actor("ville"), ""},
		{"Vahti", member.Actor{Service: true}, ""},
		{"a forged partner", forged, ""},
		{"a partner of no name", via("ville", "a/b", true), ""},
		{"nobody", member.Actor{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, p := range tenant.Permissions() {
				var state tenant.State
				err := handle.Transact(t.Context(), w.db.Handle(), func(_ context.Context, tx *cloud.Transaction) (err error) {
					state, err = member.Authorize(tx, w.tenant.Handle(), tt.by, p)
					return err
				})
				if want := tt.role.Allows(p); (err == nil) != want || !want && !errors.Is(err, member.ErrForbidden) || want && state != tenant.Active {
					t.Errorf("%s: got %v, %v, want it allowed: %v", p, state, err, want)
				}
			}
		})
	}
}

// TestAbsentAndForeignTenantsCostTheSame counts what is read for an answer.
func TestAbsentAndForeignTenantsCostTheSame(t *testing.T) {
	w := staffed(t)
	if _, err := member.Suspend(t.Context(), w.tenant, "aaapo", actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, account, tenant string
	}{
		{"a stranger", "aville", w.tenant.ID().String()},
		{"the suspended", "aaapo", w.tenant.ID().String()},
		{"no such tenant", "aolga", tenantid.New().String()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.data.ResetStats()
			_, err := member.Of(t.Context(), w.db, tt.account, []member.Standing{msp(true)}, tt.tenant)
			if err == nil || err.Error() != member.ErrNotFound.Error() {
				t.Errorf("got %v, want %v", err, member.ErrNotFound)
			}
			if n := w.data.Stats().Reads; n != 3 {
				t.Errorf("read %d documents, want 3", n)
			}
		})
	}
	const secret = ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	for name, id := range map[string]string{"of a tenant": w.tenant.ID().String(), "of no tenant": tenantid.New().String()} {
		w.data.ResetStats()
		_, err := member.Accept(t.Context(), w.db, member.Token(id+secret), account("ville"), "", w.Now())
		if n := w.data.Stats().Reads; err == nil || err.Error() != member.ErrInvitation.Error() || n != 1 {
			t.Errorf("a wrong token %s: got %v after %d reads, want %v after one", name, err, n, member.ErrInvitation)
		}
	}
}

func TestTenants(t *testing.T) {
	w := newWorld(t)
	standings := []member.Standing{msp(true), {Organisation: "audit"}}
	var own, throughMSP, throughAudit []string
	for n := range 9 {
		w.tenant = w.NewTenant(t, n+1)
		w.found(t, "olga")
		id := w.tenant.ID().String()
		if n%3 == 0 {
			w.join(t, "mira", tenant.Auditor, actor("olga"))
			own = append(own, id)
		}
		for org, every := range map[string]int{"msp": 2, "audit": 4} {
			if n%every == 0 {
				if _, err := member.Engage(t.Context(), w.tenant, org, "Kumppani Oy", tenant.Analyst, actor("olga"), w.Now()); err != nil {
					t.Fatal(err)
				}
			}
		}
		switch {
		case n%3 == 0:
		case n%2 == 0:
			throughMSP = append(throughMSP, id)
		case n%4 == 0:
			throughAudit = append(throughAudit, id)
		}
	}
	if len(own) != 3 || len(throughMSP) != 3 || len(throughAudit) != 0 {
		t.Fatalf("the test's own tenants are %d, %d and %d", len(own), len(throughMSP), len(throughAudit))
	}
	want := map[string]string{}
	for _, id := range own {
		want[id] = "auditor via "
	}
	for _, id := range throughMSP {
		want[id] = "analyst via msp"
	}
	for limit := 1; limit <= 10; limit++ {
		got := map[string]string{}
		pages := 0
		for cursor := ""; ; pages++ {
			page, next, err := member.Tenants(t.Context(), w.db, "amira", standings, cursor, limit)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) > limit {
				t.Errorf("a page of %d, want at most %d", len(page), limit)
			}
			for _, a := range page {
				if got[a.Tenant.String()] != "" {
					t.Errorf("pages of %d list a tenant twice", limit)
				}
				got[a.Tenant.String()] = fmt.Sprintf("%s via %s", a.Role, a.Via.Organisation)
			}
			if cursor = next; next == "" {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("pages of %d (-want +got):\n%s", limit, diff)
		}
		if pages > 15 {
			t.Errorf("pages of %d: %d of them", limit, pages)
		}
	}
	for _, cursor := range []string{"x", "0", "7.", "-1.", "+0.", "0.x", "0." + w.tenant.ID().String() + "a"} {
		if _, _, err := member.Tenants(t.Context(), w.db, "amira", standings, cursor, 5); !errors.Is(err, member.ErrCursor) {
			t.Errorf("cursor %q: got %v, want %v", cursor, err, member.ErrCursor)
		}
	}
	if page, next, err := member.Tenants(t.Context(), w.db, "org-msp", nil, "", 5); len(page) != 0 || next != "" || err != nil {
		t.Errorf("a partner's membership as an account lists %d tenants, %v", len(page), err)
	}
}
