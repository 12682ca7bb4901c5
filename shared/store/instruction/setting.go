package instruction

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Why a value is refused, in words for the person who gives it. A sentence that says
// what the plan allows follows ErrPlan.
var (
	ErrPlan     = errors.New("the plan does not allow this interval")
	ErrLanguage = errors.New("choose en, fi or sv as the language")
	ErrInterval = errors.New("the interval between scans is a number of whole seconds")
	ErrSupport  = errors.New(`whether support access needs approval is {"approval":true} or {"approval":false}`)
)

// Setting is one thing that a customer can set, and how it is stored.
type Setting struct {
	Name string
	// Needs is what it takes to change it; tenant.Configure where it is empty.
	Needs tenant.Permission
	// Action is what the audit trail calls a change; trail.SettingChanged where it is
	// empty.
	Action trail.Action
	// Read returns what the setting holds, nil where it was never set.
	Read func(*firestore.Transaction, handle.Tenant, *seal.Key) (json.RawMessage, error)
	// Write refuses a value or returns what writes it. It may read; what it returns
	// may not.
	Write func(*firestore.Transaction, handle.Tenant, *seal.Key, json.RawMessage, time.Time) (func() error, error)
}

// Declared is what the customer declares for checks, as one JSON document. Whether it
// makes sense is for the caller to judge.
func Declared() Setting { return kept("current", "settings") }

// Document is a setting of a name of its own, kept as one sealed JSON document.
func Document(name string) (Setting, error) {
	if !handle.Named(name) || name == "current" || name == "instructions" || name == supportName || name == notificationsName {
		return Setting{}, errors.New("a setting cannot have this name")
	}
	return kept(name, "settings/"+name), nil
}

// kept is the setting in the document settings/{name}, sealed for a place.
func kept(name, place string) Setting {
	ref := func(t handle.Tenant) *firestore.DocumentRef { return handle.Doc(t).Collection("settings").Doc(name) }
	return Setting{
		Name: name,
		Read: func(tx *firestore.Transaction, t handle.Tenant, key *seal.Key) (json.RawMessage, error) {
			docs, err := tx.GetAll([]*firestore.DocumentRef{ref(t)})
			if err != nil || !docs[0].Exists() {
				return nil, err
			}
			var d document.Settings
			if err := docs[0].DataTo(&d); err != nil {
				return nil, err
			}
			return key.Open(d.Sealed, place)
		},
		Write: func(tx *firestore.Transaction, t handle.Tenant, key *seal.Key, value json.RawMessage, _ time.Time) (func() error, error) {
			sealed, err := key.Seal(value, place)
			if err != nil {
				return nil, err
			}
			return func() error { return tx.Set(ref(t), document.Settings{Sealed: sealed}) }, nil
		},
	}
}

// supportName is the setting that says whether support access needs approval.
const supportName = "support"

// support is what the setting holds.
type support struct {
	Approval *bool `json:"approval"`
}

// Support says whether each support access needs the customer's approval before it
// begins. Where it was never set none is needed: the agreement limits support access
// by its purposes and has it recorded (annex 3, section 2), and asks for no approval
// each time.
func Support() Setting {
	s := kept(supportName, "settings/"+supportName)
	s.Needs, s.Action = tenant.ApproveSupport, trail.SupportPolicyChanged
	write := s.Write
	s.Write = func(tx *firestore.Transaction, t handle.Tenant, key *seal.Key, value json.RawMessage, now time.Time) (func() error, error) {
		var v support
		if json.Unmarshal(value, &v) != nil || v.Approval == nil {
			return nil, ErrSupport
		}
		return write(tx, t, key, value, now)
	}
	return s
}

// ApprovalNeeded reads whether support access needs approval, within a transaction.
func ApprovalNeeded(tx *firestore.Transaction, t handle.Tenant, key *seal.Key) (bool, error) {
	value, err := Support().Read(tx, t, key)
	if err != nil || value == nil {
		return false, err
	}
	var v support
	if json.Unmarshal(value, &v) != nil || v.Approval == nil {
		return false, errors.New("the setting about support access is not in the expected form")
	}
	return *v.Approval, nil
}

// about reads the tenant's own document.
func about(tx *firestore.Transaction, t handle.Tenant) (document.Tenant, error) {
	docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(t)})
	var d document.Tenant
	if err != nil {
		return d, err
	}
	if !docs[0].Exists() {
		return d, member.ErrNotFound
	}
	return d, docs[0].DataTo(&d)
}

// Language is in which language the tenant's people are written to: "en", "fi" or
// "sv".
func Language() Setting {
	return Setting{
		Name: "language",
		Read: func(tx *firestore.Transaction, t handle.Tenant, _ *seal.Key) (json.RawMessage, error) {
			d, err := about(tx, t)
			if err != nil || d.Language == "" {
				return nil, err
			}
			return json.Marshal(d.Language)
		},
		Write: func(tx *firestore.Transaction, t handle.Tenant, _ *seal.Key, value json.RawMessage, _ time.Time) (func() error, error) {
			var v string
			if json.Unmarshal(value, &v) != nil || v != "en" && v != "fi" && v != "sv" {
				return nil, ErrLanguage
			}
			return func() error {
				return tx.Update(handle.Doc(t), []firestore.Update{{Path: "language", Value: v}})
			}, nil
		},
	}
}

// Interval is how many seconds lie between two scans, within what the plan allows.
// After a shorter interval the next scan is not left to the longer one.
func Interval() Setting {
	return Setting{
		Name: "interval",
		Read: func(tx *firestore.Transaction, t handle.Tenant, _ *seal.Key) (json.RawMessage, error) {
			d, err := about(tx, t)
			if err != nil {
				return nil, err
			}
			return json.Marshal(int64(d.Interval / time.Second))
		},
		Write: func(tx *firestore.Transaction, t handle.Tenant, _ *seal.Key, value json.RawMessage, now time.Time) (func() error, error) {
			var seconds int64
			if json.Unmarshal(value, &seconds) != nil || seconds < 0 || seconds > int64(10*tenant.MaxInterval/time.Second) {
				return nil, ErrInterval
			}
			d, err := about(tx, t)
			if err != nil {
				return nil, err
			}
			d.Interval = time.Duration(seconds) * time.Second
			if err := tenant.Plan(d.Plan).Allow(d.Interval); err != nil {
				return nil, fmt.Errorf("%w: %w", ErrPlan, err)
			}
			updates := []firestore.Update{{Path: "interval", Value: d.Interval}}
			if next := d.NextDue(now); next.Before(d.Due) {
				updates = append(updates, firestore.Update{Path: "due", Value: next})
			}
			return func() error { return tx.Update(handle.Doc(t), updates) }, nil
		},
	}
}
