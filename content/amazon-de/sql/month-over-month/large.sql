-- 1,000,000 {{things}} over three years in 200 {{groups}} of very different size; small ones miss {{grain}}s.
INSERT INTO {{table}}
SELECT i,
       'G' || CAST((hash(i) % 1000) * (hash(i) % 1000) // 5000 AS VARCHAR),
       TIMESTAMP '{{since}}' - INTERVAL '200 days'
         + to_days(CAST(hash(i + 1) % 1095 AS INTEGER)) + to_seconds(CAST(hash(i + 2) % 86400 AS BIGINT)),
       CAST(hash(i + 3) % 300 AS INTEGER)
FROM range(1000000) r(i)
WHERE hash(i) % 1000 < 900 OR hash(i + 1) % 1095 % 97 < 20;
