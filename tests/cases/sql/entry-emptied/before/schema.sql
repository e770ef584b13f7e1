CREATE TABLE people (id int, name text) INHERITS (things);
CREATE FUNCTION later(old int) RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql;
INSERT INTO people (id) VALUES (1);
SELECT random(seed), sum(id) OVER (PARTITION BY name), ARRAY['a']::text[] FROM people WHERE id IN (7);
CALL later(42);
