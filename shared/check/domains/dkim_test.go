package domains

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// publicKey returns a fresh RSA key as a DKIM record holds it.
func publicKey(t testing.TB, bits int) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// short is an RSA key of 512 bits.
const short = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALOfnfFgsRkI1Oc0bpOdKt+hHsP7SIWYYcf0NYfSKEVh8QczS4dcVA4nNPsD/ikfYOKm5VYA676H/iCq1iafKTsCAwEAAQ=="

func TestDKIM(t *testing.T) {
	const one, two = "selector1._domainkey.contoso.com", "selector2._domainkey.contoso.com"
	long := "v=DKIM1; k=rsa; p=" + publicKey(t, 2048)
	least := "v=DKIM1; k=rsa; p=" + publicKey(t, 1024)
	keys := func(first, second string) checktest.Files {
		r := records{"CNAME " + one: {"selector1-contoso-com._domainkey.contoso.onmicrosoft.com."}, "CNAME " + two: {"selector2-contoso-com._domainkey.contoso.onmicrosoft.com."}}
		if first != "" {
			r["TXT "+one] = []string{first}
		}
		if second != "" {
			r["TXT "+two] = []string{second}
		}
		return contoso(atExchange.with(r))
	}
	keysAt := func(second, first string) checktest.Files {
		return contoso(atExchange.with(records{"TXT " + one: {first}, "CNAME " + two: {second}}))
	}
	elsewhere := records{"MX contoso.com": {"10 mx.mail.example."}, "TXT contoso.com": {"v=spf1 mx -all"}}
	checktest.Verdicts(t, DKIM, []checktest.Test{
		{Name: "both", Files: keys(long, long), Want: finding.Pass},
		{Name: "without aliases", Files: contoso(atExchange.with(records{"TXT " + one: {long}, "TXT " + two: {long}})), Want: finding.Pass},
		{Name: "shorter than recommended", Files: keys(long, least), Want: finding.Pass},
		{Name: "too short", Files: keys(long, "v=DKIM1; p="+short), Want: finding.Fail},
		{Name: "none", Files: contoso(atExchange), Want: finding.Fail},
		{Name: "one", Files: contoso(atExchange.with(records{"TXT " + one: {long}})), Want: finding.Fail},
		{Name: "the second key is not made yet", Files: keys(long, ""), Want: finding.Pass},
		{Name: "the second key is not made yet, in the newer zone", Files: keysAt("selector2-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft.", long), Want: finding.Pass},
		{Name: "an alias that leads nowhere", Files: keysAt("selector2._domainkey.gone.example.", long), Want: finding.Fail},
		{Name: "aliases to no key at all", Files: keys("", ""), Want: finding.Fail},
		{Name: "no answer about one, the other not made yet", Files: keys("?", ""), Want: finding.Unknown},
		{Name: "withdrawn", Files: keys(long, "v=DKIM1; k=rsa; p="), Want: finding.Fail},
		{Name: "cut off", Files: keys(long, long[:len(long)-40]), Want: finding.Fail},
		{Name: "two records under one name", Files: contoso(atExchange.with(records{"TXT " + one: {long, long}, "TXT " + two: {long}})), Want: finding.Fail},
		{Name: "no answer about one", Files: contoso(atExchange.with(records{"TXT " + one: {"?"}, "TXT " + two: {long}})), Want: finding.Unknown},
		{Name: "no answer about one, the other missing", Files: contoso(atExchange.with(records{"TXT " + one: {"?"}})), Want: finding.Fail},
		{Name: "a domain without mail", Files: contoso(parked), Want: finding.NotApplicable},
		{Name: "mail elsewhere", Files: contoso(elsewhere), Want: finding.NotApplicable},
		{Name: "mail taken elsewhere and sent by Microsoft 365", Files: contoso(elsewhere.with(records{"TXT contoso.com": {"v=spf1 include:spf.protection.outlook.com -all"}})), Want: finding.Fail},
		{Name: "mail taken elsewhere and macros decide who may send", Files: contoso(elsewhere.with(records{"TXT contoso.com": {"v=spf1 include:%{i}._spf.example.com -all"}})), Want: finding.Unknown},
		{Name: "macros decide who may send, and the keys are there", Files: contoso(elsewhere.with(records{
			"TXT contoso.com": {"v=spf1 include:%{i}._spf.example.com -all"}, "TXT " + one: {long}, "TXT " + two: {long},
		})), Want: finding.Pass},
		{Name: "mail taken elsewhere and no SPF record", Files: contoso(elsewhere.with(records{"TXT contoso.com": nil})), Want: finding.Fail},
		{Name: "a domain that only sends", Files: contoso(atExchange.with(records{"MX contoso.com": nil})), Want: finding.Fail},
		{Name: "no answer about mail", Files: contoso(records{"MX contoso.com": {"?"}}), Want: finding.Unknown},
	})
}

