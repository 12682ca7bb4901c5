// Package synth writes made-up tenants in the recorded-tenant format, for trials of size and of number: a folder that
// mirrors Microsoft Graph's URLs, with as many users as asked for and what belongs to them in realistic proportion.
//
// Recorded is everything that Vahti reads and the tenant's licences allow, in dns.json what public DNS says too. What a
// licence does not allow has no file, so that the stand-in refuses it as Graph does.
//
// What is written depends on the number of users and the seed alone, ids included. No name, address or id is anyone's,
// but for the public ids of Microsoft's own applications, roles, permissions and licences. Seeds differ in how well
// their tenants are kept and in what they have bought, so that their verdicts differ.
package synth

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// AsOf is the moment of every recording that this package writes.
func AsOf() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }

// Write writes a tenant of so many users into dir, which it makes where it is missing. What lies there already under
// the same names is replaced. It writes about 160 MB for 100,000 users.
func Write(dir string, users int, seed uint64) error {
	if users < 1 {
		return errors.New("write tenant: it needs at least one user")
	}
	return write(dir, users, 500+users/50, seed, "Synthetic "+strconv.Itoa(users))
}

// WriteFleet writes tenants of 5 to 30 users each, every one into a folder of its own below dir: tenant-0001 and on.
// Their applications are fewer than Write's, so that a fleet of hundreds stays small.
func WriteFleet(dir string, tenants int, seed uint64) error {
	if tenants < 1 {
		return errors.New("write fleet: it needs at least one tenant")
	}
	draw := rand.New(rand.NewPCG(seed, 0x666c656574))
	for i := range tenants {
		users := 5 + draw.IntN(26)
		name := fmt.Sprintf("tenant-%04d", i+1)
		title := "Synthetic " + strconv.Itoa(i+1)
		if err := WriteSmall(filepath.Join(dir, name), users, draw.Uint64(), title); err != nil {
			return err
		}
	}
	return nil
}

// WriteSmall writes one tenant of a fleet, with so many users and under the name title, into dir.
func WriteSmall(dir string, users int, seed uint64, title string) error {
	if users < 1 {
		return errors.New("write tenant: it needs at least one user")
	}
	return write(dir, users, 40+users, seed, title)
}

func write(dir string, users, principals int, seed uint64, title string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write tenant: %w", err)
	}
	t := newTenant(dir, users, principals, seed)
	steps := []func() error{
		t.writePeople, t.writeGroups, t.writeApplications, t.writeRoles, t.writeOrganization, t.writeSettings,
		t.writePolicies, t.writeConditionalAccess, t.writeGovernance, t.writeCollaboration, t.writeDevices, t.writeSignals,
		t.writeAudits, t.writeDNS,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("write tenant: %w", err)
		}
	}
	// Last, so that a folder that was left half written has no tenant.json and is not taken for a recording.
	err := t.writeJSON("tenant", object{
		"id": t.id, "displayName": title, "asOf": AsOf().Format(time.RFC3339),
		"settings": object{"emergencyAccess": object{"users": nonNil(t.emergency), "groups": nonNil(t.emergencyGroups)},
			"declared": t.declared()},
	})
	if err != nil {
		return fmt.Errorf("write tenant: %w", err)
	}
	return nil
}

// tenant is what is being written. Later steps build on what earlier ones drew.
type tenant struct {
	dir        string
	seed       uint64
	users      int
	principals int

	id       string
	short    string // what the tenant's domains begin with
	initial  string // the .onmicrosoft.com domain
	domain   string
	licence  licence
	workload bool // licences for applications were bought too
	hybrid   bool
	maturity float64 // from 0 to 1: how likely a setting is as it should be
	habits   habits

	assigned, details string // what a user's licence looks like in two places

	admins          int // how many of the first users are accounts for administration alone
	emergency       []string
	emergencyGroups []string
	people          []person
	guests          []person // the first few
	groups          []string // ids of the first few; the third and on are of any kind
	adminGroup      person   // a group that may hold roles
	applications    []person // service principals that could hold a role
	everyPrincipal  []principal
	redirects       []string // hosts that the tenant's own applications send people back to
	teamsApps       []string // ids of the company's own apps in Teams that were looked at
	knownPartners   []string // ids of partners' tenants that were agreed on
	ownConsent      bool     // a policy of the tenant's own says what people may consent to
	graph           string   // id of Microsoft Graph's service principal
}

