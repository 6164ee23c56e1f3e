INSERT INTO {{facts}}
SELECT i,
       CASE WHEN hash(i) % 25 = 0 THEN NULL
            ELSE CAST(120000 * pow((hash(i + 1) % 1000003) / 1000003.0, 2) AS INTEGER) END,
       CAST(DATE '{{until}}' AS TIMESTAMP) + INTERVAL 10 DAY - INTERVAL 1 SECOND * CAST(hash(i + 2) % 34560000 AS INTEGER)
FROM range(1000000) r(i);
