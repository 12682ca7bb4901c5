package storage

import "net/http"

// misbehave draws what goes wrong with a request: an answer instead of doing it,
// and whether the connection is cut after doing it.
func (s *Server) misbehave() (instead *failure, cut bool) {
	f := s.config.Faults
	if f == (Faults{}) {
		return nil, false
	}
	s.chance.Lock()
	draw := s.config.Rand()
	s.chance.Unlock()
	switch {
	case draw < f.Unavailable:
		return &failure{http.StatusServiceUnavailable, "backendError", "Backend Error"}, false
	case draw < f.Unavailable+f.TooMany:
		return &failure{http.StatusTooManyRequests, "rateLimitExceeded", "The rate of requests is too high. Please reduce it."}, false
	default:
		return nil, draw < f.Unavailable+f.TooMany+f.Cut
	}
}

// silent is an answer that nobody gets.
type silent struct{ header http.Header }

func (s silent) Header() http.Header         { return s.header }
func (s silent) Write(p []byte) (int, error) { return len(p), nil }
func (s silent) WriteHeader(int)             {}

// half is an answer that breaks off after so many bytes of its body.
type half struct {
	http.ResponseWriter
	left int64
}

// Write implements io.Writer.
func (h *half) Write(p []byte) (int, error) {
	if int64(len(p)) < h.left {
		h.left -= int64(len(p))
		return h.ResponseWriter.Write(p)
	}
	_, _ = h.ResponseWriter.Write(p[:h.left])
	_ = http.NewResponseController(h.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}
