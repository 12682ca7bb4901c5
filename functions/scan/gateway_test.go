package scan

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// gateway stands between the reader and Graph: what is asked for of a path with one
// of its words in it, alone or in a batch, meets fail. Of a batch only those items do
// that it is about, where refused is set.
type gateway struct {
	next http.Handler

	mu      sync.Mutex
	words   []string
	fail    http.HandlerFunc
	met     int            // requests that met fail
	refused map[string]any // the answer for an item of a batch
	asked   []string       // paths, each with the body that was sent
}

// behind has the world's reader ask through a gateway.
func (w *world) behind(t *testing.T) *gateway {
	t.Helper()
	g := &gateway{next: httputil.NewSingleHostReverseProxy(must(url.Parse(w.base))(t))}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	w.base = server.URL
	w.reader = w.newReader(t)
	return g
}

// failing sets what fails, and how; nothing does without words.
func (g *gateway) failing(fail http.HandlerFunc, words ...string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fail, g.words, g.met, g.refused = fail, words, 0, nil
}

// log returns what was asked since the last call.
func (g *gateway) log() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	asked := strings.Join(g.asked, "\n")
	g.asked = nil
	return asked
}

func (g *gateway) failed() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.met
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	asked := r.URL.Path + " " + string(body)
	g.mu.Lock()
	fail := g.fail
	g.asked = append(g.asked, asked)
	words, refused := g.words, g.refused
	about := func(text string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
	}
	hit := about(asked)
	if hit {
		g.met++
	}
	g.mu.Unlock()
	switch {
	case !hit:
		g.next.ServeHTTP(w, r)
	case refused != nil && strings.HasSuffix(r.URL.Path, "/$batch"):
		g.batch(w, r, body, about, refused)
	default:
		fail(w, r)
	}
}

// batch answers a batch, with refused for the items that about holds of.
func (g *gateway) batch(w http.ResponseWriter, r *http.Request, body []byte, about func(string) bool, refused map[string]any) {
	var in struct{ Requests []struct{ ID, URL string } }
	var out struct {
		Responses []map[string]any `json:"responses"`
	}
	r.Header.Del("Accept-Encoding")
	answer := httptest.NewRecorder()
	g.next.ServeHTTP(answer, r)
	if json.Unmarshal(body, &in) != nil || json.Unmarshal(answer.Body.Bytes(), &out) != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	for _, item := range in.Requests {
		for i, a := range out.Responses {
			if a["id"] == item.ID && about(item.URL) {
				out.Responses[i] = maps.Clone(refused)
				out.Responses[i]["id"] = item.ID
			}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out)
}

// throttling refuses what has one of the words in it, and nothing else in its batch.
func (g *gateway) throttling(after string, words ...string) {
	g.failing(answers(http.StatusTooManyRequests, after), words...)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused = map[string]any{"status": http.StatusTooManyRequests, "headers": map[string]string{"Retry-After": after}, "body": nil}
}

// refusing is throttling with a refusal for good.
func (g *gateway) refusing(words ...string) {
	g.failing(answers(http.StatusForbidden, ""), words...)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused = map[string]any{"status": http.StatusForbidden, "body": map[string]any{"error": map[string]any{"code": "Forbidden"}}}
}

// answers fails with a status, and a time to come back after where one is given.
func answers(status int, after string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		w.WriteHeader(status)
	}
}

// hangs never answers.
func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// resets ends the connection without an answer.
func resets(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
