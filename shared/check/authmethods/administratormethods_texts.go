package authmethods

import "vahti.ai/vahti/shared/check/text"

var administratorMethodsTexts = text.New(text.Texts{
	"Every administrator has registered a phishing-resistant method": {
		FI: "Jokainen järjestelmänvalvoja on rekisteröinyt tietojenkalastelun kestävän menetelmän",
		SV: "Alla administratörer har registrerat en nätfiskeresistent metod",
	},
	"Administrators are the ones an attacker goes after, and a policy that asks them for a passkey only helps those who have one.": {
		FI: "Hyökkääjä tavoittelee juuri järjestelmänvalvojia, ja pääsyavainta vaativa käytäntö auttaa vain niitä, joilla sellainen on.",
		SV: "Det är administratörer en angripare är ute efter, och en princip som kräver en lösennyckel hjälper bara dem som har en.",
	},
	"A fake sign-in page takes an administrator's password, code and session at once, and the attacker administers the tenant.": {
		FI: "Väärennetty kirjautumissivu vie järjestelmänvalvojan salasanan, koodin ja istunnon yhdellä kertaa, ja hyökkääjä hallinnoi vuokraajaa.",
		SV: "En falsk inloggningssida tar en administratörs lösenord, kod och session på en gång, och angriparen administrerar klientorganisationen.",
	},
	"Microsoft Entra admin center > Entra ID > Users > the administrator > Authentication methods > Add authentication method > Temporary Access Pass; with it the administrator registers a passkey in My Account > Security info > Add sign-in method": {
		FI: "Microsoft Entra admin center > Entra ID > Users > järjestelmänvalvoja > Authentication methods > Add authentication method > Temporary Access Pass; sen avulla järjestelmänvalvoja rekisteröi pääsyavaimen kohdassa My Account > Security info > Add sign-in method",
		SV: "Microsoft Entra admin center > Entra ID > Users > administratören > Authentication methods > Add authentication method > Temporary Access Pass; med det registrerar administratören en lösennyckel under My Account > Security info > Add sign-in method",
	},
	"Graph names nobody who holds a privileged role.": {
		FI: "Graph ei nimeä ketään, jolla olisi etuoikeutettu rooli.",
		SV: "Graph anger ingen som har en privilegierad roll.",
	},
	"Microsoft's report does not name every administrator.": {
		FI: "Kaikkia järjestelmänvalvojia ei ole Microsoftin raportissa.",
		SV: "Microsofts rapport tar inte upp alla administratörer.",
	},
	"It could not be told who holds every privileged role.": {
		FI: "Kaikkien etuoikeutettujen roolien haltijoita ei saatu selville.",
		SV: "Det gick inte att avgöra vilka som har alla privilegierade roller.",
	},
	"Every administrator has a phishing-resistant method.": {
		FI: "Jokaisella järjestelmänvalvojalla on tietojenkalastelun kestävä menetelmä.",
		SV: "Alla administratörer har en nätfiskeresistent metod.",
	},
	"The administrator has no phishing-resistant method.": {
		FI: "Järjestelmänvalvojalla ei ole tietojenkalastelun kestävää menetelmää.",
		SV: "Administratören har ingen nätfiskeresistent metod.",
	},
	"Microsoft's report does not say which methods the administrator has.": {
		FI: "Microsoftin raportti ei kerro, mitä menetelmiä järjestelmänvalvojalla on.",
		SV: "Microsofts rapport anger inte vilka metoder administratören har.",
	},
	"Graph did not return whether the administrator's account is enabled.": {
		FI: "Graph ei kertonut, onko järjestelmänvalvojan tili käytössä.",
		SV: "Graph uppgav inte om administratörens konto är aktiverat.",
	},
})
