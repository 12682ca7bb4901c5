package custom

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// costLimit bounds one evaluation, in CEL's own units, about one an operation:
// enough for a few properties of each of 500,000 users.
const costLimit = 20_000_000

// program is an expression ready to run.
type program struct {
	eval  cel.Program
	reads []snapshot.Resource
}

var environment = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(
		cel.Variable("resources", cel.MapType(cel.StringType, cel.DynType)),
		cel.Variable("now", cel.TimestampType),
		cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(maxExpression), cel.ParserRecursionLimit(64),
		ext.Strings(), ext.Sets(),
	)
})

// compile checks an expression. Its error says at which line and column it is
// wrong.
func compile(expression string) (*program, error) {
	if expression == "" || len(expression) > maxExpression {
		return nil, fmt.Errorf("the expression is missing or longer than %d bytes", maxExpression)
	}
	env, err := environment()
	if err != nil {
		return nil, fmt.Errorf("prepare expressions: %w", err)
	}
	compiled, issues := env.Compile(expression)
	if issues.Err() != nil {
		first := issues.Errors()[0]
		if first.Location.Line() < 1 {
			return nil, fmt.Errorf("the expression is wrong: %s", first.Message)
		}
		return nil, fmt.Errorf("the expression is wrong at line %d, column %d: %s", first.Location.Line(), first.Location.Column()+1, first.Message)
	}
	switch t := compiled.OutputType(); {
	case t.IsExactType(cel.BoolType), t.IsExactType(cel.DynType), t.Kind() == cel.ListKind:
	default:
		return nil, fmt.Errorf("the expression gives %s, where true or false or a list of ids is needed", t)
	}
	reads, err := resourcesOf(compiled.NativeRep())
	if err != nil {
		return nil, err
	}
	p, err := env.Program(compiled, cel.EvalOptions(cel.OptOptimize, cel.OptTrackCost), cel.CostLimit(costLimit))
	if err != nil {
		return nil, errors.New("the expression cannot be prepared")
	}
	return &program{p, reads}, nil
}

// resourcesOf returns the resources an expression reads. They must be named by a
// constant, so that it is known before a scan what to read.
func resourcesOf(a *ast.AST) ([]snapshot.Resource, error) {
	var reads []snapshot.Resource
	var wrong error
	named := map[int64]bool{} // uses of "resources" that are indexed by a constant
	info := a.SourceInfo()
	at := func(e ast.Expr) string {
		l := info.GetStartLocation(e.ID())
		return fmt.Sprintf("line %d, column %d", l.Line(), l.Column()+1)
	}
	ast.PostOrderVisit(a.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != operators.Index {
			return
		}
		args := e.AsCall().Args()
		if len(args) != 2 || args[0].Kind() != ast.IdentKind || args[0].AsIdent() != "resources" || args[1].Kind() != ast.LiteralKind {
			return
		}
		name, ok := args[1].AsLiteral().Value().(string)
		if _, known := snapshot.KeyOf(snapshot.Resource(name)); !ok || !known {
			wrong = errors.Join(wrong, fmt.Errorf("the expression is wrong at %s: there is no resource %q", at(args[1]), name))
			return
		}
		named[args[0].ID()] = true
		reads = append(reads, snapshot.Resource(name))
	}))
	ast.PostOrderVisit(a.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.IdentKind && e.AsIdent() == "resources" && !named[e.ID()] && wrong == nil {
			wrong = fmt.Errorf(`the expression is wrong at %s: resources must be followed by a name, as in resources["v1.0/users"]`, at(e))
		}
	}))
	if wrong == nil && len(reads) == 0 {
		wrong = errors.New("the expression reads no resource")
	}
	slices.Sort(reads)
	return slices.Compact(reads), wrong
}

