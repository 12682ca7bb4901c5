package deliver

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"sync/atomic"
	"time"

	"vahti.ai/vahti/shared/account/language"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/notify"
	"vahti.ai/vahti/shared/tenant"
)

// letters hands over the letters that are due.
func (d *deliverer) letters(ctx context.Context) error {
	var tardy atomic.Int64
	for range rounds {
		due, err := letter.Due(ctx, d.db, d.now(), batch)
		if err != nil {
			return err
		}
		each(d, "letter", parallel, due, func(p *letter.Parcel) string { return p.Of }, func(p *letter.Parcel) error {
			err := d.letter(ctx, p)
			if err != nil && !p.Kind.Optional() && d.now().Sub(p.Ready()) > tardiness {
				tardy.Add(1)
			}
			return err
		})
		if len(due) < batch || ctx.Err() != nil {
			break
		}
	}
	return errors.Join(d.page(ctx, int(tardy.Load())), ctx.Err())
}

// tardiness is how long a letter that the agreement requires may wait before those on
// call hear of it. A letter that fails is tried once an hour at least: so often they do.
const tardiness = time.Hour

// page tells those on call of letters that the agreement requires and that were tried in
// vain. Within an hour it is the same alert.
func (d *deliverer) page(ctx context.Context, letters int) error {
	if letters == 0 {
		return nil
	}
	hour := d.now().UTC().Truncate(time.Hour)
	return d.pager.Page(ctx, anomaly.Alert{Name: "letters-wait-" + hour.Format("20060102T15") + "-" + name, Rule: "letters-wait", Subject: name, Severity: anomaly.Critical,
		Count: letters, Hour: hour, Do: "Find out why letters that the agreement requires are not sent: the log of deliver says what is not done. They are tried until they are."})
}

// letter makes one try with one letter. A claim that is left behind says that what
// came of the try is not known.
func (d *deliverer) letter(ctx context.Context, p *letter.Parcel) error {
	mine, err := p.Claim(ctx, d.now())
	if err != nil || !mine {
		return err
	}
	trying, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	mail := d.postmark.Mail(p.To, p.Reference)
	m := notify.Message{Name: p.Name, Kind: string(p.Kind), At: p.At}
	if p.Doubtful {
		receipt, taken, err := mail.Taken(trying, m)
		if err != nil {
			return err // it stays in doubt
		}
		if taken {
			d.told(p, "sent before", "")
			return p.Sent(ctx, receipt.ID, d.now())
		}
	}
	why, err := d.unwanted(ctx, p)
	if err != nil {
		return errors.Join(err, p.Again(ctx, d.now().Add(wait)))
	}
	if why != "" {
		d.told(p, "not sent", why)
		return p.Refused(ctx, why, d.now())
	}
	ready, err := d.desk.Quiet(ctx, p.Letter, p.At)
	if err != nil {
		return errors.Join(err, p.Again(ctx, d.now().Add(wait)))
	}
	if ready.After(d.now()) {
		return p.Again(ctx, ready)
	}
	if m, err = d.compose(ctx, p, m); err != nil {
		return errors.Join(err, p.Again(ctx, d.now().Add(wait)))
	}
	receipt, err := mail.Send(trying, m)
	switch {
	case err == nil:
		return p.Sent(ctx, receipt.ID, d.now())
	case errors.Is(err, notify.ErrDoubt):
		return err
	case errors.Is(err, notify.ErrRefused):
		return d.refused(ctx, p, notify.Reason(err))
	}
	return errors.Join(err, p.Again(ctx, d.now().Add(letter.Wait(p.Tries+1))))
}

// wait is for what failed before anything was handed over.
const wait = time.Minute

// told logs what became of a letter.
func (d *deliverer) told(p *letter.Parcel, what, why string) {
	d.log.Info("letter "+what, "kind", string(p.Kind), "tenant", p.Of, "reason", why)
}

// unwanted says in a word why a letter is not to be sent any more; nothing where it is.
func (d *deliverer) unwanted(ctx context.Context, p *letter.Parcel) (string, error) {
	now := d.now()
	if p.Kind.Expires() && !p.Until.IsZero() && now.After(p.Until) {
		return "expired", nil
	}
	if p.Late(now) {
		return "late", nil
	}
	suppressed, err := letter.Suppressed(ctx, d.db, p.To)
	if err == nil && suppressed && p.Of != "" {
		err = letter.Withheld(ctx, d.db, p.To, p.Of, now) // another's letter may have shown it
	}
	if err != nil || suppressed {
		return "suppressed", err
	}
	if p.Of == "" || p.Reader == "" {
		return "", nil
	}
	// Who could read it when it was written may not when the night is over.
	if reads, err := d.desk.Reads(ctx, p.Letter); err != nil || !reads {
		return "left", err
	}
	if !p.Kind.Optional() {
		return "", nil
	}
	wishes, _, err := letter.Reader{Tenant: p.Of, Account: p.Reader}.Preferences(ctx, d.db)
	if err != nil || !wishes.Wants(p.Kind, p.Partner) {
		return "unsubscribed", err
	}
	return "", nil
}

