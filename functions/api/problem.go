package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"vahti.ai/vahti/shared/limit"
)

// Problem is the body of every failed answer, as RFC 9457 has it. Nothing in it
// repeats what was sent.
type Problem struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail,omitempty"`
	Errors []Fault `json:"errors,omitempty"`

	header http.Header
	cause  error // for the log alone
}

// Fault is one thing that is wrong with a request.
type Fault struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// problemSchemas describe Problem and Fault.
func problemSchemas() map[string]*huma.Schema {
	text := func(doc, example string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, Description: doc, Examples: []any{example}}
	}
	kind := text("What kind of problem it is. It stays the same from version to version.", "/problems/not-found")
	kind.Format = "uri-reference"
	return map[string]*huma.Schema{
		"Problem": {
			Type: huma.TypeObject, Description: "Why a request failed (RFC 9457).", Required: []string{"type", "title", "status"},
			Properties: map[string]*huma.Schema{
				"type":   kind,
				"title":  text("What HTTP calls the status.", "Not Found"),
				"status": {Type: huma.TypeInteger, Description: "The status of the answer.", Examples: []any{http.StatusNotFound}},
				"detail": text("What is wrong, in one sentence.", "There is no such tenant, or none for you."),
				"errors": {Type: huma.TypeArray, Description: "What is wrong with which part of the request.", Items: &huma.Schema{Ref: "#/components/schemas/Fault"}},
			},
		},
		"Fault": {
			Type: huma.TypeObject, Description: "One thing that is wrong with a request.", Required: []string{"location", "message"},
			Properties: map[string]*huma.Schema{
				"location": text("The part of the request: a parameter or a place in the body.", "query.limit"),
				"message":  text("What is expected there.", "expected number <= 200"),
			},
		},
	}
}

// Error implements error.
func (p *Problem) Error() string {
	if p.cause != nil {
		return p.cause.Error()
	}
	return p.Detail
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.cause }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// kind is what a problem's type says after "/problems/".
type kind string

// The kinds of problems.
const (
	malformed    kind = "malformed"              // 400
	unknown      kind = "unauthorized"           // 401
	forbidden    kind = "forbidden"              // 403
	stepUp       kind = "step-up-required"       // 403
	notFound     kind = "not-found"              // 404
	wrongMethod  kind = "method-not-allowed"     // 405
	tooSlow      kind = "request-timeout"        // 408
	conflict     kind = "conflict"               // 409
	underway     kind = "request-in-progress"    // 409
	changed      kind = "precondition-failed"    // 412
	tooLarge     kind = "content-too-large"      // 413
	wrongMedia   kind = "unsupported-media-type" // 415
	invalid      kind = "invalid-request"        // 422
	badCursor    kind = "invalid-cursor"         // 422
	reusedKey    kind = "idempotency-key-reused" // 422
	unconditoned kind = "precondition-required"  // 428
	tooMany      kind = "too-many-requests"      // 429
	broken       kind = "internal"               // 500
	outOfTime    kind = "timeout"                // 504
)

// status returns the status that a problem of the kind has.
func (k kind) status() int {
	switch k {
	case malformed:
		return http.StatusBadRequest
	case unknown:
		return http.StatusUnauthorized
	case forbidden, stepUp:
		return http.StatusForbidden
	case notFound:
		return http.StatusNotFound
	case wrongMethod:
		return http.StatusMethodNotAllowed
	case tooSlow:
		return http.StatusRequestTimeout
	case conflict, underway:
		return http.StatusConflict
	case changed:
		return http.StatusPreconditionFailed
	case tooLarge:
		return http.StatusRequestEntityTooLarge
	case wrongMedia:
		return http.StatusUnsupportedMediaType
	case invalid, badCursor, reusedKey:
		return http.StatusUnprocessableEntity
	case unconditoned:
		return http.StatusPreconditionRequired
	case tooMany:
		return http.StatusTooManyRequests
	case outOfTime:
		return http.StatusGatewayTimeout
	}
	return http.StatusInternalServerError
}

