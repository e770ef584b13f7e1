CREATE TABLE a (
    id int,
    old int
);

SELECT 1;
SELECT 2;
