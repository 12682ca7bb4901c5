// Package instruction keeps what a customer instructs: each change of a tenant's
// settings stays as a dated, attributed document with what was before and what came
// after, in order, beside the setting itself. The agreement calls service settings
// documented instructions (section 10); a setting that was changed without one
// would be none.
//
// Give is the only way in which a person changes a setting: it applies the change,
// keeps the instruction and tells the audit trail in one transaction.
package instruction

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Why a wish is refused, in words for the person who has it.
var (
	ErrChanged = errors.New("the setting was changed meanwhile; look at it again")
	ErrValue   = errors.New("the setting is not valid JSON")
	ErrLarge   = errors.New("the setting is larger than 256 KiB")
	ErrSource  = errors.New("an instruction comes from the console, the API or onboarding")
	ErrCursor  = errors.New("the page asked for does not exist")
)

// The limits of settings and pages.
const (
	MaxValue = 256 << 10 // bytes of a setting
	MaxPage  = 100
	// maxTold is how many bytes of a setting the audit trail repeats; the instruction
	// holds it whole.
	maxTold = 8 << 10
)

// Source is where a person gave an instruction.
type Source string

// The sources.
const (
	Console    Source = "console"
	API        Source = "api"
	Onboarding Source = "onboarding"
)

// Wish is a change of a setting that somebody wants.
type Wish struct {
	Setting Setting
	Value   json.RawMessage
	// Expected is the version that the person has seen, Unset where there was none; empty
	// for whichever there is.
	Expected string
	Source   Source
}

// String keeps a wish out of formatted errors.
func (Wish) String() string { return "[instruction]" }

// GoString implements fmt.GoStringer for the same reason.
func (Wish) GoString() string { return "[instruction]" }

// Instruction is one change of one setting.
type Instruction struct {
	Number  int // 1 and up, without gaps
	Setting string
	Source  Source
	At      time.Time
	Account string          // of who instructed
	By      string          // that person's sign-in name
	Before  json.RawMessage // nil where the setting was not set
	After   json.RawMessage
	Version string // of the setting afterwards
}

// String keeps an instruction out of formatted errors.
func (Instruction) String() string { return "[instruction]" }

// GoString implements fmt.GoStringer for the same reason.
func (Instruction) GoString() string { return "[instruction]" }

// LogValue implements slog.LogValuer.
func (i Instruction) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("number", i.Number), slog.String("setting", i.Setting))
}

// Unset is the version of a setting that was never set: who has seen that overwrites
// nothing either.
const Unset = "0"

// version names what a setting holds: the same value, however it is spaced, has the
// same version.
func version(key *seal.Key, setting string, value json.RawMessage) string {
	if value == nil {
		return Unset
	}
	return key.Hash("setting", setting, string(compact(value)))
}

// compact returns JSON without the spaces that mean nothing.
func compact(value json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return value // which no setting is, but for what was damaged
	}
	return b.Bytes()
}

// Read returns what a setting holds and its version; nil and Unset where it was never
// set.
func Read(ctx context.Context, t *store.Tenant, s Setting) (value json.RawMessage, ver string, err error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, "", err
	}
	h := t.Handle()
	read := func(_ context.Context, tx *firestore.Transaction) (err error) {
		value, err = s.Read(tx, h, key)
		return err
	}
	if err := handle.Vahti(handle.DBOf(h)).RunTransaction(ctx, read, firestore.ReadOnly); err != nil {
		return nil, "", fmt.Errorf("read setting: %w", err)
	}
	return value, version(key, s.Name, value), nil
}

// Give changes a setting and returns the instruction that says so. A value that the
// setting has already changes nothing and returns an instruction without a number.
func Give(ctx context.Context, t *store.Tenant, w Wish, by member.Actor, now time.Time) (Instruction, error) {
	switch {
	case w.Source != Console && w.Source != API && w.Source != Onboarding:
		return Instruction{}, ErrSource
	case len(w.Value) > MaxValue:
		return Instruction{}, ErrLarge
	case !json.Valid(w.Value):
		return Instruction{}, ErrValue
	}
	w.Value = compact(w.Value)
	key, err := t.Key(ctx)
	if err != nil {
		return Instruction{}, err
	}
	g := giving{Wish: w, t: t.Handle(), key: key, by: by, now: now.UTC().Truncate(time.Microsecond)}
	var out Instruction
	err = handle.Transact(ctx, handle.DBOf(g.t), func(_ context.Context, tx *firestore.Transaction) error {
		out, err = g.give(tx)
		return err
	})
	if err != nil {
		return Instruction{}, fmt.Errorf("change setting: %w", err)
	}
	return out, nil
}

// giving is an instruction under way.
type giving struct {
	Wish
	t   handle.Tenant
	key *seal.Key
	by  member.Actor
	now time.Time
}

