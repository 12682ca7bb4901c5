package roles

import "vahti.ai/vahti/shared/check/text"

var partnersTexts = text.New(text.Texts{
	"Partners who may administer the tenant are known and limited": {
		FI: "Vuokraajaa ylläpitävät kumppanit tunnetaan, ja niiden valtuudet on rajattu",
		SV: "Partner som får administrera klientorganisationen är kända och begränsade",
	},
	"A partner's people administer the tenant with accounts that the partner alone protects, and one break-in there reaches all its customers.": {
		FI: "Kumppanin väki ylläpitää vuokraajaa tileillä, joita vain kumppani suojaa, ja yksi murto siellä ulottuu kaikkiin sen asiakkaisiin.",
		SV: "Partnerns folk administrerar klientorganisationen med konton som bara partnern skyddar, och ett intrång där når alla dess kunder.",
	},
	"Attackers break into a small IT partner and from there rule every company it ever worked for, this one among them.": {
		FI: "Hyökkääjät murtautuvat pieneen IT-kumppaniin ja hallitsevat sieltä jokaista yritystä, jolle se on joskus tehnyt töitä, myös tätä.",
		SV: "Angripare tar sig in hos en liten IT-partner och styr därifrån alla företag den någonsin arbetat för, det här inräknat.",
	},
	"Microsoft 365 admin center > Settings > Partner relationships: remove roles from partners you no longer work with, and ask the others for a granular relation without Global Administrator; declare those you accept in Vahti": {
		FI: "Microsoft 365 admin center > Settings > Partner relationships: poista roolit kumppaneilta, joiden kanssa ette enää toimi, ja pyydä muilta rajattu suhde ilman roolia Global Administrator; ilmoita hyväksytyt Vahtiin",
		SV: "Microsoft 365 admin center > Settings > Partner relationships: ta bort roller från partner ni inte längre arbetar med, och be de andra om en begränsad relation utan Global Administrator; ange i Vahti vilka ni godkänner",
	},
	"A partner has a relation of the older kind, with unlimited administration rights.": {
		FI: "Kumppanilla on vanhanmallinen suhde rajattomin ylläpito-oikeuksin.",
		SV: "En partner har en relation av det äldre slaget, med obegränsade administrationsrättigheter.",
	},
	"No relation with a partner is listed here, but Microsoft lists them to the partner, so there may be some.": {
		FI: "Täällä ei näy kumppanisuhteita, mutta Microsoft luettelee ne kumppanille, joten niitä voi olla.",
		SV: "Här listas ingen partnerrelation, men Microsoft listar dem hos partnern, så det kan finnas några.",
	},
	"A partner who may administer the tenant is not known or not limited enough.": {
		FI: "Vuokraajaa ylläpitävää kumppania ei tunneta, tai sen valtuuksia ei ole rajattu riittävästi.",
		SV: "En partner som får administrera klientorganisationen är inte känd eller inte tillräckligt begränsad.",
	},
	"Graph did not return all about what a partner may do.": {
		FI: "Graph ei palauttanut kaikkia tietoja siitä, mitä kumppani saa tehdä.",
		SV: "Graph returnerade inte allt om vad en partner får göra.",
	},
	"The partner is known, is no Global Administrator and loses access in the end.": {
		FI: "Kumppani tunnetaan, se ei ole yleinen järjestelmänvalvoja, ja sen pääsy päättyy aikanaan.",
		SV: "Partnern är känd, är inte global administratör och förlorar åtkomsten till slut.",
	},
	"the partner is not declared":              {FI: "kumppania ei ole ilmoitettu hyväksytyksi", SV: "partnern har inte angetts som godkänd"},
	"the partner may be Global Administrator":  {FI: "kumppani voi olla yleinen järjestelmänvalvoja", SV: "partnern kan vara global administratör"},
	"the relation has no end":                  {FI: "suhteella ei ole päättymispäivää", SV: "relationen har inget slutdatum"},
	"the relation lasts longer than two years": {FI: "suhde kestää yli kaksi vuotta", SV: "relationen varar längre än två år"},
})
