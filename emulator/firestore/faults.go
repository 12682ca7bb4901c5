package firestore

import (
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Fate is what becomes of one request to write.
type Fate int

// The fates.
const (
	Applied     Fate = iota // it is applied and answered
	Unavailable             // it answers UNAVAILABLE and nothing is applied
	Lost                    // it is applied, and its answer is lost: UNAVAILABLE
	TimedOut                // it is applied, and its answer comes too late: DEADLINE_EXCEEDED
)

// meet decides what becomes of a request with so many writes that is about to be applied. An error answers it,
// unapplied. A request without writes suffers nothing.
func (p *port) meet(writes int) (Fate, error) {
	cfg := p.server.cfg
	suffers := Applied
	if writes == 0 {
		return suffers, nil
	}
	if cfg.Fate != nil {
		suffers = cfg.Fate(p.caller.identity)
	}
	if suffers == Unavailable {
		return suffers, status.Error(codes.Unavailable, "The service is currently unavailable.")
	}
	if cfg.Watch != nil {
		return suffers, cfg.Watch(p.caller.identity, false)
	}
	return suffers, nil
}

// part lets the answer of an applied request go, or be lost with an error.
func (p *port) part(suffers Fate) error {
	cfg := p.server.cfg
	if cfg.Watch != nil {
		if err := cfg.Watch(p.caller.identity, true); err != nil {
			return err
		}
	}
	switch suffers {
	case Lost:
		return status.Error(codes.Unavailable, "The connection was closed before the answer arrived.")
	case TimedOut:
		return status.Error(codes.DeadlineExceeded, "The deadline expired before the operation could complete.")
	}
	return nil
}
