package authmethods

import "vahti.ai/vahti/shared/check/text"

// methodTexts translate what several checks of methods and features say.
var methodTexts = text.New(text.Texts{
	"Graph did not return whether the method is enabled.": {
		FI: "Graph ei kertonut, onko menetelmä käytössä.",
		SV: "Graph uppgav inte om metoden är aktiverad.",
	},
	"The method is disabled.": {
		FI: "Menetelmä ei ole käytössä.",
		SV: "Metoden är inaktiverad.",
	},
	"Graph returned no value for the setting {}.": {
		FI: "Graph ei palauttanut arvoa asetukselle {}.",
		SV: "Graph returnerade inget värde för inställningen {}.",
	},
	"Graph returned no value for the feature.": {
		FI: "Graph ei palauttanut arvoa ominaisuudelle.",
		SV: "Graph returnerade inget värde för funktionen.",
	},
	"The feature has a state Vahti does not know.": {
		FI: "Ominaisuus on tilassa, jota Vahti ei tunne.",
		SV: "Funktionen har ett läge som Vahti inte känner till.",
	},
	"Graph did not return whom the feature is for.": {
		FI: "Graph ei kertonut, ketä ominaisuus koskee.",
		SV: "Graph uppgav inte vilka funktionen gäller.",
	},
	"The feature is on only for some of the users.": {
		FI: "Ominaisuus on käytössä vain osalla käyttäjistä.",
		SV: "Funktionen är bara på för en del av användarna.",
	},
	"The feature is on, but some users are excluded from it.": {
		FI: "Ominaisuus on käytössä, mutta osa käyttäjistä on jätetty sen ulkopuolelle.",
		SV: "Funktionen är på, men några användare är undantagna.",
	},
})
