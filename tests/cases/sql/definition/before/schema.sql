-- The people.
CREATE TABLE IF NOT EXISTS people (
    id integer PRIMARY KEY,
    -- Gone since 2.0.
    old_name varchar(20) DEFAULT 'a,b', -- was the name
    "Full Name" text,
    amount numeric(10, 2),
    CONSTRAINT positive CHECK (amount > 0),
    PRIMARY KEY (id, amount)
);

-- Of the old people.
CREATE UNIQUE INDEX old_index ON people (old_name);
CREATE OR REPLACE VIEW public."Old View" AS
    SELECT 1;
CREATE TYPE mood AS ENUM ('sad', 'ok');
/* doc */
CREATE OR REPLACE FUNCTION app.touch(a int, b text)
RETURNS trigger LANGUAGE plpgsql AS $$
begin
    return new;
end
$$;

CREATE TABLE kept (id int, gone int, last int);
