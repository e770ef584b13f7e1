CREATE TABLE people (
    id INTEGER,
    name TEXT
);

INSERT INTO people (id, name) VALUES (1, 'a');
INSERT INTO people VALUES (2, 'c');
SELECT id, name FROM people ORDER BY 1;
SELECT id FROM people UNION SELECT id FROM people;
