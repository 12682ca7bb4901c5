package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"vahti.ai/vahti/shared/queue"
)

// once scans every tenant, waits until all is quiet and prints the summary. The
// error says which tenants could not be scanned.
func (s *service) once(ctx context.Context, stdout io.Writer) error {
	if err := s.untilQuiet(ctx); err != nil {
		return err
	}
	sum, err := s.summary(ctx)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(stdout)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(sum); err != nil {
		return errors.New("the summary could not be written")
	}
	return sum.failure()
}

// untilQuiet has every tenant scanned: it ticks until no message is queued or in
// flight, no claim is unfinished and no outbox holds anything.
func (s *service) untilQuiet(ctx context.Context) error {
	t := queue.Tick{Before: s.standins.clock()}
	return s.tickUntilQuiet(ctx, t, func() bool { return true })
}

// tickUntilQuiet ticks, and each second again where that is wanted, until all is quiet.
func (s *service) tickUntilQuiet(ctx context.Context, t queue.Tick, again func() bool) error {
	var ticked time.Time
	for {
		if ticked.IsZero() || time.Since(ticked) > time.Second && again() {
			ticked = time.Now()
			if err := s.tick(t); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return errors.New("stopped before all tenants were scanned")
		case <-time.After(20 * time.Millisecond):
		}
		quiet, err := s.quiet(ctx)
		if err != nil || quiet {
			return err
		}
	}
}

// idle reports whether no message is queued or in flight.
func (s *service) idle() bool {
	stats := s.standins.pubsub.Stats()
	return stats.Queued+stats.InFlight == 0
}

func (s *service) quiet(ctx context.Context) (bool, error) {
	before := s.standins.pubsub.Stats()
	if before.Queued+before.InFlight > 0 {
		return false, nil
	}
	done := s.unmetered()
	work, err := s.fleet.Work(ctx)
	done()
	if err != nil {
		return false, fmt.Errorf("look for unfinished work: %w", err)
	}
	after := s.standins.pubsub.Stats()
	return work.Claims == 0 && work.Outbox == 0 && work.Trail == 0 && after == before, nil
}
