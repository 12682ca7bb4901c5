package explain

// Pieces of the English patterns. All are whole words.
const (
	enThing  = `(?:problems?|issues?|findings?|vulnerabilit(?:y|ies)|weakness(?:es)?|gaps?|misconfigurations?|alerts?|warnings?|risks?|holes?|errors?|matters?)`
	enAny    = `(?:` + enThing + `|recommendations?|advice|checks?|results?|messages?|this|it|that)`
	enMended = `(?:fixed|resolved|remediated|mended|solved|patched|rectified|repaired|eliminated|corrected|cured|dealt with|taken care of|sorted|sorted out|put right|set right|straightened out)`
	enWeak   = `(?:closed|cleared|handled|addressed|mitigated|removed|settled|dismissed|accepted|gone|gone away|disappeared|vanished|history|over)`
	enAdv    = `(?:(?:now|already|since|finally|successfully|completely|fully|also|just|recently|been|being|therefore|thus|automatically|both|all|indeed|either|only) )*`
	enMay    = `(?:can|may|could|might)`
	enSoft   = `(?:(?:safely|simply|just|also|probably|therefore|usually|even|perhaps) )*`
	enUntil  = ` (?:until|till|once|when|whenever|if|unless|after|before|as soon as|whether|so that|as long as|while|provided|check|verify|confirm|make sure|ensure|see to it) `
	enNone   = ` (?:none|never|nothing|neither|nobody) `
	enBy     = ` (?:is|are|be|being) (?:W )?(?:fixed|resolved|solved|corrected|handled|addressed|mitigated|removed|closed|ignored|skipped|overlooked|accepted|dismissed) (?:by|at|to|in|with|through|under|as) `
	enHigh   = `(?:(?:low|lower|lowest|medium|moderate|high|higher|highest|critical|minor|major|negligible|small|serious) )`
	enUsers  = ` (?:from|by|for|of|on) (?:W ){0,3}(?:users?|guests?|people|staff|employees|them|members|everyone|owners?|anyone) `
)

