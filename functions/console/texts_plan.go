package console

import "vahti.ai/vahti/shared/check/text"

// planTexts are what the page of the plan says.
var planTexts = text.New(text.Texts{
	"Plan":         {FI: "Tilaus", SV: "Abonnemang"},
	"Starter":      {FI: "Aloitus", SV: "Start"},
	"Standard":     {FI: "Perus", SV: "Bas"},
	"Premium":      {FI: "Laaja", SV: "Stor"},
	"another plan": {FI: "muu tilaus", SV: "ett annat abonnemang"},
	"There is no subscription: everything is as was agreed with Vahti.": {
		FI: "Tilausta ei ole: kaikki on niin kuin Vahdin kanssa on sovittu.",
		SV: "Det finns inget abonnemang: allt är som det har avtalats med Vahti.",
	},
	"The trial is free until {}.": {FI: "Kokeilu on maksuton {} asti.", SV: "Provperioden är gratis till {}."},
	"Paid until {}.":              {FI: "Maksettu {} asti.", SV: "Betalt till {}."},
	"A payment did not go through. Everything goes on until {}; then scans pause, and nothing is deleted.": {
		FI: "Maksu ei onnistunut. Kaikki jatkuu {} asti; sitten skannaukset keskeytetään, eikä mitään poisteta.",
		SV: "En betalning gick inte igenom. Allt fortsätter till {}; sedan pausas genomsökningarna, och ingenting raderas.",
	},
	"Scans are paused because a payment is missing since {}. Nothing is deleted, and they go on as soon as it is paid.": {
		FI: "Skannaukset on keskeytetty, koska maksu on puuttunut {} lähtien. Mitään ei poisteta, ja ne jatkuvat heti, kun maksu on tehty.",
		SV: "Genomsökningarna är pausade eftersom en betalning har saknats sedan {}. Ingenting raderas, och de fortsätter så snart den är gjord.",
	},
	"The subscription ended {}. Whoever subscribes again before everything is erased goes on where it stopped.": {
		FI: "Tilaus päättyi {}. Jos tilaat uudelleen ennen kuin kaikki poistetaan, kaikki jatkuu siitä, mihin se jäi.",
		SV: "Abonnemanget upphörde {}. Den som abonnerar igen innan allt raderas fortsätter där det slutade.",
	},
	"Your payment is being confirmed. This page loads itself again.": {
		FI: "Maksuasi vahvistetaan. Sivu latautuu itsestään uudelleen.",
		SV: "Din betalning bekräftas. Sidan laddas om av sig själv.",
	},
	"Stripe has not confirmed the payment yet. Please do not pay again. Look here once more in a few minutes; if nothing has come in an hour, check your e-mail for Stripe’s receipt and contact Vahti.": {
		FI: "Stripe ei ole vielä vahvistanut maksua. Älä maksa uudelleen. Katso tänne uudelleen muutaman minuutin kuluttua; jos mitään ei ole tullut tunnin sisällä, tarkista sähköpostistasi Stripen kuitti ja ota yhteyttä Vahtiin.",
		SV: "Stripe har inte bekräftat betalningen ännu. Betala inte igen. Titta här igen om några minuter; om inget har kommit inom en timme, kontrollera Stripes kvitto i din e-post och kontakta Vahti.",
	},
	"Look again":                   {FI: "Katso uudelleen", SV: "Titta igen"},
	"It is cancelled and ends {}.": {FI: "Se on peruttu ja päättyy {}.", SV: "Det är uppsagt och upphör {}."},
	"A bank disputes a payment. Everything goes on meanwhile.": {
		FI: "Pankki on riitauttanut maksun. Kaikki jatkuu sillä välin.",
		SV: "En bank bestrider en betalning. Allt fortsätter under tiden.",
	},
	"{} for {} people":             {FI: "{}, {} henkilöä", SV: "{} för {} personer"},
	"Subscribe":                    {FI: "Tilaa", SV: "Abonnera"},
	"a full scan every {} at most": {FI: "täysi skannaus enintään {} välein", SV: "fullständig genomsökning som tätast med {} mellanrum"},
	"{} for a person and month":    {FI: "{} henkilöltä kuukaudessa", SV: "{} per person och månad"},
	"{} for a person and year":     {FI: "{} henkilöltä vuodessa", SV: "{} per person och år"},
	"For how many people":          {FI: "Kuinka monelle henkilölle", SV: "För hur många personer"},
	"{} of {} watched people":      {FI: "{}/{} valvottua henkilöä", SV: "{} av {} övervakade personer"},
	"Vahti watches {} people here: those who can sign in, without guests.": {
		FI: "Vahti valvoo täällä {} henkilöä: niitä, jotka voivat kirjautua, ilman vieraita.",
		SV: "Vahti övervakar {} personer här: de som kan logga in, utan gäster.",
	},
	"Vahti watches more people than the plan is for. Everybody is still watched and every finding is shown. Please raise the number of people under “Change or cancel”.": {
		FI: "Vahti valvoo useampia kuin tilauksessa on. Kaikkia valvotaan silti ja jokainen löydös näytetään. Nostathan tilauksen henkilömäärää kohdassa ”Muuta tai peru”.",
		SV: "Vahti övervakar fler personer än abonnemanget gäller. Alla övervakas ändå och varje fynd visas. Höj gärna antalet personer under ”Ändra eller säg upp”.",
	},
	"E-mail address for bills":    {FI: "Sähköpostiosoite laskuja varten", SV: "E-postadress för räkningar"},
	"The first {} days are free.": {FI: "Ensimmäiset {} päivää ovat maksuttomia.", SV: "De första {} dagarna är gratis."},
	"Go on to Stripe":             {FI: "Jatka Stripeen", SV: "Fortsätt till Stripe"},
	"Change or cancel":            {FI: "Muuta tai peru", SV: "Ändra eller säg upp"},
	"Bills, cards and the subscription itself are kept by Stripe.": {FI: "Laskut, kortit ja tilaus itse ovat Stripen hallussa.", SV: "Räkningar, kort och själva abonnemanget finns hos Stripe."},
	"Payments are made at Stripe. It learns the address for bills, the language and for how many people you pay, and nothing of your Microsoft 365.": {
		FI: "Maksut tehdään Stripessä. Se saa tietää laskutusosoitteen, kielen ja kuinka monesta henkilöstä maksatte, eikä mitään Microsoft 365:stänne.",
		SV: "Betalningarna görs hos Stripe. Stripe får veta adressen för räkningar, språket och hur många personer ni betalar för, och ingenting om er Microsoft 365.",
	},
	"Stripe cannot be reached just now. Load the page again in a moment.": {
		FI: "Stripeen ei juuri nyt saada yhteyttä. Lataa sivu hetken kuluttua uudelleen.",
		SV: "Stripe kan inte nås just nu. Ladda sidan igen om en stund.",
	},

	"did not get a payment":                     {FI: "ei saanut maksua", SV: "fick inte en betalning"},
	"got a payment that was missing":            {FI: "sai puuttuneen maksun", SV: "fick en betalning som saknades"},
	"heard from a bank that disputes a payment": {FI: "kuuli pankilta, joka riitauttaa maksun", SV: "fick höra av en bank som bestrider en betalning"},

	"There is a subscription. Change that one instead.": {FI: "Tilaus on jo olemassa. Muuta sitä sen sijaan.", SV: "Det finns redan ett abonnemang. Ändra det i stället."},
	"There is no subscription yet.":                     {FI: "Tilausta ei vielä ole.", SV: "Det finns inget abonnemang ännu."},
	"Choose one of the plans.":                          {FI: "Valitse jokin tilauksista.", SV: "Välj ett av abonnemangen."},
	"Choose for how many people, from 1 to 1000000.":    {FI: "Valitse, kuinka monelle henkilölle, 1–1000000.", SV: "Välj för hur många personer, 1–1000000."},
})
