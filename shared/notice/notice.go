// Package notice decides what a tenant's people are told, and writes it down to be
// sent: once a scan has ended, what it opened, reopened or worsened that is serious is
// one letter to each reader and one message to the tenant's webhook, however many
// findings it is; the rest waits for the digest, daily or weekly as each reader
// chooses.
//
// What a scan changed is news of the tenant, under the scan's name. A message about
// it can come twice, late or not at all: what is told is read from the findings
// themselves, and kept with the news before the first letter is written, so that a
// repeat tells the same. Letters, messages and digests have names that follow from
// what they are about, and are created once.
//
// Readers are the tenant's members, and those who act in it for a partner organisation
// and have asked for the kind of letter: such people may serve many customers, and are
// written to about none before they choose it. Whoever is both is written to as a
// member, once.
//
// In the tenant's quiet hours letters are held back until these are over, also those
// whose first tries failed before; those about critical findings are not, unless the
// tenant says so, nor those that the agreement requires: a reader can turn neither these
// nor their hour off. A digest comes at the hour that was chosen for it, and waits for
// the end of quiet hours where it is late. A webhook has no night. Letters and messages
// hold the titles of checks, severities and counts: no names of people or things.
//
// A digest tells a reader what was news since they were last told, whichever digest they
// got then, without what a letter told them at once.
package notice

import (
	"context"
	"errors"
	"slices"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/instruction"
)

// Desk writes what is to be told.
type Desk struct {
	DB   *store.DB
	Site string // where people reach Vahti, without a slash at its end
	// Title is what a check says should hold, in a language; empty for a check that
	// is not Vahti's own.
	Title func(check, language string) string
	Now   func() time.Time
}

// Item is one finding that a scan changed.
type Item struct {
	Finding  finding.ID       `json:"finding"`
	Version  int              `json:"version"`
	Check    string           `json:"check"`
	Severity finding.Severity `json:"severity"`
	Change   finding.Kind     `json:"change"`
	// AtOnce says that it was told when it was seen rather than in a digest.
	AtOnce bool `json:"atOnce,omitempty"`
}

// serious reports whether the tenant wants to hear of a change at once.
func serious(n instruction.Notify, c store.Changed) bool {
	if c.State != finding.Open || c.Kind != finding.Opened && c.Kind != finding.Reopened && c.Kind != finding.Worsened {
		return false
	}
	least := slices.Index(finding.Severities(), finding.Severity(n.AtOnce))
	return least >= 0 && slices.Index(finding.Severities(), c.Severity) <= least
}

// critical reports whether one of the items that are told at once is critical.
func critical(items []Item) bool {
	return slices.ContainsFunc(items, func(i Item) bool { return i.AtOnce && i.Severity == finding.Critical })
}

// settings reads what the tenant wants. The address of the webhook was judged when it
// was set, and is again when it is called.
func settings(ctx context.Context, t *store.Tenant) (instruction.Notify, error) {
	value, _, err := instruction.Read(ctx, t, instruction.Notifications(notify.CheckAddress))
	if err != nil {
		return instruction.Notify{}, err
	}
	return instruction.ParseNotify(value)
}

// house is what is read of a tenant to write to its people.
type house struct {
	*store.Tenant
	about  store.About
	name   string
	notify instruction.Notify
}

// errUnwatched says that the tenant's people are told nothing any more.
var errUnwatched = errors.New("the tenant is not watched")

func enter(ctx context.Context, t *store.Tenant) (house, error) {
	h := house{Tenant: t}
	var err error
	if h.about, err = t.About(ctx); errors.Is(err, store.ErrNotFound) {
		return h, errUnwatched
	}
	if err != nil {
		return h, err
	}
	if !h.about.State.Watched() {
		return h, errUnwatched
	}
	profile, err := t.Profile(ctx, h.about)
	if err != nil {
		return h, err
	}
	h.name = profile.Name
	h.notify, err = settings(ctx, t)
	return h, err
}

// Setting is the setting of what is told, when and where. private lets the webhook be
// anywhere, which is for one's own machine alone.
func Setting(private bool) instruction.Setting {
	if private {
		return instruction.Notifications(func(string) error { return nil })
	}
	return instruction.Notifications(notify.CheckAddress)
}

// ErrAddress is for people who name an address that cannot be a webhook's.
var ErrAddress = notify.ErrAddress
