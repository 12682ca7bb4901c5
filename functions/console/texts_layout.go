package console

import "vahti.ai/vahti/shared/check/text"

// tables translate what the console itself says.
var tables = []*text.Table{layoutTexts, tenantTexts, findingTexts, storyTexts, exceptionTexts, courseTexts, labelTexts, timeTexts, errorTexts, roleTexts, memberTexts, reasonTexts, reviewTexts, supportTexts, trailTexts, actionTexts, settingTexts, keyTexts, planTexts, deskTexts, agreementTexts, notificationTexts, exportTexts, partnerTexts}

// layoutTexts are what stands around every page.
var layoutTexts = text.New(text.Texts{
	"Skip to the content": {
		FI: "Siirry sisältöön",
		SV: "Hoppa till innehållet",
	},
	"watches over your Microsoft 365": {
		FI: "valvoo Microsoft 365 -ympäristöäsi",
		SV: "vakar över er Microsoft 365-miljö",
	},
	"Signed in as {}": {
		FI: "Kirjautunut: {}",
		SV: "Inloggad som {}",
	},
	"Your tenants": {
		FI: "Omat vuokraajat",
		SV: "Dina klientorganisationer",
	},
	"Your account": {
		FI: "Oma tili",
		SV: "Ditt konto",
	},
	"Sign out": {
		FI: "Kirjaudu ulos",
		SV: "Logga ut",
	},
	"Support access.": {
		FI: "Tukikäyttö.",
		SV: "Supportåtkomst.",
	},
	"You look at a customer’s tenant for: {}. It ends {}. The customer sees each page you open.": {
		FI: "Katsot asiakkaan vuokraajaa tätä varten: {}. Käyttö päättyy {}. Asiakas näkee jokaisen avaamasi sivun.",
		SV: "Du tittar på en kunds klientorganisation för: {}. Åtkomsten upphör {}. Kunden ser varje sida du öppnar.",
	},
	"Language": {
		FI: "Kieli",
		SV: "Språk",
	},
	"Where you are": {
		FI: "Olet tässä",
		SV: "Här är du",
	},
	"Vahti reads your Microsoft 365 with read permissions alone and changes nothing in it. “Could not tell” is neither a pass nor a fail.": {
		FI: "Vahti lukee Microsoft 365 -ympäristöäsi pelkillä lukuoikeuksilla eikä muuta siinä mitään. ”Ei selvinnyt” ei tarkoita, että asia on kunnossa, eikä että se ei ole.",
		SV: "Vahti läser er Microsoft 365-miljö enbart med läsbehörighet och ändrar ingenting i den. ”Kunde inte avgöras” betyder varken att kravet uppfylls eller att det inte uppfylls.",
	},
})
