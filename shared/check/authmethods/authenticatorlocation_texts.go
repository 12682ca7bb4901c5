package authmethods

import "vahti.ai/vahti/shared/check/text"

var authenticatorLocationTexts = text.New(text.Texts{
	"Microsoft Authenticator shows everyone the place a request comes from": {
		FI: "Microsoft Authenticator näyttää kaikille, mistä pyyntö tulee",
		SV: "Microsoft Authenticator visar alla varifrån en begäran kommer",
	},
	"A request from a place where the person is not is the plainest sign of a stolen password.": {
		FI: "Pyyntö paikasta, jossa ihminen ei ole, on selvin merkki varastetusta salasanasta.",
		SV: "En begäran från en plats där personen inte är är det tydligaste tecknet på ett stulet lösenord.",
	},
	"A person approves a request from the other side of the world because nothing on the phone says so.": {
		FI: "Ihminen hyväksyy pyynnön toiselta puolelta maailmaa, koska puhelin ei kerro siitä mitään.",
		SV: "Någon godkänner en begäran från andra sidan jorden eftersom ingenting i telefonen säger det.",
	},
	methodSettings + " > Microsoft Authenticator > Configure > Show geographic location in push and passwordless notifications: Enabled, Target: All users": {
		FI: methodSettings + " > Microsoft Authenticator > Configure > Show geographic location in push and passwordless notifications: Käytössä, Target: kaikki käyttäjät",
		SV: methodSettings + " > Microsoft Authenticator > Configure > Show geographic location in push and passwordless notifications: Aktiverad, Target: alla användare",
	},
	"Authenticator shows everyone where a request comes from.": {
		FI: "Authenticator näyttää kaikille, mistä pyyntö tulee.",
		SV: "Authenticator visar alla varifrån en begäran kommer.",
	},
	"Authenticator does not certainly show where a request comes from.": {
		FI: "Authenticator ei varmasti näytä, mistä pyyntö tulee.",
		SV: "Det är inte säkert att Authenticator visar varifrån en begäran kommer.",
	},
})
