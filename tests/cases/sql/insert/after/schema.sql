SET x = 1;
CREATE TABLE a (
    id int,
    age int,
    name text
);

SELECT 1;
