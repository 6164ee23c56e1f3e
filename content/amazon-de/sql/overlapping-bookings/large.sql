INSERT INTO {{spans}}
SELECT i,
       CASE WHEN hash(i) % 50 = 0 THEN NULL ELSE CAST(i % 50000 AS INTEGER) END,
       {{type}} '2024-01-01' + {{step}} * CAST(hash(i + 1) % 4000 AS INTEGER),
       {{type}} '2024-01-01' + {{step}} * CAST(hash(i + 1) % 4000 + 1 + hash(i + 2) % 4
                                               + CASE WHEN hash(i + 3) % 40 = 0 THEN 60 ELSE 0 END AS INTEGER)
FROM range(1000000) r(i);
