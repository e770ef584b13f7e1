CREATE TABLE a (
    first int, -- of first
    second int,
    last int -- of last
);
CREATE TABLE b (first int, second int, last int);
CREATE TABLE c (
      first int
    , second int
    , last int
);
