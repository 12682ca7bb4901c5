package trail_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/trail"
)

// accessText shows an access, which redacts itself, to a comparison.
func accessText(list []trail.Access) []string {
	var out []string
	for _, a := range list {
		out = append(out, fmt.Sprintf("%s %s/%s %q %q %q: %d, %s to %s", a.Kind, a.Actor, a.Account, a.Grant, a.Purpose, a.Reason, a.Count,
			a.First.Format("15:04"), a.Last.Format("15:04")))
	}
	return out
}

func TestSection18Accesses(t *testing.T) {
	w := newWorld(t)
	by := func(kind trail.Kind, who, account string) func(trail.Action) trail.Entry {
		return func(a trail.Action) trail.Entry {
			return trail.Entry{By: kind, Actor: who, Account: account, Action: a}
		}
	}
	maija, kalle := by(trail.Member, "maija", "a-1"), by(trail.Member, "kalle", "a-2")
	script := by(trail.Key, "nightly", "k-1")
	view := func(grant, purpose, reason string) trail.Entry {
		e := by(trail.Operator, "tuki", "a-9")(trail.GrantViewed)
		e.Grant, e.Purpose, e.Reason = grant, purpose, reason
		return e
	}
	began := func(grant, method string) trail.Entry {
		e := view(grant, "incident", "Scans fail.")
		e.Action, e.After = trail.GrantStarted, []byte(`{"method":"`+method+`"}`)
		return e
	}
	signin := maija(trail.SignInSucceeded)
	signin.Reason = "not of a grant"
	all := []trail.Entry{
		signin, kalle(trail.TenantOpened), view("g-1", "customer support request", "A finding does not close."),
		maija(trail.SettingChanged), view("g-1", "customer support request", "A finding does not close."), script(trail.KeyUsed),
		maija(trail.SignInFailed), maija(trail.SignInThrottled), maija(trail.SignInSucceeded), view("g-2", "incident", "Scans fail."),
		by(trail.Operator, "tuki", "a-9")(trail.GrantEnded), kalle(trail.ExportBroken), kalle(trail.ExportMade), script(trail.KeyUsed),
		maija(trail.SignInSucceeded), began("g-2", "interface"), began("g-4", "database"), began("g-5", "interface"), view("g-3", "incident", "Later."),
	}
	for i, e := range all {
		e.At = start.Add(time.Duration(i) * time.Minute)
		if err := w.book.Add(t.Context(), name(i), e); err != nil {
			t.Fatal(err)
		}
	}
	for _, i := range []int{14, 17} {
		tamper{t, w}.set(w.entries().Doc(name(i)), "sealed", []byte("x"))
	}
	got, err := w.book.Accesses(t.Context(), start, start.Add(18*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`member maija/a-1 "" "" "": 2, 12:00 to 12:08`,
		`member kalle/a-2 "" "" "": 1, 12:01 to 12:01`,
		`support tuki/a-9 "g-1" "customer support request" "A finding does not close.": 2, 12:02 to 12:04`,
		`support tuki/a-9 "g-2" "incident" "Scans fail.": 1, 12:09 to 12:09`,
		`support tuki/a-9 "g-4" "incident" "Scans fail.": 1, 12:16 to 12:16`,
		`key nightly/k-1 "" "" "": 2, 12:05 to 12:13`,
		`export kalle/a-2 "" "" "": 2, 12:11 to 12:12`,
	}
	if diff := cmp.Diff(want, accessText(got.List)); diff != "" {
		t.Errorf("accesses (-want +got):\n%s", diff)
	}
	counts := map[trail.AccessKind]int{trail.ByMember: 4, trail.BySupport: 5, trail.ByKey: 2, trail.ByExport: 2}
	if diff := cmp.Diff(counts, got.Counts); diff != "" || got.Refused != 2 || got.Damaged != 2 || got.Unlisted != 0 {
		t.Errorf("got %d refused, %d damaged, %d unlisted; counts (-want +got):\n%s", got.Refused, got.Damaged, got.Unlisted, diff)
	}
	none, err := w.book.Accesses(t.Context(), start.Add(time.Hour), time.Time{})
	if err != nil || len(none.List) != 0 || len(none.Counts) != 0 {
		t.Errorf("a period without any: got %d, %v", len(none.List), err)
	}
}
