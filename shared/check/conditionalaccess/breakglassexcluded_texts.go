package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var breakGlassExcludedTexts = text.New(text.Texts{
	"Every policy excludes the break-glass accounts": {
		FI: "Hätäkäyttötilit on suljettu pois jokaisesta käytännöstä",
		SV: "Varje princip undantar nödkontona",
	},
	"One mistaken policy, or a failure of the second factor, can lock every administrator out at once.": {
		FI: "Yksi virheellinen käytäntö tai toisen tekijän vika voi lukita kaikki järjestelmänvalvojat ulos kerralla.",
		SV: "En enda felaktig princip, eller ett fel på den andra faktorn, kan låsa ute alla administratörer på en gång.",
	},
	"Nobody can sign in to undo a mistake or to stop an attack, and getting the tenant back takes Microsoft days.": {
		FI: "Kukaan ei pääse kirjautumaan korjaamaan virhettä tai pysäyttämään hyökkäystä, ja vuokraajan palauttaminen vie Microsoftilta päiviä.",
		SV: "Ingen kan logga in för att rätta ett misstag eller stoppa ett angrepp, och det tar Microsoft dagar att återställa åtkomsten till klientorganisationen.",
	},
	"Microsoft Entra admin center > Entra ID > Conditional Access > Policies, each policy: Users > Exclude > Users and groups, the " +
		"break-glass accounts or their group. Declare them in Vahti too.": {
		FI: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies, jokainen käytäntö: Users > Exclude > Users and groups, hätäkäyttötilit tai niiden ryhmä. Ilmoita ne myös Vahdille.",
		SV: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies, varje princip: Users > Exclude > Users and groups, nödkontona eller deras grupp. Ange dem även i Vahti.",
	},
	"does not exclude every declared account": {
		FI: "ei sulje pois kaikkia ilmoitettuja tilejä", SV: "undantar inte alla angivna konton",
	},
	"it could not be told whether it excludes every declared account": {
		FI: "ei voitu selvittää, sulkeeko se pois kaikki ilmoitetut tilit", SV: "det gick inte att avgöra om den undantar alla angivna konton",
	},
	"No enabled or report-only policy is for people who could be a break-glass account.": {
		FI: "Mikään käytössä tai vain raportointi -tilassa oleva käytäntö ei koske käyttäjiä, joiden joukossa voisi olla hätäkäyttötili.",
		SV: "Ingen princip som är aktiverad eller i läget endast rapport gäller personer som kan vara ett nödkonto.",
	},
	"Not every policy for people excludes the declared break-glass accounts.": {
		FI: "Ilmoitettuja hätäkäyttötilejä ei ole suljettu pois kaikista käyttäjiä koskevista käytännöistä.",
		SV: "Inte alla principer för personer undantar de angivna nödkontona.",
	},
	"It could not be told whether every policy for people excludes the declared break-glass accounts.": {
		FI: "Ei voitu selvittää, onko ilmoitetut hätäkäyttötilit suljettu pois kaikista käyttäjiä koskevista käytännöistä.",
		SV: "Det gick inte att avgöra om alla principer för personer undantar de angivna nödkontona.",
	},
	"Every enabled or report-only policy for people excludes the declared break-glass accounts.": {
		FI: "Ilmoitetut hätäkäyttötilit on suljettu pois kaikista käyttäjiä koskevista käytännöistä, jotka ovat käytössä tai vain raportointi -tilassa.",
		SV: "Alla principer för personer som är aktiverade eller i läget endast rapport undantar de angivna nödkontona.",
	},
	"No break-glass account is declared, and no policy blocks, so it cannot be told which accounts are there for emergencies.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu eikä mikään käytäntö estä pääsyä, joten ei voida sanoa, mitkä tilit on tarkoitettu hätätilanteisiin.",
		SV: "Inget nödkonto har angetts och ingen princip blockerar, så det går inte att säga vilka konton som finns för nödlägen.",
	},
	"No break-glass account is declared, and nobody is excluded from every policy that blocks.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu, eikä ketään ole suljettu pois kaikista pääsyn estävistä käytännöistä.",
		SV: "Inget nödkonto har angetts, och ingen är undantagen från alla principer som blockerar.",
	},
	"No break-glass account is declared, but the same users or groups are excluded from every policy that blocks.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu, mutta samat käyttäjät tai ryhmät on suljettu pois kaikista pääsyn estävistä käytännöistä.",
		SV: "Inget nödkonto har angetts, men samma användare eller grupper är undantagna från alla principer som blockerar.",
	},
})