func TestParseDKIM(t *testing.T) {
	key := publicKey(t, 1024)
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParsePKIXPublicKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	old := base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(parsed.(*rsa.PublicKey)))
	ed := base64.StdEncoding.EncodeToString(make([]byte, 32))
	tests := []struct {
		name, record string
		want         dkimState
		bits         int
	}{
		{"plain", "v=DKIM1; k=rsa; p=" + key, dkimFound, 1024},
		{"no version, no kind", "p=" + key, dkimFound, 1024},
		{"folded", "v=DKIM1;\r\n\tp=" + key[:40] + " \t" + key[40:] + ";", dkimFound, 1024},
		{"the older form", "p=" + old, dkimFound, 1024},
		{"a test", "v=DKIM1; t=y; p=" + key, dkimFound, 1024},
		{"for mail", "v=DKIM1; s=other:email; h=sha1:sha256; p=" + key, dkimFound, 1024},
		{"for anything", "v=DKIM1; s=*; p=" + key, dkimFound, 1024},
		{"another kind", "v=DKIM1; k=ed25519; p=" + ed, dkimFound, 0},
		{"short", "p=" + short, dkimFound, 512},
		{"not for mail", "v=DKIM1; s=other; p=" + key, dkimInvalid, 0},
		{"an old hash alone", "v=DKIM1; h=sha1; p=" + key, dkimInvalid, 0},
		{"the version is not first", "p=" + key + "; v=DKIM1", dkimInvalid, 0},
		{"another version", "v=DKIM2; p=" + key, dkimInvalid, 0},
		{"a name twice", "v=DKIM1; p=" + key + "; p=" + key, dkimInvalid, 0},
		{"no key", "v=DKIM1; k=rsa", dkimInvalid, 0},
		{"withdrawn", "v=DKIM1; p=", dkimRevoked, 0},
		{"a kind unknown", "v=DKIM1; k=dsa; p=" + key, dkimInvalid, 0},
		{"a key of the wrong length", "v=DKIM1; k=ed25519; p=" + key, dkimInvalid, 0},
		{"no base64", "v=DKIM1; p=%%%", dkimInvalid, 0},
		{"no key inside", "v=DKIM1; p=AAAA", dkimInvalid, 0},
		{"no tags", "hello", dkimInvalid, 0},
		{"empty", "", dkimInvalid, 0},
		{"letters outside ASCII", "v=DKIM1; n=ä; p=" + key, dkimInvalid, 0},
		{"PEM", "v=DKIM1; p=" + string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: raw})), dkimInvalid, 0},
	}
	for _, tt := range tests {
		if got := parseDKIM(tt.record); got.state != tt.want || got.bits != tt.bits {
			t.Errorf("%s: got %+v, want state %v and %d bits", tt.name, got, tt.want, tt.bits)
		}
	}
}

func FuzzDKIM(f *testing.F) {
	f.Add("v=DKIM1; k=rsa; p=" + short)
	f.Add("v=DKIM1; k=ed25519; s=email; h=sha256; t=y:s; n=note; p=AAAA")
	f.Add("p=;;=")
	f.Fuzz(func(t *testing.T, text string) {
		if got := parseDKIM(text); got.state == dkimUnknown || got.state == dkimNone || got.bits != 0 && got.state != dkimFound {
			t.Errorf("%q: got %+v", text, got)
		}
	})
}

func TestDKIMReasons(t *testing.T) {
	const one, two = "selector1._domainkey.contoso.com", "selector2._domainkey.contoso.com"
	for name, tt := range map[string]struct {
		more records
		want string
	}{
		"none":                      {nil, "Neither of the two keys that sign the domain's mail is published."},
		"one without answer":        {records{"TXT " + one: {"?"}}, "One of the two keys that sign the domain's mail is not published."},
		"one not made yet":          {records{"CNAME " + two: {"selector2-contoso-com._domainkey.contoso.onmicrosoft.com."}}, "One of the two keys that sign the domain's mail is not published."},
		"aliases that lead nowhere": {records{"CNAME " + one: {"a.example."}, "CNAME " + two: {"b.example."}}, "A record for signing the domain's mail leads to no key."},
	} {
		if out := check.Run(DKIM, checktest.Snapshot(t, snapshot.Settings{}, contoso(atExchange.with(tt.more)))); out.Verdict != finding.Fail || out.Reason != tt.want {
			t.Errorf("%s: got %v (%s)", name, out.Verdict, out.Reason)
		}
	}
}
