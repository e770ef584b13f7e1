-- Version 1.
-- Old notes,
-- over two lines.

SELECT 1; -- old remark
/* old
   block */
SELECT '-- no comment';
