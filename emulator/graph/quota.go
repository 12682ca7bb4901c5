package graph

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// limit is one of Microsoft's published limits.
type limit struct {
	name string
	per  time.Duration
	most int
	// bySize, where given, are the limits by the number of people in the tenant instead of most.
	bySize []sized
	// silent limits do not say when to ask again.
	silent bool
	// bare limits count every request as one, the others as what it costs.
	bare bool
	// told limits say in headers what a request took and how near the limit is.
	told bool
}

// sized is a limit of tenants with fewer than this many people.
type sized struct{ below, most int }

func (l *limit) of(people int) int {
	for _, s := range l.bySize {
		if people < s.below {
			return s.most
		}
	}
	return l.most
}

// The limits that Microsoft publishes for what this server answers: on learn.microsoft.com/graph/throttling-limits, and
// for files in "Avoid getting throttled or blocked in SharePoint Online". Where a page leaves open how it is counted
// the stricter is taken: one budget for all resources that a limit names, and sliding windows. Not enforced are the
// limits per mailbox (ten thousand requests in ten minutes, four at a time), which no reader of settings comes near.
var (
	// identityLimit is identity and access, in resource units per application and tenant.
	identityLimit = limit{name: "identity", per: 10 * time.Second, most: 8000, bySize: []sized{{50, 3500}, {501, 5000}}, told: true}
	// reportsLimit is the logs and reports of Entra, per application and tenant.
	reportsLimit = limit{name: "reports", per: 10 * time.Second, most: 5, bare: true}
	// protectionLimit is conditional access and identity protection, per tenant for all applications.
	protectionLimit = limit{name: "protection", per: time.Second, most: 1, bare: true, silent: true}
	// alertsLimit is alerts and scores, per application and tenant.
	alertsLimit = limit{name: "alerts", per: time.Minute, most: 150, bare: true}
	// teamsLimit is Teams, per application and tenant.
	teamsLimit = limit{name: "teams", per: time.Second, most: 30, bare: true}
	// intuneLimit is device management, per application and tenant: the lower of the two that are published, for some
	// of its resources have twice as much.
	intuneLimit = limit{name: "intune", per: 20 * time.Second, most: 1000, bare: true}
	// filesLimit is SharePoint and OneDrive, in resource units per application and tenant, by licences.
	filesLimit = limit{name: "files", per: time.Minute, most: 6000,
		bySize: []sized{{1001, 1200}, {5001, 2400}, {15_001, 3600}, {50_001, 4800}}}
	// applicationLimit and everythingLimit are an application's, over all tenants.
	applicationLimit = limit{name: "application", per: 20 * time.Second, most: 150_000}
	everythingLimit  = limit{name: "everything", per: 10 * time.Second, most: 130_000, bare: true}
)

// quota keeps the published limits of one tenant, or of the application over all of them.
type quota struct {
	mu      sync.Mutex
	windows map[*limit]*window
	asked   map[*limit]int // in all, of what the limit counts
	people  int            // in the tenant when it was last asked
}

func newQuota() *quota { return &quota{windows: map[*limit]*window{}, asked: map[*limit]int{}} }

// needs returns what was asked for of each limit by its name, and the least time in which that can be asked.
func (q *quota) needs() (asked map[string]int64, least time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	asked = map[string]int64{}
	for l, n := range q.asked {
		asked[l.name] = int64(n)
		least = max(least, time.Duration((n-1)/l.of(q.people))*l.per)
	}
	return asked, least
}

func (q *quota) window(l *limit) *window {
	w := q.windows[l]
	if w == nil {
		w = &window{per: l.per}
		q.windows[l] = w
	}
	return w
}

// take counts one request of cost units against the limits. Where one is used up it returns the failure that says so;
// told holds what the answer's headers say of the limit that tells.
func (q *quota) take(now time.Time, limits []*limit, units, people int) (told usage, fail *failure) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.people = people
	for _, l := range limits {
		n, most, w := units, l.of(people), q.window(l)
		if l.bare {
			n = 1
		}
		over := w.wait(now, n, most) > 0
		w.take(now, n, most)
		q.asked[l] += n
		if l.told {
			told = usage{units: n, share: float64(w.sum) / float64(most)}
		}
		if over && fail == nil {
			fail = tooMany()
			if fail.retryAfter = seconds(w.wait(now, n, most)); l.silent {
				fail.retryAfter = ""
			}
		}
	}
	return told, fail
}

// usage is what an answer tells of a budget.
type usage struct {
	units int     // that the request took; 0 where nothing is told
	share float64 // of the limit that is used
}

// maxShare is the most that Graph tells.
const maxShare = 1.8

// headers returns the headers that tell of the usage: the share only from four fifths on.
func (u usage) headers() map[string]string {
	if u.units == 0 {
		return nil
	}
	h := map[string]string{"x-ms-resource-unit": strconv.Itoa(u.units)}
	if u.share > 0.8 {
		h["x-ms-throttle-limit-percentage"] = strconv.FormatFloat(math.Min(u.share, maxShare), 'f', 2, 64)
	}
	return h
}

