// Package custom makes checks of data: a customer, or an operator for every
// tenant, writes an expression over what was read and the same metadata that
// Vahti's own checks have.
//
// The expression is CEL. "resources" holds what was read in Graph's own JSON, by
// the names of the table of checks: a collection is a list, a resource under
// parents a map of lists by parent. "now" is the moment the verdict is about.
//
//	resources["v1.0/policies/authorizationPolicy"].allowInvitesFrom == "none"
//	resources["v1.0/users"].filter(u, u.userType == "Guest" && u.accountEnabled).map(u, u.id)
//
// True passes and false fails. A list names what fails, one finding each; an
// empty one passes. A property that is absent or null where a value is needed
// makes the verdict unknown, as does an expression that costs too much.
package custom

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Text is what people read, in English and, where it was translated, in the
// other languages.
type Text struct {
	EN string `json:"en"`
	FI string `json:"fi,omitempty"`
	SV string `json:"sv,omitempty"`
}

// Definition is a custom check as data.
type Definition struct {
	ID         string           `json:"id"` // "custom-" and words of lower case with hyphens
	Title      Text             `json:"title"`
	Category   check.Category   `json:"category"`
	Severity   finding.Severity `json:"severity"`
	Because    Text             `json:"because"`
	Risk       Text             `json:"risk"`
	Controls   check.Controls   `json:"controls"`
	Licence    check.Licence    `json:"licence,omitempty"`
	Portal     Text             `json:"portal"`
	Request    string           `json:"request"`
	Since      string           `json:"since"`
	Source     string           `json:"source"`
	Expression string           `json:"expression"`
}

// The bounds of custom checks.
const (
	// MaxDefinitions is how many a tenant, or an operator for all, can have.
	MaxDefinitions = 50
	maxExpression  = 4 << 10
	maxText        = 500
)

var (
	identifier = regexp.MustCompile(`^custom(-[a-z0-9]{1,30}){1,6}$`)
	month      = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])$`)
)

// Parse reads a JSON array of definitions and makes checks of them. Empty input
// is none. The error names the first definition at fault, what is wrong and, for
// an expression, where in it.
func Parse(raw []byte) ([]*check.Check, error) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var definitions []Definition
	if err := d.Decode(&definitions); err != nil {
		return nil, fmt.Errorf("custom checks: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("custom checks: there is more after the array")
	}
	if len(definitions) > MaxDefinitions {
		return nil, fmt.Errorf("custom checks: %d of them, at most %d are allowed", len(definitions), MaxDefinitions)
	}
	seen := map[string]bool{}
	checks := make([]*check.Check, len(definitions))
	for i, definition := range definitions {
		c, err := New(definition)
		if err != nil {
			return nil, fmt.Errorf("custom check %d: %w", i+1, err)
		}
		if seen[c.ID] {
			return nil, fmt.Errorf("custom check %d: the id %s is taken by another", i+1, c.ID)
		}
		seen[c.ID] = true
		checks[i] = c
	}
	return checks, nil
}

// New makes a check of a definition.
func New(d Definition) (*check.Check, error) {
	if !identifier.MatchString(d.ID) {
		return nil, errors.New(`the id is not "custom-" and up to six words of lower case with hyphens`)
	}
	texts := text.Texts{}
	for _, t := range []struct {
		name string
		Text
	}{{"title", d.Title}, {"because", d.Because}, {"risk", d.Risk}, {"portal", d.Portal}} {
		for _, s := range []string{t.EN, t.FI, t.SV} {
			if len(s) > maxText || strings.ContainsAny(s, "\r\t\x00") {
				return nil, fmt.Errorf("%s: the %s is longer than %d bytes or holds control characters", d.ID, t.name, maxText)
			}
		}
		if strings.TrimSpace(t.EN) == "" {
			return nil, fmt.Errorf("%s: the %s is missing in English", d.ID, t.name)
		}
		// A language that was left out reads English.
		texts[t.EN] = text.Translation{FI: or(t.FI, t.EN), SV: or(t.SV, t.EN)}
	}
	if !slices.Contains(check.Categories(), d.Category) {
		return nil, fmt.Errorf("%s: %q is no category", d.ID, d.Category)
	}
	if err := d.Severity.Validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", d.ID, err)
	}
	if d.Licence != check.NoLicence && !slices.Contains(check.Licences(), d.Licence) {
		return nil, fmt.Errorf("%s: %q is no licence", d.ID, d.Licence)
	}
	if !month.MatchString(d.Since) {
		return nil, fmt.Errorf("%s: since is no month such as 2026-11", d.ID)
	}
	if d.Source == "" || len(d.Source) > maxText || len(d.Request) > maxExpression {
		return nil, fmt.Errorf("%s: the source is missing, or source or request is too long", d.ID)
	}
	p, err := compile(d.Expression)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ID, err)
	}
	return &check.Check{
		ID: d.ID, Title: d.Title.EN, Category: d.Category, Severity: d.Severity, Because: d.Because.EN,
		Controls: d.Controls, Reads: p.reads, Licence: d.Licence, Risk: d.Risk.EN,
		Fix: check.Fix{Portal: d.Portal.EN, Request: d.Request}, Since: d.Since, Source: d.Source,
		Texts: []*text.Table{text.New(texts), ownTexts}, Run: p.run,
	}, nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Together joins Vahti's own checks with custom ones, sorted by ID. A custom
// check whose ID is taken is left out: a tenant's cannot replace an operator's.
func Together(own []*check.Check, custom ...[]*check.Check) []*check.Check {
	out := slices.Clone(own)
	seen := map[string]bool{}
	for _, c := range own {
		seen[c.ID] = true
	}
	for _, some := range custom {
		for _, c := range some {
			if !seen[c.ID] {
				seen[c.ID] = true
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, func(a, b *check.Check) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Of returns the custom checks that a tenant's settings hold.
func Of(s snapshot.Settings) ([]*check.Check, error) { return Parse(s.CustomChecks) }
