package console

import "vahti.ai/vahti/shared/check/text"

// agreementTexts are what the page of the agreement says.
var agreementTexts = text.New(text.Texts{
	"Agreement":                  {FI: "Sopimus", SV: "Avtal"},
	"The agreement is in force.": {FI: "Sopimus on voimassa.", SV: "Avtalet gäller."},
	"Scans have rested since {}. What was found stays.": {
		FI: "Tarkistukset ovat olleet tauolla {} alkaen. Löydetyt asiat säilyvät.",
		SV: "Kontrollerna har varit pausade sedan {}. Det som hittats finns kvar.",
	},
	"The agreement was ended on {}. Nothing is scanned any more.": {
		FI: "Sopimus päätettiin {}. Mitään ei enää tarkisteta.", SV: "Avtalet avslutades {}. Ingenting kontrolleras längre.",
	},
	"The agreement ended with its subscription on {}. Nothing is scanned any more.": {
		FI: "Sopimus päättyi tilauksen mukana {}. Mitään ei enää tarkisteta.", SV: "Avtalet upphörde med abonnemanget {}. Ingenting kontrolleras längre.",
	},
	"Everything is being erased. This takes about an hour to begin; then nobody can reach anything any more.": {
		FI: "Kaikki poistetaan. Poisto alkaa noin tunnin kuluessa, ja sen jälkeen kukaan ei enää pääse mihinkään tietoihin.",
		SV: "Allt raderas. Det börjar inom ungefär en timme, och sedan kommer ingen åt något längre.",
	},
	"Everything can be exported until {}. Then it is erased, and nobody can bring it back.": {
		FI: "Kaiken voi viedä {} asti. Sitten se poistetaan, eikä sitä voi palauttaa.",
		SV: "Allt kan exporteras till {}. Därefter raderas det och kan inte återställas.",
	},
	"Go on after all": {FI: "Jatka sittenkin", SV: "Fortsätt ändå"},
	"The agreement goes on as it was, and scanning begins again.": {
		FI: "Sopimus jatkuu entisellään, ja tarkistukset alkavat taas.", SV: "Avtalet fortsätter som förut, och kontrollerna börjar igen.",
	},
	"The agreement goes on as soon as there is a subscription again.": {
		FI: "Sopimus jatkuu heti, kun on taas tilaus.", SV: "Avtalet fortsätter så snart det åter finns ett abonnemang.",
	},
	"Choose a plan first": {FI: "Valitse ensin tilaus", SV: "Välj först ett abonnemang"},
	"The agreement ended with its subscription. Choose a plan first, and it goes on.": {
		FI: "Sopimus päättyi tilauksen mukana. Valitse ensin uusi tilaus, niin se jatkuu.",
		SV: "Avtalet upphörde med abonnemanget. Välj först ett nytt abonnemang, så fortsätter det.",
	},
	"End the agreement": {FI: "Päätä sopimus", SV: "Avsluta avtalet"},
	"Scanning stops at once. For 30 days everything can be exported, and until then you can change your mind. On the 31st day everything is erased.": {
		FI: "Skannaaminen loppuu heti. Kaiken voi viedä 30 päivän ajan, ja siihen asti voitte muuttaa mielenne. 31. päivänä kaikki poistetaan.",
		SV: "Kontrollerna upphör genast. I 30 dagar kan allt exporteras, och till dess kan ni ändra er. Den 31:a dagen raderas allt.",
	},
	"Erase everything at once": {FI: "Poista kaikki heti", SV: "Radera allt genast"},
	"The agreement ends and everything is erased within hours: findings, history, the audit trail, settings, and the accounts of those who belong to nothing else here. Backups become unreadable. Nobody can bring anything back; export first what you need.": {
		FI: "Sopimus päättyy ja kaikki poistetaan tuntien kuluessa: löydökset, historia, tapahtumaloki, asetukset sekä niiden ihmisten tilit, jotka eivät täällä kuulu muualle. Varmuuskopioista tulee lukukelvottomia. Mitään ei voi palauttaa; viekää ensin, mitä tarvitsette.",
		SV: "Avtalet upphör och allt raderas inom några timmar: fynd, historik, granskningslogg, inställningar och kontona för dem som inte hör till något annat här. Säkerhetskopior blir oläsliga. Ingenting kan återställas; exportera först det ni behöver.",
	},
	"Type {} to confirm": {FI: "Vahvista kirjoittamalla {}", SV: "Bekräfta genom att skriva {}"},
	"What you typed is not the name. Nothing was changed.": {
		FI: "Kirjoittamasi ei ole nimi. Mitään ei muutettu.", SV: "Det du skrev är inte namnet. Ingenting ändrades.",
	},
	"The agreement was not ended, so there is nothing to take back.": {
		FI: "Sopimusta ei ole päätetty, joten mitään ei ole palautettavana.", SV: "Avtalet har inte avslutats, så det finns inget att ta tillbaka.",
	},
	"let the scans rest":              {FI: "keskeytti tarkistukset", SV: "pausade kontrollerna"},
	"had the scans go on":             {FI: "antoi tarkistusten jatkua", SV: "lät kontrollerna fortsätta"},
	"had the agreement go on":         {FI: "palautti sopimuksen voimaan", SV: "lät avtalet fortsätta gälla"},
	"asked to have everything erased": {FI: "pyysi poistamaan kaikki tiedot", SV: "bad om att allt raderas"},
})
