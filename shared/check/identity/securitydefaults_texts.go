package identity

import "vahti.ai/vahti/shared/check/text"

var securityDefaultsTexts = text.New(text.Texts{
	"Security defaults are on, or conditional access takes their place": {
		FI: "Suojauksen oletusasetukset ovat käytössä, tai ehdollinen käyttöoikeus korvaa ne",
		SV: "Säkerhetsstandarder är aktiverade, eller så ersätts de av villkorsstyrd åtkomst",
	},
	"A tenant with neither lets people sign in with a password alone, and passwords are guessed, reused and phished every day.": {
		FI: "Jos kumpaakaan ei ole, vuokraajaan pääsee pelkällä salasanalla, ja salasanoja arvataan, käytetään uudelleen ja kalastellaan joka päivä.",
		SV: "Utan någotdera räcker ett lösenord för att logga in, och lösenord gissas, återanvänds och nätfiskas varje dag.",
	},
	"An attacker who has a password signs in with it, and old protocols that know no second factor stay open for guessing.": {
		FI: "Salasanan saanut hyökkääjä kirjautuu sillä, ja vanhat protokollat, jotka eivät tunne toista tekijää, jäävät auki arvailulle.",
		SV: "En angripare som har ett lösenord loggar in med det, och gamla protokoll som inte känner någon andra faktor står öppna för gissningar.",
	},
	"Microsoft Entra admin center > Entra ID > Overview > Properties > Manage security defaults > Enabled; with Entra ID P1 make a conditional access policy instead that requires multifactor authentication of all users for all resources": {
		FI: "Microsoft Entra admin center > Entra ID > Overview > Properties > Manage security defaults > Enabled; jos käytössä on Entra ID P1, tee sen sijaan ehdollisen käyttöoikeuden käytäntö, joka vaatii kaikilta käyttäjiltä monimenetelmäisen todentamisen kaikkiin resursseihin",
		SV: "Microsoft Entra admin center > Entra ID > Overview > Properties > Manage security defaults > Enabled; med Entra ID P1 gör i stället en princip för villkorsstyrd åtkomst som kräver multifaktorautentisering av alla användare för alla resurser",
	},
	"Security defaults are on.": {
		FI: "Suojauksen oletusasetukset ovat käytössä.",
		SV: "Säkerhetsstandarder är aktiverade.",
	},
	"Conditional access requires multifactor authentication of all users, which takes the place of security defaults.": {
		FI: "Ehdollinen käyttöoikeus vaatii monimenetelmäisen todentamisen kaikilta käyttäjiltä, mikä korvaa suojauksen oletusasetukset.",
		SV: "Villkorsstyrd åtkomst kräver multifaktorautentisering av alla användare, vilket ersätter säkerhetsstandarder.",
	},
	"Graph did not say whether security defaults are on.": {
		FI: "Graph ei kertonut, ovatko suojauksen oletusasetukset käytössä.",
		SV: "Graph uppgav inte om säkerhetsstandarder är aktiverade.",
	},
	"Security defaults are off, and it could not be told whether conditional access takes their place.": {
		FI: "Suojauksen oletusasetukset ovat pois käytöstä, eikä voitu todeta, korvaako ehdollinen käyttöoikeus ne.",
		SV: "Säkerhetsstandarder är inaktiverade, och det gick inte att avgöra om villkorsstyrd åtkomst ersätter dem.",
	},
	"Security defaults are off, and conditional access does not require multifactor authentication of all users.": {
		FI: "Suojauksen oletusasetukset ovat pois käytöstä, eikä ehdollinen käyttöoikeus vaadi monimenetelmäistä todentamista kaikilta käyttäjiltä.",
		SV: "Säkerhetsstandarder är inaktiverade, och villkorsstyrd åtkomst kräver inte multifaktorautentisering av alla användare.",
	},
})
