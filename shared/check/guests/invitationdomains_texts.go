package guests

import "vahti.ai/vahti/shared/check/text"

var invitationDomainsTexts = text.New(text.Texts{
	"Invitations go only to allowed domains": {
		FI: "Kutsuja voi lähettää vain sallittuihin toimialueisiin",
		SV: "Inbjudningar går bara till tillåtna domäner",
	},
	"With a list of partners an invitation to a private or mistyped address is refused instead of sent.": {
		FI: "Kun kumppaneista on luettelo, yksityiseen tai väärin kirjoitettuun osoitteeseen tarkoitettu kutsu torjutaan eikä sitä lähetetä.",
		SV: "Med en lista över partner avvisas en inbjudan till en privat eller felskriven adress i stället för att skickas.",
	},
	"An attacker gets invited at an address that only looks like a partner's and receives the documents meant for the partner.": {
		FI: "Hyökkääjä saa kutsun osoitteeseen, joka vain näyttää kumppanin osoitteelta, ja pääsee kumppanille tarkoitettuihin asiakirjoihin.",
		SV: "En angripare blir inbjuden på en adress som bara liknar en partners och får de dokument som var avsedda för partnern.",
	},
	collaborationSettings + " > Collaboration restrictions > Allow invitations only to the specified domains (most restrictive)": {
		FI: collaborationSettings + " > Collaboration restrictions > valitse Allow invitations only to the specified domains (most restrictive)",
		SV: collaborationSettings + " > Collaboration restrictions > välj Allow invitations only to the specified domains (most restrictive)",
	},
	"Invitations go only to allowed domains.": {
		FI: "Kutsuja voi lähettää vain sallittuihin toimialueisiin.",
		SV: "Inbjudningar går bara till tillåtna domäner.",
	},
	"The policy on guests has a definition Vahti does not understand.": {
		FI: "Vieraskäyttäjiä koskevassa käytännössä on määritys, jota Vahti ei ymmärrä.",
		SV: "Principen för gäster har en definition som Vahti inte förstår.",
	},
	"The policy on guests names neither allowed nor blocked domains, so it could not be told whether it lets in everybody or nobody.": {
		FI: "Vieraskäyttäjiä koskevassa käytännössä ei ole sallittuja eikä estettyjä toimialueita, joten ei selviä, päästääkö se sisään kaikki vai ei ketään.",
		SV: "Principen för gäster anger varken tillåtna eller blockerade domäner, så det gick inte att avgöra om den släpper in alla eller ingen.",
	},
	"Invitations are not limited to a list of allowed domains.": {
		FI: "Kutsuja ei ole rajattu sallittujen toimialueiden luetteloon.",
		SV: "Inbjudningar är inte begränsade till en lista över tillåtna domäner.",
	},
})
