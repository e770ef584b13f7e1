CREATE TABLE b (id int REFERENCES a);

-- The first.
CREATE TABLE a (
    id int
);

SELECT 1;
SELECT 2;
