package authmethods

import "vahti.ai/vahti/shared/check/text"

var temporaryPassLimitsTexts = text.New(text.Texts{
	"A Temporary Access Pass lives at most eight hours and has at least eight characters": {
		FI: "Temporary Access Pass -koodi on voimassa enintään kahdeksan tuntia ja siinä on vähintään kahdeksan merkkiä",
		SV: "Ett Temporary Access Pass gäller i högst åtta timmar och har minst åtta tecken",
	},
	"A pass is handed over and used the same day; one that lives longer lies about on notes and in messages.": {
		FI: "Koodi luovutetaan ja käytetään samana päivänä; pidempään elävä jää lojumaan lapuille ja viesteihin.",
		SV: "Ett pass lämnas över och används samma dag; ett som lever längre blir liggande på lappar och i meddelanden.",
	},
	"A pass made for Monday is found on Friday and still opens the account.": {
		FI: "Maanantaiksi tehty koodi löytyy perjantaina ja avaa tilin yhä.",
		SV: "Ett pass som gjordes för måndagen hittas på fredagen och öppnar fortfarande kontot.",
	},
	methodSettings + " > Temporary Access Pass > Configure > Maximum lifetime: 8 hours, Length: 8 characters or more": {
		FI: methodSettings + " > Temporary Access Pass > Configure > Maximum lifetime: 8 tuntia, Length: vähintään 8 merkkiä",
		SV: methodSettings + " > Temporary Access Pass > Configure > Maximum lifetime: 8 timmar, Length: minst 8 tecken",
	},
	"A Temporary Access Pass may live longer than eight hours.": {
		FI: "Temporary Access Pass -koodi voi olla voimassa yli kahdeksan tuntia.",
		SV: "Ett Temporary Access Pass får gälla längre än åtta timmar.",
	},
	"A Temporary Access Pass may be shorter than eight characters.": {
		FI: "Temporary Access Pass -koodi voi olla alle kahdeksan merkin mittainen.",
		SV: "Ett Temporary Access Pass får vara kortare än åtta tecken.",
	},
	"Graph did not return the limits of Temporary Access Passes.": {
		FI: "Graph ei palauttanut Temporary Access Pass -koodien rajoja.",
		SV: "Graph returnerade inte gränserna för Temporary Access Pass.",
	},
	"A Temporary Access Pass is short-lived and long enough.": {
		FI: "Temporary Access Pass -koodi on lyhytikäinen ja riittävän pitkä.",
		SV: "Ett Temporary Access Pass är kortlivat och tillräckligt långt.",
	},
})
