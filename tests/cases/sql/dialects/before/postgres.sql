\set ON_ERROR_STOP on
SELECT E'it\'s; one', 'C:\', a # b, x[1] FROM y;
COPY public.t (a, b) FROM stdin;
1	it's;y
2	(
\.


CREATE FUNCTION f() RETURNS int
    LANGUAGE sql
    BEGIN ATOMIC
        SELECT 1;
        SELECT 2;
    END;
SELECT ARRAY[1, 2], '{1}'::int[];
DO $do$ BEGIN PERFORM 'x;'; END $do$;
