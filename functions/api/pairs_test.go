package api

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// otherDoor is a row of another function's table of routes, as its golden file has it.
type otherDoor struct {
	needs string
	fresh bool
}

// consoleDoors reads the console's rows about a tenant that change something, by
// pattern below the tenant.
func consoleDoors(t *testing.T) map[string]otherDoor {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "console", "testdata", "routes.txt"))
	must(t, err)
	row := regexp.MustCompile(`^POST /tenants/\{tenant\}(/\S+)\s+(\S+)\s+\S+\s+(?:act|page)\s*(fresh)?$`)
	out := map[string]otherDoor{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "POST /tenants/{tenant}") {
			continue
		}
		m := row.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("a row of the console is not in the expected form: %q", line)
		}
		out[m[1]] = otherDoor{m[2], m[3] == "fresh"}
	}
	return out
}

// TestBothDoorsAreAlike: what both the API and the console do takes the same permission
// and the same proof in both, so that nobody gets by one door what the other keeps. Every
// row that changes something is paired or is known to be of one of them alone.
func TestBothDoorsAreAlike(t *testing.T) {
	// The console's rows for what an operation of the API does.
	pairs := map[string][]string{
		"acceptFindings":       {"/findings/{finding}/exception"},
		"withdrawException":    {"/findings/{finding}/withdrawal"},
		"invite":               {"/members"},
		"changeMember":         {"/members/{member}/role"},
		"suspendMember":        {"/members/{member}/suspension"},
		"restoreMember":        {"/members/{member}/restoration"},
		"removeMember":         {"/members/{member}/removal"},
		"withdrawInvitation":   {"/invitations/{invitation}/withdrawal"},
		"engagePartner":        {"/partners"},
		"confirmMembers":       {"/review"},
		"putSupportSetting":    {"/support"},
		"approveGrant":         {"/support/{grant}/approval"},
		"refuseGrant":          {"/support/{grant}/refusal"},
		"revokeGrant":          {"/support/{grant}/revocation"},
		"putSetting":           {"/settings/{setting}", "/notifications"},
		"putPreferences":       {"/notifications/mine"},
		"putWebhook":           {"/notifications"},
		"makeWebhookSecret":    {"/notifications/secret"},
		"activateWebhook":      {"/notifications/webhook"},
		"testWebhook":          {"/notifications/test"},
		"replayWebhookMessage": {"/notifications/calls/{call}/replay"},
		"createKey":            {"/keys"},
		"revokeKey":            {"/keys/{key}/revocation"},
		"subscribe":            {"/plan"},
		"manageSubscription":   {"/plan/management"},
		"terminate":            {"/agreement/termination"},
		"reinstate":            {"/agreement/continuation"},
		"requestErasure":       {"/agreement/erasure"},
	}
	// What is done at one of them alone, and why.
	apiAlone := map[string]string{
		"requestScan":   "the console shows scans and asks for none",
		"removeWebhook": "the console empties the address instead",
	}
	consoleAlone := map[string]string{
		"/review/{member}/removal": "removeMember is at its page, too",
		"/trail":                   "a search, whose words stay out of addresses",
	}
	doors := consoleDoors(t)
	paired := map[string]bool{}
	for _, r := range bare(t).routes() {
		if !r.ofTenant() || r.method == "GET" {
			continue
		}
		if len(pairs[r.id]) == 0 && apiAlone[r.id] == "" {
			t.Errorf("%s: neither paired with the console's nor known to be the API's alone", r.id)
		}
		for _, pattern := range pairs[r.id] {
			at, ok := doors[pattern]
			if !ok {
				t.Errorf("%s: the console has no POST %s", r.id, pattern)
				continue
			}
			paired[pattern] = true
			if at.needs != string(r.needs) || at.fresh != r.fresh {
				t.Errorf("%s takes %s and fresh %v, the console's %s takes %s and fresh %v", r.id, r.needs, r.fresh, pattern, at.needs, at.fresh)
			}
		}
		delete(pairs, r.id)
	}
	for id := range pairs {
		t.Errorf("%s is paired and no operation", id)
	}
	for pattern, at := range doors {
		if !paired[pattern] && consoleAlone[pattern] == "" {
			t.Errorf("POST %s: neither paired with an operation nor known to be the console's alone", pattern)
		}
		if pattern == "/review/{member}/removal" && !at.fresh {
			t.Errorf("POST %s removes a member without the proof that other removals take", pattern)
		}
	}
	for pattern := range consoleAlone {
		if _, ok := doors[pattern]; !ok {
			t.Errorf("POST %s is said to be the console's alone and is not there", pattern)
		}
	}
}
