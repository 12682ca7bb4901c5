package trail

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// PageSize is how many entries one call of List reads, and answers, at most.
const PageSize = 200

// maxText is how long a text to search for may be, in characters.
const maxText = 200

// Why a listing is refused, in words for the person who asks.
var (
	ErrCursor = errors.New("the cursor does not belong to this listing; begin it anew")
	ErrPeriod = errors.New("the period must end after it begins")
	ErrLimit  = errors.New("ask for 1 to 200 entries at a time")
	ErrText   = errors.New("search for at most 200 characters")
)

// Query says which entries are listed, and in which order. The zero value is all,
// oldest first. Whoever meets every condition set is listed.
type Query struct {
	From, To time.Time // at or after From, before To; zero: without a bound
	Newest   bool      // first
	Action   string    // the action begins so: "grant." is all of support access
	Target   string    // the target begins so
	Actor    string    // the actor's sign-in name, whatever its case, or its account
	Text     string    // stands in the actor, address, action, target, reason or what changed, whatever its case
	Limit    int       // entries on a page; 0: PageSize
	Cursor   string    // Page.Next of the page before, of the same query
}

// String keeps who is searched for out of formatted errors.
func (Query) String() string { return "[query]" }

// Format implements fmt.Formatter for the same reason.
func (q Query) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, q.String()) }

// MarshalJSON implements json.Marshaler.
func (q Query) MarshalJSON() ([]byte, error) { return json.Marshal(q.String()) }

// LogValue implements slog.LogValuer.
func (q Query) LogValue() slog.Value { return slog.StringValue(q.String()) }

// Record is an entry as it stands in the trail.
type Record struct {
	Entry
	Name    string
	Arrived time.Time // in the trail
	// Damaged says that the sealed part cannot be read, or that the entry came into
	// the trail otherwise than the service writes it; At, Action and Target are then
	// all there is.
	Damaged bool
}

// Page is a part of a listing.
type Page struct {
	Records []Record
	// Next continues the listing; empty at its end. A page may be short or empty and
	// go on: no call reads more than PageSize entries to find those asked for.
	Next string
}

// The bounds of time that a database can hold.
var (
	earliest = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
)

func (q Query) validate() error {
	switch {
	case q.Limit < 0 || q.Limit > PageSize:
		return ErrLimit
	case !q.From.IsZero() && !q.To.IsZero() && !q.From.Before(q.To):
		return ErrPeriod
	case utf8.RuneCountInString(q.Text) > maxText || utf8.RuneCountInString(q.Actor) > maxText ||
		utf8.RuneCountInString(q.Action) > maxText || utf8.RuneCountInString(q.Target) > maxText:
		return ErrText
	}
	return nil
}

// narrow reports whether the query may leave out entries of its period.
func (q Query) narrow() bool {
	return q.Action != "" || q.Target != "" || q.Actor != "" || q.Text != ""
}

// List reads a page of the book.
func (b Book) List(ctx context.Context, q Query) (Page, error) {
	if err := q.validate(); err != nil {
		return Page{}, err
	}
	doc, key, err := b.reach(ctx)
	if err != nil {
		return Page{}, err
	}
	fq := period(doc, q.From, q.To, q.Newest)
	if q.Cursor != "" {
		last, err := parseCursor(key, q)
		if err != nil {
			return Page{}, err
		}
		if fq, err = after(ctx, fq, doc, last); err != nil {
			return Page{}, err
		}
	}
	limit := q.Limit
	if limit == 0 {
		limit = PageSize
	}
	read := limit
	if q.narrow() {
		read = PageSize
	}
	snaps, err := fq.Limit(read).Documents(ctx).GetAll()
	if err != nil {
		return Page{}, fmt.Errorf("list audit trail: %w", err)
	}
	m := q.matcher()
	var page Page
	for i, snap := range snaps {
		r := recordOf(key, snap)
		if m.matches(r) {
			page.Records = append(page.Records, r)
		}
		more := i < len(snaps)-1 || len(snaps) == read
		if more && (len(page.Records) == limit || i == len(snaps)-1) {
			page.Next = cursor(key, q, mark{r.At, r.Name})
			break
		}
	}
	return page, nil
}

// period is the entries of a period of time in their order.
func period(doc *firestore.DocumentRef, from, to time.Time, newest bool) firestore.Query {
	if from.IsZero() {
		from = earliest
	}
	if to.IsZero() {
		to = latest
	}
	if newest {
		return doc.Collection("entries").Where("at", ">=", from).Where("at", "<", to).OrderBy("at", firestore.Desc)
	}
	return doc.Collection("entries").Where("at", ">=", from).Where("at", "<", to).OrderBy("at", firestore.Asc)
}

// after lets a query begin behind an entry. Among entries of one moment the order
// is that of their names, which only a document itself can give a query in either
// direction; one that was removed meanwhile gives its moment.
func after(ctx context.Context, q firestore.Query, doc *firestore.DocumentRef, last mark) (firestore.Query, error) {
	snap, err := doc.Collection("entries").Doc(last.name).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return q.StartAfter(last.at), nil
	}
	if err != nil {
		return q, fmt.Errorf("list audit trail: %w", err)
	}
	return q.StartAfter(snap), nil
}

// recordOf reads an entry; one that cannot be read shows what is in plain.
func recordOf(key *seal.Key, snap *firestore.DocumentSnapshot) Record {
	r := Record{Name: snap.Ref.ID}
	var d document.TrailEntry
	if snap.DataTo(&d) != nil {
		r.Damaged = true
		at, _ := snap.Data()["at"].(time.Time)
		r.At = at.UTC()
		return r
	}
	r.Arrived = d.Arrived.UTC()
	e, err := opened(key, r.Name, d.Trail)
	if err != nil || d.Arrived.IsZero() {
		r.Damaged = true
		e = Entry{At: d.At.UTC(), Action: Action(d.Action), Target: d.Target}
	}
	r.Entry = e
	return r
}

// matcher is a query's conditions, made ready.
type matcher struct {
	q           Query
	actor, text string
}

func (q Query) matcher() matcher {
	return matcher{q, strings.ToLower(q.Actor), strings.ToLower(q.Text)}
}

func (m matcher) matches(r Record) bool {
	switch {
	case !strings.HasPrefix(string(r.Action), m.q.Action), !strings.HasPrefix(r.Target, m.q.Target):
		return false
	case m.actor != "" && strings.ToLower(r.Actor) != m.actor && r.Account != m.q.Actor:
		return false
	}
	return m.text == "" || m.says(r)
}

// says reports whether the text searched for stands somewhere in an entry.
func (m matcher) says(r Record) bool {
	for _, s := range []string{r.Actor, r.Account, r.Address, string(r.Action), r.Target, r.Grant, r.Purpose, r.Reason} {
		if strings.Contains(strings.ToLower(s), m.text) {
			return true
		}
	}
	return m.within(r.Before) || m.within(r.After)
}

// within looks through the names and values of JSON as people read them.
func (m matcher) within(raw json.RawMessage) bool {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if strings.Contains(strings.ToLower(fmt.Sprint(token)), m.text) {
			return true
		}
	}
}
