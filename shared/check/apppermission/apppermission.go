// Package apppermission tells which applications hold application permissions,
// with which they act on their own and in nobody's name.
package apppermission

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Applications of Microsoft that define application permissions, by their
// application id in every tenant.
const (
	MicrosoftGraph   = "00000003-0000-0000-c000-000000000000"
	ExchangeOnline   = "00000002-0000-0ff1-ce00-000000000000"
	SharePointOnline = "00000003-0000-0ff1-ce00-000000000000"
)

// Naming returns the name of an application permission by its id, if it is one
// of those a check asks about. resource is the application that defines it:
// SharePoint and Exchange reuse ids of Microsoft Graph for other permissions.
// Both come in small letters.
type Naming func(resource, appRoleID string) (name string, ok bool)

// Holder is an application and the permissions it holds.
type Holder struct {
	ID          string                     // of the service principal
	App         *snapshot.ServicePrincipal // nil where the directory does not list it
	Permissions []string                   // sorted
}

// Enabled reports whether the application is not known to be disabled.
func (h Holder) Enabled() bool { return !h.App.Disabled() }

// Declared reports whether the application is in a list of application ids.
func (h Holder) Declared(ids []string) bool {
	return h.App != nil && h.App.AppID != "" &&
		slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(id, h.App.AppID) })
}

// Subject names the application; of one that the directory does not list only
// the id is known.
func (h Holder) Subject() finding.Subject {
	if h.App == nil {
		return finding.Subject{ID: h.ID}
	}
	return finding.Subject{ID: h.App.ID, Name: h.App.DisplayName}
}

// Holders returns who holds such permissions, sorted by id. whole is false where
// there may be more: it was not read who holds permissions of Microsoft Graph, or
// of those others among the applications that the tenant has, or not all of it.
func Holders(s *snapshot.Snapshot, named Naming, others ...string) (holders []Holder, whole bool) {
	resources, whole := defining(s, others)
	byID := map[string]*Holder{}
	for _, parent := range snapshot.AppRoleAssignedTo.Parents(s) {
		assignments, _ := snapshot.AppRoleAssignedTo.Of(s, parent)
		for i := range assignments {
			a := &assignments[i]
			name, ok := named(resources[strings.ToLower(parent)], strings.ToLower(a.AppRoleID))
			if kind := kindOf(a); !ok || kind != finding.Pass {
				whole = whole && a.AppRoleID != "" && !(ok && kind == finding.Unknown)
				continue
			}
			if a.PrincipalID == "" {
				whole = false
				continue
			}
			id := strings.ToLower(a.PrincipalID)
			h := byID[id]
			if h == nil {
				h = &Holder{ID: a.PrincipalID}
				byID[id] = h
			}
			if !slices.Contains(h.Permissions, name) {
				h.Permissions = append(h.Permissions, name)
			}
		}
	}
	principals := snapshot.ServicePrincipals.Of(s)
	for i := range principals {
		if h := byID[strings.ToLower(principals[i].ID)]; h != nil {
			h.App, h.ID = &principals[i], principals[i].ID
		}
	}
	for _, h := range byID {
		slices.Sort(h.Permissions)
		holders = append(holders, *h)
	}
	slices.SortFunc(holders, func(a, b Holder) int { return cmp.Compare(a.ID, b.ID) })
	return holders, whole
}

// defining returns the application ids of the applications whose permissions were
// read, by service principal, both in small letters. whole is false where
// Microsoft Graph or one of the others that the tenant has is not among them.
func defining(s *snapshot.Snapshot, others []string) (resources map[string]string, whole bool) {
	resources = map[string]string{}
	for _, parent := range snapshot.AppRoleAssignedTo.Parents(s) {
		resources[strings.ToLower(parent)] = ""
	}
	graph := false
	whole = true
	principals := snapshot.ServicePrincipals.Of(s)
	for i := range principals {
		id, app := strings.ToLower(principals[i].ID), strings.ToLower(principals[i].AppID)
		_, read := resources[id]
		if read {
			resources[id] = app
		}
		if app == MicrosoftGraph {
			graph = true
		}
		if app == MicrosoftGraph || slices.Contains(others, app) {
			whole = whole && read
		}
	}
	return resources, whole && graph
}

// kindOf judges whether an assignment is to an application, as which one counts
// that does not say; people and groups can hold roles of applications too.
func kindOf(a *snapshot.AppRoleAssignment) finding.Verdict {
	switch strings.ToLower(a.PrincipalType) {
	case "", "serviceprincipal":
		return finding.Pass
	case "user", "group":
		return finding.Fail
	}
	return finding.Unknown
}
