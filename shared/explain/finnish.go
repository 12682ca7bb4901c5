package explain

// Pieces of the Finnish patterns: stems with any ending where one follows.
const (
	fiThing  = `(?:havain(?:to|non|not|toj\pL*|noi\pL*|toa)|ongelm\pL*|puut(?:e|tee\pL*|tei\pL*)|haavoittuvuu\pL*|riski|riskit|riskin|riskiä|virhe|virhee\pL*|virhei\pL*|vika|vian|viat|asia|asiat|asian|poikkeam\pL*|hälyty\pL*|varoitu\pL*|aukko|aukot|aukon|heikkou\pL*|heikkous)`
	fiAny    = `(?:` + fiThing + `|tämä|tämän|tätä|tästä|tälle|se|sen|sitä|siitä|suositu\pL*|ilmoitu\pL*|tulo(?:s|kse\pL*))`
	fiIs     = `(?:on|ovat|oli|olivat|ollaan|olemme|olen|olette|tuli|tulivat|saatiin|saatu)`
	fiMended = `(?:korja(?:ttu|tut|ttuna|ttuina|tuiksi|tuksi|ttua|ttuja|nnut|nneet|antun\pL+|utun\pL+)|ratka(?:istu|istut|istuna|istuksi|istua|issut|isseet)|ratken(?:nut|neet)|hoid(?:ettu|etut|ettuna|ettua|etuksi)|hoita(?:nut|neet)|paika(?:ttu|tut|nnut|nneet)|eliminoi(?:tu|dut)|oikais(?:tu|tut|sut|seet)|kuntoon)`
	fiWeak   = `(?:suljettu|suljetut|sulkeutunut|poistettu|poistetut|poistunut|poistuneet|hoidossa|kunnossa|käsitelty|kuitattu|hyväksytty|ohi|poissa|historiaa|torjuttu|torjuttua|hallinnassa)`
	fiUntil  = ` (?:kun|kunnes|jos|ennen kuin|jahka|heti|vasta|jälkeen|sitten kun|jotta|ettei|mikäli|varmista|varmistu|varmistakaa|tarkista|tarkistakaa|katso|niin kauan|siihen asti|onko|ovatko) `
	fiMust   = ` (?:oltava|olla|pitää|täytyy|tulee|pitäisi|täytyisi|tulisi|olisi|ei|eivät|eikä|eivätkä) `
	fiNot    = ` (?:ei|eivät|eikä|eivätkä|älä|älkää|ettei|en) `
	fiOthers = ` (?:hyökkääj\pL*|tunkeutuj\pL*|käyttäj\pL*|huijar\pL*|sovellu\pL*|joku|kuka|viera\pL*|henkilöst\pL*|työntekij\pL*|joka|sillä|protokoll\pL*) `
	fiCheck  = ` (?:varmista|varmistu|varmistakaa|tarkista|tarkistakaa|katso) (?:W ){0,2}?että `
	fiParts  = ` (?:vaihe|vaiheen|vaiheet|kohta|kohdan|kohdat) `
)

