package explain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words are frequent words by language: those asked for, and the neighbours that
// could be taken for one of them. A word may be in several lists.
var words = map[string]map[string]bool{
	"en": set(`the and is of to that with for this not are be your you it its an a as by from or which who whose have has had they their them
		any there but at if when every than was were will do does what only each into can could should would may one because so while until
		over under between where how more most some no nobody nothing everyone all these those then after before once open choose turn keep
		give remove check ask without whoever`),
	"fi": set(`ja on ei että ovat se tämä kun voi jos sekä tai joka myös ole mutta koska jotka sen ne niin kuin eikä vain sillä siitä niitä sitä tätä
		joten jotta jo vielä yhä ensin sitten kaikki kaikille kaikkien oma oman kuka joku jolla joita jonka jota mitä mikä mihin eivät avaa valitse
		aseta poista tarkista asetuksen arvo kohdassa käyttäjät käyttäjille käyttäjien tunnus tunnuksen niille niiden heidän muut muilta ennen jälkeen
		kanssa ilman sisään pois päällä käytössä käyttöön voivat voidaan pääsee kunnes älä ota anna kerro lisää tällä tälle siihen siinä tämän
		näyttää yksi kaksi itse siellä tilalle mukaan`),
	"sv": set(`och är att det som för inte med av på till den de har när om eller en ett så sig ska bara alla efter från utan deras du ni er din
		inga ingen inget ingenting någon några hur vilka vilken öppna välj sätt slå ta bort dem sin sitt sina men kan kunna finns får blir
		den det vid mot mellan innan tills eftersom användare kontot konton under över sedan också varje ge där här`),
	"de": set(`und der die das ist nicht mit für ein eine den dem auf von werden sie wird sind oder auch wenn nur durch bei zu`),
	"no": set(`og er ikke til fra jeg eller hvis må bare vi blir av det som en på kan har den å etter når ved hvor hva kun alle brukere`),
	"da": set(`og er ikke til fra jeg eller hvis må kun vi bliver af det som en på kan har den at efter når ved hvor hvad alle brugere`),
	"et": set(`ja on ei et see mis kui ning või kõik kasutaja kasutajad seda selle ka oma aga mida saab kes siis nende pole`),
	"nl": set(`het een van niet voor met zijn de en is op te dat die wordt worden aan door als ook maar bij`),
	"fr": set(`le la les des est une pour dans que qui sur pas par vous votre avec sont un et ou ce cette aux du`),
	"es": set(`el los las para que una con por del está no se como más su sus o este esta son y de la en`),
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// endings are of words that only Finnish has.
var endings = []string{"ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "tta", "ttä", "iin", "ään", "aan", "een", "ään",
	"isen", "iset", "ista", "istä", "uus", "yys", "vat", "vät", "van", "vän", "taa", "tää", "jen", "ien", "ä"}

// shortEnding is the length from which a word's ending says something.
const shortEnding = 6

// written reports whether texts are in a language: all together clearly, and
// none by itself clearly in another.
func written(texts []string, language string) bool {
	whole := map[string]int{}
	for _, t := range texts {
		count := hits(t)
		for l, n := range count {
			whole[l] += n
			if l != language && n >= 4 && n > 2*count[language] {
				return false
			}
		}
	}
	if whole[language] < 4 {
		return false
	}
	for l, n := range whole {
		if l != language && 3*n > 2*whole[language] {
			return false
		}
	}
	return true
}

// hits counts a text's words by the languages they tell.
func hits(text string) map[string]int {
	count := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(withoutLabels(text)), func(r rune) bool { return !unicode.IsLetter(r) }) {
		listed := false
		for l, list := range words {
			if list[w] {
				count[l]++
				listed = true
			}
		}
		if !listed && finnish(w) {
			count["fi"]++
		}
	}
	return count
}

func finnish(word string) bool {
	if utf8.RuneCountInString(word) < shortEnding || strings.ContainsRune(word, 'å') {
		return false
	}
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

// quoted is a text within quotation marks: in explanations, the label of a
// switch or a value, which is English in every language.
var quoted = regexp.MustCompile(`"[^"\n]*"|“[^”\n]*”|”[^”\n]*”|„[^”“\n]*[”“]|«[^»\n]*»|»[^»\n]*»`)

// withoutLabels leaves out quoted labels and the ways through a portal, which
// are English in every language: what stands between two ">" and, after the
// last one, up to the next punctuation.
func withoutLabels(text string) string {
	text = quoted.ReplaceAllString(text, " ")
	var b strings.Builder
	for _, sentence := range strings.SplitAfter(text, ". ") {
		parts := strings.Split(sentence, " > ")
		b.WriteString(parts[0])
		if last := parts[len(parts)-1]; len(parts) > 1 {
			if i := strings.IndexAny(last, ".,;:)"); i >= 0 {
				b.WriteString(last[i:])
			}
		}
		b.WriteByte(' ')
	}
	return b.String()
}
