CREATE TABLE a (
    id int
);

CREATE TABLE old (
    id int,

    name text
);

CREATE TABLE b (
    id int
);
