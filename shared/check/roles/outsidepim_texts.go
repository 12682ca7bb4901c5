package roles

import "vahti.ai/vahti/shared/check/text"

var outsidePIMTexts = text.New(text.Texts{
	"Privileged roles are assigned through Privileged Identity Management": {
		FI: "Etuoikeutetut roolit annetaan Privileged Identity Managementin kautta",
		SV: "Privilegierade roller tilldelas genom Privileged Identity Management",
	},
	"An assignment made directly goes around the time limits, approvals and alerts set up for the role.": {
		FI: "Suoraan annettu rooli kiertää aikarajat, hyväksynnät ja hälytykset, jotka roolille on määritetty.",
		SV: "En direkt tilldelning går runt de tidsgränser, godkännanden och varningar som satts upp för rollen.",
	},
	"An intruder with a foothold gives an accomplice a role directly, and none of the alerts for assignments tells anyone.": {
		FI: "Sisään päässyt tunkeutuja antaa apurilleen roolin suoraan, eikä yksikään roolien antamisesta kertova hälytys laukea.",
		SV: "En inkräktare som fått fotfäste ger en medhjälpare en roll direkt, och ingen av varningarna om tilldelningar når någon.",
	},
	"Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > remove the assignment and make it again as eligible or time-limited": {
		FI: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > poista rooli ja anna se uudelleen käyttöön otettavana (Eligible) tai määräaikaisena",
		SV: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > ta bort tilldelningen och gör den på nytt som berättigad (Eligible) eller tidsbegränsad",
	},
	"The privileged role was assigned through Privileged Identity Management.": {
		FI: "Etuoikeutettu rooli on annettu Privileged Identity Managementin kautta.",
		SV: "Den privilegierade rollen tilldelades genom Privileged Identity Management.",
	},
	"A privileged role was assigned outside Privileged Identity Management.": {
		FI: "Etuoikeutettu rooli on annettu Privileged Identity Managementin ohi.",
		SV: "En privilegierad roll tilldelades utanför Privileged Identity Management.",
	},
	"The emergency account holds its role outside Privileged Identity Management.": {
		FI: "Hätäkäyttötilillä on roolinsa Privileged Identity Managementin ulkopuolella.",
		SV: "Nödkontot har sin roll utanför Privileged Identity Management.",
	},
})
