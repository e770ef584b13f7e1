INSERT INTO t VALUES
    (2, 'b'); -- of two
INSERT INTO u VALUES (1);
CREATE TYPE mood AS ENUM (
    'sad',
    'ok'
);
SELECT f();
