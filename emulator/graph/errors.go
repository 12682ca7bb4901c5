package graph

import (
	"encoding/json"
	"net/http"
	"time"
)

// failure is an answer that is an error, as Graph words it.
type failure struct {
	status        int
	code, message string
	retryAfter    string // for the Retry-After header; none when empty
	page          bool   // answered with a page of HTML instead of an error as Graph words it
}

func badRequest(message string) *failure {
	return &failure{status: http.StatusBadRequest, code: "BadRequest", message: message}
}

func unsupported(message string) *failure {
	return &failure{status: http.StatusBadRequest, code: "Request_UnsupportedQuery", message: message}
}

func notFound(id string) *failure {
	return &failure{status: http.StatusNotFound, code: "Request_ResourceNotFound",
		message: "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present."}
}

func denied() *failure {
	return &failure{status: http.StatusForbidden, code: "Authorization_RequestDenied",
		message: "Insufficient privileges to complete the operation."}
}

func unauthorized(message string) *failure {
	return &failure{status: http.StatusUnauthorized, code: "InvalidAuthenticationToken", message: message}
}

func broken() *failure {
	return &failure{status: http.StatusInternalServerError, code: "UnknownError",
		message: "An internal server error occurred."}
}

func tooMany() *failure {
	return &failure{status: http.StatusTooManyRequests, code: "TooManyRequests",
		message: "Too many requests.", retryAfter: "1"}
}

func resync() *failure {
	return &failure{status: http.StatusGone, code: "resyncRequired",
		message: "The delta token is unknown or too old. Read everything again."}
}

// resyncs are the ways in which Graph says that a delta token leads nowhere.
var resyncs = [...]failure{
	*resync(),
	{status: http.StatusGone, code: "syncStateNotFound", message: "The sync state generation is not found."},
	{status: http.StatusConflict, code: "resyncRequired", message: "Replace any local items with the server's version."},
	{status: http.StatusBadRequest, code: "syncStateInvalid", message: "The sync state is invalid."},
}

// serverErrors are the faults of Graph's own that a request may meet.
var serverErrors = [...]failure{
	{status: http.StatusInternalServerError, code: "InternalServerError", message: "An internal server error occurred."},
	{status: http.StatusBadGateway, code: "BadGateway", message: "The server received an invalid response."},
	{status: http.StatusServiceUnavailable, code: "ServiceUnavailable", message: "The service is temporarily unavailable."},
	{status: http.StatusGatewayTimeout, code: "GatewayTimeout", message: "The server did not answer in time."},
}

type innerError struct {
	Date            string `json:"date"`
	RequestID       string `json:"request-id"`
	ClientRequestID string `json:"client-request-id"`
}

type errorBody struct {
	Error struct {
		Code       string     `json:"code"`
		Message    string     `json:"message"`
		InnerError innerError `json:"innerError"`
	} `json:"error"`
}

func (f *failure) answer(now time.Time, requestID, clientID string) answer {
	if f.page {
		text := "<!DOCTYPE html><html><head><title>" + http.StatusText(f.status) + "</title></head><body><h1>" + http.StatusText(f.status) + "</h1></body></html>\n"
		return answer{status: f.status, contentType: "text/html", body: []byte(text), retryAfter: f.retryAfter}
	}
	var body errorBody
	body.Error.Code, body.Error.Message = f.code, f.message
	body.Error.InnerError = innerError{now.UTC().Format("2006-01-02T15:04:05"), requestID, clientID}
	data, err := json.Marshal(body)
	if err != nil { // three strings and no more: cannot fail
		data = []byte(`{"error":{"code":"UnknownError","message":""}}`)
	}
	return answer{status: f.status, contentType: jsonType, body: data, retryAfter: f.retryAfter}
}
