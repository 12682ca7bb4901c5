package synth

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"strconv"
)

// dnsRecord is a record of dns.json.
type dnsRecord struct {
	Name   string   `json:"name"`
	Type   string   `json:"type"`
	TTL    int      `json:"ttl"`
	Values []string `json:"values"`
}

type dnsZone struct {
	Name    string      `json:"name"`
	Records []dnsRecord `json:"records"`
}

func record(name, kind string, values ...string) dnsRecord {
	return dnsRecord{name, kind, 3600, values}
}

// parked is a second domain of the tenant, which sends no mail.
func (t *tenant) parked() string { return t.short + "-shop.example" }

// reports is the domain of a company that takes DMARC reports for the tenant.
func (t *tenant) reports() string { return t.short + "-reports.example" }

// microsoftSPF is what Microsoft lets its customers' SPF records refer to.
const microsoftSPF = "v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/15 ip4:52.102.0.0/16 ip4:52.103.0.0/17 ip4:104.47.0.0/17 " +
	"ip6:2a01:111:f400::/48 ip6:2a01:111:f403::/49 ip6:2a01:111:f403:8000::/51 ip6:2a01:111:f403:c000::/51 ip6:2a01:111:f403:f000::/52 -all"

// writeDNS writes what public DNS says about the tenant's domains.
func (t *tenant) writeDNS() error {
	r := t.stream("dns")
	signed := t.kept(r) && r.Float64() < 0.4
	host := t.short + "-example.mail.protection.outlook.com"
	if signed {
		host = t.short + "-example.o-v1.mx.microsoft"
	}
	mail := dnsZone{host, []dnsRecord{record("@", "A", "192.0.2.25")}}
	if signed && t.kept(r) {
		mail.Records = append(mail.Records, record("_25._tcp", "TLSA", "3 1 1 "+hash(r)))
	}
	domain, policy := t.mainZone(r, host, signed)
	initial, aliases := t.signing(r)
	domain.Records = append(domain.Records, aliases...)
	dmarc := "v=DMARC1; p=reject"
	if !t.kept(r) {
		dmarc = "v=DMARC1; p=none"
	}
	initial.Records = append(initial.Records, record("_dmarc", "TXT", dmarc))
	https := object{}
	if policy != "" {
		https["https://mta-sts."+t.domain+"/.well-known/mta-sts.txt"] = policy
	}
	zones := []dnsZone{domain, t.parkedZone(r), initial, mail,
		{"spf.protection.outlook.com", []dnsRecord{record("@", "TXT", microsoftSPF)}}}
	takes := dnsZone{Name: t.reports(), Records: []dnsRecord{record("@", "NS", "ns1.hosting.example.")}}
	if t.kept(r) {
		takes.Records = append(takes.Records, record(t.domain+"._report._dmarc", "TXT", "v=DMARC1"))
	}
	return t.writeJSON("dns", object{"zones": append(zones, takes), "https": https})
}

// apex are the records that every domain has that exists.
func apex(r *rand.Rand) []dnsRecord {
	return []dnsRecord{record("@", "NS", "ns1.hosting.example.", "ns2.hosting.example."),
		record("@", "SOA", "ns1.hosting.example. hostmaster.hosting.example. "+strconv.Itoa(2026000000+r.IntN(1000000))+" 7200 3600 1209600 3600")}
}

