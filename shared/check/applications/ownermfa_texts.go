package applications

import "vahti.ai/vahti/shared/check/text"

var ownerMFATexts = text.New(text.Texts{
	"Everyone who owns an app registration has registered multifactor authentication": {
		FI: "Kaikki sovellusrekisteröintien omistajat ovat rekisteröineet monimenetelmäisen todentamisen",
		SV: "Alla som äger en appregistrering har registrerat multifaktorautentisering",
	},
	"An owner can act with all permissions of the application, so the application is only as safe as the owner's own sign-in.": {
		FI: "Omistaja voi toimia sovelluksen kaikilla käyttöoikeuksilla, joten sovellus on vain niin turvallinen kuin omistajan oma kirjautuminen.",
		SV: "En ägare kan agera med programmets alla behörigheter, så programmet är aldrig säkrare än ägarens egen inloggning.",
	},
	"An attacker who guesses one password registers the second factor themselves, adds a secret to the application and keeps its access.": {
		FI: "Yhden salasanan arvannut hyökkääjä rekisteröi toisen tekijän itselleen, lisää sovellukselle salaisuuden ja pitää sen käyttöoikeudet.",
		SV: "En angripare som gissar ett lösenord registrerar själv den andra faktorn, lägger en hemlighet på programmet och behåller dess åtkomst.",
	},
	"Have the owner register a method under My Account > Security info, or remove them in Microsoft Entra admin center > Entra ID > App registrations > the application > Owners": {
		FI: "Pyydä omistajaa rekisteröimään menetelmä kohdassa My Account > Security info tai poista hänet kohdassa Microsoft Entra admin center > Entra ID > App registrations > sovellus > Owners",
		SV: "Be ägaren registrera en metod under My Account > Security info, eller ta bort ägaren i Microsoft Entra admin center > Entra ID > App registrations > programmet > Owners",
	},
	"Without Entra ID P1 Microsoft does not report who has registered multifactor authentication.": {
		FI: "Ilman Entra ID P1:tä Microsoft ei kerro, ketkä ovat rekisteröineet monimenetelmäisen todentamisen.",
		SV: "Utan Entra ID P1 rapporterar Microsoft inte vilka som har registrerat multifaktorautentisering.",
	},
	"Someone who owns an app registration has not registered multifactor authentication.": {
		FI: "Sovellusrekisteröinnin omistaja ei ole rekisteröinyt monimenetelmäistä todentamista.",
		SV: "Någon som äger en appregistrering har inte registrerat multifaktorautentisering.",
	},
	"Microsoft's report does not say of every owner whether they registered multifactor authentication.": {
		FI: "Microsoftin raportti ei kerro kaikista omistajista, ovatko he rekisteröineet monimenetelmäisen todentamisen.",
		SV: "Microsofts rapport säger inte om varje ägare har registrerat multifaktorautentisering.",
	},
	"No person owns an app registration.": {
		FI: "Kukaan ei omista sovellusrekisteröintiä.",
		SV: "Ingen person äger en appregistrering.",
	},
	"Everyone who owns an app registration has registered multifactor authentication.": {
		FI: "Kaikki sovellusrekisteröintien omistajat ovat rekisteröineet monimenetelmäisen todentamisen.",
		SV: "Alla som äger en appregistrering har registrerat multifaktorautentisering.",
	},
})
