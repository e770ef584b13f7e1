SELECT 1;

-- begin old
CREATE TABLE old_a (id int);
CREATE TABLE old_b (id int);
-- end old

SELECT 2;
SELECT 3;
SELECT 4;
