package signin

import "vahti.ai/vahti/shared/check/text"

// reasonTexts are why something is refused.
var reasonTexts = text.New(text.Texts{
	"The e-mail address, the password or the code is not right.": {
		FI: "Sähköpostiosoite, salasana tai koodi ei ole oikein.",
		SV: "E-postadressen, lösenordet eller koden är fel.",
	},
	"The link or the step is not valid any more. Begin again.": {FI: "Linkki tai vaihe ei ole enää voimassa. Aloita alusta.", SV: "Länken eller steget gäller inte längre. Börja om."},
	"The current password is not right.":                       {FI: "Nykyinen salasana ei ole oikein.", SV: "Det nuvarande lösenordet är fel."},
	"The code is not right, or was used already. Wait for the next one.": {
		FI: "Koodi ei ole oikein, tai se on jo käytetty. Odota seuraavaa.",
		SV: "Koden är fel eller redan använd. Vänta på nästa.",
	},
	"The passkey seems to have been copied. Sign in by another way and remove it.": {
		FI: "Pääsyavain näyttää olevan kopioitu. Kirjaudu toisella tavalla ja poista se.",
		SV: "Lösennyckeln verkar ha kopierats. Logga in på ett annat sätt och ta bort den.",
	},
	"The passkey could not be verified.": {FI: "Pääsyavainta ei voitu tarkistaa.", SV: "Lösennyckeln kunde inte kontrolleras."},
	"The invitation is not valid, or not any more. Ask for a new one.": {
		FI: "Kutsu ei ole voimassa, tai ei enää. Pyydä uutta.",
		SV: "Inbjudan gäller inte, eller inte längre. Be om en ny.",
	},
	"The invitation is for another e-mail address than your account’s.": {
		FI: "Kutsu on toiselle sähköpostiosoitteelle kuin tilisi.",
		SV: "Inbjudan gäller en annan e-postadress än ditt kontos.",
	},
	"Give an e-mail address such as name@company.example.": {FI: "Anna sähköpostiosoite, esimerkiksi name@company.example.", SV: "Ange en e-postadress, till exempel name@company.example."},
	"The e-mail address belongs to another account.":       {FI: "Sähköpostiosoite kuuluu toiselle tilille.", SV: "E-postadressen hör till ett annat konto."},
	"Give a name of 1 to 200 characters.":                  {FI: "Anna nimi, jossa on 1–200 merkkiä.", SV: "Ange ett namn på 1–200 tecken."},
	"Choose Finnish, Swedish or English.":                  {FI: "Valitse suomi, ruotsi tai englanti.", SV: "Välj finska, svenska eller engelska."},
	"The Microsoft account is linked to another account already.": {
		FI: "Microsoft-tili on jo liitetty toiseen tiliin.",
		SV: "Microsoft-kontot är redan kopplat till ett annat konto.",
	},
	"This cannot be removed: the account would be left without a safe way to sign in.": {
		FI: "Tätä ei voi poistaa: tilille ei jäisi turvallista kirjautumistapaa.",
		SV: "Det här kan inte tas bort: kontot skulle bli utan ett säkert sätt att logga in.",
	},
	"An operator needs a passkey.":           {FI: "Vahdin oma väki tarvitsee pääsyavaimen.", SV: "Vahtis eget folk behöver en lösennyckel."},
	"There is no such passkey, app or link.": {FI: "Tällaista pääsyavainta, sovellusta tai liitosta ei ole.", SV: "Det finns ingen sådan lösennyckel, app eller koppling."},
	"An account has at most 20 passkeys and 10 linked Microsoft accounts.": {
		FI: "Tilillä on enintään 20 pääsyavainta ja 10 liitettyä Microsoft-tiliä.",
		SV: "Ett konto har högst 20 lösennycklar och 10 kopplade Microsoft-konton.",
	},
	"Give the passkey a name of 1 to 100 characters.":         {FI: "Anna pääsyavaimelle nimi, jossa on 1–100 merkkiä.", SV: "Ge lösennyckeln ett namn på 1–100 tecken."},
	"This cannot be done to an account in its present state.": {FI: "Tätä ei voi tehdä tilille sen nykyisessä tilassa.", SV: "Det här kan inte göras med ett konto i dess nuvarande läge."},
	"A person works for at most 30 partner organisations.": {
		FI: "Yksi henkilö voi työskennellä enintään 30 kumppanille.",
		SV: "En person arbetar för högst 30 partnerorganisationer.",
	},
	"The new password was typed in two different ways.": {FI: "Uusi salasana kirjoitettiin kahdella eri tavalla.", SV: "Det nya lösenordet skrevs på två olika sätt."},
	"Make recovery codes first, and keep them: without them you could be locked out.": {
		FI: "Luo ensin palautuskoodit ja talleta ne: ilman niitä voit jäädä ulkopuolelle.",
		SV: "Skapa först återställningskoder och spara dem: utan dem kan du bli utelåst.",
	},
	"Choose a password of at least 12 characters.":     {FI: "Valitse salasana, jossa on vähintään 12 merkkiä.", SV: "Välj ett lösenord på minst 12 tecken."},
	"Choose a password of at most 256 characters.":     {FI: "Valitse salasana, jossa on enintään 256 merkkiä.", SV: "Välj ett lösenord på högst 256 tecken."},
	"The password holds bytes that are no characters.": {FI: "Salasanassa on tavuja, jotka eivät ole merkkejä.", SV: "Lösenordet innehåller byte som inte är tecken."},
	"This password, or one much like it, is among those that became public. Choose another.": {
		FI: "Tämä salasana tai sen kaltainen on julkisuuteen vuotaneiden joukossa. Valitse toinen.",
		SV: "Det här lösenordet, eller ett liknande, finns bland dem som blivit offentliga. Välj ett annat.",
	},
	"Choose a password that does not hold your name or e-mail address.": {
		FI: "Valitse salasana, jossa ei ole nimeäsi tai sähköpostiosoitettasi.",
		SV: "Välj ett lösenord som inte innehåller ditt namn eller din e-postadress.",
	},
	"Choose a password that does not hold the name of this service.": {
		FI: "Valitse salasana, jossa ei ole tämän palvelun nimeä.",
		SV: "Välj ett lösenord som inte innehåller den här tjänstens namn.",
	},
	"Choose a password that is not a pattern of repeated or neighbouring characters.": {
		FI: "Valitse salasana, joka ei koostu toistuvista tai vierekkäisistä merkeistä.",
		SV: "Välj ett lösenord som inte är ett mönster av upprepade eller intilliggande tecken.",
	},
	"There were too many tries. Wait {} seconds before the next one.": {
		FI: "Yrityksiä oli liian monta. Odota {} sekuntia ennen seuraavaa.",
		SV: "Det var för många försök. Vänta {} sekunder före nästa.",
	},
	"There were too many tries. Wait {} minutes before the next one.": {
		FI: "Yrityksiä oli liian monta. Odota {} minuuttia ennen seuraavaa.",
		SV: "Det var för många försök. Vänta {} minuter före nästa.",
	},
	"There were too many tries. Wait {} hours before the next one.": {
		FI: "Yrityksiä oli liian monta. Odota {} tuntia ennen seuraavaa.",
		SV: "Det var för många försök. Vänta {} timmar före nästa.",
	},
})

