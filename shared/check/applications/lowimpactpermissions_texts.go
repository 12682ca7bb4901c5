package applications

import "vahti.ai/vahti/shared/check/text"

var lowImpactPermissionsTexts = text.New(text.Texts{
	"No risky permission is classified as low impact": {
		FI: "Mitään riskialtista käyttöoikeutta ei ole luokiteltu vähäriskiseksi",
		SV: "Ingen riskabel behörighet är klassad som låg påverkan",
	},
	"A permission classified as low impact is one that every user may give away, so a careless classification reopens what the consent setting closed.": {
		FI: "Vähäriskiseksi luokitellun käyttöoikeuden saa antaa kuka tahansa käyttäjä, joten huoleton luokittelu avaa uudelleen sen, minkä suostumusasetus sulki.",
		SV: "En behörighet som klassats som låg påverkan får varje användare ge bort, så en slarvig klassning öppnar åter det som medgivandeinställningen stängde.",
	},
	"An attacker's application asks for reading mail or files, and a single user may grant it because it is listed as harmless.": {
		FI: "Hyökkääjän sovellus pyytää lupaa lukea sähköposteja tai tiedostoja, ja yksittäinen käyttäjä saa antaa sen, koska se on listattu vaarattomaksi.",
		SV: "Angriparens program ber att få läsa e-post eller filer, och en enskild användare får bevilja det eftersom det står som ofarligt.",
	},
	consentSettings + " > Permission classifications > Low > remove everything beyond signing in and the basic profile": {
		FI: consentSettings + " > Permission classifications > Low > poista kaikki muu kuin kirjautuminen ja perusprofiili",
		SV: consentSettings + " > Permission classifications > Low > ta bort allt utöver inloggning och grundprofil",
	},
	"Users' consent does not depend on the classification of permissions.": {
		FI: "Käyttäjien suostumus ei riipu käyttöoikeuksien luokittelusta.",
		SV: "Användarnas medgivande beror inte på hur behörigheter är klassade.",
	},
	"The classification of no resource's permissions could be read.": {
		FI: "Minkään resurssin käyttöoikeuksien luokittelua ei voitu lukea.",
		SV: "Klassningen av behörigheter kunde inte läsas för någon resurs.",
	},
	"Risky permissions are classified as low impact, so users can grant them.": {
		FI: "Riskialttiita käyttöoikeuksia on luokiteltu vähäriskisiksi, joten käyttäjät voivat antaa niitä.",
		SV: "Riskabla behörigheter är klassade som låg påverkan, så användarna kan bevilja dem.",
	},
	"A permission has a classification or name Vahti does not know.": {
		FI: "Käyttöoikeudella on luokitus tai nimi, jota Vahti ei tunne.",
		SV: "En behörighet har en klassning eller ett namn som Vahti inte känner till.",
	},
	"Only harmless permissions are classified as low impact.": {
		FI: "Vain vaarattomia käyttöoikeuksia on luokiteltu vähäriskisiksi.",
		SV: "Endast ofarliga behörigheter är klassade som låg påverkan.",
	},
})
