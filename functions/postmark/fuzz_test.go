package postmark

import (
	"net/http"
	"testing"

	"vahti.ai/vahti/emulator/standintest/newstest"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notify"
)

func message() notify.Message {
	return notify.Message{Name: "one", Kind: "digest", Subject: "Subject", Text: "Text"}
}

// letter puts a letter about a tenant and returns what Postmark knows it by.
func (w *world) letter(t testing.TB, name, tenant string) string {
	t.Helper()
	l := letter.Letter{Name: name, Kind: letter.Digest, To: "aapo@esimerkki.example", Language: "fi", Tenant: "Esimerkki Oy", Count: 1, Of: tenant, Reader: "aaapo", Link: newstest.Site}
	if err := letter.Put(t.Context(), w.DB, l, w.Now()); err != nil {
		t.Fatal(err)
	}
	due, err := letter.Due(t.Context(), w.DB, w.Now(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range due {
		if p.Name == name {
			return p.Reference
		}
	}
	t.Fatal("the letter does not wait")
	return ""
}

// FuzzEvent: whatever Postmark's address is sent, by whomever, the answer is no 5xx,
// and without credentials it is 401.
func FuzzEvent(f *testing.F) {
	for _, body := range []string{
		`{"RecordType":"Delivery","MessageID":"x","Recipient":"a@b.example","DeliveredAt":"2026-11-02T12:00:00.1234567Z","Metadata":{"letter":"x/y"}}`,
		`{"RecordType":"Bounce","ID":1,"Email":"a@b.example","BouncedAt":"2026-11-02T12:00:00Z","TypeCode":1,"Inactive":true,"Metadata":{"letter":"__x__"}}`,
		`{"RecordType":"SpamComplaint","ID":2,"Email":"a@b.example","BouncedAt":"2026-11-02T12:00:00+02:00"}`,
		`{"RecordType":"SubscriptionChange","MessageID":"x","Recipient":"a@b.example","ChangedAt":"2026-11-02T12:00:00Z","SuppressSending":false,"SuppressionReason":null}`,
		`{"RecordType":"Open"}`, `{`, `null`, `[]`, ``, `{"RecordType":"Bounce","BouncedAt":"0000-01-01T00:00:00Z","Email":"@"}`,
	} {
		f.Add(body, "postmark", "first-password")
		f.Add(body, "postmark", "wrong")
	}
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, body, user, password string) {
		known := user == "postmark" && password == "first-password" || user == "next" && password == "second-password"
		code := w.report(t.Context(), body, user, password)
		if code >= 500 || known == (code == http.StatusUnauthorized) {
			t.Errorf("%q as %q, %q: got %d", body, user, password, code)
		}
	})
}

// FuzzToken: a token that Vahti did not make does nothing, and no answer is a 5xx.
func FuzzToken(f *testing.F) {
	w := newWorld(f)
	good, err := letter.Reader{Tenant: "t", Account: "a"}.Token(f.Context(), w.DB, letter.Digest, "fi")
	if err != nil {
		f.Fatal(err)
	}
	for _, token := range []string{"", good, good[1:], good + "=", "AAAA", "é"} {
		f.Add(token, true)
		f.Add(token, false)
	}
	f.Fuzz(func(t *testing.T, token string, post bool) {
		method := http.MethodGet
		if post {
			method = http.MethodPost
		}
		code, _, _ := w.page(t, method, token, "List-Unsubscribe=One-Click")
		if want := token == good; code >= 500 || want != (code == http.StatusOK) {
			t.Errorf("%q: got %d", token, code)
		}
	})
}
