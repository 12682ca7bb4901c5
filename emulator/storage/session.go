package storage

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"
)

const (
	// unit is what the length of every part but the last is a multiple of, in bytes,
	// and what is kept of a part that breaks off.
	unit = 256 << 10
	// sessionLife is how long a session that nobody uses is kept.
	sessionLife = time.Hour
)

// sessions are the resumable uploads by id, those completed lately among them.
type sessions struct {
	mu   sync.Mutex
	open map[string]*session
}

// session is a resumable upload.
type session struct {
	mu      sync.Mutex
	used    time.Time
	want    wanted
	content *content // nil once it ended
	made    resource // once it is complete
	failed  error    // once it was refused
}

func (s *session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.content != nil {
		s.content.discard()
		s.content = nil
	}
}

// add keeps a session under a new id, and ends those that nobody uses.
func (s *sessions) add(n *session) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, old := range s.open {
		if n.used.Sub(old.lastUse()) > sessionLife {
			delete(s.open, id)
			old.end()
		}
	}
	id = rand.Text()
	s.open[id] = n
	return id
}

func (s *session) lastUse() time.Time {
	if !s.mu.TryLock() { // in use now
		return time.Now()
	}
	defer s.mu.Unlock()
	return s.used
}

func (s *sessions) get(id string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[id]
}

// drop ends all sessions.
func (s *sessions) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, open := range s.open {
		open.end()
	}
	clear(s.open)
}

// begin answers with the address of a resumable upload.
func (v *service) begin(w http.ResponseWriter, r *http.Request, want wanted) error {
	want.object.ContentType = r.Header.Get("X-Upload-Content-Type")
	if err := want.describe(r.Body); err != nil {
		return err
	}
	if !named(want.object.Name) {
		return invalid("Invalid object name.")
	}
	stands, err := v.server.store.get(want.object.Name)
	if err != nil {
		return err
	}
	if err := v.mayPut(want.conditions, stands); err != nil {
		return err
	}
	c, err := v.server.store.begin()
	if err != nil {
		return err
	}
	id := v.server.sessions.add(&session{used: time.Now(), want: want, content: c})
	w.Header().Set("X-Guploader-Uploadid", id)
	w.Header().Set("Location", "http://"+r.Host+"/upload/storage/v1/b/"+v.server.config.Bucket+"/o?uploadType=resumable&upload_id="+id)
	w.WriteHeader(http.StatusOK)
	return nil
}

// piece is what a Content-Range header says: where the part begins and how long it
// is (nothing for a question), and the length of the whole, -1 where not known yet.
type piece struct{ first, n, total int64 }

var pieceForm = regexp.MustCompile(`^bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)$`)

func pieceOf(r *http.Request) (piece, error) {
	header := r.Header.Get("Content-Range")
	if header == "" { // the whole at once
		if r.ContentLength < 0 {
			return piece{}, invalid("The length of the content is not known.")
		}
		return piece{n: r.ContentLength, total: r.ContentLength}, nil
	}
	m := pieceForm.FindStringSubmatch(header)
	if m == nil {
		return piece{}, invalid("Failed to parse Content-Range header.")
	}
	number := func(text string) int64 {
		n, err := strconv.ParseInt(text, 10, 62)
		if err != nil {
			return -1
		}
		return n
	}
	p := piece{total: number(m[3])}
	if m[1] != "" {
		p.first = number(m[1])
		p.n = number(m[2]) - p.first + 1
		if p.n < 1 || p.total >= 0 && p.first+p.n > p.total {
			return p, invalid("Failed to parse Content-Range header.")
		}
	}
	return p, nil
}

// resume takes a part of a resumable upload, answers how far it is, or gives it up.
func (v *service) resume(w http.ResponseWriter, r *http.Request, id string) error {
	s := v.server.sessions.get(id)
	if s == nil {
		return errSession
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used = time.Now()
	switch {
	case s.made != nil: // the answer was lost
		answer(w, http.StatusOK, s.made)
		return nil
	case s.failed != nil:
		return s.failed
	case s.content == nil:
		return errSession
	case r.Method == http.MethodDelete:
		s.content.discard()
		s.content = nil
		return &failure{499, "clientClosedRequest", "Client Closed Request"}
	case r.Method != http.MethodPut && r.Method != http.MethodPost:
		return unserved(r.Method + " here")
	}
	p, err := pieceOf(r)
	if err != nil {
		return err
	}
	if err := s.take(r.Body, p); err != nil {
		return err
	}
	if s.content.size != p.total {
		s.incomplete(w, r)
		return nil
	}
	s.want.checksums(r.Header)
	s.made, s.failed = v.finish(s.want, s.content)
	s.content = nil
	if s.failed != nil {
		return s.failed
	}
	answer(w, http.StatusOK, s.made)
	return nil
}

// take adds a part to the content. What was taken before is passed over; of a part
// that breaks off whole units are kept.
func (s *session) take(body io.Reader, p piece) error {
	if p.n == 0 {
		return nil
	}
	if p.first > s.content.size {
		return invalid("The part does not follow what was received.")
	}
	last := p.total == p.first+p.n
	if !last && p.n%unit != 0 {
		return invalid("The length of a part is not a multiple of %d.", unit)
	}
	body = io.LimitReader(body, p.n)
	if _, err := io.CopyN(io.Discard, body, min(p.n, s.content.size-p.first)); err != nil {
		return invalid("The content ends early.")
	}
	block := make([]byte, unit)
	for s.content.size < p.first+p.n {
		n, err := io.ReadFull(body, block)
		ended := errors.Is(err, io.ErrUnexpectedEOF) && s.content.size+int64(n) == p.first+p.n
		if err != nil && !ended {
			return invalid("The content ends early.")
		}
		if _, err := s.content.Write(block[:n]); err != nil {
			return err
		}
	}
	return nil
}

// incomplete answers that more is to come. A client may ask for it with status 200,
// because 308 has got another meaning since.
func (s *session) incomplete(w http.ResponseWriter, r *http.Request) {
	if s.content.size > 0 {
		w.Header().Set("Range", "bytes=0-"+strconv.FormatInt(s.content.size-1, 10))
	}
	status := http.StatusPermanentRedirect
	if r.Header.Get("X-Guploader-No-308") == "yes" {
		w.Header().Set("X-Http-Status-Code-Override", strconv.Itoa(status))
		status = http.StatusOK
	}
	w.WriteHeader(status)
}
