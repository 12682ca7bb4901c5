package api

import (
	"errors"
	"net/http"

	"vahti.ai/vahti/shared/gate"
)

// lateGate answers as a gate does whose database takes too long.
type lateGate struct{ *door }

// Request implements gatekeeper.
func (lateGate) Request(r *http.Request) (gate.Principal, error) {
	return gate.Principal{}, r.Context().Err()
}

// brokenGate answers as a gate does whose database is gone. The error tells of people.
type brokenGate struct{ *door }

// Request implements gatekeeper.
func (brokenGate) Request(*http.Request) (gate.Principal, error) {
	return gate.Principal{}, errors.New("the database is gone")
}
