package vertex

import (
	"hash/fnv"
	"strings"

	pb "cloud.google.com/go/aiplatform/apiv1beta1/aiplatformpb"
	"google.golang.org/protobuf/proto"
)

const (
	mimeText = "text/plain"
	mimeJSON = "application/json"

	bytesPerToken = 4
)

// answer is what the model says and how it ended.
type answer struct {
	model  string
	text   string
	reason pb.Candidate_FinishReason
	prompt int32 // tokens of the prompt
}

// compose writes the answer to a request.
func compose(req *pb.GenerateContentRequest, system, user string, kind Kind) (*answer, error) {
	model := req.GetModel()[strings.LastIndexByte(req.GetModel(), '/')+1:]
	a := &answer{model: model, reason: pb.Candidate_STOP, prompt: tokens(system) + tokens(user)}
	switch kind {
	case Refuse:
		a.reason = pb.Candidate_SAFETY
		return a, nil
	case Empty:
		return a, nil
	}
	understood := readPrompt(user)
	w := &writer{
		voice:    newVoice(understood, kind),
		language: understood.language,
		seed:     seed(system, user),
	}
	cfg := req.GetGenerationConfig()
	var err error
	switch {
	case cfg.GetResponseSchema() != nil:
		a.text, err = w.document(cfg.GetResponseSchema())
	case cfg.GetResponseMimeType() == mimeJSON:
		a.text, err = w.document(freeForm())
	default:
		a.text = w.prose()
	}
	if err != nil {
		return nil, err
	}
	switch {
	case kind == InvalidJSON:
		a.text = "```json\n" + strings.TrimSuffix(a.text, "}") + ",\n"
	case kind == Truncated:
		a.cut(len(a.text) / 2)
	case cfg.GetMaxOutputTokens() > 0:
		a.cut(int(cfg.GetMaxOutputTokens()) * bytesPerToken)
	}
	return a, nil
}

// cut ends the answer at a length in bytes, if it is longer.
func (a *answer) cut(n int) {
	if len(a.text) <= n {
		return
	}
	a.text = strings.ToValidUTF8(a.text[:n], "")
	a.reason = pb.Candidate_MAX_TOKENS
}

// freeForm is the schema a model makes up when JSON is asked for without one.
func freeForm() *pb.Schema {
	text := &pb.Schema{Type: pb.Type_STRING}
	return &pb.Schema{Type: pb.Type_OBJECT, Properties: map[string]*pb.Schema{
		"summary": text, "reason": text, "steps": {Type: pb.Type_ARRAY, Items: text},
	}}
}

func seed(system, user string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(system + "\x00" + user))
	return h.Sum32()
}

// response is the whole answer or a piece of it; how it ended and what it used is told with the last piece.
func (a *answer) response(text string, last bool) *pb.GenerateContentResponse {
	candidate := &pb.Candidate{Content: &pb.Content{Role: "model"}}
	if text != "" {
		candidate.Content.Parts = []*pb.Part{{Data: &pb.Part_Text{Text: text}}}
	}
	resp := &pb.GenerateContentResponse{Candidates: []*pb.Candidate{candidate}, ModelVersion: a.model}
	if !last {
		return resp
	}
	candidate.FinishReason = a.reason
	if a.reason == pb.Candidate_SAFETY {
		candidate.Content = nil
		candidate.FinishMessage = proto.String("The response was blocked for safety reasons.")
		candidate.SafetyRatings = []*pb.SafetyRating{{
			Category:    pb.HarmCategory_HARM_CATEGORY_DANGEROUS_CONTENT,
			Probability: pb.SafetyRating_HIGH,
			Blocked:     true,
		}}
	}
	resp.UsageMetadata = &pb.GenerateContentResponse_UsageMetadata{
		PromptTokenCount:     a.prompt,
		CandidatesTokenCount: tokens(a.text),
		TotalTokenCount:      a.prompt + tokens(a.text),
	}
	return resp
}
