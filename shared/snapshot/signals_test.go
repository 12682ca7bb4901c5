package snapshot

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestThumbprint keeps of a certificate what tells it from others, the same when it is
// stored and read again.
func TestThumbprint(t *testing.T) {
	const made = "709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c" // of three bytes of nought
	tests := []struct{ name, text, want string }{
		{"a certificate", `"AAAA"`, made},
		{"with breaks in it", `"AA\r\nAA"`, made},
		{"a thumbprint", `"` + strings.ToUpper(made) + `"`, made},
		{"null", `null`, ""},
		{"empty", `""`, ""},
		{"no certificate", `"not base64!"`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got Thumbprint
			if err := json.Unmarshal([]byte(tt.text), &got); err != nil || string(got) != tt.want {
				t.Fatalf("got %q (%v), want %q", got, err, tt.want)
			}
			raw, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			var again Thumbprint
			if err := json.Unmarshal(raw, &again); err != nil || again != got {
				t.Errorf("stored and read again it is %q (%v)", again, err)
			}
		})
	}
	var got Thumbprint
	if json.Unmarshal([]byte(`7`), &got) == nil {
		t.Error("a number is a certificate")
	}
}
