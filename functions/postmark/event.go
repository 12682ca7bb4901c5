package postmark

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/serve"
)

// reported is what Postmark reports, of any kind.
type reported struct {
	RecordType        string
	ID                int64
	MessageID         string
	Metadata          map[string]string
	Recipient, Email  string
	DeliveredAt       string
	BouncedAt         string
	ChangedAt         string
	Type              string
	TypeCode          int
	Inactive          bool
	SuppressSending   *bool
	SuppressionReason string
}

// an event is what is made of a report: its name, and what it causes.
type event struct {
	name      string
	at        time.Time
	reference string // of the letter, as Vahti knows it; empty where it says nothing
	address   string
	what      consequence
	why       letter.Why
}

type consequence int

const (
	nothing consequence = iota
	delivered
	suppressed
	lifted
)

var errReport = errors.New("the report is not in the expected form")

// referenceKey is the metadata that names a letter, as package notify sends it.
const referenceKey = "letter"

// hardBounce is Postmark's type code of an address that does not exist.
const hardBounce = 1

// parse reads a report. A kind that is not known causes nothing.
func parse(body []byte) (event, error) {
	var r reported
	if json.Unmarshal(body, &r) != nil || r.RecordType == "" {
		return event{}, errReport
	}
	e := event{reference: r.Metadata[referenceKey]}
	var at string
	switch r.RecordType {
	case "Delivery":
		e.name, e.address, at, e.what = "delivery/"+r.MessageID, r.Recipient, r.DeliveredAt, delivered
	case "Bounce":
		e.name, e.address, at = fmt.Sprintf("bounce/%d", r.ID), r.Email, r.BouncedAt
		if r.Inactive || r.TypeCode == hardBounce {
			e.what, e.why = suppressed, letter.HardBounce
		}
	case "SpamComplaint":
		e.name, e.address, at, e.what, e.why = fmt.Sprintf("complaint/%d", r.ID), r.Email, r.BouncedAt, suppressed, letter.Complaint
	case "SubscriptionChange":
		if r.SuppressSending == nil {
			return event{}, errReport
		}
		e.name, e.address, at, e.what = fmt.Sprintf("change/%s/%s/%t", r.MessageID, r.ChangedAt, *r.SuppressSending), r.Recipient, r.ChangedAt, lifted
		if *r.SuppressSending {
			e.what, e.why = suppressed, whyOf(r.SuppressionReason)
		}
	default:
		return event{}, nil
	}
	e.name += "/" + strings.ToLower(e.address)
	var err error
	if e.at, err = time.Parse(time.RFC3339, at); err != nil || !strings.Contains(e.address, "@") || len(body) == 0 || e.at.Year() < 2000 || e.at.Year() > 9000 {
		return event{}, errReport
	}
	return e, nil
}

func whyOf(reason string) letter.Why {
	switch reason {
	case "HardBounce":
		return letter.HardBounce
	case "SpamComplaint":
		return letter.Complaint
	}
	return letter.Turned
}

// event takes one report of Postmark's.
func (l *listener) event(w http.ResponseWriter, r *http.Request) error {
	err := l.authentic(r)
	if errors.Is(err, errCredentials) {
		w.Header().Set("WWW-Authenticate", `Basic realm="Vahti"`)
		return &serve.Error{Status: http.StatusUnauthorized, Detail: "The credentials are not valid.", Err: err}
	}
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	e, err := parse(body)
	if err != nil {
		return &serve.Error{Status: http.StatusBadRequest, Detail: "The report is not in the expected form.", Err: err}
	}
	if err := l.take(r.Context(), e); err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

// take does what an event causes, once.
func (l *listener) take(ctx context.Context, e event) error {
	if e.name == "" {
		return nil
	}
	seen, err := letter.Seen(ctx, l.db, e.name)
	if err != nil || seen {
		return err
	}
	switch e.what {
	case delivered:
		err = letter.Delivered(ctx, l.db, e.reference, e.at)
	case suppressed:
		err = l.suppress(ctx, e)
	case lifted:
		err = letter.Lift(ctx, l.db, e.address, e.at)
	}
	if err != nil {
		return err
	}
	return letter.See(ctx, l.db, e.name, l.now())
}

// suppress has nothing sent to the address any more. The tenant whose letter showed it
// hears of it.
func (l *listener) suppress(ctx context.Context, e event) error {
	fate, _, err := letter.Find(ctx, l.db, e.reference)
	if err != nil {
		return err
	}
	if err := letter.Suppress(ctx, l.db, e.address, e.why, fate.Tenant, e.at); err != nil {
		return err
	}
	l.log.InfoContext(ctx, "address suppressed", "why", string(e.why), "tenant", fate.Tenant)
	return nil
}
