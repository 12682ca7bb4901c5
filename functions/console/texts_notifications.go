package console

import "vahti.ai/vahti/shared/check/text"

// notificationTexts are what the page of notifications says.
var notificationTexts = text.New(text.Texts{
	"Notifications":      {FI: "Ilmoitukset", SV: "Aviseringar"},
	"Your mail":          {FI: "Sinun postisi", SV: "Din post"},
	"Save what you want": {FI: "Tallenna valintasi", SV: "Spara dina val"},
	"What you get by mail. Letters that the agreement requires, and those about the security of your own account, you always get.": {
		FI: "Mitä saat sähköpostilla. Sopimuksen edellyttämät ja oman tilisi turvallisuutta koskevat viestit saat aina.",
		SV: "Vad du får per e-post. Meddelanden som avtalet kräver och sådana som gäller ditt eget kontos säkerhet får du alltid.",
	},
	"You act here for a partner organisation. You get what you choose here about this tenant, and nothing before you choose.": {
		FI: "Toimit täällä kumppaniorganisaation nimissä. Saat tästä vuokraajasta ne viestit, jotka valitset tässä, etkä mitään ennen valintaa.",
		SV: "Du agerar här för en partnerorganisation. Du får det som du väljer här om den här klientorganisationen, och ingenting innan du har valt.",
	},
	"Letters about":                                      {FI: "Viestit aiheista", SV: "Meddelanden om"},
	"serious findings, at once":                          {FI: "vakavat löydökset, heti", SV: "allvarliga fynd, genast"},
	"summaries of what has changed":                      {FI: "koosteet muutoksista", SV: "sammanfattningar av ändringar"},
	"that Vahti cannot read your Microsoft 365 any more": {FI: "Vahti ei enää pysty lukemaan Microsoft 365:tä", SV: "att Vahti inte längre kan läsa er Microsoft 365"},
	"that mail to somebody comes back":                   {FI: "jollekulle lähetetty posti palautuu", SV: "att post till någon kommer tillbaka"},
	"that the webhook is switched off":                   {FI: "webhook on kytketty pois", SV: "att webhooken är avstängd"},
	"Your summary comes":                                 {FI: "Koosteesi tulee", SV: "Din sammanfattning kommer"},
	"as the tenant has it":                               {FI: "kuten vuokraajalla", SV: "som klientorganisationen har valt"},
	"daily":                                              {FI: "päivittäin", SV: "dagligen"},
	"weekly":                                             {FI: "viikoittain", SV: "varje vecka"},
	"never":                                              {FI: "ei koskaan", SV: "aldrig"},
	"nothing":                                            {FI: "ei mitään", SV: "ingenting"},

	"For the whole tenant": {FI: "Koko vuokraajalle", SV: "För hela klientorganisationen"},
	"What is told at once is told as soon as a scan has seen it, in one message per scan. Everything else waits for the summary.": {
		FI: "Heti kerrottava kerrotaan, kun skannaus on sen nähnyt, yhdellä viestillä skannausta kohden. Kaikki muu odottaa koostetta.",
		SV: "Det som meddelas genast meddelas så snart en genomsökning har sett det, i ett meddelande per genomsökning. Allt annat väntar på sammanfattningen.",
	},
	"Told at once":             {FI: "Heti kerrotaan", SV: "Meddelas genast"},
	"critical alone":           {FI: "vain kriittiset", SV: "endast kritiska"},
	"high and worse":           {FI: "korkeat ja vakavammat", SV: "höga och värre"},
	"medium and worse":         {FI: "keskitasoiset ja vakavammat", SV: "medelhöga och värre"},
	"low and worse":            {FI: "matalat ja vakavammat", SV: "låga och värre"},
	"The summary comes":        {FI: "Kooste tulee", SV: "Sammanfattningen kommer"},
	"At":                       {FI: "Kello", SV: "Klockan"},
	"The weekly one on":        {FI: "Viikoittainen tulee", SV: "Den veckovisa kommer på"},
	"Time zone":                {FI: "Aikavyöhyke", SV: "Tidszon"},
	"such as Europe/Helsinki":  {FI: "esimerkiksi Europe/Helsinki", SV: "till exempel Europe/Helsinki"},
	"Quiet hours from":         {FI: "Hiljainen aika alkaa", SV: "Tyst tid från"},
	"until":                    {FI: "päättyy", SV: "till"},
	"as 22:00; empty for none": {FI: "esimerkiksi 22:00; tyhjä, jos ei ole", SV: "till exempel 22:00; tomt om ingen"},
	"In quiet hours mail waits. Critical findings are told all the same, unless you hold them back too.": {
		FI: "Hiljaisena aikana posti odottaa. Kriittiset löydökset kerrotaan silti, ellet pidätä niitäkin.",
		SV: "Under tyst tid väntar posten. Kritiska fynd meddelas ändå, om ni inte håller tillbaka dem också.",
	},
	"Hold critical findings back too":            {FI: "Pidätä myös kriittiset löydökset", SV: "Håll tillbaka även kritiska fynd"},
	"Webhook address":                            {FI: "Webhookin osoite", SV: "Webhookens adress"},
	"https:// and a public host; empty for none": {FI: "https:// ja julkinen palvelin; tyhjä, jos ei ole", SV: "https:// och en publik värd; tomt om ingen"},
	"Save for the tenant":                        {FI: "Tallenna vuokraajalle", SV: "Spara för klientorganisationen"},
	"Monday":                                     {FI: "maanantaina", SV: "måndag"}, "Tuesday": {FI: "tiistaina", SV: "tisdag"}, "Wednesday": {FI: "keskiviikkona", SV: "onsdag"}, "Thursday": {FI: "torstaina", SV: "torsdag"},
	"Friday": {FI: "perjantaina", SV: "fredag"}, "Saturday": {FI: "lauantaina", SV: "lördag"}, "Sunday": {FI: "sunnuntaina", SV: "söndag"},

	"Your webhook": {FI: "Webhookinne", SV: "Er webhook"},
	"Vahti posts what each scan changed to the address above, signed. Names of people and things are not in it.": {
		FI: "Vahti lähettää kunkin skannauksen muutokset yllä olevaan osoitteeseen allekirjoitettuina. Ihmisten ja kohteiden nimiä ei lähetetä.",
		SV: "Vahti skickar vad varje genomsökning ändrade till adressen ovan, signerat. Namn på personer och objekt ingår inte.",
	},
	"The header Vahti-Signature holds t, the time in seconds, and v1, the HMAC-SHA256 of that time, a full stop and the body, with the secret as its key. Refuse what is not signed or is older than five minutes. The header Vahti-Delivery names the message: it is the same when the message comes again.": {
		FI: "Otsakkeessa Vahti-Signature on t, aika sekunteina, ja v1, tuon ajan, pisteen ja rungon HMAC-SHA256, jonka avain on salaisuus. Hylkää allekirjoittamaton ja yli viisi minuuttia vanha. Otsake Vahti-Delivery nimeää viestin: se on sama, kun viesti tulee uudelleen.",
		SV: "Huvudet Vahti-Signature innehåller t, tiden i sekunder, och v1, HMAC-SHA256 av den tiden, en punkt och meddelandekroppen, med hemligheten som nyckel. Avvisa det som inte är signerat eller är äldre än fem minuter. Huvudet Vahti-Delivery namnger meddelandet: det är detsamma när meddelandet kommer igen.",
	},
	"The secret is made. It is shown this once: copy it now.": {
		FI: "Salaisuus on tehty. Se näytetään vain tämän kerran: kopioi se nyt.",
		SV: "Hemligheten är skapad. Den visas bara den här gången: kopiera den nu.",
	},
	"This form was sent before, and the secret was shown then. If it is lost, make another.": {
		FI: "Tämä lomake on jo lähetetty, ja salaisuus näytettiin silloin. Jos se on kadonnut, tee uusi.",
		SV: "Det här formuläret har redan skickats, och hemligheten visades då. Om den är borta, skapa en ny.",
	},
	"There is no secret yet: nothing is sent.":                     {FI: "Salaisuutta ei vielä ole: mitään ei lähetetä.", SV: "Det finns ingen hemlighet ännu: ingenting skickas."},
	"The secret was made {}. A new one signs beside it for a day.": {FI: "Salaisuus on tehty {}. Uusi allekirjoittaa sen rinnalla vuorokauden.", SV: "Hemligheten skapades {}. En ny signerar bredvid den i ett dygn."},
	"Make a new secret": {FI: "Tee uusi salaisuus", SV: "Skapa en ny hemlighet"},
	"Send a test":       {FI: "Lähetä kokeeksi", SV: "Skicka ett test"},
	"Vahti stopped calling the webhook {}: it had taken nothing for a day.": {
		FI: "Vahti lakkasi kutsumasta webhookia {}: se ei ollut vastaanottanut mitään vuorokauteen.",
		SV: "Vahti slutade anropa webhooken {}: den hade inte tagit emot något på ett dygn.",
	},
	"It has taken nothing since {}.": {FI: "Se ei ole vastaanottanut mitään {} jälkeen.", SV: "Den har inte tagit emot något sedan {}."},
	"Switch it on again":             {FI: "Kytke uudelleen päälle", SV: "Slå på den igen"},
	"Latest messages":                {FI: "Viimeisimmät viestit", SV: "Senaste meddelanden"},
	"A test":                         {FI: "Koe", SV: "Ett test"},
	"Changes of a scan":              {FI: "Skannauksen muutokset", SV: "En genomsöknings ändringar"},
	"Received":                       {FI: "Vastaanotettu", SV: "Mottaget"},
	"Not received":                   {FI: "Ei vastaanotettu", SV: "Inte mottaget"},
	"Tries: {}.":                     {FI: "Yrityksiä: {}.", SV: "Försök: {}."},
	"Last failure: {}.":              {FI: "Viimeisin virhe: {}.", SV: "Senaste felet: {}."},
	"Send again":                     {FI: "Lähetä uudelleen", SV: "Skicka igen"},
	"Nothing was sent yet.":          {FI: "Mitään ei ole vielä lähetetty.", SV: "Ingenting har skickats ännu."},

	"Check the time zone and the quiet hours: a zone such as Europe/Helsinki, times such as 22:00.": {
		FI: "Tarkista aikavyöhyke ja hiljainen aika: vyöhyke kuten Europe/Helsinki, ajat kuten 22:00.",
		SV: "Kontrollera tidszonen och den tysta tiden: en zon som Europe/Helsinki, tider som 22:00.",
	},
	"A webhook’s address begins with https:// and names a public host.": {
		FI: "Webhookin osoite alkaa https:// ja siinä on julkinen palvelin.",
		SV: "En webhooks adress börjar med https:// och har en publik värd.",
	},
	"Make a secret for the webhook first.": {FI: "Tee ensin webhookille salaisuus.", SV: "Skapa först en hemlighet för webhooken."},
	"There is no such message any more.":   {FI: "Tällaista viestiä ei enää ole.", SV: "Det finns inget sådant meddelande längre."},
	"Choose among what is on the page.":    {FI: "Valitse sivulla olevista.", SV: "Välj bland det som finns på sidan."},
})
