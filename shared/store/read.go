package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// About is what a tenant's own document says.
type About struct {
	State    tenant.State
	Language string
	Recorded *time.Time
	Slot     tenant.Slot // of the scan that began last
	Consent  Consent
	// People is how many people are watched, as the last scan counted them that read
	// them; nil before.
	People *int
	// Onboarded is when an administrator of the tenant first consented; zero before,
	// and for recordings.
	Onboarded time.Time
	// Paused says that scans rest, whatever the state.
	Paused bool
	// Closed says until when Microsoft asked not to be asked, by class of requests and
	// by the wall clock.
	Closed  map[string]time.Time
	profile []byte
}

// Consent is what Microsoft lets Vahti read of a tenant.
type Consent struct {
	Permissions []string  // sorted
	Seen        time.Time // when this was first seen, by the wall clock; zero before a scan
	Lost        bool      // Entra gives no token for the tenant any more
}

// About reads the tenant's document; ErrNotFound when there is no such tenant.
func (t *Tenant) About(ctx context.Context) (About, error) {
	d, err := get[document.Tenant](ctx, t.doc())
	if err != nil {
		return About{}, fmt.Errorf("read tenant: %w", err)
	}
	slot, err := tenant.ParseSlot(d.Slot)
	if err != nil {
		return About{}, fmt.Errorf("read tenant: %w", err)
	}
	a := About{State: tenant.State(d.State), Language: d.Language, Recorded: d.Recorded, Slot: slot, People: d.People, Onboarded: d.Onboarded, Closed: d.Closed, profile: d.Profile}
	if d.Consent != nil {
		a.Consent = Consent(*d.Consent)
	}
	a.Paused = d.Contract != nil && !d.Contract.Paused.IsZero()
	return a, a.State.Validate()
}

// Profile unseals who the tenant is.
func (t *Tenant) Profile(ctx context.Context, a About) (tenant.Profile, error) {
	var p tenant.Profile
	key, err := t.Key(ctx)
	if err != nil {
		return p, err
	}
	plain, err := key.Open(a.profile, "profile")
	if err != nil {
		return p, fmt.Errorf("read profile: %w", err)
	}
	if err := json.Unmarshal(plain, &p); err != nil {
		return p, fmt.Errorf("read profile: not in the expected form")
	}
	return p, nil
}

// Settings unseals what the customer declared, as JSON; nil when nothing was.
func (t *Tenant) Settings(ctx context.Context) ([]byte, error) {
	d, err := get[document.Settings](ctx, t.doc().Collection("settings").Doc("current"))
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(d.Sealed, "settings")
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	return plain, nil
}

// Findings reads all findings with their subjects, by check and resource, as
// people see them: open ones that an exception covers are excepted.
func (t *Tenant) Findings(ctx context.Context) ([]finding.Finding, error) {
	stored, err := t.StoredFindings(ctx)
	if err != nil {
		return nil, err
	}
	return t.except(ctx, stored)
}

// StoredFindings is Findings as a scan compares with them: open or resolved, whatever
// was accepted.
func (t *Tenant) StoredFindings(ctx context.Context) ([]finding.Finding, error) {
	return t.findingsOf(ctx, t.doc().Collection("findings").Query)
}

// FindingsOf is Findings of one check.
func (t *Tenant) FindingsOf(ctx context.Context, check string) ([]finding.Finding, error) {
	stored, err := t.findingsOf(ctx, t.doc().Collection("findings").Where("check", "==", check))
	if err != nil {
		return nil, err
	}
	return t.except(ctx, stored)
}

func (t *Tenant) findingsOf(ctx context.Context, q firestore.Query) ([]finding.Finding, error) {
	docs, err := all[document.Finding](ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read findings: %w", err)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]finding.Finding, len(docs))
	for i, d := range docs {
		if out[i], err = d.Finding(key); err != nil {
			return nil, fmt.Errorf("read finding: %w", err)
		}
	}
	slices.SortFunc(out, func(a, b finding.Finding) int {
		if c := strings.Compare(a.Check, b.Check); c != 0 {
			return c
		}
		return strings.Compare(a.Resource, b.Resource)
	})
	return out, nil
}

// Finding reads one finding with its subjects, as Findings does.
func (t *Tenant) Finding(ctx context.Context, id finding.ID) (finding.Finding, error) {
	d, err := t.findingDocument(ctx, id)
	if err != nil {
		return finding.Finding{}, err
	}
	key, err := t.Key(ctx)
	if err != nil {
		return finding.Finding{}, err
	}
	f, err := d.Finding(key)
	if err != nil {
		return finding.Finding{}, fmt.Errorf("read finding: %w", err)
	}
	seen, err := t.except(ctx, []finding.Finding{f})
	if err != nil {
		return finding.Finding{}, err
	}
	return seen[0], nil
}

// FindingFacts reads one finding without its resource and subjects, as a
// function sees it that cannot unseal.
func (t *Tenant) FindingFacts(ctx context.Context, id finding.ID) (finding.Finding, error) {
	d, err := t.findingDocument(ctx, id)
	if err != nil {
		return finding.Finding{}, err
	}
	return d.WithoutSubjects()
}

func (t *Tenant) findingDocument(ctx context.Context, id finding.ID) (document.Finding, error) {
	if !handle.Named(string(id)) {
		return document.Finding{}, ErrNotFound
	}
	d, err := get[document.Finding](ctx, t.doc().Collection("findings").Doc(string(id)))
	if err != nil {
		return d, fmt.Errorf("read finding: %w", err)
	}
	return d, nil
}

// Advice is an explanation as stored.
type Advice struct {
	Finding  finding.ID
	Facts    string // hash of what was explained
	Language string
	Written  bool // false: the model's answer was not kept
	Summary  string
	Why      string
	Steps    []string
}

// Advice reads the explanation of a finding; ErrNotFound when there is none.
func (t *Tenant) Advice(ctx context.Context, id finding.ID) (Advice, error) {
	if !handle.Named(string(id)) {
		return Advice{}, ErrNotFound
	}
	d, err := get[document.Advice](ctx, t.advice().Doc(string(id)))
	if err != nil {
		return Advice{}, fmt.Errorf("read explanation: %w", err)
	}
	return adviceOf(string(id), d), nil
}

// AllAdvice reads every explanation of the tenant, by finding.
func (t *Tenant) AllAdvice(ctx context.Context) (map[finding.ID]Advice, error) {
	docs, err := t.advice().Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read explanations: %w", err)
	}
	out := make(map[finding.ID]Advice, len(docs))
	for _, doc := range docs {
		var d document.Advice
		if err := doc.DataTo(&d); err != nil {
			return nil, fmt.Errorf("read explanations: %w", err)
		}
		out[finding.ID(doc.Ref.ID)] = adviceOf(doc.Ref.ID, d)
	}
	return out, nil
}

func adviceOf(id string, d document.Advice) Advice {
	return Advice{Finding: finding.ID(id), Facts: d.Facts, Language: d.Language, Written: d.State == Written, Summary: d.Summary, Why: d.Why, Steps: d.Steps}
}

// Written is the state of an explanation that is shown.
const Written = "written"

func (t *Tenant) advice() *firestore.CollectionRef { return handle.Explanations(t.handle) }
