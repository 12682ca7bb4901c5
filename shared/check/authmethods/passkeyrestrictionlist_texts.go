package authmethods

import "vahti.ai/vahti/shared/check/text"

var passkeyRestrictionListTexts = text.New(text.Texts{
	"The list of chosen passkeys names makes and says whether they are allowed or refused": {
		FI: "Pääsyavainten luettelossa on malleja ja tieto siitä, sallitaanko vai torjutaanko ne",
		SV: "Listan över lösennycklar anger fabrikat och om de tillåts eller avvisas",
	},
	"Restrictions that are switched on with an empty list look like protection without being any.": {
		FI: "Tyhjällä luettelolla päälle kytketyt rajoitukset näyttävät suojalta mutta eivät suojaa.",
		SV: "Begränsningar som är påslagna med en tom lista ser ut som ett skydd utan att vara det.",
	},
	"Everyone believes that only approved keys can be registered, while any key is accepted, or none at all and people stay with their passwords.": {
		FI: "Kaikki uskovat, että vain hyväksyttyjä avaimia voi rekisteröidä, vaikka mikä tahansa avain kelpaa – tai mikään ei kelpaa ja ihmiset jäävät salasanoihinsa.",
		SV: "Alla tror att bara godkända nycklar kan registreras, medan vilken nyckel som helst godtas, eller ingen alls så att folk blir kvar vid sina lösenord.",
	},
	methodSettings + " > Passkey (FIDO2) > Configure > Restrict specific keys: Allow or Block, and add the identifiers of the makes": {
		FI: methodSettings + " > Passkey (FIDO2) > Configure > Restrict specific keys: Allow tai Block, ja lisää mallien tunnisteet",
		SV: methodSettings + " > Passkey (FIDO2) > Configure > Restrict specific keys: Allow eller Block, och lägg till fabrikatens identifierare",
	},
	"Key restrictions are not enforced, so their list does not matter.": {
		FI: "Avainrajoituksia ei sovelleta, joten niiden luettelolla ei ole merkitystä.",
		SV: "Nyckelbegränsningar tillämpas inte, så listan saknar betydelse.",
	},
	"Graph did not return the list of makes, or says something about it Vahti does not know.": {
		FI: "Graph ei palauttanut malliluetteloa tai kertoo siitä jotakin, mitä Vahti ei tunne.",
		SV: "Graph returnerade inte listan över fabrikat eller säger något om den som Vahti inte känner till.",
	},
	"Key restrictions are enforced with a list that names no make.": {
		FI: "Avainrajoituksia sovelletaan luettelolla, jossa ei ole yhtään mallia.",
		SV: "Nyckelbegränsningar tillämpas med en lista som inte anger något fabrikat.",
	},
	"The list names makes and says whether they are allowed or refused.": {
		FI: "Luettelossa on malleja ja tieto siitä, sallitaanko vai torjutaanko ne.",
		SV: "Listan anger fabrikat och om de tillåts eller avvisas.",
	},
})
