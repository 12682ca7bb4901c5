package monitoring

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const (
	// auditControl is the control of Secure Score that says whether the log is on.
	auditControl = "mip_search_auditlog"
	// scoreAge is how old a score may be; Microsoft makes one each day.
	scoreAge = 7 * 24 * time.Hour
)

// AuditLog asks that Microsoft Purview keeps the unified audit log. Graph does not
// show the setting, so the verdict is Microsoft's own, by way of Secure Score.
var AuditLog = &check.Check{
	ID:       "log-unified-audit-log",
	Title:    "The unified audit log is on",
	Category: check.Monitoring,
	Severity: finding.Critical,
	Because:  "Without the log nobody can ever tell what an intruder read, changed or sent, and it cannot be made up for afterwards.",
	Controls: check.Controls{SCuBA: []string{"MS.SECURITYSUITE.5.1v1"}, CIS: []string{"3.1.1"}, ISO27001: []string{"A.8.15"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"LG-001"},
	Reads:    []snapshot.Resource{snapshot.SecureScores.Resource()},
	Risk:     "A break-in leaves no trace: it is not noticed, its extent cannot be told, and the company must assume and report the worst.",
	Fix: check.Fix{
		Portal:  "Microsoft Purview portal > Solutions > Audit > Start recording user and admin activity",
		Request: `PowerShell Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true`,
	},
	Neutral: []string{"scoreCreated"},
	Texts:   []*text.Table{auditLogTexts},
	Since:   "2026-11",
	Source:  "CISA SCuBA baseline for the Microsoft 365 security suite, MS.SECURITYSUITE.5.1; CIS Microsoft 365 Foundations Benchmark, 3.1.1; Microsoft Purview documentation, Turn auditing on or off. The setting is one of Exchange Online PowerShell and not in Graph. A query of the log through Graph takes minutes to hours, has to be created with a POST, and finding no record shows a quiet day as well as a log that is off; Microsoft's daily verdict in Secure Score, the control " + auditControl + ", says it outright. It follows a change within a day or two, and counts as full where somebody marked the control as resolved by other means",
	Run: func(s *snapshot.Snapshot) []check.Result {
		score := snapshot.NewestScore(s)
		if score == nil {
			return check.One(finding.Unknown, "Microsoft has made no Secure Score for the tenant.", finding.Evidence{})
		}
		made := score.CreatedDateTime.V.Time
		facts := finding.Facts{"judgedBy": "SecureScore", "control": auditControl, "scoreCreated": made.UTC().Format(time.DateOnly)}
		evidence := finding.Evidence{Facts: facts}
		if s.Now.Sub(made) > scoreAge {
			return check.One(finding.Unknown, "Microsoft's newest Secure Score is more than a week old.", evidence)
		}
		// The date of a verdict that stays the same is left out: it would change daily.
		delete(facts, "scoreCreated")
		c := controlOf(score, auditControl)
		if c == nil {
			return check.One(finding.Unknown, "Microsoft's Secure Score does not judge the unified audit log.", evidence)
		}
		switch v := achieved(c); {
		case v == finding.Pass:
			facts["achieved"] = true
			return check.One(finding.Pass, "By Microsoft's own verdict in Secure Score the unified audit log is on.", evidence)
		case v == finding.Fail:
			facts["achieved"] = false
			return check.One(finding.Fail, "By Microsoft's own verdict in Secure Score the unified audit log is off.", evidence)
		}
		return check.One(finding.Unknown, "Microsoft's Secure Score gives the unified audit log neither all points nor none.", evidence)
	},
}

// controlOf returns a score's verdict on a control, nil where it has none.
func controlOf(score *snapshot.SecureScore, name string) *snapshot.ControlScore {
	for i := range score.ControlScores {
		if c := &score.ControlScores[i]; strings.EqualFold(c.ControlName, name) {
			return c
		}
	}
	return nil
}

// achieved judges a control that is either on or off. The percentage, which
// Microsoft sends without documenting it, tells a part from the whole; without it
// points are points.
func achieved(c *snapshot.ControlScore) finding.Verdict {
	percent, points := c.ScoreInPercentage, c.Score
	switch {
	case percent.Known() && percent.V >= 100, !percent.Known() && points.Known() && points.V > 0:
		return finding.Pass
	case percent.Known() && percent.V == 0, !percent.Known() && points.Known() && points.V == 0:
		return finding.Fail
	}
	return finding.Unknown
}
