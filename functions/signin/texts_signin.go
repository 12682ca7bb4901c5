package signin

import "vahti.ai/vahti/shared/check/text"

// signInTexts are what the pages of signing in say.
var signInTexts = text.New(text.Texts{
	"Sign in": {FI: "Kirjaudu sisään", SV: "Logga in"},
	"Show once more that it is you: what you want to do takes a fresh sign-in.": {
		FI: "Osoita vielä kerran, että se olet sinä: tämä vaatii tuoreen kirjautumisen.",
		SV: "Visa en gång till att det är du: det du vill göra kräver en färsk inloggning.",
	},
	"You are signed in as {}.": {FI: "Olet kirjautuneena: {}.", SV: "Du är inloggad som {}."},
	"With Microsoft":           {FI: "Microsoft-tilillä", SV: "Med Microsoft"},
	"For a Microsoft account that is linked to your account of Vahti.": {
		FI: "Microsoft-tilille, joka on liitetty Vahti-tiliisi.",
		SV: "För ett Microsoft-konto som är kopplat till ditt Vahti-konto.",
	},
	"Sign in with Microsoft": {FI: "Kirjaudu Microsoft-tilillä", SV: "Logga in med Microsoft"},
	"With a passkey":         {FI: "Pääsyavaimella", SV: "Med en lösennyckel"},
	"Your device asks for your finger, your face or its code.": {
		FI: "Laitteesi pyytää sormenjälkeäsi, kasvojasi tai suojakoodiaan.",
		SV: "Enheten ber om ditt finger, ditt ansikte eller sin kod.",
	},
	"Sign in with a passkey": {FI: "Kirjaudu pääsyavaimella", SV: "Logga in med en lösennyckel"},
	"The browser gave no passkey. Try again, or use another way.": {
		FI: "Selain ei antanut pääsyavainta. Yritä uudelleen tai käytä toista tapaa.",
		SV: "Webbläsaren gav ingen lösennyckel. Försök igen eller använd ett annat sätt.",
	},
	"Passkeys need JavaScript, which your browser does not run for this page.": {
		FI: "Pääsyavaimet tarvitsevat JavaScriptin, jota selaimesi ei suorita tällä sivulla.",
		SV: "Lösennycklar kräver JavaScript, som din webbläsare inte kör på den här sidan.",
	},
	"With a password":              {FI: "Salasanalla", SV: "Med ett lösenord"},
	"Password":                     {FI: "Salasana", SV: "Lösenord"},
	"I have forgotten my password": {FI: "Olen unohtanut salasanani", SV: "Jag har glömt mitt lösenord"},
	"Accounts are by invitation. If you have none, ask the owner of your organisation in Vahti to invite you.": {
		FI: "Tilin saa kutsulla. Jos sinulla ei ole tiliä, pyydä organisaatiosi omistajaa Vahdissa kutsumaan sinut.",
		SV: "Konton ges på inbjudan. Om du inte har något, be er organisations ägare i Vahti att bjuda in dig.",
	},
	"The second step": {FI: "Toinen vaihe", SV: "Det andra steget"},
	"The password is right. Show by a second means that it is you, within five minutes.": {
		FI: "Salasana on oikein. Osoita viiden minuutin kuluessa toisella tavalla, että se olet sinä.",
		SV: "Lösenordet är rätt. Visa inom fem minuter på ett andra sätt att det är du.",
	},
	"Use a passkey":                               {FI: "Käytä pääsyavainta", SV: "Använd en lösennyckel"},
	"With the authenticator app":                  {FI: "Todennussovelluksella", SV: "Med autentiseringsappen"},
	"The six digits that the app shows":           {FI: "Sovelluksen näyttämät kuusi numeroa", SV: "De sex siffror som appen visar"},
	"With a recovery code":                        {FI: "Palautuskoodilla", SV: "Med en återställningskod"},
	"One of your recovery codes; each works once": {FI: "Jokin palautuskoodeistasi; kukin toimii kerran", SV: "En av dina återställningskoder; var och en fungerar en gång"},
	"Begin again":                                 {FI: "Aloita alusta", SV: "Börja om"},
	"Your account has no second means. Ask whoever invited you for a new invitation.": {
		FI: "Tililläsi ei ole toista tunnistustapaa. Pyydä uutta kutsua siltä, joka kutsui sinut.",
		SV: "Ditt konto har inget andra sätt. Be den som bjöd in dig om en ny inbjudan.",
	},
	"You are signed out.":                             {FI: "Olet kirjautunut ulos.", SV: "Du är utloggad."},
	"The password is set. Sign in with it.":           {FI: "Salasana on asetettu. Kirjaudu sillä sisään.", SV: "Lösenordet är valt. Logga in med det."},
	"The e-mail address is changed. Sign in with it.": {FI: "Sähköpostiosoite on vaihdettu. Kirjaudu sillä sisään.", SV: "E-postadressen är ändrad. Logga in med den."},
	"The sign-in at Microsoft was not completed":      {FI: "Kirjautuminen Microsoftissa jäi kesken", SV: "Inloggningen hos Microsoft slutfördes inte"},
	"You or Microsoft ended it. Nothing was changed.": {FI: "Sinä tai Microsoft keskeytti sen. Mitään ei muutettu.", SV: "Du eller Microsoft avbröt den. Ingenting ändrades."},
	"Begin the sign-in again":                         {FI: "Aloita kirjautuminen uudelleen", SV: "Börja inloggningen på nytt"},
	"What came back from Microsoft belongs to no sign-in that was begun in this browser, came too late, or is not valid. Nothing was changed.": {
		FI: "Microsoftin vastaus ei kuulu mihinkään tässä selaimessa aloitettuun kirjautumiseen, tuli liian myöhään tai ei kelpaa. Mitään ei muutettu.",
		SV: "Svaret från Microsoft hör inte till någon inloggning som påbörjats i den här webbläsaren, kom för sent eller är ogiltigt. Ingenting ändrades.",
	},
	"No account of Vahti opens with this Microsoft account": {
		FI: "Tällä Microsoft-tilillä ei avaudu mitään Vahti-tiliä",
		SV: "Inget Vahti-konto öppnas med det här Microsoft-kontot",
	},
	"If you have an account of Vahti, sign in with your password or passkey and link the Microsoft account on the page of your account. If you were invited, open the link of the invitation. People of Vahti itself sign in with a passkey.": {
		FI: "Jos sinulla on Vahti-tili, kirjaudu salasanalla tai pääsyavaimella ja liitä Microsoft-tili tilisi sivulla. Jos sinut on kutsuttu, avaa kutsun linkki. Vahdin oma väki kirjautuu pääsyavaimella.",
		SV: "Om du har ett Vahti-konto, logga in med lösenord eller lösennyckel och koppla Microsoft-kontot på ditt kontos sida. Om du är inbjuden, öppna länken i inbjudan. Vahtis eget folk loggar in med en lösennyckel.",
	},
	"Forgotten password": {FI: "Unohtunut salasana", SV: "Glömt lösenord"},
	"Give the e-mail address of your account. We send a link by which you set a new password. You still need your second means to sign in.": {
		FI: "Anna tilisi sähköpostiosoite. Lähetämme linkin, jolla asetat uuden salasanan. Kirjautumiseen tarvitset edelleen toisen tunnistustapasi.",
		SV: "Ange ditt kontos e-postadress. Vi skickar en länk som du väljer ett nytt lösenord med. För att logga in behöver du fortfarande ditt andra sätt.",
	},
	"Send the link":          {FI: "Lähetä linkki", SV: "Skicka länken"},
	"Look into your mailbox": {FI: "Katso sähköpostisi", SV: "Se efter i din e-post"},
	"If there is an account with a password for that e-mail address, a letter with a link is on its way. The link works for an hour. Your second factor stays as it is.": {
		FI: "Jos osoitteella on salasanallinen tili, sinne on tulossa viesti, jossa on linkki. Linkki toimii tunnin. Toinen tunnistustapasi ei muutu.",
		SV: "Om det finns ett konto med lösenord för e-postadressen är ett brev med en länk på väg. Länken fungerar i en timme. Ditt andra sätt ändras inte.",
	},
	"Set a new password":                          {FI: "Aseta uusi salasana", SV: "Välj ett nytt lösenord"},
	"Set the password":                            {FI: "Aseta salasana", SV: "Spara lösenordet"},
	"Every session of your account ends with it.": {FI: "Tilisi kaikki istunnot päättyvät siihen.", SV: "Alla sessioner på ditt konto avslutas då."},
	"New password":                                {FI: "Uusi salasana", SV: "Nytt lösenord"},
	"At least 12 characters. A few words that do not belong together are easy to keep in mind.": {
		FI: "Vähintään 12 merkkiä. Muutama toisiinsa liittymätön sana on helppo muistaa.",
		SV: "Minst 12 tecken. Några ord som inte hör ihop är lätta att minnas.",
	},
	"The same once more": {FI: "Sama uudelleen", SV: "Samma en gång till"},
})
