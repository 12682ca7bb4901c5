package groups

import "vahti.ai/vahti/shared/check/text"

var publicGroupsTexts = text.New(text.Texts{
	"Public Microsoft 365 groups are approved ones only": {
		FI: "Julkisina on vain hyväksyttyjä Microsoft 365 -ryhmiä",
		SV: "Bara godkända Microsoft 365-grupper är offentliga",
	},
	"Everyone in the company can read and join a public group, and its files turn up in everyone's search.": {
		FI: "Julkista ryhmää voi lukea ja siihen voi liittyä jokainen yrityksessä, ja sen tiedostot näkyvät kaikkien haussa.",
		SV: "Alla i företaget kan läsa och gå med i en offentlig grupp, och dess filer dyker upp i allas sökningar.",
	},
	"An attacker with any member's account joins the group unasked and takes its files, among them what was meant for a few.": {
		FI: "Minkä tahansa jäsenen tilin kaapannut hyökkääjä liittyy ryhmään lupaa kysymättä ja vie sen tiedostot, myös harvoille tarkoitetut.",
		SV: "En angripare med vilken medlems konto som helst går med i gruppen utan att fråga och tar dess filer, även sådant som var avsett för några få.",
	},
	"Microsoft 365 admin center > Teams & groups > Active teams & groups > the group > Settings > Privacy: Private; or approve the group in Vahti's settings": {
		FI: "Microsoft 365 admin center > Teams & groups > Active teams & groups > kyseinen ryhmä > Settings > Privacy: Private; tai hyväksy ryhmä Vahdin asetuksissa",
		SV: "Microsoft 365 admin center > Teams & groups > Active teams & groups > gruppen > Settings > Privacy: Private; eller godkänn gruppen i Vahtis inställningar",
	},
	"Graph did not return of every group what kind it is.": {
		FI: "Graph ei kertonut jokaisesta ryhmästä, millainen ryhmä se on.",
		SV: "Graph uppgav inte för varje grupp vilken typ av grupp den är.",
	},
	"Graph did not return whether the group is public.": {
		FI: "Graph ei kertonut, onko ryhmä julkinen.",
		SV: "Graph uppgav inte om gruppen är offentlig.",
	},
	"The group is public, and that was not approved.": {
		FI: "Ryhmä on julkinen, eikä sitä ole hyväksytty.",
		SV: "Gruppen är offentlig, och det har inte godkänts.",
	},
	"The group's visibility is one Vahti does not know.": {
		FI: "Ryhmän näkyvyysasetus on Vahdille tuntematon.",
		SV: "Gruppens synlighet är okänd för Vahti.",
	},
	"The tenant has no Microsoft 365 groups.": {
		FI: "Vuokraajalla ei ole Microsoft 365 -ryhmiä.",
		SV: "Klientorganisationen har inga Microsoft 365-grupper.",
	},
	"No Microsoft 365 group is public without approval.": {
		FI: "Mikään Microsoft 365 -ryhmä ei ole julkinen ilman hyväksyntää.",
		SV: "Ingen Microsoft 365-grupp är offentlig utan godkännande.",
	},
})
