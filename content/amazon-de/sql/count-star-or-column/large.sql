INSERT INTO {{groups}}
SELECT i, 'region ' || (i % 17)
FROM range(1, 5001) r(i);

INSERT INTO {{items}}
SELECT i,
       1 + CAST(floor(power(hash(i) % 100000 / 100000.0, 2) * 4500) AS INTEGER),
       CASE WHEN hash(i, 1) % 8 = 0 THEN NULL ELSE CAST(hash(i, 2) % 3000 AS INTEGER) + 1 END,
       CASE WHEN hash(i, 3) % 5 = 0 THEN NULL
            ELSE TIMESTAMP '2025-01-01 00:00:00' + INTERVAL (CAST(hash(i, 4) % 260000 AS INTEGER)) MINUTE END
FROM range(1000000) r(i);
