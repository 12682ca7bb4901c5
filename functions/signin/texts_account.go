package signin

import "vahti.ai/vahti/shared/check/text"

// accountTexts are what the page of an account says.
var accountTexts = text.New(text.Texts{
	"To change how you sign in you are asked to sign in again, since your last sign-in was a while ago.": {
		FI: "Jos muutat kirjautumistapojasi, sinua pyydetään kirjautumaan uudelleen, koska edellisestä kirjautumisesta on hetki.",
		SV: "När du ändrar hur du loggar in ombeds du logga in på nytt, eftersom det var en stund sedan sist.",
	},
	"You":                 {FI: "Sinä", SV: "Du"},
	"Save":                {FI: "Tallenna", SV: "Spara"},
	"New e-mail address":  {FI: "Uusi sähköpostiosoite", SV: "Ny e-postadress"},
	"Send a letter to it": {FI: "Lähetä sinne viesti", SV: "Skicka ett brev dit"},
	"People of Vahti itself sign in with a passkey alone.": {
		FI: "Vahdin oma väki kirjautuu vain pääsyavaimella.",
		SV: "Vahtis eget folk loggar bara in med en lösennyckel.",
	},
	"A Microsoft account of the directory {}": {FI: "Hakemiston {} Microsoft-tili", SV: "Ett Microsoft-konto i katalogen {}"},
	"Remove the link":                         {FI: "Poista liitos", SV: "Ta bort kopplingen"},
	"No Microsoft account is linked.":         {FI: "Microsoft-tiliä ei ole liitetty.", SV: "Inget Microsoft-konto är kopplat."},
	"Link a Microsoft account":                {FI: "Liitä Microsoft-tili", SV: "Koppla ett Microsoft-konto"},
	"Passkeys":                                {FI: "Pääsyavaimet", SV: "Lösennycklar"},
	"added {}":                                {FI: "lisätty {}", SV: "tillagd {}"},
	"last used {}":                            {FI: "käytetty viimeksi {}", SV: "använd senast {}"},
	"on several devices":                      {FI: "usealla laitteella", SV: "på flera enheter"},
	"Remove the passkey":                      {FI: "Poista pääsyavain", SV: "Ta bort lösennyckeln"},
	"No passkey is added.":                    {FI: "Pääsyavainta ei ole lisätty.", SV: "Ingen lösennyckel är tillagd."},
	"Password and second means":               {FI: "Salasana ja toinen tunnistustapa", SV: "Lösenord och ett andra sätt"},
	"The password was set {}.":                {FI: "Salasana asetettiin {}.", SV: "Lösenordet valdes {}."},
	"No password is set. Add an authenticator app or a passkey before you set one: a password alone opens nothing.": {
		FI: "Salasanaa ei ole asetettu. Lisää todennussovellus tai pääsyavain ennen sitä: pelkkä salasana ei avaa mitään.",
		SV: "Inget lösenord är valt. Lägg till en autentiseringsapp eller en lösennyckel först: enbart ett lösenord öppnar ingenting.",
	},
	"Current password":                     {FI: "Nykyinen salasana", SV: "Nuvarande lösenord"},
	"Authenticator app":                    {FI: "Todennussovellus", SV: "Autentiseringsapp"},
	"An app was added {}.":                 {FI: "Sovellus lisättiin {}.", SV: "En app lades till {}."},
	"No app is added.":                     {FI: "Sovellusta ei ole lisätty.", SV: "Ingen app är tillagd."},
	"Recovery codes":                       {FI: "Palautuskoodit", SV: "Återställningskoder"},
	"{} codes are left.":                   {FI: "Koodeja on jäljellä {}.", SV: "{} koder finns kvar."},
	"Remove the password":                  {FI: "Poista salasana", SV: "Ta bort lösenordet"},
	"Remove the authenticator app":         {FI: "Poista todennussovellus", SV: "Ta bort autentiseringsappen"},
	"Remove the recovery codes":            {FI: "Poista palautuskoodit", SV: "Ta bort återställningskoderna"},
	"Where you are signed in":              {FI: "Missä olet kirjautuneena", SV: "Var du är inloggad"},
	"A browser that does not say its name": {FI: "Selain, joka ei kerro nimeään", SV: "En webbläsare som inte säger sitt namn"},
	"this one":                             {FI: "tämä", SV: "den här"},
	"From {}":                              {FI: "Osoitteesta {}", SV: "Från {}"},
	"since {}":                             {FI: "alkaen {}", SV: "sedan {}"},
	"signed in with: {}":                   {FI: "kirjautumistapa: {}", SV: "inloggad med: {}"},
	"End it":                               {FI: "Lopeta", SV: "Avsluta"},
	"End all others":                       {FI: "Lopeta kaikki muut", SV: "Avsluta alla andra"},

	"The name and the language are saved.": {FI: "Nimi ja kieli on tallennettu.", SV: "Namnet och språket är sparade."},
	"The password is set. Every other session has ended.": {
		FI: "Salasana on asetettu. Kaikki muut istunnot on lopetettu.",
		SV: "Lösenordet är valt. Alla andra sessioner är avslutade.",
	},
	"The authenticator app is added. Every other session has ended.": {
		FI: "Todennussovellus on lisätty. Kaikki muut istunnot on lopetettu.",
		SV: "Autentiseringsappen är tillagd. Alla andra sessioner är avslutade.",
	},
	"The passkey is added. Every other session has ended.": {
		FI: "Pääsyavain on lisätty. Kaikki muut istunnot on lopetettu.",
		SV: "Lösennyckeln är tillagd. Alla andra sessioner är avslutade.",
	},
	"The Microsoft account is linked. Every other session has ended.": {
		FI: "Microsoft-tili on liitetty. Kaikki muut istunnot on lopetettu.",
		SV: "Microsoft-kontot är kopplat. Alla andra sessioner är avslutade.",
	},
	"It is removed. Every other session has ended.": {
		FI: "Se on poistettu. Kaikki muut istunnot on lopetettu.",
		SV: "Det är borttaget. Alla andra sessioner är avslutade.",
	},
	"The session has ended.": {FI: "Istunto on lopetettu.", SV: "Sessionen är avslutad."},
	"A letter is on its way to the new address. Open the link in it within an hour.": {
		FI: "Uuteen osoitteeseen on tulossa viesti. Avaa siinä oleva linkki tunnin kuluessa.",
		SV: "Ett brev är på väg till den nya adressen. Öppna länken i det inom en timme.",
	},
	"Confirm your new e-mail address": {FI: "Vahvista uusi sähköpostiosoitteesi", SV: "Bekräfta din nya e-postadress"},
	"Your account has the new address from now on. Every session of your account ends with it, and word of it goes to the old address.": {
		FI: "Tililläsi on tästä lähtien uusi osoite. Tilisi kaikki istunnot päättyvät siihen, ja vanhaan osoitteeseen lähtee siitä tieto.",
		SV: "Ditt konto har från och med nu den nya adressen. Alla sessioner på kontot avslutas då, och den gamla adressen får besked.",
	},
	"Confirm the address": {FI: "Vahvista osoite", SV: "Bekräfta adressen"},
})

