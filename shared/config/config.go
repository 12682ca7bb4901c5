// Package config fills a struct from the environment. Each function describes
// what it needs in one commented struct; Read reports every problem at once, so
// that a deployment is not mended one variable at a time.
//
// A field's tag names its variable: `env:"NAME"` must be set, `env:"NAME,optional"`
// may be missing, `env:"NAME,default=VALUE"` has a default. Fields are string,
// int, float64, bool, time.Duration or []string (separated by commas). A struct that
// is embedded is filled too.
package config

import (
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Read fills the struct that into points to. The error joins one sentence per
// problem; it names variables and never quotes their values.
func Read(into any) error { return read(into, os.LookupEnv) }

func read(into any, lookup func(string) (string, bool)) error {
	return errors.Join(fill(reflect.ValueOf(into).Elem(), lookup)...)
}

// fill fills a struct and those that it embeds.
func fill(v reflect.Value, lookup func(string) (string, bool)) (problems []error) {
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Anonymous && f.Type.Kind() == reflect.Struct {
			problems = append(problems, fill(v.Field(i), lookup)...)
			continue
		}
		tag, ok := v.Type().Field(i).Tag.Lookup("env")
		if !ok {
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		text, set := lookup(name)
		set = set && text != ""
		if !set {
			if fallback, ok := strings.CutPrefix(option, "default="); ok {
				text, set = fallback, true
			}
		}
		if !set {
			if option != "optional" {
				problems = append(problems, fmt.Errorf("%s is not set", name))
			}
			continue
		}
		if err := assign(v.Field(i), text); err != nil {
			problems = append(problems, fmt.Errorf("%s is not %w", name, err))
		}
	}
	return problems
}

func assign(f reflect.Value, text string) error {
	switch f.Interface().(type) {
	case string:
		f.SetString(text)
	case int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return errors.New("a whole number")
		}
		f.SetInt(int64(n))
	case float64:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return errors.New("a number")
		}
		f.SetFloat(x)
	case bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return errors.New("true or false")
		}
		f.SetBool(b)
	case time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return errors.New("a duration such as 90s")
		}
		f.SetInt(int64(d))
	case []string:
		f.Set(reflect.ValueOf(strings.Split(text, ",")))
	default:
		return fmt.Errorf("of a type that config can read: %s", f.Type())
	}
	return nil
}
