package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// interrupted is an answer in the middle of which something happens.
type interrupted struct {
	*httptest.ResponseRecorder
	at      int // bytes
	happens func()
}

// Write implements io.Writer.
func (i *interrupted) Write(p []byte) (int, error) {
	n, err := i.ResponseRecorder.Write(p)
	if i.happens != nil && i.Body.Len() >= i.at {
		happens := i.happens
		i.happens = nil
		happens()
	}
	return n, err
}

// TestErasedMeanwhile has the erasure of a tenant begin in the middle of an export: what
// was sent is no export, and nothing is written into the trail any more.
func TestErasedMeanwhile(t *testing.T) {
	erasing := func(w *world) any {
		return map[string]any{"state": string(tenant.Erased), "contract": document.Contract{Erasing: w.Now()}}
	}
	tests := []struct {
		name string
		do   func(*testing.T, *world, *cloud.DocumentRef)
	}{
		{"it has begun", func(t *testing.T, w *world, doc *cloud.DocumentRef) {
			_, err := doc.Set(t.Context(), erasing(w), cloud.MergeAll)
			must(t, err)
		}},
		{"and deleted the findings", func(t *testing.T, w *world, doc *cloud.DocumentRef) {
			_, err := doc.Set(t.Context(), erasing(w), cloud.MergeAll)
			must(t, err)
			refs, err := doc.Collection("findings").DocumentRefs(t.Context()).GetAll()
			must(t, err)
			for _, ref := range refs {
				_, err := ref.Delete(t.Context())
				must(t, err)
			}
		}},
		{"and ended", func(t *testing.T, _ *world, doc *cloud.DocumentRef) {
			_, err := doc.Delete(t.Context())
			must(t, err)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.live(t)
			key := w.script(t, w.one, tenant.Export)
			t.Setenv("FIRESTORE_EMULATOR_HOST", must1(w.data.Serve("operator", nil))(t))
			c, err := cloud.NewClientWithDatabase(t.Context(), testProject, store.VahtiDatabase)
			must(t, err)
			defer func() { _ = c.Close() }()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, w.path(w.one), nil)
			r.Header.Set("Authorization", "Bearer "+key)
			happened := false
			out := &interrupted{httptest.NewRecorder(), 1, func() {
				happened = true
				tt.do(t, w, c.Collection("tenants").Doc(w.one.ID().String()))
			}}
			func() {
				defer func() {
					v := recover()
					if err, ok := v.(error); v != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
						panic(v)
					}
				}()
				w.handler.ServeHTTP(out, r)
			}()
			if !happened || out.Code != http.StatusOK {
				t.Fatalf("got %d: the export did not begin", out.Code)
			}
			raw := out.Body.Bytes()
			if _, err := export.Verify(bytes.NewReader(raw), int64(len(raw)), w.signing.Public()); !errors.Is(err, export.ErrBroken) {
				t.Errorf("Verify says %v, want %v", err, export.ErrBroken)
			}
			if told := w.told(t, w.one); len(told) != 1 || told[0].Action != trail.ExportRequested {
				t.Errorf("the trail tells %v", told)
			}
		})
	}
}

func must1[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		must(t, err)
		return v
	}
}

