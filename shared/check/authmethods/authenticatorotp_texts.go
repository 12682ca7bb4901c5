package authmethods

import "vahti.ai/vahti/shared/check/text"

var authenticatorOTPTexts = text.New(text.Texts{
	"Codes from Microsoft Authenticator cannot be used to sign in": {
		FI: "Microsoft Authenticatorin koodeilla ei voi kirjautua",
		SV: "Koder från Microsoft Authenticator kan inte användas för inloggning",
	},
	"A typed code carries no number, place or application with it, so it goes around everything that makes Authenticator's requests safe.": {
		FI: "Näppäiltävä koodi ei kerro numeroa, paikkaa eikä sovellusta, joten se ohittaa kaiken, mikä tekee Authenticatorin pyynnöistä turvallisia.",
		SV: "En inskriven kod bär varken nummer, plats eller program med sig och går därför förbi allt som gör en begäran i Authenticator säker.",
	},
	"A fake sign-in page asks for the six digits and uses them within the half minute they are good for.": {
		FI: "Väärennetty kirjautumissivu pyytää kuusi numeroa ja käyttää ne puolessa minuutissa, jonka ne ovat voimassa.",
		SV: "En falsk inloggningssida ber om de sex siffrorna och använder dem under den halva minut som de gäller.",
	},
	methodSettings + " > Microsoft Authenticator > Configure > Allow use of Microsoft Authenticator OTP: No": {
		FI: methodSettings + " > Microsoft Authenticator > Configure > Allow use of Microsoft Authenticator OTP: Ei",
		SV: methodSettings + " > Microsoft Authenticator > Configure > Allow use of Microsoft Authenticator OTP: Nej",
	},
	"Microsoft Authenticator is disabled, so it gives no codes.": {
		FI: "Microsoft Authenticator ei ole käytössä, joten se ei anna koodeja.",
		SV: "Microsoft Authenticator är inaktiverad och ger därför inga koder.",
	},
	"Phishing-resistant sign-in is required of everyone, so codes do not suffice.": {
		FI: "Kaikilta vaaditaan tietojenkalastelun kestävä kirjautuminen, joten koodit eivät riitä.",
		SV: "Nätfiskeresistent inloggning krävs av alla, så koder räcker inte.",
	},
	"Graph did not return whether the app's codes can be used.": {
		FI: "Graph ei kertonut, voiko sovelluksen koodeja käyttää.",
		SV: "Graph uppgav inte om appens koder kan användas.",
	},
	"Codes from Microsoft Authenticator can be used to sign in.": {
		FI: "Microsoft Authenticatorin koodeilla voi kirjautua.",
		SV: "Koder från Microsoft Authenticator kan användas för inloggning.",
	},
	"Codes from Microsoft Authenticator cannot be used to sign in.": {
		FI: "Microsoft Authenticatorin koodeilla ei voi kirjautua.",
		SV: "Koder från Microsoft Authenticator kan inte användas för inloggning.",
	},
})
