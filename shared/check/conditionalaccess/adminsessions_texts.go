package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var adminSessionsTexts = text.New(text.Texts{
	"Administrators sign in again within four hours and stay signed in to no browser": {
		FI: "Järjestelmänvalvojat kirjautuvat uudelleen neljän tunnin välein eivätkä jää kirjautuneiksi selaimeen",
		SV: "Administratörer loggar in på nytt inom fyra timmar och förblir inte inloggade i någon webbläsare",
	},
	"A stolen administrator session is worth as much as the password and the second factor together, for as long as it lives.": {
		FI: "Varastettu järjestelmänvalvojan istunto on voimassaolonsa ajan yhtä arvokas kuin salasana ja toinen tekijä yhdessä.",
		SV: "En stulen administratörssession är så länge den lever lika mycket värd som lösenordet och den andra faktorn tillsammans.",
	},
	"A session taken from an administrator's browser, days ago or from a borrowed computer, still changes the tenant.": {
		FI: "Järjestelmänvalvojan selaimesta päiviä sitten tai lainakoneelta napattu istunto kelpaa yhä vuokraajan muuttamiseen.",
		SV: "En session som tagits från en administratörs webbläsare, för flera dagar sedan eller på en lånad dator, kan fortfarande ändra klientorganisationen.",
	},
	newPolicy + "Users > Select users and groups > Directory roles, all highly privileged roles, without the emergency " +
		"accounts, all resources, Session > Sign-in frequency > Periodic reauthentication, 4 hours or fewer, and Persistent " +
		"browser session > Never persistent.": {
		FI: newPolicy + "Users > Select users and groups > Directory roles, kaikki laajimmat etuoikeutetut roolit hätäkäyttötilejä lukuun ottamatta, " +
			"kaikki resurssit, Session > Sign-in frequency > Periodic reauthentication, enintään 4 tuntia, sekä Persistent browser session > Never persistent.",
		SV: newPolicy + "Users > Select users and groups > Directory roles, alla de mest privilegierade rollerna utan nödkontona, alla resurser, " +
			"Session > Sign-in frequency > Periodic reauthentication, högst 4 timmar, och Persistent browser session > Never persistent.",
	},
	"Administrators sign in again within four hours, and browsers forget them when closed.": {
		FI: "Järjestelmänvalvojat kirjautuvat uudelleen neljän tunnin välein, ja selain unohtaa heidät, kun se suljetaan.",
		SV: "Administratörer loggar in på nytt inom fyra timmar, och webbläsaren glömmer dem när den stängs.",
	},
	"has administrators sign in again within four hours": {
		FI: "vaatii järjestelmänvalvojia kirjautumaan uudelleen neljän tunnin välein", SV: "kräver att administratörer loggar in på nytt inom fyra timmar",
	},
	"ends administrators' browser sessions when the browser is closed": {
		FI: "lopettaa järjestelmänvalvojien selainistunnot, kun selain suljetaan", SV: "avslutar administratörers webbläsarsessioner när webbläsaren stängs",
	},
})