var englishClaims = []claim{
	// The problem is gone.
	{says: pattern(` (?:has|have|had|was|were|been|got) `, enAdv, `(?:W )?`, enMended, ` `), unless: pattern(enUntil, `|`, enNone, `| not | (?:must|should|can|could|to) (?:have )?be`)},
	{says: pattern(` (?:is|are) `, enAdv, enMended, ` `), unless: pattern(enBy, `| not `), within: pattern(enUntil)},
	{says: pattern(` (?:is|are|was|were|has|have|had) (?:been )?(?:now|already|finally|successfully) (?:been )?`, enMended, ` `)},
	{says: pattern(` (?:already|now|successfully) (?:been )?`, enMended, ` `), unless: pattern(` (?:is|are|must|should|not|not yet) `)},
	{says: pattern(` `, enThing, ` (?:W ){0,3}?(?:is|are|was|were|has|have|had) `, enAdv, enWeak, ` `),
		unless: pattern(enUntil, `|`, enNone, `|`, enBy, `| not | `, enThing, ` (?:that|which|who) `)},
	{says: pattern(` (?:this|it|everything) (?:is|was|has|has been|is now) `, enAdv, `(?:gone|gone away|handled|settled|history|over|done|addressed) `), unless: pattern(enUntil, `|`, enBy, `| not | over W`)},
	{says: pattern(` (?:problem|issue|finding|vulnerability|gap|weakness)s? (?:now |already |successfully )?(?:`, enMended, `|closed|over) `),
		unless: pattern(enUntil, `|`, enBy, `| (?:get|have|want|need|keep|has|had|is|are|that) `)},
	{says: pattern(` no longer (?:an? |any )?(?:problem|issue|risk|concern|threat|vulnerable|exists?|present|there|applies|apply|valid) `), unless: pattern(enUntil), within: pattern(` (?:until|once|when|if|after|as soon as|so that) `)},
	{says: pattern(` (?:everything|all|tenant|organi[sz]ation|company|environment|configuration|setup|you|data) (?:is|are|looks) (?:now |already |fully |completely |all )*(?:secure|safe|protected|compliant|fine|good|ok|okay|in order|healthy|well) `),
		unless: pattern(enUntil, `| not | only `), within: pattern(` (?:once|when|if|after|so that) `)},
	{says: pattern(` (?:we|i|someone|vahti|microsoft|they) (?:took care of|fixed|resolved|solved|closed|dealt with|sorted) | thing of the past | (?:check|control|requirement|test) (?:is now (?:met|satisfied|fulfilled)|(?:now )?passes|is (?:met|satisfied|fulfilled) (?:now|again)) `), unless: pattern(` (?:until|once|when|if|whether|after|before|as soon as) `)},
	{says: pattern(` all (?:good|clear|done|set now) `)},
	{says: pattern(`^ (?:(?:now|already|successfully) )?(?:`, enMended, `|closed|done) $| stands corrected `)},
	{says: pattern(` (?:does|do) not exist (?:any ?more|any longer) `), within: pattern(enUntil)},
	{says: pattern(` there (?:is|are) (?:now |currently )?no (?:W )?(?:problems?|issues?|risks?|weakness|gap|vulnerability|danger) `), within: pattern(enUntil)},
	{says: pattern(` (?:now|already|again) (?:meets?|fulfils?|satisf(?:y|ies)|compl(?:y|ies)) `), unless: pattern(enUntil)},
	{says: pattern(` (?:status|state) (?:of (?:W ){1,3})?(?:is |as |has )?(?:now )?(?:resolved|closed|fixed|accepted|ignored|mended) `), unless: pattern(enUntil)},
	{says: pattern(` (?:we|vahti|microsoft|you|administrators?|someone|scan|service|system) (?:has|have|had) `, enAdv, enWeak, ` `), unless: pattern(enUntil, `| not `)},

	// It may be left.
	{says: pattern(` you (?:`, enMay, `|should) `, enSoft, `(?:ignore|disregard|dismiss|forget|skip|overlook|neglect|suppress|close) (?:W ){0,2}`, enAny, ` `), unless: pattern(` steps? `)},
	{says: pattern(` `, enAny, ` (?:W ){0,2}?(?:`, enMay, `|should) `, enSoft, `be `, enSoft, `(?:ignored|disregarded|dismissed|overlooked|skipped|left|closed|accepted|suppressed|excepted|waived) `), unless: pattern(enBy, `| steps? `)},
	{says: pattern(` safe(?:ly)? (?:to )?(?:be )?(?:ignored?|disregard(?:ed)?|dismiss(?:ed)?|skip(?:ped)?|left|leave) `), unless: pattern(` (?:not|never) `)},
	{says: pattern(`^ (?:please |just |simply |so |then |and )*(?:ignore|disregard|dismiss|forget) (?:W ){0,2}`, enAny, ` `)},
	{says: pattern(` feel free to (?:ignore|skip|disregard|dismiss|leave) `)},
	{says: pattern(` skip (?:this|the|that) (?:W )?(?:recommendation|finding|warning|check|issue|alert) `), unless: pattern(` not | never `)},
	{says: pattern(` no (?:further |immediate |additional |more |other |urgent |special )*(?:actions?|changes?|steps?|measures?|remediation|work|response) (?:is |are |was |were |has |have |need |needs )?(?:to be )?(?:needed|required|necessary|called for|made|taken) `),
		unless: pattern(enUsers, `|`, enUntil)},
	{says: pattern(` (?:requires?|needs?|calls for|demands?) no (?:further |immediate |more )?(?:actions?|changes?|fix|attention|work) `), unless: pattern(enUsers)},
	{says: pattern(` you (?:do|need|will|should|did|would) not (?:need |have )?(?:to )?(?:do|act|fix|worry|take|react|respond|bother) (?:(?:anything|any|about|it|this|action|actions|to|on|now|at) |$)`)},
	{says: pattern(` you (?:do|need|will) not (?:need |have )?(?:to )?change anything `), unless: pattern(` (?:in|on|for) `)},
	{says: pattern(` nothing (?:(?:more|else|further) )?(?:to (?:do|fix|change|worry|act|be done)|(?:needs?|has|must|ought) (?:to )?be (?:done|changed|fixed)|is (?:needed|required|necessary|wrong)) `), unless: pattern(enUntil)},
	{says: pattern(` no (?:need|reason|cause|call) (?:to|for) (?:act|acting|do|change|fix|worry|worrying|concern|alarm|panic|action|hurry|any) `)},
	{says: pattern(` no (?:hurry|rush|urgency) | do not worry | not to worry | (?:live|cope) with (?:this|the|that|it) `), unless: pattern(enUsers)},
	{says: pattern(` (?:set|put|leave) (?:this|it|that) (?:W )?(?:aside|alone) `), unless: pattern(` not `)},
	{says: pattern(` not (?:require|need|deserve|call for) (?:your |any |further )*(?:attention|action|response|work|a fix) `), unless: pattern(enUsers)},
	{says: pattern(` (?:`, enMay, `|should) `, enSoft, `(?:be )?(?:postponed?|deferred|defer|delayed?|put off) (?:this|it|that|indefinitely|without) `)},
	{says: pattern(` (?:fine|ok|okay|acceptable|all right|reasonable) to (?:leave|keep|ignore|skip|accept|wait|do nothing) `), unless: pattern(` not `)},
	{says: pattern(` not worth (?:the|your|any|it) | (?:little|no) (?:point|use|sense) in | you can (?:relax|rest easy|sleep) | free to (?:disregard|ignore|dismiss|skip) | (?:nobody|no one) (?:needs|has) to (?:act|do anything) `), unless: pattern(enUsers)},
	{says: pattern(` (?:changing|fixing|correcting|mending) (?:W ){0,3}?is (?:unnecessary|not necessary|not needed|pointless|superfluous) | (?:this|it|setting|everything) (?:can|may|could) (?:stay|remain) `), unless: pattern(enUntil)},
	{says: pattern(` (?:recommendation|advice|step|change|this|it) is (?:purely |only |entirely )*(?:optional|voluntary) `)},
	{says: pattern(` (?:this|it|finding|issue|problem|change|fix|matter) (?:W )?(?:is|are) not (?:at all |very |really |that )*(?:urgent|pressing|time critical) `)},
	{says: pattern(` (?:this|it|finding|issue|problem|change|fix|matter) (?:can|may|could) wait `)},
	{says: pattern(` false (?:positives?|alarms?|alerts?) `)},
	{says: pattern(` (?:leave|keep) (?:this|it|the setting|everything|things|that) (?:W )?as (?:it|they|this|things|is) `), unless: pattern(` (?:not|never|cannot) `)},
	{says: pattern(` accept(?:ing)? (?:the|this|that) risk `), unless: pattern(` (?:not|never|cannot) `)},
	{says: pattern(` (?:does|do|did) not (?:apply to|concern|affect|matter to|relate to) (?:you|your (?:tenant|company|organi[sz]ation)) (?:$|(?:at|and|so|because) )`)},

	// Its severity is another.
	{says: pattern(` (?:severity|severities|criticality) `)},
	{says: pattern(` (?:low|lower|lowest|high|higher|highest|top|medium|minor) priority `)},
	{says: pattern(` risk (?:W ){0,2}?(?:is|was|has been) (?:rated|classed|judged|assessed|ranked|scored) | (?:deal with|handle|do|fix) this (?:one )?(?:last|first of all|before all) | priority to (?:low|medium|high|critical) `)},
	{says: pattern(` priority (?:of (?:this|the) |(?:is|was|has been|should be|can be|could be|may be) (?:W )?(?:low|medium|high|lowered|raised|changed|top|reduced))`)},
	{says: pattern(` (?:(?:risk|impact) (?:rating|score)s?|risk (?:class|classification)) `)},
	{says: pattern(` risk (?:(?:level|state|status) )?(?:of (?:W ){1,3})?(?:has|have|was|were|been) (?:been )?(?:W )?(?:lowered|raised|changed|reduced|increased|decreased|downgraded|upgraded|adjusted|reclassified|set|accepted) `), unless: pattern(enUntil)},
	{says: pattern(` risk (?:level )?(?:of (?:W ){1,3})?(?:is|becomes) (?:(?:now|only|just|merely|actually|really|very|quite) )*(?:low|minor|small|negligible|minimal|acceptable|tolerable|none|zero|lowered|reduced|medium) `), within: pattern(enUntil, `| by `)},
	{says: pattern(` (?:poses?|carries|presents?|is|means) (?:no|little|hardly any) (?:W )?(?:risk|threat|danger) `), within: pattern(enUntil)},
	{says: pattern(` no (?:real|actual|significant|serious|immediate|relevant) (?:risk|danger|threat|problem|issue|impact) `)},
	{says: pattern(` (?:this|it|finding|issue|problem|result) (?:is|was) (?:(?:only|just|merely|simply|rather|really|actually|a|an|of) )*(?:informational|(?:minor|negligible|cosmetic|trivial|insignificant|small)(?: (?:issue|finding|problem|risk|matter|gap))?|unimportant|harmless|low risk|low impact|for information) $`)},
	{says: pattern(` (?:this|it|finding|issue|problem|result) (?:is|was) not (?:(?:a|an|really|very|that|so|particularly|at all) )*(?:serious|important|critical|significant|severe|dangerous|big|major) `)},
	{says: pattern(` (?:consider|treat|regard|view|see|classify|rate|mark|call) (?:it|this|(?:this|the) (?:finding|issue|problem|result|risk|alert)) (?:as |to be )?(?:a |an )?(?:low|minor|informational|negligible|harmless|unimportant|accepted|resolved|closed|fixed|done|critical|high|medium|safe|exception)`)},
	{says: pattern(` (?:this|that|it|which) (?:W )?(?:is|poses|represents) (?:now |only )?an? `, enHigh, `(?:risk|issue|finding|problem|priority) `)},
	{says: pattern(` (?:important|urgent|relevant|serious) (?:finding|than (?:other|the other|most|all other)) | matters (?:less|more) than | before (?:all|any|the) other findings `)},
	// What becomes of a finding is not the model's to say: only what it means.
	{says: pattern(` findings? `), unless: pattern(` findings? (?:means?|shows?|says?|tells?|concerns?|is about|are about|comes? from|arises?|appears?|stays?|remains?|of this kind|in question|will stay|will remain|here) | (?:scan|check) (?:W ){0,4}?findings? | (?:to|that) (?:fix|resolve|mend|close|clear|address|remove) (?:the|this) findings? | (?:behind|cause of|reason for|details of) (?:the|this) findings? | until (?:W ){0,6}?findings? `)},
	{says: pattern(` mark(?:ed)? (?:W ){0,3}?as (?:low|accepted|resolved|closed|fixed|done|ignored|safe|harmless|an exception) `), unless: pattern(` not `)},
	{says: pattern(` (?:finding|issue|problem|it|this|risk) (?:has been|was|is|have been) (?:W )?(?:downgraded|upgraded|reclassified|deprioriti[sz]ed|reprioriti[sz]ed|rerated|escalated) `)},
}
