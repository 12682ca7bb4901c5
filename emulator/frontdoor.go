package main

import (
	"errors"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// frontDoor is what people reach: one address for the functions that serve people,
// for the stand-in of Entra and for the pages of the emulator itself. It adds to a
// request where it comes from, and nothing else: who somebody is they show to the
// functions.
type frontDoor struct {
	server *http.Server
}

// door is which requests go where, by the beginning of their paths.
type door struct {
	paths []string // with a slash at the end: what lies below, too
	to    http.Handler
}

// newFrontDoor returns a front door at an address, such as http://localhost:8080,
// with its doors; what begins with none of their paths goes to the last one.
func newFrontDoor(address string, doors ...door) (*frontDoor, error) {
	home, err := url.Parse(address)
	if err != nil || len(doors) == 0 {
		return nil, errors.New("the front door has no address or leads nowhere")
	}
	mux := http.NewServeMux()
	for _, d := range doors {
		for _, path := range d.paths {
			mux.Handle(path, d.to)
		}
	}
	return &frontDoor{&http.Server{Handler: thisMachine(atHome(home, mux)), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}}, nil
}

// pass passes requests on to a function's process.
func pass(function string) (http.Handler, error) {
	target, err := url.Parse(function)
	if err != nil {
		return nil, errors.New("a function has no address")
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.SetXForwarded() // in place of whatever it brings
			// The functions compare it with the Origin that a form was sent from.
			r.Out.Host = r.In.Host
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			http.Error(w, "Vahti is starting. Try again in a moment.", http.StatusBadGateway)
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A long answer begins while the proxy still looks for the end of what was sent;
		// without this the server would close that, and the proxy cut the answer off.
		_ = http.NewResponseController(w).EnableFullDuplex()
		proxy.ServeHTTP(w, r)
	}), nil
}

// atHome sends browsers that came to this machine by another name to the one that
// cookies and passkeys are for. Programs that call the API have neither.
func atHome(home *url.URL, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		api := strings.HasPrefix(r.URL.Path, "/api/")
		if !strings.EqualFold(r.Host, home.Host) && !api && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			to := *r.URL
			to.Scheme, to.Host = home.Scheme, home.Host
			http.Redirect(w, r, to.String(), http.StatusTemporaryRedirect)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// thisMachine lets requests through that were made to an address or to localhost.
// A page from elsewhere whose name was made to lead here would otherwise act as
// whoever is signed in.
func thisMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err != nil && !strings.EqualFold(host, "localhost") {
			http.Error(w, "Open Vahti by this machine's address or as localhost.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (d *frontDoor) serve(l net.Listener) { _ = d.server.Serve(l) }

func (d *frontDoor) close() error { return d.server.Close() }
