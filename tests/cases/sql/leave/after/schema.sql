CREATE TABLE two (id bigint);
SELECT 1;
