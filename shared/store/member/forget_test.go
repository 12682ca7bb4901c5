package member_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

func TestForget(t *testing.T) {
	w := staffed(t) // three invitations that were accepted
	w.invite(t, "veikko", tenant.Auditor, actor("olga"))
	for _, name := range []string{"aanna", "aaapo"} {
		if _, err := member.Remove(t.Context(), w.tenant, name, actor("olga"), w.Now()); err != nil {
			t.Fatal(err)
		}
		w.Add(90 * 24 * time.Hour)
	}
	w.invite(t, "ville", tenant.Auditor, actor("olga"))
	before := w.Now().AddDate(0, 0, -100)
	var gone []member.Gone
	release := func(_ context.Context, g member.Gone) error {
		gone = append(gone, g)
		return nil
	}
	for i, want := range []int{5, 0} {
		if n, err := member.Forget(t.Context(), w.tenant, before, release); err != nil || n != want {
			t.Errorf("time %d: forgot %d, %v, want %d", i+1, n, err, want)
		}
	}
	if diff := cmp.Diff([]member.Gone{{Account: "aanna"}, {Email: account("veikko").Email}}, gone); diff != "" {
		t.Errorf("told of (-want +got):\n%s", diff)
	}
	want := map[string]string{"aolga": "active owner", "aaapo": "removed analyst", "aaino": "active auditor"}
	if diff := cmp.Diff(want, w.members(t)); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if list, _, err := member.Invitations(t.Context(), w.tenant, "", 0); err != nil || len(list) != 1 {
		t.Errorf("got %d open invitations, %v", len(list), err)
	}
	w.join(t, "anna", tenant.Auditor, actor("olga"))
	if m, err := member.Get(t.Context(), w.tenant, "aanna"); err != nil || m.Role != tenant.Auditor {
		t.Errorf("who was forgotten comes back as %v, %v", m.Role, err)
	}
}
