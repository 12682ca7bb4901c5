package sharepoint

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AnonymousFiles asks that no file can be opened without signing in. It judges
// person by person and team by team.
var AnonymousFiles = &check.Check{
	ID:       "sp-anonymous-files",
	Title:    "No file can be opened by anyone who has the link",
	Category: check.SharePoint,
	Severity: finding.High,
	Because:  "The link works for everybody it reaches, for as long as it is there, and opens a whole folder as readily as one file.",
	Controls: check.Controls{ISO27001: []string{"A.5.14", "A.8.3", "A.8.12"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"SP-012"},
	Reads:    []snapshot.Resource{snapshot.UserFiles.Resource(), snapshot.GroupFiles.Resource()},
	Uses:     []snapshot.Resource{snapshot.SharePointSettings.Resource(), snapshot.Users.Resource(), snapshot.Groups.Resource()},
	Licence:  check.SharePointOnline,
	Risk:     "Whoever finds a link in an old mail, a chat or a search engine reads the files behind it, and nobody sees that it happened.",
	Fix: check.Fix{
		Portal:  "OneDrive, or the team's site in SharePoint > the file > Manage access > Links: delete the links that work for Anyone; for all of them at once limit sharing under " + sharingPolicies,
		Request: `DELETE /v1.0/drives/{drive id}/items/{item id}/permissions/{id of the link}`,
	},
	Texts: []*text.Table{anonymousFilesTexts},
	Since: "2026-11",
	Source: "Microsoft Graph documentation, shared resource type, whose scope says how far a file is shared; OneDrive and the sites of Microsoft 365 groups are read, in turns. " +
		"Who may edit and when a link ends is not judged: that would take a request for every single file. Links made before the tenant's sharing was limited stay in the files and open nothing: they pass, and are counted",
	Run: func(s *snapshot.Snapshot) []check.Result {
		level, known := capability(s)
		shared := sharedFiles{dormant: known && level != sharingAnyone}
		shared.under(s, snapshot.UserFiles, person)
		shared.under(s, snapshot.GroupFiles, team)
		return shared.results(s)
	},
}

// sharedFiles collects what is shared with anyone.
type sharedFiles struct {
	dormant       bool // links for anyone are off for the whole tenant
	found         []check.Result
	files, owners int
}

func (f *sharedFiles) under(s *snapshot.Snapshot, key snapshot.Each[snapshot.DriveItem], who func(*snapshot.Snapshot, string) (string, finding.Subject)) {
	for _, parent := range key.Parents(s) {
		items, _ := key.Of(s, parent)
		anyone, unknown := 0, 0
		for i := range items {
			if items[i].Deleted.Known() || !items[i].Shared.Known() {
				continue
			}
			scope := items[i].Shared.V.Scope
			switch {
			case strings.EqualFold(scope.V, "anonymous"):
				anyone += items[i].Count()
			case !strings.EqualFold(scope.V, "organization") && !strings.EqualFold(scope.V, "users"):
				unknown += items[i].Count()
			}
		}
		if anyone > 0 {
			f.files += anyone
			f.owners++
		}
		r := check.Result{Resource: parent}
		switch {
		case anyone > 0 && !f.dormant:
			r.Verdict, r.Reason = finding.Fail, "Files can be opened by anyone who has the link."
			r.Evidence.Facts = finding.Facts{"files": anyone}
		case unknown > 0 && !f.dormant:
			r.Verdict, r.Reason = finding.Unknown, "Graph did not say how far some of the files are shared."
			r.Evidence.Facts = finding.Facts{"files": unknown}
		default:
			continue
		}
		kind, subject := who(s, parent)
		r.Evidence.Subjects = finding.Subjects{kind: finding.List(subject)}
		f.found = append(f.found, r)
	}
}

func (f *sharedFiles) results(s *snapshot.Snapshot) []check.Result {
	people, teams := s.Coverage(snapshot.UserFiles.Resource()), s.Coverage(snapshot.GroupFiles.Resource())
	facts := finding.Facts{}
	if total := people.Total + teams.Total; total > 0 {
		facts["read"], facts["total"] = people.Read+teams.Read, total
	}
	if f.dormant {
		facts["dormantFiles"] = f.files
	}
	evidence := finding.Evidence{Facts: facts}
	switch {
	case len(f.found) > 0:
		return f.found
	case f.dormant && f.files > 0:
		return check.One(finding.Pass, "Links for anyone are off for the whole tenant, so that the old ones left in files open nothing.", evidence)
	}
	return check.One(finding.Pass, "No file can be opened by anyone who has the link.", evidence)
}

func person(s *snapshot.Snapshot, id string) (kind string, who finding.Subject) {
	who.ID = id
	if u := snapshot.UserByID(s, id); u != nil {
		who.Name = u.DisplayName
	}
	return "people", who
}

func team(s *snapshot.Snapshot, id string) (kind string, who finding.Subject) {
	who.ID = id
	for g := range snapshot.Groups.All(s) {
		if g.ID == id {
			who.Name = g.DisplayName
		}
	}
	return "groups", who
}
