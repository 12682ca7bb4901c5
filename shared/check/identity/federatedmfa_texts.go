package identity

import "vahti.ai/vahti/shared/check/text"

var federatedMFATexts = text.New(text.Texts{
	"Another sign-in system's multifactor authentication is not trusted blindly": {
		FI: "Toisen kirjautumisjärjestelmän monimenetelmäiseen todentamiseen ei luoteta sokeasti",
		SV: "Ett annat inloggningssystems multifaktorautentisering godtas inte blint",
	},
	"Whoever controls the other system can claim that a second factor was given, and every policy that asks for one believes it.": {
		FI: "Se, joka hallitsee toista järjestelmää, voi väittää, että toinen tekijä annettiin, ja jokainen sitä vaativa käytäntö uskoo sen.",
		SV: "Den som styr det andra systemet kan påstå att en andra faktor lämnats, och varje princip som kräver en tror på det.",
	},
	"An attacker who took the signing certificate of the on-premises sign-in system makes tokens for any user that say multifactor authentication was done.": {
		FI: "Paikallisen kirjautumisjärjestelmän allekirjoitusvarmenteen vienyt hyökkääjä tekee kenelle tahansa käyttäjälle tunnisteita, joiden mukaan monimenetelmäinen todentaminen on tehty.",
		SV: "En angripare som tagit signeringscertifikatet från det lokala inloggningssystemet gör token för vilken användare som helst som säger att multifaktorautentisering har skett.",
	},
	"The tenant has no verified domain that another sign-in system manages.": {
		FI: "Vuokraajalla ei ole vahvistettua toimialuetta, jota hallitsisi toinen kirjautumisjärjestelmä.",
		SV: "Klientorganisationen har ingen verifierad domän som ett annat inloggningssystem hanterar.",
	},
	"The federation settings of the domain could not be read.": {
		FI: "Toimialueen liittoutumisasetuksia ei voitu lukea.",
		SV: "Domänens federationsinställningar kunde inte läsas.",
	},
	"The domain leaves open whose multifactor authentication counts, and by default the other system's is accepted.": {
		FI: "Toimialue jättää avoimeksi, kenen monimenetelmäinen todentaminen ratkaisee, ja oletuksena toisen järjestelmän todentaminen hyväksytään.",
		SV: "Domänen lämnar öppet vems multifaktorautentisering som gäller, och som standard godtas det andra systemets.",
	},
	"Microsoft Entra ID always performs multifactor authentication itself for the domain.": {
		FI: "Microsoft Entra ID tekee toimialueen monimenetelmäisen todentamisen aina itse.",
		SV: "Microsoft Entra ID utför alltid multifaktorautentiseringen själv för domänen.",
	},
	"The other system performs multifactor authentication for the domain, and that was declared.": {
		FI: "Toinen järjestelmä tekee toimialueen monimenetelmäisen todentamisen, ja se on ilmoitettu.",
		SV: "Det andra systemet utför multifaktorautentiseringen för domänen, och det har angetts.",
	},
	"Multifactor authentication for the domain is left to the other system, and that was not declared.": {
		FI: "Toimialueen monimenetelmäinen todentaminen on jätetty toiselle järjestelmälle, eikä sitä ole ilmoitettu.",
		SV: "Multifaktorautentiseringen för domänen är överlåten till det andra systemet, och det har inte angetts.",
	},
	"Multifactor authentication that the other system claims to have done is accepted for the domain.": {
		FI: "Toimialueella hyväksytään monimenetelmäinen todentaminen, jonka toinen järjestelmä väittää tehneensä.",
		SV: "Multifaktorautentisering som det andra systemet säger sig ha utfört godtas för domänen.",
	},
	"The domain's setting for multifactor authentication is one Vahti does not know.": {
		FI: "Toimialueen monimenetelmäisen todentamisen asetus on Vahdille tuntematon.",
		SV: "Domänens inställning för multifaktorautentisering är okänd för Vahti.",
	},
})
