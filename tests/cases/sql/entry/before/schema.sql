SELECT first, middle, last FROM t;
SELECT
    first_line,
    middle_line, -- of the middle
    last_line -- of the last
FROM t
ORDER BY one, two DESC;
INSERT INTO t (a, b, c) VALUES
    (1, 'x'),
    (2, 'y, z'),
    (3, NULL);
UPDATE t SET u = 1, v = f(2, 3), w = 3 WHERE x IN (10, 20, 30);
SELECT coalesce(gone, 0), count(*) FROM t GROUP BY p, q;