// person is whoever or whatever may hold a role.
type person struct {
	id, displayName, upn, odataType string
	anchor                          string // onPremisesImmutableId; empty for an account of the cloud alone
	enabled, guest                  bool
}

type licence int

const (
	noPremium licence = iota
	premium1
	premium2
)

type object = map[string]any

func newTenant(dir string, users, principals int, seed uint64) *tenant {
	t := &tenant{dir: dir, seed: seed, users: users, principals: principals}
	r := t.stream("tenant")
	t.id = guid(r)
	word := surnames()[r.IntN(len(surnames()))]
	t.short = fold(word) + strconv.Itoa(100000+r.IntN(900000)) // no two tenants may have the same zones in DNS
	t.initial, t.domain = t.short+".onmicrosoft.com", t.short+".example"
	t.maturity = 0.15 + 0.8*r.Float64()
	t.hybrid = r.Float64() < 0.5
	switch x := r.Float64(); {
	case x < 0.15:
		t.licence = noPremium
	case x < 0.45:
		t.licence = premium1
	default:
		t.licence = premium2
	}
	t.workload = t.licence == premium2 && r.Float64() < 0.3
	t.habits = t.drawHabits()
	t.assigned, t.details = t.peoples().assigned(), t.peoples().details()
	return t
}

// stream is the source of one part's draws; parts do not disturb each other.
func (t *tenant) stream(part string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(part)) // never fails
	return rand.New(rand.NewPCG(t.seed, h.Sum64()^uint64(t.users)<<1))
}

// kept tells, by the tenant's maturity, whether one thing is as it should be.
func (t *tenant) kept(r *rand.Rand) bool { return r.Float64() < t.maturity }

// guid draws an id of the form of a version 4 UUID.
func guid(r *rand.Rand) string {
	var b [36]byte
	return string(appendGUID(b[:0], r))
}

func appendGUID(dst []byte, r *rand.Rand) []byte {
	hi, lo := r.Uint64(), r.Uint64()
	hi, lo = hi&^0xf000|0x4000, lo&^(0xc<<60)|0x8<<60
	const digits = "0123456789abcdef"
	for i := range 32 {
		if i == 8 || i == 12 || i == 16 || i == 20 {
			dst = append(dst, '-')
		}
		v := hi
		if i >= 16 {
			v = lo
		}
		dst = append(dst, digits[v>>(60-4*(i%16))&0xf])
	}
	return dst
}

// before draws a time up to so many days before AsOf.
func before(r *rand.Rand, days int) time.Time {
	return AsOf().Add(-time.Duration(r.Int64N(int64(days) * int64(24*time.Hour)))).Truncate(time.Second)
}

func nonNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// writeJSON writes one file; name is its path without the extension.
func (t *tenant) writeJSON(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	p := filepath.Join(t.dir, filepath.FromSlash(name)+".json")
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.WriteFile(p, append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// writeList writes a collection whole.
func (t *tenant) writeList(name string, entities []object) error {
	if entities == nil {
		entities = []object{}
	}
	return t.writeJSON(name, object{"value": entities})
}

// writeAll writes several files; each of pairs is a name and what it holds.
func (t *tenant) writeAll(files []named) error {
	for _, f := range files {
		if err := t.writeJSON(f.name, f.holds); err != nil {
			return err
		}
	}
	return nil
}

type named struct {
	name  string
	holds any
}
