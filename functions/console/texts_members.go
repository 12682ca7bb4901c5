package console

import "vahti.ai/vahti/shared/check/text"

// memberTexts are what the pages about members and their yearly review say.
var memberTexts = text.New(text.Texts{
	"Members": {FI: "Jäsenet", SV: "Medlemmar"},
	"Who sees this tenant in Vahti, and what they may do. An owner answers for the agreement and the members, an administrator runs the service, an analyst works on findings, an auditor reads only.": {
		FI: "Ketkä näkevät tämän vuokraajan Vahdissa ja mitä he saavat tehdä. Omistaja vastaa sopimuksesta ja jäsenistä, ylläpitäjä hoitaa palvelua, analyytikko käsittelee löydöksiä ja tarkastaja vain lukee.",
		SV: "Vilka som ser den här klientorganisationen i Vahti och vad de får göra. En ägare ansvarar för avtalet och medlemmarna, en administratör sköter tjänsten, en analytiker arbetar med fynd och en granskare bara läser.",
	},
	"Members now":           {FI: "Nykyiset jäsenet", SV: "Nuvarande medlemmar"},
	"Suspended":             {FI: "Keskeytetyt", SV: "Avstängda"},
	"Removed":               {FI: "Poistetut", SV: "Borttagna"},
	"There is nobody here.": {FI: "Täällä ei ole ketään.", SV: "Här finns ingen."},
	"Partner organisation":  {FI: "Kumppaniorganisaatio", SV: "Partnerorganisation"},
	"Since {}; access last confirmed {}.": {
		FI: "Alkaen {}; käyttöoikeus vahvistettu viimeksi {}.",
		SV: "Sedan {}; åtkomsten bekräftades senast {}.",
	},
	"Invited by {}.":            {FI: "Kutsuja: {}.", SV: "Inbjuden av {}."},
	"Role of {}":                {FI: "Rooli: {}", SV: "Roll för {}"},
	"Change the role":           {FI: "Vaihda rooli", SV: "Byt roll"},
	"Suspend":                   {FI: "Keskeytä", SV: "Stäng av"},
	"Restore":                   {FI: "Palauta", SV: "Återställ"},
	"Remove":                    {FI: "Poista", SV: "Ta bort"},
	"Leave this tenant":         {FI: "Poistu tästä vuokraajasta", SV: "Lämna klientorganisationen"},
	"More members":              {FI: "Lisää jäseniä", SV: "Fler medlemmar"},
	"Open invitations":          {FI: "Avoimet kutsut", SV: "Öppna inbjudningar"},
	"Nobody accepted it by {}.": {FI: "Kukaan ei hyväksynyt sitä ennen kuin {}.", SV: "Ingen accepterade den före {}."},
	"It can be accepted until {}.": {
		FI: "Sen voi hyväksyä, kunnes on {}.",
		SV: "Den kan accepteras till och med {}.",
	},
	"Take the invitation back":             {FI: "Peru kutsu", SV: "Återkalla inbjudan"},
	"There are more than are listed here.": {FI: "Niitä on enemmän kuin tässä luetellaan.", SV: "Det finns fler än de som listas här."},
	"No invitation is open.":               {FI: "Yhtään kutsua ei ole avoinna.", SV: "Ingen inbjudan är öppen."},
	"Invite somebody":                      {FI: "Kutsu joku", SV: "Bjud in någon"},
	"Vahti sends the person a letter with a link, which works once and for seven days. The link is shown to nobody else.": {
		FI: "Vahti lähettää henkilölle viestin, jossa on linkki. Se toimii kerran ja seitsemän päivän ajan. Linkkiä ei näytetä kenellekään muulle.",
		SV: "Vahti skickar personen ett meddelande med en länk som fungerar en gång och i sju dagar. Länken visas inte för någon annan.",
	},
	"E-mail address":                     {FI: "Sähköpostiosoite", SV: "E-postadress"},
	"Role":                               {FI: "Rooli", SV: "Roll"},
	"Language of the letter":             {FI: "Viestin kieli", SV: "Meddelandets språk"},
	"Invite":                             {FI: "Kutsu", SV: "Bjud in"},
	"Give a partner organisation a role": {FI: "Anna rooli kumppaniorganisaatiolle", SV: "Ge en partnerorganisation en roll"},
	"Its own people then act in this tenant, with no more than the role you give. The organisation tells what Vahti calls it.": {
		FI: "Sen omat ihmiset toimivat silloin tässä vuokraajassa enintään antamassasi roolissa. Organisaatio kertoo, millä nimellä Vahti sitä kutsuu.",
		SV: "Dess egna personer agerar då i klientorganisationen med högst den roll du ger. Organisationen berättar vad Vahti kallar den.",
	},
	"Vahti’s name for the organisation": {FI: "Vahdin nimi organisaatiolle", SV: "Vahtis namn på organisationen"},
	"Give the role":                     {FI: "Anna rooli", SV: "Ge rollen"},
})