// TestSection16EverythingKeptIsExported: each row of the retention table that is about a tenant is
// of a kind that is exported, or it is said why not.
func TestSection16EverythingKeptIsExported(t *testing.T) {
	in := map[string][]export.Kind{
		"tenant": {export.TheTenant}, "subscription": {export.TheTenant}, "customers": {export.TheTenant},
		"settings": {export.Settings, export.Checks}, "instructions": {export.Instructions},
		"resolved findings": {export.Findings}, "history of findings": {export.History}, "changes": {export.Changes, export.Scores}, "scans": {export.Scans},
		"ended exceptions": {export.Exceptions}, "members": {export.Members}, "removed members": {export.Members}, "invitations": {export.Invitations},
		"reviews": {export.Reviews}, "support grants": {export.Grants}, "ended keys": {export.Keys}, "explanations": {export.Explanations},
		"messages to webhooks": {export.Messages}, "preferences": {export.Preferences},
		"audit trail": {export.Trail}, "audit chain": {export.Chain},
	}
	out := map[string]string{
		"requests":               "answers to requests of the same day: what they did is in the other kinds",
		"outbox":                 "on its way for minutes, and says by IDs what is in the other kinds",
		"trail on its way":       "in the trail within minutes",
		"changes of preferences": "in the trail within minutes",
		"news":                   "what a scan changed, which the changes hold, until it was told",
		"digests":                "dates alone, which follow from the settings",
		"channels":               "the webhook's secrets, which nobody is shown again; its address is among the settings",
		"memory":                 "in Vahti's own form, and replaced by each scan: the findings and changes say what came of it",
		"clean-ups":              "a mark of Vahti's own work",
		"anchors":                "a mark of Vahti's own work: the chain holds the links",
		"readings":               "as the customer's own tenant holds it, and replaced by each scan: the findings have what counted as evidence",
		"journals":               "a scan under way",
		"data key":               "what is exported is unsealed",
		"wishes":                 "names by which a repeated wish is known",
		"suppressions":           "keyed hashes of addresses",
	}
	kinds := append(export.Kinds(), export.Chain)
	used := map[export.Kind]bool{}
	for _, r := range retention.Table() {
		if r.Owner != retention.Tenant && r.Field == "" {
			continue
		}
		of, reason := in[r.Kind], out[r.Kind]
		if (len(of) == 0) == (reason == "") {
			t.Errorf("%s: say of which kind it is exported, or why it is not", r.Kind)
		}
		for _, k := range of {
			if !slices.Contains(kinds, k) {
				t.Errorf("%s: %s is no kind", r.Kind, k)
			}
			used[k] = true
		}
		delete(in, r.Kind)
		delete(out, r.Kind)
	}
	for _, k := range kinds {
		if !used[k] {
			t.Errorf("%s: no row of the retention table", k)
		}
	}
	if len(in)+len(out) > 0 {
		t.Errorf("no rows: %v %v", in, out)
	}
}

// aside gives each of two tenants some of what lies apart from the rest.
func (w *world) aside(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	for who, h := range map[string]*store.Tenant{"olga": w.one, "otso": w.other} {
		by := member.Actor{Account: who, Name: person(who).Email}
		value := json.RawMessage(`{"atOnce":"high","digest":"daily","hour":8,"weekday":1,"zone":"Europe/Helsinki"}`)
		_, err := instruction.Give(ctx, h, instruction.Wish{Setting: notice.Setting(false), Value: value, Source: instruction.Console}, by, w.Now())
		must(t, err)
		_, err = letter.Reader{Tenant: h.ID().String(), Account: who, Name: by.Name}.Prefer(ctx, w.db, letter.Choice{Digest: letter.Weekly}, w.Now())
		must(t, err)
		_, err = notice.NewSecret(ctx, h, by, w.Now())
		must(t, err)
		must(t, (&notice.Desk{DB: w.db, Now: w.Now}).Test(ctx, h, "1"))
		made, err := member.Invite(ctx, h, member.Invitation{Email: who + "-guest@aallokko.example", Role: tenant.Auditor, Language: "fi"}, by, w.Now())
		must(t, err)
		must(t, member.Withdraw(ctx, h, made.ID, by, w.Now()))
		_, err = member.Invite(ctx, h, member.Invitation{Email: who + "-other@aallokko.example", Role: tenant.Auditor, Language: "fi"}, by, w.Now())
		must(t, err)
	}
}

// TestWhatIsSetAside has everything exported that lies apart from the rest: a setting of
// each name, what readers want, messages to the webhook, and invitations that are over.
func TestWhatIsSetAside(t *testing.T) {
	w := newWorld(t)
	w.aside(t)
	key := w.script(t, w.one, tenant.Export)
	rec := w.ask(t, w.path(w.one), key, nil)
	if rec.Code != http.StatusOK {
		t.Fatalf("got %d: %s", rec.Code, rec.Body)
	}
	in := files(t, rec.Body.Bytes())
	for file, want := range map[string][]string{
		"settings.ndjson":    {`"name":"declared"`, `"name":"interval"`, `"name":"language"`, `"name":"notifications"`, `"atOnce":"high"`},
		"preferences.ndjson": {`"account":"olga"`, `"digest":"weekly"`},
		"messages.ndjson":    {`"kind":"test"`, `"state":"waiting"`, `"body":{"id":"test-1"`},
		"invitations.ndjson": {`"state":"withdrawn"`, `"state":"open"`},
	} {
		for _, text := range want {
			if !strings.Contains(in[file], text) {
				t.Errorf("%s lacks %s:\n%s", file, text, in[file])
			}
		}
		if strings.Contains(in[file], w.other.ID().String()) || strings.Contains(in[file], "otso") {
			t.Errorf("%s holds what is another tenant's", file)
		}
	}
}
