package sharepoint

import "vahti.ai/vahti/shared/check/text"

// settingsTexts translate what several checks of the settings say.
var settingsTexts = text.New(text.Texts{
	"Graph returned no value that Vahti knows for how far files can be shared.": {
		FI: "Graph ei palauttanut Vahdin tuntemaa arvoa sille, kuinka laajasti tiedostoja voi jakaa.",
		SV: "Graph returnerade inget värde som Vahti känner till för hur brett filer kan delas.",
	},
	"Files cannot be shared outside the company at all.": {
		FI: "Tiedostoja ei voi jakaa lainkaan yrityksen ulkopuolelle.",
		SV: "Filer kan inte delas alls utanför företaget.",
	},
})