// reasonTexts say why a wish was refused.
var reasonTexts = text.New(text.Texts{
	"The same form is being worked on. Load the page again in a moment.": {
		FI: "Samaa lomaketta käsitellään parhaillaan. Lataa sivu hetken kuluttua uudelleen.",
		SV: "Samma formulär behandlas just nu. Läs in sidan igen om en stund.",
	},
	"This form was sent before with other contents. Load the page again and fill in a new one.": {
		FI: "Tämä lomake on jo lähetetty toisensisältöisenä. Lataa sivu uudelleen ja täytä uusi lomake.",
		SV: "Det här formuläret har redan skickats med annat innehåll. Läs in sidan igen och fyll i ett nytt.",
	},
	"Your role does not allow that.": {FI: "Roolisi ei salli sitä.", SV: "Din roll tillåter inte det."},
	"Give an e-mail address of at most 254 characters.": {
		FI: "Anna sähköpostiosoite, jossa on enintään 254 merkkiä.",
		SV: "Ange en e-postadress med högst 254 tecken.",
	},
	"Choose a language.": {FI: "Valitse kieli.", SV: "Välj ett språk."},
	"Choose a role.":     {FI: "Valitse rooli.", SV: "Välj en roll."},
	"A partner organisation can be administrator, analyst or auditor.": {
		FI: "Kumppaniorganisaatio voi olla ylläpitäjä, analyytikko tai tarkastaja.",
		SV: "En partnerorganisation kan vara administratör, analytiker eller granskare.",
	},
	"There is no such partner organisation. Its manager can tell what Vahti calls it.": {
		FI: "Tällaista kumppaniorganisaatiota ei ole. Sen johtaja voi kertoa, millä nimellä Vahti sitä kutsuu.",
		SV: "Det finns ingen sådan partnerorganisation. Dess ansvariga kan berätta vad Vahti kallar den.",
	},
	"The organisation is a member already. Change its role or restore it among the members.": {
		FI: "Organisaatio on jo jäsen. Vaihda sen roolia tai palauta se jäsenten luettelossa.",
		SV: "Organisationen är redan medlem. Ändra dess roll eller återställ den i listan över medlemmar.",
	},
	"This person is a member already.":           {FI: "Tämä henkilö on jo jäsen.", SV: "Personen är redan medlem."},
	"There is no such member any more.":          {FI: "Tällaista jäsentä ei enää ole.", SV: "Medlemmen finns inte längre."},
	"There is no such open invitation any more.": {FI: "Tällaista avointa kutsua ei enää ole.", SV: "Det finns ingen sådan öppen inbjudan längre."},
	"A tenant keeps at least one owner. Make somebody else an owner first.": {
		FI: "Vuokraajalla on aina vähintään yksi omistaja. Tee ensin jostakusta toisesta omistaja.",
		SV: "En klientorganisation har alltid minst en ägare. Gör först någon annan till ägare.",
	},
	"Nobody can give themselves a higher role.": {FI: "Kukaan ei voi antaa itselleen korkeampaa roolia.", SV: "Ingen kan ge sig själv en högre roll."},
	"Nobody can suspend or restore themselves.": {FI: "Kukaan ei voi keskeyttää tai palauttaa itseään.", SV: "Ingen kan stänga av eller återställa sig själv."},
	"The form could not be used as it was sent. Load the page again and fill in a new one.": {
		FI: "Lomaketta ei voitu käyttää sellaisena kuin se lähetettiin. Lataa sivu uudelleen ja täytä uusi lomake.",
		SV: "Formuläret kunde inte användas som det skickades. Läs in sidan igen och fyll i ett nytt.",
	},
})
