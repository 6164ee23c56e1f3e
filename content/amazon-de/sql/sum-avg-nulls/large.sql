INSERT INTO {{groups}}
SELECT i, 'region ' || (i % 12)
FROM range(1, 1001) r(i);

INSERT INTO {{facts}}
SELECT 1 + CAST(i // 700 AS INTEGER),
       DATE '2023-01-01' + CAST(i % 700 AS INTEGER),
       CASE WHEN hash(i) % 20 = 0 THEN NULL ELSE CAST(hash(i, 1) % 90000 AS INTEGER) * CAST(hash(i, 2) % 4 > 0 AS INTEGER) END,
       CASE WHEN hash(i) % 20 = 0 OR hash(i, 3) % 3 > 0 THEN NULL ELSE CAST(hash(i, 4) % 9000 AS INTEGER) END
FROM range(665000) r(i);
