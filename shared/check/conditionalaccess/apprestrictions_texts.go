package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var appRestrictionsTexts = text.New(text.Texts{
	"App-enforced restrictions protect Office 365 on unmanaged devices": {
		FI: "Sovelluksen pakottamat rajoitukset suojaavat Office 365:tä hallitsemattomilla laitteilla",
		SV: "Appframtvingade begränsningar skyddar Office 365 på ohanterade enheter",
	},
	"What is downloaded or synchronised to a private computer stays there, outside every rule and every wipe.": {
		FI: "Yksityiselle tietokoneelle ladattu tai synkronoitu jää sinne kaikkien sääntöjen ja etätyhjennysten ulottumattomiin.",
		SV: "Det som laddas ned eller synkroniseras till en privat dator blir kvar där, utom räckhåll för alla regler och all fjärrensning.",
	},
	"Company files lie on home computers and in hotel lobbies, where malware and the next user find them.": {
		FI: "Yrityksen tiedostoja jää kotikoneille ja hotellien auloihin, joissa haittaohjelmat ja seuraava käyttäjä löytävät ne.",
		SV: "Företagets filer blir liggande på hemdatorer och i hotellobbyer, där skadlig kod och nästa användare hittar dem.",
	},
	newPolicy + "all users without the emergency accounts, Target resources > Select resources > Office 365, Session > Use app " +
		"enforced restrictions. Then SharePoint admin center > Policies > Access control > Unmanaged devices > Allow limited, web-only access.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, Target resources > Select resources > Office 365, Session > Use app enforced " +
			"restrictions. Sen jälkeen SharePoint admin center > Policies > Access control > Unmanaged devices > Allow limited, web-only access.",
		SV: newPolicy + "alla användare utom nödkontona, Target resources > Select resources > Office 365, Session > Use app enforced restrictions. " +
			"Därefter SharePoint admin center > Policies > Access control > Unmanaged devices > Allow limited, web-only access.",
	},
	"limits Office 365 on unmanaged devices or keeps them out": {
		FI: "rajoittaa Office 365:n käyttöä hallitsemattomilla laitteilla tai torjuu ne", SV: "begränsar Office 365 på ohanterade enheter eller håller dem ute",
	},
})