// run implements check.Check.Run.
func (p *program) run(s *snapshot.Snapshot) []check.Result {
	resources := map[string]any{}
	for _, r := range p.reads {
		form, err := jsonForm(s, r)
		if err != nil {
			return check.One(finding.Unknown, "What was read has no form that an expression can be about.", finding.Evidence{})
		}
		resources[string(r)] = form
	}
	value, details, err := p.eval.Eval(map[string]any{"resources": resources, "now": s.Now})
	if err != nil {
		if details != nil && details.ActualCost() != nil && *details.ActualCost() > costLimit {
			return check.One(finding.Unknown, "The expression costs more than is allowed.", finding.Evidence{})
		}
		return check.One(finding.Unknown, "The expression met a value that is missing or of another kind.", finding.Evidence{})
	}
	switch v := value.(type) {
	case types.Bool:
		if v {
			return check.One(finding.Pass, "The expression holds.", finding.Evidence{})
		}
		return check.One(finding.Fail, "The expression does not hold.", finding.Evidence{})
	default:
		return named(value)
	}
}

// named makes a result of each id that a list names.
func named(value ref.Val) []check.Result {
	native, err := value.ConvertToNative(reflect.TypeFor[[]string]())
	ids, ok := native.([]string)
	if err != nil || !ok {
		return check.One(finding.Unknown, "The expression gives something else than true, false or a list of ids.", finding.Evidence{})
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return check.One(finding.Pass, "The expression names nothing.", finding.Evidence{})
	}
	results := make([]check.Result, len(ids))
	for i, id := range ids {
		results[i] = check.Result{Resource: id, Verdict: finding.Fail, Reason: "The expression names this.",
			Evidence: finding.Evidence{Subjects: finding.Subjects{"named": finding.List(finding.Subject{ID: id})}}}
	}
	return results
}

// jsonForm returns a resource as plain JSON values.
func jsonForm(s *snapshot.Snapshot, r snapshot.Resource) (any, error) {
	key, ok := snapshot.KeyOf(r)
	if !ok {
		return nil, errors.New("no such resource")
	}
	raw, err := json.Marshal(snapshot.Form(key, s))
	if err != nil {
		return nil, err
	}
	if string(raw) == "null" { // read and empty
		switch key.Kind() {
		case snapshot.Collection:
			raw = []byte("[]")
		case snapshot.PerParent:
			raw = []byte("{}")
		}
	}
	var form any
	return form, json.Unmarshal(raw, &form)
}

// ownTexts translate what a custom check says by itself.
var ownTexts = text.New(text.Texts{
	"The expression holds.": {
		FI: "Lauseke pitää paikkansa.", SV: "Uttrycket stämmer.",
	},
	"The expression does not hold.": {
		FI: "Lauseke ei pidä paikkaansa.", SV: "Uttrycket stämmer inte.",
	},
	"The expression names this.": {
		FI: "Lauseke nimeää tämän kohteen.", SV: "Uttrycket pekar ut detta.",
	},
	"The expression names nothing.": {
		FI: "Lauseke ei nimeä yhtään kohdetta.", SV: "Uttrycket pekar inte ut något.",
	},
	"The expression costs more than is allowed.": {
		FI: "Lausekkeen laskenta on sallittua raskaampi.", SV: "Uttrycket kostar mer än vad som är tillåtet.",
	},
	"The expression met a value that is missing or of another kind.": {
		FI: "Lausekkeen tarvitsema arvo puuttuu tai on toista tyyppiä.", SV: "Uttrycket mötte ett värde som saknas eller är av annat slag.",
	},
	"The expression gives something else than true, false or a list of ids.": {
		FI: "Lauseke antaa muuta kuin toden, epätoden tai tunnusten luettelon.", SV: "Uttrycket ger något annat än sant, falskt eller en lista med id:n.",
	},
	"What was read has no form that an expression can be about.": {
		FI: "Luetulla tiedolla ei ole muotoa, jota lauseke voisi käsitellä.", SV: "Det lästa har ingen form som ett uttryck kan behandla.",
	},
})
