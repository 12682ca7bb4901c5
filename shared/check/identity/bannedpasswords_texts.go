package identity

import "vahti.ai/vahti/shared/check/text"

var bannedPasswordsTexts = text.New(text.Texts{
	"A custom list of banned passwords is enforced": {
		FI: "Oma kiellettyjen salasanojen luettelo on käytössä",
		SV: "En egen lista över förbjudna lösenord tillämpas",
	},
	"Microsoft's own list knows common passwords but not the names of your company, products and towns, which people use first.": {
		FI: "Microsoftin oma luettelo tuntee yleiset salasanat mutta ei yrityksesi, tuotteidesi eikä paikkakuntiesi nimiä, joita ihmiset käyttävät ensimmäisenä.",
		SV: "Microsofts egen lista känner till vanliga lösenord men inte namnen på ert företag, era produkter och orter, som folk tar till först.",
	},
	"An attacker tries the company's name with a year against every account and finds the few that fit.": {
		FI: "Hyökkääjä kokeilee yrityksen nimeä ja vuosilukua jokaiseen tiliin ja löytää ne harvat, joihin se sopii.",
		SV: "En angripare provar företagets namn med ett årtal mot varje konto och hittar de få där det stämmer.",
	},
	passwordProtection + " > Enforce custom list: Yes, and enter the words": {
		FI: passwordProtection + " > Enforce custom list: Kyllä, ja kirjoita sanat luetteloon",
		SV: passwordProtection + " > Enforce custom list: Ja, och skriv in orden",
	},
	"The tenant never set up a list of banned passwords.": {
		FI: "Vuokraajalle ei ole koskaan laadittu kiellettyjen salasanojen luetteloa.",
		SV: "Klientorganisationen har aldrig lagt upp en lista över förbjudna lösenord.",
	},
	"The custom list of banned passwords is not enforced.": {
		FI: "Oma kiellettyjen salasanojen luettelo ei ole käytössä.",
		SV: "Den egna listan över förbjudna lösenord tillämpas inte.",
	},
	"The password rules do not say whether the custom list is enforced and what it holds.": {
		FI: "Salasanasäännöistä ei selviä, onko oma luettelo käytössä ja mitä siinä on.",
		SV: "Lösenordsreglerna säger inte om den egna listan tillämpas och vad den innehåller.",
	},
	"The custom list of banned passwords is empty.": {
		FI: "Oma kiellettyjen salasanojen luettelo on tyhjä.",
		SV: "Den egna listan över förbjudna lösenord är tom.",
	},
	"A custom list of banned passwords is enforced.": {
		FI: "Oma kiellettyjen salasanojen luettelo on käytössä.",
		SV: "En egen lista över förbjudna lösenord tillämpas.",
	},
})
