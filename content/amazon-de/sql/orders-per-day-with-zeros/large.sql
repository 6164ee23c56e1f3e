INSERT INTO {{facts}}
SELECT i,
       CAST(40000 * pow((hash(i) % 1000003) / 1000003.0, 2) AS INTEGER),
       CAST(DATE '{{first}}' AS TIMESTAMP) + INTERVAL 1 SECOND * CAST(hash(i + 1) % 6912000 AS INTEGER) - INTERVAL 30 DAY,
       CASE WHEN hash(i + 2) % 20 = 0 THEN NULL WHEN hash(i + 2) % 20 < 3 THEN 'cancelled' ELSE 'kept' END
FROM range(1000000) r(i);
