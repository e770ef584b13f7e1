-- The people.
CREATE TABLE IF NOT EXISTS people (
    id integer PRIMARY KEY,
    "Full Name" text,
    amount numeric(10, 2),
    PRIMARY KEY (id, amount)
);

CREATE TABLE kept (id int, last int);
