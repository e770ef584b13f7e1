CREATE TABLE one (
    only int
);

CREATE TABLE two (only int);
SELECT 1;
