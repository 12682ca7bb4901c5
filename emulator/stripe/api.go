package stripe

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// failure is a refusal as the API words it.
type failure struct {
	status                     int
	kind, code, message, param string
}

func (f *failure) show() object {
	e := object{"type": f.kind, "message": f.message}
	if f.code != "" {
		e["code"] = f.code
	}
	if f.param != "" {
		e["param"] = f.param
	}
	return object{"error": e}
}

func invalid(message, param string) *failure {
	return &failure{http.StatusBadRequest, "invalid_request_error", "", message, param}
}

func missing(what, id string) *failure {
	return &failure{http.StatusNotFound, "invalid_request_error", "resource_missing", "No such " + what + ": '" + id + "'", "id"}
}

// query is a request to the API.
type query struct {
	*http.Request
	form  url.Values
	newer bool // the answer is of a version that has periods on items
}

// id is the part of the path that names something.
func (q query) id() string { return q.PathValue("id") }

// number reads a number; other texts are 0.
func (q query) number(name string) int {
	n, _ := strconv.Atoi(q.form.Get(name))
	return n
}

// under reads a map, such as metadata[...].
func (q query) under(prefix string) map[string]string {
	out := map[string]string{}
	for name := range q.form {
		if rest, ok := strings.CutPrefix(name, prefix+"["); ok {
			out[strings.TrimSuffix(rest, "]")] = q.form.Get(name)
		}
	}
	return out
}

// entry is a route of the API, with the parameters that it knows.
type entry struct {
	pattern string
	takes   string
	do      func(*Server, query) (object, *failure)
}

func entries() []entry {
	const page = " limit starting_after ending_before expand"
	return []entry{
		{"POST /v1/customers", "email preferred_locales metadata expand", (*Server).createCustomer},
		{"GET /v1/customers/{id}", "expand", (*Server).getCustomer},
		{"POST /v1/customers/{id}", "email preferred_locales metadata expand", (*Server).updateCustomer},
		{"DELETE /v1/customers/{id}", "", (*Server).deleteCustomer},
		{"GET /v1/prices", "active lookup_keys currency product type recurring" + page, (*Server).listPrices},
		{"POST /v1/checkout/sessions", "mode customer locale client_reference_id success_url cancel_url line_items subscription_data expand", (*Server).createCheckout},
		{"GET /v1/checkout/sessions/{id}", "expand", (*Server).getCheckout},
		{"POST /v1/billing_portal/sessions", "customer locale return_url configuration expand", (*Server).createPortal},
		{"GET /v1/subscriptions", "customer status price created" + page, (*Server).listSubscriptions},
		{"GET /v1/subscriptions/{id}", "expand", (*Server).getSubscription},
		{"POST /v1/subscriptions/{id}", "items cancel_at_period_end metadata proration_behavior expand", (*Server).updateSubscription},
		{"DELETE /v1/subscriptions/{id}", "invoice_now prorate expand", (*Server).cancelSubscription},
		{"GET /v1/invoices", "customer subscription status created" + page, (*Server).listInvoices},
		{"GET /v1/invoices/{id}", "expand", (*Server).getInvoice},
		{"POST /v1/invoices/{id}/pay", "expand", (*Server).payInvoice},
		{"GET /v1/charges", "customer created" + page, (*Server).listCharges},
		{"GET /v1/charges/{id}", "expand", (*Server).getCharge},
		{"GET /v1/disputes", "charge created" + page, (*Server).listDisputes},
		{"GET /v1/disputes/{id}", "expand", (*Server).getDispute},
	}
}

// kept is the answer to a request with a key of its own.
type kept struct {
	Digest string          `json:"digest"`
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
	At     int64           `json:"at"`
}

// API serves the API.
func (s *Server) API() http.Handler {
	mux := http.NewServeMux()
	for _, e := range entries() {
		mux.HandleFunc(e.pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, e) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusNotFound, (&failure{404, "invalid_request_error", "", "Unrecognized request URL (" + r.Method + ": " + r.URL.Path + ").", ""}).show())
	})
	return mux
}

