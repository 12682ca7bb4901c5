package coverage

import "vahti.ai/vahti/shared/check/text"

// Texts translate every reason and note of a coverage but Requirement.Does,
// which the check that states the requirement translates: as what follows
// "joka" in Finnish and "som" or the subject in Swedish.
var Texts = text.New(text.Texts{
	// Reasons.
	"An enabled conditional access policy {}.": {
		FI: "Käytössä on ehdollisen käyttöoikeuden käytäntö, joka {}.",
		SV: "En aktiverad princip för villkorsstyrd åtkomst {}.",
	},
	"Conditional access {}, through several enabled policies together.": {
		FI: "Ehdollinen käyttöoikeus {}; siihen tarvitaan useampi käytössä oleva käytäntö yhdessä.",
		SV: "Villkorsstyrd åtkomst {}, genom flera aktiverade principer tillsammans.",
	},
	"No enabled conditional access policy {}.": {
		FI: "Käytössä ei ole ehdollisen käyttöoikeuden käytäntöä, joka {}.",
		SV: "Ingen aktiverad princip för villkorsstyrd åtkomst {}.",
	},
	"Conditional access {}, but leaves out holders of {} of {} roles.": {
		FI: "Ehdollinen käyttöoikeus {1}, mutta jättää ulkopuolelle haltijoita osasta rooleista ({2}/{3}).",
		SV: "Villkorsstyrd åtkomst {}, men utelämnar innehavare av {} av {} roller.",
	},
	"Conditional access {}, but leaves out {}.": {
		FI: "Ehdollinen käyttöoikeus {}, mutta jättää ulkopuolelle {}.",
		SV: "Villkorsstyrd åtkomst {}, men utelämnar {}.",
	},
	"Conditional access {}, but leaves out {} and {}.": {
		FI: "Ehdollinen käyttöoikeus {}, mutta jättää ulkopuolelle {} ja {}.",
		SV: "Villkorsstyrd åtkomst {}, men utelämnar {} och {}.",
	},
	"Conditional access {}, but leaves out {}, {} and {}.": {
		FI: "Ehdollinen käyttöoikeus {}, mutta jättää ulkopuolelle {}, {} ja {}.",
		SV: "Villkorsstyrd åtkomst {}, men utelämnar {}, {} och {}.",
	},
	"A policy that may count holds a value Vahti does not know, so it cannot be told whether conditional access {}.": {
		FI: "Jossakin käytännössä, joka voi vaikuttaa asiaan, on Vahdille tuntematon arvo, joten ei voida sanoa, onko käytössä ehdollista käyttöoikeutta, joka {}.",
		SV: "En princip som kan ha betydelse innehåller ett värde som är okänt för Vahti, så det går inte att säga om villkorsstyrd åtkomst {}.",
	},
	"The policies exclude and include each other's users in more ways than Vahti can follow.": {
		FI: "Käytännöt sulkevat pois ja ottavat mukaan toistensa käyttäjiä useammilla tavoilla kuin Vahti pystyy seuraamaan.",
		SV: "Principerna undantar och inkluderar varandras användare på fler sätt än Vahti kan följa.",
	},

	// What is left out.
	"guests": {FI: "vieraskäyttäjät", SV: "gäster"},
	"users that are excluded without being declared": {
		FI: "ilmoittamatta pois suljetut käyttäjät", SV: "användare som är undantagna utan att ha angetts",
	},
	"groups that are excluded without being declared": {
		FI: "ilmoittamatta pois suljetut ryhmät", SV: "grupper som är undantagna utan att ha angetts",
	},
	"roles that are excluded without being declared": {
		FI: "ilmoittamatta pois suljetut roolit", SV: "roller som är undantagna utan att ha angetts",
	},
	"applications that are excluded without being declared": {
		FI: "ilmoittamatta pois suljetut sovellukset", SV: "program som är undantagna utan att ha angetts",
	},
	"people that no policy includes":         {FI: "käyttäjät, joita mikään käytäntö ei koske", SV: "personer som ingen princip omfattar"},
	"agent identities that are excluded":     {FI: "pois suljetut agentti-identiteetit", SV: "agentidentiteter som är undantagna"},
	"agent identities that are not included": {FI: "agentti-identiteetit, jotka eivät ole mukana", SV: "agentidentiteter som inte ingår"},
	"applications that are not included":     {FI: "sovellukset, jotka eivät ole mukana", SV: "program som inte ingår"},
	"some locations":                         {FI: "jotkin sijainnit", SV: "vissa platser"},
	"some devices":                           {FI: "jotkin laitteet", SV: "vissa enheter"},
	"some client types":                      {FI: "jotkin asiakassovellusten tyypit", SV: "vissa typer av klientappar"},
	"some device platforms":                  {FI: "jotkin laitealustat", SV: "vissa enhetsplattformar"},
	"some user risk levels":                  {FI: "jotkin käyttäjäriskin tasot", SV: "vissa nivåer av användarrisk"},
	"some sign-in risk levels":               {FI: "jotkin kirjautumisriskin tasot", SV: "vissa nivåer av inloggningsrisk"},
	"some workload identity risk levels":     {FI: "jotkin kuormitusidentiteettien riskitasot", SV: "vissa risknivåer för arbetsbelastningsidentiteter"},
	"some agent risk levels":                 {FI: "jotkin agenttien riskitasot", SV: "vissa nivåer av agentrisk"},
	"some insider risk levels":               {FI: "jotkin sisäpiiririskin tasot", SV: "vissa nivåer av insiderrisk"},
	"some authentication flows":              {FI: "jotkin todennusvuot", SV: "vissa autentiseringsflöden"},
	someSignIns:                              {FI: "jotkin kirjautumiset", SV: "vissa inloggningar"},
	"more":                                   {FI: "muutakin", SV: "annat"},

	// Notes on a policy: its state and its controls.
	keepsAlone:    {FI: "täyttää vaatimuksen yksin", SV: "uppfyller kontrollen ensam"},
	keepsPart:     {FI: "täyttää yksin osan vaatimuksesta", SV: "uppfyller ensam en del av kontrollen"},
	"report-only": {FI: "vain raportointi", SV: "endast rapport"},
	"disabled":    {FI: "poissa käytöstä", SV: "inaktiverad"},
	"is in a state Vahti does not know": {
		FI: "on Vahdille tuntemattomassa tilassa", SV: "har ett tillstånd som är okänt för Vahti",
	},
	"asks for a control Vahti does not know": {
		FI: "vaatii jotakin, mitä Vahti ei tunne", SV: "kräver något som är okänt för Vahti",
	},
	"blocks, but {}":                          {FI: "estää pääsyn, mutta {}", SV: "blockerar, men {}"},
	"is not made for this":                    {FI: "ei ole tehty tätä varten", SV: "är inte gjord för detta"},
	"grants access with an OR weaker control": {FI: "päästää sisään myös heikommalla vaihtoehdolla", SV: "släpper in även med ett svagare alternativ"},
	"does not block":                          {FI: "ei estä pääsyä", SV: "blockerar inte"},
	"does not require multifactor authentication": {
		FI: "ei vaadi monimenetelmäistä todentamista", SV: "kräver inte multifaktorautentisering",
	},
	"does not require phishing-resistant authentication": {
		FI: "ei vaadi tietojenkalastelun kestävää todentamista", SV: "kräver inte nätfiskeresistent autentisering",
	},
	"does not require a managed device": {FI: "ei vaadi hallittua laitetta", SV: "kräver inte en hanterad enhet"},
	"does not require a managed device or multifactor authentication": {
		FI: "ei vaadi hallittua laitetta eikä monimenetelmäistä todentamista", SV: "kräver varken hanterad enhet eller multifaktorautentisering",
	},
	"does not require multifactor authentication with a password change": {
		FI: "ei vaadi monimenetelmäistä todentamista ja salasanan vaihtoa", SV: "kräver inte multifaktorautentisering med lösenordsbyte",
	},
	"does not require a compliant device": {FI: "ei vaadi vaatimustenmukaista laitetta", SV: "kräver inte en kompatibel enhet"},
	"does not require an authentication strength": {
		FI: "ei vaadi tiettyä todennuksen vahvuutta", SV: "kräver ingen autentiseringsstyrka",
	},
	"does not ask for a new sign-in every time": {
		FI: "ei vaadi uutta kirjautumista joka kerta", SV: "kräver inte ny inloggning varje gång",
	},
	"does not ask for a new sign-in often enough": {
		FI: "ei vaadi uutta kirjautumista riittävän usein", SV: "kräver inte ny inloggning tillräckligt ofta",
	},
	"does not end browser sessions": {
		FI: "ei lopeta selainistuntoja", SV: "avslutar inte webbläsarsessioner",
	},
	"does not use app-enforced restrictions": {
		FI: "ei käytä sovelluksen pakottamia rajoituksia", SV: "använder inte appframtvingade begränsningar",
	},
	"does not require token protection": {FI: "ei vaadi tunnusten suojausta", SV: "kräver inte tokenskydd"},

	// Notes on a policy: whom it covers.
	"is not made for agent identities":      {FI: "ei koske agentti-identiteettejä", SV: "gäller inte agentidentiteter"},
	"is made for workload identities":       {FI: "on tehty kuormitusidentiteeteille", SV: "är gjord för arbetsbelastningsidentiteter"},
	"covers nobody":                         {FI: "ei koske ketään", SV: "omfattar ingen"},
	"covers none of the roles":              {FI: "ei koske mitään rooleista", SV: "omfattar ingen av rollerna"},
	"covers only {} of {} roles":            {FI: "koskee vain osaa rooleista ({}/{})", SV: "omfattar bara {} av {} roller"},
	"covers only guests":                    {FI: "koskee vain vieraskäyttäjiä", SV: "omfattar bara gäster"},
	"covers only some guests":               {FI: "koskee vain osaa vieraskäyttäjistä", SV: "omfattar bara vissa gäster"},
	"covers only selected users":            {FI: "koskee vain valittuja käyttäjiä", SV: "omfattar bara valda användare"},
	"covers only selected agent identities": {FI: "koskee vain valittuja agentti-identiteettejä", SV: "omfattar bara valda agentidentiteter"},
	"excludes guests":                       {FI: "sulkee pois vieraskäyttäjiä", SV: "undantar gäster"},
	"excludes some agent identities":        {FI: "sulkee pois joitakin agentti-identiteettejä", SV: "undantar vissa agentidentiteter"},
	"excludes {} undeclared user":           {FI: "sulkee pois {} käyttäjän, jota ei ole ilmoitettu", SV: "undantar {} användare som inte har angetts"},
	"excludes {} undeclared users":          {FI: "sulkee pois {} käyttäjää, joita ei ole ilmoitettu", SV: "undantar {} användare som inte har angetts"},
	"excludes {} undeclared group":          {FI: "sulkee pois {} ryhmän, jota ei ole ilmoitettu", SV: "undantar {} grupp som inte har angetts"},
	"excludes {} undeclared groups":         {FI: "sulkee pois {} ryhmää, joita ei ole ilmoitettu", SV: "undantar {} grupper som inte har angetts"},
	"excludes {} undeclared role":           {FI: "sulkee pois {} roolin, jota ei ole ilmoitettu", SV: "undantar {} roll som inte har angetts"},
	"excludes {} undeclared roles":          {FI: "sulkee pois {} roolia, joita ei ole ilmoitettu", SV: "undantar {} roller som inte har angetts"},

	// Notes on a policy: what it covers, and where.
	"does not cover the user action":                                  {FI: "ei koske kyseistä käyttäjän toimintoa", SV: "omfattar inte användaråtgärden"},
	"does not cover the authentication context":                       {FI: "ei koske kyseistä todennuskontekstia", SV: "omfattar inte autentiseringskontexten"},
	"does not cover the applications that matter":                     {FI: "ei koske niitä sovelluksia, joista on kyse", SV: "omfattar inte de program som det gäller"},
	"covers only some of the applications that matter":                {FI: "koskee vain osaa niistä sovelluksista, joista on kyse", SV: "omfattar bara några av de program som det gäller"},
	"covers no application":                                           {FI: "ei koske mitään sovellusta", SV: "omfattar inget program"},
	"covers only selected applications":                               {FI: "koskee vain valittuja sovelluksia", SV: "omfattar bara valda program"},
	"excludes {} undeclared application":                              {FI: "sulkee pois {} sovelluksen, jota ei ole ilmoitettu", SV: "undantar {} program som inte har angetts"},
	"excludes {} undeclared applications":                             {FI: "sulkee pois {} sovellusta, joita ei ole ilmoitettu", SV: "undantar {} program som inte har angetts"},
	"excludes applications by a filter":                               {FI: "sulkee pois sovelluksia suodattimella", SV: "undantar program med ett filter"},
	"narrowed to some locations":                                      {FI: "rajattu joihinkin sijainteihin", SV: "begränsad till vissa platser"},
	"narrowed to some devices":                                        {FI: "rajattu joihinkin laitteisiin", SV: "begränsad till vissa enheter"},
	"excludes platforms {}":                                           {FI: "sulkee pois alustat {}", SV: "undantar plattformarna {}"},
	"narrowed to client types {}":                                     {FI: "rajattu asiakassovellusten tyyppeihin {}", SV: "begränsad till klientapptyperna {}"},
	"narrowed to device platforms {}":                                 {FI: "rajattu laitealustoihin {}", SV: "begränsad till enhetsplattformarna {}"},
	"narrowed to user risk levels {}":                                 {FI: "rajattu käyttäjäriskin tasoihin {}", SV: "begränsad till användarrisknivåerna {}"},
	"narrowed to sign-in risk levels {}":                              {FI: "rajattu kirjautumisriskin tasoihin {}", SV: "begränsad till inloggningsrisknivåerna {}"},
	"narrowed to workload identity risk levels {}":                    {FI: "rajattu kuormitusidentiteettien riskitasoihin {}", SV: "begränsad till risknivåerna {} för arbetsbelastningsidentiteter"},
	"narrowed to agent risk levels {}":                                {FI: "rajattu agenttien riskitasoihin {}", SV: "begränsad till agentrisknivåerna {}"},
	"narrowed to insider risk levels {}":                              {FI: "rajattu sisäpiiririskin tasoihin {}", SV: "begränsad till insiderrisknivåerna {}"},
	"narrowed to authentication flows {}":                             {FI: "rajattu todennusvoihin {}", SV: "begränsad till autentiseringsflödena {}"},
	"does not apply to the client types that matter":                  {FI: "ei koske niitä asiakassovelluksia, joista on kyse", SV: "gäller inte de klientapptyper som det handlar om"},
	"does not apply to the device platforms that matter":              {FI: "ei koske niitä laitealustoja, joista on kyse", SV: "gäller inte de enhetsplattformar som det handlar om"},
	"does not apply to the user risk levels that matter":              {FI: "ei koske niitä käyttäjäriskin tasoja, joista on kyse", SV: "gäller inte de nivåer av användarrisk som det handlar om"},
	"does not apply to the sign-in risk levels that matter":           {FI: "ei koske niitä kirjautumisriskin tasoja, joista on kyse", SV: "gäller inte de nivåer av inloggningsrisk som det handlar om"},
	"does not apply to the workload identity risk levels that matter": {FI: "ei koske niitä kuormitusidentiteettien riskitasoja, joista on kyse", SV: "gäller inte de risknivåer för arbetsbelastningsidentiteter som det handlar om"},
	"does not apply to the agent risk levels that matter":             {FI: "ei koske niitä agenttien riskitasoja, joista on kyse", SV: "gäller inte de nivåer av agentrisk som det handlar om"},
	"does not apply to the insider risk levels that matter":           {FI: "ei koske niitä sisäpiiririskin tasoja, joista on kyse", SV: "gäller inte de nivåer av insiderrisk som det handlar om"},
	"does not apply to the authentication flows that matter":          {FI: "ei koske niitä todennusvoita, joista on kyse", SV: "gäller inte de autentiseringsflöden som det handlar om"},
	"has a value of {} Vahti does not know":                           {FI: "sisältää kohdassa {} arvon, jota Vahti ei tunne", SV: "har ett värde i {} som är okänt för Vahti"},
	"has the condition {}, which Vahti does not know":                 {FI: "sisältää ehdon {}, jota Vahti ei tunne", SV: "har villkoret {}, som är okänt för Vahti"},
})
