package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store/instruction"
)

// Setting is something that a customer can set.
type Setting struct {
	Name  string          `json:"name" enum:"declared,language,interval,support,notifications" doc:"What it is: what the customer declares for checks, its own checks included; the language in which its people are written to; the seconds between two scans; whether support access needs approval; what is told at once, when digests come and whereto changes are posted."`
	Value json.RawMessage `json:"value,omitempty" doc:"What it holds. Missing where it was never set."`
}

// settingNamed returns the setting of a name; a zero one where there is none.
func settingNamed(name string) instruction.Setting {
	for _, s := range notice.Settings() {
		if s.Name == name {
			return s.Setting
		}
	}
	return instruction.Setting{}
}

// settingNames lists the settings' names.
func settingNames() []string {
	var out []string
	for _, s := range notice.Settings() {
		out = append(out, s.Name)
	}
	return out
}

// Settings are a tenant's settings.
type Settings struct {
	Items []Setting `json:"items" nullable:"false" doc:"Every setting."`
}

func (s *server) settings(ctx context.Context, c *call, _ *InTenant) (*answer[Settings], error) {
	out := Settings{Items: []Setting{}}
	for _, name := range settingNames() {
		setting := settingNamed(name)
		value, _, err := instruction.Read(ctx, c.tenant(), setting)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, Setting{name, value})
	}
	return &answer[Settings]{out}, nil
}

// SettingIn names a setting.
type SettingIn struct {
	InTenant
	Setting string `path:"setting" enum:"declared,language,interval,support,notifications" doc:"The setting's name."`
}

// versionTag is the entity tag of a setting's version.
func versionTag(version string) string { return `"` + version + `"` }

func (s *server) oneSetting(ctx context.Context, c *call, in *SettingIn) (*single[Setting], error) {
	setting := settingNamed(in.Setting)
	value, version, err := instruction.Read(ctx, c.tenant(), setting)
	if err != nil {
		return nil, err
	}
	return &single[Setting]{versionTag(version), Setting{in.Setting, value}}, nil
}

// PutSettingIn changes a setting of those that whoever runs the service may change.
type PutSettingIn struct {
	InTenant
	Setting string `path:"setting" enum:"declared,language,interval,notifications" doc:"The setting's name. Whether support access needs approval is a route of its own."`
	Careful
	Body NewSetting
}

// NewSetting is what a setting is to hold.
type NewSetting struct {
	Value json.RawMessage `json:"value" doc:"What the setting is to hold."`
}

func (s *server) putSetting(ctx context.Context, c *call, in *PutSettingIn) (*single[Setting], error) {
	var refuse func(json.RawMessage) error
	if in.Setting == "declared" {
		refuse = declarable
	}
	return put(ctx, c, in.Setting, in.IfMatch, in.Body.Value, refuse)
}

// PutSupportIn says whether support access needs approval.
type PutSupportIn struct {
	InTenant
	Careful
	Body NewSetting
}

func (s *server) putSupportSetting(ctx context.Context, c *call, in *PutSupportIn) (*single[Setting], error) {
	return put(ctx, c, "support", in.IfMatch, in.Body.Value, nil)
}

// put changes a setting that the caller has read as it is. A value that refuse names
// an error for is not looked at further; nil refuses none.
func put(ctx context.Context, c *call, name, ifMatch string, value json.RawMessage, refuse func(json.RawMessage) error) (*single[Setting], error) {
	setting := settingNamed(name)
	_, version, err := instruction.Read(ctx, c.tenant(), setting)
	if err != nil {
		return nil, err
	}
	if err := met(ifMatch, versionTag(version)); err != nil {
		return nil, err
	}
	if refuse != nil {
		if err := refuse(value); err != nil {
			return nil, err
		}
	}
	given, err := instruction.Give(ctx, c.tenant(), instruction.Wish{Setting: setting, Value: value, Expected: version, Source: instruction.API}, c.actor(), c.now)
	if err != nil {
		return nil, err
	}
	return &single[Setting]{versionTag(given.Version), Setting{name, given.After}}, nil
}

// declarable refuses what no check could be judged by. What is wrong is told by its
// place: the sentences of those who find it may repeat what was sent.
func declarable(value json.RawMessage) error {
	settings, err := snapshot.ParseSettings(value)
	if err != nil {
		return misplaced("body.value", "expected settings that checks can follow")
	}
	if _, err := custom.Of(settings); err == nil {
		return nil
	}
	var definitions []custom.Definition
	if json.Unmarshal(settings.CustomChecks, &definitions) == nil {
		for i, d := range definitions {
			if _, err := custom.New(d); err != nil {
				return misplaced(fmt.Sprintf("body.value.customChecks[%d]", i), "expected a check with an expression that holds")
			}
		}
	}
	return misplaced("body.value.customChecks", "expected a list of checks, each with an id of its own")
}

func misplaced(place, expected string) *Problem {
	p := problemOf(invalid, "The setting is not in a form that can be followed.", nil)
	p.Errors = []Fault{{place, expected}}
	return p
}

// Instruction is one change of a setting.
type Instruction struct {
	Number  int             `json:"number" doc:"Its number, without gaps."`
	Setting string          `json:"setting" doc:"Which setting was changed."`
	Source  string          `json:"source" enum:"console,api,onboarding" doc:"Where it was given."`
	At      time.Time       `json:"at" doc:"When."`
	By      string          `json:"by" doc:"Who gave it."`
	Before  json.RawMessage `json:"before,omitempty" doc:"What the setting held. Missing where it was not set."`
	After   json.RawMessage `json:"after" doc:"What it holds since."`
}

// InstructionsIn asks for instructions.
type InstructionsIn struct {
	InTenant
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many items a page holds at most."`
	Cursor string `query:"cursor" maxLength:"4096" doc:"The next of the page before; nothing for the first page."`
}

func (s *server) instructions(ctx context.Context, c *call, in *InstructionsIn) (*answer[Page[Instruction]], error) {
	sc, err := c.scope(ctx, "instructions", nil)
	if err != nil {
		return nil, err
	}
	after, err := sc.read(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, next, err := instruction.List(ctx, c.tenant(), after, in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(list, sc.write(next), func(i instruction.Instruction) Instruction {
		return Instruction{i.Number, apiName(i.Setting), string(i.Source), i.At.UTC(), i.By, i.Before, i.After}
	}), nil
}

// apiName is the name by which paths know a setting.
func apiName(stored string) string {
	at := slices.IndexFunc(settingNames(), func(name string) bool {
		s := settingNamed(name)
		return s.Name == stored
	})
	if at < 0 {
		return stored
	}
	return settingNames()[at]
}
