package roles

import "vahti.ai/vahti/shared/check/text"

var groupOwnersTexts = text.New(text.Texts{
	"Only administrators decide who is in a group with a directory role": {
		FI: "Vain järjestelmänvalvojat päättävät, ketkä kuuluvat ryhmään, jolla on hakemistorooli",
		SV: "Bara administratörer bestämmer vilka som är med i en grupp med en katalogroll",
	},
	"The owner of such a group gives its role away by adding a member, without being an administrator and without an activation.": {
		FI: "Tällaisen ryhmän omistaja antaa ryhmän roolin eteenpäin lisäämällä jäsenen, olematta itse järjestelmänvalvoja ja ilman käyttöönottoa.",
		SV: "Ägaren till en sådan grupp ger bort dess roll genom att lägga till en medlem, utan att vara administratör och utan någon aktivering.",
	},
	"Whoever takes over the account of an owner, guarded like anyone's, adds themselves to the group and holds its role.": {
		FI: "Joka kaappaa omistajan tavallisesti suojatun tilin, lisää itsensä ryhmään ja saa sen roolin.",
		SV: "Den som tar över en ägares konto, som inte är bättre skyddat än andras, lägger till sig själv i gruppen och får dess roll.",
	},
	"Microsoft Entra admin center > Entra ID > Groups > the group > Owners > remove everyone who is not a privileged administrator": {
		FI: "Microsoft Entra admin center > Entra ID > Groups > ryhmä > Owners > poista kaikki, jotka eivät ole etuoikeutettuja järjestelmänvalvojia",
		SV: "Microsoft Entra admin center > Entra ID > Groups > gruppen > Owners > ta bort alla som inte är privilegierade administratörer",
	},
	"Not every group that holds or may activate a directory role could be told.": {
		FI: "Kaikkia ryhmiä, joilla on hakemistorooli tai jotka voivat saada sellaisen, ei saatu selville.",
		SV: "Det gick inte att ta reda på vilka alla grupper är som har eller kan aktivera en katalogroll.",
	},
	"No group holds or may activate a directory role.": {
		FI: "Millään ryhmällä ei ole hakemistoroolia, eikä mikään voi saada sellaista.",
		SV: "Ingen grupp har eller kan aktivera en katalogroll.",
	},
	"Only administrators decide who is in a group with a directory role.": {
		FI: "Vain järjestelmänvalvojat päättävät, ketkä kuuluvat ryhmään, jolla on hakemistorooli.",
		SV: "Bara administratörer bestämmer vilka som är med i en grupp med en katalogroll.",
	},
	"A rule decides who is in a group with a directory role.": {
		FI: "Sääntö määrää, ketkä kuuluvat ryhmään, jolla on hakemistorooli.",
		SV: "En regel bestämmer vilka som är med i en grupp med en katalogroll.",
	},
	"A group with a directory role has owners who are no privileged administrators.": {
		FI: "Ryhmällä, jolla on hakemistorooli, on omistajia, jotka eivät ole etuoikeutettuja järjestelmänvalvojia.",
		SV: "En grupp med en katalogroll har ägare som inte är privilegierade administratörer.",
	},
	"Graph did not return who can change a group with a directory role.": {
		FI: "Graph ei kertonut, ketkä voivat muuttaa ryhmää, jolla on hakemistorooli.",
		SV: "Graph uppgav inte vilka som kan ändra en grupp med en katalogroll.",
	},
})
