package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var protectedActionsTexts = text.New(text.Texts{
	"Changing conditional access is a protected action that takes an authentication strength": {
		FI: "Ehdollisen käyttöoikeuden muuttaminen on suojattu toiminto, joka vaatii tietyn todennuksen vahvuuden",
		SV: "Att ändra villkorsstyrd åtkomst är en skyddad åtgärd som kräver en autentiseringsstyrka",
	},
	"Whoever holds an administrator's session could otherwise switch every protection off with it.": {
		FI: "Muuten järjestelmänvalvojan istunnon haltija voisi poistaa sillä kaikki suojaukset käytöstä.",
		SV: "Annars kunde den som har en administratörs session stänga av alla skydd med den.",
	},
	"An attacker in an administrator's session disables the policies first and then does whatever they forbade.": {
		FI: "Järjestelmänvalvojan istunnossa oleva hyökkääjä poistaa ensin käytännöt käytöstä ja tekee sitten kaiken sen, minkä ne kielsivät.",
		SV: "En angripare i en administratörs session inaktiverar först principerna och gör sedan allt som de förbjöd.",
	},
	"Microsoft Entra admin center > Entra ID > Conditional Access > Authentication contexts > New authentication context; Policies > New policy " +
		"for that context: all users, Grant > Require authentication strength > Phishing-resistant MFA; then Roles & admins > Protected " +
		"actions: the context for creating, updating and deleting conditional access policies.": {
		FI: "Microsoft Entra admin center > Entra ID > Conditional Access > Authentication contexts > New authentication context; Policies > New policy kyseiselle " +
			"kontekstille: kaikki käyttäjät, Grant > Require authentication strength > Phishing-resistant MFA; lopuksi Roles & admins > Protected actions: " +
			"konteksti ehdollisen käyttöoikeuden käytäntöjen luomiselle, päivittämiselle ja poistamiselle.",
		SV: "Microsoft Entra admin center > Entra ID > Conditional Access > Authentication contexts > New authentication context; Policies > New policy för den " +
			"kontexten: alla användare, Grant > Require authentication strength > Phishing-resistant MFA; därefter Roles & admins > Protected actions: " +
			"kontexten för att skapa, uppdatera och ta bort principer för villkorsstyrd åtkomst.",
	},
	"Changing conditional access policies is not protected, or not in every way.": {
		FI: "Ehdollisen käyttöoikeuden käytäntöjen muuttamista ei ole suojattu lainkaan tai kaikilta osin.",
		SV: "Att ändra principer för villkorsstyrd åtkomst är inte skyddat, eller inte på alla sätt.",
	},
	"Graph did not say whether changing conditional access policies is protected.": {
		FI: "Graph ei kertonut, onko ehdollisen käyttöoikeuden käytäntöjen muuttaminen suojattu.",
		SV: "Graph uppgav inte om ändring av principer för villkorsstyrd åtkomst är skyddad.",
	},
	"requires an authentication strength of those who change conditional access": {
		FI: "vaatii tietyn todennuksen vahvuuden ehdollisen käyttöoikeuden muuttajilta",
		SV: "kräver en autentiseringsstyrka av dem som ändrar villkorsstyrd åtkomst",
	},
	"Changing conditional access takes a sign-in with an authentication strength.": {
		FI: "Ehdollisen käyttöoikeuden muuttaminen vaatii kirjautumisen tietyllä todennuksen vahvuudella.",
		SV: "Att ändra villkorsstyrd åtkomst kräver en inloggning med en viss autentiseringsstyrka.",
	},
})