// charge counts a request against every published limit that applies to it: one of the path, and those of the
// application. A $batch is itself a request and nothing more.
func (s *Server) charge(t *tenant, version, path, rawQuery string) (usage, *failure) {
	if !s.cfg.Limits.Published {
		return usage{}, nil
	}
	now := s.now()
	segments, fail := splitPath(path)
	if fail != nil {
		segments = nil
	}
	if len(segments) == 1 && strings.EqualFold(segments[0], "$batch") {
		_, fail := s.quota.take(now, []*limit{&everythingLimit}, 1, 0)
		return usage{}, s.count(t, fail)
	}
	limits, units := rates(segments, rawQuery)
	all := []*limit{&everythingLimit}
	if slices.Contains(limits, &identityLimit) {
		all = append(all, &applicationLimit)
	}
	_, over := s.quota.take(now, all, units, 0)
	told, fail := t.quota.take(now, limits, units, s.people(t, version))
	if fail == nil {
		fail = over
	}
	return told, s.count(t, fail)
}

// count counts a refusal by quota, if it is one.
func (s *Server) count(t *tenant, fail *failure) *failure {
	if fail != nil {
		t.throttled.Add(1)
	}
	return fail
}

// people is how many users the tenant has, by which Graph tells small tenants from large; 0 where none are recorded.
func (s *Server) people(t *tenant, version string) int {
	t.tree.refresh(s.now(), walkAfter)
	f, _ := t.tree.either(version, []string{"users"})
	if f == nil {
		return 0
	}
	c, err := f.content()
	if err != nil || !c.collection {
		return 0
	}
	return c.count()
}

// rates returns which limits a path counts against, and as how many resource units where the limit is in those.
func rates(segments []string, rawQuery string) ([]*limit, int) {
	if len(segments) == 0 {
		return []*limit{&identityLimit}, 1
	}
	at := func(i int) string {
		if i < len(segments) {
			return strings.ToLower(segments[i])
		}
		return ""
	}
	switch at(0) {
	case "auditlogs", "reports":
		return []*limit{&reportsLimit}, 1
	case "identityprotection":
		return []*limit{&protectionLimit}, 1
	case "identity":
		if at(1) == "conditionalaccess" {
			return []*limit{&protectionLimit}, 1
		}
	case "security":
		if at(1) == "alerts" || at(1) == "alerts_v2" || strings.HasPrefix(at(1), "securescore") {
			return []*limit{&alertsLimit}, 1
		}
		return nil, 1
	case "devicemanagement", "deviceappmanagement":
		return []*limit{&intuneLimit}, 1
	case "appcatalogs", "teams", "teamwork":
		return []*limit{&teamsLimit}, 1
	case "sites", "drives", "shares":
		return []*limit{&filesLimit}, fileUnits(segments, rawQuery)
	case "users", "groups":
		switch at(2) {
		case "drive", "drives":
			return []*limit{&filesLimit}, fileUnits(segments[2:], rawQuery)
		case "mailfolders", "mailboxsettings", "messages", "calendar":
			return nil, 1
		case "authentication":
			if at(3) == "methods" {
				return []*limit{&reportsLimit}, 1
			}
		}
	case "admin", "solutions", "tenantrelationships":
		return nil, 1
	}
	return []*limit{&identityLimit}, identityUnits(segments, rawQuery)
}

// fileUnits is what SharePoint counts for a request: two for a list, and for changes from the start; five for
// permissions; else one.
func fileUnits(segments []string, rawQuery string) int {
	last := strings.ToLower(segments[len(segments)-1])
	query := strings.ToLower(rawQuery)
	switch {
	case last == "permissions" || strings.Contains(query, "expand=permissions"):
		return 5
	case last == "delta" && strings.Contains(query, "token="):
		return 1
	case last == "delta" || last == "children" || last == "items":
		return 2
	}
	return 1
}

// identityUnits is what identity and access counts for a GET: a price by path, one less with $select, one more with
// $expand, one less with $top below twenty, and never less than one.
func identityUnits(segments []string, rawQuery string) int {
	n := identityPrice(segments)
	for option := range strings.SplitSeq(rawQuery, "&") {
		name, value, _ := strings.Cut(option, "=")
		switch strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(name), "$"), "%24") {
		case "select":
			n--
		case "expand":
			n++
		case "top":
			if top, err := strconv.Atoi(value); err == nil && top < 20 {
				n--
			}
		}
	}
	return max(1, n)
}

func identityPrice(segments []string) int {
	first, third := strings.ToLower(segments[0]), ""
	if len(segments) == 3 {
		third = strings.ToLower(segments[2])
	}
	switch first + "/" + third {
	case "groups/transitivemembers":
		return 5
	case "domains/domainnamereferences":
		return 4
	case "groups/members":
		return 3
	case "applications/extensionproperties", "serviceprincipals/approleassignments",
		"users/licensedetails", "users/memberof", "users/ownedobjects", "users/transitivememberof":
		return 2
	}
	whole := len(segments) == 1
	switch {
	case whole && (first == "contracts" || first == "subscribedskus"):
		return 3
	case whole && (first == "applications" || first == "users"), first == "oauth2permissiongrants":
		return 2
	}
	return 1
}
