package sharepoint

import "vahti.ai/vahti/shared/check/text"

var idleSignOutTexts = text.New(text.Texts{
	"SharePoint signs people out who have been idle for three hours": {
		FI: "SharePoint kirjaa käyttäjän ulos kolmen tunnin käyttämättömyyden jälkeen",
		SV: "SharePoint loggar ut den som har varit inaktiv i tre timmar",
	},
	"A session left open needs somebody at that very computer, but then it needs nothing else.": {
		FI: "Avoimeksi jätetyn istunnon käyttö vaatii pääsyn juuri sille tietokoneelle, mutta ei sitten muuta.",
		SV: "En session som lämnats öppen kräver att någon sitter vid just den datorn, men sedan krävs inget mer.",
	},
	"Whoever sits down at a shared or borrowed computer goes on with the files of the one before.": {
		FI: "Yhteiskäyttöisen tai lainatun tietokoneen seuraava käyttäjä pääsee jatkamaan edellisen tiedostoilla.",
		SV: "Den som sätter sig vid en delad eller lånad dator fortsätter med filerna hos den som satt där före.",
	},
	accessControl + " > Idle session sign-out > Sign out inactive users automatically: On, at most 3 hours": {
		FI: accessControl + " > Idle session sign-out > Sign out inactive users automatically: käytössä, enintään 3 tuntia",
		SV: accessControl + " > Idle session sign-out > Sign out inactive users automatically: På, högst 3 timmar",
	},
	"Graph returned no value for whether SharePoint ends idle sessions.": {
		FI: "Graph ei palauttanut arvoa sille, päättääkö SharePoint käyttämättömät istunnot.",
		SV: "Graph returnerade inget värde för om SharePoint avslutar inaktiva sessioner.",
	},
	"SharePoint does not end idle sessions.": {
		FI: "SharePoint ei päätä käyttämättömiä istuntoja.",
		SV: "SharePoint avslutar inte inaktiva sessioner.",
	},
	"Graph returned no value for when SharePoint ends idle sessions.": {
		FI: "Graph ei palauttanut arvoa sille, milloin SharePoint päättää käyttämättömät istunnot.",
		SV: "Graph returnerade inget värde för när SharePoint avslutar inaktiva sessioner.",
	},
	"SharePoint ends idle sessions only after more than three hours.": {
		FI: "SharePoint päättää käyttämättömät istunnot vasta yli kolmen tunnin jälkeen.",
		SV: "SharePoint avslutar inaktiva sessioner först efter mer än tre timmar.",
	},
	"SharePoint ends idle sessions within three hours.": {
		FI: "SharePoint päättää käyttämättömät istunnot kolmen tunnin kuluessa.",
		SV: "SharePoint avslutar inaktiva sessioner inom tre timmar.",
	},
})