// problemOf makes a problem of a kind; detail is one sentence of ours.
func problemOf(k kind, detail string, cause error) *Problem {
	status := k.status()
	return &Problem{Type: "/problems/" + string(k), Title: http.StatusText(status), Status: status, Detail: detail, cause: cause}
}

// with adds a header of the answer.
func (p *Problem) with(name, value string) *Problem {
	if p.header == nil {
		p.header = http.Header{}
	}
	p.header.Set(name, value)
	return p
}

// errTooMany is the answer to who asks too often.
func errTooMany(wait time.Duration) *Problem {
	return problemOf(tooMany, "You ask too often; wait and send the request again.", nil).with("Retry-After", limit.Patience(wait))
}

// after says when the request may be sent again.
func (p *Problem) after(wait time.Duration) *Problem {
	return p.with("Retry-After", strconv.Itoa(int(max(wait, time.Second).Round(time.Second)/time.Second)))
}

// refused makes the problem of an error that a handler returned. What the client
// reads is the sentence of the sentinel alone: an error may hold more.
func refused(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	for _, r := range refusals() {
		if errors.Is(err, r.err) {
			return r.problem(err)
		}
	}
	if ended := ctx.Err(); errors.Is(err, context.DeadlineExceeded) || errors.Is(ended, context.DeadlineExceeded) {
		return problemOf(outOfTime, "The answer took too long; send the request again.", err)
	}
	return problemOf(broken, "Something went wrong on our side; send the request again later.", err)
}

// refusal says what an error means to a client.
type refusal struct {
	err    error
	kind   kind
	detail string // empty: the error's own text, as a sentence
}

func (r refusal) problem(cause error) *Problem {
	detail := r.detail
	if detail == "" {
		detail = sentence(r.err)
	}
	p := problemOf(r.kind, detail, cause)
	switch r.kind {
	case unknown:
		_ = p.with("WWW-Authenticate", "Bearer")
	case underway:
		_ = p.after(time.Second)
	}
	return p
}

// sentence writes the text of a sentinel as people read it.
func sentence(err error) string {
	text := err.Error()
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// ours turns what huma says of a request into a problem of our form. It is one of
// the API's transformers, which see every body before it is written.
func ours(ctx huma.Context, _ string, body any) (any, error) {
	m, ok := body.(*huma.ErrorModel)
	if !ok {
		return body, nil
	}
	p := problemOf(broken, "Something went wrong on our side; send the request again later.", nil)
	switch m.Status {
	case http.StatusBadRequest:
		p = problemOf(malformed, "The body is missing or is not JSON.", nil)
	case http.StatusRequestTimeout:
		p = problemOf(tooSlow, "The body came too slowly.", nil)
	case http.StatusRequestEntityTooLarge:
		p = problemOf(tooLarge, "The body is larger than this request may be.", nil)
	case http.StatusUnsupportedMediaType:
		p = problemOf(wrongMedia, "Send application/json.", nil)
	case http.StatusUnprocessableEntity:
		p = problemOf(invalid, "The request does not have the form that is documented.", nil)
		for _, d := range m.Errors {
			if d != nil {
				p.Errors = append(p.Errors, fault(ctx.Operation(), d))
			}
		}
	}
	return p, nil
}

// fault tells where something is wrong without telling what was sent: of names that
// are not documented only the place is told.
func fault(op *huma.Operation, d *huma.ErrorDetail) Fault {
	location, message := d.Location, d.Message
	in, name, _ := strings.Cut(location, ".")
	switch {
	case in != "body" && documented(op, name):
	case in != "body":
		location, message = in, "unknown parameter"
	case message == "unexpected property":
		location = location[:strings.LastIndex(location, ".")]
	}
	if !utf8.ValidString(message) || strings.ContainsRune(message, '"') {
		message = "not of the documented form"
	}
	return Fault{Location: location, Message: message}
}

// documented reports whether an operation has a parameter of that name.
func documented(op *huma.Operation, name string) bool {
	for _, p := range op.Parameters {
		if p.Name == name {
			return true
		}
	}
	return false
}

// writeProblem answers with a problem outside any operation.
func writeProblem(w http.ResponseWriter, p *Problem) {
	h := w.Header()
	for name, values := range p.header {
		h[name] = values
	}
	h.Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}
