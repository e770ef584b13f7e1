CREATE TABLE a (id int);


CREATE TABLE c (id int);

CREATE TABLE d (

    name text

);
