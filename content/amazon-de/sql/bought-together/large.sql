INSERT INTO {{orders}}
SELECT i,
       CAST(hash(i) % 120000 AS INTEGER) + 1,
       CASE WHEN hash(i, 1) % 3 = 0 THEN '{{that}}' ELSE '{{this}}' END
FROM range(400000) r(i);

INSERT INTO {{lines}}
SELECT i,
       CAST(i // 5 * 2 + CASE WHEN i % 5 >= 2 THEN 1 ELSE 0 END AS INTEGER),
       1 + CAST(floor(power(hash(i, 2) % 100000 / 100000.0, 2) * 3000) AS INTEGER)
FROM range(1000000) r(i);
