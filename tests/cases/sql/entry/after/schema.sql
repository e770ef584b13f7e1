SELECT first, last FROM t;
SELECT
    middle_line -- of the middle
FROM t
ORDER BY one;
INSERT INTO t (a, b, c) VALUES
    (1, 'x'),
    (2),
    (3, NULL);
UPDATE t SET u = 1, w = 3 WHERE x IN (10, 20);
SELECT coalesce(gone, 0), count(*) FROM t GROUP BY p;
