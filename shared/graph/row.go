package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// Row is how one resource is read and why Vahti may.
type Row struct {
	// Key decodes the resource into a snapshot.
	Key snapshot.Key
	// Resource is the API version and path, as in the snapshot.
	Resource snapshot.Resource
	// Permission is the application permission it is read with. It is the least
	// that Microsoft lists for the path, unless NotLeast says otherwise.
	Permission string
	// Also is a further permission that Microsoft asks for besides, for what is
	// selected; empty where one is enough.
	Also string
	// NotLeast says why a permission other than the least listed is asked for;
	// empty where it is the least.
	NotLeast string
	// Why is one sentence for the person who consents.
	Why string
	// Unlisted says where the permission is documented that Microsoft's list of
	// permissions lacks for the path; empty for every other.
	Unlisted string
	// Licence is what the tenant must have for Microsoft to answer at all;
	// empty where every tenant may ask.
	Licence string
	// Select, Filter and Expand are OData's query options; empty ones are not
	// sent. In Filter "{id}" stands for the parent's id.
	Select, Filter, Expand string
	// FilterOf makes the filter from what the snapshot is about, such as its
	// time; nil where Filter is all.
	FilterOf func(*snapshot.Snapshot) string
	// Top is the page size asked for; 0 where none is sent.
	Top int
	// PageLimit is how many entities a page holds at most; 0 for a singleton.
	PageLimit int
	// Batched resources share $batches with whatever else is asked for at the time;
	// further pages follow alone. Left out are the largest collections and logs, which
	// would hold up the others.
	Batched bool
	// Delta says that Graph tells what changed in the collection since it was read.
	// That takes neither $expand nor $filter: with Expand, the entities that
	// changed are asked for again one by one, and a change of what is expanded is
	// not told.
	Delta bool
	// Object says that under each parent hangs one object instead of a collection.
	Object bool
	// Needs are the resources that name this one's parents; without them it is
	// unread. Reading this resource reads them too.
	Needs []snapshot.Resource
	// Uses are further resources that help to tell the parents; they are waited
	// for when they are asked for anyway, and may be unread.
	Uses []snapshot.Resource

	parents func(*snapshot.Snapshot) iter.Seq[parent]
}

// parent is an entity that a collection hangs under. Where it is a guess, what
// looks like a parent may be something else; Microsoft's refusal then leaves
// out this parent and not the resource.
type parent struct {
	id    string
	guess bool
}

// A Class is a kind of request that Microsoft counts by itself.
type Class string

// The classes. Requests of ClassReports and ClassProtection are allowed so seldom
// that no two of one class go into one $batch.
const (
	// ClassDirectory is identity and access: the large budget of resource units.
	ClassDirectory Class = "directory"
	// ClassReports is the logs and reports of Entra: five requests in ten seconds
	// for each application and tenant.
	ClassReports Class = "reports"
	// ClassProtection is conditional access, named locations and identity
	// protection: one request a second in a tenant, for all applications together.
	ClassProtection Class = "protection"
	// ClassSecurity is Defender's alerts, incidents and scores.
	ClassSecurity Class = "security"
	// ClassIntune is device management.
	ClassIntune Class = "intune"
	// ClassFiles is SharePoint and OneDrive, ClassMail is Exchange, ClassTeams is Teams.
	ClassFiles Class = "files"
	ClassMail  Class = "mail"
	ClassTeams Class = "teams"
)

// AllClasses stands for all classes of a tenant.
const AllClasses Class = "all"

// Class returns which budget the row's requests count against.
func (r Row) Class() Class { return classOf(r.path("")) }

// classOf returns the class of a path without API version.
func classOf(path string) Class {
	path = strings.ToLower(strings.TrimPrefix(path, "/"))
	segment, rest, _ := strings.Cut(path, "/")
	switch segment {
	case "auditlogs", "reports":
		return ClassReports
	case "identityprotection":
		return ClassProtection
	case "identity":
		if strings.HasPrefix(rest, "conditionalaccess/") {
			return ClassProtection
		}
	case "security":
		return ClassSecurity
	case "devicemanagement", "deviceappmanagement":
		return ClassIntune
	case "appcatalogs", "teams", "teamwork":
		return ClassTeams
	case "admin":
		if strings.HasPrefix(rest, "sharepoint/") {
			return ClassFiles
		}
	case "users", "groups":
		switch _, under, _ := strings.Cut(rest, "/"); {
		case strings.HasPrefix(under, "drive/"):
			return ClassFiles
		case strings.HasPrefix(under, "mailfolders/"), under == "mailboxsettings":
			return ClassMail
		case strings.HasPrefix(under, "authentication/methods"):
			return ClassReports // Microsoft counts methods among the reports
		}
	}
	return ClassDirectory
}

