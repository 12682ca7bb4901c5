package roles

import "vahti.ai/vahti/shared/check/text"

var guestsTexts = text.New(text.Texts{
	"Guests hold no privileged role": {
		FI: "Vieraskäyttäjillä ei ole etuoikeutettuja rooleja",
		SV: "Gäster har ingen privilegierad roll",
	},
	"A guest signs in with an account that another organisation, or nobody at all, protects, and with the role that account rules this tenant.": {
		FI: "Vieraskäyttäjä kirjautuu tilillä, jota suojaa toinen organisaatio tai ei kukaan, ja roolin myötä se tili hallitsee tätä vuokraajaa.",
		SV: "En gäst loggar in med ett konto som en annan organisation, eller ingen alls, skyddar, och med rollen styr det kontot den här klientorganisationen.",
	},
	"Whoever breaks into the guest's own mailbox or company is an administrator here, and none of the rules for this company's passwords and devices stood in the way.": {
		FI: "Joka murtautuu vieraskäyttäjän omaan postilaatikkoon tai yritykseen, on täällä järjestelmänvalvoja, eikä mikään tämän yrityksen salasana- tai laitesääntö ollut esteenä.",
		SV: "Den som tar sig in i gästens egen postlåda eller företag är administratör här, och ingen av det här företagets regler för lösenord och enheter stod i vägen.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > remove the guest; give people who must administer an account of this tenant": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > rooli > Assignments > poista vieraskäyttäjä; anna ylläpitäjille tämän vuokraajan oma tili",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > rollen > Assignments > ta bort gästen; ge dem som måste administrera ett konto i den här klientorganisationen",
	},
	"Somebody from outside holds or may activate a privileged role.": {
		FI: "Ulkopuolisella on etuoikeutettu rooli, tai hän voi ottaa sellaisen käyttöön.",
		SV: "Någon utifrån har eller kan aktivera en privilegierad roll.",
	},
	"Graph did not return whether everyone with a privileged role is a guest or a member.": {
		FI: "Graph ei kertonut kaikista etuoikeutetun roolin haltijoista, ovatko he vieraskäyttäjiä vai jäseniä.",
		SV: "Graph uppgav inte om alla med en privilegierad roll är gäster eller medlemmar.",
	},
	"No guest holds or may activate a privileged role.": {
		FI: "Yhdelläkään vieraskäyttäjällä ei ole etuoikeutettua roolia, eikä kukaan heistä voi ottaa sellaista käyttöön.",
		SV: "Ingen gäst har eller kan aktivera en privilegierad roll.",
	},
})
