package postmark

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The error codes of Postmark's that the stand-in gives.
const (
	badToken     = 10
	maintenance  = 100
	badRequest   = 300
	notSigned    = 400
	notJSON      = 402
	badJSON      = 403
	inactiveCode = 406
	tooMany      = 429
	batchLimit   = 410
)

// refusal is an answer with one of Postmark's error codes.
type refusal struct {
	status, code int
	message      string
}

// Error implements error.
func (r *refusal) Error() string { return r.message }

// request is a message as the API takes it.
type request struct {
	From, To, Cc, Bcc, Subject, Tag, TextBody, HtmlBody, ReplyTo, MessageStream, TrackLinks string //nolint:revive // Postmark's names
	TrackOpens                                                                              bool
	Headers                                                                                 []Header
	Metadata                                                                                map[string]string
	Attachments                                                                             []json.RawMessage
}

// answer is the API's answer to a message.
type answer struct {
	To          string     `json:"To,omitempty"`
	SubmittedAt *time.Time `json:"SubmittedAt,omitempty"`
	MessageID   string     `json:"MessageID,omitempty"`
	ErrorCode   int        `json:"ErrorCode"`
	Message     string     `json:"Message"`
}

func (s *Server) api() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /email", s.email)
	mux.HandleFunc("POST /email/batch", s.batch)
	mux.HandleFunc("GET /messages/outbound", s.search)
	mux.HandleFunc("GET /message-streams/{stream}/suppressions/dump", s.dump)
	mux.HandleFunc("POST /message-streams/{stream}/suppressions", s.suppress)
	mux.HandleFunc("POST /message-streams/{stream}/suppressions/delete", s.unsuppress)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Postmark-Server-Token") != s.cfg.Token {
			refuse(w, &refusal{http.StatusUnauthorized, badToken, "No Account or Server API tokens were supplied in the HTTP headers, or the token is not valid."})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 50<<20)
		mux.ServeHTTP(w, r)
	})
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, err error) {
	var r *refusal
	if !errors.As(err, &r) {
		r = &refusal{http.StatusInternalServerError, 500, "Internal server error"}
	}
	write(w, r.status, answer{ErrorCode: r.code, Message: r.message})
}

// decode reads a body as Postmark takes it.
func decode(r *http.Request, into any) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return &refusal{http.StatusUnprocessableEntity, notJSON, "The Content-Type header is not application/json."}
	}
	if json.NewDecoder(r.Body).Decode(into) != nil {
		return &refusal{http.StatusUnprocessableEntity, badJSON, "The JSON is not valid."}
	}
	return nil
}

// email is POST /email.
func (s *Server) email(w http.ResponseWriter, r *http.Request) {
	var m request
	if err := decode(r, &m); err != nil {
		refuse(w, err)
		return
	}
	fault := None
	if s.cfg.Fate != nil {
		fault = s.cfg.Fate()
	}
	switch fault {
	case Busy:
		refuse(w, &refusal{http.StatusTooManyRequests, tooMany, "Rate limit exceeded."})
		return
	case Broken:
		refuse(w, errors.New("broken"))
		return
	case Upkeep:
		refuse(w, &refusal{http.StatusServiceUnavailable, maintenance, "Maintenance."})
		return
	case Unsigned:
		refuse(w, &refusal{http.StatusUnprocessableEntity, notSigned, "The From address is not a Sender Signature."})
		return
	case Unheard:
		panic(http.ErrAbortHandler)
	}
	a, err := s.send(m)
	if err != nil {
		s.mu.Lock()
		s.refusals++
		s.mu.Unlock()
		refuse(w, err)
		return
	}
	switch fault {
	case Lost:
		panic(http.ErrAbortHandler)
	case LostTo:
		refuse(w, errors.New("lost"))
		return
	case Slow:
		select {
		case <-time.After(s.cfg.Slowness):
		case <-r.Context().Done():
			return
		}
	}
	write(w, http.StatusOK, a)
}

// batch is POST /email/batch: each message has an answer of its own.
func (s *Server) batch(w http.ResponseWriter, r *http.Request) {
	var all []request
	if err := decode(r, &all); err != nil {
		refuse(w, err)
		return
	}
	if len(all) > 500 {
		refuse(w, &refusal{http.StatusUnprocessableEntity, batchLimit, "A batch holds at most 500 messages."})
		return
	}
	out := []answer{}
	for _, m := range all {
		a, err := s.send(m)
		var no *refusal
		if errors.As(err, &no) {
			a = answer{ErrorCode: no.code, Message: no.message}
		}
		out = append(out, a)
	}
	write(w, http.StatusOK, out)
}

