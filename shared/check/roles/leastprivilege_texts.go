package roles

import "vahti.ai/vahti/shared/check/text"

var leastPrivilegeTexts = text.New(text.Texts{
	"There are no more Global Administrators than users with narrower roles": {
		FI: "Yleisiä järjestelmänvalvojia on enintään yhtä monta kuin suppeampien roolien haltijoita",
		SV: "De globala administratörerna är inte fler än användarna med snävare roller",
	},
	"Most administration needs only a part of the tenant; a narrower role limits what a stolen account or a mistake can do.": {
		FI: "Useimmat ylläpitotehtävät koskevat vain osaa vuokraajasta; suppeampi rooli rajaa, mitä varastetulla tilillä tai virheellä saa aikaan.",
		SV: "Det mesta av administrationen rör bara en del av klientorganisationen; en snävare roll begränsar vad ett stulet konto eller ett misstag kan ställa till med.",
	},
	"An account used every day for small tasks is stolen and turns out to rule the whole tenant.": {
		FI: "Päivittäisiin pikkutehtäviin käytetty tili varastetaan, ja sillä osoittautuukin voivan hallita koko vuokraajaa.",
		SV: "Ett konto som dagligen används till småsaker blir stulet och visar sig styra hela klientorganisationen.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > give a narrower role such as Exchange or User Administrator, then remove Global Administrator": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > anna suppeampi rooli, kuten Exchange Administrator tai User Administrator, ja poista sitten Global Administrator",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > ge en snävare roll, till exempel Exchange Administrator eller User Administrator, och ta sedan bort Global Administrator",
	},
	"The number of Global Administrators is not right in itself.": {
		FI: "Yleisten järjestelmänvalvojien määrä ei ole sellaisenaankaan kohdallaan.",
		SV: "Antalet globala administratörer är inte rätt i sig.",
	},
	"There are no more Global Administrators than users with narrower roles.": {
		FI: "Yleisiä järjestelmänvalvojia on enintään yhtä monta kuin suppeampien roolien haltijoita.",
		SV: "De globala administratörerna är inte fler än användarna med snävare roller.",
	},
	"There are more Global Administrators than users with narrower roles.": {
		FI: "Yleisiä järjestelmänvalvojia on enemmän kuin suppeampien roolien haltijoita.",
		SV: "De globala administratörerna är fler än användarna med snävare roller.",
	},
})