// give is the transaction of Give.
func (g giving) give(tx *firestore.Transaction) (Instruction, error) {
	out := Instruction{Setting: g.Setting.Name, Source: g.Source, At: g.now, Account: g.by.ID(), By: g.by.Name, After: g.Value,
		Version: version(g.key, g.Setting.Name, g.Value)}
	needs := g.Setting.Needs
	if needs == "" {
		needs = tenant.Configure
	}
	if _, err := member.Authorize(tx, g.t, g.by, needs); err != nil {
		return out, err
	}
	var err error
	if out.Before, err = g.Setting.Read(tx, g.t, g.key); err != nil {
		return out, err
	}
	before := version(g.key, g.Setting.Name, out.Before)
	switch {
	case before == out.Version:
		return out, nil
	case g.Expected != "" && g.Expected != before:
		return out, ErrChanged
	}
	count := handle.Doc(g.t).Collection("settings").Doc("instructions")
	docs, err := tx.GetAll([]*firestore.DocumentRef{count})
	if err != nil {
		return out, err
	}
	var d document.InstructionCount
	if docs[0].Exists() {
		if err := docs[0].DataTo(&d); err != nil {
			return out, err
		}
	}
	write, err := g.Setting.Write(tx, g.t, g.key, g.Value, g.now)
	if err != nil {
		return out, err
	}
	out.Number = d.Last + 1
	if err := g.keep(tx, out, before); err != nil {
		return out, err
	}
	return out, errors.Join(write(), tx.Set(count, document.InstructionCount{Last: out.Number}))
}

// keep writes the instruction and its entry of the audit trail.
func (g giving) keep(tx *firestore.Transaction, i Instruction, before string) error {
	id := name(i.Number)
	d := document.Instruction{Number: i.Number, Setting: i.Setting, Source: string(i.Source), Account: i.Account, At: i.At, After: i.Version}
	if i.Before != nil {
		d.Before = before
	}
	if err := d.Seal(id, document.InstructionPart{By: i.By, Before: i.Before, After: i.After}, g.key); err != nil {
		return err
	}
	if err := tx.Create(handle.Doc(g.t).Collection("instructions").Doc(id), d); err != nil {
		return err
	}
	was, err := told(i, i.Before, before)
	if err != nil {
		return err
	}
	is, err := told(i, i.After, i.Version)
	if err != nil {
		return err
	}
	action := g.Setting.Action
	if action == "" {
		action = trail.SettingChanged
	}
	entry, err := trail.NewDraft(g.t, g.key, "instruction-"+id, trail.Entry{At: g.now, By: g.by.Kind(), Actor: g.by.Name, Account: g.by.ID(),
		Address: g.by.Address, Action: action, Target: "instructions/" + id, Before: was, After: is})
	if err != nil {
		return err
	}
	return entry.Create(tx)
}

// told is what the audit trail keeps of a setting: a large one by its version, since
// the instruction holds it.
func told(i Instruction, value json.RawMessage, ver string) (json.RawMessage, error) {
	if value == nil {
		return nil, nil
	}
	out := map[string]any{"setting": i.Setting, "version": ver, "instruction": i.Number}
	if len(value) <= maxTold {
		out["value"] = value
	}
	return json.Marshal(out)
}

// maxNumber is larger than any instruction's number.
const maxNumber = 999_999_999

// name is the name of an instruction's document.
func name(number int) string { return fmt.Sprintf("%09d", maxNumber-number) }

// List lists the instructions, newest first, page by page. An empty cursor asks for
// the first page, an empty next one says that it was the last.
func List(ctx context.Context, t *store.Tenant, cursor string, limit int) (list []Instruction, next string, err error) {
	if limit < 1 || limit > MaxPage {
		limit = MaxPage
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, "", err
	}
	q := handle.Doc(t.Handle()).Collection("instructions").OrderBy(firestore.DocumentID, firestore.Asc)
	if cursor != "" {
		if !handle.Named(cursor) || len(cursor) != len(name(1)) {
			return nil, "", ErrCursor
		}
		q = q.StartAfter(cursor)
	}
	docs, err := q.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fmt.Errorf("list instructions: %w", err)
	}
	if len(docs) > limit {
		docs = docs[:limit]
		next = docs[limit-1].Ref.ID
	}
	for _, snap := range docs {
		i, err := instructionOf(snap, key)
		if err != nil {
			return nil, "", fmt.Errorf("list instructions: %w", err)
		}
		list = append(list, i)
	}
	return list, next, nil
}

func instructionOf(snap *firestore.DocumentSnapshot, key *seal.Key) (Instruction, error) {
	var d document.Instruction
	if err := snap.DataTo(&d); err != nil {
		return Instruction{}, err
	}
	p, err := d.Part(snap.Ref.ID, key)
	return Instruction{Number: d.Number, Setting: d.Setting, Source: Source(d.Source), At: d.At.UTC(), Account: d.Account, By: p.By,
		Before: p.Before, After: p.After, Version: d.After}, err
}
