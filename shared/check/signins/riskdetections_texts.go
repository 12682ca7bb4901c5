package signins

import "vahti.ai/vahti/shared/check/text"

var riskDetectionsTexts = text.New(text.Texts{
	"No high-risk detection is left open": {
		FI: "Yhtään korkean riskin havaintoa ei ole jätetty käsittelemättä",
		SV: "Ingen riskidentifiering med hög risk lämnas obehandlad",
	},
	"A high level means that Microsoft is confident: the sign-in used a stolen token, a leaked password or an attacker's network.": {
		FI: "Korkea taso tarkoittaa, että Microsoft on asiasta varma: kirjautumisessa käytettiin varastettua tunnistetta, vuotanutta salasanaa tai hyökkääjän verkkoa.",
		SV: "Hög nivå betyder att Microsoft är säkert på sin sak: inloggningen använde en stulen token, ett läckt lösenord eller en angripares nätverk.",
	},
	"The sign-in that looked like an attack was one, and its session goes on unnoticed.": {
		FI: "Hyökkäykseltä näyttänyt kirjautuminen oli hyökkäys, ja sen istunto jatkuu kenenkään huomaamatta.",
		SV: "Inloggningen som såg ut som ett angrepp var ett, och sessionen fortsätter utan att någon märker det.",
	},
	idProtection + "Risk detections > the detection > User's risk report: reset the password or confirm the compromise, or dismiss the risk after asking the user": {
		FI: idProtection + "Risk detections > havainto > User's risk report: vaihda salasana tai vahvista tili vaarantuneeksi, tai hylkää riski kysyttyäsi käyttäjältä",
		SV: idProtection + "Risk detections > riskidentifieringen > User's risk report: återställ lösenordet eller bekräfta att kontot är komprometterat, eller avfärda risken sedan användaren tillfrågats",
	},
	"A detection at high risk is open.": {
		FI: "Korkean riskin havainto on käsittelemättä.",
		SV: "En riskidentifiering med hög risk är obehandlad.",
	},
	"Graph did not return all about some risk detections.": {
		FI: "Graph ei palauttanut kaikkia tietoja joistakin riskihavainnoista.",
		SV: "Graph returnerade inte alla uppgifter om vissa riskidentifieringar.",
	},
	"No detection at high risk is open.": {
		FI: "Yhtään korkean riskin havaintoa ei ole käsittelemättä.",
		SV: "Ingen riskidentifiering med hög risk är obehandlad.",
	},
})
