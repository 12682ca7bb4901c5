package explain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cloud.google.com/go/vertexai/genai"
	"google.golang.org/api/option"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Vertex is a model in Vertex AI. It is the only user of the vertexai client,
// which is at the end of its life: its successor replaces this file.
type Vertex struct {
	client *genai.Client
	model  *genai.GenerativeModel
	name   string
}

// regions are the places within the EU where a prompt may be processed.
var regions = []string{"eu", "europe-north1", "europe-west1", "europe-west4", "europe-west9", "europe-southwest1", "europe-central2"}

// NewVertex connects to a model in an EU region; any other region is refused.
// The options reach another server than the region's own.
func NewVertex(ctx context.Context, project, region, model string, opts ...option.ClientOption) (*Vertex, error) {
	allowed := false
	for _, r := range regions {
		allowed = allowed || r == region
	}
	if !allowed {
		return nil, fmt.Errorf("the model's region %q is not in the EU", region)
	}
	if len(opts) == 0 && region == "eu" { // the client would take a host that does not exist
		opts = []option.ClientOption{option.WithEndpoint("aiplatform.eu.rep.googleapis.com:443")}
	}
	c, err := genai.NewClient(ctx, project, region, opts...)
	if err != nil {
		return nil, fmt.Errorf("connect to the model: %w", err)
	}
	v := &Vertex{client: c, model: c.GenerativeModel(model), name: model}
	v.model.SetTemperature(0)
	v.model.SetMaxOutputTokens(2048)
	v.model.ResponseMIMEType = "application/json"
	v.model.ResponseSchema = schema
	v.model.SystemInstruction = genai.NewUserContent(genai.Text(Instruction))
	return v, nil
}

var schema = &genai.Schema{
	Type:     genai.TypeObject,
	Required: []string{"language", "summary", "why", "steps"},
	Properties: map[string]*genai.Schema{
		"language": {Type: genai.TypeString, Enum: []string{"en", "fi", "sv"}},
		"summary":  {Type: genai.TypeString, Description: "what is set now"},
		"why":      {Type: genai.TypeString, Description: "why it matters"},
		"steps":    {Type: genai.TypeArray, Items: &genai.Schema{Type: genai.TypeString}, Description: "what to do, in order"},
	},
}

// Name returns the name of the model.
func (v *Vertex) Name() string { return v.name }

// Ask implements Ask. The error never holds the model's text.
func (v *Vertex) Ask(ctx context.Context, prompt string) (string, error) {
	answer, err := v.model.GenerateContent(ctx, genai.Text(prompt))
	var blocked *genai.BlockedError
	switch {
	case errors.As(err, &blocked):
		return "", fmt.Errorf("%w: the model declined", ErrRefused)
	case status.Code(err) == codes.InvalidArgument:
		return "", fmt.Errorf("%w: the model does not take the request", ErrRefused)
	case err != nil:
		return "", fmt.Errorf("model: %s", status.Code(err))
	}
	if len(answer.Candidates) == 0 || answer.Candidates[0].Content == nil || answer.Candidates[0].FinishReason != genai.FinishReasonStop {
		return "", fmt.Errorf("%w: the model gave no whole answer", ErrRefused)
	}
	var b strings.Builder
	for _, p := range answer.Candidates[0].Content.Parts {
		if t, ok := p.(genai.Text); ok {
			b.WriteString(string(t))
		}
	}
	return b.String(), nil
}

// Close ends the connection.
func (v *Vertex) Close() error { return v.client.Close() }
