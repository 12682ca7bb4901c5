package signin

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// planted are secrets and personal data of the whole run, which no line of its log may
// hold.
var planted = canaries{all: map[string]bool{
	good: true, better: true, clientSecret: true, "aalto.example": true, "nordwind.example": true, home: true, "Esimerkki": true,
	"Olga": true, "Firefox": true, aalto: true, nordwind: true, "a0000000-0000-4000-8000": true, "otpauth:": true,
}}

type canaries struct {
	mu  sync.Mutex
	all map[string]bool
}

// add plants what a test made.
func (c *canaries) add(secrets ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range secrets {
		if len(s) >= 8 { // shorter ones stand in any text
			c.all[s] = true
		}
	}
}

// TestMain keeps the log of the run and looks through it in the end.
func TestMain(m *testing.M) {
	os.Exit(watched(m))
}

func watched(m *testing.M) int {
	file, err := os.CreateTemp("", "signin-log")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.Remove(file.Name())
	terminal := os.Stderr
	os.Stderr = file
	code := m.Run()
	os.Stderr = terminal
	logged, err := os.ReadFile(file.Name())
	if err != nil {
		fmt.Println(err)
		return 1
	}
	for secret := range planted.all {
		if at := strings.Index(string(logged), secret); at >= 0 {
			fmt.Printf("FAIL: the log holds %q: %s\n", secret, logged[max(0, at-300):min(len(logged), at+300)])
			code = 1
		}
	}
	return code
}
