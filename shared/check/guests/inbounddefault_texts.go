package guests

import "vahti.ai/vahti/shared/check/text"

var inboundDefaultTexts = text.New(text.Texts{
	"Other organisations are blocked by default or reach only declared applications": {
		FI: "Muut organisaatiot on oletuksena estetty tai ne pääsevät vain ilmoitettuihin sovelluksiin",
		SV: "Andra organisationer är blockerade som standard eller når bara angivna program",
	},
	"The default decides about every organisation nobody thought of; partners get a rule of their own.": {
		FI: "Oletus koskee kaikkia organisaatioita, joita kukaan ei ole tullut ajatelleeksi; kumppaneille tehdään oma sääntö.",
		SV: "Standardvärdet avgör för varje organisation som ingen har tänkt på; partner får en egen regel.",
	},
	"A guest from any tenant in the world, even one an attacker just made, reaches every application that does not refuse guests itself.": {
		FI: "Vieraskäyttäjä mistä tahansa maailman vuokraajasta, vaikka hyökkääjän juuri perustamasta, pääsee jokaiseen sovellukseen, joka ei itse torju vieraita.",
		SV: "En gäst från vilken klientorganisation som helst, även en som angriparen nyss har skapat, når varje program som inte självt avvisar gäster.",
	},
	"Microsoft Entra admin center > Entra ID > External Identities > Cross-tenant access settings > Default settings > Edit inbound defaults > B2B collaboration: Block access, or allow only the applications partners need": {
		FI: "Microsoft Entra admin center > Entra ID > External Identities > Cross-tenant access settings > Default settings > Edit inbound defaults > B2B collaboration: Block access, tai salli vain kumppanien tarvitsemat sovellukset",
		SV: "Microsoft Entra admin center > Entra ID > External Identities > Cross-tenant access settings > Default settings > Edit inbound defaults > B2B collaboration: Block access, eller tillåt bara de program som partner behöver",
	},
	"Graph did not return the default for other organisations.": {
		FI: "Graph ei palauttanut muita organisaatioita koskevaa oletusta.",
		SV: "Graph returnerade inte standardvärdet för andra organisationer.",
	},
	"Other organisations are blocked by default.": {
		FI: "Muut organisaatiot on oletuksena estetty.",
		SV: "Andra organisationer är blockerade som standard.",
	},
	"The default for other organisations holds a value Vahti does not know.": {
		FI: "Muita organisaatioita koskevassa oletuksessa on arvo, jota Vahti ei tunne.",
		SV: "Standardvärdet för andra organisationer innehåller ett värde som Vahti inte känner till.",
	},
	"Other organisations reach only declared applications by default.": {
		FI: "Muut organisaatiot pääsevät oletuksena vain ilmoitettuihin sovelluksiin.",
		SV: "Andra organisationer når som standard bara angivna program.",
	},
	"Every other organisation gets in by default.": {
		FI: "Mikä tahansa organisaatio pääsee oletuksena sisään.",
		SV: "Alla andra organisationer släpps in som standard.",
	},
})
