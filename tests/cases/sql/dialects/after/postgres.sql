\set ON_ERROR_STOP on


SELECT ARRAY[1, 2], '{1}'::int[];
