package roles

import "vahti.ai/vahti/shared/check/text"

var globalApprovalTexts = text.New(text.Texts{
	"Activating Global Administrator needs approval": {
		FI: "Yleisen järjestelmänvalvojan roolin käyttöönotto vaatii hyväksynnän",
		SV: "Att aktivera rollen global administratör kräver godkännande",
	},
	"With an approval a stolen account is not enough: another person has to agree, and so learns of the attempt.": {
		FI: "Kun hyväksyntä vaaditaan, varastettu tili ei riitä: toisen ihmisen on suostuttava, ja samalla hän saa tiedon yrityksestä.",
		SV: "Med ett godkännande räcker inte ett stulet konto: en annan person måste gå med på det och får så veta om försöket.",
	},
	"An attacker with an eligible account activates Global Administrator on their own in the middle of the night.": {
		FI: "Hyökkääjä ottaa kaappaamallaan tilillä yleisen järjestelmänvalvojan roolin omin päin käyttöön keskellä yötä.",
		SV: "En angripare med ett berättigat konto aktiverar rollen global administratör på egen hand mitt i natten.",
	},
	roleSettings + " > Require approval to activate: on, and select at least two approvers": {
		FI: roleSettings + " > Require approval to activate: käytössä, ja valitse vähintään kaksi hyväksyjää",
		SV: roleSettings + " > Require approval to activate: på, och välj minst två godkännare",
	},
	"Activating Global Administrator needs approval.": {
		FI: "Yleisen järjestelmänvalvojan roolin käyttöönotto vaatii hyväksynnän.",
		SV: "Att aktivera rollen global administratör kräver godkännande.",
	},
	"Global Administrator can be activated without approval.": {
		FI: "Yleisen järjestelmänvalvojan roolin voi ottaa käyttöön ilman hyväksyntää.",
		SV: "Rollen global administratör kan aktiveras utan godkännande.",
	},
	"Graph did not return whether activating Global Administrator needs approval.": {
		FI: "Graph ei kertonut, vaatiiko yleisen järjestelmänvalvojan roolin käyttöönotto hyväksynnän.",
		SV: "Graph uppgav inte om det krävs godkännande för att aktivera rollen global administratör.",
	},
})
