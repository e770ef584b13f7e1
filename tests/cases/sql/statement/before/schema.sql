INSERT INTO t VALUES ('a; b', "c;d", $$e; f$$);
UPDATE t
   SET a = 1,
       b = 'x;'
 WHERE c = 2;
CREATE FUNCTION f() RETURNS int AS $body$
BEGIN
    RETURN 1; -- old;
END;
$body$ LANGUAGE plpgsql;
BEGIN;
DELETE FROM t /* ; */ WHERE old;
COMMIT;
CREATE TRIGGER trg AFTER INSERT ON t BEGIN
    SELECT CASE WHEN NEW.a THEN 1 ELSE 2 END;
    DELETE FROM u;
END;
DROP TABLE u
