package signins

import "vahti.ai/vahti/shared/check/text"

var legacyAuthenticationTexts = text.New(text.Texts{
	"Nobody signed in with legacy authentication in the last 30 days": {
		FI: "Kukaan ei ole kirjautunut vanhentuneella todennuksella viimeisten 30 päivän aikana",
		SV: "Ingen har loggat in med äldre autentisering de senaste 30 dagarna",
	},
	"Old protocols take a password alone, so nearly all password spraying goes through them, and each success shows that the door is open.": {
		FI: "Vanhoille protokollille riittää pelkkä salasana, joten lähes kaikki salasanojen arvailu tehdään niiden kautta, ja jokainen onnistunut kirjautuminen osoittaa oven olevan auki.",
		SV: "Gamla protokoll nöjer sig med ett lösenord, så nästan all lösenordsgissning går genom dem, och varje lyckad inloggning visar att dörren står öppen.",
	},
	"A guessed or stolen password is enough to read the whole mailbox; multifactor authentication is never asked for.": {
		FI: "Arvattu tai varastettu salasana riittää koko postilaatikon lukemiseen; monimenetelmäistä todentamista ei kysytä koskaan.",
		SV: "Ett gissat eller stulet lösenord räcker för att läsa hela postlådan; multifaktorautentisering krävs aldrig.",
	},
	"Microsoft Entra admin center > Entra ID > Conditional Access > Policies > New policy: All users, All resources, Client apps: Exchange ActiveSync clients and Other clients, Block access; first move the devices of these users to modern authentication": {
		FI: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies > New policy: All users, All resources, Client apps: Exchange ActiveSync clients ja Other clients, Block access; siirrä löydöksessä mainittujen käyttäjien laitteet ensin nykyaikaiseen todennukseen",
		SV: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies > New policy: All users, All resources, Client apps: Exchange ActiveSync clients och Other clients, Block access; flytta först enheterna hos användarna i fyndet till modern autentisering",
	},
	"A user signed in with legacy authentication in the last 30 days.": {
		FI: "Käyttäjä on kirjautunut vanhentuneella todennuksella viimeisten 30 päivän aikana.",
		SV: "En användare har loggat in med äldre autentisering de senaste 30 dagarna.",
	},
	"Graph did not return of every sign-in when, with what client and with what success it was.": {
		FI: "Graph ei kertonut kaikkien kirjautumisten aikaa, asiakasohjelmaa ja lopputulosta.",
		SV: "Graph uppgav inte för varje inloggning när, med vilken klient och med vilket resultat den gjordes.",
	},
	"Nobody signed in with legacy authentication in the last 30 days.": {
		FI: "Kukaan ei ole kirjautunut vanhentuneella todennuksella viimeisten 30 päivän aikana.",
		SV: "Ingen har loggat in med äldre autentisering de senaste 30 dagarna.",
	},
})
