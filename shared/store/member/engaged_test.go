package member_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// TestEngagedPeopleAreTold: who works for an organisation when it gets a role in a tenant
// stands in the tenant's trail, once for each time that it does, wherever that dies.
func TestEngagedPeopleAreTold(t *testing.T) {
	const mira = `{"account":"amira","email":"mira@esimerkki.example","name":"Mira Esimerkki","role":"manager"}`
	const lauri = `{"account":"alauri","email":"lauri@esimerkki.example","name":"Lauri Esimerkki","role":"staff"}`
	engage := func(ctx context.Context, w *world) error {
		_, err := member.Engage(ctx, w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now())
		return err
	}
	for at, hooks := 1, 1; at <= hooks; at++ {
		w := staffed(t)
		w.works(t, "mira", "msp", document.MemberActive, document.Manager)
		w.works(t, "leena", "msp", document.MemberRemoved, "staff")
		n, err := w.Dying(t, at, func(ctx context.Context) error { return engage(ctx, w) })
		if hooks = max(hooks, n); err == nil {
			t.Fatalf("at hook %d of %d it went on", at, n)
		}
		for range 2 {
			if err := engage(t.Context(), w); err != nil {
				t.Fatal(err)
			}
			w.Add(time.Minute)
		}
		if _, err := member.Suspend(t.Context(), w.tenant, "org-msp", actor("olga"), w.Now()); err != nil {
			t.Fatal(err)
		}
		w.works(t, "lauri", "msp", document.MemberActive, "staff") // of whom a tenant in which it has no role is not told
		w.Add(time.Minute)
		if _, err := member.Restore(t.Context(), w.tenant, "org-msp", actor("olga"), w.Now()); err != nil {
			t.Fatal(err)
		}
		w.actions(t)
		all, err := trail.Read(t.Context(), w.tenant)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range all {
			if e.Action == trail.OrganisationEngaged {
				got = append(got, e.Actor+" "+e.Target+" "+string(e.After))
			}
		}
		const by = "olga@esimerkki.example members/org-msp "
		want := []string{by + `{"people":[` + mira + `]}`, by + `{"people":[` + lauri + "," + mira + `]}`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("after hook %d, the trail (-want +got):\n%s", at, diff)
		}
	}
}
