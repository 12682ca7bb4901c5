package main

import (
	"errors"
	"net/http"
	"sync/atomic"
	"time"
)

// pushes carries Pub/Sub's requests to the functions. With the chances asked
// for it kills the function's process before it answers, or loses the answer of
// a message that was dealt with.
type pushes struct {
	next      http.RoundTripper
	chance    func() bool // to kill
	lose      func() bool // the answer
	delay     func() time.Duration
	processes map[string]*process // by host and port

	kills, lost atomic.Int64
}

var (
	errKilled = errors.New("the function was killed before it answered")
	errLost   = errors.New("the function's answer was lost")
)

// RoundTrip implements http.RoundTripper.
func (p *pushes) RoundTrip(r *http.Request) (*http.Response, error) {
	target, ok := p.processes[r.URL.Host]
	if !ok || !p.chance() {
		return p.carry(r)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if answer, err := p.next.RoundTrip(r); err == nil {
			_ = answer.Body.Close()
		}
	}()
	time.Sleep(p.delay())
	p.kills.Add(1)
	target.kill()
	<-ended
	return nil, errKilled
}

// carry brings the message to the function, and its answer back or not.
func (p *pushes) carry(r *http.Request) (*http.Response, error) {
	answer, err := p.next.RoundTrip(r)
	if err != nil || answer.StatusCode >= http.StatusMultipleChoices || !p.lose() {
		return answer, err
	}
	p.lost.Add(1)
	_ = answer.Body.Close()
	return nil, errLost
}
