INSERT INTO {{table}}
SELECT i,
       1 + (hash(i) % 200000) * (1 + hash(i + 7000000) % 3) // 3,
       TIMESTAMP '2024-01-01 00:00:00' + to_minutes(CAST(hash(i + 3000000) % 260000 AS BIGINT)),
       CAST(hash(i + 5000000) % 400 AS INTEGER) * 0.50 - 80,
       CASE WHEN i % 7 > 0 THEN 'v' || (i % 12) END
FROM range(1000000) r(i);
