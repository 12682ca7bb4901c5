package groups

import "vahti.ai/vahti/shared/check/text"

// settingsTexts translate what every check says that passes by Microsoft's defaults.
var settingsTexts = text.New(text.Texts{
	unnamedSettings: {
		FI: "Graph palautti asetuksia kertomatta, mitä ne koskevat.",
		SV: "Graph returnerade inställningar utan att ange vad de gäller.",
	},
})
