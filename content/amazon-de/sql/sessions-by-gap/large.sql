-- 1,000,000 {{things}} of 50,000 {{people}}: four bursts each, with gaps of 0 to 40 minutes inside.
INSERT INTO {{table}}
SELECT i,
       i % 50000,
       TIMESTAMP '{{since}}' - INTERVAL '10 days'
         + to_minutes(CAST(hash(i % 50000 + 50000 * (i // 250000)) % 72000 AS BIGINT))
         + to_minutes(CAST((i // 50000 % 5) * (hash(i) % 40) AS BIGINT))
         + to_seconds(CAST((hash(i + 2) % 3) * 20 AS BIGINT)),
       CASE WHEN hash(i + 4) % 8 = 0 THEN NULL ELSE 'p' || CAST(hash(i + 6) % 30 AS VARCHAR) END
FROM range(1000000) r(i);
