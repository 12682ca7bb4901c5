package roles

import "vahti.ai/vahti/shared/check/text"

var groupRulesTexts = text.New(text.Texts{
	"Joining a group with a privileged role is guarded like the role": {
		FI: "Liittyminen ryhmään, jolla on etuoikeutettu rooli, on suojattu kuten rooli itse",
		SV: "Att gå med i en grupp med en privilegierad roll skyddas lika väl som rollen",
	},
	"A role given to a group is given to whoever joins it, so rules that guard only the role are gone around through the group.": {
		FI: "Ryhmälle annettu rooli on jokaisella, joka liittyy ryhmään, joten pelkkää roolia suojaavat säännöt voi kiertää ryhmän kautta.",
		SV: "En roll som ges till en grupp ges till den som går med i den, så regler som bara skyddar rollen går att kringgå genom gruppen.",
	},
	"An intruder activates a membership that nobody has to approve and nobody hears of, and holds the role of the group.": {
		FI: "Tunkeutuja ottaa käyttöön jäsenyyden, jota kenenkään ei tarvitse hyväksyä ja josta kukaan ei kuule, ja saa ryhmän roolin.",
		SV: "En inkräktare aktiverar ett medlemskap som ingen behöver godkänna och ingen får höra om, och har därmed gruppens roll.",
	},
	"Microsoft Entra admin center > ID Governance > Privileged Identity Management > Groups > the group > Settings > Member > Edit: require approval to activate, and name additional recipients for every notification to administrators": {
		FI: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Groups > ryhmä > Settings > Member > Edit: vaadi käyttöönotolle hyväksyntä ja nimeä lisää vastaanottajia kaikille järjestelmänvalvojien ilmoituksille",
		SV: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Groups > gruppen > Settings > Member > Edit: kräv godkännande för aktivering och ange ytterligare mottagare för alla aviseringar till administratörer",
	},
	"Not every group that holds or may activate a privileged role could be told.": {
		FI: "Kaikkia ryhmiä, joilla on etuoikeutettu rooli tai jotka voivat saada sellaisen, ei saatu selville.",
		SV: "Det gick inte att ta reda på vilka alla grupper är som har eller kan aktivera en privilegierad roll.",
	},
	"No group holds or may activate a privileged role.": {
		FI: "Millään ryhmällä ei ole etuoikeutettua roolia, eikä mikään voi saada sellaista.",
		SV: "Ingen grupp har eller kan aktivera en privilegierad roll.",
	},
	"Graph did not return the rules for members of a group with a privileged role.": {
		FI: "Graph ei palauttanut sellaisen ryhmän jäsenyyssääntöjä, jolla on etuoikeutettu rooli.",
		SV: "Graph returnerade inte reglerna för medlemmar i en grupp med en privilegierad roll.",
	},
	"joining needs nobody's approval":         {FI: "liittymistä ei tarvitse kenenkään hyväksyä", SV: "ingen behöver godkänna att någon går med"},
	"a new member alerts no named recipient":  {FI: "uudesta jäsenestä ei lähde ilmoitusta nimetylle vastaanottajalle", SV: "när en medlem läggs till varnas ingen angiven mottagare"},
	"activating the membership alerts nobody": {FI: "jäsenyyden käyttöönotosta ei lähde ilmoitusta kenellekään", SV: "när medlemskapet aktiveras varnas ingen"},
	"Joining a group with a privileged role is guarded less than the role itself.": {
		FI: "Liittyminen ryhmään, jolla on etuoikeutettu rooli, on suojattu heikommin kuin rooli itse.",
		SV: "Att gå med i en grupp med en privilegierad roll skyddas sämre än rollen själv.",
	},
	"Joining the group is guarded like the role it has.": {
		FI: "Ryhmään liittyminen on suojattu kuten ryhmän rooli.",
		SV: "Att gå med i gruppen skyddas lika väl som rollen den har.",
	},
})
