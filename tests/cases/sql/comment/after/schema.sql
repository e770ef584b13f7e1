-- Version 2.

SELECT 1;
SELECT '-- no comment';
