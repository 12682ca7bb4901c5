package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestFrontDoorSigns: whoever comes through the front door is the sample person,
// who sees every tenant here and may decide for it, and comes from their address.
func TestFrontDoorSigns(t *testing.T) {
	id, other := tenanttest.ID(t), tenanttest.ID(t)
	d, err := newFrontDoor("http://127.0.0.1:1", []*served{{id: id}, {}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := auth.NewVerifier(d.publicKey(), "console", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, from, want string }{
		{"IPv4", "192.0.2.7:51000", "192.0.2.7"},
		{"IPv4 within IPv6", "[::ffff:192.0.2.7]:51000", "192.0.2.7"},
		{"a link's own address", "[fe80::1%eth0]:51000", "fe80::1"},
		{"no address", "@", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			token, err := d.token(time.Now(), test.from)
			if err != nil {
				t.Fatal(err)
			}
			p, err := v.Verify(token)
			if err != nil || p.Subject != samplePerson || p.Address != test.want || len(p.Tenants) != 1 {
				t.Fatalf("got the address %q, %d tenants, %v; want %q and one", p.Address, len(p.Tenants), err, test.want)
			}
			if !p.MayDecide(id) || p.MayDecide(other) {
				t.Error("the sample person may decide for another tenant than the one served")
			}
		})
	}
}

// TestFrontDoorIsThisMachines: a name that leads here from elsewhere opens nothing.
func TestFrontDoorIsThisMachines(t *testing.T) {
	door := thisMachine(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for host, want := range map[string]int{
		"127.0.0.1:8080": http.StatusNoContent, "localhost:8080": http.StatusNoContent, "LOCALHOST": http.StatusNoContent,
		"[::1]:8080": http.StatusNoContent, "192.0.2.7": http.StatusNoContent,
		"rebound.example:8080": http.StatusMisdirectedRequest, "127.0.0.1.rebound.example": http.StatusMisdirectedRequest, "": http.StatusMisdirectedRequest,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: got status %d, want %d", host, w.Code, want)
		}
	}
}
