package vertex

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"testing"
	"time"

	pb "cloud.google.com/go/aiplatform/apiv1beta1/aiplatformpb"
	"cloud.google.com/go/vertexai/genai"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // the client announces its successor at every start
	os.Exit(m.Run())
}

func open(t *testing.T, cfg Config) *Server {
	t.Helper()
	s, err := Open(cfg)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// model connects the real client.
func model(t *testing.T, s *Server, location, name string, allowed bool) *genai.GenerativeModel {
	t.Helper()
	addr, err := s.Serve("explain", allowed)
	if err != nil {
		t.Fatalf("Serve: %v", err)
	}
	c, err := genai.NewClient(t.Context(), "vahti-test", location,
		option.WithEndpoint(addr), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatalf("NewClient: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c.GenerativeModel(name)
}

func jsonModel(t *testing.T, s *Server) *genai.GenerativeModel {
	m := model(t, s, "europe-north1", "gemini-2.5-flash", true)
	m.ResponseMIMEType = "application/json"
	m.ResponseSchema = adviceSchema()
	m.SystemInstruction = genai.NewUserContent(genai.Text("You explain findings."))
	return m
}

func adviceSchema() *genai.Schema {
	str := &genai.Schema{Type: genai.TypeString}
	return &genai.Schema{
		Type:     genai.TypeObject,
		Required: []string{"language", "summary", "steps"},
		Properties: map[string]*genai.Schema{
			"language":   {Type: genai.TypeString, Enum: []string{"en", "fi", "sv"}},
			"title":      {Type: genai.TypeString, MaxLength: 20},
			"summary":    str,
			"whyMatters": {Type: genai.TypeString, MinLength: 400},
			"steps":      {Type: genai.TypeArray, Items: str},
			"effort":     {Type: genai.TypeString, Enum: []string{"low", "medium", "high"}},
			"guests":     {Type: genai.TypeInteger, Maximum: 50},
			"enabled":    {Type: genai.TypeBoolean},
			"sources": {Type: genai.TypeArray, MinItems: 1, MaxItems: 1, Items: &genai.Schema{
				Type: genai.TypeObject, Properties: map[string]*genai.Schema{"score": {Type: genai.TypeNumber}, "note": str},
			}},
		},
	}
}

type advice struct {
	Language, Title, Summary, WhyMatters, Effort string
	Steps                                        []string
	Guests                                       int
	Enabled                                      bool
	Sources                                      []struct {
		Score float64
		Note  string
	}
}

func prompt(language string) genai.Text {
	return genai.Text(fmt.Sprintf(`{"language":%q,"check":{"id":"AAD-7","title":"Guest invitations"},
		"facts":{"allowInvitesFrom":"everyone","guests":73,"enabled":true}}`, language))
}

func text(t *testing.T, resp *genai.GenerateContentResponse) string {
	t.Helper()
	var out strings.Builder
	for _, c := range resp.Candidates {
		for _, p := range c.Content.Parts {
			fmt.Fprint(&out, p)
		}
	}
	return out.String()
}

func generate(t *testing.T, m *genai.GenerativeModel, language string) (string, *genai.GenerateContentResponse) {
	t.Helper()
	resp, err := m.GenerateContent(t.Context(), prompt(language))
	if err != nil {
		t.Fatalf("GenerateContent: %v", err)
	}
	return text(t, resp), resp
}

// marks are words that tell the languages apart.
var marks = map[string][]string{
	"en": {" the ", " has "}, "fi": {"asetuksen", "koska"}, "sv": {"inställningen", "eftersom"},
}

func TestAnswersInTheLanguageAboutTheFacts(t *testing.T) {
	s := open(t, Config{})
	m := jsonModel(t, s)
	for language := range marks {
		t.Run(language, func(t *testing.T) {
			raw, resp := generate(t, m, language)
			var got advice
			dec := json.NewDecoder(strings.NewReader(raw))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&got); err != nil {
				t.Fatalf("decode %q: %v", raw, err)
			}
			if got.Language != language {
				t.Errorf("language: got %q, want %q", got.Language, language)
			}
			for _, want := range []string{`"allowInvitesFrom"`, `"everyone"`} {
				if !strings.Contains(got.Summary, want) {
					t.Errorf("summary: got %q, want it to mention %s", got.Summary, want)
				}
			}
			for other, words := range marks {
				for _, word := range words {
					if has := strings.Contains(got.Summary+got.WhyMatters, word); has != (other == language) {
						t.Errorf("%q in the text: got %v, want %v: %s", word, has, other == language, got.Summary)
					}
				}
			}
			if n := len(got.Steps); n < 2 || n > 4 {
				t.Errorf("steps: got %d, want 2 to 4", n)
			}
			if len([]rune(got.WhyMatters)) < 400 || len([]rune(got.Title)) > 20 || got.Title == "" {
				t.Errorf("lengths: got %d for at least 400 and %q for at most 20", len([]rune(got.WhyMatters)), got.Title)
			}
			if got.Guests != 50 || !got.Enabled || len(got.Sources) != 1 || got.Sources[0].Note == "" {
				t.Errorf("typed properties: got %+v", got)
			}
			if strings.ContainsAny(strings.ReplaceAll(got.Summary, "73", "")+strings.Join(got.Steps, ""), "0123456789") {
				t.Errorf("the text has a number that is no fact: %+v", got)
			}
			if resp.Candidates[0].FinishReason != genai.FinishReasonStop || resp.UsageMetadata.TotalTokenCount == 0 {
				t.Errorf("ending: got %v and %+v", resp.Candidates[0].FinishReason, resp.UsageMetadata)
			}
			if again, _ := generate(t, m, language); again != raw {
				t.Errorf("the same request: got %q, then %q", raw, again)
			}
		})
	}
}

func TestStreamIsTheSameText(t *testing.T) {
	m := jsonModel(t, open(t, Config{}))
	want, _ := generate(t, m, "fi")
	it := m.GenerateContentStream(t.Context(), prompt("fi"))
	var got strings.Builder
	pieces := 0
	for {
		resp, err := it.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		pieces++
		got.WriteString(text(t, resp))
	}
	if diff := cmp.Diff(want, got.String()); diff != "" || pieces < 2 {
		t.Errorf("streamed in %d pieces (-want +got):\n%s", pieces, diff)
	}
}

func TestOtherFormsOfAnswer(t *testing.T) {
	s := open(t, Config{})
	plain := model(t, s, "eu", "gemini-2.5-pro", true)
	if got, _ := generate(t, plain, "sv"); json.Valid([]byte(got)) || !strings.Contains(got, "inställningen") {
		t.Errorf("plain text: got %q", got)
	}
	resp, err := plain.GenerateContent(t.Context(), genai.Text("What is a tenant?"))
	if err != nil || !strings.Contains(text(t, resp), "setting") {
		t.Errorf("free question: got %v, %v", resp, err)
	}
	plain.ResponseMIMEType = "application/json"
	if got, _ := generate(t, plain, "fi"); !json.Valid([]byte(got)) {
		t.Errorf("JSON without a schema: got %q", got)
	}
	plain.SetMaxOutputTokens(5)
	if got, resp := generate(t, plain, "fi"); len(got) > 20 || resp.Candidates[0].FinishReason != genai.FinishReasonMaxTokens {
		t.Errorf("output limit: got %q and %v", got, resp.Candidates[0].FinishReason)
	}
	count, err := plain.CountTokens(t.Context(), genai.Text("abcd efgh"))
	if err != nil || count.TotalTokens != 3 || count.TotalBillableCharacters != 8 {
		t.Errorf("CountTokens: got %+v, %v, want 3 tokens and 8 characters", count, err)
	}
}

func TestMisbehaviour(t *testing.T) {
	kind := None
	s := open(t, Config{Misbehave: func() Kind { return kind }, SlowFor: 50 * time.Millisecond})
	m := jsonModel(t, s)
	good, _ := generate(t, m, "fi")

	kind = InvalidJSON
	if got, _ := generate(t, m, "fi"); json.Valid([]byte(got)) || !strings.Contains(got, "summary") {
		t.Errorf("%v: got %q", kind, got)
	}
	kind = WrongLanguage
	if got, _ := generate(t, m, "fi"); !strings.Contains(got, "inställningen") || !strings.Contains(got, `"language":"fi"`) {
		t.Errorf("%v: got %q", kind, got)
	}
	kind = Links
	if got, _ := generate(t, m, "fi"); !strings.Contains(got, "https://") || !json.Valid([]byte(got)) {
		t.Errorf("%v: got %q", kind, got)
	}
	kind = ClaimsFixed
	for language, claim := range map[string]string{"en": "already been fixed", "fi": "jo korjattu", "sv": "redan åtgärdat"} {
		got, _ := generate(t, m, language)
		var a advice
		if err := json.Unmarshal([]byte(got), &a); err != nil || !strings.Contains(a.WhyMatters, claim) {
			t.Errorf("%v in %s: got %q", kind, language, got)
		}
	}
	kind = Empty
	if got, resp := generate(t, m, "fi"); got != "" || resp.Candidates[0].FinishReason != genai.FinishReasonStop {
		t.Errorf("%v: got %q", kind, got)
	}
	kind = Truncated
	got, resp := generate(t, m, "fi")
	if !strings.HasPrefix(good, got) || len(got) >= len(good) || resp.Candidates[0].FinishReason != genai.FinishReasonMaxTokens {
		t.Errorf("%v: got %q and %v", kind, got, resp.Candidates[0].FinishReason)
	}
	kind = Refuse
	var blocked *genai.BlockedError
	if _, err := m.GenerateContent(t.Context(), prompt("fi")); !errors.As(err, &blocked) || blocked.Candidate == nil {
		t.Errorf("%v: got %v, want a blocked candidate", kind, err)
	}
	kind = Exhausted
	if _, err := m.GenerateContent(t.Context(), prompt("fi")); status.Code(err) != codes.ResourceExhausted {
		t.Errorf("%v: got %v, want ResourceExhausted", kind, err)
	}
	kind = Slow
	start := time.Now()
	if got, _ := generate(t, m, "fi"); got != good || time.Since(start) < 50*time.Millisecond {
		t.Errorf("%v: got %q after %v", kind, got, time.Since(start))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := m.GenerateContent(ctx, prompt("fi")); err == nil {
		t.Errorf("%v beyond the caller's patience: got nil, want an error", kind)
	}
}

func TestRefusals(t *testing.T) {
	s := open(t, Config{Models: []string{"gemini-2.5-flash"}})
	tests := []struct {
		name     string
		location string
		model    string
		allowed  bool
		change   func(*genai.GenerativeModel)
		want     codes.Code
	}{
		{"good", "europe-west4", "gemini-2.5-flash", true, nil, codes.OK},
		{"outside the EU", "us-central1", "gemini-2.5-flash", true, nil, codes.InvalidArgument},
		{"London", "europe-west2", "gemini-2.5-flash", true, nil, codes.InvalidArgument},
		{"unknown model", "eu", "gemini-9", true, nil, codes.NotFound},
		{"not allowed", "eu", "gemini-2.5-flash", false, nil, codes.PermissionDenied},
		{"schema without JSON", "eu", "gemini-2.5-flash", true, func(m *genai.GenerativeModel) { m.ResponseMIMEType = "" }, codes.InvalidArgument},
		{"temperature", "eu", "gemini-2.5-flash", true, func(m *genai.GenerativeModel) { m.SetTemperature(3) }, codes.InvalidArgument},
		{"required but undefined", "eu", "gemini-2.5-flash", true, func(m *genai.GenerativeModel) { m.ResponseSchema.Required = []string{"x"} }, codes.InvalidArgument},
		{"object without properties", "eu", "gemini-2.5-flash", true, func(m *genai.GenerativeModel) {
			m.ResponseSchema = &genai.Schema{Type: genai.TypeObject}
		}, codes.InvalidArgument},
		{"array without items", "eu", "gemini-2.5-flash", true, func(m *genai.GenerativeModel) {
			m.ResponseSchema = &genai.Schema{Type: genai.TypeArray}
		}, codes.InvalidArgument},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := model(t, s, tt.location, tt.model, tt.allowed)
			m.ResponseMIMEType, m.ResponseSchema = "application/json", adviceSchema()
			if tt.change != nil {
				tt.change(m)
			}
			if _, err := m.GenerateContent(t.Context(), prompt("en")); status.Code(err) != tt.want {
				t.Errorf("GenerateContent: got %v, want %v", err, tt.want)
			}
		})
	}
	if got := s.Stats().Requests; got != 1 {
		t.Errorf("requests: got %d, want the good one alone", got)
	}
}

func TestRemembersPrompts(t *testing.T) {
	s := open(t, Config{})
	m := jsonModel(t, s)
	generate(t, m, "sv")
	got := s.Prompts()
	if len(got) != 1 || !strings.HasPrefix(got[0], "You explain findings.\n{") || !strings.Contains(got[0], "allowInvitesFrom") {
		t.Errorf("prompts: got %q", got)
	}
	for i := range 1005 {
		s.remember(fmt.Sprint(i))
	}
	got = s.Prompts()
	if len(got) != 1000 || got[0] != "5" || got[999] != "1004" || s.Stats().Requests != 1006 {
		t.Errorf("after 1005 more: got %d prompts from %q to %q", len(got), got[0], got[len(got)-1])
	}
}

func TestParseKind(t *testing.T) {
	for k := None; k <= Truncated; k++ {
		if got, err := ParseKind(k.String()); err != nil || got != k {
			t.Errorf("ParseKind(%q): got %v, %v", k, got, err)
		}
	}
	if _, err := ParseKind("polite"); err == nil {
		t.Error(`ParseKind("polite"): got nil, want an error`)
	}
}

func TestReadPrompt(t *testing.T) {
	tests := []struct {
		name, in string
		want     request
	}{
		{"facts", `{"language":"sv","facts":{"b":1,"a":"x"},"id":"z"}`, request{"sv", []fact{{"a", `"x"`}, {"b", "1"}}}},
		{"named values", `{"language":"Finnish","evidence":[{"name":"n","value":true}]}`, request{"fi", []fact{{"n", "true"}}}},
		{"list", `{"facts":{"l":["p","q"]}}`, request{"en", []fact{{"l", `"p", "q"`}}}},
		{"nested", `{"finding":{"facts":{"deep":{"a":2}}}}`, request{"en", []fact{{"a", "2"}}}},
		{"no facts named", `{"language":"en","setting":{"a":false}}`, request{"en", []fact{{"a", "false"}}}},
		{"within text", "Explain:\n```json\n{\"language\":\"fi\"}\n```", request{"fi", nil}},
		{"link", `{"facts":{"u":"https://x.example"}}`, request{"en", nil}},
		{"no JSON", `hello`, request{"en", nil}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readPrompt(tt.in)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(request{}, fact{})); diff != "" {
				t.Errorf("readPrompt (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever the prompt, the answer is JSON of the schema's form.
func FuzzCompose(f *testing.F) {
	f.Add(`{"language":"fi","facts":{"a":"b"}}`, false)
	f.Add(`{"language":"sv","facts":[{"name":"%v","value":"\u0000"}]}`, true)
	f.Add("}{", false)
	f.Fuzz(func(t *testing.T, user string, links bool) {
		kind := None
		if links {
			kind = Links
		}
		req := &pb.GenerateContentRequest{
			Model: "projects/p/locations/eu/publishers/google/models/gemini-x",
			GenerationConfig: &pb.GenerationConfig{ResponseMimeType: mimeJSON, ResponseSchema: &pb.Schema{
				Type: pb.Type_OBJECT, Properties: map[string]*pb.Schema{
					"language": {Type: pb.Type_STRING, Enum: []string{"en", "fi", "sv"}},
					"summary":  {Type: pb.Type_STRING, MaxLength: 300},
					"steps":    {Type: pb.Type_ARRAY, Items: &pb.Schema{Type: pb.Type_STRING}},
				},
			}},
		}
		a, err := compose(req, "", user, kind)
		if err != nil {
			t.Fatal(err)
		}
		var got advice
		if err := json.Unmarshal([]byte(a.text), &got); err != nil {
			t.Fatalf("answer %q: %v", a.text, err)
		}
		if got.Language == "" || got.Summary == "" || len([]rune(got.Summary)) > 300 || len(got.Steps) < 2 {
			t.Errorf("answer: got %+v", got)
		}
	})
}
