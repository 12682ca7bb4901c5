package explain

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/all"
)

// sample is a good answer.
func sample(t testing.TB, language string) Answer { return good(t, language)[0] }

func TestParse(t *testing.T) {
	const (
		body  = `"language":"en","summary":"S","why":"W","steps":["1","2"]`
		whole = `{` + body + `}`
	)
	want := Answer{Language: "en", Summary: "S", Why: "W", Steps: []string{"1", "2"}}
	tests := []struct {
		name, raw string
		want      Answer
		err       error
	}{
		{name: "plain", raw: whole, want: want},
		{name: "spaces around", raw: "\n " + whole + "\n", want: want},
		{name: "fence", raw: "```json\n" + whole + "\n```", want: want},
		{name: "fence without a language", raw: "```\n" + whole + "\n```\n", want: want},
		{name: "another order", raw: `{"steps":["1","2"],"why":"W","summary":"S","language":"en"}`, want: want},
		{name: "bold and code", raw: `{"language":"en","summary":" **S** ","why":"` + "`W`" + `","steps":["1. 1","- 2"]}`, want: want},
		{name: "a version is no number of a step", raw: `{"language":"en","summary":"S","why":"W","steps":["2.5 is old","10 days"]}`,
			want: Answer{Language: "en", Summary: "S", Why: "W", Steps: []string{"2.5 is old", "10 days"}}},
		{name: "nothing", raw: "", err: errForm},
		{name: "prose", raw: "The setting is off.", err: errForm},
		{name: "a fence that does not end", raw: "```json\n" + whole, err: errForm},
		{name: "words before", raw: "Here it is: " + whole, err: errForm},
		{name: "words after", raw: whole + " I hope this helps.", err: errForm},
		{name: "a bracket after", raw: whole + "]", err: errForm},
		{name: "a brace after", raw: whole + "}", err: errForm},
		{name: "two objects", raw: whole + whole, err: errForm},
		{name: "a list", raw: "[" + whole + "]", err: errForm},
		{name: "a string", raw: `"` + "x" + `"`, err: errForm},
		{name: "null", raw: "null", err: errForm},
		{name: "cut", raw: whole[:len(whole)-1], err: errForm},
		{name: "a comma at the end", raw: `{` + body + `,}`, err: errForm},
		{name: "a comment", raw: `{` + body + `} // done`, err: errForm},
		{name: "twice", raw: `{` + body + `,"why":"X"}`, err: errForm},
		{name: "twice, in other letters", raw: `{` + body + `,"WHY":"X"}`, err: errForm},
		{name: "twice, escaped", raw: `{` + body + `,"wh\u0079":"X"}`, err: errForm},
		{name: "other letters", raw: strings.Replace(whole, "summary", "Summary", 1), err: errForm},
		{name: "one more", raw: `{` + body + `,"severity":"low"}`, err: errForm},
		{name: "one missing", raw: `{"language":"en","summary":"S","why":"W"}`, err: errForm},
		{name: "a null text", raw: strings.Replace(whole, `"W"`, "null", 1), err: errForm},
		{name: "a null step", raw: strings.Replace(whole, `"2"`, "null", 1), err: errForm},
		{name: "a number", raw: strings.Replace(whole, `"W"`, "7", 1), err: errForm},
		{name: "a step that is an object", raw: strings.Replace(whole, `"2"`, `{"text":"2"}`, 1), err: errForm},
		{name: "steps in one text", raw: `{"language":"en","summary":"S","why":"W","steps":"1 2"}`, err: errForm},
		{name: "not UTF-8", raw: strings.Replace(whole, "W", "\xff", 1), err: errForm},
		{name: "huge", raw: strings.Replace(whole, "W", strings.Repeat("W", maxRaw), 1), err: errForm},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := parse(test.raw)
			if !errors.Is(err, test.err) {
				t.Fatalf("got %v, want %v", err, test.err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLength(t *testing.T) {
	const sentence = "The setting is off, and that is what the check read of it. "
	tests := []struct {
		name   string
		change func(*Answer)
		want   error
	}{
		{"as it is", func(*Answer) {}, nil},
		{"no summary", func(a *Answer) { a.Summary = "" }, errLength},
		{"no reason", func(a *Answer) { a.Why = " \n" }, errLength},
		{"no steps", func(a *Answer) { a.Steps = nil }, errLength},
		{"an empty step", func(a *Answer) { a.Steps = append(a.Steps, "") }, errLength},
		{"a step of a number alone", func(a *Answer) { a.Steps = append(a.Steps, "5. ") }, errLength},
		{"eight steps", func(a *Answer) { a.Steps = strings.Split(strings.Repeat(sentence+"|", 7)+sentence, "|") }, nil},
		{"nine steps", func(a *Answer) { a.Steps = strings.Split(strings.Repeat(sentence+"|", 8)+sentence, "|") }, errLength},
		{"a long text", func(a *Answer) { a.Why = strings.Repeat(sentence, 20) }, nil},
		{"too long a text", func(a *Answer) { a.Why = strings.Repeat(sentence, 21) }, errLength},
		{"too long a whole", func(a *Answer) {
			a.Summary, a.Why = strings.Repeat(sentence, 20), strings.Repeat(sentence, 20)
			a.Steps = []string{a.Why, a.Why, a.Why}
		}, errLength},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := sample(t, "en")
			test.change(&a)
			if _, err := judged(encoded(t, a), "en"); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

// foreign are explanations in languages that are close to those asked for.
var foreign = map[string]Answer{
	"German": {Summary: "Die ältere Authentifizierung ist nicht gesperrt, und das gilt für alle Benutzer.", Why: "Mit einem erratenen Kennwort kann ein Angreifer das Postfach öffnen, weil diese Protokolle keinen zweiten Faktor verlangen.",
		Steps: []string{"Öffnen Sie das Verwaltungscenter und wählen Sie die Richtlinie aus.", "Schalten Sie die Richtlinie für alle Benutzer ein."}},
	"Norwegian": {Summary: "Eldre autentisering er ikke blokkert for brukerne, og det gjelder alle.", Why: "En angriper som gjetter et passord kan åpne postkassen, fordi disse protokollene ikke spør etter en ekstra faktor.",
		Steps: []string{"Åpne administrasjonssenteret og velg en ny policy.", "Slå på policyen for alle brukere etter en uke."}},
	"Danish": {Summary: "Ældre godkendelse er ikke blokeret for brugerne, og det gælder alle.", Why: "En angriber, der gætter en adgangskode, kan åbne postkassen, fordi disse protokoller ikke spørger efter en ekstra faktor.",
		Steps: []string{"Åbn administrationscenteret og vælg en ny politik.", "Slå politikken til for alle brugere efter en uge."}},
	"Estonian": {Summary: "Vana autentimine ei ole blokeeritud ja see kehtib kõigile kasutajatele.", Why: "Ründaja, kes arvab ära parooli, saab postkasti avada, sest need protokollid ei küsi teist tegurit.",
		Steps: []string{"Avage halduskeskus ja valige uus poliitika.", "Lülitage poliitika kõigile kasutajatele sisse."}},
	"Dutch": {Summary: "Verouderde verificatie is niet geblokkeerd en dat geldt voor alle gebruikers.", Why: "Een aanvaller die een wachtwoord raadt kan het postvak openen, omdat deze protocollen niet om een tweede factor vragen.",
		Steps: []string{"Open het beheercentrum en kies een nieuw beleid.", "Zet het beleid voor alle gebruikers aan."}},
	"French": {Summary: "L'authentification héritée n'est pas bloquée, et cela concerne tous les utilisateurs.", Why: "Un attaquant qui devine un mot de passe peut ouvrir la boîte, car ces protocoles ne demandent pas de second facteur.",
		Steps: []string{"Ouvrez le centre d'administration et choisissez une stratégie.", "Activez la stratégie pour tous les utilisateurs."}},
	"nothing": {Summary: "Lorem ipsum dolor sit amet.", Why: "Consectetur adipiscing elit.", Steps: []string{"Sed do eiusmod tempor."}},
	"labels":  {Summary: "isEnabled: false.", Why: "MS.AAD.3.1v1.", Steps: []string{"Entra admin centre > Protection > Conditional Access > Policies."}},
}

func TestLanguage(t *testing.T) {
	for _, asked := range Languages() {
		for _, other := range Languages() {
			if other == asked {
				continue
			}
			for _, a := range good(t, other) {
				if _, err := judged(encoded(t, a), asked); !errors.Is(err, errLanguage) {
					t.Errorf("asked in %s, said to be %s: got %v: %s", asked, other, err, a.Summary)
				}
				a.Language = asked // as a model claims that mistook its language
				if _, err := judged(encoded(t, a), asked); !errors.Is(err, errLanguage) {
					t.Errorf("asked in %s, is %s: got %v: %s", asked, other, err, a.Summary)
				}
			}
			mixed, missed := mixtures(t, asked, other), 0
			for _, a := range mixed {
				if _, err := judged(encoded(t, a), asked); err == nil {
					missed++
					t.Errorf("asked in %s, partly %s: shown: %s | %s | %s", asked, other, a.Summary, a.Why, a.Steps)
				}
			}
			t.Logf("asked in %s, partly %s: %d of %d missed", asked, other, missed, len(mixed))
		}
		for name, a := range foreign {
			a.Language = asked
			if _, err := judged(encoded(t, a), asked); !errors.Is(err, errLanguage) {
				t.Errorf("asked in %s, is %s: got %v", asked, name, err)
			}
		}
	}
}

// mixtures are answers of which one text is in another language.
func mixtures(t *testing.T, asked, other string) []Answer {
	t.Helper()
	var out []Answer
	foreign := good(t, other)
	for i, a := range good(t, asked) {
		why, all := a, a
		why.Why = foreign[i].Why
		all.Steps = foreign[i].Steps
		all.Why = foreign[i].Why
		out = append(out, why, all)
	}
	return out
}

// TestUnknownLanguage is about a language nobody knows words of.
func TestUnknownLanguage(t *testing.T) {
	for _, language := range []string{"", "xx", "EN"} {
		a := sample(t, "en")
		a.Language = language
		if _, err := judged(encoded(t, a), language); !errors.Is(err, errLanguage) {
			t.Errorf("%q: got %v, want %v", language, err, errLanguage)
		}
	}
}

func TestAddressed(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"microsoft.graph", false},
		{"microsoft.graph.singleUser", false},
		{"MS.AAD.3.1v1", false},
		{"onPremisesSyncEnabled: false", false},
		{"RoleManagement.ReadWrite.Directory", false},
		{"User.Invite.All, Directory.Read.All and Policy.ReadWrite.ConditionalAccess", false},
		{"microsoft.directory/users/password/update", false},
		{"conditions.users.includeUsers", false},
		{"Entra admin centre > Protection > Conditional Access", false},
		{"POST /v1.0/policies/authorizationPolicy", false},
		{"Control 5.2.2.3 and version 2.0 of the API", false},
		{"Set it to 8 hours/day, e.g. from 9:00 to 17:00, i.e. the working day.", false},
		{"t.ex. bl.a. m.m. d.v.s. o.s.v. f.d.", false},
		{"esim. jne. ks. mm. ts. n. 5 %", false},
		{"isUsableOnce is false.", false},
		{"PT8H or 01:00:00 or 2026-11-01T12:00:00Z", false},
		{"a0b1b346-4d3e-4e8b-98f8-753987be4970", false},
		{"#microsoft.graph.conditionalAccessPolicy", false},
		{"@odata.type", false},
		{"2147483647 days, 1 000 users, 2026-11-22", false},
		{"login.microsoftonline.com", true},
		{"contoso.onmicrosoft.com", true},
		{"EXAMPLE.FI", true},
		{"(example.se)", true},
		{"example.co.uk/path", true},
		{"maija@example", true},
		{"https://example", true},
		{"https:// example", true},
		{"192.0.2.1", true},
		{"1.1.1.1/x", true},
		{"2001:db8:0:1::1", true},
		{"+358401234567", true},
	}
	for _, test := range tests {
		if got := addressed(test.text); got != test.want {
			t.Errorf("%q: got %v, want %v", test.text, got, test.want)
		}
	}
}

// TestChecksMayBeRepeated holds the rules to the checks' own texts, which an
// explanation says in other words.
func TestChecksMayBeRepeated(t *testing.T) {
	for _, c := range all.Checks() {
		for _, text := range []string{c.Title, c.Risk, c.Fix.Portal, "Set it in " + c.Fix.Portal + "."} {
			if strings.ContainsFunc(text, odd) {
				t.Errorf("%s: odd characters in %q", c.ID, text)
			}
			if err := checkText(text, "en"); err != nil {
				t.Errorf("%s: got %v: %s", c.ID, err, text)
			}
		}
	}
}

func TestRule(t *testing.T) {
	if got := Rule(errors.Join(ErrRefused, errLink)); got != errLink.Error() {
		t.Errorf("got %q, want %q", got, errLink)
	}
	if got := Rule(ErrRefused); got != "the model gave no answer" {
		t.Errorf("got %q", got)
	}
}

// FuzzParse gives the judge whatever: it neither panics nor lets through what
// no page may show, and what it lets through once it lets through again.
func FuzzParse(f *testing.F) {
	for _, language := range Languages() {
		for _, a := range good(f, language)[:5] {
			f.Add(encoded(f, a), language)
			f.Add("```json\n"+encoded(f, a)+"\n```", language)
			f.Add(strings.ToUpper(encoded(f, a)), language)
		}
		for _, file := range []string{"fixed", "link", "markup", "characters", "stray"} {
			for i, s := range lines(f, "bad", file+"."+language+".txt") {
				if i%5 == 0 {
					f.Add(encoded(f, sample(f, language).with(s)[i%3]), language)
				}
			}
		}
	}
	f.Add(`{"language":"en","summary":"\ud800","why":"","steps":[""]}`, "en")
	f.Add(strings.Repeat(`{"steps":[`, 1000), "fi")
	f.Fuzz(func(t *testing.T, raw, language string) {
		a, err := judged(raw, language)
		if err != nil {
			if Rule(err) == Rule(nil) {
				t.Errorf("the error %v is no rule", err)
			}
			return
		}
		if a.Language != language || len(a.Steps) == 0 || len(a.Steps) > maxSteps {
			t.Errorf("got %q with %d steps", a.Language, len(a.Steps))
		}
		for _, text := range append([]string{a.Summary, a.Why}, a.Steps...) {
			if strings.TrimSpace(text) == "" || len(text) > 4*maxText || strings.ContainsFunc(text, odd) ||
				strings.Contains(text, "://") || strings.Contains(strings.ToLower(text), "<script") || strings.Contains(text, "](") {
				t.Errorf("shown: %q", text)
			}
		}
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		again, err := judged(string(b), language)
		if err != nil || len(again.Steps) != len(a.Steps) {
			t.Errorf("the same answer again: got %v", err)
		}
	})
}
