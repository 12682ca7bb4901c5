package main

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"os"
	"sync"
	"time"

	"vahti.ai/vahti/shared/queue"
)

// clockFile is the file in the folder of state that says how far the service's clock is
// ahead of the machine's.
const clockFile = "clock"

// mostAhead is how far the clock is advanced at once.
const mostAhead = 400 * 24 * time.Hour

// regular is what Cloud Scheduler publishes, and how often.
type regular struct {
	message queue.Message
	every   time.Duration
}

// regulars is what is published regularly, as in the cloud; queue.Deliver apart, which
// comes each second here.
func regulars() []regular {
	return []regular{
		{queue.Tick{}, time.Minute},
		{queue.Sweep{}, 10 * time.Minute},
		{queue.Retain{}, 24 * time.Hour},
		{queue.Erase{}, time.Hour},
		{queue.Billing{}, 24 * time.Hour},
	}
}

// timekeeper advances the service's clock and publishes what is regular by it.
type timekeeper struct {
	now     func() time.Time
	file    string
	publish func(queue.Message) error

	mu        sync.Mutex
	ahead     time.Duration
	published map[string]time.Time // by topic
}

func newTimekeeper(now func() time.Time, file string, publish func(queue.Message) error) *timekeeper {
	return &timekeeper{now: now, file: file, publish: publish, ahead: time.Until(now()).Round(time.Second), published: map[string]time.Time{}}
}

// due publishes what is due. What is due several times over is published once, as
// Cloud Scheduler does after it was stopped.
func (k *timekeeper) due() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	for _, r := range regulars() {
		topic := r.message.Topic()
		// A little early rather than a whole round late.
		if last, ok := k.published[topic]; ok && now.Sub(last) < r.every-time.Second {
			continue
		}
		if err := k.publish(r.message); err != nil {
			return err
		}
		k.published[topic] = now
	}
	return nil
}

var errAdvance = errors.New("the clock goes forward by up to 400 days at once, such as 720h")

// advance puts the clock forward and publishes what became due by it.
func (k *timekeeper) advance(by time.Duration) error {
	if by <= 0 || by > mostAhead {
		return errAdvance
	}
	if err := k.forward(by); err != nil {
		return err
	}
	return k.due()
}

// forward puts the clock forward and publishes nothing.
func (k *timekeeper) forward(by time.Duration) error {
	k.mu.Lock()
	k.ahead += by
	err := writeWhole(k.file, k.ahead.String())
	k.mu.Unlock()
	if err == nil {
		time.Sleep(100 * time.Millisecond) // until every function has read it
	}
	return err
}

// writeWhole replaces a file so that no reader sees a part of it.
func writeWhole(file, text string) error {
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		return fmt.Errorf("the file %s cannot be written", file)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return fmt.Errorf("the file %s cannot be replaced", file)
	}
	return nil
}

var clockPage = template.Must(template.New("clock").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Clock – Vahti’s emulator</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}button{font:inherit;margin:.25rem .25rem .25rem 0}</style></head>
<body><h1>Clock</h1><p>For the service it is <strong>{{.Now}}</strong>{{with .Ahead}}, {{.}} ahead of this machine{{end}}.</p>
<form method="post"><p>Put it forward by {{range .Steps}}<button name="advance" value="{{.For}}">{{.Name}}</button>{{end}}</p></form>
<p>What is scheduled runs at once where it is due. Sessions end, trials run out and retention passes as they would.</p></body></html>
`))

// steps are the steps that the page offers.
type step struct{ For, Name string }

func steps() []step {
	return []step{{"1h", "an hour"}, {"24h", "a day"}, {"168h", "a week"}, {"720h", "30 days"}, {"2160h", "90 days"}}
}

// ServeHTTP shows the clock and puts it forward.
func (k *timekeeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch r.Method {
	case http.MethodPost:
		by, err := time.ParseDuration(r.PostFormValue("advance"))
		if err != nil || by <= 0 || by > mostAhead {
			http.Error(w, "The form's field advance is how far: "+errAdvance.Error()+".", http.StatusBadRequest)
			return
		}
		if err := k.advance(by); err != nil {
			http.Error(w, "The clock could not be put forward.", http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	case http.MethodGet, http.MethodHead:
		k.mu.Lock()
		ahead := ""
		if k.ahead != 0 {
			ahead = k.ahead.String()
		}
		k.mu.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = clockPage.Execute(w, map[string]any{"Now": k.now().UTC().Format("2006-01-02 15:04:05 UTC"), "Ahead": ahead, "Steps": steps()})
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "The clock is read and put forward.", http.StatusMethodNotAllowed)
	}
}
