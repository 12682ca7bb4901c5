package all

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// amiss is what fails under a parent, by resource whose parents take turns, and what
// passes.
var amiss = map[snapshot.Resource]struct{ bad, good string }{
	snapshot.LegacyMFA.Resource():            {`{"perUserMfaState":"enforced"}`, `{"perUserMfaState":"disabled"}`},
	snapshot.InboxRules.Resource():           {`[{"id":"r","isEnabled":true,"actions":{"delete":true,"forwardTo":[{"emailAddress":{"address":"x@evil.example"}}]}}]`, `[]`},
	snapshot.Mailboxes.Resource():            {`{"userPurpose":"room"}`, `{"userPurpose":"user"}`},
	snapshot.UserFiles.Resource():            {`[{"id":"f","shared":{"scope":"anonymous"}}]`, `[]`},
	snapshot.GroupFiles.Resource():           {`[{"id":"f","shared":{"scope":"anonymous"}}]`, `[]`},
	snapshot.FederatedCredentials.Resource(): {`[{"id":"c","issuer":"https://evil.example","subject":"anyone"}]`, `[]`},
}

// TestPartly has a part of a resource read for every check that takes it: nothing is
// resolved about a parent that was not read, and what was read and is mended is.
func TestPartly(t *testing.T) {
	parents := []string{"p1", "p2", "p3"}
	id := func(check, resource string) finding.ID { return finding.ID(check + "|" + resource) }
	turns := map[snapshot.Resource]bool{}
	for _, key := range snapshot.Keys() {
		if snapshot.TakesTurns(key) {
			turns[key.Resource()] = true
		}
	}
	// scan reads the parents that are named, and leaves out those who are gone.
	scan := func(t *testing.T, c *check.Check, r snapshot.Resource, under map[string]string, gone string, whole bool) (check.Outcome, finding.Judged) {
		t.Helper()
		files := wellKept()
		var users, groups, applications []string
		for _, p := range parents {
			if p != gone {
				users = append(users, `{"id":"`+p+`","userType":"Member","accountEnabled":true}`)
				groups = append(groups, `{"id":"`+p+`"}`)
				applications = append(applications, `{"id":"`+p+`","appId":"`+p+`"}`)
			}
		}
		files[snapshot.Users.Resource()] = "[" + strings.Join(users, ",") + "]"
		files[snapshot.Groups.Resource()] = "[" + strings.Join(groups, ",") + "]"
		files[snapshot.Applications.Resource()] = "[" + strings.Join(applications, ",") + "]"
		files[snapshot.SharePointSettings.Resource()] = `{"sharingCapability":"externalUserAndGuestSharing"}`
		var read []string
		for p, text := range under {
			read = append(read, `"`+p+`":`+text)
		}
		files[r] = "{" + strings.Join(read, ",") + "}"
		s := tenant(t, files)
		for other := range turns {
			s.SetTurn(other, snapshot.Turn{Begun: s.Now.Add(-time.Hour), At: s.Now, Read: 9, Total: 9})
		}
		if !whole {
			s.SetTurn(r, snapshot.Turn{Begun: s.Now.Add(-time.Hour), At: s.Now, Read: len(under), Total: len(parents)})
		}
		o := check.Run(c, s)
		sound(t, o)
		for _, result := range o.Results {
			if result.Resource != finding.TenantResource && !slices.Contains(parents, result.Resource) {
				t.Errorf("%s: a result is about %q, want a parent of %s", c.ID, result.Resource, r)
			}
		}
		return o, o.Judged()
	}
	for _, c := range Checks() {
		for _, r := range c.Uses {
			if turns[r] {
				t.Errorf("%s takes %s where it could be read, want it among what it needs: else a part may pass for the whole", c.ID, r)
			}
		}
		for _, r := range c.Reads {
			if !turns[r] {
				continue
			}
			text, ok := amiss[r]
			if !ok {
				t.Errorf("nothing is known to fail under a parent of %s", r)
				continue
			}
			t.Run(fmt.Sprintf("%s/%s", c.ID, r), func(t *testing.T) {
				o, all := scan(t, c, r, map[string]string{"p1": text.bad, "p2": text.bad, "p3": text.good}, "", true)
				if o.Verdict != finding.Fail {
					t.Fatalf("got %v (%s), want fail", o.Verdict, o.Reason)
				}
				var before []finding.Finding
				for _, change := range finding.Reconcile(nil, []finding.Judged{all}, day1(), "s1", id) {
					before = append(before, change.Finding)
				}
				resolved := func(j finding.Judged) (out []string) {
					for _, change := range finding.Reconcile(before, []finding.Judged{j}, day1().Add(time.Hour), "s2", id) {
						if change.Kind == finding.Closed {
							out = append(out, change.Finding.Resource)
						}
					}
					return out
				}
				byParent := len(before) == 2
				tests := []struct {
					name  string
					under map[string]string
					gone  string
					want  finding.Verdict
					mends []string // of findings about parents
				}{
					{"one of those amiss", map[string]string{"p1": text.bad}, "", finding.Fail, nil},
					{"nothing", map[string]string{}, "", finding.Unknown, nil},
					{"one in order", map[string]string{"p3": text.good}, "", finding.Unknown, nil},
					{"one mended", map[string]string{"p1": text.good}, "", finding.Unknown, []string{"p1"}},
					{"one mended and one as it was", map[string]string{"p1": text.good, "p2": text.bad}, "", finding.Fail, []string{"p1"}},
					{"one, and another is gone", map[string]string{"p1": text.bad}, "p2", finding.Fail, []string{"p2"}},
				}
				for _, tt := range tests {
					t.Run(tt.name, func(t *testing.T) {
						o, part := scan(t, c, r, tt.under, tt.gone, false)
						if o.Verdict != tt.want {
							t.Errorf("got %v (%s), want %v", o.Verdict, o.Reason, tt.want)
						}
						want := tt.mends
						if !byParent {
							want = nil // the one finding stays open until all were read
						}
						if got := resolved(part); !slices.Equal(got, want) {
							t.Errorf("resolved are the findings about %v, want %v", got, want)
						}
					})
				}
				if _, whole := scan(t, c, r, map[string]string{"p1": text.good, "p3": text.good}, "", true); len(resolved(whole)) != len(before) {
					t.Error("what was read as a whole without anything amiss leaves findings open")
				}
			})
		}
	}
}

func day1() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) }
