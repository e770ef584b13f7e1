SELECT a, b FROM t WHERE new = 2;
SELECT 'new; text' FROM t;
