package applications

import "vahti.ai/vahti/shared/check/text"

var customConsentTexts = text.New(text.Texts{
	"The tenant's own consent policies do not open broad user consent": {
		FI: "Vuokraajan omat suostumuskäytännöt eivät avaa laajaa käyttäjien suostumusta",
		SV: "Klientorganisationens egna medgivandeprinciper öppnar inte för brett användarmedgivande",
	},
	"A policy of the tenant's own takes the place of Microsoft's, and the admin centre shows neither how wide it is nor that it is wider.": {
		FI: "Vuokraajan oma käytäntö korvaa Microsoftin käytännön, eikä hallintakeskus näytä, kuinka laaja se on tai että se on laajempi.",
		SV: "En egen princip ersätter Microsofts, och administrationscentret visar varken hur vid den är eller att den är vidare.",
	},
	"An attacker's application asks a user for mail or files, and a forgotten policy of the tenant's own lets that user agree.": {
		FI: "Hyökkääjän sovellus pyytää käyttäjältä pääsyä sähköposteihin tai tiedostoihin, ja unohdettu oma käytäntö antaa käyttäjän suostua.",
		SV: "Angriparens program ber en användare om e-post eller filer, och en bortglömd egen princip låter användaren gå med på det.",
	},
	"There is no page for it in the admin centre; remove or narrow the conditions of the policy with the request below, or choose one of Microsoft's settings under " + consentSettings + " > User consent settings": {
		FI: "Hallintakeskuksessa ei ole tälle sivua; poista käytännön ehdot tai rajaa niitä alla olevalla pyynnöllä, tai valitse jokin Microsoftin asetuksista kohdassa " + consentSettings + " > User consent settings",
		SV: "Det finns ingen sida för detta i administrationscentret; ta bort eller snäva av principens villkor med begäran nedan, eller välj en av Microsofts inställningar under " + consentSettings + " > User consent settings",
	},
	"Users consent by no policy of the tenant's own.": {
		FI: "Käyttäjät eivät anna suostumusta minkään vuokraajan oman käytännön perusteella.",
		SV: "Användarna ger inte medgivande enligt någon egen princip.",
	},
	wideConsent: {
		FI: "Vuokraajan oma käytäntö antaa käyttäjien suostua muuhunkin kuin vahvistettujen julkaisijoiden vähäriskisiin käyttöoikeuksiin.",
		SV: "En egen princip låter användarna ge medgivande till mer än verifierade utgivares behörigheter med låg påverkan.",
	},
	unsureConsent: {
		FI: "Käyttäjät antavat suostumuksen vuokraajan omalla käytännöllä, jota ei voitu lukea tai jossa on Vahdille tuntemattomia arvoja.",
		SV: "Användarna ger medgivande enligt en egen princip som inte kunde läsas eller innehåller värden som är okända för Vahti.",
	},
	"The tenant's own policies limit users' consent to low-impact permissions of verified publishers.": {
		FI: "Vuokraajan omat käytännöt rajaavat käyttäjien suostumuksen vahvistettujen julkaisijoiden vähäriskisiin käyttöoikeuksiin.",
		SV: "De egna principerna begränsar användarnas medgivande till verifierade utgivares behörigheter med låg påverkan.",
	},
	"could not be read": {
		FI: "ei voitu lukea",
		SV: "kunde inte läsas",
	},
	"lets users grant permissions that are not classified as low impact": {
		FI: "antaa käyttäjien myöntää käyttöoikeuksia, joita ei ole luokiteltu vähäriskisiksi",
		SV: "låter användare bevilja behörigheter som inte är klassade som låg påverkan",
	},
	"lets users accept applications of unverified publishers": {
		FI: "antaa käyttäjien hyväksyä vahvistamattomien julkaisijoiden sovelluksia",
		SV: "låter användare godkänna program från overifierade utgivare",
	},
	"holds a value Vahti does not know": {
		FI: "sisältää arvon, jota Vahti ei tunne",
		SV: "innehåller ett värde som Vahti inte känner till",
	},
})
