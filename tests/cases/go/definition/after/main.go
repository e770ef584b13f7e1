package main

// Server serves.
type Server struct {
	name string // trailing
	*Embedded
}

const (
	limit = 10
)

type (
	Kind int
)

// Store holds.
type Store interface {
	Put(k string) error
}

// Serve stays.
func (s *Server) Serve() {}

// A detached comment.

func main() {}