func answer(w http.ResponseWriter, status int, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		status, raw = http.StatusInternalServerError, []byte(`{"error":{"type":"api_error","message":"The answer could not be written."}}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", "req_standin")
	w.WriteHeader(status)
	_, _ = w.Write(raw)
}

// maxForm is what a request may weigh, in bytes.
const maxForm = 1 << 20

func (s *Server) serve(w http.ResponseWriter, r *http.Request, e entry) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		answer(w, http.StatusBadRequest, invalid("The request could not be read.", "").show())
		return
	}
	text := strings.Trim(r.URL.RawQuery+"&"+string(raw), "&")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{r.Method, r.URL.Path, r.Header.Clone(), text})
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || subtle.ConstantTimeCompare([]byte(key), []byte(s.config.Key)) != 1 {
		answer(w, http.StatusUnauthorized, (&failure{401, "invalid_request_error", "", "Invalid API Key provided.", ""}).show())
		return
	}
	fault := Fault{}
	if s.config.Fault != nil {
		fault = s.config.Fault(r)
	}
	if fault.Status != 0 && !fault.After {
		answer(w, fault.Status, faulty(fault.Status).show())
		return
	}
	status, body := s.once(r, text, e)
	if fault.Status != 0 {
		answer(w, fault.Status, faulty(fault.Status).show())
		return
	}
	if status == 0 { // as it was answered before
		w.Header().Set("Idempotent-Replayed", "true")
		k := s.state.Answers[r.Header.Get("Idempotency-Key")]
		status, body = k.Status, k.Body
	}
	answer(w, status, body)
}

// faulty is the refusal of a status that is not the request's fault.
func faulty(status int) *failure {
	if status == http.StatusTooManyRequests {
		return &failure{status, "invalid_request_error", "rate_limit", "Too many requests hit the API too quickly.", ""}
	}
	return &failure{status, "api_error", "", "An unknown error occurred.", ""}
}

// once works on a request, unless one with the same key was worked on within a day: then
// the status is 0. Another request with the same key is refused.
func (s *Server) once(r *http.Request, text string, e entry) (int, any) {
	key, now := r.Header.Get("Idempotency-Key"), s.config.Now().Unix()
	sum := sha256.Sum256([]byte(r.Method + " " + r.URL.Path + "?" + text))
	digest := hex.EncodeToString(sum[:])
	if had, ok := s.state.Answers[key]; ok && key != "" && now < had.At+day {
		if had.Digest != digest {
			return http.StatusBadRequest, (&failure{400, "idempotency_error", "", "Keys for idempotent requests can only be used with the same parameters they were first used with.", ""}).show()
		}
		return 0, nil
	}
	status, body := s.work(r, text, e)
	if key != "" && r.Method != http.MethodGet {
		raw, err := json.Marshal(body)
		if err == nil {
			s.state.Answers[key] = kept{digest, status, bytes.Clone(raw), now}
		}
	}
	if r.Method != http.MethodGet {
		if err := s.save(); err != nil {
			return http.StatusInternalServerError, faulty(500).show()
		}
	}
	return status, body
}

func (s *Server) work(r *http.Request, text string, e entry) (int, any) {
	form, err := url.ParseQuery(text)
	if err != nil {
		return http.StatusBadRequest, invalid("The request could not be read.", "").show()
	}
	known := strings.Fields(e.takes)
	for name := range form {
		if base, _, _ := strings.Cut(name, "["); !slices.Contains(known, base) {
			return http.StatusBadRequest, (&failure{400, "invalid_request_error", "parameter_unknown", "Received unknown parameter: " + base, base}).show()
		}
	}
	out, failed := e.do(s, query{r, form, newer(r.Header.Get("Stripe-Version"))})
	if failed != nil {
		return failed.status, failed.show()
	}
	return http.StatusOK, out
}

// newer reports whether a version of the API has periods on items.
func newer(version string) bool { return version >= "2025-03-31" }

// part returns the page of a list that a request asks for.
func part[V any](q query, all []V, id func(V) string, show func(V) object) (object, *failure) {
	limit := 10
	if text := q.form.Get("limit"); text != "" {
		if limit = q.number("limit"); limit < 1 || limit > 100 {
			return nil, invalid("This value must be between 1 and 100.", "limit")
		}
	}
	if after := q.form.Get("starting_after"); after != "" {
		at := slices.IndexFunc(all, func(v V) bool { return id(v) == after })
		if at < 0 {
			return nil, &failure{http.StatusBadRequest, "invalid_request_error", "resource_missing", "No such object: '" + after + "'", "starting_after"}
		}
		all = all[at+1:]
	}
	more := len(all) > limit
	var data []object
	for _, v := range all[:min(limit, len(all))] {
		data = append(data, show(v))
	}
	return list(q.URL.Path, data, more), nil
}
