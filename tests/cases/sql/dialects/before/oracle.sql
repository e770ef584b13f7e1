CREATE OR REPLACE PROCEDURE old_proc IS
    a int;
BEGIN
    a := 1;
END;
/
SELECT 1 / 2
/
