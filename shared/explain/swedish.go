package explain

// Pieces of the Swedish patterns.
const (
	svThing  = `(?:problem(?:et|en)?|fynd(?:et|en)?|brist(?:en|er|erna)?|sårbarhet(?:en|er|erna)?|risk(?:en|er|erna)?|fel(?:et|en)?|saken?|ärendet|varning(?:en|ar|arna)?|larm(?:et|en)?|avvikelsen?|luckan?|luckorna|svaghet(?:en|er|erna)?|hålet)`
	svAny    = `(?:` + svThing + `|det|detta|den|det här|den här|rekommendation\pL*|meddelandet|resultatet|kontrollen)`
	svIs     = `(?:är|har|hade|var|blev|blivit|vart|fått|fick)`
	svMended = `(?:åtgärda(?:t|ts|d|de|des)|lös(?:t|ts|tes|ta)|avhjälp(?:t|ts|ta|tes)|fixa(?:t|ts|d|de|des)|rätta(?:t|ts|d|de|des)|ordna(?:t|ts|d|de|des)|korrigera(?:t|ts|d|de|des)|repareras?(?:t|ts|d|de|des)|undanröj(?:t|ts|d|da|des)|täpp(?:t|ts|ta)|laga(?:t|ts|d|de|des)|eliminera(?:t|ts|d|de|des))`
	svWeak   = `(?:stäng(?:t|ts|d|da)|borta|borttage[nt]|borttagna|tagits bort|försvunnit|hantera(?:t|d|ts|de)|historia|avsluta(?:t|ts|d|de)|kvittera(?:t|d|ts)|accepter(?:at|ats|ad|ade)|ur världen)`
	svUntil  = ` (?:när|tills|till dess|om|innan|förrän|efter att|så snart|så fort|först|medan|ifall|utan att|kontrollera|säkerställ|försäkra|verifiera|så länge|se till att) `
	svNot    = ` (?:inte|ej|aldrig|varken|inga|ingen) `
	svUsers  = ` (?:av|från|för) (?:W )?(?:användar\pL*|personal\pL*|gäster\pL*|medarbetar\pL*|dem|folk|anställda) `
)

