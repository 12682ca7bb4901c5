// Package vertex stands in for Vertex AI's Gemini models on one machine: the prediction service over the real gRPC
// protocol, for the real client. It reads a prompt as a model does, honours the response MIME type, the response
// schema and the output limit, and writes sentences in the language asked for about the facts given; the same request
// has the same answer. On demand it misbehaves in the ways that models do.
package vertex

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	pb "cloud.google.com/go/aiplatform/apiv1beta1/aiplatformpb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Config says what a Server answers.
type Config struct {
	// Locations that models are served in. Nil means the EU multi-region and Google's regions in EU member states.
	Locations []string
	// Models that exist, such as "gemini-2.5-flash". Nil means every name that begins with "gemini-".
	Models []string

	// Misbehave is asked before every answer; it is never called concurrently. Nil means that every answer is good.
	Misbehave func() Kind
	// SlowFor is how long a slow answer takes. Zero means 30 s.
	SlowFor time.Duration
}

// Stats counts since Open.
type Stats struct {
	Requests int64 // for generated content, those refused for their form or their caller excluded
}

// kept is the number of prompts that are remembered.
const kept = 1000

// euLocations are the EU multi-region and the regions in member states; London and Zürich are not among them.
func euLocations() []string {
	return []string{"eu", "europe-central2", "europe-north1", "europe-north2", "europe-southwest1", "europe-west1",
		"europe-west3", "europe-west4", "europe-west8", "europe-west9", "europe-west10", "europe-west12"}
}

// Server is the stand-in. Its methods may be called concurrently.
type Server struct {
	cfg Config

	kindMu sync.Mutex // guards cfg.Misbehave

	mu        sync.Mutex
	closed    bool
	stats     Stats
	prompts   []string // a ring once it is full; the oldest stands at stats.Requests % kept
	servers   []*grpc.Server
	listeners sync.WaitGroup
}

// Open makes a server; nothing is kept on disk.
func Open(cfg Config) (*Server, error) {
	if cfg.SlowFor < 0 {
		return nil, errors.New("vertex configuration: a slow answer cannot take less than no time")
	}
	if cfg.Locations == nil {
		cfg.Locations = euLocations()
	}
	if cfg.Misbehave == nil {
		cfg.Misbehave = func() Kind { return None }
	}
	if cfg.SlowFor == 0 {
		cfg.SlowFor = 30 * time.Second
	}
	return &Server{cfg: cfg}, nil
}

// Serve opens a loopback gRPC port for an identity, which may use models or may not.
func (s *Server) Serve(identity string, allowed bool) (addr string, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen for %s: %w", identity, err)
	}
	g := grpc.NewServer()
	pb.RegisterPredictionServiceServer(g, &service{s: s, allowed: allowed})
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = ln.Close()
		return "", fmt.Errorf("serve %s: the server is closed", identity)
	}
	s.servers = append(s.servers, g)
	s.listeners.Go(func() { _ = g.Serve(ln) }) // ends with Stop; before that a failed accept shows at the client
	return ln.Addr().String(), nil
}

// Close ends all calls.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	servers := s.servers
	s.servers = nil
	s.mu.Unlock()
	for _, g := range servers {
		g.Stop()
	}
	s.listeners.Wait()
	return nil
}

// Prompts returns the last 1,000 prompts, oldest first: each is the system instruction and the text of the contents,
// with a line break between.
func (s *Server) Prompts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.prompts) < kept {
		return slices.Clone(s.prompts)
	}
	oldest := int(s.stats.Requests % kept)
	return slices.Concat(s.prompts[oldest:], s.prompts[:oldest])
}

// Stats returns the counters.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

func (s *Server) remember(prompt string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.prompts) < kept {
		s.prompts = append(s.prompts, prompt)
	} else {
		s.prompts[s.stats.Requests%kept] = prompt
	}
	s.stats.Requests++
}

func (s *Server) kind() Kind {
	s.kindMu.Lock()
	defer s.kindMu.Unlock()
	return s.cfg.Misbehave()
}

// service answers the calls of one identity.
type service struct {
	pb.UnimplementedPredictionServiceServer
	s       *Server
	allowed bool
}

func invalid(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, format, args...)
}

