package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// telling is where an agreement stands, as the audit trail shows it.
type telling struct {
	State      tenant.State `json:"state"`
	Paused     *time.Time   `json:"paused,omitempty"`
	Terminated *time.Time   `json:"terminated,omitempty"`
	Why        Why          `json:"why,omitempty"`
	Erase      *time.Time   `json:"erase,omitempty"`
	Asked      *time.Time   `json:"asked,omitempty"`
}

func tellingOf(s Standing) telling {
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return &t
	}
	return telling{State: s.State, Paused: at(s.Paused), Terminated: at(s.Terminated), Why: s.Why, Erase: at(s.Erase), Asked: at(s.Asked)}
}

// told is the audit trail's entry of a step.
func told(h handle.Tenant, key *seal.Key, s *step, by member.Actor, action trail.Action, was, is Standing) (trail.Draft, error) {
	before, err1 := json.Marshal(tellingOf(was))
	after, err2 := json.Marshal(tellingOf(is))
	if err := errors.Join(err1, err2); err != nil {
		return trail.Draft{}, err
	}
	e := trail.Entry{At: s.now, Actor: by.Name, Account: by.Account, Address: by.Address, Action: action, Target: "contract", Before: before, After: after}
	if s.target != "" {
		e.Target, e.Before, e.After = s.target, nil, s.after
	}
	switch {
	case !by.Service:
		e.By = trail.Member
	case by.Name != "":
		e.By = trail.Operator
	}
	return trail.NewDraft(h, key, fmt.Sprintf("contract-%06d", s.c.Steps), e)
}
