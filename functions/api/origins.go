package api

import "net/http"

// exposed are the headers that a script of another origin may read.
const exposed = "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"

// origins are those whose scripts may read answers.
type origins []string

// allow says to a browser what scripts of other origins may do, and answers its
// question before a request. Cookies are never taken from another origin: its
// scripts send a token or a key.
func (o origins) allow(w http.ResponseWriter, r *http.Request) (answered bool) {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	w.Header().Add("Vary", "Origin")
	asks := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	for _, known := range o {
		if known != origin {
			continue
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", known)
		h.Set("Access-Control-Expose-Headers", exposed)
		if asks {
			h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match")
			h.Set("Access-Control-Max-Age", "600")
		}
	}
	if asks {
		w.WriteHeader(http.StatusNoContent)
	}
	return asks
}
