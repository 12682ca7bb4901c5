package sharepoint

import "vahti.ai/vahti/shared/check/text"

var anonymousFilesTexts = text.New(text.Texts{
	"No file can be opened by anyone who has the link": {
		FI: "Yhtäkään tiedostoa ei voi avata pelkällä linkillä",
		SV: "Ingen fil kan öppnas av vem som helst som har länken",
	},
	"The link works for everybody it reaches, for as long as it is there, and opens a whole folder as readily as one file.": {
		FI: "Linkki toimii kaikille, joille se päätyy, niin kauan kuin se on olemassa, ja avaa kokonaisen kansion yhtä hyvin kuin yhden tiedoston.",
		SV: "Länken fungerar för alla som får tag i den, så länge den finns, och öppnar en hel mapp lika gärna som en enda fil.",
	},
	"Whoever finds a link in an old mail, a chat or a search engine reads the files behind it, and nobody sees that it happened.": {
		FI: "Vanhasta viestistä, keskustelusta tai hakukoneesta linkin löytävä lukee sen takana olevat tiedostot, eikä kukaan näe sitä.",
		SV: "Den som hittar en länk i gammal e-post, en chatt eller en sökmotor läser filerna bakom den, och ingen ser att det hände.",
	},
	"OneDrive, or the team's site in SharePoint > the file > Manage access > Links: delete the links that work for Anyone; for all of them at once limit sharing under " + sharingPolicies: {
		FI: "OneDrive tai tiimin sivusto SharePointissa > tiedosto > Manage access > Links: poista linkit, jotka toimivat kaikille (Anyone); kaikki kerralla rajaamalla jakamista kohdassa " + sharingPolicies,
		SV: "OneDrive eller teamets webbplats i SharePoint > filen > Manage access > Links: ta bort länkarna som fungerar för Anyone; alla på en gång genom att begränsa delningen under " + sharingPolicies,
	},
	"Files can be opened by anyone who has the link.": {
		FI: "Tiedostoja voi avata kuka tahansa, jolla on linkki.",
		SV: "Filer kan öppnas av vem som helst som har länken.",
	},
	"Graph did not say how far some of the files are shared.": {
		FI: "Graph ei kertonut, kuinka laajasti osa tiedostoista on jaettu.",
		SV: "Graph uppgav inte hur brett en del av filerna är delade.",
	},
	"Links for anyone are off for the whole tenant, so that the old ones left in files open nothing.": {
		FI: "Kaikille avoimet linkit on poistettu käytöstä koko vuokraajassa, joten tiedostoihin jääneet vanhat linkit eivät avaa mitään.",
		SV: "Länkar för vem som helst är avstängda i hela klientorganisationen, så gamla länkar som ligger kvar i filer öppnar ingenting.",
	},
	"No file can be opened by anyone who has the link.": {
		FI: "Yhtäkään tiedostoa ei voi avata pelkällä linkillä.",
		SV: "Ingen fil kan öppnas av vem som helst som har länken.",
	},
})
