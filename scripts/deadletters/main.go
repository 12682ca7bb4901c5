// Command deadletters lists the messages that could not be delivered and replays
// or drops them; scripts/dead-letters runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err == nil {
		return
	}
	fmt.Fprintf(os.Stderr, "dead-letters: %v\n", err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}

// errUsage is about how the command was called.
var errUsage = errors.New("usage: scripts/dead-letters [-data DIR | -project PROJECT] list | show ID | replay ID|all | drop ID")

// misuse is an errUsage with a sentence of its own.
type misuse string

func (m misuse) Error() string   { return string(m) }
func (m misuse) Is(e error) bool { return e == errUsage }

// command is what was asked for.
type command struct {
	data, project string
	verb, id      string
}

func parse(args []string) (command, error) {
	var c command
	fs := flag.NewFlagSet("dead-letters", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&c.data, "data", "", "")
	fs.StringVar(&c.project, "project", "", "")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return c, errUsage
		}
		return c, misuse(err.Error())
	}
	if c.data != "" && c.project != "" {
		return c, misuse("-data is about an emulator and -project about the cloud: give one of them")
	}
	rest := fs.Args()
	if len(rest) == 0 {
		return c, errUsage
	}
	c.verb = rest[0]
	switch {
	case !slices.Contains([]string{"list", "show", "replay", "drop"}, c.verb):
		return c, misuse(fmt.Sprintf("%q is none of list, show, replay and drop", c.verb))
	case c.verb == "list" && len(rest) > 1:
		return c, misuse("list takes nothing after it")
	case c.verb != "list" && len(rest) != 2:
		return c, misuse(c.verb + " takes the ID of one dead letter, as list shows it")
	case c.verb != "list":
		c.id = rest[1]
	}
	if c.data == "" && c.project == "" {
		if c.project = os.Getenv("GOOGLE_CLOUD_PROJECT"); c.project == "" {
			return c, misuse("name the folder of an emulator with -data or a project with -project")
		}
	}
	return c, nil
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	c, err := parse(args)
	if err != nil {
		return err
	}
	box, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, box.close()) }()
	letters, err := box.fetch(ctx)
	if err != nil {
		return err
	}
	// What is not taken out stays for whoever looks next.
	defer func() { err = errors.Join(err, box.giveBack(context.WithoutCancel(ctx))) }()
	switch {
	case c.verb == "list":
		return list(out, letters)
	case c.verb == "replay" && c.id == "all":
		return replayAll(ctx, out, box, letters)
	}
	i := slices.IndexFunc(letters, func(l letter) bool { return slices.Contains(l.ids, c.id) })
	if i < 0 {
		return fmt.Errorf("there is no dead letter %q", c.id)
	}
	l := letters[i]
	switch c.verb {
	case "show":
		_, err := fmt.Fprintln(out, l.text())
		return err
	case "replay":
		return replay(ctx, out, box, l)
	default:
		if err := box.remove(ctx, l); err != nil {
			return err
		}
		fmt.Fprintf(out, "dropped %s\n", l.id)
		return nil
	}
}

func list(out io.Writer, letters []letter) error {
	if len(letters) == 0 {
		fmt.Fprintln(out, "no dead letters")
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tTIME\tTOPIC\tFUNCTION\tTENANT\tATTEMPTS\tERROR")
	for _, l := range letters {
		fmt.Fprintln(w, strings.Join([]string{
			l.id, l.at.UTC().Format(time.RFC3339), or(l.topic, "-"), or(l.function, "-"), or(l.tenant, "-"), or(l.attempts, "-"), or(l.err, "not recorded"),
		}, "\t"))
	}
	return w.Flush()
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// replay publishes a letter where it was published at first, and only then takes
// it out: a crash between the two delivers it twice, which every function bears.
func replay(ctx context.Context, out io.Writer, box *box, l letter) error {
	if err := box.publish(ctx, l); err != nil {
		return err
	}
	if err := box.remove(ctx, l); err != nil {
		return err
	}
	fmt.Fprintf(out, "replayed %s to %s\n", l.id, l.topic)
	return nil
}

func replayAll(ctx context.Context, out io.Writer, box *box, letters []letter) error {
	var errs []error
	for _, l := range letters {
		if err := replay(ctx, out, box, l); err != nil {
			errs = append(errs, err)
		}
	}
	if len(letters) == 0 {
		fmt.Fprintln(out, "no dead letters")
	}
	return errors.Join(errs...)
}
