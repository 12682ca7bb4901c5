package graph

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxItems is how many requests one batch may hold.
const maxItems = 20

type batchRequest struct {
	Requests []batchItem `json:"requests"`
}

type batchItem struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	DependsOn []string          `json:"dependsOn"`
}

type batchResponse struct {
	Responses []batchAnswer `json:"responses"`
}

type batchAnswer struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

// batch answers a $batch: every item by itself, in an order of the server's own.
func (s *Server) batch(r *http.Request, t *tenant, version, clientID string) (answer, *failure) {
	data, fail := readBody(r)
	if fail != nil {
		return answer{}, fail
	}
	var in batchRequest
	if json.Unmarshal(data, &in) != nil {
		return answer{}, badRequest("Invalid batch payload format.")
	}
	if fail := in.check(); fail != nil {
		return answer{}, fail
	}
	status := map[string]int{}
	var out batchResponse
	// All are counted when they arrive, however long the ones before take to answer.
	bills := make([]bill, len(in.Requests))
	for i, item := range in.Requests {
		path, rawQuery, _ := strings.Cut(strings.TrimPrefix(item.URL, "/"), "?")
		bills[i].told, bills[i].fail = s.charge(t, version, path, rawQuery)
	}
	for i, item := range in.Requests {
		t.subrequests.Add(1)
		a := s.item(r, t, version, clientID, item, bills[i], status)
		status[item.ID] = a.status
		out.Responses = append(out.Responses, a.inBatch(item.ID))
	}
	slices.Reverse(out.Responses) // Graph does not keep the order; who relies on it shall notice
	body, err := json.Marshal(out)
	if err != nil {
		return answer{}, broken() // a recorded file whose text is not JSON
	}
	return answer{status: http.StatusOK, contentType: "application/json", body: body}, nil
}

func (in batchRequest) check() *failure {
	if len(in.Requests) == 0 {
		return badRequest("Invalid batch payload format: it has no requests.")
	}
	if len(in.Requests) > maxItems {
		return badRequest("Number of batch request steps exceeds the max value of 20.")
	}
	seen := map[string]bool{}
	for _, item := range in.Requests {
		switch {
		case item.ID == "" || item.Method == "" || item.URL == "":
			return badRequest("Request Id, URL and method of a batch request step must not be empty.")
		case seen[item.ID]:
			return badRequest("Request Id " + item.ID + " has to be unique in a batch.")
		}
		for _, id := range item.DependsOn {
			if !seen[id] {
				return badRequest("Request Id " + item.ID + " depends on a request that does not precede it.")
			}
		}
		seen[item.ID] = true
	}
	return nil
}

// bill is what one item took of the published limits, or that one was reached.
type bill struct {
	told usage
	fail *failure
}

// item answers one item; status holds how the items before it were answered.
func (s *Server) item(r *http.Request, t *tenant, version, clientID string, item batchItem, b bill, status map[string]int) answer {
	fail := dependency(item, status)
	path, rawQuery, _ := strings.Cut(strings.TrimPrefix(item.URL, "/"), "?")
	if fail == nil {
		fail = b.fail
	}
	if fail == nil {
		fail = t.limit.take(s.now())
	}
	if fail == nil {
		fail = s.strike(path, rawQuery)
	}
	if fail == nil {
		fail = s.itemMishap()
	}
	var a answer
	if fail == nil {
		a, fail = s.getItem(r, t, version, item)
	}
	if fail != nil {
		a = fail.answer(s.now(), newID(), clientID)
	}
	a.headers = b.told.headers()
	return a
}

func dependency(item batchItem, status map[string]int) *failure {
	for _, id := range item.DependsOn {
		if status[id] >= http.StatusBadRequest {
			return &failure{status: http.StatusFailedDependency, code: "FailedDependency",
				message: "A request that this one depends on has failed."}
		}
	}
	return nil
}

func (s *Server) getItem(r *http.Request, t *tenant, version string, item batchItem) (answer, *failure) {
	switch strings.ToUpper(item.Method) {
	case http.MethodGet:
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return answer{}, denied()
	default:
		return answer{}, methodNotAllowed()
	}
	if strings.Contains(item.URL, "://") {
		return answer{}, badRequest("The URL of a batch request step must be relative.")
	}
	path, rawQuery, _ := strings.Cut(item.URL, "?")
	eventual := false
	for k, v := range item.Headers {
		eventual = eventual || strings.EqualFold(k, "ConsistencyLevel") && strings.EqualFold(v, "eventual")
	}
	return s.get(r.Context(), t, version, strings.TrimPrefix(path, "/"), rawQuery, eventual)
}

func (a answer) inBatch(id string) batchAnswer {
	out := batchAnswer{ID: id, Status: a.status, Headers: map[string]string{"Content-Type": a.contentType}}
	if a.retryAfter != "" {
		out.Headers["Retry-After"] = a.retryAfter
	}
	for name, value := range a.headers {
		out.Headers[name] = value
	}
	if out.Body = a.body; strings.HasPrefix(a.contentType, "text/") {
		out.Body = strconv.AppendQuote(nil, base64.StdEncoding.EncodeToString(a.body))
	}
	return out
}

// seconds writes a duration in whole seconds, at least one.
func seconds(d time.Duration) string {
	return strconv.Itoa(max(1, int((d+time.Second-1)/time.Second)))
}
