package authmethods

import "vahti.ai/vahti/shared/check/text"

// authenticatorTexts translate what the checks of the context in a request say.
var authenticatorTexts = text.New(text.Texts{
	"Phishing-resistant sign-in is required of everyone, so requests in Authenticator do not suffice.": {
		FI: "Kaikilta vaaditaan tietojenkalastelun kestävä kirjautuminen, joten Authenticatorin pyynnöt eivät riitä.",
		SV: "Nätfiskeresistent inloggning krävs av alla, så en begäran i Authenticator räcker inte.",
	},
})
