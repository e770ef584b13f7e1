CREATE TABLE a (
    id int PRIMARY KEY,
    old text,
    name text
);
SET old_mode = 1;
SET mode = 2;
