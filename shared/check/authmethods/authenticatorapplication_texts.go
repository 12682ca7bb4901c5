package authmethods

import "vahti.ai/vahti/shared/check/text"

var authenticatorApplicationTexts = text.New(text.Texts{
	"Microsoft Authenticator shows everyone the application a request is for": {
		FI: "Microsoft Authenticator näyttää kaikille, mitä sovellusta pyyntö koskee",
		SV: "Microsoft Authenticator visar alla vilket program en begäran gäller",
	},
	"The name of the application is what tells a person that a request is not theirs.": {
		FI: "Sovelluksen nimestä huomaa, ettei pyyntö ole oma.",
		SV: "Programmets namn är det som avslöjar att en begäran inte är ens egen.",
	},
	"An attacker with the password hides among the requests a person is used to, because every request looks alike.": {
		FI: "Salasanan saanut hyökkääjä piiloutuu tuttujen pyyntöjen joukkoon, koska kaikki pyynnöt näyttävät samalta.",
		SV: "En angripare med lösenordet gömmer sig bland de begäranden man är van vid, eftersom alla ser likadana ut.",
	},
	methodSettings + " > Microsoft Authenticator > Configure > Show application name in push and passwordless notifications: Enabled, Target: All users": {
		FI: methodSettings + " > Microsoft Authenticator > Configure > Show application name in push and passwordless notifications: Käytössä, Target: kaikki käyttäjät",
		SV: methodSettings + " > Microsoft Authenticator > Configure > Show application name in push and passwordless notifications: Aktiverad, Target: alla användare",
	},
	"Authenticator shows everyone which application a request is for.": {
		FI: "Authenticator näyttää kaikille, mitä sovellusta pyyntö koskee.",
		SV: "Authenticator visar alla vilket program en begäran gäller.",
	},
	"Authenticator does not certainly show which application a request is for.": {
		FI: "Authenticator ei varmasti näytä, mitä sovellusta pyyntö koskee.",
		SV: "Det är inte säkert att Authenticator visar vilket program en begäran gäller.",
	},
})
