package main

import (
	"time"

	"vahti.ai/vahti/emulator/postmark"
	"vahti.ai/vahti/shared/queue"
)

const (
	// mailPath is where people read what Vahti has sent.
	mailPath = "/emulator/mail"
	// postmarkToken is by which deliver shows itself to Postmark's stand-in, and
	// postmarkUser and postmarkPassword by which that shows itself to postmark.
	postmarkToken    = "stand-in-server-token"
	postmarkUser     = "postmark"
	postmarkPassword = "stand-in-webhook-password"
)

// openMail opens Postmark's stand-in.
func (s *standins) openMail(now func() time.Time) (err error) {
	if s.postmark, err = postmark.Open(postmark.Config{Token: postmarkToken, Now: now}); err != nil {
		return err
	}
	s.closers = append(s.closers, s.postmark.Close)
	return nil
}

// mails tells the functions that write and send letters where people and Postmark's
// stand-in are, and the stand-in where it reports.
func (s *service) mails() error {
	api, err := s.standins.postmark.Serve()
	if err != nil {
		return err
	}
	s.standins.postmark.Hook(s.processes["postmark"].url()+"/postmark/events", postmarkUser, postmarkPassword)
	site := "PUBLIC_ADDRESS=" + s.address()
	s.standins.env["notify"] = append(s.standins.env["notify"], site)
	s.standins.env["deliver"] = append(s.standins.env["deliver"], site, "POSTMARK_URL="+api, "POSTMARK_FROM=Vahti <vahti@vahti.example>", "HOOKS_PRIVATE=true")
	s.standins.env["postmark"] = append(s.standins.env["postmark"], "PLAIN_HTTP=true")
	return nil
}

// delivers publishes each second what Cloud Scheduler does each minute, so that people
// need not wait for their mail, until done is closed.
func (s *service) delivers(done <-chan struct{}) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			if s.standins.pubsub.Stats().Queued > deliversQueued {
				continue // it is slow enough already
			}
			if s.tick(queue.Deliver{}) != nil {
				return // the queue is closed
			}
		}
	}
}

// deliversQueued is how many messages may be queued when a delivery is asked for.
const deliversQueued = 50
