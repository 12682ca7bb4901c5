package devices

import "vahti.ai/vahti/shared/check/text"

var roleGroupsTexts = text.New(text.Texts{
	"Groups that hold Intune roles are protected from changes": {
		FI: "Ryhmät, joilla on Intunen rooleja, on suojattu muutoksilta",
		SV: "Grupper som har Intune-roller är skyddade mot ändringar",
	},
	"Intune installs programs on every device, and whoever can add members to such a group can make anyone an administrator of it.": {
		FI: "Intune asentaa ohjelmia jokaiseen laitteeseen, ja se, joka voi lisätä jäseniä tällaiseen ryhmään, voi tehdä kenestä tahansa sen järjestelmänvalvojan.",
		SV: "Intune installerar program på varje enhet, och den som kan lägga till medlemmar i en sådan grupp kan göra vem som helst till administratör för det.",
	},
	"A help desk account or an application that may edit groups adds itself and then runs scripts on every computer of the company.": {
		FI: "Käyttäjätuen tili tai ryhmiä muokkaava sovellus lisää itsensä ryhmään ja ajaa sen jälkeen komentosarjoja yrityksen jokaisessa tietokoneessa.",
		SV: "Ett supportkonto eller ett program som får redigera grupper lägger till sig självt och kör sedan skript på företagets alla datorer.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > Admin units > Add a restricted management administrative unit and put the group in it": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > Admin units > lisää rajoitetun hallinnan hallintayksikkö (restricted management administrative unit) ja siirrä ryhmä siihen",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > Admin units > lägg till en administrativ enhet med begränsad hantering (restricted management administrative unit) och lägg gruppen i den",
	},
	"No Intune role is given to a group.": {
		FI: "Mitään Intunen roolia ei ole annettu ryhmälle.",
		SV: "Ingen Intune-roll har getts till en grupp.",
	},
	"The group that holds an Intune role is protected.": {
		FI: "Ryhmä, jolla on Intunen rooli, on suojattu.",
		SV: "Gruppen som har en Intune-roll är skyddad.",
	},
	"Graph did not return whether the group that holds an Intune role is protected.": {
		FI: "Graph ei kertonut, onko ryhmä, jolla on Intunen rooli, suojattu.",
		SV: "Graph uppgav inte om gruppen som har en Intune-roll är skyddad.",
	},
	"The group that holds an Intune role can be changed by everyone who may edit groups.": {
		FI: "Ryhmää, jolla on Intunen rooli, voi muuttaa kuka tahansa, joka saa muokata ryhmiä.",
		SV: "Gruppen som har en Intune-roll kan ändras av alla som får redigera grupper.",
	},
	"A group that holds an Intune role is not among the tenant's groups.": {
		FI: "Ryhmä, jolla on Intunen rooli, ei ole vuokraajan ryhmien joukossa.",
		SV: "En grupp som har en Intune-roll finns inte bland klientorganisationens grupper.",
	},
	"Graph did not return which groups hold some of the Intune roles.": {
		FI: "Graph ei kertonut kaikista Intunen rooleista, millä ryhmillä niitä on.",
		SV: "Graph uppgav inte för alla Intune-roller vilka grupper som har dem.",
	},
})
