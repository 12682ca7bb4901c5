package devices

import "vahti.ai/vahti/shared/check/text"

var attackSurfaceTexts = text.New(text.Texts{
	"Attack surface reduction rules block what attacks are made of": {
		FI: "Hyökkäyspinnan pienentämisen säännöt estävät hyökkäysten tavalliset vaiheet",
		SV: "Regler för minskning av attackytan blockerar det som attacker består av",
	},
	"The rules stop the steps that nearly every attack on a computer takes, whatever malware it uses.": {
		FI: "Säännöt pysäyttävät vaiheet, joita lähes jokainen tietokoneeseen kohdistuva hyökkäys käyttää haittaohjelmasta riippumatta.",
		SV: "Reglerna stoppar de steg som nästan varje attack mot en dator tar, oavsett vilken skadlig kod den använder.",
	},
	"A document that a user opens starts other programs, reads the passwords in memory and sets itself up to stay.": {
		FI: "Käyttäjän avaama asiakirja käynnistää muita ohjelmia, lukee salasanat muistista ja asettuu pysyvästi koneeseen.",
		SV: "Ett dokument som en användare öppnar startar andra program, läser lösenorden i minnet och biter sig fast på datorn.",
	},
	attackSurfacePortal + "Block, and assign the policy": {
		FI: attackSurfacePortal + "Block, ja määritä käytäntö laitteille",
		SV: attackSurfacePortal + "Block, och tilldela principen",
	},
	"Assigned policies have every attack surface reduction rule that is asked for in force.": {
		FI: "Määritetyt käytännöt pitävät voimassa kaikki vaaditut hyökkäyspinnan pienentämisen säännöt.",
		SV: "Tilldelade principer har alla begärda regler för minskning av attackytan i kraft.",
	},
	"Some attack surface reduction rules that are asked for are not in force by the assigned policies.": {
		FI: "Määritetyt käytännöt eivät pidä voimassa kaikkia vaadittuja hyökkäyspinnan pienentämisen sääntöjä.",
		SV: "De tilldelade principerna har inte alla begärda regler för minskning av attackytan i kraft.",
	},
	"No policy of the settings catalogue or endpoint security sets attack surface reduction rules.": {
		FI: "Yksikään asetusluettelon tai päätepisteiden suojauksen käytäntö ei aseta hyökkäyspinnan pienentämisen sääntöjä.",
		SV: "Ingen princip i inställningskatalogen eller slutpunktssäkerheten ställer in regler för minskning av attackytan.",
	},
	"The policies that set attack surface reduction rules are assigned to nobody.": {
		FI: "Hyökkäyspinnan pienentämisen sääntöjä asettavia käytäntöjä ei ole määritetty kenellekään.",
		SV: "Principerna som ställer in regler för minskning av attackytan är inte tilldelade någon.",
	},
	"Some attack surface reduction rules are in a mode unknown to Vahti.": {
		FI: "Jotkin hyökkäyspinnan pienentämisen säännöt ovat Vahdille tuntemattomassa tilassa.",
		SV: "Vissa regler för minskning av attackytan är i ett läge som är okänt för Vahti.",
	},
})