// send judges one message and keeps it.
func (s *Server) send(m request) (answer, error) {
	invalid := func(text string) error { return &refusal{http.StatusUnprocessableEntity, badRequest, text} }
	if _, err := mail.ParseAddress(m.From); err != nil {
		return answer{}, invalid("Invalid 'From' address.")
	}
	to, err := mail.ParseAddress(m.To)
	if err != nil {
		return answer{}, invalid("Invalid 'To' address.")
	}
	if m.TextBody == "" && m.HtmlBody == "" {
		return answer{}, invalid("Provide either email TextBody or HtmlBody or both.")
	}
	if len(m.Metadata) > 10 || len(m.Subject) > 2000 {
		return answer{}, invalid("Too much metadata or too long a subject.")
	}
	for k, v := range m.Metadata {
		if len(k) > 20 || len(v) > 80 {
			return answer{}, invalid("Metadata field names have 20 characters at most, values 80.")
		}
	}
	if s.inactive(to.Address) != "" {
		return answer{}, &refusal{http.StatusUnprocessableEntity, inactiveCode, "You tried to send to a recipient that has been marked as inactive."}
	}
	if m.MessageStream == "" {
		m.MessageStream = defaultStream
	}
	id := s.accept(Message{From: m.From, To: to.Address, Subject: m.Subject, Tag: m.Tag, Text: m.TextBody, HTML: m.HtmlBody, Stream: m.MessageStream,
		Headers: m.Headers, Metadata: m.Metadata, TrackOpens: m.TrackOpens, TrackLinks: m.TrackLinks})
	now := s.cfg.Now().UTC()
	return answer{To: m.To, SubmittedAt: &now, MessageID: id, Message: "OK"}, nil
}

// defaultStream is the stream of whoever names none, in messages and in searches.
const defaultStream = "outbound"

// search is GET /messages/outbound, within one stream, by recipient, tag, subject and
// metadata.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if !q.Has("messagestream") {
		q.Set("messagestream", defaultStream)
	}
	count, err1 := strconv.Atoi(q.Get("count"))
	offset, err2 := strconv.Atoi(q.Get("offset"))
	if err1 != nil || err2 != nil || count < 1 || count > 500 || offset < 0 {
		refuse(w, &refusal{http.StatusUnprocessableEntity, badRequest, "Parameters 'count' and 'offset' are required; count is 500 at most."})
		return
	}
	type found struct {
		MessageID, Subject, Status, MessageStream string
		To                                        []map[string]string
		ReceivedAt                                time.Time
		Metadata                                  map[string]string
	}
	all := s.Sent()
	slices.Reverse(all)
	out := []found{}
	for _, m := range all {
		if m.matches(q) {
			out = append(out, found{m.ID, m.Subject, "Sent", m.Stream, []map[string]string{{"Email": m.To}}, m.At, m.Metadata})
		}
	}
	total := len(out)
	out = out[min(offset, total):min(offset+count, total)]
	write(w, http.StatusOK, map[string]any{"TotalCount": total, "Messages": out})
}

func (m Message) matches(q map[string][]string) bool {
	for name, values := range q {
		have, is := "", true
		switch key, ok := strings.CutPrefix(name, "metadata_"); {
		case ok:
			have = m.Metadata[key]
		case name == "messagestream":
			have = m.Stream
		case name == "recipient":
			have = m.To
		case name == "tag":
			have = m.Tag
		case name == "subject":
			have = m.Subject
		default:
			is = false // of the page, or one that the stand-in knows nothing of
		}
		if is && (len(values) != 1 || !strings.EqualFold(have, values[0])) {
			return false
		}
	}
	return true
}

// dump lists the suppressions.
func (s *Server) dump(w http.ResponseWriter, _ *http.Request) {
	type entry struct{ EmailAddress, SuppressionReason, Origin string }
	s.mu.Lock()
	out := []entry{}
	for address, why := range s.suppressed {
		out = append(out, entry{address, why, "Recipient"})
	}
	s.mu.Unlock()
	slices.SortFunc(out, func(a, b entry) int { return strings.Compare(a.EmailAddress, b.EmailAddress) })
	write(w, http.StatusOK, map[string]any{"Suppressions": out})
}

type suppressions struct {
	Suppressions []struct{ EmailAddress string }
}

func (s *Server) suppress(w http.ResponseWriter, r *http.Request) {
	s.changeSuppressions(w, r, "Suppressed", func(address string) { s.suppressed[address] = "ManualSuppression" })
}

func (s *Server) unsuppress(w http.ResponseWriter, r *http.Request) {
	s.changeSuppressions(w, r, "Deleted", func(address string) { delete(s.suppressed, address) })
}

func (s *Server) changeSuppressions(w http.ResponseWriter, r *http.Request, status string, change func(string)) {
	var in suppressions
	if err := decode(r, &in); err != nil {
		refuse(w, err)
		return
	}
	type entry struct{ EmailAddress, Status string }
	out := []entry{}
	s.mu.Lock()
	for _, x := range in.Suppressions {
		change(strings.ToLower(x.EmailAddress))
		out = append(out, entry{x.EmailAddress, status})
	}
	s.mu.Unlock()
	write(w, http.StatusOK, map[string]any{"Suppressions": out})
}
