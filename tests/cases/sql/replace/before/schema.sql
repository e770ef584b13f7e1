-- Old words.
CREATE TABLE a (
    id int,
    name varchar(10)
);
SELECT 1
  FROM t;
