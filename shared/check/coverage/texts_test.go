package coverage

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/text"
)

// does are the phrases of the requirements of these tests.
var does = text.New(text.Texts{
	"asks": {FI: "vaatii", SV: "kräver"}, "blocks": {FI: "estää", SV: "blockerar"}, "limits": {FI: "rajoittaa", SV: "begränsar"},
	"binds": {FI: "sitoo", SV: "binder"}, "requires multifactor authentication": {FI: "vaatii todentamisen", SV: "kräver autentisering"},
	"requires phishing-resistant authentication": {FI: "vaatii vahvan", SV: "kräver stark"}, "requires a managed device": {FI: "vaatii laitteen", SV: "kräver enhet"},
	"blocks legacy authentication": {FI: "estää vanhat", SV: "blockerar gamla"}, "blocks users at high risk": {FI: "estää riskit", SV: "blockerar risk"},
	"blocks device code flow": {FI: "estää koodit", SV: "blockerar kod"}, "blocks agents": {FI: "estää agentit", SV: "blockerar agenter"},
})

// translated wants the reason and every note of a coverage in every language,
// with nothing of the English left.
func translated(t *testing.T, c Coverage) {
	t.Helper()
	english := []string{c.Reason}
	for _, s := range c.Evidence().Subjects["policies"].Shown {
		english = append(english, strings.Split(s.Note, "; ")...)
	}
	for _, e := range english {
		for _, l := range text.Languages()[1:] {
			got, ok := text.In(l, e, Texts, does)
			if !ok || got == e {
				t.Errorf("%q is not translated into %s", e, l)
			}
			for _, word := range []string{" the ", " of ", " and ", "does ", "that ", "policy", "policies", "excluded", "some "} {
				if strings.Contains(got, word) {
					t.Errorf("%q is in part English in %s: %q", e, l, got)
				}
			}
		}
	}
}

func TestTexts(t *testing.T) {
	tests := []struct{ english, finnish, swedish string }{
		{"No enabled conditional access policy blocks.",
			"Käytössä ei ole ehdollisen käyttöoikeuden käytäntöä, joka estää.",
			"Ingen aktiverad princip för villkorsstyrd åtkomst blockerar."},
		{"Conditional access blocks, but leaves out guests, some locations and some devices.",
			"Ehdollinen käyttöoikeus estää, mutta jättää ulkopuolelle vieraskäyttäjät, jotkin sijainnit ja jotkin laitteet.",
			"Villkorsstyrd åtkomst blockerar, men utelämnar gäster, vissa platser och vissa enheter."},
		{"Conditional access blocks, but leaves out holders of 2 of 8 roles.",
			"Ehdollinen käyttöoikeus estää, mutta jättää ulkopuolelle haltijoita osasta rooleista (2/8).",
			"Villkorsstyrd åtkomst blockerar, men utelämnar innehavare av 2 av 8 roller."},
		{"blocks, but does not require multifactor authentication",
			"estää pääsyn, mutta ei vaadi monimenetelmäistä todentamista",
			"blockerar, men kräver inte multifaktorautentisering"},
		{"narrowed to device platforms android,iOS", "rajattu laitealustoihin android,iOS", "begränsad till enhetsplattformarna android,iOS"},
		{"has the condition times, which Vahti does not know", "sisältää ehdon times, jota Vahti ei tunne", "har villkoret times, som är okänt för Vahti"},
	}
	for _, tt := range tests {
		for l, want := range map[text.Language]string{text.Finnish: tt.finnish, text.Swedish: tt.swedish} {
			if got, ok := text.In(l, tt.english, Texts, does); !ok || got != want {
				t.Errorf("%s of %q: got %q, want %q", l, tt.english, got, want)
			}
		}
	}
}
