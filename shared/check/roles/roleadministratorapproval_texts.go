package roles

import "vahti.ai/vahti/shared/check/text"

var roleAdministratorApprovalTexts = text.New(text.Texts{
	"Activating Privileged Role Administrator needs approval": {
		FI: "Etuoikeutettujen roolien järjestelmänvalvojan roolin käyttöönotto vaatii hyväksynnän",
		SV: "Att aktivera rollen administratör för privilegierade roller kräver godkännande",
	},
	"A Privileged Role Administrator gives roles, Global Administrator among them, so the approval asked of the one is worth little without the other.": {
		FI: "Etuoikeutettujen roolien järjestelmänvalvoja jakaa rooleja, myös yleisen järjestelmänvalvojan roolia, joten toiselta roolilta vaadittu hyväksyntä on lähes arvoton ilman toista.",
		SV: "En administratör för privilegierade roller delar ut roller, även global administratör, så godkännandet för den ena är inte mycket värt utan den andra.",
	},
	"An attacker with an eligible account activates the role on their own and makes themselves Global Administrator past the approval.": {
		FI: "Hyökkääjä ottaa kaappaamallaan tilillä roolin omin päin käyttöön ja tekee itsestään yleisen järjestelmänvalvojan hyväksynnän ohi.",
		SV: "En angripare med ett berättigat konto aktiverar rollen på egen hand och gör sig själv till global administratör förbi godkännandet.",
	},
	roleSettings + " > Require approval to activate: on, and select at least two approvers, for Privileged Role Administrator": {
		FI: roleSettings + " > Require approval to activate: käytössä, ja valitse vähintään kaksi hyväksyjää roolille Privileged Role Administrator",
		SV: roleSettings + " > Require approval to activate: på, och välj minst två godkännare för Privileged Role Administrator",
	},
	"Activating Privileged Role Administrator needs approval.": {
		FI: "Etuoikeutettujen roolien järjestelmänvalvojan roolin käyttöönotto vaatii hyväksynnän.",
		SV: "Att aktivera rollen administratör för privilegierade roller kräver godkännande.",
	},
	"Privileged Role Administrator can be activated without approval.": {
		FI: "Etuoikeutettujen roolien järjestelmänvalvojan roolin voi ottaa käyttöön ilman hyväksyntää.",
		SV: "Rollen administratör för privilegierade roller kan aktiveras utan godkännande.",
	},
	"Graph did not return whether activating Privileged Role Administrator needs approval.": {
		FI: "Graph ei kertonut, vaatiiko etuoikeutettujen roolien järjestelmänvalvojan roolin käyttöönotto hyväksynnän.",
		SV: "Graph uppgav inte om det krävs godkännande för att aktivera rollen administratör för privilegierade roller.",
	},
})
