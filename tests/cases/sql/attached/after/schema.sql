-- ---- tables ----

-- Of two.
-- Of three.
SELECT 3;