var finnishClaims = []claim{
	// The problem is gone.
	{says: pattern(` `, fiIs, ` (?:W ){0,3}?`, fiMended, ` `), unless: pattern(fiUntil, `|`, fiMust), within: pattern(fiCheck)},
	{says: pattern(` `, fiIs, ` (?:W ){0,2}?(?:jo|nyt) (?:W ){0,2}?`, fiMended, ` `), unless: pattern(` (?:kun|kunnes|ei|eivät) `)},
	{says: pattern(` (?:jo|nyt) `, fiMended, ` `), unless: pattern(fiUntil, `|`, fiMust)},
	{says: pattern(` (?:korjattiin|ratkaistiin|hoidettiin|paikattiin|korjaantui|korjaantuivat|korjautui|korjautuivat|ratkesi|ratkesivat|hoitui|hoituivat) `), unless: pattern(fiUntil)},
	{says: pattern(` `, fiThing, ` (?:W ){0,2}?(?:on|ovat|oli|olivat) (?:W ){0,2}?`, fiWeak, ` `), unless: pattern(fiUntil, `|`, fiMust, `| joka | jota | jonka `)},
	{says: pattern(` (?:se|tämä|kaikki|asetus|asetukset|tilanne|ympäristö\pL*) (?:on|ovat) (?:W ){0,2}?(?:hoidossa|kunnossa|ohi|historiaa|turvassa|turvallinen|suojattu|hallinnassa|ok|hyvin) `), unless: pattern(fiUntil, `|`, fiMust), within: pattern(` (?:kun|jos|jälkeen|kunnes) `)},
	{says: pattern(` (?:ongelma|havainto|asia|puute|virhe|vika|riski|haavoittuvuus) (?:nyt |jo )?(?:korjattu|ratkaistu|hoidettu|suljettu|poistettu|kunnossa) `), unless: pattern(fiUntil, `|`, fiMust)},
	{says: pattern(` `, fiAny, ` (?:W ){0,2}?ei (?:W )?enää (?:W )?`), unless: pattern(` (?:salasan\pL*|sovellu\pL*|tunnu\pL*|laite|laitte\pL*|käyttäj\pL*) `), within: pattern(fiUntil)},
	{says: pattern(` (?:hoidimme|korjasimme|ratkaisimme|suljimme|korjasin|ratkaisin) | (?:menneisyyttä|mennyttä aikaa) | (?:vaatimus|vaatimukset) (?:täyttyy|täyttyvät) (?:nyt|jo|taas) | (?:tarkistus|testi) (?:menee|meni) (?:W )?läpi | ei ole mitään (?:vikaa|vialla|ongelmaa) `), unless: pattern(fiUntil)},
	{says: pattern(`^ (?:(?:nyt|jo) )?(?:korjattu|ratkaistu|hoidettu|suljettu|kunnossa|valmis) $`)},
	{says: pattern(` (?:tässä|siinä|täällä|ympäristössä) ei (?:W )?ole (?:W )?(?:ongelma\pL*|vika\pL*|riski\pL*|puutte\pL*) `), within: pattern(fiUntil)},
	{says: pattern(` `, fiThing, ` (?:W ){0,2}?(?:on|poistettiin|tukittiin|suljettiin) (?:W ){0,2}?(?:tukittu|umpeen|loppuun|selvä|selvitetty|viime|eilen) `), unless: pattern(fiUntil, `|`, fiMust)},
	{says: pattern(` `, fiThing, ` poistettiin | (?:olet|olette|olemme|ylläpitäjä on|microsoft on|vahti on) (?:W ){0,2}?(?:sulkenut|sulkeneet|poistanut|poistaneet|tukkinut|korjannut|hoitanut) `), unless: pattern(fiUntil)},
	{says: pattern(` (?:täyttää|täyttävät|noudattaa|vastaa) (?:nyt|jo|taas) `), unless: pattern(fiUntil)},
	{says: pattern(` tila(?:na)? (?:on )?(?:nyt |jo )?(?:ratkaistu|suljettu|korjattu|hyväksytty|ohitettu|kunnossa) `), unless: pattern(fiUntil)},

	// It may be left.
	{says: pattern(` `, fiAny, ` (?:W ){0,3}?(?:voit|voi|voidaan|voitte|saa|saat|kannattaa) (?:W ){0,3}?(?:ohittaa|sivuuttaa|unohtaa|sulkea|kuitata|hyväksyä) `), unless: pattern(fiNot, `|`, fiOthers, `|`, fiParts)},
	{says: pattern(` (?:voit|voi|voidaan|voitte|saa|saat|kannattaa) (?:W ){0,3}?(?:ohittaa|sivuuttaa|unohtaa|sulkea|kuitata|hyväksyä) (?:W ){0,2}?`, fiAny, ` `), unless: pattern(fiNot, `|`, fiOthers, `|`, fiParts)},
	{says: pattern(` (?:jättää|jätä|jättäkää|jätetään|jätettävä) (?:W ){0,4}?(?:huomiotta|huomioimatta|väliin|sikseen|ennalleen|silleen|tekemättä) `), unless: pattern(fiNot, `|`, fiOthers)},
	{says: pattern(` (?:toimenpitei\pL*|toimia|toimiin|muutoksia|korjauksia|korjausta|toimet) (?:W ){0,2}?(?:ei|eikä) (?:W ){0,2}?(?:tarvita|tarvitse|vaadita|edellytetä) `), unless: pattern(fiOthers, `|`, fiUntil)},
	{says: pattern(` (?:ei|eikä|eivät) (?:W ){0,2}?(?:vaadi|edellytä|vaadita|tarvita|edellytetä|tarvitse) (?:W ){0,2}?(?:toimenpitei\pL*|toimia|muutoksia|korjauksia|korjausta) `), unless: pattern(fiOthers, `|`, fiUntil)},
	{says: pattern(` (?:ei|eikä) (?:W ){0,2}?tarvitse (?:W ){0,2}?(?:tehdä mitään|mitään|tehdä asialle|korjata|huolehtia|huolestua|välittää|reagoida|murehtia) `), unless: pattern(fiOthers)},
	{says: pattern(` mitään (?:W ){0,2}?ei (?:W ){0,2}?tarvitse (?:W )?(?:tehdä|muuttaa|korjata) `), unless: pattern(fiOthers)},
	{says: pattern(` (?:väärä\pL*|virheelli\pL*|turha\pL*) hälyty\pL* `)},
	{says: pattern(` (?:ei|eikä) (?:W ){0,2}?(?:syytä|aihetta|tarvetta) (?:W ){0,2}?(?:huol\pL*|toimi\pL*|toimen\pL*|muut\pL*|korjat\pL*|hätä\pL*|kiire\pL*|paniik\pL*) `)},
	{says: pattern(` turha (?:huol\pL*|murehtia) `)},
	{says: pattern(` (?:ei|eikä) (?:W ){0,2}?kiire\pL* `)},
	{says: pattern(` `, fiAny, ` (?:W )?(?:voi|voivat|saa) (?:W )?odottaa `)},
	{says: pattern(` (?:älä|älkää|ei kannata|ei pidä) (?:välitä|huolehdi|piittaa|välittää|huolehtia) `)},
	{says: pattern(` ei (?:W )?(?:ole|olisi) (?:W )?(?:hyötyä|järkeä|mieltä) | (?:tätä|sitä|asiaa|asetusta) ei kannata (?:korjata|muuttaa|hoitaa) | (?:muuttaminen|korjaaminen) on (?:tarpeeton\pL*|turhaa|turha) | (?:tämä|se|asetus|kaikki) (?:voi|saa) (?:jäädä|olla) (?:näin|ennalleen|sellaisenaan) | (?:olla|ole) (?:W ){0,2}?(?:huoletta|rauhallisin) | riskin hyväksymi\pL* `), unless: pattern(fiOthers)},
	{says: pattern(` voit (?:W ){0,2}?(?:sivuuttaa|unohtaa|ohittaa) (?:W ){0,3}?(?:neuvo\pL*|ohjee\pL*) `), unless: pattern(fiNot)},
	{says: pattern(` (?:anna|antaa|jätä) (?:asian|tämän|sen|havainnon) (?:W )?(?:olla|rauhaan) `), unless: pattern(fiNot)},
	{says: pattern(` (?:voit|voi|voidaan|voitte) (?:W ){0,2}?(?:lykätä|siirtää myöhemmäksi|jättää (?:pois päältä|päälle)) | kanssa voi elää `), unless: pattern(fiNot, `|`, fiOthers)},
	{says: pattern(` (?:muuta|enempää) ei (?:W )?(?:tarvita|tarvitse) | (?:suositus|tämä|se) on (?:W )?(?:vapaaehtoi\pL*|valinnai\pL*) `)},
	{says: pattern(` (?:ei|eivät) (?:W )?koske (?:teitä|sinua|yritystä\pL*|organisaatiota\pL*|teidän) `)},

	// Its severity is another.
	{says: pattern(` (?:vakavuu\pL*|prioritee\pL*|tärkeysjärjesty\pL*|kiireellisyy\pL*|riskiluok\pL*|riskipist\pL*) `)},
	{says: pattern(` riski\pL* (?:W ){0,2}?(?:on|ovat|oli) (?:W ){0,2}?(?:laskettu|alennettu|nostettu|muutettu|pienennetty|kasvatettu|luokiteltu|hyväksytty|laskenut|noussut|pienentynyt) `), unless: pattern(fiUntil)},
	{says: pattern(` riski(?:taso|t)? (?:on|olisi) (?:(?:nyt|vain|käytännössä|hyvin|melko|varsin|vain) )*(?:matala|pieni|vähäinen|olematon|merkityksetön|siedettävä|hyväksyttävä|keskitasoa|mitätön) `), within: pattern(fiUntil)},
	{says: pattern(` (?:tämä|se|havainto|ongelma)(?: havainto| ongelma)? (?:on|ovat) (?:(?:vain|ainoastaan|lähinnä|melko|varsin) )*(?:vähäi\pL*|pieni|vaaraton|merkityksetön|tiedoksi|informatiivi\pL*|kosmeetti\pL*|harmiton|mitätön)(?: (?:ongelma|havainto|riski|puute|asia|virhe|vika))? $`)},
	{says: pattern(` (?:tämä|se|havainto|ongelma)(?: havainto| ongelma)? ei ole (?:(?:kovin|erityisen|lainkaan|edes|mikään) )*(?:vakav\pL*|tärke\pL*|merkittäv\pL*|kriitti\pL*|vaaralli\pL*) `)},
	{says: pattern(` (?:riskiä|vaaraa|uhkaa) (?:W )?ei (?:W )?(?:ole|aiheudu) | ei (?:W )?(?:aiheuta|muodosta) (?:W ){0,2}?(?:riskiä|vaaraa|uhkaa) `), within: pattern(fiUntil)},
	{says: pattern(` luokitel(?:tu|tiin|lut|leet) (?:W ){0,2}?(?:uudelleen|tiedoksi|vähäi\pL*|matala\pL*|kriittis\pL*) `)},
	{says: pattern(` merki(?:tse|tkää|tty|tään|ttiin|nnyt|tä) (?:W ){0,2}?(?:vähäi\pL*|hyväksy\pL*|ratkais\pL*|korja\pL*|sulje\pL*|ohite\pL*|tiedoksi|vaarattom\pL*|matala\pL*|kriittis\pL*) `)},
	{says: pattern(` (?:tämä|se|havainto) (?:W )?(?:on|ovat) (?:vain |ainoastaan |nyt )?(?:matala|keskisuuri|pieni|suuri|korkea|kriittinen|vakava|vähäinen) (?:riski|havainto|ongelma|puute) `)},
	{says: pattern(` riski (?:W )?(?:arvioitiin|luokiteltiin|on arvioitu|on luokiteltu) | (?:kutsua|sanoa) (?:pieneksi|vähäiseksi|suureksi|kriittiseksi) | (?:hoitaa|hoida|korjaa|korjata) (?:W )?(?:viimeisenä|viimeiseksi|ensimmäiseksi) | (?:vähiten|eniten) tärke\pL* `)},
	{says: pattern(` (?:vähemmän|enemmän) tärke\pL* kuin | ennen (?:kaikkia )?muita havaintoja `)},
	// What becomes of a finding is not the model's to say: only what it means.
	{says: pattern(` havain(?:to|non|not|toj\pL*|noi\pL*|toa|tona|noksi) `), unless: pattern(` havain(?:to|not) (?:tarkoittaa|tarkoittavat|kertoo|kertovat|koskee|koskevat|osoittaa|johtuu|johtuvat|syntyy|pysyy|säilyy|sulkeutuu|poistuu|perustuu|liittyy) | (?:tarkistus|tarkistuksen) (?:W ){0,4}?havain\pL* | havainnon (?:syy|syyn|taustalla|tiedot|tiedoissa|takana) `)},
	{says: pattern(` (?:pitää|pidetään|pitäisi|tulisi pitää) (?:W )?(?:vaarattom\pL*|vähäis\pL*|merkityksettöm\pL*) `)},
}
