package auth_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// FuzzVerify: whatever is not the token that was signed does not verify.
func FuzzVerify(f *testing.F) {
	d := newDoor(f)
	v := d.verifier(f)
	good := d.token(f, nil)
	parts := strings.Split(good, ".")
	f.Add(good, 0, byte(0))
	f.Add(good+"\n", 3, byte(1))
	f.Add(parts[0]+"."+parts[1]+".", 10, byte('.'))
	f.Add(token(f, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil, d.claims(nil)), 0, byte(0))
	f.Add(token(f, jwt.SigningMethodHS256, []byte(d.public()), nil, d.claims(nil)), 0, byte(0))
	f.Fuzz(func(t *testing.T, text string, at int, flip byte) {
		if at >= 0 && at < len(text) {
			text = text[:at] + string([]byte{text[at] ^ flip}) + text[at+1:]
		}
		p, err := v.Verify(text)
		if text != good {
			refused(t, p, err)
		}
		// The same with the genuine token as the base, so that most of it is right.
		if at >= 0 && flip != 0 {
			i := at % len(good)
			p, err := v.Verify(good[:i] + string([]byte{good[i] ^ flip}) + good[i+1:])
			refused(t, p, err)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	d := newDoor(b)
	v := d.verifier(b)
	for _, n := range []int{1, 500} {
		var ids []string
		for range n {
			ids = append(ids, tenanttest.ID(b).String())
		}
		good := d.token(b, jwt.MapClaims{"tenants": ids})
		b.Run(fmt.Sprintf("tenants=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Verify(good); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
