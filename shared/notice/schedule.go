package notice

import (
	"context"
	"errors"
	"time"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/instruction"
)

// Hold returns when a letter that is ready at a moment is sent: then, or when the quiet
// hours are over that the moment lies in.
func Hold(n instruction.Notify, at time.Time, critical bool) time.Time {
	if n.Quiet == nil || critical && !n.Quiet.Critical {
		return at
	}
	zone, err := n.Location()
	from, err1 := instruction.Minute(n.Quiet.From)
	to, err2 := instruction.Minute(n.Quiet.To)
	if err != nil || err1 != nil || err2 != nil {
		return at
	}
	quiet := func(t time.Time) bool {
		local := t.In(zone)
		minute := local.Hour()*60 + local.Minute()
		if from < to {
			return from <= minute && minute < to
		}
		return minute >= from || minute < to
	}
	if !quiet(at) {
		return at
	}
	// Minute by minute: when clocks are set forward or back, an end that is skipped or
	// comes twice is met as a clock on the wall meets it.
	t := at.Truncate(time.Minute)
	for quiet(t) {
		t = t.Add(time.Minute)
	}
	return t
}

// inTime is how long after its hour a digest still comes at that hour.
const inTime = time.Hour

// digestHold is Hold for a digest: it comes in quiet hours where its own hour was chosen
// to lie in them, and not where it is late.
func digestHold(n instruction.Notify, due, at time.Time) time.Time {
	if Hold(n, due, false).After(due) && at.Sub(due) < inTime {
		return at
	}
	return Hold(n, at, false)
}

// Quiet returns when a letter that was written at a moment may be sent: now, or when the
// tenant's quiet hours are over, of which some may have begun since the letter was
// written. Letters that the agreement requires, and those about no tenant, know none.
func (d *Desk) Quiet(ctx context.Context, l letter.Letter, written time.Time) (time.Time, error) {
	now := d.Now()
	if l.Of == "" || !l.Kind.Optional() {
		return now, nil
	}
	id, err := tenantid.Parse(l.Of)
	if err != nil {
		return now, err
	}
	t, err := d.DB.Tenant(id)
	if err != nil {
		return now, err
	}
	h, err := enter(ctx, t)
	if errors.Is(err, errUnwatched) {
		return now, nil
	}
	if err != nil {
		return now, err
	}
	if l.Kind == letter.Digest && !l.Hold.After(written) {
		return digestHold(h.notify, written, now), nil
	}
	return Hold(h.notify, now, l.Critical), nil
}

// Next returns when the first digest after a moment is due. One whose hour is skipped
// when clocks are set forward is due an hour later by the clock on the wall; one whose
// hour comes twice is due the first time.
func Next(n instruction.Notify, c letter.Cadence, after time.Time) time.Time {
	zone, err := n.Location()
	if err != nil {
		zone = time.UTC
	}
	local := after.In(zone)
	for day := 0; ; day++ {
		date := time.Date(local.Year(), local.Month(), local.Day()+day, 12, 0, 0, 0, zone)
		if c == letter.Weekly && int(date.Weekday()) != n.Weekday {
			continue
		}
		if due := wall(date, n.Hour); due.After(after) {
			return due.UTC()
		}
	}
}

// wall is the first moment of a day at which the clock shows the hour or, where it
// never does, a later one.
func wall(date time.Time, hour int) time.Time {
	zone := date.Location()
	t := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, zone)
	const step = 15 * time.Minute // clocks are set by multiples of it
	for t.Day() != date.Day() {   // midnight itself is skipped
		t = t.Add(step)
	}
	for t.Day() == date.Day() && t.Hour() < hour {
		t = t.Add(step)
	}
	return t
}
