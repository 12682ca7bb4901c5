package authmethods

import "vahti.ai/vahti/shared/check/text"

var authenticatorLiteTexts = text.New(text.Texts{
	"Sign-in requests cannot be approved in other apps than Microsoft Authenticator": {
		FI: "Kirjautumispyyntöjä voi hyväksyä vain Microsoft Authenticatorissa",
		SV: "Inloggningar kan inte godkännas i andra appar än Microsoft Authenticator",
	},
	"The other apps show neither the application nor the place a request comes from, even where the tenant asks for both.": {
		FI: "Muut sovellukset eivät näytä pyynnön kohdesovellusta eivätkä paikkaa, vaikka vuokraaja vaatii molempia.",
		SV: "De andra apparna visar varken vilket program en begäran gäller eller varifrån den kommer, även om klientorganisationen kräver båda.",
	},
	"A person approves an attacker's request in Outlook, which tells less about it than Microsoft Authenticator does.": {
		FI: "Ihminen hyväksyy hyökkääjän pyynnön Outlookissa, joka kertoo siitä vähemmän kuin Microsoft Authenticator.",
		SV: "Någon godkänner en angripares begäran i Outlook, som berättar mindre om den än Microsoft Authenticator gör.",
	},
	methodSettings + " > Microsoft Authenticator > Configure > Microsoft Authenticator on companion applications: Disabled": {
		FI: methodSettings + " > Microsoft Authenticator > Configure > Microsoft Authenticator on companion applications: Poissa käytöstä",
		SV: methodSettings + " > Microsoft Authenticator > Configure > Microsoft Authenticator on companion applications: Inaktiverad",
	},
	"Requests can be approved only in Microsoft Authenticator.": {
		FI: "Pyyntöjä voi hyväksyä vain Microsoft Authenticatorissa.",
		SV: "En begäran kan bara godkännas i Microsoft Authenticator.",
	},
	"Requests can be approved in other apps, such as Outlook.": {
		FI: "Pyyntöjä voi hyväksyä muissa sovelluksissa, kuten Outlookissa.",
		SV: "En begäran kan godkännas i andra appar, till exempel Outlook.",
	},
	"Microsoft decides whether requests can be approved in other apps, and it allows that.": {
		FI: "Microsoft päättää, voiko pyyntöjä hyväksyä muissa sovelluksissa, ja se sallii sen.",
		SV: "Microsoft bestämmer om en begäran kan godkännas i andra appar, och tillåter det.",
	},
})
