DELIMITER //
CREATE PROCEDURE new_proc()
BEGIN
    SELECT 2;
END//
DELIMITER ;
# a comment of MySQL; with a semicolon, and it's one
CREATE TABLE `old table` (
    c int
) ENGINE=InnoDB;
SELECT 'a\\', 'it''s';
SELECT 5;
