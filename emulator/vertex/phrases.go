package vertex

import (
	"slices"
	"strings"
)

// topic is what a property of an answer is about, as its name suggests.
type topic int

const (
	aboutState  topic = iota // what was found
	aboutTitle               // a short heading
	aboutReason              // why it matters
	aboutSteps               // what to do
	aboutLimits              // what to keep in mind
)

// topicOf guesses the topic of a property from its name.
func topicOf(property string) topic {
	lower := strings.ToLower(property)
	for _, t := range []struct {
		topic topic
		words []string
	}{
		{aboutTitle, []string{"title", "heading", "headline"}},
		{aboutReason, []string{"why", "risk", "impact", "reason", "consequence", "matter"}},
		{aboutSteps, []string{"step", "action", "fix", "remed", "how", "recommend", "advice"}},
		{aboutLimits, []string{"caution", "caveat", "note", "limit", "uncertain", "warning"}},
	} {
		if slices.ContainsFunc(t.words, func(w string) bool { return strings.Contains(lower, w) }) {
			return t.topic
		}
	}
	return aboutState
}

// phrases are the sentences of one language. %n stands for the name of a fact and %v for its value.
type phrases struct {
	title, noTitle string
	state, further string
	noState        string
	reasons        []string // the last mentions a fact
	steps          []string
	steer          string // the step that mentions a fact
	limits         []string
	link           string
	fixed          string
}

func phrasesOf(language string) phrases {
	switch language {
	case "fi":
		return phrases{
			title:   `Tarkista asetus %n`,
			noTitle: `Tarkista tämä asetus`,
			state:   `Tarkistus luki, että asetuksen "%n" arvo on %v.`,
			further: `Lisäksi asetuksen "%n" arvo on %v.`,
			noState: `Tarkistus löysi asetuksen, joka poikkeaa suosituksesta, ja se kannattaa käydä läpi.`,
			reasons: []string{
				`Tällä on merkitystä, koska tällainen asetus määrää, kuka pääsee organisaation tietoihin ja mitä siellä voi tehdä.`,
				`Yhden tunnuksen haltuunsa saanut hyökkääjä pääsee pidemmälle niin kauan kuin "%n" on näin.`,
			},
			steer: `Etsi "%n" ja vertaa sitä oman organisaatiosi linjaukseen.`,
			steps: []string{
				`Kirjaudu hallintakeskukseen tunnuksella, jolla on oikeus muuttaa tätä asetusta.`,
				`Tee muutos ensin pienelle ryhmälle ja varmista, että päivittäinen työ sujuu.`,
				`Tee muutos sitten kaikille ja odota, mitä seuraava tarkistus näyttää.`,
			},
			limits: []string{
				`Tämä teksti on neuvo, ja havainnon tilasta päättää vain tarkistus.`,
				`Varmista ennen muutosta, mihin muuhun se vaikuttaa.`,
			},
			link:  `Lue lisää osoitteesta https://korjaa.example.com/ohje ja myös [täältä](http://example.org/x).`,
			fixed: `Ongelma on jo korjattu, eikä sinun tarvitse tehdä mitään.`,
		}
	case "sv":
		return phrases{
			title:   `Granska inställningen %n`,
			noTitle: `Granska den här inställningen`,
			state:   `Kontrollen läste att inställningen "%n" har värdet %v.`,
			further: `Dessutom har inställningen "%n" värdet %v.`,
			noState: `Kontrollen hittade en inställning som avviker från rekommendationen och som bör gås igenom.`,
			reasons: []string{
				`Det har betydelse eftersom en sådan inställning avgör vem som kommer åt organisationens uppgifter och vad man kan göra där.`,
				`En angripare som har fått tag i ett konto kommer längre så länge "%n" är som den är.`,
			},
			steer: `Leta upp "%n" och jämför den med er egen policy.`,
			steps: []string{
				`Logga in i administrationscentret med ett konto som får ändra den här inställningen.`,
				`Gör ändringen först för en liten grupp och se att det dagliga arbetet fungerar.`,
				`Gör sedan ändringen för alla och vänta på vad nästa kontroll visar.`,
			},
			limits: []string{
				`Den här texten är ett råd, och det är bara kontrollen som avgör fyndets status.`,
				`Ta före ändringen reda på vad den annars påverkar.`,
			},
			link:  `Läs mer på https://laga.example.com/hjalp och även [här](http://example.org/x).`,
			fixed: `Problemet är redan åtgärdat och du behöver inte göra något.`,
		}
	}
	return phrases{
		title:   `Review the setting %n`,
		noTitle: `Review this setting`,
		state:   `The scan read that the setting "%n" has the value %v.`,
		further: `In addition, the setting "%n" has the value %v.`,
		noState: `The scan found a setting that differs from what is recommended and that should be reviewed.`,
		reasons: []string{
			`This matters because a setting of this kind decides who gets into the organisation's data and what they can do there.`,
			`An attacker who gets hold of one account can go further while "%n" is as it is.`,
		},
		steer: `Find "%n" and compare it with the policy of your own organisation.`,
		steps: []string{
			`Sign in to the admin centre with an account that may change this setting.`,
			`Make the change for a small group first and see that the daily work goes on.`,
			`Then make the change for everybody and wait for what the next scan shows.`,
		},
		limits: []string{
			`This text is advice, and the state of the finding is decided by the scan alone.`,
			`Before the change, find out what else it affects.`,
		},
		link:  `Read more at https://fix.example.com/help and also [here](http://example.org/x).`,
		fixed: `The problem has already been fixed and you do not need to do anything.`,
	}
}

// otherLanguage is a language that was not asked for.
func otherLanguage(language string) string {
	switch language {
	case "en":
		return "fi"
	case "fi":
		return "sv"
	}
	return "en"
}

// voice writes the sentences of one answer.
type voice struct {
	words phrases
	facts []fact
	extra string // a sentence that misbehaviour adds to every text but headings
}

func newVoice(r request, kind Kind) voice {
	language := r.language
	if kind == WrongLanguage {
		language = otherLanguage(language)
	}
	v := voice{words: phrasesOf(language), facts: r.facts}
	switch kind {
	case Links:
		v.extra = v.words.link
	case ClaimsFixed:
		v.extra = v.words.fixed
	}
	return v
}

func (f fact) in(phrase string) string {
	return strings.NewReplacer("%n", f.name, "%v", f.value).Replace(phrase)
}

// sentences are all there is to say about a topic, at least one.
func (v voice) sentences(t topic) []string {
	var out []string
	switch t {
	case aboutTitle:
		if len(v.facts) == 0 {
			return []string{v.words.noTitle}
		}
		for _, f := range v.facts {
			out = append(out, f.in(v.words.title))
		}
		return out
	case aboutReason:
		last := len(v.words.reasons) - 1
		out = slices.Clone(v.words.reasons[:last])
		for _, f := range v.facts {
			out = append(out, f.in(v.words.reasons[last]))
		}
	case aboutSteps:
		out = append(out, v.words.steps[0])
		if len(v.facts) > 0 {
			out = append(out, v.facts[0].in(v.words.steer))
		}
		out = append(out, v.words.steps[1:]...)
	case aboutLimits:
		out = slices.Clone(v.words.limits)
	default:
		out = v.state()
	}
	if v.extra != "" {
		out = slices.Insert(out, 1, v.extra)
	}
	return out
}

func (v voice) state() []string {
	if len(v.facts) == 0 {
		return []string{v.words.noState}
	}
	out := []string{v.facts[0].in(v.words.state)}
	for _, f := range v.facts[1:] {
		out = append(out, f.in(v.words.further))
	}
	return out
}
