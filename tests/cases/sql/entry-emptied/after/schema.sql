CREATE TABLE people (id int, name text) INHERITS (things);
CREATE FUNCTION later() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;
INSERT INTO people (id) VALUES (1);
SELECT random(), sum(id) OVER (), ARRAY[]::text[] FROM people WHERE id IN (7);
CALL later();
