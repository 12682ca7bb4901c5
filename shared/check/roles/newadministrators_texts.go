package roles

import "vahti.ai/vahti/shared/check/text"

var newAdministratorsTexts = text.New(text.Texts{
	"Nobody became a Global Administrator, or can make one, in the last 7 days": {
		FI: "Kenestäkään ei ole tullut yleistä järjestelmänvalvojaa tai sellaisen nimittäjää viimeisten 7 päivän aikana",
		SV: "Ingen har blivit global administratör, eller fått möjlighet att utse en, de senaste 7 dagarna",
	},
	"It is how an intruder stays for good, and it breaks no other rule: three Global Administrators are as few as two.": {
		FI: "Näin tunkeutuja jää pysyvästi, eikä se riko mitään muuta sääntöä: kolme yleistä järjestelmänvalvojaa on yhtä vähän kuin kaksi.",
		SV: "Så stannar en inkräktare för gott, och det bryter mot ingen annan regel: tre globala administratörer är lika få som två.",
	},
	"An attacker who got into one administrator's account gives the role to an account of their own, and comes back after the first one was locked.": {
		FI: "Yhden järjestelmänvalvojan tilille päässyt hyökkääjä antaa roolin omalle tililleen ja palaa, kun ensimmäinen tili on lukittu.",
		SV: "En angripare som kommit in på en administratörs konto ger rollen till ett eget konto och kommer tillbaka när det första har låsts.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments: ask whoever assigned it, and if nobody knows of it, remove the assignment and treat the account that made it as taken over": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > rooli > Assignments: kysy roolin antajalta, ja jos kukaan ei tiedä siitä, poista määritys ja käsittele sen tehnyttä tiliä kaapattuna",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > rollen > Assignments: fråga den som tilldelade den, och om ingen känner till det, ta bort tilldelningen och behandla kontot som gjorde den som kapat",
	},
	"One of the most powerful administrator roles was given in the last 7 days.": {
		FI: "Jokin vahvimmista järjestelmänvalvojan rooleista on annettu viimeisten 7 päivän aikana.",
		SV: "En av de mäktigaste administratörsrollerna har tilldelats de senaste 7 dagarna.",
	},
	"Somebody joined a group with one of the most powerful administrator roles in the last 7 days.": {
		FI: "Joku on liittynyt viimeisten 7 päivän aikana ryhmään, jolla on jokin vahvimmista järjestelmänvalvojan rooleista.",
		SV: "Någon har de senaste 7 dagarna gått med i en grupp som har en av de mäktigaste administratörsrollerna.",
	},
	"It could not be told of every group with one of the most powerful administrator roles who joined it.": {
		FI: "Kaikista ryhmistä, joilla on jokin vahvimmista järjestelmänvalvojan rooleista, ei saatu selville, kuka niihin on liittynyt.",
		SV: "Det gick inte att för alla grupper med en av de mäktigaste administratörsrollerna avgöra vem som har gått med.",
	},
	asMember:   {FI: "jäsenenä", SV: "som medlem"},
	asEligible: {FI: "voi ottaa jäsenyyden käyttöön", SV: "kan aktivera medlemskapet"},
	asOwner:    {FI: "omistajana", SV: "som ägare"},
	"The audit log does not say of every assignment of a role which role it was, to whom and when.": {
		FI: "Valvontaloki ei kerro jokaisesta roolin antamisesta, mikä rooli annettiin, kenelle ja milloin.",
		SV: "Granskningsloggen säger inte för varje rolltilldelning vilken roll det gällde, vem som fick den och när.",
	},
	"Graph did not return of every assignment which role it is and whose.": {
		FI: "Graph ei kertonut jokaisesta määrityksestä, mikä rooli se on ja kenen.",
		SV: "Graph uppgav inte för varje tilldelning vilken roll det är och vems.",
	},
	"Nobody was given one of the most powerful administrator roles in the last 7 days.": {
		FI: "Kenellekään ei ole annettu vahvimpia järjestelmänvalvojan rooleja viimeisten 7 päivän aikana.",
		SV: "Ingen har tilldelats någon av de mäktigaste administratörsrollerna de senaste 7 dagarna.",
	},
})
