package identity

import "vahti.ai/vahti/shared/check/text"

var legacyMFATexts = text.New(text.Texts{
	"The older per-user multifactor authentication is not used": {
		FI: "Vanhaa käyttäjäkohtaista monimenetelmäistä todentamista ei käytetä",
		SV: "Den äldre multifaktorautentiseringen per användare används inte",
	},
	"Where it is on it runs beside conditional access, lets apps sign in with an app password and hides who is protected by what.": {
		FI: "Käytössä ollessaan se toimii ehdollisen käyttöoikeuden rinnalla, antaa sovellusten kirjautua sovellussalasanalla ja hämärtää, kuka on minkäkin suojassa.",
		SV: "Där den är på löper den vid sidan av villkorsstyrd åtkomst, låter appar logga in med applösenord och döljer vem som skyddas av vad.",
	},
	"An attacker uses an app password, which asks for no second factor, or an account that everyone believed to be covered because a list of people was kept by hand.": {
		FI: "Hyökkääjä käyttää sovellussalasanaa, joka ei kysy toista tekijää, tai tiliä, jota kaikki luulivat suojatuksi, koska luetteloa ylläpidettiin käsin.",
		SV: "En angripare använder ett applösenord, som inte kräver någon andra faktor, eller ett konto som alla trodde var skyddat eftersom listan sköttes för hand.",
	},
	"First see that conditional access or security defaults require multifactor authentication of these people; then Microsoft Entra admin center > Entra ID > Users > Per-user MFA > select them > Disable MFA": {
		FI: "Varmista ensin, että ehdollinen käyttöoikeus tai suojauksen oletusasetukset vaativat näiltä henkilöiltä monimenetelmäisen todentamisen; sitten Microsoft Entra admin center > Entra ID > Users > Per-user MFA > valitse heidät > Disable MFA",
		SV: "Se först till att villkorsstyrd åtkomst eller säkerhetsstandarder kräver multifaktorautentisering av dessa personer; sedan Microsoft Entra admin center > Entra ID > Users > Per-user MFA > markera dem > Disable MFA",
	},
	"The older per-user multifactor authentication is on for some accounts.": {
		FI: "Vanha käyttäjäkohtainen monimenetelmäinen todentaminen on käytössä joillakin tileillä.",
		SV: "Den äldre multifaktorautentiseringen per användare är på för vissa konton.",
	},
	"Graph did not say of every account whether per-user multifactor authentication is on.": {
		FI: "Graph ei kertonut jokaisesta tilistä, onko käyttäjäkohtainen monimenetelmäinen todentaminen käytössä.",
		SV: "Graph uppgav inte för varje konto om multifaktorautentisering per användare är på.",
	},
	"The older per-user multifactor authentication is on for nobody.": {
		FI: "Vanha käyttäjäkohtainen monimenetelmäinen todentaminen ei ole käytössä kenelläkään.",
		SV: "Den äldre multifaktorautentiseringen per användare är inte på för någon.",
	},
	"it is enabled": {
		FI: "se on otettu käyttöön",
		SV: "den är aktiverad",
	},
	"it is enforced": {
		FI: "se on pakotettu",
		SV: "den är tvingande",
	},
})
