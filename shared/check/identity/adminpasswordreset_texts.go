package identity

import "vahti.ai/vahti/shared/check/text"

var adminPasswordResetTexts = text.New(text.Texts{
	"Administrators cannot use self-service password reset": {
		FI: "Järjestelmänvalvojat eivät voi käyttää itsepalveluna tehtävää salasanan palautusta",
		SV: "Administratörer kan inte återställa lösenord med självbetjäning",
	},
	"Administrators' self-service reset follows Microsoft's own rules and accepts a phone and an e-mail address, which are weaker than what their sign-in should need.": {
		FI: "Järjestelmänvalvojien itsepalvelupalautus noudattaa Microsoftin omia sääntöjä ja hyväksyy puhelimen ja sähköpostiosoitteen, jotka ovat heikompia kuin se, mitä heidän kirjautumisensa pitäisi vaatia.",
		SV: "Administratörers återställning med självbetjäning följer Microsofts egna regler och godtar telefon och e-postadress, som är svagare än vad deras inloggning bör kräva.",
	},
	"An attacker who took over an administrator's phone number and private mailbox sets a new password and signs in as the administrator.": {
		FI: "Hyökkääjä, joka on kaapannut järjestelmänvalvojan puhelinnumeron ja yksityisen postilaatikon, asettaa uuden salasanan ja kirjautuu järjestelmänvalvojana.",
		SV: "En angripare som tagit över en administratörs telefonnummer och privata postlåda sätter ett nytt lösenord och loggar in som administratören.",
	},
	"Administrators cannot reset their own passwords.": {
		FI: "Järjestelmänvalvojat eivät voi palauttaa omia salasanojaan.",
		SV: "Administratörer kan inte återställa sina egna lösenord.",
	},
	"Administrators can reset their own passwords with self-service password reset.": {
		FI: "Järjestelmänvalvojat voivat palauttaa omat salasanansa itsepalveluna.",
		SV: "Administratörer kan återställa sina egna lösenord med självbetjäning.",
	},
})
