package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// failure is an answer that refuses, in Google's form.
type failure struct {
	status  int
	reason  string
	message string
}

// Error implements error.
func (f *failure) Error() string { return fmt.Sprintf("%d %s: %s", f.status, f.reason, f.message) }

func invalid(format string, args ...any) error {
	return &failure{http.StatusBadRequest, "invalid", fmt.Sprintf(format, args...)}
}

func unserved(what string) error {
	return &failure{http.StatusNotImplemented, "notImplemented", "This stand-in does not know " + what + "."}
}

func noObject(bucket, name string) error {
	return &failure{http.StatusNotFound, "notFound", "No such object: " + bucket + "/" + name}
}

// The answers that hold nothing of the request.
var (
	errNoBucket  = &failure{http.StatusNotFound, "notFound", "The specified bucket does not exist."}
	errCondition = &failure{http.StatusPreconditionFailed, "conditionNotMet", "At least one of the pre-conditions you specified did not hold."}
	errRange     = &failure{http.StatusRequestedRangeNotSatisfiable, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied."}
	errSession   = &failure{http.StatusNotFound, "notFound", "The upload session does not exist."}
)

// refuse answers with an error: as JSON, or as a plain text where content was
// asked for.
func refuse(w http.ResponseWriter, err error, media bool) {
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{http.StatusInternalServerError, "internalError", "Internal Error"}
	}
	if media {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.WriteHeader(f.status)
		fmt.Fprint(w, f.message)
		return
	}
	type detail struct {
		Message string `json:"message"`
		Domain  string `json:"domain"`
		Reason  string `json:"reason"`
	}
	var body struct {
		Error struct {
			Code    int      `json:"code"`
			Message string   `json:"message"`
			Errors  []detail `json:"errors"`
		} `json:"error"`
	}
	body.Error.Code, body.Error.Message = f.status, f.message
	body.Error.Errors = []detail{{f.message, "global", f.reason}}
	answer(w, f.status, body)
}

// answer writes a JSON body.
func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // an error means that the caller has gone
}
