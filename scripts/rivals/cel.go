package rivals

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"text/template"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

//go:embed policy.cel
var expression string

// celPrograms holds a program for each control: an expression has no functions
// of its own, so each control's is written out from one template.
type celPrograms map[Control]cel.Program

func newCEL() (celPrograms, error) {
	written, err := template.New("policy.cel").Parse(expression)
	if err != nil {
		return nil, err
	}
	env, err := cel.NewEnv(ext.Bindings(), ext.Strings(), ext.Math(), ext.TwoVarComprehensions(),
		cel.Variable("policies", cel.ListType(cel.MapType(cel.StringType, cel.DynType))),
		cel.Variable("declared", cel.MapType(cel.StringType, cel.MapType(cel.StringType, cel.BoolType))),
	)
	if err != nil {
		return nil, err
	}
	out := celPrograms{}
	for c := range Controls() {
		var text strings.Builder
		if err := written.Execute(&text, map[string]string{"Control": string(c)}); err != nil {
			return nil, err
		}
		ast, issues := env.Compile(text.String())
		if err := issues.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", c, err)
		}
		if out[c], err = env.Program(ast, cel.EvalOptions(cel.OptOptimize)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p celPrograms) judge(c Control, in map[string]any) (ref.Val, error) {
	v, _, err := p[c].Eval(in)
	return v, err
}

// answer is what the program said in the common form.
func (p celPrograms) answer(c Control, in map[string]any) (Answer, error) {
	v, err := p.judge(c, in)
	if err != nil {
		return Answer{}, err
	}
	plain, err := v.ConvertToNative(reflect.TypeFor[map[string]any]())
	if err != nil {
		return Answer{}, err
	}
	a := Answer{}
	for name, v := range plain.(map[string]any) {
		var err error
		into := map[string]any{"verdict": &a.Verdict, "reasons": &a.Reasons, "policies": &a.Policies}[name]
		raw, err := json.Marshal(native(v))
		if err != nil {
			return Answer{}, err
		}
		if err := json.Unmarshal(raw, into); err != nil {
			return Answer{}, err
		}
	}
	a.sort()
	return a, nil
}

// native makes plain values of CEL's.
func native(v any) any {
	if value, ok := v.(ref.Val); ok {
		v = value.Value()
	}
	switch v := v.(type) {
	case []ref.Val:
		out := make([]any, len(v))
		for i := range v {
			out[i] = native(v[i])
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = native(v[i])
		}
		return out
	}
	return v
}
