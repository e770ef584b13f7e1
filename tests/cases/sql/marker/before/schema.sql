INSERT INTO t VALUES (1, '(<');
SELECT old(
    1,
    ')'  -- ) is in a comment
);
SELECT new(2);
