interface Old {
  a: string

  b: '}'
}

interface New {}