// each yields the row's parents. It may be gone over more than once.
func (r Row) each(s *snapshot.Snapshot) iter.Seq[parent] {
	all := r.parents(s)
	return func(yield func(parent) bool) {
		for p := range all {
			if p.id == "." || p.id == ".." { // would name another path
				continue
			}
			if !yield(p) {
				return
			}
		}
	}
}

// Parents yields the ids of those that a resource is read under, as far as the
// snapshot tells them; none for a resource without parents.
func Parents(resource snapshot.Resource, s *snapshot.Snapshot) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, row := range Table() {
			if row.Resource != resource || row.parents == nil {
				continue
			}
			for p := range row.each(s) {
				if !yield(p.id) {
					return
				}
			}
		}
	}
}

// about is how many parents the row has at most as far as is known without going
// over them; 0 where that is unknown.
func (r Row) about(s *snapshot.Snapshot) int {
	switch _, path, _ := strings.Cut(string(r.Resource), "/"); {
	case strings.HasPrefix(path, "users/"):
		return snapshot.Users.Len(s)
	case strings.HasPrefix(path, "groups/"):
		return snapshot.Groups.Len(s)
	}
	return 0
}

// listed makes a row's parents of a list of them.
func listed(f func(*snapshot.Snapshot) []parent) func(*snapshot.Snapshot) iter.Seq[parent] {
	return func(s *snapshot.Snapshot) iter.Seq[parent] { return slices.Values(f(s)) }
}

// permissions names what the row is read with.
func (r Row) permissions() string {
	if r.Also != "" {
		return r.Permission + " or " + r.Also
	}
	return r.Permission
}

// path returns the resource's path without version, with the parent's id in its
// place. What a resource's name holds after a question mark tells it from
// another with the same path, and is no part of it.
func (r Row) path(parent string) string {
	_, path, _ := strings.Cut(string(r.Resource), "/")
	path, _, _ = strings.Cut(path, "?")
	return strings.Replace(path, "{id}", url.PathEscape(parent), 1)
}

// version is the API version: "v1.0" or "beta".
func (r Row) version() string {
	version, _, _ := strings.Cut(string(r.Resource), "/")
	return version
}

// query returns the query string, asking for pages of top entities.
func (r Row) query(parent string, top int) string {
	var options []string
	filter := strings.ReplaceAll(r.Filter, "{id}", strings.ReplaceAll(parent, "'", "''"))
	for _, o := range [][2]string{{"select", r.Select}, {"expand", r.Expand}, {"filter", filter}} {
		if o[1] != "" {
			options = append(options, "$"+o[0]+"="+strings.ReplaceAll(url.QueryEscape(o[1]), "+", "%20"))
		}
	}
	if top > 0 {
		options = append(options, "$top="+strconv.Itoa(top))
	}
	return strings.Join(options, "&")
}

// url returns what to ask for a page of top entities.
func (r Row) url(base *url.URL, parent string, top int) *url.URL {
	u := base.JoinPath(r.version(), r.path(parent))
	u.RawQuery = r.query(parent, top)
	return u
}

// one returns what to ask for a single entity of a collection.
func (r Row) one(base *url.URL, id string) *url.URL {
	r.Filter = ""
	u := base.JoinPath(r.version(), r.path(""), url.PathEscape(id))
	u.RawQuery = r.query("", 0)
	return u
}

// latest returns what to ask for a link to the changes from now on.
func (r Row) latest(base *url.URL) *url.URL {
	u := base.JoinPath(r.version(), r.path(""), "delta")
	r.Filter, r.Expand = "", ""
	u.RawQuery = "$deltatoken=latest"
	if q := r.query("", 0); q != "" {
		u.RawQuery += "&" + q
	}
	return u
}

// asked names what is asked for; where it differs, what was read before is not
// what would be read now.
func (r Row) asked() string {
	sum := sha256.Sum256([]byte(string(r.Resource) + "?" + r.query("{id}", 0)))
	return hex.EncodeToString(sum[:6])
}

// pages is how many requests this many entities need at least.
func (r Row) pages(entities int) int {
	if r.PageLimit <= 0 {
		return 1
	}
	return max(1, (entities+r.PageLimit-1)/r.PageLimit)
}

// principalProperties are what Vahti reads of people and of what acts like them.
const principalProperties = "id,displayName,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,onPremisesImmutableId"

