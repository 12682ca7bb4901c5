package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"vahti.ai/vahti/shared/seal"
)

// ErrNoCookie means that a request carries no such cookie, or one that was not
// sealed by Vahti or for this purpose.
var ErrNoCookie = errors.New("no such cookie")

// maxCookie bounds a cookie's value, in bytes: browsers keep no longer ones.
const maxCookie = 4 << 10

// Cookies are sealed, unreadable by scripts, and not sent with what other sites
// post. Key is the people's. Plain says that people reach Vahti without TLS, as on
// a machine of one's own; everywhere else a cookie is bound to the host and to TLS.
type Cookies struct {
	Key   func(context.Context) (*seal.Key, error)
	Plain bool
}

func (c Cookies) name(name string) string {
	if c.Plain {
		return "vahti-" + name
	}
	return "__Host-vahti-" + name
}

func cookiePlace(name string) string { return "cookies/" + name }

// Set seals a value into a cookie that the browser keeps for a time.
func (c Cookies) Set(ctx context.Context, w http.ResponseWriter, name string, value []byte, keep time.Duration) error {
	key, err := c.Key(ctx)
	if err != nil {
		return err
	}
	sealed, err := key.Seal(value, cookiePlace(name))
	if err != nil {
		return err
	}
	text := base64.RawURLEncoding.EncodeToString(sealed)
	if len(text) > maxCookie {
		return errors.New("a cookie would be longer than browsers keep")
	}
	http.SetCookie(w, c.cookie(name, text, int(keep/time.Second)))
	return nil
}

// Clear has the browser forget a cookie.
func (c Cookies) Clear(w http.ResponseWriter, name string) { http.SetCookie(w, c.cookie(name, "", -1)) }

func (c Cookies) cookie(name, value string, seconds int) *http.Cookie {
	//nolint:gosec // without TLS only where Plain says so, on a machine of one's own
	return &http.Cookie{Name: c.name(name), Value: value, Path: "/", MaxAge: seconds, Secure: !c.Plain, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Get opens a cookie of a request, or returns ErrNoCookie. A cookie that is there
// twice is none: one of them is somebody else's.
func (c Cookies) Get(ctx context.Context, r *http.Request, name string) ([]byte, error) {
	found := r.CookiesNamed(c.name(name))
	if len(found) != 1 || len(found[0].Value) > maxCookie {
		return nil, ErrNoCookie
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(found[0].Value)
	if err != nil {
		return nil, ErrNoCookie
	}
	key, err := c.Key(ctx)
	if err != nil {
		return nil, err
	}
	value, err := key.Open(sealed, cookiePlace(name))
	if err != nil {
		return nil, ErrNoCookie
	}
	return value, nil
}
