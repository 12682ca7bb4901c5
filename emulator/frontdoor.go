package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"vahti.ai/vahti/shared/auth"
)

// frontDoor is what people reach. It passes requests to the console together
// with a short-lived signed token that names the sample person, who is an
// administrator of every tenant here, and the address they come from; whatever
// token they bring themselves is dropped.
type frontDoor struct {
	key     ed25519.PrivateKey
	tenants []string
	server  *http.Server
}

// samplePerson is who everybody is on this machine.
const samplePerson = "admin@vahti.example"

const tokenLife = time.Minute

func newFrontDoor(console string, tenants []*served) (*frontDoor, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, errors.New("no key could be made for the front door")
	}
	d := &frontDoor{key: key}
	for _, t := range tenants {
		if !t.id.IsZero() {
			d.tenants = append(d.tenants, t.id.String())
		}
	}
	target, err := url.Parse(console)
	if err != nil {
		return nil, err
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			// The console compares it with the Origin that a form was sent from.
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Cookie")
			if token, err := d.token(time.Now(), r.In.RemoteAddr); err == nil {
				r.Out.Header.Set("Authorization", "Bearer "+token)
			} else {
				r.Out.Header.Del("Authorization")
			}
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			http.Error(w, "The console is starting. Try again in a moment.", http.StatusBadGateway)
		},
	}
	d.server = &http.Server{Handler: thisMachine(proxy), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	return d, nil
}

// thisMachine lets requests through that were made to an address or to localhost.
// A page from elsewhere whose name was made to lead here would otherwise act as the
// sample person.
func thisMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err != nil && !strings.EqualFold(host, "localhost") {
			http.Error(w, "Open the console by this machine's address or as localhost.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// publicKey is what the console verifies tokens with.
func (d *frontDoor) publicKey() string {
	return base64.StdEncoding.EncodeToString(d.key.Public().(ed25519.PublicKey))
}

// token names the sample person, coming from an address and port.
func (d *frontDoor) token(now time.Time, from string) (string, error) {
	claims := jwt.MapClaims{
		"iss": auth.Issuer, "aud": "console", "sub": samplePerson,
		"iat": now.Unix(), "exp": now.Add(tokenLife).Unix(), "admin": d.tenants,
	}
	if at, err := netip.ParseAddrPort(from); err == nil {
		claims["ip"] = at.Addr().Unmap().WithZone("").String()
	}
	return jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims).SignedString(d.key)
}

func (d *frontDoor) serve(l net.Listener) { _ = d.server.Serve(l) }

func (d *frontDoor) close() error { return d.server.Close() }
