package roles

import "vahti.ai/vahti/shared/check/text"

var accessReviewsTexts = text.New(text.Texts{
	"The holders of privileged roles are reviewed every month": {
		FI: "Etuoikeutettujen roolien haltijat tarkistetaan joka kuukausi",
		SV: "De som har privilegierade roller granskas varje månad",
	},
	"People change tasks and keep their roles, and only a review that comes back by itself and takes effect finds that out.": {
		FI: "Ihmisten tehtävät vaihtuvat, mutta roolit jäävät, ja sen paljastaa vain itsestään toistuva tarkistus, jonka tulos pannaan täytäntöön.",
		SV: "Människor byter uppgifter men behåller sina roller, och det upptäcks bara av en granskning som återkommer av sig själv och vars resultat tillämpas.",
	},
	"The account of somebody who left the task a year ago still holds the role, and whoever steals it is an administrator.": {
		FI: "Vuosi sitten tehtävän jättäneen tilillä on yhä rooli, ja tilin varastaja on järjestelmänvalvoja.",
		SV: "Kontot för någon som lämnade uppgiften för ett år sedan har kvar rollen, och den som stjäl det är administratör.",
	},
	"Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Access reviews > New: Monthly, end Never, reviewers other than the reviewed, auto apply on, If reviewers don't respond: No change, mail notifications and reminders on": {
		FI: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Access reviews > New: Monthly, päättyminen Never, tarkistajina muut kuin tarkistettavat, automaattinen täytäntöönpano käytössä, If reviewers don't respond: No change, sähköposti-ilmoitukset ja muistutukset käytössä",
		SV: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Access reviews > New: Monthly, slut Never, andra granskare än de granskade, automatisk tillämpning på, If reviewers don't respond: No change, e-postaviseringar och påminnelser på",
	},
	"Nobody holds or may activate a role that is to be reviewed.": {
		FI: "Kenelläkään ei ole tarkistettavaa roolia, eikä kukaan voi ottaa sellaista käyttöön.",
		SV: "Ingen har eller kan aktivera en roll som ska granskas.",
	},
	"The holders of some privileged roles are not reviewed every month with effect.": {
		FI: "Joidenkin etuoikeutettujen roolien haltijoita ei tarkisteta joka kuukausi niin, että tulos pannaan täytäntöön.",
		SV: "De som har vissa privilegierade roller granskas inte varje månad så att resultatet tillämpas.",
	},
	"Graph did not return all about the access reviews of privileged roles.": {
		FI: "Graph ei palauttanut kaikkia tietoja etuoikeutettujen roolien käyttöoikeustarkistuksista.",
		SV: "Graph returnerade inte allt om åtkomstgranskningarna av privilegierade roller.",
	},
	"The holders of privileged roles are reviewed every month with effect.": {
		FI: "Etuoikeutettujen roolien haltijat tarkistetaan joka kuukausi, ja tulos pannaan täytäntöön.",
		SV: "De som har privilegierade roller granskas varje månad, och resultatet tillämpas.",
	},
	"active holders have no access review":   {FI: "roolin nykyisillä haltijoilla ei ole käyttöoikeustarkistusta", SV: "aktiva innehavare har ingen åtkomstgranskning"},
	"eligible holders have no access review": {FI: "niillä, jotka voivat ottaa roolin käyttöön, ei ole käyttöoikeustarkistusta", SV: "berättigade innehavare har ingen åtkomstgranskning"},
	"the review is not in progress":          {FI: "tarkistus ei ole käynnissä", SV: "granskningen pågår inte"},
	"people review themselves":               {FI: "tarkistettavat tarkistavat itse itsensä", SV: "de granskade granskar sig själva"},
	"the outcome is not applied by itself":   {FI: "tulosta ei panna täytäntöön automaattisesti", SV: "resultatet tillämpas inte automatiskt"},
	"reviewers get no mail":                  {FI: "tarkistajat eivät saa sähköpostia", SV: "granskarna får ingen e-post"},
	"reviewers are not reminded":             {FI: "tarkistajia ei muistuteta", SV: "granskarna blir inte påminda"},
	"silence of the reviewers decides":       {FI: "tarkistajien vastaamattomuus ratkaisee tuloksen", SV: "granskarnas tystnad avgör resultatet"},
	"the review does not come back every month without end": {
		FI: "tarkistus ei toistu joka kuukausi ilman päättymispäivää",
		SV: "granskningen återkommer inte varje månad utan slutdatum",
	},
})
