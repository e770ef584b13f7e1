CREATE TABLE a (
    second int
);
CREATE TABLE b (second int);
CREATE TABLE c (
      first int
    , last int
);
