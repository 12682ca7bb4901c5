package console

import "vahti.ai/vahti/shared/check/text"

// partnerTexts are what the pages of partner organisations say.
var partnerTexts = text.New(text.Texts{
	"Your partner organisation": {FI: "Kumppaniorganisaatiosi", SV: "Din partnerorganisation"},
	"People of {}":              {FI: "Henkilöt: {}", SV: "Personer hos {}"},
	"Who works for your organisation in Vahti. At a customer, a manager can be an administrator at most and staff an analyst at most, and nobody more than the role that the customer gave the organisation. Managers also say who works here.": {
		FI: "Ketkä työskentelevät Vahdissa organisaatiosi nimissä. Asiakkaalla vastaava voi olla enintään ylläpitäjä ja työntekijä enintään analyytikko, eikä kukaan enempää kuin asiakkaan organisaatiolle antama rooli. Vastaavat päättävät myös, ketkä täällä työskentelevät.",
		SV: "Vilka som arbetar för din organisation i Vahti. Hos en kund kan en ansvarig vara högst administratör och en medarbetare högst analytiker, och ingen mer än den roll som kunden gav organisationen. De ansvariga bestämmer också vilka som arbetar här.",
	},
	"A customer’s owner gives your organisation a role by what Vahti calls it:": {
		FI: "Asiakkaan omistaja antaa organisaatiollesi roolin tällä Vahdin antamalla nimellä:",
		SV: "En kunds ägare ger din organisation en roll med det namn som Vahti använder:",
	},
	"Manager":                {FI: "Vastaava", SV: "Ansvarig"},
	"Staff":                  {FI: "Työntekijä", SV: "Medarbetare"},
	"Works here since {}.":   {FI: "Täällä alkaen {}.", SV: "Arbetar här sedan {}."},
	"Make a manager":         {FI: "Tee vastaavaksi", SV: "Gör till ansvarig"},
	"Make staff":             {FI: "Tee työntekijäksi", SV: "Gör till medarbetare"},
	"Leave the organisation": {FI: "Poistu organisaatiosta", SV: "Lämna organisationen"},
	"More people":            {FI: "Lisää henkilöitä", SV: "Fler personer"},
	"Works as":               {FI: "Tehtävä", SV: "Arbetar som"},
	"This person does not work for the organisation.": {
		FI: "Tämä henkilö ei työskentele organisaatiossa.",
		SV: "Den här personen arbetar inte för organisationen.",
	},
	"This person works for the organisation already.": {
		FI: "Tämä henkilö työskentelee jo organisaatiossa.",
		SV: "Den här personen arbetar redan för organisationen.",
	},
	"An organisation keeps at least one manager. Make somebody else one first.": {
		FI: "Organisaatiolla on aina vähintään yksi vastaava. Tee ensin jostakusta toisesta vastaava.",
		SV: "En organisation har alltid minst en ansvarig. Gör först någon annan till ansvarig.",
	},
	"Only a manager of the organisation can do this.": {
		FI: "Vain organisaation vastaava voi tehdä tämän.",
		SV: "Bara en ansvarig i organisationen kan göra det här.",
	},
})
