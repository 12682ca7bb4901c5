package signin

import "vahti.ai/vahti/shared/check/text"

// invitationTexts are what invitations and the setting up of an account say.
var invitationTexts = text.New(text.Texts{
	"Invitation":               {FI: "Kutsu", SV: "Inbjudan"},
	"{} invites you to {}.":    {FI: "{} kutsuu sinut organisaatioon {}.", SV: "{} bjuder in dig till {}."},
	"Vahti invites you to {}.": {FI: "Vahti kutsuu sinut organisaatioon {}.", SV: "Vahti bjuder in dig till {}."},
	"{} invites you to work in Vahti for the partner {}.": {
		FI: "{} kutsuu sinut Vahtiin työskentelemään kumppanin {} nimissä.",
		SV: "{} bjuder in dig att arbeta i Vahti för partnern {}.",
	},
	"Vahti invites you to work for the partner {}.": {
		FI: "Vahti kutsuu sinut työskentelemään kumppanin {} nimissä.",
		SV: "Vahti bjuder in dig att arbeta för partnern {}.",
	},
	"manager: acts for the partner’s customers, and says who else works for the partner": {
		FI: "vastaava: toimii kumppanin asiakkaiden puolesta ja päättää, ketkä muut työskentelevät kumppanille",
		SV: "ansvarig: agerar för partnerns kunder och bestämmer vilka andra som arbetar för partnern",
	},
	"staff: acts for the partner’s customers": {
		FI: "työntekijä: toimii kumppanin asiakkaiden puolesta",
		SV: "medarbetare: agerar för partnerns kunder",
	},
	"Your role":      {FI: "Roolisi", SV: "Din roll"},
	"It holds until": {FI: "Voimassa", SV: "Gäller till"},
	"You are invited to set up an account of Vahti.": {
		FI: "Sinut on kutsuttu ottamaan käyttöön Vahti-tili.",
		SV: "Du är inbjuden att skapa ett Vahti-konto.",
	},
	"Accept the invitation": {FI: "Hyväksy kutsu", SV: "Godkänn inbjudan"},
	"You are signed in as {}, and the invitation is for another e-mail address. Sign out, and open the link of the invitation again.": {
		FI: "Olet kirjautuneena: {}. Kutsu on toiselle sähköpostiosoitteelle. Kirjaudu ulos ja avaa kutsun linkki uudelleen.",
		SV: "Du är inloggad som {}, och inbjudan gäller en annan e-postadress. Logga ut och öppna länken i inbjudan igen.",
	},
	"It is for {}.":                   {FI: "Se on osoitteelle {}.", SV: "Den gäller {}."},
	"If you have an account of Vahti": {FI: "Jos sinulla on Vahti-tili", SV: "Om du har ett Vahti-konto"},
	"Sign in and accept":              {FI: "Kirjaudu sisään ja hyväksy", SV: "Logga in och godkänn"},
	"If you have none yet":            {FI: "Jos sinulla ei vielä ole", SV: "Om du ännu inte har något"},
	"Set up an account":               {FI: "Ota tili käyttöön", SV: "Skapa ett konto"},
	"This invitation does not hold":   {FI: "Tämä kutsu ei ole voimassa", SV: "Den här inbjudan gäller inte"},
	"It was used, has run out, was taken back, or was replaced by a newer one. Ask whoever invited you for a new one. If you have accepted it already, sign in.": {
		FI: "Se on käytetty, vanhentunut, peruttu tai korvattu uudemmalla. Pyydä uutta kutsujaltasi. Jos olet jo hyväksynyt sen, kirjaudu sisään.",
		SV: "Den är använd, har gått ut, har återkallats eller ersatts av en nyare. Be den som bjöd in dig om en ny. Om du redan har godkänt den, logga in.",
	},
	"You have an account already": {FI: "Sinulla on jo tili", SV: "Du har redan ett konto"},
	"Sign in to it, and you can accept the invitation.": {
		FI: "Kirjaudu siihen, niin voit hyväksyä kutsun.",
		SV: "Logga in på det, så kan du godkänna inbjudan.",
	},
	"Set up your account": {FI: "Ota tilisi käyttöön", SV: "Skapa ditt konto"},
	"The account is for {}. Choose how you want to sign in; you can add other ways later.": {
		FI: "Tili on osoitteelle {}. Valitse, miten haluat kirjautua; voit lisätä muita tapoja myöhemmin.",
		SV: "Kontot är för {}. Välj hur du vill logga in; du kan lägga till andra sätt senare.",
	},
	"Make them now as the last step. With them you come in when your app or device is lost.": {
		FI: "Luo ne nyt viimeisenä vaiheena. Niillä pääset sisään, kun sovelluksesi tai laitteesi on kadonnut.",
		SV: "Skapa dem nu som sista steg. Med dem kommer du in när appen eller enheten är borta.",
	},
	"Your account can be used now.": {FI: "Tilisi on nyt käytettävissä.", SV: "Ditt konto kan användas nu."},
	"Finish and go on":              {FI: "Viimeistele ja jatka", SV: "Slutför och fortsätt"},
	"You sign in with your Microsoft account, and with what your organisation demands there. If that account is attacked, so is your access to Vahti.": {
		FI: "Kirjaudut Microsoft-tililläsi ja sillä, mitä organisaatiosi siellä vaatii. Jos siihen tiliin hyökätään, hyökätään myös pääsyysi Vahtiin.",
		SV: "Du loggar in med ditt Microsoft-konto och med det som er organisation kräver där. Om det kontot angrips, angrips också din åtkomst till Vahti.",
	},
	"Use a Microsoft account": {FI: "Käytä Microsoft-tiliä", SV: "Använd ett Microsoft-konto"},
	"Your device asks for your finger, your face or its code. It does not depend on Microsoft.": {
		FI: "Laitteesi pyytää sormenjälkeäsi, kasvojasi tai suojakoodiaan. Tapa ei riipu Microsoftista.",
		SV: "Enheten ber om ditt finger, ditt ansikte eller sin kod. Det beror inte på Microsoft.",
	},
	"With a password and a second means":                     {FI: "Salasanalla ja toisella tunnistustavalla", SV: "Med ett lösenord och ett andra sätt"},
	"The second means is an authenticator app or a passkey.": {FI: "Toinen tapa on todennussovellus tai pääsyavain.", SV: "Det andra sättet är en autentiseringsapp eller en lösennyckel."},
	"The password is set. Now add what you confirm it with.": {FI: "Salasana on asetettu. Lisää nyt se, millä vahvistat sen.", SV: "Lösenordet är valt. Lägg nu till det som du bekräftar det med."},
	"It is added.": {FI: "Se on lisätty.", SV: "Det är tillagt."},
	"owner: answers for the agreement and for who belongs to the organisation": {
		FI: "omistaja: vastaa sopimuksesta ja siitä, ketkä kuuluvat organisaatioon",
		SV: "ägare: ansvarar för avtalet och för vem som hör till organisationen",
	},
	"administrator: runs the service for the organisation": {
		FI: "ylläpitäjä: hoitaa palvelua organisaation puolesta",
		SV: "administratör: sköter tjänsten för organisationen",
	},
	"analyst: works on findings":      {FI: "analyytikko: käsittelee löydöksiä", SV: "analytiker: arbetar med fynd"},
	"auditor: reads and exports only": {FI: "tarkastaja: vain lukee ja vie tietoja", SV: "granskare: läser och exporterar bara"},
})
