package identity

import "vahti.ai/vahti/shared/check/text"

var passwordExpiryTexts = text.New(text.Texts{
	"Passwords never expire": {
		FI: "Salasanat eivät vanhene",
		SV: "Lösenord upphör aldrig att gälla",
	},
	"People who must change passwords on schedule choose weaker and predictable ones; a password should change when it may be known, not by the calendar.": {
		FI: "Määräajoin salasanaa vaihtavat valitsevat heikompia ja arvattavia salasanoja; salasana pitää vaihtaa silloin, kun se on voinut paljastua, eikä kalenterin mukaan.",
		SV: "Den som måste byta lösenord enligt schema väljer svagare och förutsägbara lösenord; ett lösenord ska bytas när det kan ha blivit känt, inte efter kalendern.",
	},
	"An attacker who knows one old password guesses the next, because forced changes end in a counter or the name of the season.": {
		FI: "Yhden vanhan salasanan tunteva hyökkääjä arvaa seuraavan, sillä pakotetut vaihdot päättyvät juoksevaan numeroon tai vuodenajan nimeen.",
		SV: "En angripare som kan ett gammalt lösenord gissar nästa, för påtvingade byten slutar i en räknare eller årstidens namn.",
	},
	"Microsoft 365 admin center > Settings > Org settings > Security & privacy > Password expiration policy > Set passwords to never expire": {
		FI: "Microsoft 365 admin center > Settings > Org settings > Security & privacy > Password expiration policy > valitse Set passwords to never expire",
		SV: "Microsoft 365 admin center > Settings > Org settings > Security & privacy > Password expiration policy > välj Set passwords to never expire",
	},
	"The tenant has no verified domain whose passwords Microsoft manages.": {
		FI: "Vuokraajalla ei ole vahvistettua toimialuetta, jonka salasanoja Microsoft hallinnoi.",
		SV: "Klientorganisationen har ingen verifierad domän vars lösenord Microsoft hanterar.",
	},
	"The domain has an authentication type Vahti does not know.": {
		FI: "Toimialueen todentamistapa on Vahdille tuntematon.",
		SV: "Domänens autentiseringstyp är okänd för Vahti.",
	},
	"follows its root domain": {
		FI: "noudattaa päätoimialuettaan",
		SV: "följer sin rotdomän",
	},
	"Graph did not return the password validity of the domain.": {
		FI: "Graph ei palauttanut toimialueen salasanojen voimassaoloaikaa.",
		SV: "Graph returnerade inte lösenordens giltighetstid för domänen.",
	},
	"The domain keeps Microsoft's default, which in a tenant made before 2021 is 90 days.": {
		FI: "Toimialueella on Microsoftin oletus, joka ennen vuotta 2021 luodussa vuokraajassa on 90 päivää.",
		SV: "Domänen har kvar Microsofts standardvärde, som är 90 dagar i en klientorganisation skapad före 2021.",
	},
	"The domain sets no password validity of its own, so no expiry was configured.": {
		FI: "Toimialueella ei ole omaa salasanojen voimassaoloaikaa, joten vanhenemista ei ole määritetty.",
		SV: "Domänen har ingen egen giltighetstid för lösenord, så inget utgångsdatum har ställts in.",
	},
	"Passwords of the domain never expire.": {
		FI: "Toimialueen salasanat eivät vanhene.",
		SV: "Domänens lösenord upphör aldrig att gälla.",
	},
	"Passwords of the domain expire after a number of days.": {
		FI: "Toimialueen salasanat vanhenevat tietyn vuorokausimäärän kuluttua.",
		SV: "Domänens lösenord upphör att gälla efter ett antal dagar.",
	},
})
