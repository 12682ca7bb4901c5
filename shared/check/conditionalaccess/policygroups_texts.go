package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var policyGroupsTexts = text.New(text.Texts{
	"Groups used by policies are role-assignable or under restricted management": {
		FI: "Käytäntöjen ryhmät ovat rooleihin määritettäviä tai rajoitetun hallinnan alaisia",
		SV: "Grupper som principer använder kan tilldelas roller eller har begränsad hantering",
	},
	"Whoever can change such a group decides who is protected: a member more in an excluded group is one account less behind the policy.": {
		FI: "Ryhmän muuttaja päättää, ketkä on suojattu: jokainen uusi jäsen pois suljetussa ryhmässä on yksi tili vähemmän käytännön piirissä.",
		SV: "Den som kan ändra gruppen avgör vilka som skyddas: en medlem mer i en undantagen grupp är ett konto mindre bakom principen.",
	},
	"A helpdesk account or a group's owner puts a stolen account into the exclusion group, and it signs in without a second factor.": {
		FI: "Tukipalvelun tili tai ryhmän omistaja lisää varastetun tilin pois suljettavien ryhmään, ja tili kirjautuu ilman toista tekijää.",
		SV: "Ett supportkonto eller gruppens ägare lägger ett stulet konto i undantagsgruppen, och det loggar in utan en andra faktor.",
	},
	"Microsoft Entra admin center > Entra ID > Groups > New group: Microsoft Entra roles can be assigned to the group: Yes, and use it in the policy " +
		"instead; or add the group to an administrative unit with Restricted management administrative unit: Yes.": {
		FI: "Microsoft Entra admin center > Entra ID > Groups > New group: Microsoft Entra roles can be assigned to the group: Kyllä, ja käytä sitä käytännössä vanhan sijaan; " +
			"tai lisää ryhmä hallintayksikköön, jossa Restricted management administrative unit: Kyllä.",
		SV: "Microsoft Entra admin center > Entra ID > Groups > New group: Microsoft Entra roles can be assigned to the group: Ja, och använd den i principen i stället; " +
			"eller lägg gruppen i en administrativ enhet med Restricted management administrative unit: Ja.",
	},
	"Graph did not say of every policy whether it is in force and whom it is for.": {
		FI: "Graph ei kertonut jokaisesta käytännöstä, onko se käytössä ja ketä se koskee.",
		SV: "Graph uppgav inte för varje princip om den är aktiverad och vem den gäller.",
	},
	"No policy includes or excludes a group.": {
		FI: "Mikään käytäntö ei ota mukaan eikä sulje pois ryhmää.",
		SV: "Ingen princip inkluderar eller undantar en grupp.",
	},
	"A policy depends on a group that is neither role-assignable nor under restricted management.": {
		FI: "Käytäntö perustuu ryhmään, joka ei ole rooleihin määritettävä eikä rajoitetun hallinnan alainen.",
		SV: "En princip bygger på en grupp som varken kan tilldelas roller eller har begränsad hantering.",
	},
	"Graph did not say whether a group that a policy depends on is role-assignable or under restricted management.": {
		FI: "Graph ei kertonut, onko käytännön perustana oleva ryhmä rooleihin määritettävä tai rajoitetun hallinnan alainen.",
		SV: "Graph uppgav inte om en grupp som en princip bygger på kan tilldelas roller eller har begränsad hantering.",
	},
	"A policy names a group that is not among the tenant's groups.": {
		FI: "Käytännössä mainitaan ryhmä, jota ei ole vuokraajan ryhmien joukossa.",
		SV: "En princip nämner en grupp som inte finns bland klientorganisationens grupper.",
	},
	"Every group that policies include or exclude is role-assignable or under restricted management.": {
		FI: "Kaikki ryhmät, jotka käytännöt ottavat mukaan tai sulkevat pois, ovat rooleihin määritettäviä tai rajoitetun hallinnan alaisia.",
		SV: "Alla grupper som principer inkluderar eller undantar kan tilldelas roller eller har begränsad hantering.",
	},
})
