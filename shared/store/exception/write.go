package exception

import (
	"encoding/json"
	"errors"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
)

// accepted is a new exception with what is written of it.
type accepted struct {
	exception finding.Exception
	doc       document.Exception
	stepName  string
	step      document.Change
	drift     finding.Drift
	trail     trail.Draft
	finding   string
}

func (w *wish) accepted(id string, d document.Finding, recorded bool, at, written time.Time) (accepted, error) {
	f, err := d.Finding(w.key)
	if err != nil {
		return accepted{}, err
	}
	e := finding.Exception{ID: id, Request: w.Request, Finding: f.ID, Check: f.Check, Resource: f.Resource, Reason: w.Reason, Owner: w.Owner,
		By: w.by.Name, Created: at.UTC(), Written: written.UTC(), Expires: w.Expires.UTC(), Severity: f.Severity, Accepted: f.Evidence, Scale: w.Scale}
	out := accepted{exception: e, finding: d.ID}
	if out.doc, err = document.FromAcceptance(e, recorded, w.key); err != nil {
		return out, err
	}
	by := attribution(w.by, w.now)
	if out.stepName, out.step, err = document.FromException(finding.Accepted, id, "", d, by, at, written, w.key); err != nil {
		return out, err
	}
	out.drift = finding.ExceptionDrift(f, finding.Open, finding.Excepted, "", at, by)
	after, err := json.Marshal(told(e))
	if err != nil {
		return out, err
	}
	out.trail, err = trail.NewDraft(w.t, w.key, id+"-accepted", w.by.Entry(trail.Entry{
		At: w.now, Action: trail.ExceptionAccepted, Target: "exceptions/" + id, After: after}))
	return out, err
}

// write writes new exceptions with all that tells of them.
func (w *wish) write(tx *firestore.Transaction, fresh []accepted, at, written time.Time) error {
	if len(fresh) == 0 {
		return nil
	}
	doc := handle.Doc(w.t)
	var drift []finding.Drift
	for _, a := range fresh {
		drift = append(drift, a.drift)
		history := doc.Collection("findings").Doc(a.finding).Collection("history")
		err := errors.Join(
			tx.Create(doc.Collection("exceptions").Doc(a.doc.ID), a.doc),
			tx.Create(history.Doc(a.stepName), a.step),
			a.trail.Create(tx))
		if err != nil {
			return err
		}
	}
	return events(tx, w.t, w.key, fresh[0].doc.ID+"-accepted", drift, at, written)
}

// events writes what happened to exceptions into the tenant's timeline.
func events(tx *firestore.Transaction, t handle.Tenant, key *seal.Key, name string, drift []finding.Drift, at, written time.Time) error {
	parts, err := document.SealDrift(name, drift, key)
	if err != nil {
		return err
	}
	for name, sealed := range parts {
		d := document.Drift{At: at, Written: written, Sealed: sealed}
		if err := tx.Create(handle.Doc(t).Collection("changes").Doc(name), d); err != nil {
			return err
		}
	}
	return nil
}

// attribution says that somebody did something in Vahti.
func attribution(by trail.Who, at time.Time) finding.Attribution {
	return finding.Attribution{Attributed: true, At: at.UTC(), Actor: by.Name, IP: by.Address}
}

// told is what the audit trail keeps of an exception.
func told(e finding.Exception) map[string]any {
	out := map[string]any{"finding": e.Finding, "check": e.Check, "resource": e.Resource, "reason": e.Reason, "owner": e.Owner,
		"by": e.By, "created": e.Created, "expires": e.Expires, "severity": e.Severity, "facts": e.Accepted.Facts}
	if !e.Active() {
		out["ended"], out["because"] = e.Ended, e.Because
	}
	return out
}
