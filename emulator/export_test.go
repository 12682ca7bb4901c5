package main

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/tenant"
)

// TestExport takes a sample tenant's data as each of its people, by the console's form,
// and by a key, and verifies what comes by the keys that Vahti publishes.
func TestExport(t *testing.T) {
	r := start(t)
	w := &places{running: r, names: map[string]string{}}
	people := w.people(t, "aalto-pienyritys", "Aalto")
	w.names["own"] = w.tenantOf(t, people[0])
	_, _, published := people[0].get(t, "/export/keys")
	keys, err := export.ParseJWKS([]byte(published))
	if err != nil {
		t.Fatal(err)
	}
	key := w.key(t, people[0], []tenant.Permission{tenant.Export})
	send := func(path, bearer string, v visitor, form url.Values) (raw []byte, first time.Duration) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.address+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		client := http.DefaultClient
		if bearer != "" {
			req.Header.Set("Authorization", "Bearer "+bearer)
		} else {
			client = v.Client
		}
		began := time.Now()
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		one := make([]byte, 1)
		if _, err := io.ReadFull(res.Body, one); err != nil {
			t.Fatal(err)
		}
		first = time.Since(began)
		rest, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("got status %d, %v", res.StatusCode, err)
		}
		return append(one, rest...), first
	}
	verify := func(raw []byte) map[string]bool {
		t.Helper()
		v, err := export.Verify(bytes.NewReader(raw), int64(len(raw)), keys)
		if err != nil || len(v.Problems) > 0 || v.Manifest.Tenant != w.names["own"] {
			t.Fatalf("got %q, %v", v.Problems, err)
		}
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, f := range z.File {
			names[f.Name] = true
		}
		return names
	}
	path := "/export/tenants/" + w.names["own"]
	all := url.Values{"format": {"csv", "xlsx", "sarif", "ocsf", "report"}}
	for i, role := range tenant.Roles() {
		raw, first := send(path, "", people[i], all)
		names := verify(raw)
		for _, want := range []string{"findings.ndjson", "findings.xlsx", "report.html", "trail.ndjson", "schemas/chain.schema.json"} {
			if !names[want] {
				t.Errorf("%s: %s is missing", role, want)
			}
		}
		t.Logf("%s: %d bytes, the first after %v", role, len(raw), first)
	}
	if names := verify(first(send(path+"/trail", key, visitor{}, nil))); !names["trail.csv"] || names["findings.ndjson"] {
		t.Errorf("the trail alone: got %v", names)
	}
	_, _, body := people[3].do(t, http.MethodPost, "/tenants/"+w.names["own"]+"/trail", url.Values{"group": {"export."}})
	if n := strings.Count(body, "<code>exports/"); n != 10 {
		t.Errorf("the audit trail tells %d entries of exports, want 10", n)
	}
	if foreign := w.people(t, "nordwind", "Nordwind"); slices.ContainsFunc(foreign, func(v visitor) bool {
		status, _, _ := v.do(t, http.MethodPost, path, all)
		return status != http.StatusNotFound
	}) {
		t.Error("another tenant's people can export")
	}
}

func first(raw []byte, _ time.Duration) []byte { return raw }
