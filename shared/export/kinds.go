package export

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"vahti.ai/vahti/shared/check/text"
)

// Kind is a kind of what is kept of a tenant. Each has an NDJSON file of its own.
type Kind string

// The kinds.
const (
	TheTenant    Kind = "tenant"
	Checks       Kind = "checks"
	Findings     Kind = "findings"
	History      Kind = "history" // what became of each finding
	Changes      Kind = "changes" // the tenant's timeline
	Scores       Kind = "scores"
	Exceptions   Kind = "exceptions"
	Scans        Kind = "scans"
	Explanations Kind = "explanations"
	Members      Kind = "members"
	Invitations  Kind = "invitations"
	Reviews      Kind = "reviews"
	Grants       Kind = "grants" // support access
	Settings     Kind = "settings"
	Preferences  Kind = "preferences" // which letters each reader wants
	Messages     Kind = "messages"    // to the webhook
	Instructions Kind = "instructions"
	Keys         Kind = "keys"
	Trail        Kind = "trail"
	Chain        Kind = "chain" // what seals the trail; it comes with the trail
)

// kindOf is a row of the table of kinds.
type kindOf struct {
	kind     Kind
	periodic bool // whether a period bounds it
	example  Record
}

// kinds is the table of kinds, in the order of their files.
func kinds() []kindOf {
	return []kindOf{
		{TheTenant, false, Tenant{}}, {Checks, false, Check{}}, {Findings, true, &Finding{}}, {History, true, &Step{}}, {Changes, true, &Change{}},
		{Scores, true, Score{}}, {Exceptions, true, &Exception{}}, {Scans, true, &Scan{}}, {Explanations, false, &Explanation{}},
		{Members, false, &Member{}}, {Invitations, false, &Invitation{}}, {Reviews, false, &Review{}}, {Grants, true, &Grant{}},
		{Settings, false, Setting{}}, {Preferences, false, &Preference{}}, {Messages, true, &Message{}}, {Instructions, true, &Instruction{}}, {Keys, false, &APIKey{}}, {Trail, true, &Entry{}}, {Chain, true, &Link{}},
	}
}

// Kinds lists the kinds that can be chosen.
func Kinds() []Kind {
	var out []Kind
	for _, k := range kinds() {
		if k.kind != Chain {
			out = append(out, k.kind)
		}
	}
	return out
}

// Periodic reports whether a period bounds the kind. Of the others everything is
// exported that there is.
func (k Kind) Periodic() bool {
	return slices.ContainsFunc(kinds(), func(row kindOf) bool { return row.kind == k && row.periodic })
}

// Format is a further form in which findings, and the trail, are written.
type Format string

// The formats.
const (
	CSV    Format = "csv" // of findings, and of the trail
	XLSX   Format = "xlsx"
	SARIF  Format = "sarif" // 2.1.0
	OCSF   Format = "ocsf"  // Compliance Finding of 1.3.0, as NDJSON
	Report Format = "report"
)

// Formats lists the formats.
func Formats() []Format { return []Format{CSV, XLSX, SARIF, OCSF, Report} }

// Why a plan is refused, in words for the person who asks.
var (
	ErrKind     = errors.New("there is no such kind of data to export")
	ErrFormat   = errors.New("there is no such format")
	ErrPeriod   = errors.New("the period must end after it begins")
	ErrLanguage = errors.New("choose en, fi or sv as the language")
)

// Plan says what is exported.
type Plan struct {
	Tenant   string // its ID
	Kinds    []Kind // none: every kind
	Formats  []Format
	From, To time.Time // at or after From, before To; zero: without a bound
	Language text.Language
	// At is when the export is made, by the wall clock.
	At time.Time
	// Address is where people reach Vahti, without a slash at its end.
	Address string
}

// Clean returns the plan in the order in which it is worked on, or why it cannot be.
func (p Plan) Clean() (Plan, error) {
	all, formats := Kinds(), Formats()
	switch {
	case slices.ContainsFunc(p.Kinds, func(k Kind) bool { return !slices.Contains(all, k) }):
		return p, ErrKind
	case slices.ContainsFunc(p.Formats, func(f Format) bool { return !slices.Contains(formats, f) }):
		return p, ErrFormat
	case !p.From.IsZero() && !p.To.IsZero() && !p.From.Before(p.To):
		return p, ErrPeriod
	case !slices.Contains(text.Languages(), p.Language):
		return p, ErrLanguage
	}
	chosen, further := p.Kinds, p.Formats
	if len(chosen) == 0 {
		chosen = all
	}
	p.Kinds = slices.DeleteFunc(all, func(k Kind) bool { return !slices.Contains(chosen, k) })
	p.Formats = slices.DeleteFunc(formats, func(f Format) bool { return !slices.Contains(further, f) })
	p.From, p.To, p.At = p.From.UTC(), p.To.UTC(), p.At.UTC()
	return p, nil
}

// wants reports whether a format is.
func (p Plan) wants(f Format) bool { return slices.Contains(p.Formats, f) }

// Within reports whether a moment lies in the period.
func (p Plan) Within(t time.Time) bool {
	return !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
}

// Source is where the records of an export come from. What it yields is read once and
// not kept, so that a source may hold a page at a time; each call reads anew.
type Source struct {
	Tenant Tenant
	Checks []Check
	// Findings are those of the period, in an order that is always the same.
	Findings func(context.Context) iter.Seq2[*Finding, error]
	// Worst are the findings that are open or excepted, the worst first.
	Worst func(context.Context) iter.Seq2[*Finding, error]
	// Scores are the scores of the period, oldest first.
	Scores func(context.Context) iter.Seq2[Score, error]
	// Entries are the entries of the audit trail, oldest first.
	Entries func(context.Context) iter.Seq2[*Entry, error]
	// Whole is asked once everything was read, before the manifest: an error says that
	// something may have been missing, and breaks the export off.
	Whole func(context.Context) error
	// More are the records of every other kind.
	More map[Kind]func(context.Context) iter.Seq2[Record, error]
}

// records returns the records of a kind.
func (s Source) records(ctx context.Context, k Kind) iter.Seq2[Record, error] {
	switch k {
	case TheTenant:
		return oneBox(s.Tenant)
	case Checks:
		return boxed(each(s.Checks))
	case Findings:
		return boxed(s.Findings(ctx))
	case Scores:
		return boxed(s.Scores(ctx))
	case Trail:
		return boxed(s.Entries(ctx))
	}
	if s.More[k] == nil {
		return boxed(each[*Link](nil))
	}
	return s.More[k](ctx)
}

// boxed yields records of one type as records.
func boxed[R Record](of iter.Seq2[R, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for r, err := range of {
			if !yield(r, err) {
				return
			}
		}
	}
}

func oneBox(r Record) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) { yield(r, nil) }
}

// each yields what a list holds.
func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	}
}
