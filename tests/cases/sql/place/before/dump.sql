CREATE TABLE people (
    id INTEGER,
    name TEXT,
    old TEXT
);

INSERT INTO people (id, name, old) VALUES (1, 'a', 'b');
INSERT INTO people VALUES (2, 'c', 'd');
SELECT id, name, old FROM people ORDER BY 3, 1;
SELECT id, name FROM people UNION SELECT id, old FROM people;
