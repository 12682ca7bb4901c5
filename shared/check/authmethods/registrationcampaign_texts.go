package authmethods

import "vahti.ai/vahti/shared/check/text"

var registrationCampaignTexts = text.New(text.Texts{
	"People with weak methods are asked to register a better one": {
		FI: "Heikkoja menetelmiä käyttäviä pyydetään rekisteröimään parempi",
		SV: "De som har svaga metoder ombeds registrera en bättre",
	},
	"Hardly anyone changes a method that works; a question at sign-in moves people away from text messages without anybody's effort.": {
		FI: "Juuri kukaan ei vaihda toimivaa menetelmää; kirjautumisen yhteydessä esitetty kysymys vie pois tekstiviesteistä ilman kenenkään vaivannäköä.",
		SV: "Knappt någon byter en metod som fungerar; en fråga vid inloggningen får folk bort från sms utan att det kostar någon möda.",
	},
	"People keep text messages and calls for years, and an attacker who takes over a number gets past multifactor authentication.": {
		FI: "Ihmiset pitävät tekstiviestinsä ja puhelunsa vuosia, ja numeron kaapannut hyökkääjä ohittaa monimenetelmäisen todentamisen.",
		SV: "Folk behåller sms och samtal i åratal, och en angripare som tar över ett nummer kommer förbi multifaktorautentiseringen.",
	},
	"Microsoft Entra admin center > Entra ID > Authentication methods > Registration campaign > Edit > State: Enabled or Microsoft managed": {
		FI: "Microsoft Entra admin center > Entra ID > Authentication methods > Registration campaign > Edit > State: Enabled tai Microsoft managed",
		SV: "Microsoft Entra admin center > Entra ID > Authentication methods > Registration campaign > Edit > State: Enabled eller Microsoft managed",
	},
	"The campaign is on but asks nobody.": {
		FI: "Kampanja on päällä, mutta se ei koske ketään.",
		SV: "Kampanjen är på men frågar ingen.",
	},
	"The campaign asks people to register a better method.": {
		FI: "Kampanja pyytää rekisteröimään paremman menetelmän.",
		SV: "Kampanjen ber folk att registrera en bättre metod.",
	},
	"The campaign is left to Microsoft, which asks those who use text messages and calls.": {
		FI: "Kampanja on jätetty Microsoftille, joka kysyy tekstiviestien ja puhelujen käyttäjiltä.",
		SV: "Kampanjen är överlåten åt Microsoft, som frågar dem som använder sms och samtal.",
	},
	"Nobody is asked to register a better method.": {
		FI: "Ketään ei pyydetä rekisteröimään parempaa menetelmää.",
		SV: "Ingen ombeds registrera en bättre metod.",
	},
	"Graph did not return whether the campaign is on.": {
		FI: "Graph ei kertonut, onko kampanja päällä.",
		SV: "Graph uppgav inte om kampanjen är på.",
	},
})
