package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"vahti.ai/vahti/shared/auth"
)

// frontDoor is what people reach. It passes requests to the console together
// with a short-lived signed token that names the tenants they may see; whatever
// token they bring themselves is dropped.
type frontDoor struct {
	key     ed25519.PrivateKey
	tenants []string
	server  *http.Server
}

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
			r.Out.Header.Del("Cookie")
			if token, err := d.token(time.Now()); err == nil {
				r.Out.Header.Set("Authorization", "Bearer "+token)
			} else {
				r.Out.Header.Del("Authorization")
			}
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			http.Error(w, "The console is starting. Try again in a moment.", http.StatusBadGateway)
		},
	}
	d.server = &http.Server{Handler: proxy, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	return d, nil
}

// publicKey is what the console verifies tokens with.
func (d *frontDoor) publicKey() string {
	return base64.StdEncoding.EncodeToString(d.key.Public().(ed25519.PublicKey))
}

func (d *frontDoor) token(now time.Time) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{
		"iss": auth.Issuer, "aud": "console", "sub": "local",
		"iat": now.Unix(), "exp": now.Add(tokenLife).Unix(), "tenants": d.tenants,
	}).SignedString(d.key)
}

func (d *frontDoor) serve(l net.Listener) { _ = d.server.Serve(l) }

func (d *frontDoor) close() error { return d.server.Close() }
