-- New words.
CREATE TABLE a (
    id int,
    name char(10)
);
SELECT 2;
