-- The first.
CREATE TABLE a (
    id int
);

CREATE TABLE b (id int REFERENCES a);

SELECT 2;
