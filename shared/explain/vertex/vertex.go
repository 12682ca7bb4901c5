// Package vertex asks a model in Vertex AI, within the EU. It is the only user
// of the vertexai client, which is at the end of its life: its successor
// replaces this file, and nothing else links it.
package vertex

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/vertexai/genai"
	"google.golang.org/api/option"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/explain"
)

// Client is one model. It is safe for concurrent use.
type Client struct {
	client *genai.Client
	model  *genai.GenerativeModel
	name   string
}

// multiRegion is the EU as one place, at an address of its own.
const multiRegion = "eu"

// regions are the places within the EU where a prompt may be processed: the
// multi-region and the regions in member states. London and Zürich are outside.
func regions() []string {
	return []string{multiRegion,
		"europe-central2", "europe-north1", "europe-north2", "europe-southwest1", "europe-west1", "europe-west3",
		"europe-west4", "europe-west8", "europe-west9", "europe-west10", "europe-west12"}
}

// maxTokens bounds an answer. What a model thinks before it answers counts too,
// so it is far above what an answer takes; explain bounds the answer itself.
const maxTokens = 16384

// New connects to a model in an EU region; any other region is refused. The
// options, where there are any, name another server than the region's own.
// Close ends the connection.
func New(ctx context.Context, project, region, model string, opts ...option.ClientOption) (*Client, error) {
	if !slices.Contains(regions(), region) {
		return nil, fmt.Errorf("the model's region %q is not in the EU", region)
	}
	if len(opts) == 0 && region == multiRegion { // the client would take a host that does not exist
		opts = []option.ClientOption{option.WithEndpoint("aiplatform.eu.rep.googleapis.com:443")}
	}
	c, err := genai.NewClient(ctx, project, region, opts...)
	if err != nil {
		return nil, fmt.Errorf("connect to the model: %w", err)
	}
	m := c.GenerativeModel(model)
	m.SetTemperature(0)
	m.SetMaxOutputTokens(maxTokens)
	m.ResponseMIMEType = "application/json"
	m.ResponseSchema = schema()
	m.SystemInstruction = genai.NewUserContent(genai.Text(explain.Instruction))
	return &Client{client: c, model: m, name: model}, nil
}

// schema is the form of explain.Answer.
func schema() *genai.Schema {
	return &genai.Schema{
		Type:     genai.TypeObject,
		Required: []string{"language", "summary", "why", "steps"},
		Properties: map[string]*genai.Schema{
			"language": {Type: genai.TypeString, Enum: explain.Languages()},
			"summary":  {Type: genai.TypeString, Description: "what is set now"},
			"why":      {Type: genai.TypeString, Description: "why it matters"},
			"steps":    {Type: genai.TypeArray, Items: &genai.Schema{Type: genai.TypeString}, Description: "what to do, in order"},
		},
	}
}

// Name returns the name of the model.
func (c *Client) Name() string { return c.name }

// Ask implements explain.Ask. An error never holds the model's text.
//
// That the model declines, or ends before it has finished, is final. All else
// may pass: a request that Vertex AI does not take is a wrong setting of ours,
// which must not be remembered as the model's refusal to explain.
func (c *Client) Ask(ctx context.Context, prompt string) (string, error) {
	answer, err := c.model.GenerateContent(ctx, genai.Text(prompt))
	var blocked *genai.BlockedError
	switch {
	case errors.As(err, &blocked):
		return "", fmt.Errorf("%w: the model declined", explain.ErrRefused)
	case err != nil && ctx.Err() != nil:
		return "", fmt.Errorf("model: %w", ctx.Err())
	case status.Code(err) == codes.DeadlineExceeded: // the far end's clock was a moment ahead
		return "", fmt.Errorf("model: %w", context.DeadlineExceeded)
	case err != nil && status.Code(err) == codes.OK:
		return "", errors.New("model: the answer could not be read")
	case err != nil:
		return "", fmt.Errorf("model: %s", status.Code(err))
	}
	if len(answer.Candidates) == 0 || answer.Candidates[0].Content == nil || answer.Candidates[0].FinishReason != genai.FinishReasonStop {
		return "", fmt.Errorf("%w: the model gave no whole answer", explain.ErrRefused)
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
func (c *Client) Close() error { return c.client.Close() }
