package authmethods

import "vahti.ai/vahti/shared/check/text"

var softwareTokensTexts = text.New(text.Texts{
	"Codes from other companies' apps are disabled or were decided on": {
		FI: "Muiden yritysten sovellusten koodit on estetty tai niistä on päätetty",
		SV: "Koder från andra företags appar är inaktiverade eller beslutade",
	},
	"Such codes can be typed into a fake sign-in page, but they help people without a work phone; somebody should have weighed that.": {
		FI: "Tällaisen koodin voi näppäillä väärennetylle kirjautumissivulle, mutta se auttaa niitä, joilla ei ole työpuhelinta; jonkun pitäisi olla punninnut asiaa.",
		SV: "Sådana koder kan skrivas in på en falsk inloggningssida, men de hjälper dem som saknar jobbtelefon; någon bör ha vägt det mot varandra.",
	},
	"A fake sign-in page asks for the six digits, and the secret behind them can be copied from a phone or its backup without anybody noticing.": {
		FI: "Väärennetty kirjautumissivu pyytää kuusi numeroa, ja niiden takana olevan salaisuuden voi kopioida puhelimesta tai sen varmuuskopiosta kenenkään huomaamatta.",
		SV: "En falsk inloggningssida ber om de sex siffrorna, och hemligheten bakom dem kan kopieras från en telefon eller dess säkerhetskopia utan att någon märker det.",
	},
	methodSettings + " > Third-party software OATH tokens > Enable: Off, once everyone has a phishing-resistant method; or declare in Vahti that they are allowed": {
		FI: methodSettings + " > Third-party software OATH tokens > Enable: Pois, kun kaikilla on tietojenkalastelun kestävä menetelmä; tai ilmoita Vahdille, että ne on sallittu",
		SV: methodSettings + " > Third-party software OATH tokens > Enable: Av, när alla har en nätfiskeresistent metod; eller ange i Vahti att de är tillåtna",
	},
	"Codes from other companies' apps are disabled.": {
		FI: "Muiden yritysten sovellusten koodit on estetty.",
		SV: "Koder från andra företags appar är inaktiverade.",
	},
	"Codes from other companies' apps are enabled, as was decided.": {
		FI: "Muiden yritysten sovellusten koodit ovat käytössä, kuten on päätetty.",
		SV: "Koder från andra företags appar är aktiverade, som det har beslutats.",
	},
	"Codes from other companies' apps are enabled although that was refused.": {
		FI: "Muiden yritysten sovellusten koodit ovat käytössä, vaikka ne on kielletty.",
		SV: "Koder från andra företags appar är aktiverade trots att det har nekats.",
	},
	"Codes from other companies' apps are enabled, and nobody has decided on it.": {
		FI: "Muiden yritysten sovellusten koodit ovat käytössä, eikä kukaan ole päättänyt siitä.",
		SV: "Koder från andra företags appar är aktiverade, och ingen har fattat beslut om det.",
	},
})
