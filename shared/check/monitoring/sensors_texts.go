package monitoring

import "vahti.ai/vahti/shared/check/text"

var sensorsTexts = text.New(text.Texts{
	"The sensors on domain controllers are up to date and healthy": {
		FI: "Toimialueen ohjauskoneiden tunnistimet ovat ajan tasalla ja kunnossa",
		SV: "Sensorerna på domänkontrollanterna är uppdaterade och felfria",
	},
	"A sensor that does not work sees nothing, and an attack on the directory needs just the one domain controller that nobody watches.": {
		FI: "Rikkinäinen tunnistin ei näe mitään, ja hyökkäykseen hakemistoa vastaan riittää yksi valvomaton ohjauskone.",
		SV: "En sensor som inte fungerar ser ingenting, och ett angrepp mot katalogen behöver bara den enda domänkontrollant som ingen bevakar.",
	},
	"The tenant has no sensor of Defender for Identity.": {
		FI: "Vuokraajalla ei ole yhtään Defender for Identityn tunnistinta.",
		SV: "Klientorganisationen har ingen sensor för Defender for Identity.",
	},
	"An attacker copies the passwords of the whole directory from that domain controller without an alert.": {
		FI: "Hyökkääjä kopioi koko hakemiston salasanat tältä ohjauskoneelta ilman yhtäkään hälytystä.",
		SV: "En angripare kopierar hela katalogens lösenord från den domänkontrollanten utan någon varning.",
	},
	defender + "Settings > Identities > Sensors > the sensor: follow its health issues, update it or install it again": {
		FI: defender + "Settings > Identities > Sensors > tunnistin: selvitä sen ilmoittamat ongelmat, päivitä se tai asenna se uudelleen",
		SV: defender + "Settings > Identities > Sensors > sensorn: åtgärda dess hälsoproblem, uppdatera den eller installera om den",
	},
	"A sensor on a domain controller is out of date or not healthy.": {
		FI: "Toimialueen ohjauskoneen tunnistin on vanhentunut tai epäkunnossa.",
		SV: "En sensor på en domänkontrollant är inaktuell eller har hälsoproblem.",
	},
	"Some sensors are just being updated, or Graph did not return how they are.": {
		FI: "Joitakin tunnistimia päivitetään parhaillaan, tai Graph ei palauttanut niiden tilaa.",
		SV: "Vissa sensorer uppdateras just nu, eller så returnerade Graph inte deras tillstånd.",
	},
	"There are sensors, but none on a domain controller.": {
		FI: "Tunnistimia on, mutta yksikään niistä ei ole toimialueen ohjauskoneella.",
		SV: "Det finns sensorer, men ingen på en domänkontrollant.",
	},
	"Every sensor on a domain controller is up to date and healthy.": {
		FI: "Jokainen toimialueen ohjauskoneen tunnistin on ajan tasalla ja kunnossa.",
		SV: "Varje sensor på en domänkontrollant är uppdaterad och felfri.",
	},
})
