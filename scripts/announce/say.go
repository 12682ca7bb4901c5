package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/letter"
)

// part is what a notice has to say of one thing, and its heading by language.
type part struct {
	name    string
	heading map[string]string
}

var languages = []string{"en", "fi", "sv"}

// partsOf are what the agreement wants a notice to say.
func partsOf(kind letter.Kind) []part {
	if kind == letter.Subprocessor {
		return []part{
			{"purpose", map[string]string{"en": "What for", "fi": "Mihin tarkoitukseen", "sv": "Varför"}},
			{"place", map[string]string{"en": "Where data is processed", "fi": "Missä tietoja käsitellään", "sv": "Var uppgifter behandlas"}},
			{"contact", contact()},
		}
	}
	return []part{
		{"nature", map[string]string{"en": "What happened", "fi": "Mitä tapahtui", "sv": "Vad som har hänt"}},
		{"consequences", map[string]string{"en": "Likely consequences", "fi": "Todennäköiset seuraukset", "sv": "Sannolika följder"}},
		{"measures", map[string]string{"en": "What was done and is planned", "fi": "Mitä on tehty ja mitä aiotaan tehdä", "sv": "Vad som har gjorts och planeras"}},
		{"contact", contact()},
	}
}

func contact() map[string]string {
	return map[string]string{"en": "Contact", "fi": "Yhteysosoite", "sv": "Kontakt"}
}

// languageOf is the language in which a customer is written to.
func languageOf(language string) string {
	if slices.Contains(languages, language) {
		return language
	}
	return "en"
}

// sectionsOf reads what to say, by language. Every part has to be there in each.
func sectionsOf(kind letter.Kind, raw []byte) (map[string][]letter.Section, error) {
	var says map[string]map[string]string
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(&says); err != nil {
		return nil, fmt.Errorf("what to say is not as %s", example(kind))
	}
	out := map[string][]letter.Section{}
	for _, language := range languages {
		for _, p := range partsOf(kind) {
			text := strings.TrimSpace(says[language][p.name])
			if text == "" {
				return nil, fmt.Errorf("what to say lacks %q in %q", p.name, language)
			}
			out[language] = append(out[language], letter.Section{Heading: p.heading[language], Rows: []letter.Row{{Text: text}}})
		}
		if extra := len(says[language]) - len(partsOf(kind)); extra != 0 || len(says) != len(languages) {
			return nil, fmt.Errorf("what to say holds more than %s", example(kind))
		}
	}
	return out, nil
}

// example shows the form of what to say.
func example(kind letter.Kind) string {
	var names []string
	for _, p := range partsOf(kind) {
		names = append(names, fmt.Sprintf("%q:\"…\"", p.name))
	}
	return `{"en":{` + strings.Join(names, ",") + `},"fi":{…},"sv":{…}}`
}
