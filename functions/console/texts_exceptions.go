package console

import "vahti.ai/vahti/shared/check/text"

// exceptionTexts are what accepting findings says.
var exceptionTexts = text.New(text.Texts{
	"Accepted":          {FI: "Hyväksytty", SV: "Godtaget"},
	"Accepted until {}": {FI: "Hyväksytty: voimassa {} asti", SV: "Godtaget till {}"},
	"It still fails. It counts as open again once the date has passed or it becomes worse than what was accepted.": {
		FI: "Se ei ole edelleenkään kunnossa. Se on taas avoin, kun aika on kulunut tai se muuttuu pahemmaksi kuin se, mikä hyväksyttiin.",
		SV: "Kravet uppfylls fortfarande inte. Fyndet räknas som öppet igen när tiden har gått ut eller det blir värre än det som godtogs.",
	},
	"Accepted by {}, {}.":      {FI: "Hyväksyjä {}, {}.", SV: "Godtogs av {}, {}."},
	"Take the acceptance back": {FI: "Peru hyväksyntä", SV: "Ta tillbaka godtagandet"},
	"Nothing was changed.":     {FI: "Mitään ei muutettu.", SV: "Ingenting ändrades."},
	"Accept it for a time":     {FI: "Hyväksy määräajaksi", SV: "Godta för en tid"},
	"Where it cannot be fixed yet, or need not be: the finding stays visible, apart from the open ones, and returns once the date has passed or it becomes worse. Vahti keeps who accepted what, when and why.": {
		FI: "Kun korjaaminen ei vielä onnistu tai ei ole tarpeen: löydös pysyy näkyvissä erillään avoimista ja palaa, kun aika on kulunut tai se pahenee. Vahti säilyttää tiedon siitä, kuka hyväksyi mitä, milloin ja miksi.",
		SV: "När det inte kan åtgärdas än, eller inte behöver det: fyndet förblir synligt, skilt från de öppna, och kommer tillbaka när tiden har gått ut eller det blir värre. Vahti sparar vem som godtog vad, när och varför.",
	},
	"Write the acceptance": {FI: "Kirjoita hyväksyntä", SV: "Skriv godtagandet"},
	"{} to {} characters; kept with the finding for as long as the finding is.": {
		FI: "{}–{} merkkiä; säilytetään löydöksen yhteydessä niin kauan kuin löydös itse.",
		SV: "{}–{} tecken; sparas med fyndet så länge fyndet finns.",
	},
	"Accepted through":        {FI: "Viimeinen voimassaolopäivä", SV: "Sista dag"},
	"The last day, in UTC.":   {FI: "Päivän loppuun UTC-aikaa.", SV: "Till dagens slut, i UTC."},
	"Accept together with it": {FI: "Hyväksy samalla", SV: "Godta samtidigt"},
	"Other open findings of the same check, at most {} in all.": {
		FI: "Saman tarkistuksen muut avoimet löydökset, yhteensä enintään {}.",
		SV: "Andra öppna fynd av samma kontroll, högst {} sammanlagt.",
	},
	"Accept":              {FI: "Hyväksy", SV: "Godta"},
	"Accepted for a time": {FI: "Määräajaksi hyväksytyt", SV: "Godtagna för en tid"},
	"These still fail. Each returns once its date has passed or it becomes worse.": {
		FI: "Nämä eivät ole edelleenkään kunnossa. Kukin palaa, kun sen aika on kulunut tai se pahenee.",
		SV: "Dessa uppfylls fortfarande inte. Var och en kommer tillbaka när tiden har gått ut eller den blir värre.",
	},
	"{}, accepted until {}": {FI: "{}, hyväksytty {} asti", SV: "{}, godtaget till {}"},
	"Give a reason of 10 to 1000 characters.": {
		FI: "Kirjoita perustelu, jonka pituus on 10–1000 merkkiä.",
		SV: "Ange ett skäl på 10–1000 tecken.",
	},
	"Say who answers for it, in at most 200 characters.": {
		FI: "Kirjoita enintään 200 merkillä, kuka siitä vastaa.",
		SV: "Ange med högst 200 tecken vem som ansvarar för det.",
	},
	"Choose an end date from today on and at most 364 days away.": {
		FI: "Valitse viimeinen päivä: aikaisintaan tänään ja enintään 364 päivän päässä.",
		SV: "Välj en sista dag: tidigast i dag och högst 364 dagar bort.",
	},
	"Accept at most 100 findings at a time.": {FI: "Hyväksy enintään 100 löydöstä kerralla.", SV: "Godta högst 100 fynd åt gången."},
	"One of the findings is no longer open. Look at the page as it is now.": {
		FI: "Jokin löydöksistä ei ole enää avoin. Katso sivua sellaisena kuin se on nyt.",
		SV: "Ett av fynden är inte längre öppet. Se sidan som den är nu.",
	},
	"One of the findings is accepted already, or an acceptance of it is just ending. Try again in a few minutes.": {
		FI: "Jokin löydöksistä on jo hyväksytty, tai sen hyväksyntä on juuri päättymässä. Yritä uudelleen muutaman minuutin kuluttua.",
		SV: "Ett av fynden är redan godtaget, eller så håller dess godtagande på att upphöra. Försök igen om några minuter.",
	},
	"Nothing can be decided in a tenant that is not watched.": {
		FI: "Vuokraajassa, jota ei valvota, ei voi päättää mistään.",
		SV: "Ingenting kan beslutas i en klientorganisation som inte bevakas.",
	},
	"There is no such acceptance.": {FI: "Sellaista hyväksyntää ei ole.", SV: "Det finns inget sådant godtagande."},
	"The form did not fit the findings as they are now. Check what is chosen and send it again.": {
		FI: "Lomake ei vastannut löydöksiä sellaisina kuin ne ovat nyt. Tarkista valinnat ja lähetä se uudelleen.",
		SV: "Formuläret stämde inte med fynden som de är nu. Kontrollera vad som är valt och skicka det igen.",
	},
})
