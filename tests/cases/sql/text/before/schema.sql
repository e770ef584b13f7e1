SELECT a, b FROM t WHERE old = 1 AND new = 2;
SELECT 'old; text' FROM t;
