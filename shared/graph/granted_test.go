package graph

import (
	"encoding/base64"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGranted(t *testing.T) {
	token := func(payload string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".x"
	}
	tests := []struct {
		name, token string
		want        []string
	}{
		{"permissions", token(`{"roles":["User.Read.All","Domain.Read.All","User.Read.All"]}`), []string{"Domain.Read.All", "User.Read.All"}},
		{"none", token(`{}`), nil},
		{"no token", "", nil},
		{"two parts", "a.b", nil},
		{"no base64", "a.!.c", nil},
		{"no JSON", token("{"), nil},
		{"another type", token(`{"roles":"User.Read.All"}`), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, granted(tt.token)); diff != "" {
				t.Errorf("permissions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestConsentLost(t *testing.T) {
	tests := []struct {
		code int
		want bool
	}{{65001, true}, {700016, true}, {7000112, true}, {90002, true}, {7000215, false}, {0, false}, {50034, false}}
	for _, tt := range tests {
		if got := (&TokenError{Code: tt.code, Status: 400}).ConsentLost(); got != tt.want {
			t.Errorf("AADSTS%d: got %v, want %v", tt.code, got, tt.want)
		}
	}
}
