CREATE TABLE a (
    id int PRIMARY KEY,
    name text
);
SET mode = 2;