// factorTexts are what the pages of adding ways to sign in say.
var factorTexts = text.New(text.Texts{
	"Name of the new passkey, such as the device it is on": {
		FI: "Uuden pääsyavaimen nimi, esimerkiksi laite, jossa se on",
		SV: "Den nya lösennyckelns namn, till exempel enheten den finns på",
	},
	"Add a passkey":                 {FI: "Lisää pääsyavain", SV: "Lägg till en lösennyckel"},
	"Replace the authenticator app": {FI: "Vaihda todennussovellus", SV: "Byt autentiseringsapp"},
	"Add an authenticator app":      {FI: "Lisää todennussovellus", SV: "Lägg till en autentiseringsapp"},
	"Make new recovery codes":       {FI: "Luo uudet palautuskoodit", SV: "Skapa nya återställningskoder"},
	"Open your authenticator app and have it add an account.": {
		FI: "Avaa todennussovelluksesi ja valitse siinä tilin lisääminen.",
		SV: "Öppna din autentiseringsapp och låt den lägga till ett konto.",
	},
	"Point it at the picture, or type the secret into it.": {
		FI: "Kohdista se kuvaan tai kirjoita siihen salaisuus.",
		SV: "Rikta den mot bilden eller skriv in hemligheten i den.",
	},
	"Enter the six digits that it shows.": {FI: "Anna sen näyttämät kuusi numeroa.", SV: "Ange de sex siffror som den visar."},
	"The secret as a picture for the app": {FI: "Salaisuus kuvana sovellusta varten", SV: "Hemligheten som bild för appen"},
	"The secret, as text:":                {FI: "Salaisuus tekstinä:", SV: "Hemligheten som text:"},
	"Open it in an app on this device":    {FI: "Avaa se tämän laitteen sovelluksessa", SV: "Öppna den i en app på den här enheten"},
	"Add the app":                         {FI: "Lisää sovellus", SV: "Lägg till appen"},
	"The secret is shown this once.":      {FI: "Salaisuus näytetään vain tämän kerran.", SV: "Hemligheten visas bara den här gången."},
	"Do without":                          {FI: "Jätä lisäämättä", SV: "Avstå"},
	"Your new recovery codes":             {FI: "Uudet palautuskoodisi", SV: "Dina nya återställningskoder"},
	"Keep them where you find them without this device, such as in a password manager or printed in a safe place. Each stands in for your second means once. The codes from before do not work any more.": {
		FI: "Säilytä niitä siellä, mistä löydät ne ilman tätä laitetta, kuten salasanojen hallinnassa tai tulostettuna turvallisessa paikassa. Kukin korvaa kerran toisen tunnistustapasi. Aiemmat koodit eivät enää toimi.",
		SV: "Förvara dem där du hittar dem utan den här enheten, till exempel i en lösenordshanterare eller utskrivna på ett säkert ställe. Var och en ersätter ditt andra sätt en gång. De tidigare koderna fungerar inte längre.",
	},
	"They are shown this once.": {FI: "Ne näytetään vain tämän kerran.", SV: "De visas bara den här gången."},
	"I have kept them; go on":   {FI: "Olen tallettanut ne; jatka", SV: "Jag har sparat dem; fortsätt"},
})
