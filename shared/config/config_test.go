package config

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type settings struct {
	Project string        `env:"PROJECT"`
	Host    string        `env:"HOST,optional"`
	Port    int           `env:"PORT,default=8080"`
	Wait    time.Duration `env:"WAIT,default=5s"`
	Local   bool          `env:"LOCAL,default=false"`
	Origins []string      `env:"ORIGINS,optional"`
	Share   float64       `env:"SHARE,default=0.5"`
	Other   func()
}

func TestRead(t *testing.T) {
	tests := []struct {
		name    string
		env     map[string]string
		want    settings
		problem []string
	}{
		{name: "defaults", env: map[string]string{"PROJECT": "p"}, want: settings{Project: "p", Port: 8080, Wait: 5 * time.Second, Share: 0.5}},
		{name: "all", env: map[string]string{"PROJECT": "p", "HOST": "h", "PORT": "1", "WAIT": "2m", "LOCAL": "true", "ORIGINS": "a,b", "SHARE": "0.05"},
			want: settings{Project: "p", Host: "h", Port: 1, Wait: 2 * time.Minute, Local: true, Origins: []string{"a", "b"}, Share: 0.05}},
		{name: "every problem at once", env: map[string]string{"PORT": "secret-value", "WAIT": "x", "LOCAL": "maybe", "SHARE": "NaN"},
			problem: []string{"PROJECT is not set", "PORT is not a whole number", "WAIT is not a duration", "LOCAL is not true or false", "SHARE is not a number"}},
		{name: "empty is not set", env: map[string]string{"PROJECT": ""}, problem: []string{"PROJECT is not set"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got settings
			err := read(&got, func(name string) (string, bool) { v, ok := tt.env[name]; return v, ok })
			for _, p := range tt.problem {
				if err == nil || !strings.Contains(err.Error(), p) {
					t.Errorf("got error %v, want it to say %q", err, p)
				}
			}
			if len(tt.problem) > 0 {
				if strings.Contains(err.Error(), "secret-value") {
					t.Error("the error quotes a value")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		})
	}
}