// compose writes the letter, with the link that turns its kind off. It is in the language
// that its reader reads now, unless something that it lists was written in another: who
// wrote it down may know the tenant's alone.
func (d *deliverer) compose(ctx context.Context, p *letter.Parcel, m notify.Message) (notify.Message, error) {
	l := p.Letter
	if l.Reader != "" && len(l.Sections) == 0 && len(l.Lines) == 0 {
		chosen, err := language.Of(ctx, d.db, l.Reader)
		if err != nil {
			return m, err
		}
		l.Language = cmp.Or(chosen[l.Reader], l.Language)
	}
	if l.Kind.Optional() && l.Of != "" && l.Reader != "" {
		token, err := letter.Reader{Tenant: l.Of, Account: l.Reader, Name: l.To}.Token(ctx, d.db, l.Kind, l.Language)
		if err != nil {
			return m, err
		}
		l.Unsubscribe = d.desk.Site + "/mail/unsubscribe?" + url.Values{"token": {token}}.Encode()
	}
	text, err := l.Compose()
	m.Subject, m.Text, m.HTML, m.Unsubscribe = text.Subject, text.Text, text.HTML, l.Unsubscribe
	return m, err
}

// refused notes that Postmark takes the letter never, and where it takes none for the
// address, that none are sent there.
func (d *deliverer) refused(ctx context.Context, p *letter.Parcel, why string) error {
	if why == notify.Inactive {
		if err := letter.Suppress(ctx, d.db, p.To, letter.Turned, p.Of, d.now()); err != nil {
			return err
		}
	}
	d.told(p, "not sent", why)
	return p.Refused(ctx, why, d.now())
}

// calls posts what is due to customers' webhooks: of each tenant a few at a time, one
// after the other, and after one that is not taken no other before the next minute. So
// a webhook that hangs, or has much to catch up with, costs others one try's patience.
func (d *deliverer) calls(ctx context.Context) error {
	had := map[tenant.ID]*backlog{}
	for range rounds {
		due, errs := d.desk.DueCalls(ctx, batch)
		for _, err := range errs {
			d.log.ErrorContext(ctx, "message to a webhook skipped", "error", err)
		}
		if len(due) == 0 && len(errs) > 0 {
			return errors.Join(errs...)
		}
		each(d, "webhook", callsAtOnce, byTenant(had, due), func(q *backlog) string { return q.tenant.String() }, func(q *backlog) error { return d.drain(ctx, q) })
		if len(due)+len(errs) < batch || ctx.Err() != nil {
			break
		}
	}
	return ctx.Err()
}

// backlog is what is due to one tenant's webhook.
type backlog struct {
	tenant  tenant.ID
	due     []*notice.Call
	tried   int  // in this delivery
	refused bool // one was not taken in this delivery
}

// byTenant sorts what is due by tenant, in the order in which it was listed. had is what
// is known of tenants in this delivery.
func byTenant(had map[tenant.ID]*backlog, due []*notice.Call) []*backlog {
	var out []*backlog
	for _, c := range due {
		q := had[c.Tenant]
		if q == nil {
			q = &backlog{tenant: c.Tenant}
			had[c.Tenant] = q
		}
		if len(q.due) == 0 {
			out = append(out, q)
		}
		q.due = append(q.due, c)
	}
	return out
}

// drain posts what is due to one webhook, and puts the rest off.
func (d *deliverer) drain(ctx context.Context, q *backlog) error {
	due := q.due
	q.due = nil
	var errs []error
	for _, c := range due {
		if q.refused || q.tried >= callsOfTenant {
			errs = append(errs, c.Later(ctx, d.now().Add(wait)))
			continue
		}
		q.tried++
		taken, err := d.call(ctx, c)
		q.refused = !taken
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// call makes one try with one message, and reports whether it was taken, or is another's
// to try.
func (d *deliverer) call(ctx context.Context, c *notice.Call) (taken bool, err error) {
	mine, err := c.Claim(ctx, d.now())
	if err != nil || !mine {
		return err == nil, err
	}
	trying, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	_, err = d.hooks.Hook(c.Address, c.Secrets...).Send(trying, c.Message)
	if err == nil {
		return true, c.Taken(ctx, d.now())
	}
	d.log.WarnContext(ctx, "webhook did not take a message", "tenant", c.Tenant.String(), "reason", notify.Reason(err))
	return false, d.desk.Failed(ctx, c, notify.Reason(err))
}
