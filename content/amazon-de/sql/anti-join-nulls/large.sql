INSERT INTO {{people}}
SELECT i, hash(i) % 4 > 0
FROM range(1, 60001) r(i);

INSERT INTO {{facts}}
SELECT i,
       CASE WHEN hash(i) % 10 = 0 THEN NULL
            ELSE 1 + CAST(floor(power(hash(i, 1) % 100000 / 100000.0, 2) * 50000) AS INTEGER) END,
       CASE hash(i, 2) % 10 WHEN 0 THEN '{{dead}}' WHEN 1 THEN NULL ELSE '{{fine}}' END,
       TIMESTAMP '2024-06-01 00:00:00' + INTERVAL (CAST(hash(i, 3) % 788400 AS INTEGER)) MINUTE
FROM range(1000000) r(i);
