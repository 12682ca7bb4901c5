package signins

import "vahti.ai/vahti/shared/check/text"

var agentsTexts = text.New(text.Texts{
	"AI agents act for users who signed in": {
		FI: "Tekoälyagentit toimivat kirjautuneiden käyttäjien puolesta",
		SV: "AI-agenter agerar för användare som har loggat in",
	},
	"An agent that acts with permissions of its own gives them to everyone who reaches it, but some agents are built to work alone, and the log does not tell which.": {
		FI: "Omin käyttöoikeuksin toimiva agentti antaa ne kaikkien sen tavoittavien käyttöön, mutta osa agenteista on tehty toimimaan yksin, eikä loki kerro mitkä.",
		SV: "En agent som agerar med egna behörigheter ger dem till alla som når den, men vissa agenter är byggda för att arbeta ensamma, och loggen visar inte vilka.",
	},
	"Somebody without an account asks the agent, and the agent reads or changes for them what its own permissions reach.": {
		FI: "Joku, jolla ei ole tiliä, esittää agentille pyynnön, ja agentti lukee tai muuttaa hänen puolestaan kaikkea, mihin sen omat käyttöoikeudet ulottuvat.",
		SV: "Någon utan konto frågar agenten, och agenten läser eller ändrar åt hen det som dess egna behörigheter når.",
	},
	"Microsoft Entra admin center > Entra ID > Agents > the agent: let it act on behalf of the user with delegated permissions in place of application permissions, or declare it as autonomous if it is meant to work alone": {
		FI: "Microsoft Entra admin center > Entra ID > Agents > agentti: anna sen toimia käyttäjän puolesta delegoiduin käyttöoikeuksin sovellusoikeuksien sijaan, tai ilmoita se itsenäiseksi, jos sen on tarkoitus toimia yksin",
		SV: "Microsoft Entra admin center > Entra ID > Agents > agenten: låt den agera för användarens räkning med delegerade behörigheter i stället för programbehörigheter, eller ange den som självständig om den ska arbeta ensam",
	},
	"An agent signs in by itself alone, never for a user.": {
		FI: "Agentti kirjautuu vain itsenään eikä koskaan käyttäjän puolesta.",
		SV: "En agent loggar in enbart som sig själv och aldrig för en användare.",
	},
	"Graph did not return for whom some agents sign in.": {
		FI: "Graph ei kertonut, kenen puolesta jotkin agentit kirjautuvat.",
		SV: "Graph uppgav inte för vem vissa agenter loggar in.",
	},
	"Graph did not return of every sign-in whether an agent made it.": {
		FI: "Graph ei kertonut kaikista kirjautumisista, tekikö ne agentti.",
		SV: "Graph uppgav inte för varje inloggning om en agent gjorde den.",
	},
	"No agent signed in during the last 7 days.": {
		FI: "Yksikään agentti ei ole kirjautunut viimeisten 7 päivän aikana.",
		SV: "Ingen agent har loggat in de senaste 7 dagarna.",
	},
	"Every agent that signed in during the last 7 days did so for a user or was declared to work alone.": {
		FI: "Jokainen viimeisten 7 päivän aikana kirjautunut agentti toimi käyttäjän puolesta tai on ilmoitettu yksin toimivaksi.",
		SV: "Varje agent som loggat in de senaste 7 dagarna gjorde det för en användare eller har angetts arbeta ensam.",
	},
})
