INSERT INTO {{parents}}
SELECT i, '{{label}} ' || (i % 7000)
FROM range(1, 60001) r(i);

INSERT INTO {{facts}}
SELECT i,
       1 + (hash(i) % 60000) * (1 + hash(i + 7000000) % 3) // 3,
       CAST(1 + hash(i + 3000000) % 90000 AS INTEGER),
       CASE WHEN hash(i + 5000000) % 25 > 0 THEN (hash(i + 9000000) % 400) * 0.25 END
FROM range(800000) r(i);
