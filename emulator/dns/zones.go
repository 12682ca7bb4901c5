// Package dns stands in for public DNS and for the few web addresses that mail
// policies are served at: it answers from the zones that recorded tenants hold.
// It speaks DNS over UDP and TCP to any resolver library, and imports nothing of
// shared.
package dns

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/miekg/dns"
)

// A recorded file, as emulator/tenants/README.md documents it.
type recorded struct {
	Zones []struct {
		Name    string `json:"name"`
		Records []struct {
			Name   string   `json:"name"`
			Type   string   `json:"type"`
			TTL    uint32   `json:"ttl"`
			Values []string `json:"values"`
		} `json:"records"`
	} `json:"zones"`
	HTTPS map[string]string `json:"https"`
}

// zone is one recorded zone; names are fully qualified and lower case.
type zone struct {
	names   map[string]bool
	records map[question][]dns.RR
}

type question struct {
	name string
	kind uint16
}

// read reads dir/dns.json; a folder without one holds no zones.
func read(dir string) (map[string]*zone, map[string]string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "dns.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, errors.New("dns.json cannot be read")
	}
	var in recorded
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, nil, errors.New("dns.json does not hold zones as documented")
	}
	zones := map[string]*zone{}
	for _, z := range in.Zones {
		apex := dns.CanonicalName(z.Name)
		if _, ok := dns.IsDomainName(apex); !ok || apex == "." {
			return nil, nil, errors.New("dns.json holds a zone whose name is no domain")
		}
		out := &zone{names: map[string]bool{apex: true}, records: map[question][]dns.RR{}}
		for _, r := range z.Records {
			name := apex
			if r.Name != "@" && r.Name != "" {
				name = dns.CanonicalName(r.Name + "." + apex)
			}
			for _, v := range r.Values {
				rr, err := record(name, r.Type, r.TTL, v)
				if err != nil {
					return nil, nil, err
				}
				q := question{name, rr.Header().Rrtype}
				out.records[q] = append(out.records[q], rr)
			}
			out.names[name] = true
		}
		zones[apex] = out
	}
	return zones, in.HTTPS, nil
}

// record makes one record of its presentation form; a TXT's text is one string
// without quotes, which is cut into strings of 255 bytes.
func record(name, kind string, ttl uint32, value string) (dns.RR, error) {
	if strings.EqualFold(kind, "TXT") {
		rr := &dns.TXT{Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: ttl}}
		for len(value) > 255 {
			rr.Txt, value = append(rr.Txt, escape(value[:255])), value[255:]
		}
		rr.Txt = append(rr.Txt, escape(value))
		return rr, nil
	}
	rr, err := dns.NewRR(fmt.Sprintf("%s %d IN %s %s", name, ttl, strings.ToUpper(kind), value))
	if err != nil || rr == nil {
		return nil, fmt.Errorf("dns.json holds a record of type %q that cannot be read", kind)
	}
	return rr, nil
}

// escape writes a text as the library keeps a string.
func escape(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, "\\%03d", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
