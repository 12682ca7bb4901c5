package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBatch is how many requests Graph takes in one $batch.
const maxBatch = 20

// batchTries is how often a $batch that Graph cannot answer is sent before its
// items are asked for one by one.
const batchTries = 4

type batchRequest struct {
	Requests []batchItem `json:"requests"`
}

type batchItem struct {
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
}

type batchAnswer struct {
	Responses []batchResponse `json:"responses"`
}

type batchResponse struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

// batch asks for several things of one API version together and returns an answer
// for each, nil where there is none: that one is then asked for alone.
func (x *session) batch(ctx context.Context, version string, asks []*ask) []*answer {
	answers := make([]*answer, len(asks))
	var in batchRequest
	var urls []string
	for i, a := range asks {
		if x.r.pacer.holdsUp(x.tenant, a.class) {
			continue // alone it holds up nothing else
		}
		in.Requests = append(in.Requests, batchItem{ID: strconv.Itoa(i + 1), Method: http.MethodGet, URL: a.url, Headers: map[string]string{"Prefer": preferred}})
		urls = append(urls, a.url)
	}
	if len(urls) == 0 {
		return answers
	}
	body, err := json.Marshal(in)
	if err != nil {
		return answers
	}
	var buf bytes.Buffer
	c := call{url: x.r.base.JoinPath(version, "$batch"), body: body, items: len(urls), price: priceOf(urls...), into: &buf, tries: batchTries}
	var out []batchResponse
	f := x.get(ctx, c, nil, func(raw []byte) (err error) {
		out, err = parseBatch(raw)
		return err
	})
	if f != nil {
		return answers
	}
	for _, r := range out {
		i, err := strconv.Atoi(r.ID)
		if err != nil || i < 1 || i > len(asks) || answers[i-1] != nil {
			continue
		}
		answers[i-1] = r.answer(x.r.cfg.Now())
		answers[i-1].generation = x.connection().generation
	}
	return answers
}

// parseBatch takes a batch's answer apart; errors as parsePage's.
func parseBatch(body []byte) ([]batchResponse, error) {
	var in batchAnswer
	if err := unmarshal(body, &in); err != nil {
		return nil, err
	}
	if in.Responses == nil {
		return nil, errShape
	}
	return in.Responses, nil
}

func (r batchResponse) answer(now time.Time) *answer {
	a := &answer{status: r.Status, body: r.Body}
	for name, value := range r.Headers {
		switch {
		case strings.EqualFold(name, "Retry-After"):
			a.retryAfter, a.asked = parseRetryAfter(value, time.Time{}, now)
		case strings.EqualFold(name, usedHeader):
			a.used = parseUsed(value)
		}
	}
	return a
}
