INSERT INTO t VALUES
    (1, 'a'),
    (2, 'b'), -- of two
    (3, 'c');
INSERT INTO u VALUES (1), (2);
CREATE TYPE mood AS ENUM (
    'sad',
    'ok',
    'happy'
);
SELECT f(only);