var swedishClaims = []claim{
	// The problem is gone.
	{says: pattern(` `, svIs, ` (?:W ){0,3}?`, svMended, ` `), unless: pattern(svUntil, `|`, svNot, `| (?:ska|bör|måste|kan|genom) `)},
	{says: pattern(` `, svIs, ` (?:W ){0,3}?(?:redan|nu) (?:W ){0,2}?`, svMended, ` `), unless: pattern(svNot, `| (?:när|tills|innan) `)},
	{says: pattern(` (?:åtgärdades|löstes|avhjälptes|fixades|rättades|korrigerades|lagades|undanröjdes|löste sig) `), unless: pattern(svUntil, `|`, svNot)},
	{says: pattern(` `, svThing, ` (?:W ){0,2}?(?:är|har|hade|var|blev) (?:W ){0,2}?`, svWeak, ` `), unless: pattern(svUntil, `|`, svNot, `| som `)},
	{says: pattern(` (?:allt|miljön?|inställningen|inställningarna|konfigurationen|ni|du|det|detta|företaget|organisationen) är (?:W ){0,2}?(?:i (?:sin )?ordning|säkert|säker|säkra|skydda(?:d|de|t)|tryggt?|trygga|borta|ur världen) `), unless: pattern(svUntil, `|`, svNot), within: pattern(` (?:när|om|efter|tills|först) `)},
	{says: pattern(` allt är (?:nu |redan )?(?:bra|klart|som det ska|frid och fröjd) `), unless: pattern(svUntil)},
	{says: pattern(` (?:problemet|fyndet|bristen|felet|saken|risken|sårbarheten|ärendet) (?:nu |redan )?(?:`, svMended, `|stängt|stängd|ur världen) `), unless: pattern(svUntil, `|`, svNot, `| få `)},
	{says: pattern(` (?:inte|ej) längre (?:ett |en |något |någon )?(?:problem|risk|brist|fara|hot|kvar|aktuell\pL*) | `, svAny, ` (?:finns|existerar|gäller|förekommer) (?:W )?(?:inte|ej) längre `), within: pattern(svUntil)},
	{says: pattern(` (?:vi|jag|vahti|microsoft|någon) (?:åtgärdade|löste|fixade|rättade|stängde) | minne blott | utagera\pL* | kravet är (?:nu|åter|redan) uppfyllt | kontrollen (?:går|gick) (?:W )?(?:igenom|genom) | (?:inget|inga) fel (?:på|i|med) `), unless: pattern(svUntil)},
	{says: pattern(` (?:tog|tagit) hand om (?:det|detta|saken|problemet|felet|bristen) `)},
	{says: pattern(`^ (?:(?:nu|redan) )?(?:`, svMended, `|stängt|klart|färdigt) $`)},
	{says: pattern(` (?:här|det|där) finns (?:nu )?(?:inget|inga|ingen) (?:W )?(?:problem|risk|risker|brist|brister|fara) | `, svAny, ` finns inte (?:mer|kvar|mera) `), within: pattern(svUntil)},
	{says: pattern(` `, svThing, ` (?:W ){0,2}?(?:togs bort|täpptes till|stängdes|försvann|är (?:W )?(?:tilltäppt|täppt|färdigbehandla\pL*|utredd|utrett|klara?|klart|slut|över)) `), unless: pattern(svUntil, `|`, svNot, `| som `)},
	{says: pattern(` (?:du|ni|vi|vahti|microsoft|administratören|någon) har (?:W ){0,2}?(?:stängt|tagit bort|täppt|fixat|rättat|åtgärdat|löst|ordnat) | rättat till sig `), unless: pattern(svUntil, `|`, svNot)},
	{says: pattern(` uppfyller (?:nu|redan|åter|igen) | (?:nu|redan) uppfyller `), unless: pattern(svUntil)},
	{says: pattern(` status(?:en)? (?:är |har )?(?:nu )?(?:löst|stängd|stängt|åtgärdad|åtgärdat|klar|accepterad|ignorerad) `), unless: pattern(svUntil)},

	// It may be left.
	{says: pattern(` (?:du|ni|man) kan (?:W ){0,3}?(?:ignorera|bortse|strunta|avfärda|glömma|avvisa) `), unless: pattern(svNot)},
	{says: pattern(` kan (?:du|ni|man) (?:W ){0,3}?(?:ignorera|bortse|strunta|avfärda|glömma|hoppa över|avvisa) `), unless: pattern(svNot, `| steg\pL* `)},
	{says: pattern(` `, svAny, ` (?:W ){0,2}?(?:kan|får|bör|ska) (?:W ){0,2}?(?:ignoreras|förbises|avfärdas|lämnas|stängas|accepteras|avvisas) `), unless: pattern(svNot, `| av `)},
	{says: pattern(`^ (?:du |så |sedan |och )?(?:ignorera|bortse|strunta|avfärda) `), unless: pattern(svNot)},
	{says: pattern(` hoppa över (?:W )?(?:rekommendation\pL*|fynd\pL*|varning\pL*|kontroll\pL*) `), unless: pattern(svNot)},
	{says: pattern(` (?:ingen|inga) (?:W )?(?:åtgärd|åtgärder|ändring|ändringar|förändringar|insatser) (?:krävs|behövs|behöver|är nödvändig\pL*|är påkalla\pL*) `), unless: pattern(svUsers, `|`, svUntil)},
	{says: pattern(` (?:kräver|behöver|fordrar) (?:ingen|inga) (?:W )?(?:åtgärd\pL*|ändring\pL*|insats\pL*) `), unless: pattern(svUsers)},
	{says: pattern(` (?:du|ni) behöver inte (?:W )?(?:göra (?:något|någonting|nåt)|åtgärda|oroa|bry|agera|ändra (?:något|någonting)) `)},
	{says: pattern(` behöver (?:du|ni) inte (?:W )?(?:göra (?:något|någonting|nåt)|åtgärda|oroa|bry|agera|ändra (?:något|någonting)) `)},
	{says: pattern(` (?:inget|ingenting) (?:W )?(?:behöver|måste|att) (?:göra|göras|åtgärda|åtgärdas|oroa|ändra|ändras) `)},
	{says: pattern(` falskt? (?:larm\pL*|alarm|positiv\pL*) | falska (?:larm\pL*|positiv\pL*) `)},
	{says: pattern(` (?:ingen|inga|inte någon) (?:W )?(?:anledning|orsak|grund|skäl) (?:till|att|för) (?:W )?(?:oro\pL*|agera|ändra|åtgärda|panik) | ingen (?:fara|brådska|panik) `)},
	{says: pattern(` (?:är|var) inte (?:W )?(?:brådskande|bråttom|akut) `)},
	{says: pattern(` (?:detta|det|det här|fyndet|ändringen|saken|problemet) kan (?:W )?vänta `)},
	{says: pattern(` (?:låta|lämna|behålla) (?:W ){0,3}?(?:vara )?som (?:den|det|de) är `), unless: pattern(svNot)},
	{says: pattern(` acceptera(?:r)? (?:denna |den här )?risken? `), unless: pattern(svNot)},
	{says: pattern(` ingen (?:W )?idé att | (?:kan|ska) (?:du |ni )?vara lugna? | inte värt | fri(?:a)? att (?:bortse|ignorera|avfärda) | onödigt att (?:ändra|åtgärda|rätta) | (?:detta|det|inställningen|allt) (?:kan|får) (?:förbli|vara kvar|stå kvar) | ingen behöver göra (?:något|någonting) `), unless: pattern(svUsers)},
	{says: pattern(` låt (?:W ){1,3}?vara (?:som|ifred|i fred) `)},
	{says: pattern(` lägga (?:W ){0,3}?åt sidan | (?:låt|låta) (?:det|saken|detta|fyndet) (?:W )?vara | oroa (?:dig|er) inte | leva med (?:W ){0,2}?risk\pL* `), unless: pattern(` aldrig | inte l`)},
	{says: pattern(` kan (?:W ){0,3}?(?:skjuta upp|skjutas upp|vänta med|hoppas över|lämnas (?:W )?(?:av|på|som|orör\pL*|avstäng\pL*)) `), unless: pattern(svNot, `| steg\pL* `)},
	{says: pattern(` (?:rekommendationen|detta|det|steget|ändringen) är (?:W )?(?:frivillig\pL*|valfri\pL*) `)},
	{says: pattern(` gäller inte (?:er|dig|ert|din organisation|ditt företag) `)},

	// Its severity is another.
	{says: pattern(` (?:allvarlighet\pL*|allvarsgrad\pL*|prioritet\pL*|(?:låg|hög|medel|ned|om)priorit\pL*|riskpoäng\pL*|riskklass\pL*|nedgradera\pL*|omklassificera\pL*|klassats om) `)},
	{says: pattern(` risk(?:en|nivån|erna)? (?:W ){0,2}?(?:har|är|blev|var) (?:W ){0,2}?(?:sänk\pL*|höj[dt]\pL*|ändra[dt]\pL*|minska[dt]\pL*|accepter\pL*) `), unless: pattern(svUntil)},
	{says: pattern(` risk(?:en|nivån?)? (?:W ){0,2}?är (?:(?:nu|bara|endast|mycket|ganska|i praktiken) )*(?:låg|liten|försumbar|obefintlig|obetydlig|minimal|acceptabel) `), within: pattern(svUntil)},
	{says: pattern(` (?:utgör|innebär|medför|är|finns) (?:W )?ingen (?:W )?(?:risk|fara|hot) `), within: pattern(svUntil)},
	{says: pattern(` (?:detta|det|det här|fyndet|det här fyndet|problemet) är (?:(?:bara|endast|enbart|ett|en|rent|till) )*(?:mindre (?:problem|fynd|brist|avvikelse)|obetydligt|ofarligt|harmlöst|kosmetiskt|informativt|oviktigt|information) `)},
	{says: pattern(` (?:detta|det|det här|fyndet|det här fyndet|problemet) är inte (?:(?:ett|en|särskilt|så|speciellt|alls) )*(?:allvarlig\pL*|viktig\pL*|kritisk\pL*|farlig\pL*) `)},
	{says: pattern(` (?:detta|det|det här) är (?:nu |bara |endast )?(?:en |ett )?(?:låg|medelhög|måttlig|hög|högt|kritisk|kritiskt|liten|litet|stor|stort|allvarligt|allvarlig) (?:risk|fynd|problem|brist) | är detta (?:en |ett )?(?:W )?(?:risk|fynd|problem) `)},
	{says: pattern(` risken (?:W )?(?:bedöms|bedömdes|bedömts|klassas|klassades|klassats) | kallas (?:en |ett )?(?:liten|låg|mindre|stor|hög) risk | ta itu med (?:W )?(?:sist|först av allt) | (?:minst|mest) viktiga `)},
	{says: pattern(` (?:mindre|mer) viktig\pL* än | före (?:alla )?andra fynd `)},
	// What becomes of a finding is not the model's to say: only what it means.
	{says: pattern(` fynd(?:et|en|ets|ens)? `), unless: pattern(` fynde[tn] (?:betyder|innebär|visar|gäller|säger|beror|handlar|uppstår|kvarstår|stängs|försvinner|bygger|här) | kontroll\pL* (?:W ){0,4}?fynde[tn] | (?:bakom|orsaken till|åtgärda|lösa) fynde[tn] `)},
	{says: pattern(` markera(?:t|ts|d|de)? (?:W ){0,3}?som (?:låg\pL*|accepter\pL*|löst\pL*|stäng\pL*|åtgärda\pL*|klar\pL*|ofarlig\pL*|ignorera\pL*|kritisk\pL*) `)},
	{says: pattern(` betrakta\pL* (?:W ){0,2}?som (?:ofarlig\pL*|mindre|obetydlig\pL*|harmlös\pL*|låg\pL*) `)},
}
