DELIMITER //
CREATE PROCEDURE old_proc()
BEGIN
    IF a THEN
        SELECT 1;
    END IF;
    SELECT `odd;name`;
END//
CREATE PROCEDURE new_proc()
BEGIN
    SELECT 2;
END//
DELIMITER ;
# a comment of MySQL; with a semicolon, and it's one
CREATE TABLE `old table` (
    `a,b` int COMMENT 'it\'s; one',
    c int
) ENGINE=InnoDB;
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW
BEGIN
    CASE WHEN a THEN SELECT 1; ELSE SELECT 2; END CASE;
END;
SELECT 'a\\', 'it''s';
SELECT 5;
