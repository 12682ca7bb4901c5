package main

import (
	"errors"
	"net/http"
	"time"
)

// pushes carries Pub/Sub's requests to the functions and, with the chance asked
// for, kills the function's process before it answers.
type pushes struct {
	next      http.RoundTripper
	chance    func() bool
	delay     func() time.Duration
	processes map[string]*process // by host and port
}

var errKilled = errors.New("the function was killed before it answered")

// RoundTrip implements http.RoundTripper.
func (p *pushes) RoundTrip(r *http.Request) (*http.Response, error) {
	target, ok := p.processes[r.URL.Host]
	if !ok || !p.chance() {
		return p.next.RoundTrip(r)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if answer, err := p.next.RoundTrip(r); err == nil {
			_ = answer.Body.Close()
		}
	}()
	time.Sleep(p.delay())
	target.kill()
	<-ended
	return nil, errKilled
}
