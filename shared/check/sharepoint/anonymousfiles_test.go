package sharepoint

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// drives is a licensed tenant with these files by person and by group.
func drives(people, groups string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource():     licensed,
		snapshot.SharePointSettings.Resource(): `{"sharingCapability":"externalUserAndGuestSharing"}`,
		snapshot.UserFiles.Resource():          people,
		snapshot.GroupFiles.Resource():         groups,
		snapshot.Users.Resource():              `[{"id":"u1","displayName":"Maija","userType":"Member","accountEnabled":true}]`,
		snapshot.Groups.Resource():             `[{"id":"g1","displayName":"Sales"}]`,
	}
}

func TestAnonymousFiles(t *testing.T) {
	const open = `{"id":"1","shared":{"scope":"anonymous"}}`
	const inside = `{"id":"2","shared":{"scope":"organization"}},{"id":"3","shared":{"scope":"users"}},{"id":"4"},{"id":"5","shared":null}`
	level := func(f checktest.Files, capability string) checktest.Files {
		f[snapshot.SharePointSettings.Resource()] = capability
		return f
	}
	without := func(f checktest.Files, r snapshot.Resource) checktest.Files {
		delete(f, r)
		return f
	}
	checktest.Verdicts(t, AnonymousFiles, []checktest.Test{
		{Name: "nobody has files", Files: drives(`{}`, `{}`), Want: finding.Pass},
		{Name: "shared inside", Files: drives(`{"u1":[`+inside+`]}`, `{"g1":[`+inside+`]}`), Want: finding.Pass},
		{Name: "a person's file", Files: drives(`{"u1":[`+inside+`,`+open+`]}`, `{"g1":[]}`), Want: finding.Fail},
		{Name: "a team's file", Files: drives(`{"u1":[]}`, `{"g1":[`+open+`]}`), Want: finding.Fail},
		{Name: "capitals", Files: drives(`{"u1":[{"id":"1","shared":{"scope":"Anonymous"}}]}`, `{}`), Want: finding.Fail},
		{Name: "deleted", Files: drives(`{"u1":[{"id":"1","shared":{"scope":"anonymous"},"deleted":{"state":"deleted"}}]}`, `{}`), Want: finding.Pass},
		{Name: "shared, how far unsaid", Files: drives(`{"u1":[{"id":"1","shared":{}}]}`, `{}`), Want: finding.Unknown},
		{Name: "shared, how far unknown", Files: drives(`{"u1":[{"id":"1","shared":{"scope":"unknownFutureValue"}}]}`, `{}`), Want: finding.Unknown},
		{Name: "an old link where anyone is off", Files: level(drives(`{"u1":[`+open+`]}`, `{}`), `{"sharingCapability":"externalUserSharingOnly"}`), Want: finding.Pass},
		{Name: "a link, whether anyone is off unknown", Files: level(drives(`{"u1":[`+open+`]}`, `{}`), `{}`), Want: finding.Fail},
		{Name: "a link, settings unread", Files: without(drives(`{"u1":[`+open+`]}`, `{}`), snapshot.SharePointSettings.Resource()), Want: finding.Fail},
		{Name: "groups unread", Files: without(drives(`{"u1":[]}`, `{}`), snapshot.GroupFiles.Resource()), Want: finding.Unknown},
		{Name: "people unread", Files: without(drives(`{}`, `{"g1":[`+open+`]}`), snapshot.UserFiles.Resource()), Want: finding.Unknown},
		{Name: "a person and a team no longer known", Files: without(without(drives(`{"u2":[`+open+`]}`, `{"g2":[`+open+`]}`), snapshot.Users.Resource()), snapshot.Groups.Resource()), Want: finding.Fail},
	})
	t.Run("by owner", func(t *testing.T) {
		s := checktest.Snapshot(t, snapshot.Settings{}, drives(`{"u1":[`+open+`,{"id":"6","shared":{"scope":"anonymous"}}],"u2":[`+inside+`]}`, `{"g1":[`+open+`]}`))
		out := check.Run(AnonymousFiles, s)
		if len(out.Results) != 2 || out.Results[0].Resource != "g1" || out.Results[1].Resource != "u1" || out.Results[1].Evidence.Facts["files"] != 2 ||
			out.Results[0].Evidence.Subjects["groups"].Shown[0].Name != "Sales" || out.Results[1].Evidence.Subjects["people"].Shown[0].Name != "Maija" {
			t.Errorf("got %d results", len(out.Results))
		}
	})
}

func TestAnonymousFilesInTurns(t *testing.T) {
	const open = `{"id":"1","shared":{"scope":"anonymous"}}`
	for name, tt := range map[string]struct {
		files checktest.Files
		read  int
		want  finding.Verdict
	}{
		"nothing so far":           {drives(`{"u1":[]}`, `{"g1":[]}`), 1, finding.Unknown},
		"unsaid so far":            {drives(`{"u1":[{"id":"1","shared":{}}]}`, `{"g1":[]}`), 1, finding.Unknown},
		"a file so far":            {drives(`{"u1":[`+open+`]}`, `{"g1":[]}`), 1, finding.Fail},
		"everybody, nothing found": {drives(`{"u1":[]}`, `{"g1":[]}`), 9, finding.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			s := checktest.Snapshot(t, snapshot.Settings{}, tt.files)
			s.SetTurn(snapshot.UserFiles.Resource(), snapshot.Turn{Begun: s.Now.Add(-time.Hour), At: s.Now, Read: tt.read, Total: 9})
			out := check.Run(AnonymousFiles, s)
			if out.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", out.Verdict, out.Reason, tt.want)
			}
			last := out.Results[len(out.Results)-1]
			for _, r := range out.Results {
				if r.Resource == finding.TenantResource {
					last = r
				}
			}
			if tt.want != finding.Fail && (last.Evidence.Facts["read"] != tt.read || last.Evidence.Facts["total"] != 9) {
				t.Errorf("got the facts %v", last.Evidence.Facts)
			}
			checktest.Said(t, out)
		})
	}
}
