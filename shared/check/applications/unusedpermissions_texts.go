package applications

import "vahti.ai/vahti/shared/check/text"

var unusedPermissionsTexts = text.New(text.Texts{
	"Applications that are not used hold no high-risk permissions": {
		FI: "Käyttämättömillä sovelluksilla ei ole riskialttiita käyttöoikeuksia",
		SV: "Program som inte används har inga högriskbehörigheter",
	},
	"An application nobody uses brings nothing and is watched by nobody, but its permissions are as good as on the first day.": {
		FI: "Sovelluksesta, jota kukaan ei käytä, ei ole hyötyä, eikä kukaan seuraa sitä, mutta sen käyttöoikeudet ovat voimassa kuten ensimmäisenä päivänä.",
		SV: "Ett program som ingen använder ger ingenting och övervakas inte av någon, men dess behörigheter gäller som första dagen.",
	},
	"Someone who finds an old secret of a forgotten application, or breaks into its supplier, reads mail and files or takes over the tenant, and no use of it stands out.": {
		FI: "Unohdetun sovelluksen vanhan salaisuuden löytänyt tai sen toimittajalle murtautunut lukee sähköpostit ja tiedostot tai ottaa vuokraajan haltuunsa, eikä mikään käyttö pistä silmään.",
		SV: "Den som hittar en gammal hemlighet till ett bortglömt program eller tar sig in hos leverantören läser e-post och filer eller tar över klientorganisationen utan att något sticker ut.",
	},
	"An application holds high-risk permissions, and Microsoft has no sign-in of it on record.": {
		FI: "Sovelluksella on riskialttiita käyttöoikeuksia, eikä Microsoft ole kirjannut sille yhtään kirjautumista.",
		SV: "Ett program har högriskbehörigheter, och Microsoft har inte registrerat någon inloggning för det.",
	},
	"Every enabled application with high-risk permissions has signed in.": {
		FI: "Jokainen käytössä oleva sovellus, jolla on riskialttiita käyttöoikeuksia, on kirjautunut sisään.",
		SV: "Alla aktiverade program med högriskbehörigheter har loggat in.",
	},
})
