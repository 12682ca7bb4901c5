package serve

import (
	"net/http"
	"strings"
)

// Guard sets the headers that every answer of Vahti's has, whoever gives it: a
// browser takes it for nothing but what it says it is, loads and runs nothing of
// it, shows it in no frame of anybody's, keeps no copy and tells no other site of
// it. Where people come by TLS it also comes by nothing else for a year. A
// [Function] has set them before its handler is called, as for a function that
// shows nothing; a handler that shows pages allows what those need after that.
func Guard(h http.Header, tls bool) {
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cache-Control", "no-store")
	if tls {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// byTLS reports whether a request came by TLS, as what stands before the function
// says. A client that says so itself changes the answer to itself alone.
func byTLS(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}
