package console

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

func TestExportPages(t *testing.T) {
	h := newHouse(t)
	for _, test := range []struct {
		name, path string
		who        newcomer
		want       int
	}{
		{"export", "/export", h.mia, http.StatusOK},
		{"export-auditor-fi", "/export?lang=fi", h.aku, http.StatusOK},
		{"export-sv", "/export?lang=sv&refused=1", h.ana, http.StatusOK},
		{"", "/export", h.out, http.StatusNotFound},
		{"", "/export", h.otto, http.StatusNotFound},
		{"", "/export", newcomer{}, http.StatusSeeOther},
	} {
		w := h.get(t, h.path(test.path), test.who)
		if w.Code != test.want {
			t.Errorf("%s: got %v, want %v", test.path, w.Code, test.want)
		}
		if test.name != "" {
			golden(t, test.name+".html", h.plain(w.Body.String()))
			wellFormed(t, w.Body.String())
		}
	}
}

// TestExportOffersEverything: each kind and format can be chosen and has a name.
func TestExportOffersEverything(t *testing.T) {
	h := newHouse(t)
	body := h.get(t, h.path("/export"), h.aku).Body.String()
	for _, k := range export.Kinds() {
		if !strings.Contains(body, `name="kind" value="`+string(k)+`"`) || (locale{}).exportKind(k) == string(k) {
			t.Errorf("kind %s is not offered or has no name", k)
		}
	}
	for _, f := range export.Formats() {
		if !strings.Contains(body, `name="format" value="`+string(f)+`"`) || (locale{}).exportFormat(f) == string(f) {
			t.Errorf("format %s is not offered or has no name", f)
		}
	}
	for _, m := range regexp.MustCompile(`<form method="(\w+)" action="(/export/[^"]*)"`).FindAllStringSubmatch(body, -1) {
		if want := "/export/tenants/" + h.tenant.ID().String(); m[1] != "post" || m[2] != want && m[2] != want+"/trail" {
			t.Errorf("a form goes to %s by %s", m[2], m[1])
		}
	}
	trail := h.get(t, h.path("/trail"), h.aku).Body.String()
	if !strings.Contains(trail, h.path("/export")+"#trail") {
		t.Error("the audit trail does not lead to its export")
	}
}

// TestExportAfterTheEnd says that time is short.
func TestExportAfterTheEnd(t *testing.T) {
	h := newHouse(t)
	const short = "The agreement has ended."
	if strings.Contains(h.get(t, h.path("/export?lang=en"), h.mia).Body.String(), short) {
		t.Error("it says so before")
	}
	c, err := cloud.NewClientWithDatabase(t.Context(), testProject, store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.Collection("tenants").Doc(h.tenant.ID().String()).Update(t.Context(), []cloud.Update{{Path: "state", Value: string(tenant.Terminated)}}); err != nil {
		t.Fatal(err)
	}
	w := h.get(t, h.path("/export?lang=en"), h.mia)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), short) {
		t.Errorf("got %v", w.Code)
	}
}