// check refuses callers without the right to predict, and models in places that are not served.
func (v *service) check(model string) error {
	parts := strings.Split(model, "/")
	if len(parts) != 8 || parts[0] != "projects" || parts[2] != "locations" || parts[4] != "publishers" ||
		parts[5] != "google" || parts[6] != "models" || slices.Contains(parts, "") {
		return invalid("Invalid Endpoint name: %s.", model)
	}
	if !v.allowed {
		return status.Errorf(codes.PermissionDenied,
			"Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/%s' (or it may not exist).", model)
	}
	if !slices.Contains(v.s.cfg.Locations, parts[3]) {
		return invalid("Location %s is not served at this endpoint.", parts[3])
	}
	known := strings.HasPrefix(parts[7], "gemini-")
	if v.s.cfg.Models != nil {
		known = slices.Contains(v.s.cfg.Models, parts[7])
	}
	if !known {
		return status.Errorf(codes.NotFound, "Publisher Model `%s` was not found or your project does not have access to it.", model)
	}
	return nil
}

// GenerateContent answers a prompt.
func (v *service) GenerateContent(ctx context.Context, req *pb.GenerateContentRequest) (*pb.GenerateContentResponse, error) {
	a, err := v.answer(ctx, req)
	if err != nil {
		return nil, err
	}
	return a.response(a.text, true), nil
}

// StreamGenerateContent answers a prompt in pieces.
func (v *service) StreamGenerateContent(req *pb.GenerateContentRequest, stream pb.PredictionService_StreamGenerateContentServer) error {
	a, err := v.answer(stream.Context(), req)
	if err != nil {
		return err
	}
	pieces := split(a.text)
	for i, piece := range pieces {
		if err := stream.Send(a.response(piece, i == len(pieces)-1)); err != nil {
			return err
		}
	}
	return nil
}

// split cuts a text into up to three pieces, between runes.
func split(text string) []string {
	runes := []rune(text)
	third := len(runes)/3 + 1
	var pieces []string
	for piece := range slices.Chunk(runes, third) {
		pieces = append(pieces, string(piece))
	}
	if len(pieces) == 0 {
		return []string{""}
	}
	return pieces
}

// answer decides what is said to a request.
func (v *service) answer(ctx context.Context, req *pb.GenerateContentRequest) (*answer, error) {
	if err := v.check(req.GetModel()); err != nil {
		return nil, err
	}
	if err := checkRequest(req); err != nil {
		return nil, err
	}
	system, user := textOf(req.GetSystemInstruction()), userText(req.GetContents())
	v.s.remember(strings.TrimPrefix(system+"\n"+user, "\n"))
	kind := v.s.kind()
	switch kind {
	case Exhausted:
		return nil, status.Error(codes.ResourceExhausted, "Resource exhausted. Please try again later.")
	case Slow:
		select {
		case <-ctx.Done():
			return nil, status.FromContextError(ctx.Err()).Err()
		case <-time.After(v.s.cfg.SlowFor):
		}
	}
	return compose(req, system, user, kind)
}

// checkRequest refuses what Vertex AI refuses.
func checkRequest(req *pb.GenerateContentRequest) error {
	if len(req.GetContents()) == 0 {
		return invalid("at least one contents field is required")
	}
	for _, c := range req.GetContents() {
		if len(c.GetParts()) == 0 {
			return invalid("Unable to submit request because it must include at least one parts field.")
		}
	}
	cfg := req.GetGenerationConfig()
	if t := cfg.GetTemperature(); t < 0 || t > 2 {
		return invalid("Unable to submit request because it has a temperature value of %v but the supported range is from 0 (inclusive) to 2 (inclusive).", t)
	}
	if cfg.GetMaxOutputTokens() < 0 {
		return invalid("Unable to submit request because maxOutputTokens is negative.")
	}
	switch cfg.GetResponseMimeType() {
	case "", mimeText, mimeJSON:
	default:
		return invalid("Unable to submit request because the response MIME type is not supported.")
	}
	if cfg.GetResponseSchema() == nil {
		return nil
	}
	if cfg.GetResponseMimeType() != mimeJSON {
		return invalid("Unable to submit request because a response schema needs the response MIME type %s.", mimeJSON)
	}
	return checkSchema(cfg.GetResponseSchema(), "response_schema", 0)
}

// CountTokens counts as a model would, roughly: four bytes a token.
func (v *service) CountTokens(_ context.Context, req *pb.CountTokensRequest) (*pb.CountTokensResponse, error) {
	if err := v.check(req.GetModel()); err != nil {
		return nil, err
	}
	if len(req.GetContents()) == 0 {
		return nil, invalid("at least one contents field is required")
	}
	text := textOf(req.GetSystemInstruction()) + userText(req.GetContents())
	billable := 0
	for _, r := range text {
		if !strings.ContainsRune(" \t\r\n", r) {
			billable++
		}
	}
	return &pb.CountTokensResponse{TotalTokens: tokens(text), TotalBillableCharacters: int32(billable)}, nil
}

func tokens(text string) int32 { return int32((len(text) + bytesPerToken - 1) / bytesPerToken) }
