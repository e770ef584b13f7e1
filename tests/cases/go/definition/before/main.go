package main

// Server serves.
type Server struct {
	name string // trailing
	// old is not read any more.
	old  int `json:"old"`
	*Embedded
}

const (
	limit = 10
	oldLimit = 5 // was the limit
)

// Alone stands in parentheses of its own.
type (
	Alone int
)

type (
	Kind int
	// OldKind goes.
	OldKind string
)

// Store holds.
type Store interface {
	Put(k string) error
	// Drop drops.
	Drop(k string) (
		n int,
		err error,
	)
}

//go:generate stringer -type=Kind
// Legacy answers as it once did: "}" closes nothing here.
func (s *Server) Legacy(
	w string,
) (n int, err error) {
	if w == "}" {
		return 0, nil
	}
	return len(`}
`), nil
}

// Serve stays.
func (s *Server) Serve() {}

func legacy() { return }

// A detached comment.

// Generic goes with its comment.
func Generic[K comparable, V any](m map[K]V) V {
	var zero V
	return zero
}

func (b *Box[T]) Get() T { return b.v }

func main() {}
