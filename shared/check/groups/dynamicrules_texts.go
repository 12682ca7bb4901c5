package groups

import "vahti.ai/vahti/shared/check/text"

var dynamicRulesTexts = text.New(text.Texts{
	"Dynamic groups that grant access do not hang on attributes that people can change": {
		FI: "Käyttöoikeuksia antavat dynaamiset ryhmät eivät perustu tietoihin, joita ihmiset voivat muuttaa",
		SV: "Dynamiska grupper som ger åtkomst bygger inte på attribut som folk kan ändra",
	},
	"The rule decides who gets in, so whoever can write the attribute it looks at, in the profile, by a call to the help desk or from a guest's own tenant, decides it too.": {
		FI: "Sääntö ratkaisee, kuka pääsee sisään, joten siitä päättää myös se, joka voi kirjoittaa säännön katsoman tiedon profiiliin, tukeen soittamalla tai vieraan omasta vuokraajasta.",
		SV: "Regeln avgör vem som kommer in, så det gör också den som kan skriva attributet den tittar på, i profilen, genom ett samtal till supporten eller från en gästs egen klientorganisation.",
	},
	"An attacker has a department or a telephone number changed and falls into the group that a policy leaves out, or out of the group that one is for.": {
		FI: "Hyökkääjä saa osaston tai puhelinnumeron muutetuksi ja päätyy ryhmään, jonka käytäntö jättää ulkopuolelle, tai putoaa ryhmästä, jota käytäntö koskee.",
		SV: "En angripare får en avdelning eller ett telefonnummer ändrat och hamnar i gruppen som en princip undantar, eller utanför gruppen som en princip gäller.",
	},
	"Microsoft Entra admin center > Entra ID > Groups > All groups > the group > Dynamic membership rules > build the rule on attributes that only a trusted system writes, or assign the members; or accept the group in Vahti's settings": {
		FI: "Microsoft Entra admin center > Entra ID > Groups > All groups > kyseinen ryhmä > Dynamic membership rules > rakenna sääntö tiedoille, joita vain luotettu järjestelmä kirjoittaa, tai määritä jäsenet suoraan; tai hyväksy ryhmä Vahdin asetuksissa",
		SV: "Microsoft Entra admin center > Entra ID > Groups > All groups > gruppen > Dynamic membership rules > bygg regeln på attribut som bara ett betrott system skriver, eller tilldela medlemmarna; eller godta gruppen i Vahtis inställningar",
	},
	"Graph did not return the rule of a dynamic group that grants access.": {
		FI: "Graph ei palauttanut käyttöoikeuksia antavan dynaamisen ryhmän sääntöä.",
		SV: "Graph returnerade inte regeln för en dynamisk grupp som ger åtkomst.",
	},
	"A dynamic group that grants access takes its members by attributes that people, help desks or guests' own tenants can change.": {
		FI: "Käyttöoikeuksia antava dynaaminen ryhmä ottaa jäsenensä sellaisten tietojen perusteella, joita ihmiset, tuki tai vieraiden omat vuokraajat voivat muuttaa.",
		SV: "En dynamisk grupp som ger åtkomst tar in medlemmar efter attribut som folk, supporten eller gästers egna klientorganisationer kan ändra.",
	},
	"Graph did not say of every policy and role assignment which groups it is for.": {
		FI: "Graph ei kertonut jokaisesta käytännöstä ja roolimäärityksestä, mitä ryhmiä se koskee.",
		SV: "Graph uppgav inte för varje princip och rolltilldelning vilka grupper den gäller.",
	},
	"Graph did not return of every group what kind it is and which licences it gives.": {
		FI: "Graph ei kertonut jokaisesta ryhmästä, millainen se on ja mitä lisenssejä se antaa.",
		SV: "Graph uppgav inte för varje grupp vilken typ den är av och vilka licenser den ger.",
	},
	"The tenant has no dynamic groups.": {
		FI: "Vuokraajalla ei ole dynaamisia ryhmiä.",
		SV: "Klientorganisationen har inga dynamiska grupper.",
	},
	"No dynamic group that grants access hangs on attributes that people can change.": {
		FI: "Mikään käyttöoikeuksia antava dynaaminen ryhmä ei perustu tietoihin, joita ihmiset voivat muuttaa.",
		SV: "Ingen dynamisk grupp som ger åtkomst bygger på attribut som folk kan ändra.",
	},
})
