package sharepoint

import "vahti.ai/vahti/shared/check/text"

var syncDevicesTexts = text.New(text.Texts{
	"OneDrive synchronises to computers of the company's domains only": {
		FI: "OneDrive synkronoi vain yrityksen toimialueiden tietokoneille",
		SV: "OneDrive synkroniserar bara till datorer i företagets domäner",
	},
	"What was synchronised to a private computer stays there, unencrypted and unwatched, when the person leaves.": {
		FI: "Yksityiselle tietokoneelle synkronoitu jää sinne salaamatta ja valvomatta, kun henkilö lähtee.",
		SV: "Det som har synkroniserats till en privat dator ligger kvar där, okrypterat och obevakat, när personen slutar.",
	},
	"Whole libraries are copied to a private or stolen computer and cannot be taken back from it.": {
		FI: "Kokonaisia kirjastoja kopioituu yksityiselle tai varastetulle tietokoneelle, eikä niitä saa sieltä takaisin.",
		SV: "Hela bibliotek kopieras till en privat eller stulen dator och kan inte tas tillbaka därifrån.",
	},
	"SharePoint admin center > Settings > OneDrive Sync > Allow syncing only on computers joined to specific domains: On, with the GUID of each domain": {
		FI: "SharePoint admin center > Settings > OneDrive Sync > Allow syncing only on computers joined to specific domains: käytössä, ja kunkin toimialueen GUID",
		SV: "SharePoint admin center > Settings > OneDrive Sync > Allow syncing only on computers joined to specific domains: På, med varje domäns GUID",
	},
	"OneDrive synchronises to computers of named domains only.": {
		FI: "OneDrive synkronoi vain nimettyjen toimialueiden tietokoneille.",
		SV: "OneDrive synkroniserar bara till datorer i angivna domäner.",
	},
	"Graph returned no value for which computers OneDrive synchronises to.": {
		FI: "Graph ei palauttanut arvoa sille, mille tietokoneille OneDrive synkronoi.",
		SV: "Graph returnerade inget värde för vilka datorer OneDrive synkroniserar till.",
	},
	"The company has no local directory, and that OneDrive synchronises to any computer was declared.": {
		FI: "Yrityksellä ei ole paikallista hakemistoa, ja OneDriven synkronointi mille tahansa tietokoneelle on ilmoitettu sallituksi.",
		SV: "Företaget har ingen lokal katalog, och att OneDrive synkroniserar till vilken dator som helst har angetts som tillåtet.",
	},
	"OneDrive synchronises to computers of named domains only, and none is named.": {
		FI: "OneDriven synkronointi on rajattu nimettyjen toimialueiden tietokoneisiin, mutta yhtään toimialuetta ei ole nimetty.",
		SV: "OneDrive synkroniserar bara till datorer i angivna domäner, men ingen domän är angiven.",
	},
	"OneDrive synchronises to any computer.": {
		FI: "OneDrive synkronoi mille tahansa tietokoneelle.",
		SV: "OneDrive synkroniserar till vilken dator som helst.",
	},
})
