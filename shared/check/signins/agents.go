package signins

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Agents asks that AI agents act for people who signed in with Microsoft Entra ID:
// an agent that only ever signs in by itself cannot know who talks to it. Agents
// of settings.declared.autonomousAgents are meant to. Each agent is a result of
// its own.
var Agents = &check.Check{
	ID:       "risk-agent-sign-ins",
	Title:    "AI agents act for users who signed in",
	Category: check.SignIns,
	Severity: finding.Medium,
	Because:  "An agent that acts with permissions of its own gives them to everyone who reaches it, but some agents are built to work alone, and the log does not tell which.",
	Controls: check.Controls{ISO27001: []string{"A.5.16", "A.8.5"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"AI-003"},
	Reads:    []snapshot.Resource{snapshot.AgentSignIns.Resource()},
	Licence:  check.EntraP1,
	Risk:     "Somebody without an account asks the agent, and the agent reads or changes for them what its own permissions reach.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Agents > the agent: let it act on behalf of the user with delegated permissions in place of application permissions, or declare it as autonomous if it is meant to work alone",
		Request: `PATCH /v1.0/servicePrincipals/{id of the agent identity} {"accountEnabled":false}, which stops the agent until it has been looked at`,
	},
	Neutral: []string{"declared"},
	Texts:   []*text.Table{agentsTexts},
	Since:   "2026-11",
	Source:  "Microsoft Zero Trust Assessment, 61011; Microsoft Entra documentation, Microsoft Entra Agent ID logs, and Investigate Agent ID interactive sign-ins, by which agentType is who signed in and agentSubjectType for whom, and an agent's own user account is no person; Microsoft Graph documentation (beta), agentSignIn resource type. As in the assessment, one sign-in for a user is enough; agents that did not sign in during the week are not judged",
	Run: func(s *snapshot.Snapshot) []check.Result {
		agents, untold := agentsOf(s)
		var results []check.Result
		forUsers, declared := 0, 0
		var unclear []finding.Subject
		for _, id := range agents.order {
			a := agents.of[id]
			switch {
			case a.forUsers > 0:
				forUsers++
			case declaredAutonomous(s, a.subject.ID):
				declared++
			case a.unclear > 0 || a.subject.ID == "":
				unclear = append(unclear, a.subject)
			default:
				results = append(results, check.Result{
					Resource: a.subject.ID, Verdict: finding.Fail, Reason: "An agent signs in by itself alone, never for a user.",
					Evidence: finding.Evidence{
						Facts:    finding.Facts{"subjectTypes": a.kinds},
						Subjects: finding.Subjects{"agents": finding.List(a.subject)},
					},
				})
			}
		}
		results = append(results, unsure("Graph did not return for whom some agents sign in.", "agents", unclear)...)
		if untold > 0 {
			results = append(results, check.One(finding.Unknown, "Graph did not return of every sign-in whether an agent made it.", finding.Evidence{
				Facts: finding.Facts{"signIns": untold},
			})...)
		}
		switch {
		case len(results) > 0:
			return results
		case len(agents.order) == 0:
			return check.One(finding.NotApplicable, "No agent signed in during the last 7 days.", finding.Evidence{})
		}
		return check.One(finding.Pass, "Every agent that signed in during the last 7 days did so for a user or was declared to work alone.", finding.Evidence{
			Facts: finding.Facts{"forUsers": forUsers, "declared": declared},
		})
	},
}

// An agent is how one signed in during the week.
type agent struct {
	bundle
	forUsers, unclear int
}

type agents struct {
	order []string
	of    map[string]*agent
}

// agentsOf collects the agents by application; untold is of how many sign-ins it
// could not be told whether an agent made them.
func agentsOf(s *snapshot.Snapshot) (found agents, untold int) {
	found.of = map[string]*agent{}
	all := snapshot.AgentSignIns.Of(s)
	for i := range all {
		x := &all[i]
		at, code := x.CreatedDateTime, x.Status.V.ErrorCode
		if at.Known() && at.V.Readable && s.Now.Sub(at.V.Time) > snapshot.Week || code.Known() && code.V != 0 {
			continue
		}
		switch isAgent(x.Agent.V.AgentType) {
		case finding.Unknown:
			untold++
			continue
		case finding.NotApplicable:
			continue
		}
		key := strings.ToLower(x.AppID)
		a := found.of[key]
		if a == nil {
			a = &agent{bundle: bundle{subject: finding.Subject{ID: x.AppID, Name: x.AppDisplayName}}}
			found.of[key] = a
			found.order = append(found.order, key)
		}
		subject := x.Agent.V.AgentSubjectType
		a.add(subject, at)
		slices.Sort(a.kinds)
		switch {
		case !code.Known() || !at.Known() || !at.V.Readable:
			a.unclear++
		case inOwnName(x):
		case strings.EqualFold(subject.V, "notAgentic") && person(x.UserID):
			a.forUsers++
		default:
			a.unclear++
		}
	}
	return found, untold
}

// isAgent judges a type of identity: it passes for an agent or its user account
// and does not apply to people, other applications, and blueprints, whose
// sign-ins are a step on the way to their agents'.
func isAgent(kind snapshot.Value[string]) finding.Verdict {
	if !kind.Known() {
		return finding.Unknown
	}
	switch strings.ToLower(kind.V) {
	case "agenticappinstance", "agentidentity", "agentiduser":
		return finding.Pass
	case "notagentic", "agenticapp", "agentidentityblueprintprincipal", "agenticappbuilder":
		return finding.NotApplicable
	}
	return finding.Unknown
}

// inOwnName reports whether a sign-in of an agent is known to be for no person:
// as an application, or for an agent or a blueprint.
func inOwnName(x *snapshot.SignIn) bool {
	for _, t := range x.SignInEventTypes {
		if strings.EqualFold(t, "servicePrincipal") || strings.EqualFold(t, "managedIdentity") {
			return true
		}
	}
	subject := x.Agent.V.AgentSubjectType
	return subject.Known() && isAgent(subject) != finding.Unknown && !strings.EqualFold(subject.V, "notAgentic")
}

// person reports whether an id can be a user's.
func person(id string) bool { return id != "" && id != "00000000-0000-0000-0000-000000000000" }

func declaredAutonomous(s *snapshot.Snapshot, app string) bool {
	return app != "" && slices.ContainsFunc(s.Settings.Declared.AutonomousAgents, func(id string) bool { return strings.EqualFold(id, app) })
}
