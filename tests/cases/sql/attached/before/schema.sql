-- ---- tables ----

-- Of one.
-- Two lines.
CREATE TABLE one (id int);
-- Of two.
CREATE TABLE two (id int);
-- Of three.
SELECT 3;
-- Of four.
SELECT 4;
