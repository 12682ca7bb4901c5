package applications

import "vahti.ai/vahti/shared/check/text"

var credentialPolicyTexts = text.New(text.Texts{
	"The tenant's policy on applications' credentials is enabled": {
		FI: "Vuokraajan käytäntö sovellusten tunnistetiedoista on käytössä",
		SV: "Klientorganisationens princip för programmens autentiseringsuppgifter är aktiverad",
	},
	"While the policy is off none of its restrictions is enforced, whatever they say, and every owner of an application decides alone how it signs in.": {
		FI: "Kun käytäntö ei ole käytössä, mitään sen rajoituksista ei valvota, ja jokainen sovelluksen omistaja päättää yksin, miten sovellus kirjautuu.",
		SV: "Så länge principen är avstängd gäller ingen av dess begränsningar, och varje ägare av ett program bestämmer ensam hur det loggar in.",
	},
	"An attacker who may change one application gives it a secret of their own choosing that never expires, and keeps the way in for years.": {
		FI: "Hyökkääjä, joka voi muuttaa yhtä sovellusta, antaa sille itse keksimänsä ja vanhenemattoman salaisuuden ja pitää reitin auki vuosia.",
		SV: "En angripare som får ändra ett program ger det en egenvald hemlighet som aldrig går ut och behåller vägen in i åratal.",
	},
	appPolicies + " > turn on the restrictions, applies to all applications": {
		FI: appPolicies + " > ota rajoitukset käyttöön, koskee kaikkia sovelluksia",
		SV: appPolicies + " > slå på begränsningarna, gäller alla program",
	},
	"The tenant's default policy for applications is enabled.": {
		FI: "Vuokraajan sovelluksia koskeva oletuskäytäntö on käytössä.",
		SV: "Klientorganisationens standardprincip för program är aktiverad.",
	},
})