// mainZone draws the zone of the domain that mail and applications use, and the mail policy that it serves.
func (t *tenant) mainZone(r *rand.Rand, mailHost string, signed bool) (z dnsZone, policy string) {
	z = dnsZone{t.domain, append(apex(r), record("@", "MX", "0 "+mailHost+"."), record("@", "A", "192.0.2.40"),
		record("www", "CNAME", t.domain+"."), record("autodiscover", "CNAME", "autodiscover.outlook.com."))}
	add := func(name, kind string, values ...string) {
		z.Records = append(z.Records, record(name, kind, values...))
	}
	const include = "v=spf1 include:spf.protection.outlook.com "
	texts := []string{"MS=ms" + strconv.Itoa(10000000+r.IntN(90000000)), include + "-all"}
	if !t.kept(r) {
		texts = append(texts[:1], [][]string{{include + "~all"}, {include + "?all"}, {"v=spf1 a mx ~all"}, {},
			{include + "-all", "v=spf1 mx -all"}, {"v=spf1 include:_spf.newsletter." + t.domain + " include:spf.protection.outlook.com ~all"}}[r.IntN(6)]...)
	}
	add("@", "TXT", texts...)
	dmarc := "v=DMARC1; p=reject; rua=mailto:dmarc@" + t.domain + "; ruf=mailto:security@" + t.domain
	if !t.kept(r) {
		dmarc = []string{"", "v=DMARC1; p=none", "v=DMARC1; p=none; rua=mailto:dmarc@" + t.domain, "v=DMARC1; p=quarantine; pct=50",
			"v=DMARC1; p=reject; rua=mailto:" + t.short + "@" + t.reports()}[r.IntN(5)]
	}
	if dmarc != "" {
		add("_dmarc", "TXT", dmarc)
	}
	if signed {
		add("@", "DS", "48121 13 2 "+hash(r))
	}
	if t.kept(r) {
		mode := "enforce"
		if !t.kept(r) {
			mode = "testing"
		}
		add("_mta-sts", "TXT", "v=STSv1; id="+strconv.Itoa(20260000+r.IntN(1231)))
		add("mta-sts", "A", "192.0.2.40")
		policy = "version: STSv1\nmode: " + mode + "\nmx: " + mailHost + "\nmax_age: 604800\n"
	}
	if t.kept(r) {
		add("_smtp._tls", "TXT", "v=TLSRPTv1; rua=mailto:tlsrpt@"+t.domain)
	}
	for _, redirect := range t.redirects {
		if t.kept(r) || r.Float64() < 0.95 { // of the rest only the application knows still
			add(redirect[:len(redirect)-len(t.domain)-1], "A", "192.0.2.41")
		}
	}
	return z, policy
}

// signing draws the keys that sign the tenant's mail, which lie in Microsoft's zone, and the names that lead to them.
func (t *tenant) signing(r *rand.Rand) (keys dnsZone, aliases []dnsRecord) {
	keys = dnsZone{t.initial, []dnsRecord{record("@", "TXT", "v=spf1 include:spf.protection.outlook.com -all")}}
	bits, published, alive := 2048, 2, 2
	if !t.kept(r) {
		switch r.IntN(4) {
		case 0:
			bits = 1024
		case 1:
			published = r.IntN(2)
		case 2:
			alive = 1
		}
	}
	for i := range 2 {
		selector := "selector" + strconv.Itoa(i+1)
		target := selector + "-" + t.short + "-example._domainkey"
		if i < published {
			aliases = append(aliases, record(selector+"._domainkey", "CNAME", target+"."+t.initial+"."))
		}
		if key := publicKey(r, bits); i < alive {
			keys.Records = append(keys.Records, record(target, "TXT", "v=DKIM1; k=rsa; p="+key))
		}
	}
	return keys, aliases
}

// parkedZone draws the zone of the second domain, which may have lapsed.
func (t *tenant) parkedZone(r *rand.Rand) dnsZone {
	z := dnsZone{Name: t.parked(), Records: []dnsRecord{}}
	if !t.kept(r) && r.Float64() < 0.3 {
		return z
	}
	z.Records = append(z.Records, apex(r)...)
	if t.kept(r) {
		z.Records = append(z.Records, record("@", "TXT", "v=spf1 -all"), record("_dmarc", "TXT", "v=DMARC1; p=reject"))
	}
	return z
}

// publicKey draws something of the form of an RSA key of so many bits, in base64. Nobody has its other half.
func publicKey(r *rand.Rand, bits int) string {
	n := make([]byte, bits/8)
	for i := range n {
		n[i] = byte(r.Uint64())
	}
	n[0] |= 0x80
	n[len(n)-1] |= 1
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537})
	if err != nil { // an RSA key can always be written
		return ""
	}
	return base64.StdEncoding.EncodeToString(der)
}

// hash draws what looks like a SHA-256 sum in hexadecimal.
func hash(r *rand.Rand) string {
	b := make([]byte, 32)
	for i := range b {
		b[i] = byte(r.Uint64())
	}
	return hex.EncodeToString(b)
}
