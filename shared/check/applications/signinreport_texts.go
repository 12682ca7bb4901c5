package applications

import "vahti.ai/vahti/shared/check/text"

// unusedTexts translate what both checks of unused applications say.
var unusedTexts = text.New(text.Texts{
	noReport: {
		FI: "Microsoftin raportti sovellusten viimeisimmästä käytöstä on tyhjä.",
		SV: "Microsofts rapport om när program senast användes är tom.",
	},
	maybeUnused: {
		FI: "Ei voida sanoa, onko sovellus käytössä: se ei näy Microsoftin raportissa.",
		SV: "Det går inte att säga om programmet används: det syns inte i Microsofts rapport.",
	},
	deleteUnused: {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Properties > Enabled for users to sign-in: Ei, ja poista sovellus, kun kukaan ei kaipaa sitä",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Properties > Enabled for users to sign-in: Nej, och ta bort det när ingen saknar det",
	},
})
