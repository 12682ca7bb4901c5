package applications

import "vahti.ai/vahti/shared/check/text"

var userConsentLimitedTexts = text.New(text.Texts{
	"Users consent at most to low-impact permissions of verified publishers": {
		FI: "Käyttäjät antavat suostumuksen enintään vahvistettujen julkaisijoiden vähäriskisiin käyttöoikeuksiin",
		SV: "Användarna ger medgivande högst till verifierade utgivares behörigheter med låg påverkan",
	},
	"Consent beyond the low-impact permissions lets an unknown application read mail or files in the name of whoever clicked.": {
		FI: "Vähäriskisiä laajempi suostumus päästää tuntemattoman sovelluksen lukemaan sähköposteja tai tiedostoja napsauttajan nimissä.",
		SV: "Medgivande utöver behörigheter med låg påverkan låter ett okänt program läsa e-post eller filer i namn av den som klickade.",
	},
	"An attacker registers an application anywhere in the world, asks one of your people to accept it and reads what that person can read.": {
		FI: "Hyökkääjä rekisteröi sovelluksen missä päin maailmaa tahansa, pyytää työntekijäänne hyväksymään sen ja lukee kaiken, minkä tämä voi lukea.",
		SV: "En angripare registrerar ett program någonstans i världen, ber en av era medarbetare godkänna det och läser allt som personen kan läsa.",
	},
	consentSettings + " > User consent settings > Do not allow user consent, or Allow user consent for apps from verified publishers, for selected permissions": {
		FI: consentSettings + " > User consent settings > Do not allow user consent tai Allow user consent for apps from verified publishers, for selected permissions",
		SV: consentSettings + " > User consent settings > Do not allow user consent eller Allow user consent for apps from verified publishers, for selected permissions",
	},
	"Users can consent to any application and to every permission that needs no administrator.": {
		FI: "Käyttäjät voivat antaa suostumuksen mille tahansa sovellukselle ja kaikkiin käyttöoikeuksiin, jotka eivät vaadi järjestelmänvalvojaa.",
		SV: "Användarna kan ge medgivande till vilket program som helst och till varje behörighet som inte kräver en administratör.",
	},
	"Microsoft decides, and may change, what users can consent to.": {
		FI: "Microsoft päättää ja voi muuttaa, mihin käyttäjät voivat antaa suostumuksen.",
		SV: "Microsoft bestämmer, och kan ändra, vad användarna kan ge medgivande till.",
	},
	"Users consent by a policy of Microsoft's that Vahti does not know.": {
		FI: "Käyttäjät antavat suostumuksen Microsoftin käytännöllä, jota Vahti ei tunne.",
		SV: "Användarna ger medgivande enligt en av Microsofts principer som Vahti inte känner till.",
	},
	"Users consent only to permissions classified as low impact, of verified publishers.": {
		FI: "Käyttäjät antavat suostumuksen vain vähäriskisiksi luokiteltuihin käyttöoikeuksiin ja vahvistetuille julkaisijoille.",
		SV: "Användarna ger medgivande endast till behörigheter som klassats som låg påverkan, från verifierade utgivare.",
	},
})