// ownerProperties are what Vahti reads of who owns something.
const ownerProperties = "id,displayName,userPrincipalName,userType,accountEnabled"

// Applications of Microsoft that define permissions, by application id.
const (
	microsoftGraph   = "00000003-0000-0000-c000-000000000000"
	azureADGraph     = "00000002-0000-0000-c000-000000000000"
	exchangeOnline   = "00000002-0000-0ff1-ce00-000000000000"
	sharePointOnline = "00000003-0000-0ff1-ce00-000000000000"
)

// applications returns the service principals of these applications.
func applications(ids ...string) func(*snapshot.Snapshot) []parent {
	return func(s *snapshot.Snapshot) []parent {
		var out []parent
		for _, sp := range snapshot.ServicePrincipals.Of(s) {
			for _, id := range ids {
				if sp.ID != "" && strings.EqualFold(sp.AppID, id) {
					out = append(out, parent{id: sp.ID})
				}
			}
		}
		return out
	}
}

// groupsToOpen returns the groups whose members matter: those with roles, those
// declared for emergencies, and, where accounts were declared too, those that
// policies exclude, for the accounts may be in them.
func groupsToOpen(s *snapshot.Snapshot) []parent {
	out := groupsWithRoles(s)
	seen := map[string]bool{"": true}
	for _, p := range out {
		seen[p.id] = true
	}
	add := func(ids []string) {
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				out = append(out, parent{id: id, guess: true})
			}
		}
	}
	add(s.Settings.EmergencyAccess.Groups)
	if len(s.Settings.EmergencyAccess.Users) > 0 {
		for _, p := range snapshot.ConditionalAccessPolicies.Of(s) {
			add(p.Conditions.Users.ExcludeGroups)
		}
	}
	return out
}

// groupsWithRoles returns the groups that hold a role or are eligible for one.
// Where a principal does not say what it is and is not known as a user or a
// service principal, it may be a group.
func groupsWithRoles(s *snapshot.Snapshot) []parent {
	return groupsWith(s, func(string, string) bool { return true })
}

// givesAll are the roles whose holders can make anybody a Global Administrator or sign
// in as one, and that role itself, by template id and name.
var givesAll = map[string]string{
	"62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
	"e8611ab8-c189-46e8-94e1-60213ab1f814": "Privileged Role Administrator",
	"7be44c8a-adaf-4e2a-84d6-ab2649e08a13": "Privileged Authentication Administrator",
}

// groupsThatGiveAll returns those of the groups that hold one of givesAll over the
// whole tenant, or are eligible for it.
func groupsThatGiveAll(s *snapshot.Snapshot) []parent {
	ids := map[string]bool{"": true} // unnamed it may be any
	for template := range givesAll {
		ids[template] = true
	}
	for _, d := range snapshot.RoleDefinitions.Of(s) {
		_, known := givesAll[strings.ToLower(d.TemplateID)]
		for _, name := range givesAll {
			known = known || strings.EqualFold(d.DisplayName, name)
		}
		if known {
			ids[strings.ToLower(d.ID)] = true
		}
	}
	return groupsWith(s, func(definition, scope string) bool {
		return ids[strings.ToLower(definition)] && (scope == "" || scope == "/")
	})
}

// groupsWith returns the groups whose role and scope are wanted.
func groupsWith(s *snapshot.Snapshot, wanted func(definition, scope string) bool) []parent {
	var out []parent
	seen := map[string]bool{"": true}
	unknown := map[string]bool{}
	var order []string // of unknown
	note := func(id string, p *snapshot.DirectoryObject) {
		switch {
		case seen[id]:
			return
		case p == nil || p.Type == "":
			unknown[id] = true
			order = append(order, id)
		case p.Type == snapshot.TypeGroup:
			out = append(out, parent{id: id})
		}
		seen[id] = true
	}
	for _, a := range snapshot.RoleAssignments.Of(s) {
		if wanted(a.RoleDefinitionID, a.DirectoryScopeID) {
			note(a.PrincipalID, a.Principal)
		}
	}
	for _, e := range snapshot.RoleEligibilitySchedules.Of(s) {
		if wanted(e.RoleDefinitionID, e.DirectoryScopeID.V) {
			note(e.PrincipalID, e.Principal)
		}
	}
	if len(unknown) == 0 {
		return out
	}
	for u := range snapshot.Users.All(s) {
		delete(unknown, u.ID)
	}
	for _, p := range snapshot.ServicePrincipals.Of(s) {
		delete(unknown, p.ID)
	}
	for _, id := range order {
		if unknown[id] {
			out = append(out, parent{id: id, guess: true})
		}
	}
	return out
}
