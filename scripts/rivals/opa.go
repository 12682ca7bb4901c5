package rivals

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"vahti.ai/vahti/shared/snapshot"
)

//go:embed policy.rego
var policy string

// opa is the policy prepared once; it serves every control and tenant.
type opa struct{ query rego.PreparedEvalQuery }

func newOPA(ctx context.Context) (opa, error) {
	q, err := rego.New(rego.Query("data.vahti.result"), rego.Module("policy.rego", policy)).PrepareForEval(ctx)
	return opa{q}, err
}

// opaInput is a tenant as the policy reads it, parsed.
func opaInput(s *snapshot.Snapshot, c Control) (ast.Value, error) {
	in := input(s)
	in["control"] = string(c)
	return ast.InterfaceToValue(in)
}

func (o opa) judge(ctx context.Context, in ast.Value) (rego.ResultSet, error) {
	return o.query.Eval(ctx, rego.EvalParsedInput(in))
}

// answer is what the policy said in the common form.
func (o opa) answer(ctx context.Context, in ast.Value) (Answer, error) {
	rs, err := o.judge(ctx, in)
	if err != nil {
		return Answer{}, err
	}
	if len(rs) != 1 {
		return Answer{}, fmt.Errorf("got %d results", len(rs))
	}
	raw, err := json.Marshal(rs[0].Expressions[0].Value)
	if err != nil {
		return Answer{}, err
	}
	var a Answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return Answer{}, err
	}
	a.sort()
	return a, nil
}
