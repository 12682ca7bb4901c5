package identity

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// maxIdle is how long a web session may lie idle.
const maxIdle = 3 * time.Hour

// SessionTimeout asks that idle web sessions end. Only a policy that is the
// organisation's default is in force.
var SessionTimeout = &check.Check{
	ID:       "id-session-timeout",
	Title:    "Idle web sessions end within three hours",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "A browser left open on a shared or lost computer stays signed in until something ends the session.",
	Controls: check.Controls{CIS: []string{"1.3.2"}, EIDSCA: []string{"DA01"}, ISO27001: []string{"A.8.1", "A.8.5"}, NIS2: []string{"21(2)(g)", "21(2)(i)"}},
	Rows:     []string{"ID-030"},
	Reads:    []snapshot.Resource{snapshot.ActivityBasedTimeoutPolicies.Resource()},
	Risk:     "Whoever sits down at an unlocked or shared computer reads mail and files in a session that nobody closed.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Org settings > Security & privacy > Idle session timeout > Turn on, three hours or less",
		Request: `POST /v1.0/policies/activityBasedTimeoutPolicies {"displayName":"Idle session timeout","isOrganizationDefault":true,"definition":["{\"ActivityBasedTimeoutPolicy\":{\"Version\":1,\"ApplicationPolicies\":[{\"ApplicationId\":\"default\",\"WebSessionIdleTimeout\":\"03:00:00\"}]}}"]}`,
	},
	Texts:  []*text.Table{sessionTimeoutTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.3.2; Microsoft Graph documentation, activityBasedTimeoutPolicy resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var found []time.Duration
		unreadable := false
		for _, p := range snapshot.ActivityBasedTimeoutPolicies.Of(s) {
			if p.IsOrganizationDefault.Known() && !p.IsOrganizationDefault.V {
				continue
			}
			for _, definition := range p.Definition {
				idle, set, ok := idleTimeout(definition)
				unreadable = unreadable || !ok
				if set {
					found = append(found, idle)
				}
			}
		}
		for _, idle := range found {
			if idle <= maxIdle {
				return check.One(finding.Pass, "Idle web sessions end within three hours.", idleEvidence(idle))
			}
		}
		switch {
		case unreadable:
			return check.One(finding.Unknown, "A session timeout policy has a definition Vahti does not understand.", finding.Evidence{})
		case len(found) > 0:
			return check.One(finding.Fail, "Idle web sessions end only after more than three hours.", idleEvidence(found[0]))
		}
		return check.One(finding.Fail, "No policy ends idle web sessions.", finding.Evidence{})
	},
}

func idleEvidence(idle time.Duration) finding.Evidence {
	return finding.Evidence{Facts: finding.Facts{"webSessionIdleMinutes": int(idle / time.Minute)}}
}

// idleTimeout reads the default application's timeout from a policy's
// definition. set is false where the definition has none for the default
// application; ok is false where it has another shape than documented.
func idleTimeout(definition string) (idle time.Duration, set, ok bool) {
	var d struct {
		Policy *struct {
			Applications []struct {
				ID   string `json:"ApplicationId"`
				Idle string `json:"WebSessionIdleTimeout"`
			} `json:"ApplicationPolicies"`
		} `json:"ActivityBasedTimeoutPolicy"`
	}
	if err := json.Unmarshal([]byte(definition), &d); err != nil || d.Policy == nil {
		return 0, false, false
	}
	for _, a := range d.Policy.Applications {
		if !strings.EqualFold(a.ID, "default") {
			continue
		}
		if idle, ok = timeSpan(a.Idle); !ok {
			return 0, false, false
		}
		return idle, true, true
	}
	return 0, false, true
}

// span is a .NET time span: days are optional, a fraction of a second too.
var span = regexp.MustCompile(`^(?:(\d{1,4})\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,7})?$`)

// timeSpan parses a .NET time span such as "1.02:30:00"; nothing idle at all
// would be no timeout, so zero is refused.
func timeSpan(text string) (time.Duration, bool) {
	m := span.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	var total time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(m[i+1])
		total += time.Duration(n) * unit
	}
	return total, total > 0
}
