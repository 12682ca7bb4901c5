package erasure_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/retention"
)

// named reports whether what is counted under a kind is what a row of the retention table
// is about.
func named(r retention.Row, kind string) bool {
	database, path, _ := strings.Cut(r.Place, ":")
	return r.Place == kind || strings.HasPrefix(path, "tenants/*/") && database+":"+path[strings.LastIndex(path, "/")+1:] == kind
}

// certified holds that the letter with a certificate tells in its reader's words what was
// erased, and carries the certificate as it was kept, with its digest.
func (w *world) certified(t *testing.T, c erasure.Certificate) {
	t.Helper()
	for l, err := range letter.All(t.Context(), w.DB) {
		if err != nil {
			t.Fatal(err)
		}
		if l.Kind != letter.Erased {
			continue
		}
		if len(l.Sections) != 2 || len(l.Sections[0].Rows) != len(c.Counts) || len(l.Sections[1].Rows) != 3 {
			t.Fatalf("the letter's sections are %+v", l.Sections)
		}
		m, err := l.Compose()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Todistuksen numero: 1\n", fmt.Sprintf("Löydökset: %d\n", c.Counts["vahti:findings"]), "Avain tuhottiin: " + c.KeyGone.UTC().Format("2006-01-02 15:04:05 UTC")} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("the letter does not say %q:\n%s", want, m.Text)
			}
		}
		for _, r := range l.Sections[0].Rows {
			kind := r.Text[:strings.LastIndex(r.Text, ":")]
			// A kind that nobody knows keeps its name.
			if strings.Contains(kind, ":") && slices.ContainsFunc(retention.Table(), func(row retention.Row) bool { return named(row, kind) }) {
				t.Errorf("a kind has no words: %s", r.Text)
			}
		}
		data := l.Sections[1].Rows[1].Text
		var got erasure.Certificate
		if err := json.Unmarshal([]byte(data), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("the certificate in the letter (-kept +got):\n%s", diff)
		}
		sum := sha256.Sum256([]byte(data))
		if !strings.Contains(m.Text, "\n- "+data+"\n") || !strings.HasSuffix(l.Sections[1].Rows[0].Text, ": "+hex.EncodeToString(sum[:])) {
			t.Errorf("the letter's digest is not of its line:\n%s", m.Text)
		}
		return
	}
	t.Error("there is no letter with a certificate")
}
