package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var highRiskSignInsTexts = text.New(text.Texts{
	"Sign-ins at high risk are blocked": {
		FI: "Suuren riskin kirjautumiset on estetty",
		SV: "Inloggningar med hög risk blockeras",
	},
	"High sign-in risk means that the sign-in itself looks like an attack: stolen tokens, password spraying, an anonymous network.": {
		FI: "Suuri kirjautumisriski tarkoittaa, että itse kirjautuminen näyttää hyökkäykseltä: varastettuja tunnuksia, salasanojen kokeilua tai anonyymi verkko.",
		SV: "Hög inloggningsrisk betyder att själva inloggningen ser ut som ett angrepp: stulna token, lösenordssprejning eller ett anonymt nätverk.",
	},
	"A sign-in that Microsoft recognises as an attack succeeds all the same.": {
		FI: "Kirjautuminen, jonka Microsoft tunnistaa hyökkäykseksi, onnistuu siitä huolimatta.",
		SV: "En inloggning som Microsoft känner igen som ett angrepp lyckas ändå.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, all resources, Conditions > Sign-in risk > High, Grant > Block access.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Conditions > Sign-in risk > High, Grant > Block access.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Conditions > Sign-in risk > High, Grant > Block access.",
	},
	"blocks sign-ins at high risk": {FI: "estää suuren riskin kirjautumiset", SV: "blockerar inloggningar med hög risk"},
})
