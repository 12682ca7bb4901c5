package main

import "testing"

func TestLeak(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"a plain line", `{"severity":"INFO","message":"scan finished","tenant":"t5dkq7oohh"}`, ""},
		{"no log line", `got aino@customer.example, want nobody`, ""},
		{"an address", `{"severity":"INFO","message":"aino@customer.example signed in"}`, "an e-mail address"},
		{"a key", `{"severity":"INFO","key":"vahti_tq6dkcaf7e3r6wm5f63q7oohh_x"}`, "an API key"},
		{"a token", `{"severity":"INFO","token":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.x"}`, "a token"},
		{"a header", `{"severity":"INFO","header":"Bearer abc"}`, "a token in a header"},
		{"a cookie", `{"severity":"INFO","cookie":"__Host-vahti-session=abc"}`, "a cookie"},
		{"a link", `{"severity":"INFO","url":"/invitations?token=abc"}`, "a link with a token"},
		{"a secret", `{"severity":"INFO","secret":"stand-in-client-secret"}`, "a secret of the emulator"},
		{"a hash", `{"severity":"INFO","password":"$argon2id$v=19"}`, "a password's hash"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := leak(tt.line); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