// errorTexts are what the pages of errors say.
var errorTexts = text.New(text.Texts{
	"There is no such page": {FI: "Tällaista sivua ei ole", SV: "Sidan finns inte"},
	"The address may be mistyped, or what it pointed to is no longer there or not yours to see.": {
		FI: "Osoitteessa voi olla kirjoitusvirhe, tai sitä, mihin se viittasi, ei enää ole tai sinulla ei ole oikeutta nähdä sitä.",
		SV: "Adressen kan vara felskriven, eller så finns det den pekade på inte längre eller är inte avsett för dig.",
	},
	"That was refused": {FI: "Tämä evättiin", SV: "Det avvisades"},
	"It takes a form of Vahti’s own pages and a role that allows it. Nothing was changed.": {
		FI: "Siihen tarvitaan Vahdin omien sivujen lomake ja rooli, joka sen sallii. Mitään ei muutettu.",
		SV: "Det krävs ett formulär på Vahtis egna sidor och en roll som tillåter det. Ingenting ändrades.",
	},
	"What was sent could not be read": {FI: "Lähetettyä ei voitu lukea", SV: "Det som skickades kunde inte läsas"},
	"Nothing was changed. Go back, load the page again and send the form once more.": {
		FI: "Mitään ei muutettu. Palaa takaisin, lataa sivu uudelleen ja lähetä lomake vielä kerran.",
		SV: "Ingenting ändrades. Gå tillbaka, läs in sidan på nytt och skicka formuläret en gång till.",
	},
	"That cannot be done here":                         {FI: "Tätä ei voi tehdä täällä", SV: "Det går inte att göra här"},
	"Nothing can be sent to this address in this way.": {FI: "Tähän osoitteeseen ei voi lähettää mitään näin.", SV: "Inget kan skickas till den här adressen på det sättet."},
	"Microsoft does not answer":                        {FI: "Microsoft ei vastaa", SV: "Microsoft svarar inte"},
	"Microsoft’s sign-in service gives no usable answer at the moment. Try again shortly, or sign in by another way.": {
		FI: "Microsoftin kirjautumispalvelu ei juuri nyt anna kelvollista vastausta. Yritä pian uudelleen tai kirjaudu toisella tavalla.",
		SV: "Microsofts inloggningstjänst ger just nu inget användbart svar. Försök snart igen eller logga in på ett annat sätt.",
	},
	"Too many people sign in at the moment": {FI: "Juuri nyt kirjautuu liian moni", SV: "För många loggar in just nu"},
	"Try again in a moment.":                {FI: "Yritä hetken kuluttua uudelleen.", SV: "Försök igen om en stund."},
	"That took too long":                    {FI: "Tämä kesti liian kauan", SV: "Det tog för lång tid"},
	"Something went wrong":                  {FI: "Jokin meni vikaan", SV: "Något gick fel"},
	"The page could not be shown. It is not your doing. Try again in a moment.": {
		FI: "Sivua ei voitu näyttää. Vika ei ole sinussa. Yritä hetken kuluttua uudelleen.",
		SV: "Sidan kunde inte visas. Det beror inte på dig. Försök igen om en stund.",
	},
})
