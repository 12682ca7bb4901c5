package activity

import (
	"cmp"
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// actor is who made an entry.
type actor struct {
	name, id string // of the person, else of the application
	app, ip  string // the application through which a person acted, and from where
	agent    bool   // it carries out what people order elsewhere
}

// Privileged identity management acts as an application of its own; the entry
// about the order names the person.
const (
	pimName = "MS-PIM"
	pimApp  = "01fc33a7-78ba-4d2f-a4b7-768e336e890e"
)

func actorOf(e *snapshot.DirectoryAudit) actor {
	user, app := e.InitiatedBy.User.V, e.InitiatedBy.App.V
	a := actor{ip: user.IPAddress}
	appName := cmp.Or(app.DisplayName, app.AppID, app.ServicePrincipalID)
	if person := cmp.Or(user.UserPrincipalName, user.DisplayName, user.ID); person != "" {
		a.name, a.id, a.app = person, user.ID, appName
		return a
	}
	a.name, a.id = appName, cmp.Or(app.ServicePrincipalID, app.AppID)
	a.agent = strings.EqualFold(app.DisplayName, pimName) || strings.EqualFold(app.AppID, pimApp)
	return a
}

// key tells actors apart.
func (a actor) key() string { return strings.ToLower(cmp.Or(a.id, a.name)) }

// attribution names who made the entry; ok is false where it names nobody.
func (e entry) attribution() (by finding.Attribution, ok bool) {
	if e.actor.name == "" {
		return finding.Attribution{}, false
	}
	return finding.Attribution{
		Attributed: true, At: e.at.UTC(), Actor: e.actor.name, ActorID: e.actor.id, App: e.actor.app, IP: e.actor.ip,
		Activity: strings.TrimSpace(e.ActivityDisplayName), Entry: e.ID,
	}, true
}
